// Matrix products over f32 and bf16 panels; part of kernels.inc.h.

#define FK_TILE_NAME_(kind, rows) kind##_##rows
#define FK_TILE_NAME(kind, rows) FK_TILE_NAME_(kind, rows)
#define FK_ALL_GROUPS (16 / VL)
// Most rows whose sums are kept while a panel passes (chunks are about equal, so that 65 rows are not 64 and a slow
// one), and inputs of a panel that stay in the level-1 cache meanwhile.
#define FK_ROW_CHUNK 64
#define FK_BLOCK 128

// The first of as few parts of `rest` rows as possible, each of at most `most`, all about as high.
INLINE size_t even_part(size_t rest, size_t most) {
    size_t parts = (rest + most - 1) / most;
    return (rest + parts - 1) / parts;
}

// Asks for the weights that come after the `bytes` at p, from memory into the level-2 cache long before they are needed
// and from there into the first: each cache waits for few lines at a time, and the processor's own prefetching stops at
// the borders of small pages and starts anew there.
// An instruction set may choose other distances; FK_FAR = 0 leaves the level-2 cache to the processor.
#ifndef FK_NEAR
#define FK_NEAR 1024
#define FK_FAR 16384
#endif
#define FK_PREFETCH_LINES(p, bytes, distance, locality)                                            \
    _Pragma("clang loop unroll(full)") for (size_t line = 0; line < ((bytes) + 63) / 64; line++) { \
        __builtin_prefetch((const char *)(p) + (distance) + 64 * line, 0, locality);               \
    }
#define FK_PREFETCH_AT(p, bytes, near, far)                    \
    FK_PREFETCH_LINES(p, bytes, near, 3)                       \
    if (FK_FAR > 0) {                                          \
        FK_PREFETCH_LINES(p, bytes, far, 2)                    \
    }
#define FK_PREFETCH(p, bytes) FK_PREFETCH_AT(p, bytes, FK_NEAR, FK_FAR)

#define FK_NO_PREFETCH(p, bytes)

#define LOAD_F32_PAIR(w, group, a, b) (a = load((w) + (group) * VL), b = load((w) + 16 + (group) * VL))
#define LOAD_BF16_PAIR(w, group, a, b)                            \
    do {                                                          \
        vu bits = load_bits((w) + 2 * (group) * VL);              \
        a = (vf)(bits << 16);                                     \
        b = (vf)(bits & 0xffff0000u);                             \
    } while (0)

#define FK_ROWS 1
#define FK_GROUPS FK_ALL_GROUPS
#include "gemm_tile.inc.h"
#define FK_ROWS 2
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#define FK_ROWS 3
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#define FK_ROWS 4
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#if FK_TILE_ROWS > 4
#define FK_ROWS 5
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#define FK_ROWS 6
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#endif
#if FK_TILE_ROWS > 6
#define FK_ROWS 7
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#define FK_ROWS 8
#define FK_GROUPS 1
#include "gemm_tile.inc.h"
#endif

// sums[rows][FK_PANEL], times row_scales[rows] if there are any -> y, `columns` of them, through the epilogue;
// `base`: first output channel.
INLINE void finish_tile(const float *sums, const float *row_scales, size_t rows, size_t columns, size_t base,
                        const fk_epilogue *e, float *y, size_t ldy) {
    for (size_t r = 0; r < rows; r++, sums += FK_PANEL, y += ldy) {
        float row_scale = row_scales ? row_scales[r] : 1.0f;
        for (size_t j = 0; j < columns; j += VL) {
            size_t count = columns - j < VL ? columns - j : VL;
            vf v = load(sums + j) * row_scale;
            if (count == VL) {
                if (e->bias) v += load(e->bias + base + j);
                if (e->activation != FK_IDENTITY) v = activate_vf(v, e->activation);
                if (e->accumulate) v += load(y + j);
                store(y + j, v);
            } else {
                if (e->bias) v += load_some(e->bias + base + j, count);
                if (e->activation != FK_IDENTITY) v = activate_vf(v, e->activation);
                if (e->accumulate) v += load_some(y + j, count);
                store_some(y + j, v, count);
            }
        }
    }
}

#define FK_TILE_CASE(kind, rows)                                                                           \
    case rows:                                                                                             \
        for (int g = 0; g < groups; g++) FK_TILE_NAME(kind, rows)(FK_TILE_ARGUMENTS, g, to);               \
        break;

#if FK_TILE_ROWS > 6
#define FK_TILE_CASES(kind) \
    FK_TILE_CASE(kind, 2) FK_TILE_CASE(kind, 3) FK_TILE_CASE(kind, 4) FK_TILE_CASE(kind, 5) FK_TILE_CASE(kind, 6) \
    FK_TILE_CASE(kind, 7) FK_TILE_CASE(kind, 8)
#elif FK_TILE_ROWS > 4
#define FK_TILE_CASES(kind) \
    FK_TILE_CASE(kind, 2) FK_TILE_CASE(kind, 3) FK_TILE_CASE(kind, 4) FK_TILE_CASE(kind, 5) FK_TILE_CASE(kind, 6)
#else
#define FK_TILE_CASES(kind) FK_TILE_CASE(kind, 2) FK_TILE_CASE(kind, 3) FK_TILE_CASE(kind, 4)
#endif

#define FK_TILE_SWITCH(kind)                             \
    switch (height) {                                    \
        FK_TILE_CASES(kind)                              \
    default:                                             \
        FK_TILE_NAME(kind, 1)(FK_TILE_ARGUMENTS, 0, to); \
    }

// One tile that reads a panel once in one go needs no blocks.
#define FK_ONE_PASS(rows) ((rows) == 1 || ((rows) <= FK_TILE_ROWS && FK_ALL_GROUPS == 1))

// A block of a panel at a time for all rows of a chunk: it comes from memory once and stays in the level-1 cache.
// OPEN: statements for each panel; PART: its weights from input `start` on, `width` inputs.
#define FK_TILE_ARGUMENTS xr, ldx, part, width
#define FK_DEFINE_GEMM(kind, tile, type, BLOCK, OPEN, PART)                                                      \
    static void FK_NAME(gemm_##kind)(const float *x, size_t ldx, size_t rows, const type *w, size_t n, size_t k, \
                                     const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin,      \
                                     size_t panel_end) {                                                         \
        float sums[FK_ROW_CHUNK * FK_PANEL];                                                                     \
        const size_t block = BLOCK;                                                                              \
        for (size_t chunk = 0, count; chunk < rows; chunk += count) {                                            \
            count = even_part(rows - chunk, FK_ROW_CHUNK);                                                       \
            for (size_t p = panel_begin; p < panel_end; p++) {                                                   \
                size_t base = p * FK_PANEL;                                                                      \
                size_t columns = n - base < FK_PANEL ? n - base : FK_PANEL;                                      \
                const int narrow = columns <= 16;                                                                \
                const int groups = narrow ? (int)((columns + VL - 1) / VL) : FK_ALL_GROUPS;                      \
                memset(sums, 0, count * FK_PANEL * sizeof *sums);                                                \
                OPEN;                                                                                            \
                for (size_t start = 0; start < k; start += block) {                                              \
                    size_t width = k - start < block ? k - start : block;                                        \
                    const __auto_type part = PART;                                                               \
                    for (size_t r = 0, height; r < count; r += height) {                                         \
                        height = even_part(count - r, FK_TILE_ROWS);                                             \
                        const float *xr = x + (chunk + r) * ldx + start;                                         \
                        float *to = sums + r * FK_PANEL;                                                         \
                        if (narrow) {                                                                            \
                            FK_TILE_SWITCH(tile##_narrow)                                                        \
                        } else {                                                                                 \
                            FK_TILE_SWITCH(tile)                                                                 \
                        }                                                                                        \
                    }                                                                                            \
                }                                                                                                \
                finish_tile(sums, NULL, count, columns, base, epilogue, y + chunk * ldy + base, ldy);            \
            }                                                                                                    \
        }                                                                                                        \
    }

#define FK_PLAIN_BLOCK (FK_ONE_PASS(rows) ? k : FK_BLOCK)
#define FK_PLAIN_PART (w + (p * k + start) * FK_PANEL)
FK_DEFINE_GEMM(f32, tile_f32, float, FK_PLAIN_BLOCK, , FK_PLAIN_PART)
FK_DEFINE_GEMM(bf16, tile_bf16, uint16_t, FK_PLAIN_BLOCK, , FK_PLAIN_PART)

#include "gemm_compact.inc.h"
#define FK_COMPACT_OPEN                                                                            \
    uint16_t plain[FK_COMPACT_LARGEST_BLOCK * FK_PANEL];                                           \
    fk_compact_cursor cursor = fk_compact_open(w + p * fk_compact_panel_bytes(k), k)
FK_DEFINE_GEMM(compact_rows, tile_expanded, uint8_t, FK_COMPACT_BLOCK, FK_COMPACT_OPEN,
               expand(&cursor, start, width, plain))
#undef FK_TILE_ARGUMENTS

static void FK_NAME(gemm_compact)FK_GEMM_PARAMETERS(uint8_t) {
    if (rows != 1) return FK_NAME(gemm_compact_rows)FK_GEMM_ARGUMENTS;
    for (size_t p = panel_begin; p < panel_end; p++) {
        float sums[FK_PANEL] = {0};
        compact_row(x, fk_compact_open(w + p * fk_compact_panel_bytes(k), k), k, sums);
        size_t base = p * FK_PANEL;
        finish_tile(sums, NULL, 1, n - base < FK_PANEL ? n - base : FK_PANEL, base, epilogue, y + base, ldy);
    }
}
