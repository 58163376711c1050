#if defined(__aarch64__)
#include <arm_neon.h>
#define VL 4
#define FK_TILE_ROWS 8
#define FK_QUANTIZED_ROWS 4
#define FK_QUANTIZED_COLUMNS 4
#define FK_NAME(x) x##_neon
#define FK_LOAD_F16(p) ((vf)vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p))))
#define FK_HIGH_BYTE(table, v) ((vq)vqtbl1q_u8((uint8x16_t)(table), (uint8x16_t)(v)))
#include "kernels.inc.h"

const fk_kernels fk_kernels_neon = FK_TABLE_OF("neon");
#endif
