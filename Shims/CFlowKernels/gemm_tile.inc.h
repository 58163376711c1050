// One tile of a matrix product: FK_ROWS rows by 2 * FK_GROUPS vectors of a panel, accumulators in registers.
// Included several times by kernels.inc.h, for each tile height. Group g holds the panel's columns
// g * VL ..< (g + 1) * VL and 16 + g * VL ..< 16 + (g + 1) * VL.
//
// x: first row, ldx floats between rows; w: panel[k][FK_PANEL]; sums: [FK_ROWS][FK_PANEL], added to.

#define FK_TILE_BODY(LOAD_PAIR, WEIGHT, PREFETCH)                                                    \
    vf low[FK_ROWS][FK_GROUPS], high[FK_ROWS][FK_GROUPS];                                            \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {                           \
        _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_GROUPS; g++) {                     \
            const float *past = sums + r * FK_PANEL + (first_group + g) * VL;                        \
            low[r][g] = load(past);                                                                  \
            high[r][g] = load(past + 16);                                                            \
        }                                                                                            \
    }                                                                                                \
    for (size_t i = 0; i < k; i++, w += FK_PANEL) {                                                  \
        PREFETCH(w, FK_PANEL * sizeof *w);                                                           \
        _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_GROUPS; g++) {                     \
            vf a, b;                                                                                 \
            LOAD_PAIR(w, first_group + g, a, b);                                                     \
            _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {                   \
                float s = x[(size_t)r * ldx + i];                                                    \
                low[r][g] += a * s;                                                                  \
                high[r][g] += b * s;                                                                 \
            }                                                                                        \
        }                                                                                            \
    }                                                                                                \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {                           \
        _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_GROUPS; g++) {                     \
            float *out = sums + r * FK_PANEL + (first_group + g) * VL;                               \
            store(out, low[r][g]);                                                                   \
            store(out + 16, high[r][g]);                                                             \
        }                                                                                            \
    }

static void FK_TILE_NAME(tile_f32, FK_ROWS)(const float *restrict x, size_t ldx, const float *restrict w, size_t k,
                                            int first_group, float *restrict sums) {
    FK_TILE_BODY(LOAD_F32_PAIR, float, FK_PREFETCH)
}

static void FK_TILE_NAME(tile_bf16, FK_ROWS)(const float *restrict x, size_t ldx, const uint16_t *restrict w,
                                             size_t k, int first_group, float *restrict sums) {
    FK_TILE_BODY(LOAD_BF16_PAIR, uint16_t, FK_PREFETCH)
}

// The same for weights that are in the level-1 cache.
static void FK_TILE_NAME(tile_expanded, FK_ROWS)(const float *restrict x, size_t ldx, const uint16_t *restrict w,
                                                 size_t k, int first_group, float *restrict sums) {
    FK_TILE_BODY(LOAD_BF16_PAIR, uint16_t, FK_NO_PREFETCH)
}

#undef FK_TILE_BODY
#undef FK_ROWS
#undef FK_GROUPS
