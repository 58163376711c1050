#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define VL 8
#define FK_TILE_ROWS 6
#define FK_NAME(x) x##_avx2
#include "kernels.inc.h"

#pragma clang attribute pop

const fk_kernels fk_kernels_avx2 = FK_TABLE_OF("avx2");
#endif
