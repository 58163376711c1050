// The layout of compact bfloat16 panels.
//
// Weights of a panel have few exponents: the high byte of nearly every one is a sign and seven bits of exponent out of
// eight that follow each other. So a weight takes 12 bits: its low byte, and 4 bits that say which of sixteen high
// bytes. The few others, escapes, are listed with their places. Nothing is rounded.
//
// A panel: header, then for every 4 inputs 192 bytes, then room for escapes. The plain panel of these 4 inputs is four
// rows of 64 bytes; of each quarter of two rows the low bytes lie together, so that interleaving 16 of them with 16
// high bytes gives a quarter of both rows. The 192 bytes: 64 of two 4-bit values, the low half for inputs 0 and 1, the
// high half for 2 and 3; 64 low bytes of inputs 0 and 1; 64 of inputs 2 and 3.
#pragma once

#include "flow_kernels.h"
#include <string.h>

#define FK_COMPACT_HEADER 64
#define FK_COMPACT_GROUP 192

typedef struct {
    uint32_t at;     // place in the plain panel
    uint32_t value;  // bfloat16
} fk_escape;

typedef struct {
    uint32_t escapes;
    uint8_t base;  // the smallest seven bits of exponent
} fk_compact_header;

// One weight in 512 may escape: more would cost more than they save.
static inline size_t fk_compact_room(size_t k) { return k * FK_PANEL / 512 + 8; }
static inline size_t fk_compact_groups(size_t k) { return (k + 3) / 4; }
static inline size_t fk_compact_panel_bytes(size_t k) {
    size_t bytes = FK_COMPACT_HEADER + fk_compact_groups(k) * FK_COMPACT_GROUP + fk_compact_room(k) * sizeof(fk_escape);
    return (bytes + 63) / 64 * 64;
}
// Where the inputs from `start` on lie, a multiple of 4.
static inline const uint8_t *fk_compact_inputs(const uint8_t *panel, size_t start) {
    return panel + FK_COMPACT_HEADER + start / 4 * FK_COMPACT_GROUP;
}
static inline const fk_escape *fk_compact_escapes(const uint8_t *panel, size_t k) {
    return (const fk_escape *)(panel + FK_COMPACT_HEADER + fk_compact_groups(k) * FK_COMPACT_GROUP);
}

// How far a panel has been read.
typedef struct {
    const uint8_t *panel;
    const fk_escape *escape, *end;
    uint8_t base;
} fk_compact_cursor;

static inline fk_compact_cursor fk_compact_open(const uint8_t *panel, size_t k) {
    fk_compact_header header;
    memcpy(&header, panel, sizeof header);
    const fk_escape *escapes = fk_compact_escapes(panel, k);
    return (fk_compact_cursor){panel, escapes, escapes + header.escapes, header.base};
}
