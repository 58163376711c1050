// Compact bfloat16 panels (see compact.h) back to plain ones, a stretch of inputs at a time; part of kernels.inc.h.

typedef uint8_t vq __attribute__((vector_size(4 * VL)));  // 4 * VL of them

INLINE vq load_quarters(const uint8_t *p) {
    vq v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE void store_quarters(uint16_t *p, vq v) { memcpy(p, &v, sizeof v); }

// In every 16 bytes, the high bytes that 4 bits name, less those of the panel's base.
#define FK_HIGH_BYTES_16 0, 1, 2, 3, 4, 5, 6, 7, 128, 129, 130, 131, 132, 133, 134, 135
static const uint8_t FK_NAME(high_bytes)[64] = {FK_HIGH_BYTES_16, FK_HIGH_BYTES_16, FK_HIGH_BYTES_16, FK_HIGH_BYTES_16};

// FK_HIGH_BYTE(table, v): the high bytes that the 4-bit v name; `table`: the panel's sixteen, in every 16 bytes.
// FK_FIRST_ROW(a, b), FK_SECOND_ROW(a, b): in every 16 bytes, the first (last) 8 of a and of b, alternating.
#ifndef FK_HIGH_BYTE
#define FK_HIGH_BYTE(table, v) ((((v) & 7) + (table)[0]) | ((vq)((v) > 7) & 0x80))
#endif
#ifndef FK_FIRST_ROW
#define FK_FIRST_ROW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define FK_SECOND_ROW(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#endif

// Of 4 inputs the weights of one group of columns, as LOAD_BF16_PAIR takes them: 2 * VL per input.
INLINE void expand_quarters(const uint8_t *from, vq table, vq rows[4]) {
    vq pairs = load_quarters(from), a = load_quarters(from + 64), b = load_quarters(from + 128);
    vq high_a = FK_HIGH_BYTE(table, pairs & 15), high_b = FK_HIGH_BYTE(table, pairs >> 4);
    rows[0] = (vq)FK_FIRST_ROW(a, high_a);
    rows[1] = (vq)FK_SECOND_ROW(a, high_a);
    rows[2] = (vq)FK_FIRST_ROW(b, high_b);
    rows[3] = (vq)FK_SECOND_ROW(b, high_b);
}

// Inputs that are expanded at a time: few, so that reading and multiplying overlap; more where many rows multiply for
// long, so that their sums stay in registers for longer.
#define FK_COMPACT_LARGEST_BLOCK 64
#define FK_COMPACT_BLOCK (rows < 16 ? 16 : FK_COMPACT_LARGEST_BLOCK)

// The inputs start ..< start + width as a plain panel, in `plain`, with room for a multiple of 4 inputs.
INLINE const uint16_t *expand(fk_compact_cursor *cursor, size_t start, size_t width, uint16_t *plain) {
    const uint8_t *from = fk_compact_inputs(cursor->panel, start);
    const vq table = load_quarters(FK_NAME(high_bytes)) + cursor->base;
    uint16_t *to = plain;
    for (size_t i = 0; i < width; i += 4, from += FK_COMPACT_GROUP, to += 4 * FK_PANEL) {
        FK_PREFETCH(from, FK_COMPACT_GROUP);
        _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_ALL_GROUPS; g++) {
            vq rows[4];
            expand_quarters(from + g * 4 * VL, table, rows);
            _Pragma("clang loop unroll(full)") for (int r = 0; r < 4; r++) {
                store_quarters(to + r * FK_PANEL + g * 2 * VL, rows[r]);
            }
        }
    }
    size_t first = start * FK_PANEL, end = first + width * FK_PANEL;
    for (; cursor->escape < cursor->end && cursor->escape->at < end; cursor->escape++) {
        plain[cursor->escape->at - first] = (uint16_t)cursor->escape->value;
    }
    return plain;
}

// sums[FK_PANEL] += x[width] * w^T for a multiple of 4 inputs without escapes, expanded in registers: for one row that
// takes half as many instructions as by way of a plain panel.
INLINE void compact_run(const float *restrict x, const uint8_t *restrict from, size_t width, vq table,
                        float *restrict sums) {
    vf low[FK_ALL_GROUPS], high[FK_ALL_GROUPS];
    _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_ALL_GROUPS; g++) {
        low[g] = load(sums + g * VL);
        high[g] = load(sums + 16 + g * VL);
    }
    for (size_t i = 0; i < width; i += 4, from += FK_COMPACT_GROUP) {
        FK_PREFETCH(from, FK_COMPACT_GROUP);
        _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_ALL_GROUPS; g++) {
            vq rows[4];
            expand_quarters(from + g * 4 * VL, table, rows);
            _Pragma("clang loop unroll(full)") for (int r = 0; r < 4; r++) {
                float s = x[i + (size_t)r];
                low[g] += (vf)((vu)rows[r] << 16) * s;
                high[g] += (vf)((vu)rows[r] & 0xffff0000u) * s;
            }
        }
    }
    _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_ALL_GROUPS; g++) {
        store(sums + g * VL, low[g]);
        store(sums + 16 + g * VL, high[g]);
    }
}

// sums[FK_PANEL] += x[k] * w^T for one row.
static void compact_row(const float *restrict x, fk_compact_cursor cursor, size_t k, float *restrict sums) {
    const vq table = load_quarters(FK_NAME(high_bytes)) + cursor.base;
    size_t whole = k & ~(size_t)3;
    for (size_t i = 0; i < k;) {
        // Up to the four inputs with the next escape.
        size_t end = cursor.escape < cursor.end ? cursor.escape->at / FK_PANEL & ~(size_t)3 : whole;
        if (end > i) {
            compact_run(x + i, fk_compact_inputs(cursor.panel, i), end - i, table, sums);
            i = end;
        } else {
            uint16_t plain[4 * FK_PANEL];
            size_t width = k - i < 4 ? k - i : 4;
            tile_expanded_1(x + i, 0, expand(&cursor, i, width, plain), width, 0, sums);
            i += width;
        }
    }
}
