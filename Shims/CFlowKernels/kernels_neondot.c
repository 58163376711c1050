// NEON with the integer dot products of ARMv8.4 (FEAT_DotProd), which most processors since 2018 have.
#if defined(__aarch64__)
#include <arm_neon.h>
#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#define FK_NAME(x) x##_neondot
static inline __attribute__((always_inline)) int32x4_t dot_quads_neon(
    int32x4_t acc, int8x16_t x, int8x16_t w, int8x16_t next_x, int8x16_t next_w) {
    return vdotq_s32(vdotq_s32(acc, x, w), next_x, next_w);
}
#include "load_neon.h"
#include "kernels.inc.h"

#pragma clang attribute pop

const fk_kernels fk_kernels_neondot = FK_TABLE_OF("neondot");
#endif
