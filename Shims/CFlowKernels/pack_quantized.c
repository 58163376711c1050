// Rounding weights to 8 and 4 bits, and their panels: see flow_kernels.h.
//
// int8 panel: [inputs / 2][FK_PANEL][2]: neighbouring inputs of a column side by side, as the products of pairs want.
// int4 panel: [inputs / 4][FK_PANEL][2]: a byte holds input i in its high half and input i + 2 in its low one.
#include "flow_kernels.h"
#include <math.h>
#include <string.h>

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

void fk_round_row(const float *w, size_t k, size_t group, int bits, int8_t *q, uint16_t *scales) {
    for (size_t begin = 0; begin < k; begin += group) {
        size_t end = begin + group < k ? begin + group : k;
        float low = 0, high = 0;
        for (size_t i = begin; i < end; i++) {
            low = w[i] < low ? w[i] : low;
            high = w[i] > high ? w[i] : high;
        }
        float largest = high > -low ? high : low;
        uint16_t rounded = to_bf16(bits == 8 ? fabsf(largest) / 127.0f : largest / -8.0f);
        float scale = from_bf16(rounded);
        float inverse = fabsf(scale) > 1e-30f ? 1.0f / scale : 0.0f;
        float lowest = bits == 8 ? -127.0f : -8.0f, highest = bits == 8 ? 127.0f : 7.0f;
        scales[begin / group] = rounded;
        for (size_t i = begin; i < end; i++) {
            float v = rintf(w[i] * inverse);
            q[i] = (int8_t)(v < lowest ? lowest : v > highest ? highest : v);
        }
    }
}

void fk_pack_quantized_row(const int8_t *q, const uint16_t *scales, size_t row, size_t k, size_t group, int bits,
                           uint8_t *panels, uint16_t *panel_scales) {
    size_t panel = row / FK_PANEL, column = row % FK_PANEL, groups = group_count(k, group);
    uint8_t *to = panels + panel * FK_PANEL * padded(k) * (size_t)bits / 8 + 2 * column;
    for (size_t i = 0; i < k; i++) {
        if (bits == 8) {
            to[i / 2 * 2 * FK_PANEL + i % 2] = (uint8_t)q[i];
        } else {
            uint8_t half = (uint8_t)(q[i] & 15);
            to[i / 4 * 2 * FK_PANEL + i % 2] |= i % 4 < 2 ? (uint8_t)(half << 4) : half;
        }
    }
    uint16_t *scale = panel_scales + panel * FK_PANEL * groups + column;
    for (size_t g = 0; g < groups; g++) {
        // The products use a half byte as sixteen times its value.
        int is_tiny = (scales[g] & 0x7f80) <= 4 << 7;
        scale[g * FK_PANEL] = bits == 8 ? scales[g] : is_tiny ? 0 : (uint16_t)(scales[g] - (4 << 7));
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
