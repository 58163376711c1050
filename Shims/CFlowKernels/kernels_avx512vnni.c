// AVX-512 with the integer dot products of VNNI.
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), apply_to = function)
#define VL 16
#define FK_TILE_ROWS 8
#define FK_QUANTIZED_ROWS 8
#define FK_QUANTIZED_COLUMNS 2
#define FK_NAME(x) x##_avx512vnni
// As assembly: from the intrinsic clang makes a multiplication and an addition, half as fast where the ports are full.
static inline __attribute__((always_inline)) __m512i dot_pair_vnni(__m512i acc, __m512i w, __m512i x) {
    __asm__("vpdpwssd %2, %1, %0" : "+v"(acc) : "v"(w), "v"(x));
    return acc;
}
#define FK_DOT_PAIR(acc, w, x) ((__typeof__(acc))dot_pair_vnni((__m512i)(acc), (__m512i)(w), (__m512i)(x)))
static inline __attribute__((always_inline)) __m512i dot_quad_vnni(__m512i acc, __m512i x, __m512i w) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(x), "v"(w));
    return acc;
}
#define FK_DOT_QUADS(acc, x, w, next_x, next_w)                                               \
    ((__typeof__(acc))dot_quad_vnni(dot_quad_vnni((__m512i)(acc), (__m512i)(x), (__m512i)(w)), \
                                    (__m512i)(next_x), (__m512i)(next_w)))
#include "load_avx512.h"
#include "kernels.inc.h"

#pragma clang attribute pop

const fk_kernels fk_kernels_avx512vnni = FK_TABLE_OF("avx512vnni");
#endif
