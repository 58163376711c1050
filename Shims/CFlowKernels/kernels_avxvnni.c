// AVX2 with the integer dot products of AVX-VNNI, which processors without AVX-512 have.
#if defined(__x86_64__)
#include <immintrin.h>
// scripts/test avxvnni encodes the same instructions as those of AVX-512, for processors that have no others.
#ifndef FK_VNNI_TARGET
#define FK_VNNI_TARGET "avx2,fma,f16c,avxvnni"
#define FK_VNNI_ENCODING "%{vex%} "
#endif
#pragma clang attribute push(__attribute__((target(FK_VNNI_TARGET))), apply_to = function)
#define FK_NAME(x) x##_avxvnni
// As assembly, see kernels_avx512vnni.c.
static inline __attribute__((always_inline)) __m256i dot_pair_vnni(__m256i acc, __m256i w, __m256i x) {
    __asm__(FK_VNNI_ENCODING "vpdpwssd %2, %1, %0" : "+x"(acc) : "x"(w), "x"(x));
    return acc;
}
#define FK_DOT_PAIR(acc, w, x) ((__typeof__(acc))dot_pair_vnni((__m256i)(acc), (__m256i)(w), (__m256i)(x)))
static inline __attribute__((always_inline)) __m256i dot_quad_vnni(__m256i acc, __m256i x, __m256i w) {
    __asm__(FK_VNNI_ENCODING "vpdpbusd %2, %1, %0" : "+x"(acc) : "x"(x), "x"(w));
    return acc;
}
#define FK_DOT_QUADS(acc, x, w, next_x, next_w)                                               \
    ((__typeof__(acc))dot_quad_vnni(dot_quad_vnni((__m256i)(acc), (__m256i)(x), (__m256i)(w)), \
                                    (__m256i)(next_x), (__m256i)(next_w)))
#include "load_avx2.h"
#include "kernels.inc.h"

#pragma clang attribute pop

const fk_kernels fk_kernels_avxvnni = FK_TABLE_OF("avxvnni");
#endif
