#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define VL 16
#define FK_TILE_ROWS 8
#define FK_QUANTIZED_ROWS 8
#define FK_QUANTIZED_COLUMNS 2
#define FK_NAME(x) x##_avx512
#define FK_DOT_PAIR(acc, w, x) ((acc) + (vi)_mm512_madd_epi16((__m512i)(w), (__m512i)(x)))
#define FK_DOT_QUADS(acc, x, w, next_x, next_w)                                                                 \
    ((acc) + (vi)_mm512_madd_epi16(_mm512_add_epi16(_mm512_maddubs_epi16((__m512i)(x), (__m512i)(w)),           \
                                                    _mm512_maddubs_epi16((__m512i)(next_x), (__m512i)(next_w))), \
                                   _mm512_set1_epi16(1)))
#include "load_avx512.h"
#include "kernels.inc.h"

#pragma clang attribute pop

const fk_kernels fk_kernels_avx512 = FK_TABLE_OF("avx512");
#endif
