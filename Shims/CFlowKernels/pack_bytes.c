// Rounding weights for products with 8-bit activations, and their panels: see flow_kernels.h.
//
// panel: [inputs / 4][FK_PANEL][4]: four neighbouring inputs of a column in one 32-bit lane.
// scales: [panel][groups][2][FK_PANEL]: bfloat16 scales, then the sums of a group's weights as 16-bit integers.
#include "flow_kernels.h"
#include "rounding.h"

// The largest sum of the magnitudes of weights whose products are added in 16 bits: of every eight inputs 0 1 4 5, and
// 2 3 6 7. With activations of at most 127 no sum of products leaves 16 bits.
#define FK_LARGEST_CHAIN 258

size_t fk_byte_panel_bytes(size_t n, size_t k) { return panel_count(n) * FK_PANEL * k; }
size_t fk_byte_scale_count(size_t n, size_t k, size_t group) { return panel_count(n) * FK_PANEL * 2 * (k / group); }

static int largest_chain(const int8_t *q, size_t count) {
    const uint64_t even = 0x00ff00ff00ff00ff;
    uint64_t most = 0;
    for (size_t i = 0; i < count; i += 8) {
        v8b eight;
        memcpy(&eight, q + i, sizeof eight);
        v8b is_negative = (v8b)(eight < 0);
        eight = (eight ^ is_negative) - is_negative;
        uint64_t bytes;
        memcpy(&bytes, &eight, sizeof bytes);
        uint64_t pairs = (bytes & even) + (bytes >> 8 & even), chains = pairs + (pairs >> 32);
        uint64_t low = chains & 0xffff, high = chains >> 16 & 0xffff;
        most = low > most ? low : most;
        most = high > most ? high : most;
    }
    return (int)most;
}

// Rounds one group of one row to the nearest; returns its scale. A group with a chain that is too large gets a scale
// that is larger than its largest weight demands.
FK_INLINE uint16_t round_chains(const char *w, int is_bf16, size_t count, int8_t *q) {
    uint16_t scale = to_bf16(largest_magnitude(w, is_bf16, count) / 127.0f);
    for (int turn = 0; turn < 64; turn++) {
        round_to_scale(w, is_bf16, count, from_bf16(scale), 127, q);
        int chain = largest_chain(q, count);
        if (chain <= FK_LARGEST_CHAIN) return scale;
        uint16_t larger = to_bf16(from_bf16(scale) * (float)chain / FK_LARGEST_CHAIN);
        scale = larger > scale ? larger : (uint16_t)(scale + 1);
    }
    // Weights that are not finite: their scale says so.
    memset(q, 0, count);
    return scale;
}

typedef uint16_t (*chain_rounding)(const char *w, int is_bf16, size_t count, int8_t *q);

static uint16_t round_chains_anywhere(const char *w, int is_bf16, size_t count, int8_t *q) {
    return round_chains(w, is_bf16, count, q);
}

#if defined(__x86_64__)
// Without fused multiply-adds, so that every processor makes the same weights.
__attribute__((target("avx2")))
static uint16_t round_chains_avx2(const char *w, int is_bf16, size_t count, int8_t *q) {
    return is_bf16 ? round_chains(w, 1, count, q) : round_chains(w, 0, count, q);
}
#endif

static chain_rounding fastest_rounding(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return round_chains_avx2;
#endif
    return round_chains_anywhere;
}

void fk_round_byte_panels(const void *w, int is_bf16, size_t n, size_t k, size_t group, uint8_t *panels,
                          uint16_t *panel_scales, size_t panel_begin, size_t panel_end) {
    chain_rounding round = fastest_rounding();
    size_t size = is_bf16 ? sizeof(uint16_t) : sizeof(float), groups = k / group;
    int8_t q[FK_PANEL][FK_LARGEST_GROUP];
    memset(q, 0, sizeof q);
    for (size_t p = panel_begin; p < panel_end; p++) {
        size_t rows = n - p * FK_PANEL < FK_PANEL ? n - p * FK_PANEL : FK_PANEL;
        for (size_t r = rows; r < FK_PANEL; r++) memset(q[r], 0, group);
        for (size_t g = 0; g < groups; g++) {
            uint16_t *scales = panel_scales + (p * groups + g) * 2 * FK_PANEL;
            for (size_t r = 0; r < FK_PANEL; r++) {
                const char *from = (const char *)w + ((p * FK_PANEL + r) * k + g * group) * size;
                int sum = 0;
                scales[r] = r < rows ? round(from, is_bf16, group, q[r]) : 0;
                for (size_t i = 0; i < group; i++) sum += q[r][i];
                scales[FK_PANEL + r] = (uint16_t)(int16_t)sum;
            }
            uint8_t *to = panels + (p * k + g * group) * FK_PANEL;
            for (size_t i = 0; i < group; i += 16) {
                for (size_t column = 0; column < FK_PANEL; column += 4) {
                    fk_transpose_4x4(fk_load_4u(&q[column][i]), fk_load_4u(&q[column + 1][i]),
                                     fk_load_4u(&q[column + 2][i]), fk_load_4u(&q[column + 3][i]),
                                     to + i * FK_PANEL + 4 * column, FK_PANEL);
                }
            }
        }
    }
}
