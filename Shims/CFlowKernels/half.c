#include "flow_kernels.h"
#include <string.h>

void fk_to_f16(const float *x, size_t n, uint16_t *y) {
    const uint32_t smallest_normal = 0x38800000;  // 2^-14
    const float largest = 65504.0f;
    for (size_t i = 0; i < n; i++) {
        uint32_t bits, normal;
        float magnitude, shifted;
        memcpy(&bits, x + i, sizeof bits);
        uint32_t sign = bits >> 16 & 0x8000;
        bits &= 0x7fffffff;
        uint32_t is_nan = bits > 0x7f800000;
        memcpy(&magnitude, &bits, sizeof magnitude);
        magnitude = magnitude < largest ? magnitude : largest;
        memcpy(&normal, &magnitude, sizeof normal);
        // Adding 0.5 rounds to multiples of 2^-24, the smallest half float.
        shifted = magnitude + 0.5f;
        memcpy(&bits, &shifted, sizeof bits);
        bits -= 0x3f000000;
        // Half of what is cut off, ties to even; and the other bias of the exponent.
        uint32_t rounded = (normal + 0xfff + (normal >> 13 & 1) - (112u << 23)) >> 13;
        uint32_t half = normal < smallest_normal ? bits : rounded;
        y[i] = (uint16_t)(sign | (is_nan ? 0x7e00 : half));
    }
}

void fk_from_f16(const uint16_t *x, size_t n, float *y) {
    for (size_t i = 0; i < n; i++) {
        uint32_t bits = (uint32_t)(x[i] & 0x7fff) << 13;
        float value;
        memcpy(&value, &bits, sizeof value);
        value *= 0x1p112f;
        memcpy(&bits, &value, sizeof bits);
        // Infinity and NaN have the largest exponent in both formats.
        if ((x[i] & 0x7c00) == 0x7c00) bits |= 0x7f800000;
        bits |= (uint32_t)(x[i] & 0x8000) << 16;
        memcpy(y + i, &bits, sizeof bits);
    }
}
