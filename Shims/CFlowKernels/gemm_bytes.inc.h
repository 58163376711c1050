// Matrix products of 8-bit weights and 8-bit activations; part of kernels.inc.h.
//
// Weights are w = q * scale with a scale per output and group of inputs. Activations are x = q * scale + least with
// q from 0 to 127 and both numbers per group of a row. The product of a group is then
//
//     (sum of q_w * q_x) * scale_w * scale_x + (sum of q_w) * scale_w * least.
//
// The sums are integers and exact; the second one lies beside the weights' scale. Only the sum over groups rounds, in
// ascending order.

// The largest q of an activation.
#define FK_MOST_BYTE 127.0f

static void FK_NAME(quantize_bytes)(const float *x, size_t groups, size_t group, uint8_t *q, float *ranges) {
    // A product and a sum that are fused on some processors only would round to other values there.
#pragma clang fp contract(off)
    for (; groups > 0; groups--, x += group, q += group, ranges += 2) {
        vf low = load(x), high = low, zero = {0};  // `zero` becomes NaN if a value is not finite
        for (size_t i = 0; i < group; i += VL) {
            vf v = load(x + i);
            low = min_vf(low, v);
            high = max_vf(high, v);
            zero += v * 0.0f;
        }
        float least = -hmax_vf(-low), range = hmax_vf(high) - least;
        // Too small to have an inverse, or zero: nothing is lost by calling it zero.
        float inverse = range > 1e-30f ? FK_MOST_BYTE / range : 0.0f;
        ranges[0] = range * (1.0f / FK_MOST_BYTE) + sum_vf(zero);
        ranges[1] = least;
        const float magic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
        for (size_t i = 0; i < group; i += VL) {
            vu rounded = (vu)((load(x + i) - least) * inverse + magic);
            vub narrow = __builtin_convertvector(rounded, vub);
            memcpy(q + i, &narrow, sizeof narrow);
        }
    }
}

INLINE vi load_quads(const uint8_t *p) {
    vi v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE vi splat_quad(const uint8_t *x) {
    int32_t quad;
    memcpy(&quad, x, sizeof quad);
    return (vi){0} + quad;
}

// FK_DOT_QUADS(acc, x, w, next_x, next_w): in every 32-bit lane, acc and the products of the four bytes of x with those
// of w, and of next_x with next_w. The bytes of x are 0 to 127, those of w as pack_bytes.c leaves them.
#ifndef FK_DOT_QUADS
INLINE vi dot_quad(vi acc, vi x, vi w) {
    _Pragma("clang loop unroll(full)") for (int at = 0; at < 32; at += 8) {
        acc += (x >> at & 127) * (w << (24 - at) >> 24);
    }
    return acc;
}
#define FK_DOT_QUADS(acc, x, w, next_x, next_w) dot_quad(dot_quad(acc, x, w), next_x, next_w)
#endif

#define FK_TILE "gemm_bytes_tile.inc.h"
#include "gemm_tiles.inc.h"

#define FK_TILE_ARGUMENTS \
    q + (chunk + r) * ldq, ldq, ranges + (chunk + r) * ldr, ldr, panel, panel_scales, group, start, end, \
        ahead, sums + r * FK_PANEL

static void FK_NAME(gemm_bytes)(const uint8_t *q, size_t ldq, const float *ranges, size_t rows, const uint8_t *w,
                                const uint16_t *scales, size_t group, size_t n, size_t k, const fk_epilogue *epilogue,
                                float *y, size_t ldy, size_t panel_begin, size_t panel_end) {
    float sums[FK_ROW_CHUNK * FK_PANEL];
    size_t groups = k / group, span = FK_INTEGER_BLOCK / group, ldr = ldq / group * 2;
    size_t bytes = panel_end * k * FK_PANEL;  // from w to the end of the last panel
    for (size_t chunk = 0, count; chunk < rows; chunk += count) {
        count = even_part(rows - chunk, FK_ROW_CHUNK);
        for (size_t p = panel_begin; p < panel_end; p++) {
            const uint8_t *panel = w + p * k * FK_PANEL;
            const uint16_t *panel_scales = scales + p * groups * 2 * FK_PANEL;
            memset(sums, 0, count * FK_PANEL * sizeof *sums);
            for (size_t start = 0, end; start < groups; start = end) {
                end = groups - start < span ? groups : start + span;
                for (size_t r = 0, height; r < count; r += height) {
                    height = even_part(count - r, FK_QUANTIZED_ROWS);
                    // The first rows fetch a block, the others find it in the cache.
                    size_t ahead = chunk == 0 && r == 0 && (p * k + end * group) * FK_PANEL + FK_NEAR + FK_FAR <= bytes;
                    switch (height) {
                        FK_QUANTIZED_CASES(tile_bytes)
                    default:
                        tile_bytes_1(FK_TILE_ARGUMENTS, 0);
                    }
                }
            }
            size_t base = p * FK_PANEL;
            size_t columns = n - base < FK_PANEL ? n - base : FK_PANEL;
            finish_tile(sums, NULL, count, columns, base, epilogue, y + chunk * ldy + base, ldy);
        }
    }
}
#undef FK_TILE_ARGUMENTS
