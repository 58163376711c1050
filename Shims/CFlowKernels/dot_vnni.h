// The integer dot products of VNNI on FK_VNNI_VECTOR. FK_VNNI_ENCODING stands before each instruction.
// As assembly: from the intrinsic clang makes a multiplication and an addition, half as fast where the ports are full.
static inline __attribute__((always_inline)) FK_VNNI_VECTOR dot_pair_vnni(
    FK_VNNI_VECTOR acc, FK_VNNI_VECTOR w, FK_VNNI_VECTOR x) {
    __asm__(FK_VNNI_ENCODING "vpdpwssd %2, %1, %0" : "+v"(acc) : "v"(w), "v"(x));
    return acc;
}
static inline __attribute__((always_inline)) FK_VNNI_VECTOR dot_quad_vnni(
    FK_VNNI_VECTOR acc, FK_VNNI_VECTOR x, FK_VNNI_VECTOR w) {
    __asm__(FK_VNNI_ENCODING "vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(x), "v"(w));
    return acc;
}
#define FK_DOT_PAIR(acc, w, x) \
    ((__typeof__(acc))dot_pair_vnni((FK_VNNI_VECTOR)(acc), (FK_VNNI_VECTOR)(w), (FK_VNNI_VECTOR)(x)))
#define FK_DOT_QUADS(acc, x, w, next_x, next_w)                                                                    \
    ((__typeof__(acc))dot_quad_vnni(                                                                               \
        dot_quad_vnni((FK_VNNI_VECTOR)(acc), (FK_VNNI_VECTOR)(x), (FK_VNNI_VECTOR)(w)), (FK_VNNI_VECTOR)(next_x), \
        (FK_VNNI_VECTOR)(next_w)))
