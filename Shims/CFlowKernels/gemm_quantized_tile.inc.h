// One tile of a product with quantised weights: FK_ROWS rows by FK_COLUMNS vectors of a panel, over `span` groups from
// `start`. Included several times by gemm_quantized.inc.h, for each tile height.
//
// q: first row; w: the panel; scales: [groups][FK_PANEL] bfloat16; sums: [FK_ROWS][FK_PANEL], added to.

#if FK_ROWS == 1
#define FK_PREFETCH_TILE FK_PREFETCH_ROW
#else
#define FK_PREFETCH_TILE FK_PREFETCH
#endif

#define FK_GROUP_BEGIN                                                                                        \
    for (size_t g = start; g < start + span; g++) {                                                           \
        size_t begin = g * group, end = begin + group < inputs ? begin + group : inputs;                      \
        vi acc[FK_ROWS][FK_COLUMNS];                                                                          \
        _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {                                \
            _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) acc[r][c] = (vi){0};      \
        }
#define FK_GROUP_END                                                                                          \
        _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) {                             \
            size_t column = (size_t)(first + c) * VL;                                                         \
            vf scale = load_bf16(scales + g * FK_PANEL + column);                                             \
            _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {                            \
                float *sum = sums + r * FK_PANEL + column;                                                    \
                store(sum, load(sum) + __builtin_convertvector(acc[r][c], vf) * scale);                       \
            }                                                                                                 \
        }                                                                                                     \
    }

static void FK_TILE_NAME(tile_int8, FK_ROWS)(const int16_t *restrict q, size_t ldq, const uint8_t *restrict w,
                                             const uint16_t *restrict scales, size_t group, size_t inputs,
                                             size_t start, size_t span, float *restrict sums, int first) {
    FK_GROUP_BEGIN
    for (size_t i = begin; i < end; i += 2) {
        const uint8_t *from = w + i * FK_PANEL + (size_t)first * 2 * VL;
        FK_PREFETCH_TILE(from, FK_COLUMNS * 2 * VL);
        vs weights[FK_COLUMNS];
        _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) {
            weights[c] = __builtin_convertvector(load_bytes(from + c * 2 * VL), vs);
        }
        _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {
            vi pair = splat_pair(q + (size_t)r * ldq + i);
            _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) {
                acc[r][c] = FK_DOT_PAIR(acc[r][c], weights[c], pair);
            }
        }
    }
    FK_GROUP_END
}

// A byte holds inputs i and i + 2 in its high and its low half; both are used as sixteen times their value, which the
// scales make up for.
static void FK_TILE_NAME(tile_int4, FK_ROWS)(const int16_t *restrict q, size_t ldq, const uint8_t *restrict w,
                                             const uint16_t *restrict scales, size_t group, size_t inputs,
                                             size_t start, size_t span, float *restrict sums, int first) {
    FK_GROUP_BEGIN
    for (size_t i = begin; i < end; i += 4) {
        const uint8_t *from = w + i / 2 * FK_PANEL + (size_t)first * 2 * VL;
        FK_PREFETCH_TILE(from, FK_COLUMNS * 2 * VL);
        vs high[FK_COLUMNS], low[FK_COLUMNS];
        _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) {
            vb both = load_bytes(from + c * 2 * VL);
            high[c] = __builtin_convertvector(both & (int8_t)-16, vs);
            low[c] = __builtin_convertvector(both << 4, vs);
        }
        _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {
            vi pair = splat_pair(q + (size_t)r * ldq + i), next = splat_pair(q + (size_t)r * ldq + i + 2);
            _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) {
                acc[r][c] = FK_DOT_PAIR(FK_DOT_PAIR(acc[r][c], high[c], pair), low[c], next);
            }
        }
    }
    FK_GROUP_END
}

#undef FK_GROUP_BEGIN
#undef FK_GROUP_END
#undef FK_PREFETCH_TILE
#undef FK_ROWS
#undef FK_COLUMNS
