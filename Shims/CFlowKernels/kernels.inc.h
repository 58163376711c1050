// The kernels of flow_kernels.h written once over vectors of VL floats. A file per instruction set defines
// VL, FK_TILE_ROWS (4, 6 or 8) and FK_NAME(x), opens its target region and includes this.
#include "flow_kernels.h"
#include <math.h>
#include <string.h>

typedef float vf __attribute__((vector_size(4 * VL)));
typedef int32_t vi __attribute__((vector_size(4 * VL)));
typedef uint32_t vu __attribute__((vector_size(4 * VL)));

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
    float m = lanes[0];
    for (int i = 1; i < VL; i++) m = lanes[i] > m ? lanes[i] : m;
    return m;
}

// e^x within about one unit in the last place: range reduction by ln 2 and a polynomial of degree 6 (Taylor
// coefficients suffice on |r| <= ln 2 / 2). Saturates instead of overflowing.
INLINE vf exp_vf(vf x) {
    x = min_vf(max_vf(x, splat(-87.0f)), splat(88.0f));
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
    return (vf)((vi)p + exponent);
}

INLINE vf activate_vf(vf x, fk_activation activation) {
    switch (activation) {
    case FK_GELU_TANH: {
        // 0.5 x (1 + tanh(u)) = x / (1 + e^(-2u)), u = sqrt(2 / pi) (x + 0.044715 x^3)
        vf u = x * 0.7978845608f * (1.0f + 0.044715f * x * x);
        return x / (1.0f + exp_vf(u * -2.0f));
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

// out[d] += p * v[d] over `length` positions, in order.
INLINE void weighted_sum(const float *p, const float *v, size_t length, size_t stride, size_t d, float *out) {
    size_t i = 0;
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

    // Position by position, so that each cache line of the keys is read once.
    size_t position = 0;
    for (size_t s = 0; s < segment_count; s++) {
        for (size_t t = 0; t < segments[s].length; t++, position++) {
            const float *k = segments[s].k + t * segments[s].stride;
            for (size_t h = 0; h < heads; h++) scores[h * total + position] = dot(q + h * d, k + h / group * d, d) * scale;
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

// ---- matrix products ----

#define FK_TILE_NAME_(kind, rows) kind##_##rows
#define FK_TILE_NAME(kind, rows) FK_TILE_NAME_(kind, rows)
#define FK_ALL_GROUPS (16 / VL)

#define LOAD_F32_PAIR(w, group, a, b) (a = load((w) + (group) * VL), b = load((w) + 16 + (group) * VL))
#define LOAD_BF16_PAIR(w, group, a, b)                            \
    do {                                                          \
        vu bits = load_bits((w) + 2 * (group) * VL);              \
        a = (vf)(bits << 16);                                     \
        b = (vf)(bits & 0xffff0000u);                             \
    } while (0)

#define FK_ROWS 1
#define FK_GROUPS FK_ALL_GROUPS
#include "gemm_tile.inc.h"
#define FK_ROWS 2
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#define FK_ROWS 3
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#define FK_ROWS 4
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#if FK_TILE_ROWS > 4
#define FK_ROWS 5
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#define FK_ROWS 6
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#endif
#if FK_TILE_ROWS > 6
#define FK_ROWS 7
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#define FK_ROWS 8
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#endif

// sums[rows][FK_PANEL] -> y, `columns` of them, through the epilogue; `base`: first output channel.
INLINE void finish_tile(const float *sums, size_t rows, size_t columns, size_t base, const fk_epilogue *e, float *y,
                        size_t ldy) {
    for (size_t r = 0; r < rows; r++, sums += FK_PANEL, y += ldy) {
        for (size_t j = 0; j < columns; j += VL) {
            size_t count = columns - j < VL ? columns - j : VL;
            vf v = load(sums + j);
            if (count == VL) {
                if (e->bias) v += load(e->bias + base + j);
                if (e->activation != FK_IDENTITY) v = activate_vf(v, e->activation);
                if (e->accumulate) v += load(y + j);
                store(y + j, v);
            } else {
                if (e->bias) v += load_some(e->bias + base + j, count);
                if (e->activation != FK_IDENTITY) v = activate_vf(v, e->activation);
                if (e->accumulate) v += load_some(y + j, count);
                store_some(y + j, v, count);
            }
        }
    }
}

#define FK_TILE_CASE(kind, rows)                                                                           \
    case rows:                                                                                             \
        for (int g = 0; g < FK_ALL_GROUPS; g++) FK_TILE_NAME(kind, rows)(xr, ldx, panel, k, g, sums);      \
        break;

#if FK_TILE_ROWS > 6
#define FK_TILE_CASES(kind) \
    FK_TILE_CASE(kind, 2) FK_TILE_CASE(kind, 3) FK_TILE_CASE(kind, 4) FK_TILE_CASE(kind, 5) FK_TILE_CASE(kind, 6) \
    FK_TILE_CASE(kind, 7) FK_TILE_CASE(kind, 8)
#elif FK_TILE_ROWS > 4
#define FK_TILE_CASES(kind) \
    FK_TILE_CASE(kind, 2) FK_TILE_CASE(kind, 3) FK_TILE_CASE(kind, 4) FK_TILE_CASE(kind, 5) FK_TILE_CASE(kind, 6)
#else
#define FK_TILE_CASES(kind) FK_TILE_CASE(kind, 2) FK_TILE_CASE(kind, 3) FK_TILE_CASE(kind, 4)
#endif

#define FK_DEFINE_GEMM(kind, type)                                                                              \
    static void FK_NAME(gemm_##kind)(const float *x, size_t ldx, size_t rows, const type *w, size_t n, size_t k, \
                                     const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin,      \
                                     size_t panel_end) {                                                         \
        float sums[FK_TILE_ROWS * FK_PANEL];                                                                     \
        for (size_t p = panel_begin; p < panel_end; p++) {                                                       \
            const type *panel = w + p * k * FK_PANEL;                                                            \
            size_t base = p * FK_PANEL;                                                                          \
            size_t columns = n - base < FK_PANEL ? n - base : FK_PANEL;                                          \
            for (size_t r = 0; r < rows; r += FK_TILE_ROWS) {                                                    \
                size_t height = rows - r < FK_TILE_ROWS ? rows - r : FK_TILE_ROWS;                               \
                const float *xr = x + r * ldx;                                                                   \
                switch (height) {                                                                                \
                    FK_TILE_CASES(tile_##kind)                                                                   \
                default:                                                                                         \
                    tile_##kind##_1(xr, ldx, panel, k, 0, sums);                                                 \
                }                                                                                                \
                finish_tile(sums, height, columns, base, epilogue, y + r * ldy + base, ldy);                     \
            }                                                                                                    \
        }                                                                                                        \
    }

FK_DEFINE_GEMM(f32, float)
FK_DEFINE_GEMM(bf16, uint16_t)

#define FK_TABLE_OF(label)                                                                                     \
    {                                                                                                          \
        .name = label, .gemm_f32 = FK_NAME(gemm_f32), .gemm_bf16 = FK_NAME(gemm_bf16),                         \
        .dot_rows = FK_NAME(dot_rows), .attention_row = FK_NAME(attention_row),                                \
        .layer_norm = FK_NAME(layer_norm), .modulate = FK_NAME(modulate), .activate = FK_NAME(activate),       \
        .add_scaled = FK_NAME(add_scaled),                                                                     \
    }
