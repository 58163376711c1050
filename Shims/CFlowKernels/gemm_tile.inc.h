// One tile of a matrix product: FK_ROWS rows by 2 * FK_GROUPS vectors of a panel, accumulators in registers.
// Included several times by kernels.inc.h, for each tile height. Group g holds the panel's columns
// g * VL ..< (g + 1) * VL and 16 + g * VL ..< 16 + (g + 1) * VL.
//
// The narrow tiles compute the first half of the panel alone.
//
// x: first row, ldx floats between rows; w: panel[k][FK_PANEL]; sums: [FK_ROWS][FK_PANEL], added to.

#define FK_TILE_BODY(LOAD_PAIR, WEIGHT, PREFETCH, NARROW)                                            \
    vf low[FK_ROWS][FK_GROUPS], high[FK_ROWS][FK_GROUPS];                                            \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {                           \
        _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_GROUPS; g++) {                     \
            const float *past = sums + r * FK_PANEL + (first_group + g) * VL;                        \
            low[r][g] = load(past);                                                                  \
            if (!(NARROW)) high[r][g] = load(past + 16);                                             \
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
                if (!(NARROW)) high[r][g] += b * s;                                                  \
            }                                                                                        \
        }                                                                                            \
    }                                                                                                \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < FK_ROWS; r++) {                           \
        _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_GROUPS; g++) {                     \
            float *out = sums + r * FK_PANEL + (first_group + g) * VL;                               \
            store(out, low[r][g]);                                                                   \
            if (!(NARROW)) store(out + 16, high[r][g]);                                              \
        }                                                                                            \
    }

#define FK_DEFINE_TILES(kind, LOAD_PAIR, WEIGHT, PREFETCH)                                                    \
    static void FK_TILE_NAME(kind, FK_ROWS)(const float *restrict x, size_t ldx, const WEIGHT *restrict w,    \
                                            size_t k, int first_group, float *restrict sums) {                \
        FK_TILE_BODY(LOAD_PAIR, WEIGHT, PREFETCH, 0)                                                          \
    }                                                                                                         \
    static void FK_TILE_NAME(kind##_narrow, FK_ROWS)(const float *restrict x, size_t ldx,                     \
                                                     const WEIGHT *restrict w, size_t k, int first_group,     \
                                                     float *restrict sums) {                                  \
        FK_TILE_BODY(LOAD_PAIR, WEIGHT, PREFETCH, 1)                                                          \
    }

FK_DEFINE_TILES(tile_f32, LOAD_F32_PAIR, float, FK_PREFETCH)
FK_DEFINE_TILES(tile_bf16, LOAD_BF16_PAIR, uint16_t, FK_PREFETCH)
// For weights that are in the level-1 cache.
FK_DEFINE_TILES(tile_expanded, LOAD_BF16_PAIR, uint16_t, FK_NO_PREFETCH)

#undef FK_DEFINE_TILES
#undef FK_TILE_BODY
#undef FK_ROWS
#undef FK_GROUPS
