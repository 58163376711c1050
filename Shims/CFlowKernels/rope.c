#include "flow_kernels.h"

void fk_rope(float *x, size_t heads, size_t d, const float *cosines, const float *sines) {
    for (size_t h = 0; h < heads; h++, x += d) {
        for (size_t i = 0; i < d / 2; i++) {
            float re = x[2 * i], im = x[2 * i + 1];
            x[2 * i] = re * cosines[i] - im * sines[i];
            x[2 * i + 1] = re * sines[i] + im * cosines[i];
        }
    }
}
