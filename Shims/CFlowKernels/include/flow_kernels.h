// Numerical kernels for streaming transformers and convolutions on one CPU core.
//
// All matrices of activations are row-major, time-major: x[row][channel]. Weights come packed in panels of
// FK_PANEL output channels: w[panel][k][FK_PANEL]; see `pack.c`. Every output element is one chain of
// multiply-adds over k in ascending order, so a row's result does not depend on how many rows are computed
// together, on which rows they are, or on how panels are divided among threads.
//
// `fk_kernels` is the table of one instruction set's variant; the functions named fk_* call the variant for this CPU
// (`dispatch.c`). Nothing here allocates.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Output channels per weight panel.
#define FK_PANEL 32

typedef enum { FK_IDENTITY = 0, FK_GELU_TANH = 1, FK_SILU = 2, FK_ELU = 3, FK_GELU_ERF = 4 } fk_activation;

// What happens to a row of sums s[n] before it lands in y[n]:
// y[n] = (accumulate ? y[n] : 0) + activation(s[n] + bias[n]).
typedef struct {
    const float *bias;  // [n] or NULL
    fk_activation activation;
    int accumulate;
} fk_epilogue;

// Consecutive positions of a KV cache: k and v point at its first position, `stride` elements lie between positions.
typedef struct {
    const void *k;
    const void *v;
    size_t length;
    size_t stride;
} fk_kv_segment;

// Parameters of the products of f32 rows, of quantised rows, and of attention, and what passes them on.
#define FK_GEMM_PARAMETERS(weight)                                                                                \
    (const float *x, size_t ldx, size_t rows, const weight *w, size_t n, size_t k, const fk_epilogue *epilogue,   \
     float *y, size_t ldy, size_t panel_begin, size_t panel_end)
#define FK_GEMM_ARGUMENTS (x, ldx, rows, w, n, k, epilogue, y, ldy, panel_begin, panel_end)
#define FK_QUANTIZED_PARAMETERS                                                                                   \
    (const int16_t *x, size_t ldx, const float *row_scales, size_t rows, const uint8_t *w, const uint16_t *scales, \
     size_t group, size_t n, size_t k, const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin,     \
     size_t panel_end)
#define FK_QUANTIZED_ARGUMENTS \
    (x, ldx, row_scales, rows, w, scales, group, n, k, epilogue, y, ldy, panel_begin, panel_end)
#define FK_BYTES_PARAMETERS                                                                                       \
    (const uint8_t *x, size_t ldx, const float *ranges, size_t rows, const uint8_t *w, const uint16_t *scales,     \
     size_t group, size_t n, size_t k, const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin,     \
     size_t panel_end)
#define FK_BYTES_ARGUMENTS (x, ldx, ranges, rows, w, scales, group, n, k, epilogue, y, ldy, panel_begin, panel_end)
#define FK_ATTENTION_PARAMETERS                                                                                   \
    (const float *q, size_t heads, size_t kv_heads, size_t d, size_t head_begin, size_t head_end,                 \
     const fk_kv_segment *segments, size_t segment_count, float *scores, float *out)
#define FK_ATTENTION_ARGUMENTS (q, heads, kv_heads, d, head_begin, head_end, segments, segment_count, scores, out)
#define FK_KEY_WEIGHTS_PARAMETERS                                                                                 \
    (const float *q, size_t d, const void *keys, size_t stride, size_t length, float share, float *scores,        \
     float *weights)
#define FK_KEY_WEIGHTS_ARGUMENTS (q, d, keys, stride, length, share, scores, weights)

// The list of kernels: K(name, (parameters), (arguments)). The table of a variant, its entries and the functions that
// call the active variant are made from it.
//
// gemm_f32: y[rows][n] = epilogue(x[rows][k] * w^T) for the panels panel_begin ..< panel_end.
//   ldx, ldy: floats between rows; rows of x may overlap (the windows of a convolution).
// gemm_bf16: the same for weights stored as bfloat16, which are widened in registers: exact.
// gemm_compact: the same for weights packed by fk_pack_compact, with equal results.
// quantize_rows: activations for the products below: x[r] = q[r] * scales[r], q from -32767 to 32767. The
//   scale of a row that is not finite is NaN. ldq: at least k rounded up to a multiple of 4; the rest of each row of q
//   is zeroed.
// gemm_int8: y[rows][n] = epilogue(x * w^T) for w = q * scale with 8-bit q, packed by fk_pack_quantized; x from
//   quantize_rows. group: inputs that share a scale, a multiple of 4 up to 512.
//   scales: [panel][groups][FK_PANEL] bfloat16.
// gemm_int4: the same for 4-bit q.
// quantize_bytes: activations for the product below, in groups of 32 or 64 that follow each other: x = q * range[0] +
//   range[1] with q from 0 to 127. ranges: two numbers per group, the first NaN if the group is not finite.
// gemm_bytes: y[rows][n] = epilogue(x * w^T) for weights packed by fk_round_byte_panels. Rows of x may overlap, whole
//   groups apart: k and ldx are multiples of `group`, and row r's ranges begin with those of group r * ldx / group.
// dot_rows: y[rows] = x[rows][k] . w[k] + bias, added to y if `accumulate`: a matrix with one output channel.
// attention_f32: attention of one query row, q[heads][d] over all positions of the segments, in order, for the heads
//   head_begin ..< head_end. Query head h reads key/value head h / (heads / kv_heads).
//   scores: room for heads * positions.
// attention_f16: the same for keys and values that are half floats.
// key_weights_f32: weights[length] += share * softmax(q[d] . keys[length][d] / sqrt(d)), `stride` elements between
//   keys. scores: room for `length` floats.
// key_weights_f16: the same for keys that are half floats.
// layer_norm: y[n] = (x - mean) / sqrt(var + eps) * weight + bias; weight and bias may both be NULL.
// modulate: y[n] = y[n] * (1 + scale[n]) + shift[n].
// activate: y[n] = activation(x[n]); x and y may be the same.
// add_scaled: y[n] += x[n] * scale[n]; scale may be NULL.
#define FK_KERNELS(K)                                                                                             \
    K(gemm_f32, FK_GEMM_PARAMETERS(float), FK_GEMM_ARGUMENTS)                                                     \
    K(gemm_bf16, FK_GEMM_PARAMETERS(uint16_t), FK_GEMM_ARGUMENTS)                                                 \
    K(gemm_compact, FK_GEMM_PARAMETERS(uint8_t), FK_GEMM_ARGUMENTS)                                               \
    K(quantize_rows, (const float *x, size_t ldx, size_t rows, size_t k, int16_t *q, size_t ldq, float *scales),  \
      (x, ldx, rows, k, q, ldq, scales))                                                                          \
    K(gemm_int8, FK_QUANTIZED_PARAMETERS, FK_QUANTIZED_ARGUMENTS)                                                 \
    K(gemm_int4, FK_QUANTIZED_PARAMETERS, FK_QUANTIZED_ARGUMENTS)                                                 \
    K(quantize_bytes, (const float *x, size_t groups, size_t group, uint8_t *q, float *ranges),                   \
      (x, groups, group, q, ranges))                                                                              \
    K(gemm_bytes, FK_BYTES_PARAMETERS, FK_BYTES_ARGUMENTS)                                                        \
    K(dot_rows, (const float *x, size_t ldx, size_t rows, const float *w, size_t k, float bias, int accumulate,   \
                 float *y, size_t ldy),                                                                           \
      (x, ldx, rows, w, k, bias, accumulate, y, ldy))                                                             \
    K(attention_f32, FK_ATTENTION_PARAMETERS, FK_ATTENTION_ARGUMENTS)                                             \
    K(attention_f16, FK_ATTENTION_PARAMETERS, FK_ATTENTION_ARGUMENTS)                                             \
    K(key_weights_f32, FK_KEY_WEIGHTS_PARAMETERS, FK_KEY_WEIGHTS_ARGUMENTS)                                       \
    K(key_weights_f16, FK_KEY_WEIGHTS_PARAMETERS, FK_KEY_WEIGHTS_ARGUMENTS)                                       \
    K(layer_norm, (const float *x, size_t n, const float *weight, const float *bias, float eps, float *y),        \
      (x, n, weight, bias, eps, y))                                                                               \
    K(modulate, (float *y, size_t n, const float *shift, const float *scale), (y, n, shift, scale))               \
    K(activate, (const float *x, size_t n, fk_activation activation, float *y), (x, n, activation, y))            \
    K(add_scaled, (float *y, const float *x, const float *scale, size_t n), (y, x, scale, n))

#define FK_TABLE_FIELD(kernel, parameters, arguments) void (*kernel) parameters;
typedef struct {
    const char *name;
    FK_KERNELS(FK_TABLE_FIELD)
} fk_kernels;
#undef FK_TABLE_FIELD

// The variant for this CPU, chosen once. POCKET_TTS_CPU=portable|avx2|avxvnni|avx512|avx512vnni|neon|neondot overrides
// the choice where the CPU has what the variant needs; any other value is reported on stderr, see fk_choose.
const fk_kernels *fk_active(void);
// A variant by name, NULL where it is not compiled in or the CPU lacks it.
const fk_kernels *fk_variant(const char *name);
// The names of all variants that there are, best first; NULL after the last.
const char *fk_variant_name(size_t index);
// The variant named `wanted`, else the best one. *is_known: whether `wanted` is NULL or a variant of this CPU.
const fk_kernels *fk_choose(const char *wanted, int *is_known);

// Each kernel through the active variant: fk_gemm_f32(...) and so on.
#define FK_PROTOTYPE(kernel, parameters, arguments) void fk_##kernel parameters;
FK_KERNELS(FK_PROTOTYPE)
#undef FK_PROTOTYPE

// x[n] to the nearest half floats; what is too large becomes the largest, NaN stays NaN. And back.
void fk_to_f16(const float *x, size_t n, uint16_t *y);
void fk_from_f16(const uint16_t *x, size_t n, float *y);

// Rotates interleaved pairs of x[heads][d] by the angles whose cosines and sines are given, [d / 2] each.
void fk_rope(float *x, size_t heads, size_t d, const float *cosines, const float *sines);

// A hint to the core that this thread is spinning.
static inline void fk_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}
// Lets another thread run.
void fk_yield(void);
// Sleeps for about a tenth of a millisecond.
void fk_sleep_briefly(void);
// Lowers this thread's priority by steps of nice(1), as far as the system allows; returns how many they became: 0 but
// on Linux, whose threads have priorities of their own.
int fk_lower_priority(int steps);

// Elements that a packed matrix of n outputs and k inputs takes.
size_t fk_packed_count(size_t n, size_t k);
// w[n][k] row-major -> panels panel_begin ..< panel_end. Padding columns are zero. Here and below weights may lie at
// any address, as those of a mapped file do.
void fk_pack_f32(const void *w, size_t n, size_t k, float *panels, size_t panel_begin, size_t panel_end);
// In a bf16 panel column j and column j + 16 are neighbours, so that one 32-bit lane holds both.
void fk_pack_bf16(const void *w, size_t n, size_t k, uint16_t *panels, size_t panel_begin, size_t panel_end);

// Bytes of a packed matrix of bfloat16 in 12 bits.
size_t fk_compact_bytes(size_t n, size_t k);
// The values of a bf16 panel without loss in three quarters of the memory (see compact.h). Returns 0 if the exponents
// of w are too diverse; the panels are then invalid.
int fk_pack_compact(const void *w, size_t n, size_t k, uint8_t *panels, size_t panel_begin, size_t panel_end);

// Bytes of a packed matrix of `bits` (8 or 4) per weight; inputs are padded to a multiple of 4.
size_t fk_quantized_bytes(size_t n, size_t k, int bits);
// Scales of a packed matrix.
size_t fk_quantized_scale_count(size_t n, size_t k, size_t group);
// Rounds w[n][k], f32 or bf16, to the nearest, w ~ q * scale with a bfloat16 scale per row and group of inputs, and
// packs it. 8 bits: q within +-127; 4 bits: -8 ... 7, with the largest weight of a group at -8. `panels` must be zero
// at first.
void fk_round_panels(const void *w, int is_bf16, size_t n, size_t k, size_t group, int bits, uint8_t *panels,
                     uint16_t *panel_scales, size_t panel_begin, size_t panel_end);
// Packs what was rounded elsewhere: q[n][k] of 8 bits, or q[n][(k + 1) / 2] of two 4-bit values a byte, the low half
// first; scales[n][groups] bfloat16.
void fk_pack_quantized(const void *q, const void *scales, size_t n, size_t k, size_t group, int bits, uint8_t *panels,
                       uint16_t *panel_scales, size_t panel_begin, size_t panel_end);
// The row as it was put there, as floats: q * scale.
void fk_unpack_quantized_row(const uint8_t *panels, const uint16_t *panel_scales, size_t row, size_t k, size_t group,
                             int bits, float *w);

// Bytes, and 16-bit numbers beside them, of a matrix packed by fk_round_byte_panels.
size_t fk_byte_panel_bytes(size_t n, size_t k);
size_t fk_byte_scale_count(size_t n, size_t k, size_t group);
// Rounds w[n][k], f32 or bf16, to 8 bits with a bfloat16 scale per row and group of 32 or 64 inputs, and packs it for
// gemm_bytes. Where AVX2 adds products in 16 bits, no sum of theirs leaves these: such a group has a larger scale.
void fk_round_byte_panels(const void *w, int is_bf16, size_t n, size_t k, size_t group, uint8_t *panels,
                          uint16_t *panel_scales, size_t panel_begin, size_t panel_end);

// A sum of bytes that changes with any of them. It notices accidental damage, not a forgery.
uint64_t fk_checksum(const void *bytes, size_t n);
