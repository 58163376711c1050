// One tile of a product of bytes: FK_ROWS rows by FK_COLUMNS vectors of a panel from vector `first` on, over the groups
// start ..< end. Included several times by gemm_bytes.inc.h, for each tile height.
//
// q, ranges: first row; w: the panel; scales: [groups][2][FK_PANEL]; sums: [FK_ROWS][FK_PANEL], added to; ahead: 1 if
// the weights come from memory and more follow, else 0.

static void FK_TILE_NAME(tile_bytes, FK_ROWS)(const uint8_t *restrict q, size_t ldq, const float *restrict ranges,
                                              size_t ldr, const uint8_t *restrict w, const uint16_t *restrict scales,
                                              size_t group, size_t start, size_t end, size_t ahead,
                                              float *restrict sums, int first) {
    const size_t near = ahead * FK_NEAR, far = ahead * FK_FAR;
    for (size_t g = start; g < end; g++) {
        vi acc[FK_ROWS][FK_COLUMNS];
        _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {
            _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) acc[r][c] = (vi){0};
        }
        for (size_t i = g * group; i < (g + 1) * group; i += 8) {
            const uint8_t *from = w + i * FK_PANEL + (size_t)first * 4 * VL, *next = from + 4 * FK_PANEL;
            FK_PREFETCH_AT(from, FK_COLUMNS * 4 * VL, near, far);
            FK_PREFETCH_AT(next, FK_COLUMNS * 4 * VL, near, far);
            _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {
                vi x = splat_quad(q + (size_t)r * ldq + i), next_x = splat_quad(q + (size_t)r * ldq + i + 4);
                _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) {
                    acc[r][c] = FK_DOT_QUADS(
                        acc[r][c], x, load_quads(from + c * 4 * VL), next_x, load_quads(next + c * 4 * VL));
                }
            }
        }
        _Pragma("clang loop unroll(full)") for (int c = 0; c < FK_COLUMNS; c++) {
            size_t column = (size_t)(first + c) * VL;
            vf scale = load_bf16(scales + 2 * g * FK_PANEL + column);
            vf weight_sum = load_shorts(scales + (2 * g + 1) * FK_PANEL + column) * scale;
            _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {
                const float *range = ranges + (size_t)r * ldr + 2 * g;
                float *sum = sums + r * FK_PANEL + column;
                vf product = __builtin_convertvector(acc[r][c], vf) * range[0];
                store(sum, product * scale + (weight_sum * range[1] + load(sum)));
            }
        }
    }
}

#undef FK_ROWS
#undef FK_COLUMNS
