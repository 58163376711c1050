#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define FK_NAME(x) x##_avx2
#define FK_DOT_PAIR(acc, w, x) ((acc) + (vi)_mm256_madd_epi16((__m256i)(w), (__m256i)(x)))
// Two vectors of products fit into 16 bits together.
#define FK_DOT_QUADS(acc, x, w, next_x, next_w)                                                                 \
    ((acc) + (vi)_mm256_madd_epi16(_mm256_add_epi16(_mm256_maddubs_epi16((__m256i)(x), (__m256i)(w)),           \
                                                    _mm256_maddubs_epi16((__m256i)(next_x), (__m256i)(next_w))), \
                                   _mm256_set1_epi16(1)))
#include "load_avx2.h"
#include "kernels.inc.h"

#pragma clang attribute pop

const fk_kernels fk_kernels_avx2 = FK_TABLE_OF("avx2");
#endif
