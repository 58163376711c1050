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
#define FK_VNNI_VECTOR __m256i
#include "dot_vnni.h"
#include "load_avx2.h"
#include "kernels.inc.h"

#pragma clang attribute pop

const fk_kernels fk_kernels_avxvnni = FK_TABLE_OF("avxvnni");
#endif
