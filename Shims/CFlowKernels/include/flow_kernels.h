// Numerical kernels for streaming transformers and convolutions on one CPU core.
//
// All matrices of activations are row-major, time-major: x[row][channel]. Weights come packed in panels of
// FK_PANEL output channels: w[panel][k][FK_PANEL]; see `pack.c`. Every output element is one chain of
// multiply-adds over k in ascending order, so a row's result does not depend on how many rows are computed
// together, on which rows they are, or on how panels are divided among threads.
//
// `fk_kernels` is a table of one variant per instruction set; the functions named fk_* call the one for this CPU
// (`dispatch.c`). Nothing here allocates.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Output channels per weight panel.
#define FK_PANEL 32

typedef enum { FK_IDENTITY = 0, FK_GELU_TANH = 1, FK_SILU = 2, FK_ELU = 3 } fk_activation;

// What happens to a row of sums s[n] before it lands in y[n]:
// y[n] = (accumulate ? y[n] : 0) + activation(s[n] + bias[n]).
typedef struct {
    const float *bias;  // [n] or NULL
    fk_activation activation;
    int accumulate;
} fk_epilogue;

// Types of keys and values.
typedef enum { FK_KV_F32 = 0, FK_KV_F16 = 1 } fk_kv_type;

// A stretch of a KV cache: k and v point at its first position, `stride` elements lie between positions.
typedef struct {
    const void *k;
    const void *v;
    size_t length;
    size_t stride;
} fk_kv_segment;

typedef struct {
    const char *name;

    // y[rows][n] = epilogue(x[rows][k] * w^T) for the panels panel_begin ..< panel_end.
    // ldx, ldy: floats between rows; rows of x may overlap (a convolution's windows).
    void (*gemm_f32)(const float *x, size_t ldx, size_t rows, const float *w, size_t n, size_t k,
                     const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end);
    // The same for weights stored as bfloat16, which are widened in registers: exact.
    void (*gemm_bf16)(const float *x, size_t ldx, size_t rows, const uint16_t *w, size_t n, size_t k,
                      const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end);
    // The same for weights packed by fk_pack_compact, with equal results.
    void (*gemm_compact)(const float *x, size_t ldx, size_t rows, const uint8_t *w, size_t n, size_t k,
                         const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end);
    // Rows of activations for the products below: x[r] = q[r] * scales[r], q from -32767 to 32767.
    // ldq: at least k rounded up to a multiple of 4; the rest of each row of q is zeroed.
    void (*quantize_rows)(const float *x, size_t ldx, size_t rows, size_t k, int16_t *q, size_t ldq, float *scales);
    // y[rows][n] = epilogue(x * w^T) for w = q * scale with 8-bit q, packed by fk_pack_quantized; x from quantize_rows.
    // group: inputs that share a scale, a multiple of 4 up to 512; scales: [panel][groups][FK_PANEL] bfloat16.
    void (*gemm_int8)(const int16_t *x, size_t ldx, const float *row_scales, size_t rows, const uint8_t *w,
                      const uint16_t *scales, size_t group, size_t n, size_t k, const fk_epilogue *epilogue, float *y,
                      size_t ldy, size_t panel_begin, size_t panel_end);
    // The same for 4-bit q.
    void (*gemm_int4)(const int16_t *x, size_t ldx, const float *row_scales, size_t rows, const uint8_t *w,
                      const uint16_t *scales, size_t group, size_t n, size_t k, const fk_epilogue *epilogue, float *y,
                      size_t ldy, size_t panel_begin, size_t panel_end);
    // y[rows] = x[rows][k] . w[k] + bias, added to y if `accumulate`: a matrix with one output channel.
    void (*dot_rows)(const float *x, size_t ldx, size_t rows, const float *w, size_t k, float bias, int accumulate,
                     float *y, size_t ldy);

    // By fk_kv_type. Attention of one query row: q[heads][d] over all positions of the segments, in order, for the heads
    // head_begin ..< head_end. Query head h reads key/value head h / (heads / kv_heads).
    // scores: room for heads * positions floats.
    void (*attention[2])(const float *q, size_t heads, size_t kv_heads, size_t d, size_t head_begin, size_t head_end,
                         const fk_kv_segment *segments, size_t segment_count, float *scores, float *out);
    // By fk_kv_type. weights[length] += share * softmax(q[d] . keys[length][d] / sqrt(d)), `stride` elements between keys.
    // scores: room for length floats.
    void (*key_weights[2])(const float *q, size_t d, const void *keys, size_t stride, size_t length, float share,
                           float *scores, float *weights);

    // y[n] = (x - mean) / sqrt(var + eps) * weight + bias; weight and bias may both be NULL.
    void (*layer_norm)(const float *x, size_t n, const float *weight, const float *bias, float eps, float *y);
    // y[n] = y[n] * (1 + scale[n]) + shift[n].
    void (*modulate)(float *y, size_t n, const float *shift, const float *scale);
    // y[n] = activation(x[n]); x and y may be the same.
    void (*activate)(const float *x, size_t n, fk_activation activation, float *y);
    // y[n] += x[n] * scale[n]; scale may be NULL.
    void (*add_scaled)(float *y, const float *x, const float *scale, size_t n);
} fk_kernels;

// The variant for this CPU, chosen once. POCKET_TTS_CPU=portable|avx2|avx512|avx512vnni|neon overrides the choice
// where the CPU has what the variant needs.
const fk_kernels *fk_active(void);
// A variant by name, NULL where it is not compiled in or the CPU lacks it.
const fk_kernels *fk_variant(const char *name);

// The table's functions, through the active variant.
void fk_gemm_f32(const float *x, size_t ldx, size_t rows, const float *w, size_t n, size_t k,
                 const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end);
void fk_gemm_bf16(const float *x, size_t ldx, size_t rows, const uint16_t *w, size_t n, size_t k,
                  const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end);
void fk_gemm_compact(const float *x, size_t ldx, size_t rows, const uint8_t *w, size_t n, size_t k,
                     const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end);
void fk_quantize_rows(const float *x, size_t ldx, size_t rows, size_t k, int16_t *q, size_t ldq, float *scales);
void fk_gemm_int8(const int16_t *x, size_t ldx, const float *row_scales, size_t rows, const uint8_t *w,
                  const uint16_t *scales, size_t group, size_t n, size_t k, const fk_epilogue *epilogue, float *y,
                  size_t ldy, size_t panel_begin, size_t panel_end);
void fk_gemm_int4(const int16_t *x, size_t ldx, const float *row_scales, size_t rows, const uint8_t *w,
                  const uint16_t *scales, size_t group, size_t n, size_t k, const fk_epilogue *epilogue, float *y,
                  size_t ldy, size_t panel_begin, size_t panel_end);
void fk_dot_rows(const float *x, size_t ldx, size_t rows, const float *w, size_t k, float bias,
                 int accumulate, float *y, size_t ldy);
void fk_attention(fk_kv_type type, const float *q, size_t heads, size_t kv_heads, size_t d, size_t head_begin,
                  size_t head_end, const fk_kv_segment *segments, size_t segment_count, float *scores, float *out);
void fk_key_weights(fk_kv_type type, const float *q, size_t d, const void *keys, size_t stride, size_t length,
                    float share, float *scores, float *weights);
void fk_layer_norm(const float *x, size_t n, const float *weight, const float *bias, float eps, float *y);
void fk_modulate(float *y, size_t n, const float *shift, const float *scale);
void fk_activate(const float *x, size_t n, fk_activation activation, float *y);
void fk_add_scaled(float *y, const float *x, const float *scale, size_t n);

// x[n] to the nearest half floats; what is too large becomes the largest. And back.
void fk_to_f16(const float *x, size_t n, uint16_t *y);
void fk_from_f16(const uint16_t *x, size_t n, float *y);

// Rotates interleaved pairs of x[heads][d] by the angles whose cosines and sines are given, [d / 2] each.
void fk_rope(float *x, size_t heads, size_t d, const float *cosines, const float *sines);

// Tells the core that this thread is spinning.
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

// Elements that a packed matrix of n outputs and k inputs takes.
size_t fk_packed_count(size_t n, size_t k);
// w[n][k] row-major -> panels panel_begin ..< panel_end. Padding columns are zero. Here and below weights may lie at any
// address, as those of a mapped file do.
void fk_pack_f32(const void *w, size_t n, size_t k, float *panels, size_t panel_begin, size_t panel_end);
// In a bf16 panel column j and column j + 16 are neighbours, so that one 32-bit lane holds both.
void fk_pack_bf16(const void *w, size_t n, size_t k, uint16_t *panels, size_t panel_begin, size_t panel_end);

// Bytes of a packed matrix of bfloat16 in 12 bits.
size_t fk_compact_bytes(size_t n, size_t k);
// The values of a bf16 panel without loss in three quarters of the memory (see compact.h). Returns 0 if the exponents of
// w are too diverse; the panels are of no use then.
int fk_pack_compact(const void *w, size_t n, size_t k, uint8_t *panels, size_t panel_begin, size_t panel_end);

// Bytes of a packed matrix of `bits` (8 or 4) per weight; inputs are padded to a multiple of 4.
size_t fk_quantized_bytes(size_t n, size_t k, int bits);
// Scales of a packed matrix.
size_t fk_quantized_scale_count(size_t n, size_t k, size_t group);
// Rounds w[n][k], f32 or bf16, to the nearest, w ~ q * scale with a bfloat16 scale per row and group of inputs, and packs
// it. 8 bits: q within +-127; 4 bits: -8 ... 7, with the largest weight of a group at -8. `panels` must be zero at first.
void fk_round_panels(const void *w, int is_bf16, size_t n, size_t k, size_t group, int bits, uint8_t *panels,
                     uint16_t *panel_scales, size_t panel_begin, size_t panel_end);
// Packs what was rounded elsewhere: q[n][k] of 8 bits, or q[n][(k + 1) / 2] of two 4-bit values a byte, the low half
// first; scales[n][groups] bfloat16.
void fk_pack_quantized(const void *q, const void *scales, size_t n, size_t k, size_t group, int bits, uint8_t *panels,
                       uint16_t *panel_scales, size_t panel_begin, size_t panel_end);
// The row as it was put there, as floats: q * scale.
void fk_unpack_quantized_row(const uint8_t *panels, const uint16_t *panel_scales, size_t row, size_t k, size_t group,
                             int bits, float *w);
