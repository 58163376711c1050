// Rounding groups of weights to integers with a scale, for the panels of pack_quantized.c and pack_bytes.c.
#pragma once

#include "transpose.h"
#include <math.h>

#define FK_LARGEST_GROUP 512

typedef float v8f __attribute__((vector_size(32)));
typedef int32_t v8i __attribute__((vector_size(32)));
typedef uint32_t v8u __attribute__((vector_size(32)));
typedef int8_t v8b __attribute__((vector_size(8)));

#define FK_INLINE static inline __attribute__((always_inline))

static inline size_t panel_count(size_t n) { return (n + FK_PANEL - 1) / FK_PANEL; }

static inline float from_bf16(uint16_t bits) {
    uint32_t wide = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &wide, sizeof value);
    return value;
}

// Rounded away from zero, so that the largest weight still fits.
static inline uint16_t to_bf16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint16_t)((bits + 0xffff) >> 16);
}

// Eight weights of a row as floats.
FK_INLINE void load_8(const char *w, int is_bf16, size_t i, v8f *v) {
    if (is_bf16) {
        *v = (v8f)(__builtin_convertvector(fk_load_8h(w + i * sizeof(uint16_t)), v8u) << 16);
    } else {
        memcpy(v, w + i * sizeof(float), sizeof *v);
    }
}

// The largest magnitude among `count` weights, a multiple of 8.
FK_INLINE float largest_magnitude(const char *w, int is_bf16, size_t count) {
    // Without their signs floats are ordered as their bits.
    v8i largest = {0};
    for (size_t i = 0; i < count; i += 8) {
        v8f v;
        load_8(w, is_bf16, i, &v);
        v8i magnitudes = (v8i)v & 0x7fffffff, is_larger = magnitudes > largest;
        largest = (is_larger & magnitudes) | (~is_larger & largest);
    }
    int32_t bits = 0;
    for (int i = 0; i < 8; i++) bits = largest[i] > bits ? largest[i] : bits;
    float magnitude;
    memcpy(&magnitude, &bits, sizeof magnitude);
    return magnitude;
}

// q: the nearest multiples of the scale, at most `most`.
FK_INLINE void round_to_scale(const char *w, int is_bf16, size_t count, float scale, int32_t most, int8_t *q) {
    float inverse = fabsf(scale) > 1e-30f ? 1.0f / scale : 0.0f;
    const float magic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer, which its low bits are then
    for (size_t i = 0; i < count; i += 8) {
        v8f v;
        load_8(w, is_bf16, i, &v);
        v *= inverse;
        v += magic;
        v8i value = (v8i)v - 0x4b400000;
        v8i is_over = value > most;
        value = (is_over & most) | (~is_over & value);
        v8b narrow = __builtin_convertvector(value, v8b);
        memcpy(q + i, &narrow, sizeof narrow);
    }
}
