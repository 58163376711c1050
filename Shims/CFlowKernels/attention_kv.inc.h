// Attention over keys and values of FK_KV_TYPE; included by attention.inc.h for each type.

// q . k for the VL positions whose keys are given.
INLINE vf FK_KV(score_block)(const float *q, const FK_KV_TYPE *const keys[VL], size_t d) {
    vf sums[VL];
    _Pragma("clang loop unroll(full)") for (int r = 0; r < VL; r++) sums[r] = (vf){0};
    size_t i = 0;
    for (; i + VL <= d; i += VL) {
        vf part = load(q + i);
        _Pragma("clang loop unroll(full)") for (int r = 0; r < VL; r++) sums[r] += part * FK_KV_LOAD(keys[r] + i);
    }
    if (i < d) {
        vf part = load_some(q + i, d - i);
        for (int r = 0; r < VL; r++) sums[r] += part * FK_KV_LOAD_SOME(keys[r] + i, d - i);
    }
    return sum_each(sums);
}

// Of `count` vectors at a time, while there are so many.
#define FK_SUM_SIDE_BY_SIDE(count)                                                                                   \
    for (; i + (count) * VL <= d; i += (count) * VL) {                                                               \
        vf acc[count];                                                                                               \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < (count); j++) acc[j] = load(out + i + j * VL);        \
        for (size_t t = 0; t < length; t++) {                                                                        \
            const FK_KV_TYPE *row = v + t * stride + i;                                                              \
            _Pragma("clang loop unroll(full)")                                                                       \
            for (int j = 0; j < (count); j++) acc[j] += FK_KV_LOAD(row + j * VL) * p[t];                             \
        }                                                                                                            \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < (count); j++) store(out + i + j * VL, acc[j]);        \
    }

// out[d] += p * v[d] over `length` positions, in order.
INLINE void FK_KV(weighted_sum)(
    const float *p, const FK_KV_TYPE *v, size_t length, size_t stride, size_t d, float *out) {
    size_t i = 0;
    FK_SUM_SIDE_BY_SIDE(FK_SUMS)
    FK_SUM_SIDE_BY_SIDE(FK_SUMS / 2)
    FK_SUM_SIDE_BY_SIDE(1)
    if (i < d) {
        vf acc = load_some(out + i, d - i);
        for (size_t t = 0; t < length; t++) acc += FK_KV_LOAD_SOME(v + t * stride + i, d - i) * p[t];
        store_some(out + i, acc, d - i);
    }
}

static void FK_ATTENTION(const float *q, size_t heads, size_t kv_heads, size_t d, size_t head_begin, size_t head_end,
                         const fk_kv_segment *segments, size_t segment_count, float *scores, float *out) {
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
            for (size_t h = head_begin; h < head_end; h++) {
                const FK_KV_TYPE *keys[VL];
                for (size_t r = 0; r < VL; r++) {
                    size_t at = (t + (r < count ? r : count - 1)) * segments[s].stride + h / group * d;
                    keys[r] = (const FK_KV_TYPE *)segments[s].k + at;
                }
                vf block = FK_KV(score_block)(q + h * d, keys, d) * scale;
                float *to = scores + h * total + position + t;
                if (count == VL) {
                    store(to, block);
                } else {
                    store_some(to, block, count);
                }
            }
        }
    }

    memset(out + head_begin * d, 0, (head_end - head_begin) * d * sizeof(float));
    for (size_t h = head_begin; h < head_end; h++) {
        float *p = scores + h * total;
        float inverse = 1.0f / exponentiate(p, total);
        for (size_t s = 0; s < segment_count; p += segments[s].length, s++) {
            const FK_KV_TYPE *values = (const FK_KV_TYPE *)segments[s].v + h / group * d;
            FK_KV(weighted_sum)(p, values, segments[s].length, segments[s].stride, d, out + h * d);
        }
        for (size_t i = 0; i < d; i++) out[h * d + i] *= inverse;
    }
}

static void FK_KEY_WEIGHTS(const float *q, size_t d, const void *keys, size_t stride, size_t length, float share,
                           float *scores, float *weights) {
    const FK_KV_TYPE *first = keys;
    float scale = 1.0f / sqrtf((float)d);
    for (size_t t = 0; t < length; t += VL) {
        size_t count = length - t < VL ? length - t : VL;
        const FK_KV_TYPE *rows[VL];
        for (size_t r = 0; r < VL; r++) rows[r] = first + (t + (r < count ? r : count - 1)) * stride;
        vf block = FK_KV(score_block)(q, rows, d) * scale;
        if (count == VL) {
            store(scores + t, block);
        } else {
            store_some(scores + t, block, count);
        }
    }
    if (length == 0) return;
    float factor = share / exponentiate(scores, length);
    for (size_t t = 0; t < length; t++) weights[t] += factor * scores[t];
}

#undef FK_SUM_SIDE_BY_SIDE
#undef FK_KV
#undef FK_ATTENTION
#undef FK_KEY_WEIGHTS
#undef FK_KV_TYPE
#undef FK_KV_LOAD
#undef FK_KV_LOAD_SOME
