// Attention of one query row over a KV cache; part of kernels.inc.h.

// Softmax over scores[n], unnormalised: returns the sum of the exponentials.
INLINE float exponentiate(float *scores, size_t n) {
    vf top = splat(-INFINITY);
    size_t i = 0;
    for (; i + VL <= n; i += VL) top = max_vf(top, load(scores + i));
    float m = hmax_vf(top);
    for (; i < n; i++) m = scores[i] > m ? scores[i] : m;
    vf acc = {0};
    for (i = 0; i + VL <= n; i += VL) {
        vf e = exp_vf(load(scores + i) - m);
        store(scores + i, e);
        acc += e;
    }
    float total = sum_vf(acc);
    if (i < n) {
        store_some(scores + i, exp_vf(load_some(scores + i, n - i) - m), n - i);
        for (; i < n; i++) total += scores[i];
    }
    return total;
}

// Lane l keeps a[l] + a[l ^ bit] where bit is not in l, b[l] + b[l ^ bit] where it is.
#define FK_KEPT(l, bit) ((l) & (bit) ? VL + (l) : (l))
#define FK_ADDED(l, bit) ((l) & (bit) ? VL + ((l) ^ (bit)) : ((l) ^ (bit)))
#define FK_LANES_4(F, bit) F(0, bit), F(1, bit), F(2, bit), F(3, bit)
#define FK_LANES_8(F, bit) FK_LANES_4(F, bit), F(4, bit), F(5, bit), F(6, bit), F(7, bit)
#define FK_LANES_16(F, bit) \
    FK_LANES_8(F, bit), F(8, bit), F(9, bit), F(10, bit), F(11, bit), F(12, bit), F(13, bit), F(14, bit), F(15, bit)
#if VL == 16
#define FK_LANES FK_LANES_16
#elif VL == 8
#define FK_LANES FK_LANES_8
#else
#define FK_LANES FK_LANES_4
#endif
#define FK_FOLD(a, b, bit) \
    (__builtin_shufflevector(a, b, FK_LANES(FK_KEPT, bit)) + __builtin_shufflevector(a, b, FK_LANES(FK_ADDED, bit)))

// The sums over the lanes of VL vectors, in one vector.
INLINE vf sum_each(vf v[VL]) {
    _Pragma("clang loop unroll(full)") for (int r = 0; r < VL; r += 2) v[r] = FK_FOLD(v[r], v[r + 1], 1);
    _Pragma("clang loop unroll(full)") for (int r = 0; r < VL; r += 4) v[r] = FK_FOLD(v[r], v[r + 2], 2);
#if VL > 4
    _Pragma("clang loop unroll(full)") for (int r = 0; r < VL; r += 8) v[r] = FK_FOLD(v[r], v[r + 4], 4);
#endif
#if VL > 8
    v[0] = FK_FOLD(v[0], v[8], 8);
#endif
    return v[0];
}

// q . k for the VL positions whose keys are given.
INLINE vf score_block(const float *q, const float *const keys[VL], size_t d) {
    vf sums[VL];
    _Pragma("clang loop unroll(full)") for (int r = 0; r < VL; r++) sums[r] = (vf){0};
    size_t i = 0;
    for (; i + VL <= d; i += VL) {
        vf part = load(q + i);
        _Pragma("clang loop unroll(full)") for (int r = 0; r < VL; r++) sums[r] += part * load(keys[r] + i);
    }
    if (i < d) {
        vf part = load_some(q + i, d - i);
        for (int r = 0; r < VL; r++) sums[r] += part * load_some(keys[r] + i, d - i);
    }
    return sum_each(sums);
}

// Vectors of an output that are summed side by side.
#define FK_SUMS (VL == 4 ? 8 : 64 / VL)

// out[d] += p * v[d] over `length` positions, in order.
INLINE void weighted_sum(const float *p, const float *v, size_t length, size_t stride, size_t d, float *out) {
    size_t i = 0;
    for (; i + FK_SUMS * VL <= d; i += FK_SUMS * VL) {
        vf acc[FK_SUMS];
        _Pragma("clang loop unroll(full)") for (int j = 0; j < FK_SUMS; j++) acc[j] = load(out + i + j * VL);
        for (size_t t = 0; t < length; t++) {
            const float *row = v + t * stride + i;
            _Pragma("clang loop unroll(full)") for (int j = 0; j < FK_SUMS; j++) acc[j] += load(row + j * VL) * p[t];
        }
        _Pragma("clang loop unroll(full)") for (int j = 0; j < FK_SUMS; j++) store(out + i + j * VL, acc[j]);
    }
    for (; i + VL <= d; i += VL) {
        vf acc = load(out + i);
        for (size_t t = 0; t < length; t++) acc += load(v + t * stride + i) * p[t];
        store(out + i, acc);
    }
    for (; i < d; i++) {
        for (size_t t = 0; t < length; t++) out[i] += v[t * stride + i] * p[t];
    }
}

static void FK_NAME(attention_row)(const float *q, size_t heads, size_t kv_heads, size_t d,
                                   const fk_kv_segment *segments, size_t segment_count, float *scores,
                                   float *out) {
    size_t total = 0;
    for (size_t s = 0; s < segment_count; s++) total += segments[s].length;
    size_t group = heads / kv_heads;
    float scale = 1.0f / sqrtf((float)d);

    // A block of positions for all heads, so that each cache line of the keys is read once. A score does not depend
    // on its place in a block: the last block of a segment repeats its last position.
    size_t position = 0;
    for (size_t s = 0; s < segment_count; position += segments[s].length, s++) {
        for (size_t t = 0; t < segments[s].length; t += VL) {
            size_t count = segments[s].length - t < VL ? segments[s].length - t : VL;
            for (size_t h = 0; h < heads; h++) {
                const float *keys[VL];
                for (size_t r = 0; r < VL; r++) {
                    keys[r] = segments[s].k + (t + (r < count ? r : count - 1)) * segments[s].stride + h / group * d;
                }
                vf block = score_block(q + h * d, keys, d) * scale;
                float *to = scores + h * total + position + t;
                if (count == VL) {
                    store(to, block);
                } else {
                    store_some(to, block, count);
                }
            }
        }
    }

    memset(out, 0, heads * d * sizeof(float));
    for (size_t h = 0; h < heads; h++) {
        float *p = scores + h * total;
        float inverse = 1.0f / exponentiate(p, total);
        for (size_t s = 0; s < segment_count; p += segments[s].length, s++) {
            weighted_sum(p, segments[s].v + h / group * d, segments[s].length, segments[s].stride, d, out + h * d);
        }
        for (size_t i = 0; i < d; i++) out[h * d + i] *= inverse;
    }
}
