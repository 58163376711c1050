#if defined(__aarch64__)
#define VL 4
#define FK_TILE_ROWS 8
#define FK_QUANTIZED_ROWS 4
#define FK_QUANTIZED_COLUMNS 4
#define FK_NAME(x) x##_neon
#include "kernels.inc.h"

const fk_kernels fk_kernels_neon = FK_TABLE_OF("neon");
#endif
