// Attention of one query row over a KV cache, in f32 or f16; part of kernels.inc.h.

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

#ifndef FK_LOAD_F16
// VL half floats, widened: exact.
INLINE vf load_f16(const uint16_t *p) {
    vh v;
    memcpy(&v, p, sizeof v);
    vu bits = __builtin_convertvector(v, vu);
    vf magnitude = (vf)((bits & 0x7fff) << 13) * 0x1p112f;
    return (vf)((vu)magnitude | (bits & 0x8000) << 16);
}
#define FK_LOAD_F16 load_f16
#endif
INLINE vf load_some_f16(const uint16_t *p, size_t count) {
    uint16_t lanes[VL] = {0};
    memcpy(lanes, p, count * sizeof *p);
    return FK_LOAD_F16(lanes);
}

// Vectors of an output that are summed side by side.
#define FK_SUMS (VL == 4 ? 8 : 64 / VL)

#define FK_KV(x) x##_f32
#define FK_ATTENTION FK_NAME(attention_f32)
#define FK_KEY_WEIGHTS FK_NAME(key_weights_f32)
#define FK_KV_TYPE float
#define FK_KV_LOAD load
#define FK_KV_LOAD_SOME load_some
#include "attention_kv.inc.h"
#define FK_KV(x) x##_f16
#define FK_ATTENTION FK_NAME(attention_f16)
#define FK_KEY_WEIGHTS FK_NAME(key_weights_f16)
#define FK_KV_TYPE uint16_t
#define FK_KV_LOAD FK_LOAD_F16
#define FK_KV_LOAD_SOME load_some_f16
#include "attention_kv.inc.h"
