// Runs the kernels of one stage of speech, with the shapes of the published English model: see `instructions`.
//   instruction_stages VARIANT PRECISION STAGE
// Only what `stage` calls is counted.
#include "flow_kernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const fk_kernels *kernels;
static const char *precision;
static uint64_t state = 1;

static float random_weight(void) {
    float sum = 0;
    for (int i = 0; i < 4; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        sum += (float)(state >> 40) * 0x1p-24f - 0.5f;
    }
    return sum * 0.05f;
}

static void *room(size_t bytes) {
    void *memory = calloc(1, (bytes + 127) / 64 * 64);
    if (!memory) exit(70);
    return (char *)memory + (64 - (size_t)memory % 64) % 64;
}

typedef struct {
    size_t n, k;
    int bits;  // 8, 4, 12 (compact), 16 (bfloat16 panels) or 88 (bytes)
    void *panels;
    uint16_t *scales;
} matrix;

static matrix make(size_t n, size_t k, int bits) {
    size_t panels = (n + FK_PANEL - 1) / FK_PANEL, group = bits == 4 ? 32 : 64;
    uint16_t *w = room(n * k * sizeof *w);
    for (size_t i = 0; i < n * k; i++) {
        float value = random_weight();
        uint32_t all;
        memcpy(&all, &value, sizeof all);
        w[i] = (uint16_t)(all >> 16);
    }
    matrix m = {n, k, bits, NULL, NULL};
    switch (bits) {
    case 88:
        m.panels = room(fk_byte_panel_bytes(n, k));
        m.scales = room(fk_byte_scale_count(n, k, 64) * sizeof *m.scales);
        fk_round_byte_panels(w, 1, n, k, 64, m.panels, m.scales, 0, panels);
        break;
    case 16:
        fk_pack_bf16(w, n, k, m.panels = room(fk_packed_count(n, k) * sizeof *w), 0, panels);
        break;
    case 12:
        fk_pack_compact(w, n, k, m.panels = room(fk_compact_bytes(n, k)), 0, panels);
        break;
    default:
        m.panels = room(fk_quantized_bytes(n, k, bits));
        m.scales = room(fk_quantized_scale_count(n, k, group) * sizeof *m.scales);
        fk_round_panels(w, 1, n, k, group, bits, m.panels, m.scales, 0, panels);
    }
    return m;
}

static float *x, *y, *scores;
static int16_t *q;
static float *row_scales;
static void *cache;

// `overlap`: how often each input lies in a row.
static void multiply(const matrix *m, size_t rows, size_t overlap, fk_activation activation) {
    fk_epilogue epilogue = {NULL, activation, 0};
    size_t panels = (m->n + FK_PANEL - 1) / FK_PANEL, k = m->k, ldx = k / overlap;
    if (m->bits == 16) kernels->gemm_bf16(x, ldx, rows, m->panels, m->n, k, &epilogue, y, m->n, 0, panels);
    if (m->bits == 12) kernels->gemm_compact(x, k, rows, m->panels, m->n, k, &epilogue, y, m->n, 0, panels);
    if (m->bits == 88) {
        kernels->quantize_bytes(x, ((rows - 1) * ldx + k) / 64, 64, (uint8_t *)q, row_scales);
        kernels->gemm_bytes((uint8_t *)q, ldx, row_scales, rows, m->panels, m->scales, 64, m->n, k, &epilogue, y, m->n,
                            0, panels);
    }
    if (m->bits > 8) return;
    kernels->quantize_rows(x, k, rows, k, q, k, row_scales);
    (m->bits == 8 ? kernels->gemm_int8 : kernels->gemm_int4)(q, k, row_scales, rows, m->panels, m->scales,
                                                             m->bits == 8 ? 64 : 32, m->n, k, &epilogue, y, m->n, 0,
                                                             panels);
}

static matrix matrices[8];
static int count;

// One layer of the language model for some rows that each see 200 positions.
static void layer(size_t rows) {
    int is_half = strcmp(precision, "bf16") != 0;
    for (size_t r = 0; r < rows; r++) kernels->layer_norm(x, 1024, x, x, 1e-5f, y);
    multiply(&matrices[0], rows, 1, FK_IDENTITY);
    for (size_t r = 0; r < rows; r++) {
        fk_kv_segment segment = {cache, (char *)cache + 2048, 200, 2048};
        (is_half ? kernels->attention_f16 : kernels->attention_f32)(x, 16, 16, 64, 0, 16, &segment, 1, scores, y);
    }
    multiply(&matrices[1], rows, 1, FK_IDENTITY);
    multiply(&matrices[2], rows, 1, FK_GELU_TANH);
    multiply(&matrices[3], rows, 1, FK_IDENTITY);
}

// What counts: kept apart so that callgrind finds it by name.
__attribute__((noinline)) void stage(const char *name) {
    if (!strcmp(name, "step")) layer(1);
    if (!strcmp(name, "prefill")) layer(32);
    if (strcmp(name, "frame")) return;
    // Upsampling, a residual unit's convolution, and the activation before it.
    multiply(&matrices[4], 96, 2, FK_IDENTITY);
    kernels->activate(x, 480 * 128, FK_ELU, y);
    multiply(&matrices[5], 480, 3, FK_ELU);
}

int main(int argc, char **argv) {
    kernels = argc == 4 ? fk_variant(argv[1]) : NULL;
    if (!kernels) return fprintf(stderr, "instruction_stages: VARIANT PRECISION STAGE, a variant of this CPU\n"), 64;
    precision = argv[2];
    int bits = !strcmp(precision, "bf16") ? 12 : !strcmp(precision, "int8") ? 8 : 4;
    static const size_t shapes[][2] = {{3072, 1024}, {1024, 1024}, {4096, 1024}, {1024, 4096}};
    for (; count < 4; count++) matrices[count] = make(shapes[count][0], shapes[count][1], bits);
    matrices[4] = make(640, 512, bits == 12 ? 16 : 88);
    matrices[5] = make(64, 384, bits == 12 ? 16 : 88);
    size_t most = 480 * 4096;
    x = room(most * sizeof *x), y = room(most * sizeof *y), q = room(most * sizeof *q);
    row_scales = room(4096 * sizeof *row_scales), scores = room(16 * 256 * sizeof *scores);
    cache = room(201 * 2048 * sizeof(float));
    for (size_t i = 0; i < most; i++) x[i] = random_weight();
    stage(argv[3]);
    return 0;
}
