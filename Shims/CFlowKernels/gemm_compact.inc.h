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

// Inputs that are expanded at a time: few, so that reading and multiplying overlap.
#define FK_COMPACT_BLOCK 16

// The inputs start ..< start + width as a plain panel, in `plain`, with room for a multiple of 4 inputs.
INLINE const uint16_t *expand(fk_compact_cursor *cursor, size_t start, size_t width, uint16_t *plain) {
    const uint8_t *from = fk_compact_inputs(cursor->panel, start);
    const vq table = load_quarters(FK_NAME(high_bytes)) + cursor->base;
    uint16_t *to = plain;
    for (size_t i = 0; i < width; i += 4, from += FK_COMPACT_GROUP, to += 4 * FK_PANEL) {
        FK_PREFETCH(from, FK_COMPACT_GROUP);
        _Pragma("clang loop unroll(full)") for (int g = 0; g < FK_ALL_GROUPS; g++) {
            const uint8_t *quarters = from + g * 4 * VL;
            uint16_t *row = to + g * 2 * VL;
            vq pairs = load_quarters(quarters), a = load_quarters(quarters + 64), b = load_quarters(quarters + 128);
            vq high_a = FK_HIGH_BYTE(table, pairs & 15), high_b = FK_HIGH_BYTE(table, pairs >> 4);
            store_quarters(row, (vq)FK_FIRST_ROW(a, high_a));
            store_quarters(row + FK_PANEL, (vq)FK_SECOND_ROW(a, high_a));
            store_quarters(row + 2 * FK_PANEL, (vq)FK_FIRST_ROW(b, high_b));
            store_quarters(row + 3 * FK_PANEL, (vq)FK_SECOND_ROW(b, high_b));
        }
    }
    size_t first = start * FK_PANEL, end = first + width * FK_PANEL;
    for (; cursor->escape < cursor->end && cursor->escape->at < end; cursor->escape++) {
        plain[cursor->escape->at - first] = (uint16_t)cursor->escape->value;
    }
    return plain;
}
