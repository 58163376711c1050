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
#define FK_VNNI_VECTOR __m512i
#define FK_VNNI_ENCODING ""
#include "dot_vnni.h"
#include "load_avx512.h"
#include "kernels.inc.h"

#pragma clang attribute pop

const fk_kernels fk_kernels_avx512vnni = FK_TABLE_OF("avx512vnni");
#endif
