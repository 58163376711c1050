// Packing of a stretch of inputs, shared by the kinds of bfloat16 panels.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Inputs that are packed for one column before the next: a line of the level-1 cache, as rows may lie so that the cache
// holds few of them at once.
#define FK_LINE_BF16 32

// rows[columns][k] -> to[end - start][FK_PANEL], the inputs start ..< end, at most FK_LINE_BF16 of them. Columns that
// are not there stay as they are.
void fk_pack_bf16_line(const char *rows, size_t columns, size_t k, size_t start, size_t end, uint16_t *to);
