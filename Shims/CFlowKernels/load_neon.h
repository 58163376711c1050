// What the NEON variants share: sizes of tiles, products of 16 bits, half floats, and how compact panels are expanded.
#define VL 4
#define FK_TILE_ROWS 8
#define FK_QUANTIZED_ROWS 4
#define FK_QUANTIZED_COLUMNS 4
static inline __attribute__((always_inline)) int32x4_t dot_pair_neon(int32x4_t acc, int16x8_t w, int16x8_t x) {
    int32x4_t low = vmull_s16(vget_low_s16(w), vget_low_s16(x)), high = vmull_high_s16(w, x);
    return vaddq_s32(acc, vpaddq_s32(low, high));
}
#define FK_DOT_PAIR(acc, w, x) ((__typeof__(acc))dot_pair_neon((int32x4_t)(acc), (int16x8_t)(w), (int16x8_t)(x)))
#define FK_DOT_QUADS(acc, x, w, next_x, next_w)                                                           \
    ((__typeof__(acc))dot_quads_neon((int32x4_t)(acc), (int8x16_t)(x), (int8x16_t)(w), (int8x16_t)(next_x), \
                                     (int8x16_t)(next_w)))
#define FK_LOAD_F16(p) ((vf)vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p))))
#define FK_HIGH_BYTE(table, v) ((vq)vqtbl1q_u8((uint8x16_t)(table), (uint8x16_t)(v)))
