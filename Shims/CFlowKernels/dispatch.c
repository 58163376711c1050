// Chooses the kernels for this CPU.
#include "flow_kernels.h"
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

extern const fk_kernels fk_kernels_portable;
#if defined(__x86_64__)
extern const fk_kernels fk_kernels_avx2, fk_kernels_avx512, fk_kernels_avx512vnni;
#elif defined(__aarch64__)
extern const fk_kernels fk_kernels_neon;
#endif

// Best first.
static const char *const variant_names[] = {"avx512vnni", "avx512", "avx2", "neon", "portable"};

#if defined(__x86_64__)
static int has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}
#endif

const fk_kernels *fk_variant(const char *name) {
#if defined(__x86_64__)
    if (!strcmp(name, "avx512vnni")) {
        return has_avx512() && __builtin_cpu_supports("avx512vnni") ? &fk_kernels_avx512vnni : NULL;
    }
    if (!strcmp(name, "avx512")) return has_avx512() ? &fk_kernels_avx512 : NULL;
    if (!strcmp(name, "avx2")) {
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &fk_kernels_avx2 : NULL;
    }
#elif defined(__aarch64__)
    if (!strcmp(name, "neon")) return &fk_kernels_neon;
#endif
    return strcmp(name, "portable") ? NULL : &fk_kernels_portable;
}

static const fk_kernels *choose(void) {
    const char *wanted = getenv("POCKET_TTS_CPU");
    const fk_kernels *kernels = wanted ? fk_variant(wanted) : NULL;
    for (size_t i = 0; !kernels; i++) kernels = fk_variant(variant_names[i]);
    return kernels;
}

const fk_kernels *fk_active(void) {
    static _Atomic(const fk_kernels *) active;
    const fk_kernels *kernels = atomic_load_explicit(&active, memory_order_acquire);
    if (!kernels) {
        kernels = choose();
        atomic_store_explicit(&active, kernels, memory_order_release);
    }
    return kernels;
}

void fk_yield(void) { sched_yield(); }

void fk_sleep_briefly(void) {
    struct timespec time = {0, 100000};
    nanosleep(&time, NULL);
}

void fk_gemm_f32(const float *x, size_t ldx, size_t rows, const float *w, size_t n, size_t k,
                 const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end) {
    fk_active()->gemm_f32(x, ldx, rows, w, n, k, epilogue, y, ldy, panel_begin, panel_end);
}

void fk_gemm_bf16(const float *x, size_t ldx, size_t rows, const uint16_t *w, size_t n, size_t k,
                  const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end) {
    fk_active()->gemm_bf16(x, ldx, rows, w, n, k, epilogue, y, ldy, panel_begin, panel_end);
}

void fk_gemm_compact(const float *x, size_t ldx, size_t rows, const uint8_t *w, size_t n, size_t k,
                     const fk_epilogue *epilogue, float *y, size_t ldy, size_t panel_begin, size_t panel_end) {
    fk_active()->gemm_compact(x, ldx, rows, w, n, k, epilogue, y, ldy, panel_begin, panel_end);
}

void fk_quantize_rows(const float *x, size_t ldx, size_t rows, size_t k, int16_t *q, size_t ldq, float *scales) {
    fk_active()->quantize_rows(x, ldx, rows, k, q, ldq, scales);
}

void fk_gemm_int8(const int16_t *x, size_t ldx, const float *row_scales, size_t rows, const uint8_t *w,
                  const uint16_t *scales, size_t group, size_t n, size_t k, const fk_epilogue *epilogue, float *y,
                  size_t ldy, size_t panel_begin, size_t panel_end) {
    fk_active()->gemm_int8(x, ldx, row_scales, rows, w, scales, group, n, k, epilogue, y, ldy, panel_begin, panel_end);
}

void fk_gemm_int4(const int16_t *x, size_t ldx, const float *row_scales, size_t rows, const uint8_t *w,
                  const uint16_t *scales, size_t group, size_t n, size_t k, const fk_epilogue *epilogue, float *y,
                  size_t ldy, size_t panel_begin, size_t panel_end) {
    fk_active()->gemm_int4(x, ldx, row_scales, rows, w, scales, group, n, k, epilogue, y, ldy, panel_begin, panel_end);
}

void fk_dot_rows(const float *x, size_t ldx, size_t rows, const float *w, size_t k, float bias, int accumulate,
                 float *y, size_t ldy) {
    fk_active()->dot_rows(x, ldx, rows, w, k, bias, accumulate, y, ldy);
}

void fk_attention(fk_kv_type type, const float *q, size_t heads, size_t kv_heads, size_t d, size_t head_begin,
                  size_t head_end, const fk_kv_segment *segments, size_t segment_count, float *scores, float *out) {
    fk_active()->attention[type](q, heads, kv_heads, d, head_begin, head_end, segments, segment_count, scores, out);
}

void fk_key_weights(fk_kv_type type, const float *q, size_t d, const void *keys, size_t stride, size_t length,
                    float share, float *scores, float *weights) {
    fk_active()->key_weights[type](q, d, keys, stride, length, share, scores, weights);
}

void fk_layer_norm(const float *x, size_t n, const float *weight, const float *bias, float eps, float *y) {
    fk_active()->layer_norm(x, n, weight, bias, eps, y);
}

void fk_modulate(float *y, size_t n, const float *shift, const float *scale) {
    fk_active()->modulate(y, n, shift, scale);
}

void fk_activate(const float *x, size_t n, fk_activation activation, float *y) {
    fk_active()->activate(x, n, activation, y);
}

void fk_add_scaled(float *y, const float *x, const float *scale, size_t n) {
    fk_active()->add_scaled(y, x, scale, n);
}
