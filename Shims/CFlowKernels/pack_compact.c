// Packs bfloat16 weights into compact panels: see compact.h.
#include "compact.h"
#include "pack.h"
#include "transpose.h"

typedef uint8_t v16b __attribute__((vector_size(16)));

#define LOW_BYTES(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define HIGH_BYTES(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)

// The eight exponents (without their lowest bit) that most of a sample of weights have: the smallest of them.
static uint8_t common_exponents(const char *rows, size_t columns, size_t k) {
    uint32_t counts[128] = {0};
    size_t step = k / 64 + 1;
    for (size_t j = 0; j < columns; j++) {
        const char *row = rows + j * k * sizeof(uint16_t);
        for (size_t i = j % step; i < k; i += step) counts[(uint8_t)row[i * sizeof(uint16_t) + 1] & 0x7f]++;
    }
    uint32_t inside = 0, most = 0;
    uint8_t base = 0;
    for (size_t e = 0; e < 128; e++) {
        inside += counts[e] - (e < 8 ? 0 : counts[e - 8]);
        // As high as possible: a sample underestimates how often large values occur, and small ones are rare.
        if (e >= 7 && inside > most) {
            most = inside;
            base = (uint8_t)(e - 7);
        }
    }
    return base;
}

int fk_pack_compact(const void *w, size_t n, size_t k, uint8_t *panels, size_t panel_begin, size_t panel_end) {
    int fits = 1;
    for (size_t p = panel_begin; p < panel_end; p++) {
        const char *rows = (const char *)w + p * FK_PANEL * k * sizeof(uint16_t);
        size_t columns = n - p * FK_PANEL < FK_PANEL ? n - p * FK_PANEL : FK_PANEL;
        uint8_t *panel = panels + p * fk_compact_panel_bytes(k);
        uint8_t base = common_exponents(rows, columns, k);
        fk_escape *escapes = (fk_escape *)fk_compact_escapes(panel, k);
        size_t count = 0, room = fk_compact_room(k);
        for (size_t start = 0; start < k; start += FK_LINE_BF16) {
            size_t width = k - start < FK_LINE_BF16 ? k - start : FK_LINE_BF16;
            uint16_t plain[FK_LINE_BF16 * FK_PANEL];
            // What fills up a panel is never looked at: any value that does not escape.
            if (columns < FK_PANEL || width % 4) {
                for (size_t i = 0; i < FK_LINE_BF16 * FK_PANEL; i++) plain[i] = (uint16_t)(base << 8);
            }
            fk_pack_bf16_line(rows, columns, k, start, start + width, plain);
            uint8_t *to = (uint8_t *)fk_compact_inputs(panel, start);
            for (size_t i = 0; i < width; i += 4, to += FK_COMPACT_GROUP) {
                for (size_t q = 0; q < 4; q++) {
                    v16b nibbles[2];
                    for (size_t pair = 0; pair < 2; pair++) {
                        const uint16_t *from = plain + (i + 2 * pair) * FK_PANEL + 8 * q;
                        v16b a = (v16b)fk_load_8h(from), b = (v16b)fk_load_8h(from + FK_PANEL);
                        v16b low = LOW_BYTES(a, b), high = HIGH_BYTES(a, b);
                        memcpy(to + 64 * (pair + 1) + 16 * q, &low, sizeof low);
                        v16b step = (high & 0x7f) - base;
                        nibbles[pair] = (step & 7) | (high >> 4 & 8);
                        v16b outside = (v16b)(step > 7);
                        uint64_t any[2];
                        memcpy(any, &outside, sizeof any);
                        if (any[0] | any[1]) {
                            for (size_t l = 0; l < 16; l++) {
                                size_t at = (start + i + 2 * pair + l / 8) * FK_PANEL + 8 * q + l % 8;
                                if (outside[l] && count < room) {
                                    escapes[count] = (fk_escape){(uint32_t)at, (uint32_t)(high[l] << 8 | low[l])};
                                }
                                count += outside[l] != 0;
                            }
                        }
                    }
                    v16b both = nibbles[0] | nibbles[1] << 4;
                    memcpy(to + 16 * q, &both, sizeof both);
                }
            }
        }
        fits &= count <= room;
        fk_compact_header header = {(uint32_t)(count < room ? count : room), base};
        memcpy(panel, &header, sizeof header);
    }
    return fits;
}

size_t fk_compact_bytes(size_t n, size_t k) { return (n + FK_PANEL - 1) / FK_PANEL * fk_compact_panel_bytes(k); }
