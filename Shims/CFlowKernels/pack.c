// Weight panels: see flow_kernels.h.
#include "flow_kernels.h"
#include "pack.h"
#include "transpose.h"

size_t fk_packed_count(size_t n, size_t k) { return (n + FK_PANEL - 1) / FK_PANEL * FK_PANEL * k; }

// Inputs that are packed for one column before the next: a line of the level-1 cache, as rows may lie so that the cache
// holds few of them at once.
#define FK_LINE_F32 16

void fk_pack_f32(const void *w, size_t n, size_t k, float *panels, size_t panel_begin, size_t panel_end) {
    for (size_t p = panel_begin; p < panel_end; p++) {
        const char *rows = (const char *)w + p * FK_PANEL * k * sizeof(float);
        size_t columns = n - p * FK_PANEL < FK_PANEL ? n - p * FK_PANEL : FK_PANEL;
        float *panel = panels + p * FK_PANEL * k;
        size_t packed = columns == FK_PANEL ? k & ~(size_t)3 : 0;
        for (size_t start = 0; start < packed; start += FK_LINE_F32) {
            size_t end = start + FK_LINE_F32 < packed ? start + FK_LINE_F32 : packed;
            for (size_t j = 0; j < FK_PANEL; j += 4) {
                for (size_t i = start; i < end; i += 4) {
                    fk_v4u four[4];
                    for (size_t r = 0; r < 4; r++) four[r] = fk_load_4u(rows + ((j + r) * k + i) * sizeof(float));
                    fk_transpose_4x4(four[0], four[1], four[2], four[3], panel + i * FK_PANEL + j, FK_PANEL);
                }
            }
        }
        for (size_t i = packed; i < k; i++) {
            memset(panel + i * FK_PANEL, 0, FK_PANEL * sizeof(float));
            for (size_t j = 0; j < columns; j++) {
                memcpy(panel + i * FK_PANEL + j, rows + (j * k + i) * sizeof(float), sizeof(float));
            }
        }
    }
}

// Columns j and j + 16 make one lane of 32 bits.
void fk_pack_bf16_line(const char *rows, size_t columns, size_t k, size_t start, size_t end, uint16_t *to) {
    size_t packed = columns == FK_PANEL ? start + ((end - start) & ~(size_t)7) : start;
    for (size_t j = 0; j < FK_PANEL / 2; j += 4) {
        for (size_t i = start; i < packed; i += 8) {
            fk_v4u low[4], high[4];
            for (size_t r = 0; r < 4; r++) {
                const char *row = rows + ((j + r) * k + i) * sizeof(uint16_t);
                fk_v8h a = fk_load_8h(row), b = fk_load_8h(row + FK_PANEL / 2 * k * sizeof(uint16_t));
                low[r] = (fk_v4u)FK_LOW_8H(a, b);
                high[r] = (fk_v4u)FK_HIGH_8H(a, b);
            }
            uint16_t *quarter = to + (i - start) * FK_PANEL + 2 * j;
            fk_transpose_4x4(low[0], low[1], low[2], low[3], quarter, FK_PANEL / 2);
            fk_transpose_4x4(high[0], high[1], high[2], high[3], quarter + 4 * FK_PANEL, FK_PANEL / 2);
        }
    }
    for (size_t i = packed; i < end; i++) {
        for (size_t j = 0; j < columns; j++) {
            size_t at = j < 16 ? 2 * j : 2 * (j - 16) + 1;
            memcpy(to + (i - start) * FK_PANEL + at, rows + (j * k + i) * sizeof *to, sizeof *to);
        }
    }
}

void fk_pack_bf16(const void *w, size_t n, size_t k, uint16_t *panels, size_t panel_begin, size_t panel_end) {
    for (size_t p = panel_begin; p < panel_end; p++) {
        const char *rows = (const char *)w + p * FK_PANEL * k * sizeof(uint16_t);
        size_t columns = n - p * FK_PANEL < FK_PANEL ? n - p * FK_PANEL : FK_PANEL;
        uint16_t *panel = panels + p * FK_PANEL * k;
        if (columns < FK_PANEL) memset(panel, 0, FK_PANEL * k * sizeof *panel);
        for (size_t start = 0; start < k; start += FK_LINE_BF16) {
            size_t end = start + FK_LINE_BF16 < k ? start + FK_LINE_BF16 : k;
            fk_pack_bf16_line(rows, columns, k, start, end, panel + start * FK_PANEL);
        }
    }
}
