// Rounding weights to 8 and 4 bits, and their panels: see flow_kernels.h.
//
// int8 panel: [inputs / 2][FK_PANEL][2]: neighbouring inputs of a column side by side, as the products of pairs want.
// int4 panel: [inputs / 4][FK_PANEL][2]: a byte holds input i in its high half and input i + 2 in its low one.
#include "flow_kernels.h"
#include <math.h>
#include <string.h>

#define FK_LARGEST_GROUP 512

static size_t padded(size_t k) { return (k + 3) & ~(size_t)3; }
static size_t panel_count(size_t n) { return (n + FK_PANEL - 1) / FK_PANEL; }
static size_t group_count(size_t k, size_t group) { return (padded(k) + group - 1) / group; }

size_t fk_quantized_bytes(size_t n, size_t k, int bits) {
    return panel_count(n) * FK_PANEL * padded(k) * (size_t)bits / 8;
}

size_t fk_quantized_scale_count(size_t n, size_t k, size_t group) {
    return panel_count(n) * FK_PANEL * group_count(k, group);
}

static float from_bf16(uint16_t bits) {
    uint32_t wide = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &wide, sizeof value);
    return value;
}

// Rounded away from zero, so that the largest weight still fits.
static uint16_t to_bf16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint16_t)((bits + 0xffff) >> 16);
}

typedef float v8f __attribute__((vector_size(32)));
typedef int32_t v8i __attribute__((vector_size(32)));
typedef uint32_t v8u __attribute__((vector_size(32)));
typedef uint16_t v8h __attribute__((vector_size(16)));
typedef int16_t v8s __attribute__((vector_size(16)));
typedef int8_t v8b __attribute__((vector_size(8)));

// One group of one row, rounded; the rest of q up to a multiple of 8 is zero. w is padded with zeros likewise.
static uint16_t round_group(const float *w, size_t count, int bits, int8_t *q) {
    v8f low = {0}, high = {0};
    for (size_t i = 0; i < count; i += 8) {
        v8f v;
        memcpy(&v, w + i, sizeof v);
        v8i is_low = v < low, is_high = v > high;
        low = (v8f)((is_low & (v8i)v) | (~is_low & (v8i)low));
        high = (v8f)((is_high & (v8i)v) | (~is_high & (v8i)high));
    }
    float lowest = 0, highest = 0;
    for (int i = 0; i < 8; i++) {
        lowest = low[i] < lowest ? low[i] : lowest;
        highest = high[i] > highest ? high[i] : highest;
    }
    float largest = highest > -lowest ? highest : lowest;
    uint16_t rounded = to_bf16(bits == 8 ? fabsf(largest) / 127.0f : largest / -8.0f);
    float scale = from_bf16(rounded);
    float inverse = fabsf(scale) > 1e-30f ? 1.0f / scale : 0.0f;
    const float magic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
    int32_t most = bits == 8 ? 127 : 7;
    for (size_t i = 0; i < count; i += 8) {
        v8f v;
        memcpy(&v, w + i, sizeof v);
        // The low half of the bits is the integer, as no value exceeds 128.
        v8s value = __builtin_convertvector((v8u)(v * inverse + magic), v8s);
        v8s is_over = value > (int16_t)most;
        value = (is_over & (int16_t)most) | (~is_over & value);
        v8b narrow = __builtin_convertvector(value, v8b);
        memcpy(q + i, &narrow, sizeof narrow);
    }
    return rounded;
}

// Puts a group of a panel's rows, tile[FK_PANEL][FK_LARGEST_GROUP] from input `begin`, among the panel's bytes.
static void store_tile(const int8_t *tile, size_t begin, size_t count, int bits, uint8_t *panel) {
    if (bits == 8) {
        for (size_t i = 0; i < count; i += 2) {
            uint8_t *to = panel + (begin + i) * FK_PANEL;
            for (size_t column = 0; column < FK_PANEL; column++) {
                memcpy(to + 2 * column, tile + column * FK_LARGEST_GROUP + i, 2);
            }
        }
    } else {
        for (size_t i = 0; i < count; i += 4) {
            uint8_t *to = panel + (begin + i) / 2 * FK_PANEL;
            for (size_t column = 0; column < FK_PANEL; column++) {
                uint32_t four;
                memcpy(&four, tile + column * FK_LARGEST_GROUP + i, 4);
                uint16_t two = (uint16_t)((four << 4 & 0xf0f0) | (four >> 16 & 0x0f0f));
                memcpy(to + 2 * column, &two, 2);
            }
        }
    }
}

// The products use a half byte as sixteen times its value.
static uint16_t panel_scale(uint16_t scale, int bits) {
    int is_tiny = (scale & 0x7f80) <= 4 << 7;
    return bits == 8 ? scale : is_tiny ? 0 : (uint16_t)(scale - (4 << 7));
}

void fk_round_panels(const void *w, int is_bf16, size_t n, size_t k, size_t group, int bits, uint8_t *panels,
                     uint16_t *panel_scales, size_t panel_begin, size_t panel_end) {
    int8_t tile[FK_PANEL * FK_LARGEST_GROUP];
    float values[FK_LARGEST_GROUP];
    size_t groups = group_count(k, group);
    for (size_t p = panel_begin; p < panel_end; p++) {
        size_t rows = n - p * FK_PANEL < FK_PANEL ? n - p * FK_PANEL : FK_PANEL;
        memset(tile, 0, sizeof tile);
        for (size_t g = 0; g < groups; g++) {
            size_t begin = g * group, count = k - begin < group ? k - begin : group;
            if (count % 8) memset(values + count, 0, (8 - count % 8) * sizeof *values);
            for (size_t r = 0; r < rows; r++) {
                size_t start = (p * FK_PANEL + r) * k + begin;
                if (is_bf16) {
                    const uint16_t *from = (const uint16_t *)w + start;
                    for (size_t i = 0; i < count; i++) values[i] = from_bf16(from[i]);
                } else {
                    memcpy(values, (const float *)w + start, count * sizeof *values);
                }
                uint16_t scale = round_group(values, count, bits, tile + r * FK_LARGEST_GROUP);
                panel_scales[(p * groups + g) * FK_PANEL + r] = panel_scale(scale, bits);
            }
            store_tile(tile, begin, count, bits, panels + p * FK_PANEL * padded(k) * (size_t)bits / 8);
        }
    }
}

void fk_pack_quantized(const uint8_t *q, const uint16_t *scales, size_t n, size_t k, size_t group, int bits,
                       uint8_t *panels, uint16_t *panel_scales, size_t panel_begin, size_t panel_end) {
    int8_t tile[FK_PANEL * FK_LARGEST_GROUP];
    size_t groups = group_count(k, group), stride = bits == 8 ? k : (k + 1) / 2;
    for (size_t p = panel_begin; p < panel_end; p++) {
        size_t rows = n - p * FK_PANEL < FK_PANEL ? n - p * FK_PANEL : FK_PANEL;
        memset(tile, 0, sizeof tile);
        for (size_t g = 0; g < groups; g++) {
            size_t begin = g * group, count = k - begin < group ? k - begin : group;
            for (size_t r = 0; r < rows; r++) {
                size_t row = p * FK_PANEL + r;
                int8_t *to = tile + r * FK_LARGEST_GROUP;
                if (bits == 8) {
                    memcpy(to, q + row * stride + begin, count);
                } else {
                    const uint8_t *from = q + row * stride + begin / 2;
                    for (size_t i = 0; i < count; i++) to[i] = (int8_t)(i % 2 ? from[i / 2] >> 4 : from[i / 2] & 15);
                }
                panel_scales[(p * groups + g) * FK_PANEL + r] = panel_scale(scales[row * groups + g], bits);
            }
            // The last group may end within a quad.
            for (size_t r = 0; r < rows && count % 4; r++) memset(tile + r * FK_LARGEST_GROUP + count, 0, 4 - count % 4);
            store_tile(tile, begin, count, bits, panels + p * FK_PANEL * padded(k) * (size_t)bits / 8);
        }
    }
}

void fk_unpack_quantized_row(const uint8_t *panels, const uint16_t *panel_scales, size_t row, size_t k, size_t group,
                             int bits, float *w) {
    size_t panel = row / FK_PANEL, column = row % FK_PANEL, groups = group_count(k, group);
    const uint8_t *from = panels + panel * FK_PANEL * padded(k) * (size_t)bits / 8 + 2 * column;
    const uint16_t *scale = panel_scales + panel * FK_PANEL * groups + column;
    for (size_t i = 0; i < k; i++) {
        int value;
        if (bits == 8) {
            value = (int8_t)from[i / 2 * 2 * FK_PANEL + i % 2];
        } else {
            uint8_t both = from[i / 4 * 2 * FK_PANEL + i % 2];
            value = (int8_t)(i % 4 < 2 ? both & 0xf0 : both << 4);
        }
        w[i] = (float)value * from_bf16(scale[i / group * FK_PANEL]);
    }
}
