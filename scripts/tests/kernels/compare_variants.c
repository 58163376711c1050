// Compares the kernels of an instruction set with portable C, on random shapes: for processors that are emulated.
//   compare_variants VARIANT                   exit status 1 and a line per difference
//   compare_variants VARIANT PRODUCT ROWS      computes one product of ROWS rows, 256 outputs and 512 inputs (0 rows:
//                                              only its preparations), so that its instructions can be counted
#include "flow_kernels.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef TESTED  // the table of a variant that the processor need not announce
extern const fk_kernels TESTED;
#endif
static const fk_kernels *portable, *tested;
static int failures;
static uint64_t state = 1;

static uint32_t next(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}
static size_t number(size_t low, size_t high) { return low + next() % (high - low + 1); }

static void *room(size_t bytes) {
    void *memory = aligned_alloc(64, (bytes + 127) / 64 * 64);
    if (!memory) exit(70);
    memset(memory, 0, (bytes + 127) / 64 * 64);
    return memory;
}

// Values in -1 ... 1 that bfloat16 holds exactly.
static float *floats(size_t count) {
    float *x = room(count * sizeof *x);
    for (size_t i = 0; i < count; i++) x[i] = ((float)number(0, 256) - 128.0f) / 128.0f;
    return x;
}
static uint16_t *halves(const float *x, size_t count) {
    uint16_t *y = room(count * sizeof *y);
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, x + i, sizeof bits);
        y[i] = (uint16_t)(bits >> 16);
    }
    return y;
}

// A value that is no number differs from every number.
static void expect_close(const char *kernel, const float *a, const float *b, size_t count, float bound) {
    for (size_t i = 0; i < count; i++) {
        if (isnan(a[i]) && isnan(b[i])) continue;
        if (!(fabsf(a[i] - b[i]) <= bound)) {
            printf("%s: %g instead of %g at %zu of %zu\n", kernel, (double)b[i], (double)a[i], i, count);
            failures++;
            return;
        }
    }
}
static void expect_equal(const char *kernel, const void *a, const void *b, size_t bytes) {
    if (memcmp(a, b, bytes) == 0) return;
    printf("%s: other bits\n", kernel);
    failures++;
}

// Runs CALL with each variant as `kernels`, writing to y, and compares what it has written.
#define COMPARE(name, count, bound, CALL)                             \
    do {                                                              \
        float *outputs[2];                                            \
        for (int which = 0; which < 2; which++) {                     \
            const fk_kernels *kernels = which ? tested : portable;    \
            float *y = outputs[which] = room((count) * sizeof(float)); \
            for (size_t i = 0; i < (count); i++) y[i] = (float)(i % 7) / 7.0f; \
            CALL;                                                     \
        }                                                             \
        expect_close(name, outputs[0], outputs[1], count, bound);     \
        free(outputs[0]);                                             \
        free(outputs[1]);                                             \
    } while (0)

typedef struct {
    size_t rows, n, k, panels;
    float *x, *w;
    uint16_t *bf16;
    fk_epilogue epilogue;
} product;

static product make(size_t rows, size_t n, size_t k) {
    product p = {rows, n, k, (n + FK_PANEL - 1) / FK_PANEL, floats(rows * k), floats(n * k), NULL, {0}};
    p.bf16 = halves(p.w, n * k);
    p.epilogue = (fk_epilogue){floats(n), (fk_activation)number(0, 4), (int)number(0, 1)};
    return p;
}
static void release(product *p) {
    free(p->x), free(p->w), free(p->bf16), free((void *)p->epilogue.bias);
}

static void exact_products(void) {
    product p = make(number(1, 20), number(1, 100), number(1, 300));
    size_t rows = p.rows, n = p.n, k = p.k, count = rows * n;
    float *f32 = room(fk_packed_count(n, k) * sizeof *f32);
    uint16_t *bf16 = room(fk_packed_count(n, k) * sizeof *bf16);
    uint8_t *compact = room(fk_compact_bytes(n, k));
    fk_pack_f32(p.w, n, k, f32, 0, p.panels);
    fk_pack_bf16(p.bf16, n, k, bf16, 0, p.panels);
    COMPARE("gemm_f32", count, 2e-4f, kernels->gemm_f32(p.x, k, rows, f32, n, k, &p.epilogue, y, n, 0, p.panels));
    COMPARE("gemm_bf16", count, 2e-4f, kernels->gemm_bf16(p.x, k, rows, bf16, n, k, &p.epilogue, y, n, 0, p.panels));
    if (fk_pack_compact(p.bf16, n, k, compact, 0, p.panels)) {
        COMPARE("gemm_compact", count, 2e-4f,
                kernels->gemm_compact(p.x, k, rows, compact, n, k, &p.epilogue, y, n, 0, p.panels));
    }
    COMPARE("dot_rows", rows, 2e-4f, kernels->dot_rows(p.x, k, rows, p.w, k, 0.5f, p.epilogue.accumulate, y, 1));
    free(f32), free(bf16), free(compact), release(&p);
}

static void rounded_products(void) {
    product p = make(number(1, 40), number(1, 100), number(1, 300));
    size_t rows = p.rows, n = p.n, k = p.k, ldq = (k + 3) / 4 * 4;
    for (int bits = 4; bits <= 8; bits += 4) {
        size_t group = bits == 8 ? 64 : 32;
        uint8_t *panels = room(fk_quantized_bytes(n, k, bits));
        uint16_t *scales = room(fk_quantized_scale_count(n, k, group) * sizeof *scales);
        fk_round_panels(p.w, 0, n, k, group, bits, panels, scales, 0, p.panels);
        int16_t *q[2];
        float *row_scales[2];
        for (int which = 0; which < 2; which++) {
            q[which] = room(rows * ldq * sizeof **q), row_scales[which] = room(rows * sizeof **row_scales);
            (which ? tested : portable)->quantize_rows(p.x, k, rows, k, q[which], ldq, row_scales[which]);
        }
        expect_equal("quantize_rows", q[0], q[1], rows * ldq * sizeof **q);
        expect_equal("quantize_rows, scales", row_scales[0], row_scales[1], rows * sizeof **row_scales);
        COMPARE(bits == 8 ? "gemm_int8" : "gemm_int4", rows * n, 1e-4f,
                (bits == 8 ? kernels->gemm_int8 : kernels->gemm_int4)(q[0], ldq, row_scales[0], rows, panels, scales,
                                                                      group, n, k, &p.epilogue, y, n, 0, p.panels));
        for (int which = 0; which < 2; which++) free(q[which]), free(row_scales[which]);
        free(panels), free(scales);
    }
    release(&p);
}

static void byte_products(void) {
    size_t group = number(1, 2) * 32;
    product p = make(number(1, 40), number(1, 100), group * number(1, 20));
    size_t rows = p.rows, n = p.n, k = p.k, groups = rows * k / group;
    uint8_t *panels = room(fk_byte_panel_bytes(n, k));
    uint16_t *scales = room(fk_byte_scale_count(n, k, group) * sizeof *scales);
    // Rows whose products are as large as can be.
    if (next() % 4 == 0) {
        for (size_t i = 0; i < n * k; i++) p.w[i] = p.w[i] < 0 ? -1.0f : 1.0f;
        for (size_t i = 0; i < rows * k; i++) p.x[i] = p.w[i % (n * k)];
    }
    fk_round_byte_panels(p.w, 0, n, k, group, panels, scales, 0, p.panels);
    uint8_t *q[2];
    float *ranges[2];
    for (int which = 0; which < 2; which++) {
        q[which] = room(rows * k), ranges[which] = room(groups * 2 * sizeof **ranges);
        (which ? tested : portable)->quantize_bytes(p.x, groups, group, q[which], ranges[which]);
    }
    expect_equal("quantize_bytes", q[0], q[1], rows * k);
    expect_equal("quantize_bytes, ranges", ranges[0], ranges[1], groups * 2 * sizeof **ranges);
    COMPARE("gemm_bytes", rows * n, 4e-4f,
            kernels->gemm_bytes(q[0], k, ranges[0], rows, panels, scales, group, n, k, &p.epilogue, y, n, 0, p.panels));
    for (int which = 0; which < 2; which++) free(q[which]), free(ranges[which]);
    free(panels), free(scales), release(&p);
}

static void attention(void) {
    size_t kv_heads = number(1, 3), heads = kv_heads * number(1, 3), d = 2 * number(1, 40), width = kv_heads * d;
    size_t lengths[2] = {number(1, 40), number(1, 9)}, total = lengths[0] + lengths[1];
    float *q = floats(heads * d), *kv = floats(2 * total * width), *scores = room(heads * total * sizeof *scores);
    uint16_t *small = room(2 * total * width * sizeof *small);
    fk_to_f16(kv, 2 * total * width, small);
    for (int half = 0; half < 2; half++) {
        const char *base = half ? (char *)small : (char *)kv;
        size_t size = half ? sizeof *small : sizeof *kv;
        fk_kv_segment segments[2] = {
            {base, base + total * width * size, lengths[0], width},
            {base + lengths[0] * width * size, base + (total + lengths[0]) * width * size, lengths[1], width}};
        COMPARE(half ? "attention_f16" : "attention_f32", heads * d, 1e-5f,
                (half ? kernels->attention_f16 : kernels->attention_f32)(q, heads, kv_heads, d, 0, heads, segments, 2,
                                                                         scores, y));
        COMPARE(half ? "key_weights_f16" : "key_weights_f32", total, 1e-5f,
                (half ? kernels->key_weights_f16 : kernels->key_weights_f32)(q, d, base, width, total, 0.5f, scores,
                                                                             y));
    }
    free(q), free(kv), free(scores), free(small);
}

static void vectors(void) {
    size_t n = number(1, 90);
    float *x = floats(n), *scale = floats(n), *shift = floats(n), *factors = next() % 2 ? scale : NULL;
    COMPARE("layer_norm", n, 1e-4f, kernels->layer_norm(x, n, scale, shift, 1e-5f, y));
    COMPARE("modulate", n, 1e-5f, kernels->modulate(y, n, shift, scale));
    COMPARE("add_scaled", n, 1e-5f, kernels->add_scaled(y, x, factors, n));
    fk_activation activation = (fk_activation)number(0, 4);
    for (size_t i = 0; i < n; i++) x[i] *= 20;
    if (next() % 4 == 0) x[n / 2] = NAN;
    COMPARE("activate", n, 1e-5f, kernels->activate(x, n, activation, y));
    free(x), free(scale), free(shift);
}

static int run_once(const char *name, size_t rows) {
    product p = make(16, 256, 512);
    p.epilogue = (fk_epilogue){NULL, FK_IDENTITY, 0};
    size_t n = p.n, k = p.k, panels = p.panels;
    float *y = room(16 * n * sizeof *y), *ranges = room(16 * k * sizeof *ranges);
    uint8_t *bytes = room(n * k * 4), *q8 = room(16 * k);
    uint16_t *scales = room(n * k);
    int16_t *q = room(16 * k * sizeof *q);
    if (!strcmp(name, "bf16")) {
        fk_pack_bf16(p.bf16, n, k, (uint16_t *)bytes, 0, panels);
        if (rows) tested->gemm_bf16(p.x, k, rows, (uint16_t *)bytes, n, k, &p.epilogue, y, n, 0, panels);
    } else if (!strcmp(name, "compact")) {
        for (size_t i = 0; i < n * k; i++) p.bf16[i] = 0x3f00 | (p.bf16[i] & 0x80ff);
        fk_pack_compact(p.bf16, n, k, bytes, 0, panels);
        if (rows) tested->gemm_compact(p.x, k, rows, bytes, n, k, &p.epilogue, y, n, 0, panels);
    } else if (!strcmp(name, "bytes")) {
        fk_round_byte_panels(p.w, 0, n, k, 64, bytes, scales, 0, panels);
        tested->quantize_bytes(p.x, 16 * k / 64, 64, q8, ranges);
        if (rows) tested->gemm_bytes(q8, k, ranges, rows, bytes, scales, 64, n, k, &p.epilogue, y, n, 0, panels);
    } else {
        int bits = !strcmp(name, "int4") ? 4 : 8;
        size_t group = bits == 8 ? 64 : 32;
        fk_round_panels(p.w, 0, n, k, group, bits, bytes, scales, 0, panels);
        tested->quantize_rows(p.x, k, 16, k, q, k, ranges);
        if (rows) {
            (bits == 8 ? tested->gemm_int8 : tested->gemm_int4)(q, k, ranges, rows, bytes, scales, group, n, k,
                                                                &p.epilogue, y, n, 0, panels);
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    portable = fk_variant("portable");
#ifdef TESTED
    tested = &TESTED;
#else
    tested = argc > 1 ? fk_variant(argv[1]) : NULL;
#endif
    if (!tested) return fprintf(stderr, "compare_variants: VARIANT [PRODUCT ROWS], a variant of this CPU\n"), 64;
    if (argc == 4) return run_once(argv[2], (size_t)atoi(argv[3]));
    for (int turn = 0; turn < 60 && failures < 20; turn++) {
        exact_products();
        rounded_products();
        byte_products();
        attention();
        vectors();
    }
    printf("%s: %d differences\n", tested->name, failures);
    return failures > 0;
}
