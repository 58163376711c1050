// Small transpositions for packing weights, in vectors of 16 bytes, which every instruction set has.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint16_t fk_v8h __attribute__((vector_size(16)));
typedef uint32_t fk_v4u __attribute__((vector_size(16)));

static inline fk_v8h fk_load_8h(const void *from) {
    fk_v8h v;
    memcpy(&v, from, sizeof v);
    return v;
}

static inline fk_v4u fk_load_4u(const void *from) {
    fk_v4u v;
    memcpy(&v, from, sizeof v);
    return v;
}

// The rows' elements 0 1 2 3 side by side: a0 b0 a1 b1 ...; `high`: from the middle on.
#define FK_LOW_8H(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define FK_HIGH_8H(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define FK_LOW_4U(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define FK_HIGH_4U(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define FK_LOW_PAIR(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define FK_HIGH_PAIR(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7)

// to[i * ld + j] = rows[j][i], i and j below 4.
static inline void fk_transpose_4x4(fk_v4u a, fk_v4u b, fk_v4u c, fk_v4u d, void *to, size_t ld) {
    fk_v4u low_ab = FK_LOW_4U(a, b), low_cd = FK_LOW_4U(c, d), high_ab = FK_HIGH_4U(a, b), high_cd = FK_HIGH_4U(c, d);
    fk_v4u columns[4] = {FK_LOW_PAIR(low_ab, low_cd), FK_HIGH_PAIR(low_ab, low_cd), FK_LOW_PAIR(high_ab, high_cd),
                         FK_HIGH_PAIR(high_ab, high_cd)};
    for (size_t i = 0; i < 4; i++) memcpy((char *)to + i * ld * sizeof(uint32_t), &columns[i], sizeof columns[i]);
}

// to[i * ldt + j] = from[j * ldf + i], i and j below 8.
static inline void fk_transpose_8x8(const uint16_t *from, size_t ldf, uint16_t *to, size_t ldt) {
    fk_v4u low[4], high[4];  // pairs of rows: four columns each
    for (size_t i = 0; i < 4; i++) {
        fk_v8h a = fk_load_8h(from + 2 * i * ldf), b = fk_load_8h(from + (2 * i + 1) * ldf);
        low[i] = (fk_v4u)FK_LOW_8H(a, b);
        high[i] = (fk_v4u)FK_HIGH_8H(a, b);
    }
    fk_transpose_4x4(low[0], low[1], low[2], low[3], to, ldt / 2);
    fk_transpose_4x4(high[0], high[1], high[2], high[3], to + 4 * ldt, ldt / 2);
}
