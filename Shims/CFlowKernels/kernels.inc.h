// The kernels of flow_kernels.h written once over vectors of VL floats. A file per instruction set defines
// VL, FK_TILE_ROWS (4, 6 or 8) and FK_NAME(x), opens its target region and includes this.
#include "compact.h"
#include "flow_kernels.h"
#include <math.h>
#include <string.h>

typedef float vf __attribute__((vector_size(4 * VL)));
typedef int32_t vi __attribute__((vector_size(4 * VL)));
typedef uint32_t vu __attribute__((vector_size(4 * VL)));
typedef int16_t vs __attribute__((vector_size(4 * VL)));   // 2 * VL of them
typedef int8_t vb __attribute__((vector_size(2 * VL)));    // 2 * VL of them
typedef uint8_t vub __attribute__((vector_size(VL)));      // VL of them
typedef int16_t vsh __attribute__((vector_size(2 * VL)));  // VL of them
typedef uint16_t vh __attribute__((vector_size(2 * VL)));  // VL of them

#define INLINE static inline __attribute__((always_inline))

INLINE vf load(const float *p) {
    vf v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE vu load_bits(const uint16_t *p) {
    vu v;
    memcpy(&v, p, sizeof v);
    return v;
}
// VL bfloat16 numbers, widened.
INLINE vf load_bf16(const uint16_t *p) {
    vh v;
    memcpy(&v, p, sizeof v);
    return (vf)(__builtin_convertvector(v, vu) << 16);
}
// VL 16-bit integers as floats.
INLINE vf load_shorts(const uint16_t *p) {
    vsh v;
    memcpy(&v, p, sizeof v);
    return __builtin_convertvector(v, vf);
}
INLINE void store(float *p, vf v) { memcpy(p, &v, sizeof v); }
INLINE vf splat(float s) { return (vf){0} + s; }
INLINE vf select_vf(vi mask, vf a, vf b) { return (vf)((mask & (vi)a) | (~mask & (vi)b)); }
INLINE vf max_vf(vf a, vf b) { return select_vf(a > b, a, b); }
INLINE vf min_vf(vf a, vf b) { return select_vf(a < b, a, b); }
INLINE float sum_vf(vf v) {
    float lanes[VL];
    store(lanes, v);
    for (int width = VL / 2; width > 0; width /= 2) {
        for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
    }
    return lanes[0];
}
INLINE float hmax_vf(vf v) {
    float lanes[VL];
    store(lanes, v);
    for (int width = VL / 2; width > 0; width /= 2) {
        for (int i = 0; i < width; i++) lanes[i] = lanes[i] > lanes[i + width] ? lanes[i] : lanes[i + width];
    }
    return lanes[0];
}

// e^x within about one unit in the last place: range reduction by ln 2 and a polynomial of degree 6 (Taylor
// coefficients suffice on |r| <= ln 2 / 2). Saturates instead of overflowing; NaN stays NaN.
INLINE vf exp_vf(vf argument) {
    vf x = min_vf(max_vf(argument, splat(-87.0f)), splat(88.0f));
    const float magic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
    vf shifted = x * 1.44269504f + magic;
    vf n = shifted - magic;
    vf r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    vf p = splat(1.0f / 5040.0f);
    p = p * r + 1.0f / 720.0f;
    p = p * r + 1.0f / 120.0f;
    p = p * r + 1.0f / 24.0f;
    p = p * r + 1.0f / 6.0f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    vi exponent = (vi)(vu)shifted << 23;  // the low bits of `shifted` are n
    return select_vf(argument == argument, (vf)((vi)p + exponent), argument);
}

INLINE vf activate_vf(vf x, fk_activation activation) {
    switch (activation) {
    case FK_GELU_TANH: {
        // 0.5 x (1 + tanh(u)) = x / (1 + e^(-2u)), u = sqrt(2 / pi) (x + 0.044715 x^3)
        vf u = x * 0.7978845608f * (1.0f + 0.044715f * x * x);
        return x / (1.0f + exp_vf(u * -2.0f));
    }
    case FK_GELU_ERF: {
        // x Phi(x), with erfc(|x| / sqrt(2)) within 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).
        vf u = max_vf(x, -x) * 0.70710678f;
        vf t = 1.0f / (1.0f + 0.3275911f * u);
        vf p = splat(1.061405429f);
        p = p * t - 1.453152027f;
        p = p * t + 1.421413741f;
        p = p * t - 0.284496736f;
        p = p * t + 0.254829592f;
        vf tail = 0.5f * x * p * t * exp_vf(-u * u);
        return select_vf(x > 0.0f, x - tail, tail);
    }
    case FK_SILU:
        return x / (1.0f + exp_vf(-x));
    case FK_ELU:
        return select_vf(x > 0.0f, x, exp_vf(x) - 1.0f);
    default:
        return x;
    }
}

// A partial vector is padded with zeros on load, and only its own lanes are stored.
#ifndef FK_LOAD_SOME
INLINE vf load_some(const float *p, size_t count) {
    float lanes[VL] = {0};
    memcpy(lanes, p, count * sizeof(float));
    return load(lanes);
}
INLINE void store_some(float *p, vf v, size_t count) {
    float lanes[VL];
    store(lanes, v);
    memcpy(p, lanes, count * sizeof(float));
}
#else
INLINE vf load_some(const float *p, size_t count) { return FK_LOAD_SOME(p, count); }
INLINE void store_some(float *p, vf v, size_t count) { FK_STORE_SOME(p, v, count); }
#endif

static void FK_NAME(activate)(const float *x, size_t n, fk_activation activation, float *y) {
    size_t i = 0;
    for (; i + VL <= n; i += VL) store(y + i, activate_vf(load(x + i), activation));
    if (i < n) store_some(y + i, activate_vf(load_some(x + i, n - i), activation), n - i);
}

static void FK_NAME(modulate)(float *y, size_t n, const float *shift, const float *scale) {
    size_t i = 0;
    for (; i + VL <= n; i += VL) store(y + i, load(y + i) * (1.0f + load(scale + i)) + load(shift + i));
    for (; i < n; i++) y[i] = y[i] * (1.0f + scale[i]) + shift[i];
}

static void FK_NAME(add_scaled)(float *y, const float *x, const float *scale, size_t n) {
    size_t i = 0;
    if (scale) {
        for (; i + VL <= n; i += VL) store(y + i, load(y + i) + load(x + i) * load(scale + i));
        for (; i < n; i++) y[i] += x[i] * scale[i];
    } else {
        for (; i + VL <= n; i += VL) store(y + i, load(y + i) + load(x + i));
        for (; i < n; i++) y[i] += x[i];
    }
}

static void FK_NAME(layer_norm)(const float *x, size_t n, const float *weight, const float *bias, float eps,
                                float *y) {
    vf acc = {0};
    size_t i = 0;
    for (; i + VL <= n; i += VL) acc += load(x + i);
    float total = sum_vf(acc);
    for (; i < n; i++) total += x[i];
    float mean = total / (float)n;

    acc = (vf){0};
    for (i = 0; i + VL <= n; i += VL) {
        vf d = load(x + i) - mean;
        acc += d * d;
    }
    float squares = sum_vf(acc);
    for (; i < n; i++) squares += (x[i] - mean) * (x[i] - mean);
    float inverse = 1.0f / sqrtf(squares / (float)n + eps);

    for (i = 0; i + VL <= n; i += VL) {
        vf v = (load(x + i) - mean) * inverse;
        store(y + i, weight ? v * load(weight + i) + load(bias + i) : v);
    }
    for (; i < n; i++) {
        float v = (x[i] - mean) * inverse;
        y[i] = weight ? v * weight[i] + bias[i] : v;
    }
}

INLINE float dot(const float *a, const float *b, size_t n) {
    vf acc0 = {0}, acc1 = {0};
    size_t i = 0;
    for (; i + 2 * VL <= n; i += 2 * VL) {
        acc0 += load(a + i) * load(b + i);
        acc1 += load(a + i + VL) * load(b + i + VL);
    }
    for (; i + VL <= n; i += VL) acc0 += load(a + i) * load(b + i);
    float total = sum_vf(acc0 + acc1);
    for (; i < n; i++) total += a[i] * b[i];
    return total;
}

static void FK_NAME(dot_rows)(const float *x, size_t ldx, size_t rows, const float *w, size_t k, float bias,
                              int accumulate, float *y, size_t ldy) {
    for (size_t r = 0; r < rows; r++) y[r * ldy] = dot(x + r * ldx, w, k) + bias + (accumulate ? y[r * ldy] : 0);
}

#include "attention.inc.h"
#include "gemm.inc.h"
#include "gemm_quantized.inc.h"
#include "gemm_bytes.inc.h"

#define FK_TABLE_ENTRY(kernel, parameters, arguments) .kernel = FK_NAME(kernel),
#define FK_TABLE_OF(label) {.name = label, FK_KERNELS(FK_TABLE_ENTRY)}
