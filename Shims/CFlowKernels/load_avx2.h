// What the 256-bit variants share: sizes of tiles, prefetching, half floats, and how compact panels are expanded.
#define VL 8
#define FK_TILE_ROWS 6
#define FK_QUANTIZED_ROWS 6
#define FK_QUANTIZED_COLUMNS 2
#define FK_NEAR 1536
#define FK_FAR 0
#define FK_LOAD_F16(p) ((vf)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(p))))
#define FK_HIGH_BYTE(table, v) ((vq)_mm256_shuffle_epi8((__m256i)(table), (__m256i)(v)))
#define FK_FIRST_ROW(a, b) _mm256_unpacklo_epi8((__m256i)(a), (__m256i)(b))
#define FK_SECOND_ROW(a, b) _mm256_unpackhi_epi8((__m256i)(a), (__m256i)(b))
