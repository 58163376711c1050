#if defined(__aarch64__)
#include <arm_neon.h>
#define FK_NAME(x) x##_neon
static inline __attribute__((always_inline)) int32x4_t dot_quads_neon(
    int32x4_t acc, int8x16_t x, int8x16_t w, int8x16_t next_x, int8x16_t next_w) {
    int16x8_t low = vmull_s8(vget_low_s8(x), vget_low_s8(w)), high = vmull_high_s8(x, w);
    low = vmlal_s8(low, vget_low_s8(next_x), vget_low_s8(next_w));
    high = vmlal_high_s8(high, next_x, next_w);
    return vpadalq_s16(acc, vpaddq_s16(low, high));
}
#include "load_neon.h"
#include "kernels.inc.h"

const fk_kernels fk_kernels_neon = FK_TABLE_OF("neon");
#endif
