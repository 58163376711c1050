// What the 512-bit variants share: half floats, and how compact panels are expanded.
#define FK_LOAD_F16(p) ((vf)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(p))))
typedef __m512i fk_high_bytes;
#define FK_HIGH_BYTES(base)                                                                                      \
    _mm512_broadcast_i32x4(_mm_add_epi8(                                                                        \
        _mm_set1_epi8((char)(base)),                                                                            \
        _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, -128, -127, -126, -125, -124, -123, -122, -121)))
#define FK_HIGH_BYTE(table, v) ((vq)_mm512_shuffle_epi8(table, (__m512i)(v)))
#define FK_FIRST_ROW(a, b) _mm512_unpacklo_epi8((__m512i)(a), (__m512i)(b))
#define FK_SECOND_ROW(a, b) _mm512_unpackhi_epi8((__m512i)(a), (__m512i)(b))
