// Rounding weights to 8 and 4 bits, and their panels: see flow_kernels.h.
//
// int8 panel: [inputs / 2][FK_PANEL][2]: neighbouring inputs of a column side by side, as the products of pairs want.
// int4 panel: [inputs / 4][FK_PANEL][2]: a byte holds input i in its high half and input i + 2 in its low one.
#include "flow_kernels.h"
#include "rounding.h"

static size_t padded(size_t k) { return (k + 3) & ~(size_t)3; }
static size_t group_count(size_t k, size_t group) { return (padded(k) + group - 1) / group; }

size_t fk_quantized_bytes(size_t n, size_t k, int bits) {
    return panel_count(n) * FK_PANEL * padded(k) * (size_t)bits / 8;
}

size_t fk_quantized_scale_count(size_t n, size_t k, size_t group) {
    return panel_count(n) * FK_PANEL * group_count(k, group);
}

// Rounds one group of one row to q, with zeros up to a multiple of 8; returns its scale.
FK_INLINE uint16_t round_group(const char *w, int is_bf16, size_t count, int bits, int8_t *q) {
    char rest[FK_LARGEST_GROUP * sizeof(float)];
    if (count % 8) {
        size_t size = is_bf16 ? sizeof(uint16_t) : sizeof(float);
        memcpy(rest, w, count * size);
        memset(rest + count * size, 0, 8 * size);
        w = rest;
    }
    float magnitude = largest_magnitude(w, is_bf16, count);
    float wanted = magnitude / 127.0f;
    if (bits == 4) {
        // The end that has one step more is for the largest weight.
        v8i is_lowest = {0};
        for (size_t i = 0; i < count; i += 8) {
            v8f v;
            load_8(w, is_bf16, i, &v);
            is_lowest |= v == -magnitude;
        }
        int is_negative = 0;
        for (int i = 0; i < 8; i++) is_negative |= is_lowest[i];
        wanted = (is_negative ? magnitude : -magnitude) / 8.0f;
    }
    uint16_t rounded = to_bf16(wanted);
    round_to_scale(w, is_bf16, count, from_bf16(rounded), bits == 8 ? 127 : 7, q);
    return rounded;
}

typedef uint16_t (*group_rounding)(const char *w, int is_bf16, size_t count, int bits, int8_t *q);

static uint16_t round_group_anywhere(const char *w, int is_bf16, size_t count, int bits, int8_t *q) {
    return round_group(w, is_bf16, count, bits, q);
}

#if defined(__x86_64__)
// Without fused multiply-adds, so that every processor makes the same weights.
__attribute__((target("avx2")))
static uint16_t round_group_avx2(const char *w, int is_bf16, size_t count, int bits, int8_t *q) {
    if (is_bf16 && bits == 8 && count == 64) return round_group(w, 1, 64, 8, q);
    if (is_bf16 && bits == 4 && count == 32) return round_group(w, 1, 32, 4, q);
    return round_group(w, is_bf16, count, bits, q);
}
#endif

static group_rounding fastest_rounding(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return round_group_avx2;
#endif
    return round_group_anywhere;
}

// A panel's rows of one group of inputs, on their way into a panel: columns of `lanes` 16-bit lanes, each of two
// weights of 8 bits or four of 4 bits in the panel's order.
typedef struct {
    uint16_t lanes[FK_PANEL][FK_LARGEST_GROUP / 2];
} group_tile;

static size_t lane_count(size_t count, int bits) { return bits == 8 ? padded(count) / 2 : padded(count) / 4; }

// Puts the tile that begins with input `begin` among the panel's bytes.
static void store_tile(const group_tile *tile, size_t begin, size_t lanes, int bits, uint8_t *panel) {
    uint16_t *to = (uint16_t *)(panel + begin * FK_PANEL * (size_t)bits / 8);
    size_t whole = lanes & ~(size_t)7;
    for (size_t i = 0; i < whole; i += 8) {
        for (size_t column = 0; column < FK_PANEL; column += 8) {
            fk_transpose_8x8(&tile->lanes[column][i], FK_LARGEST_GROUP / 2, to + i * FK_PANEL + column, FK_PANEL);
        }
    }
    for (size_t i = whole; i < lanes; i++) {
        for (size_t column = 0; column < FK_PANEL; column++) to[i * FK_PANEL + column] = tile->lanes[column][i];
    }
}

// The products use a half byte as sixteen times its value.
static uint16_t panel_scale(uint16_t scale, int bits) {
    int is_tiny = (scale & 0x7f80) <= 4 << 7;
    return bits == 8 ? scale : is_tiny ? 0 : (uint16_t)(scale - (4 << 7));
}

void fk_round_panels(const void *w, int is_bf16, size_t n, size_t k, size_t group, int bits, uint8_t *panels,
                     uint16_t *panel_scales, size_t panel_begin, size_t panel_end) {
    group_rounding round_group = fastest_rounding();
    size_t size = is_bf16 ? sizeof(uint16_t) : sizeof(float);
    group_tile tile;
    int8_t q[FK_LARGEST_GROUP];
    size_t groups = group_count(k, group);
    for (size_t p = panel_begin; p < panel_end; p++) {
        size_t rows = n - p * FK_PANEL < FK_PANEL ? n - p * FK_PANEL : FK_PANEL;
        memset(&tile, 0, sizeof tile);
        for (size_t g = 0; g < groups; g++) {
            size_t begin = g * group, count = k - begin < group ? k - begin : group;
            size_t lanes = lane_count(count, bits);
            for (size_t r = 0; r < rows; r++) {
                const char *from = (const char *)w + ((p * FK_PANEL + r) * k + begin) * size;
                uint16_t scale = round_group(from, is_bf16, count, bits, q);
                panel_scales[(p * groups + g) * FK_PANEL + r] = panel_scale(scale, bits);
                if (bits == 8) {
                    memcpy(tile.lanes[r], q, 2 * lanes);
                } else {
                    for (size_t i = 0; i < lanes; i++) {
                        uint32_t four;
                        memcpy(&four, q + 4 * i, sizeof four);
                        tile.lanes[r][i] = (uint16_t)((four << 4 & 0xf0f0) | (four >> 16 & 0x0f0f));
                    }
                }
            }
            store_tile(&tile, begin, lanes, bits, panels + p * FK_PANEL * padded(k) * (size_t)bits / 8);
        }
    }
}

void fk_pack_quantized(const void *q, const void *scales, size_t n, size_t k, size_t group, int bits, uint8_t *panels,
                       uint16_t *panel_scales, size_t panel_begin, size_t panel_end) {
    group_tile tile;
    size_t groups = group_count(k, group), stride = bits == 8 ? k : (k + 1) / 2;
    for (size_t p = panel_begin; p < panel_end; p++) {
        size_t rows = n - p * FK_PANEL < FK_PANEL ? n - p * FK_PANEL : FK_PANEL;
        memset(&tile, 0, sizeof tile);
        for (size_t g = 0; g < groups; g++) {
            size_t begin = g * group, count = k - begin < group ? k - begin : group;
            size_t lanes = lane_count(count, bits);
            for (size_t r = 0; r < rows; r++) {
                size_t row = p * FK_PANEL + r;
                const uint8_t *from = (const uint8_t *)q + row * stride + begin * (size_t)bits / 8;
                uint16_t *to = tile.lanes[r], scale;
                // The last group may end within its last four weights.
                memset(to, 0, lanes * sizeof *to);
                if (bits == 8) {
                    memcpy(to, from, count);
                } else {
                    memcpy(to, from, (count + 1) / 2);
                    if (count % 2) ((uint8_t *)to)[count / 2] &= 15;
                    for (size_t i = 0; i < lanes; i++) {
                        uint16_t in_order = to[i];
                        to[i] = (uint16_t)((in_order << 4 & 0x00f0) | (in_order >> 8 & 0x000f)
                                           | (in_order << 8 & 0xf000) | (in_order >> 4 & 0x0f00));
                    }
                }
                memcpy(&scale, (const char *)scales + (row * groups + g) * sizeof scale, sizeof scale);
                panel_scales[(p * groups + g) * FK_PANEL + r] = panel_scale(scale, bits);
            }
            store_tile(&tile, begin, lanes, bits, panels + p * FK_PANEL * padded(k) * (size_t)bits / 8);
        }
    }
}

void fk_unpack_quantized_row(const uint8_t *panels, const uint16_t *panel_scales, size_t row, size_t k, size_t group,
                             int bits, float *w) {
    size_t panel = row / FK_PANEL, column = row % FK_PANEL, groups = group_count(k, group);
    const uint8_t *from = panels + panel * FK_PANEL * padded(k) * (size_t)bits / 8 + 2 * column;
    const uint16_t *scale = panel_scales + panel * FK_PANEL * groups + column;
    for (size_t i = 0; i < k; i++) {
        int value;
        if (bits == 8) {
            value = (int8_t)from[i / 2 * 2 * FK_PANEL + i % 2];
        } else {
            uint8_t both = from[i / 4 * 2 * FK_PANEL + i % 2];
            value = (int8_t)(i % 4 < 2 ? both & 0xf0 : both << 4);
        }
        w[i] = (float)value * from_bf16(scale[i / group * FK_PANEL]);
    }
}
