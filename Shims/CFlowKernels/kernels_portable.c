// Plain C over four-lane vectors, which every target of the compiler can express.
#define VL 4
#define FK_TILE_ROWS 4
#define FK_QUANTIZED_ROWS 4
#define FK_QUANTIZED_COLUMNS 2
#define FK_NAME(x) x##_portable
#include "kernels.inc.h"

const fk_kernels fk_kernels_portable = FK_TABLE_OF("portable");
