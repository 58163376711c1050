// Matrix products over int8 and int4 panels; part of kernels.inc.h.
//
// Weights are w = q * scale with a scale per output and group of inputs, activations x = q * scale with int16 q and a
// scale per row. The sum over a group is exact in 32 bits; only the sum over groups rounds, in ascending order. So a
// row's result does not depend on tiles, and 15 bits leave no error of activations to speak of.

static void FK_NAME(quantize_rows)(const float *x, size_t ldx, size_t rows, size_t k, int16_t *q, size_t ldq,
                                   float *scales) {
    // A product and a sum that are fused on some processors only would round to other values there.
#pragma clang fp contract(off)
    for (size_t r = 0; r < rows; r++, x += ldx, q += ldq) {
        vf top = {0}, zero = {0};  // `zero` becomes NaN if a value is not finite
        size_t i = 0;
        for (; i + VL <= k; i += VL) {
            vf v = load(x + i);
            top = max_vf(top, max_vf(v, -v));
            zero += v * 0.0f;
        }
        float largest = hmax_vf(top);
        float remainder = sum_vf(zero);
        for (; i < k; i++) {
            largest = fabsf(x[i]) > largest ? fabsf(x[i]) : largest;
            remainder += x[i] * 0.0f;
        }
        // Too small to have an inverse, or zero: nothing is lost by calling it zero.
        float inverse = largest > 1e-30f ? 32767.0f / largest : 0.0f;
        scales[r] = largest / 32767.0f + remainder;
        const float magic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
        for (i = 0; i + VL <= k; i += VL) {
            vu rounded = (vu)(load(x + i) * inverse + magic);
            vh narrow = __builtin_convertvector(rounded, vh);
            memcpy(q + i, &narrow, sizeof narrow);
        }
        for (; i < k; i++) {
            float shifted = x[i] * inverse + magic;
            uint32_t bits;
            memcpy(&bits, &shifted, sizeof bits);
            q[i] = (int16_t)(uint16_t)bits;
        }
        for (; i < ldq; i++) q[i] = 0;
    }
}

#define FK_VECTORS (FK_PANEL / VL)

INLINE vb load_bytes(const uint8_t *p) {
    vb v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE vi splat_pair(const int16_t *x) {
    int32_t pair;
    memcpy(&pair, x, sizeof pair);
    return (vi){0} + pair;
}
#ifndef FK_DOT_PAIR
// acc[j] += w[2 j] * x[0] + w[2 j + 1] * x[1]
INLINE vi dot_pair(vi acc, vs w, vi x) {
    vi low = (vi)w << 16 >> 16, high = (vi)w >> 16;
    return acc + low * (x << 16 >> 16) + high * (x >> 16);
}
#define FK_DOT_PAIR dot_pair
#endif

// What one row prefetches: it takes the least time per byte.
#ifndef FK_PREFETCH_ROW
#define FK_PREFETCH_ROW FK_PREFETCH
#endif

#define FK_TILE "gemm_quantized_tile.inc.h"
#include "gemm_tiles.inc.h"

#define FK_QUANTIZED_CASE(kind, rows)                                                                                \
    case rows:                                                                                                       \
        for (int c = 0; c < FK_VECTORS; c += FK_QUANTIZED_COLUMNS) FK_TILE_NAME(kind, rows)(FK_TILE_ARGUMENTS, c);   \
        break;
#if FK_QUANTIZED_ROWS > 4
#define FK_QUANTIZED_CASES(kind)                                                                                     \
    FK_QUANTIZED_CASE(kind, 2) FK_QUANTIZED_CASE(kind, 3) FK_QUANTIZED_CASE(kind, 4) FK_QUANTIZED_CASE(kind, 5)      \
    FK_QUANTIZED_CASE(kind, 6) FK_QUANTIZED_CASE(kind, 7) FK_QUANTIZED_CASE(kind, 8)
#else
#define FK_QUANTIZED_CASES(kind)                                                                                     \
    FK_QUANTIZED_CASE(kind, 2) FK_QUANTIZED_CASE(kind, 3) FK_QUANTIZED_CASE(kind, 4)
#endif

// Inputs whose weights stay in the level-1 cache while all rows of a chunk multiply with them; a group has no more.
#define FK_INTEGER_BLOCK 512

#define FK_TILE_ARGUMENTS \
    q + (chunk + r) * ldq, ldq, panel, panel_scales, group, inputs, start, span, sums + r * FK_PANEL

// `bits` of a weight; a panel is [inputs / 2][FK_PANEL][2] int8 or [inputs / 4][FK_PANEL][2] bytes of two int4.
#define FK_DEFINE_QUANTIZED_GEMM(kind, bits)                                                                         \
    static void FK_NAME(gemm_##kind)(const int16_t *q, size_t ldq, const float *row_scales, size_t rows,             \
                                     const uint8_t *w, const uint16_t *scales, size_t group, size_t n, size_t k,     \
                                     const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin,          \
                                     size_t panel_end) {                                                             \
        float sums[FK_ROW_CHUNK * FK_PANEL];                                                                         \
        size_t inputs = (k + 3) & ~(size_t)3, groups = (inputs + group - 1) / group;                                 \
        /* One row takes a panel in one go; for more, a part of it stays in the level-1 cache. */                    \
        size_t most = rows == 1 ? groups : FK_INTEGER_BLOCK / group, span;                                           \
        for (size_t chunk = 0, count; chunk < rows; chunk += count) {                                                \
            count = even_part(rows - chunk, FK_ROW_CHUNK);                                                           \
            for (size_t p = panel_begin; p < panel_end; p++) {                                                       \
                const uint8_t *panel = w + p * inputs * FK_PANEL * (bits) / 8;                                       \
                const uint16_t *panel_scales = scales + p * groups * FK_PANEL;                                       \
                memset(sums, 0, count * FK_PANEL * sizeof *sums);                                                    \
                for (size_t start = 0; start < groups; start += span) {                                              \
                    span = groups - start < most ? groups - start : most;                                            \
                    for (size_t r = 0, height; r < count; r += height) {                                             \
                        height = even_part(count - r, FK_QUANTIZED_ROWS);                                            \
                        switch (height) {                                                                            \
                            FK_QUANTIZED_CASES(tile_##kind)                                                          \
                        default:                                                                                     \
                            tile_##kind##_1(FK_TILE_ARGUMENTS, 0);                                                   \
                        }                                                                                            \
                    }                                                                                                \
                }                                                                                                    \
                size_t base = p * FK_PANEL;                                                                          \
                size_t columns = n - base < FK_PANEL ? n - base : FK_PANEL;                                          \
                finish_tile(sums, row_scales + chunk, count, columns, base, epilogue, y + chunk * ldy + base, ldy);  \
            }                                                                                                        \
        }                                                                                                            \
    }

FK_DEFINE_QUANTIZED_GEMM(int8, 8)
FK_DEFINE_QUANTIZED_GEMM(int4, 4)
#undef FK_TILE_ARGUMENTS
