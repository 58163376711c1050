// Weight panels: see flow_kernels.h.
#include "flow_kernels.h"
#include <string.h>

size_t fk_packed_count(size_t n, size_t k) { return (n + FK_PANEL - 1) / FK_PANEL * FK_PANEL * k; }

void fk_pack_f32(const float *w, size_t n, size_t k, float *panels) {
    for (size_t base = 0; base < n; base += FK_PANEL, panels += k * FK_PANEL) {
        for (size_t j = 0; j < FK_PANEL; j++) {
            for (size_t i = 0; i < k; i++) {
                panels[i * FK_PANEL + j] = base + j < n ? w[(base + j) * k + i] : 0.0f;
            }
        }
    }
}

// A tile of 16 inputs by 32 columns at a time keeps both sides in level-1 cache.
void fk_pack_bf16(const uint16_t *w, size_t n, size_t k, uint16_t *panels) {
    for (size_t base = 0; base < n; base += FK_PANEL, panels += k * FK_PANEL) {
        size_t columns = n - base < FK_PANEL ? n - base : FK_PANEL;
        if (columns < FK_PANEL) memset(panels, 0, k * FK_PANEL * sizeof *panels);
        for (size_t start = 0; start < k; start += 16) {
            size_t end = start + 16 < k ? start + 16 : k;
            for (size_t j = 0; j < columns; j++) {
                const uint16_t *row = w + (base + j) * k;
                uint16_t *out = panels + (j < 16 ? 2 * j : 2 * (j - 16) + 1);
                for (size_t i = start; i < end; i++) out[i * FK_PANEL] = row[i];
            }
        }
    }
}
