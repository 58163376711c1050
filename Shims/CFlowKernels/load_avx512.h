// Shared by the 512-bit variants: parts of vectors, half floats, how compact panels are expanded, prefetching.
#define FK_FIRST_LANES(count) ((__mmask16)((1u << (count)) - 1))
#define FK_LOAD_SOME(p, count) ((vf)_mm512_maskz_loadu_ps(FK_FIRST_LANES(count), p))
#define FK_STORE_SOME(p, v, count) _mm512_mask_storeu_ps(p, FK_FIRST_LANES(count), (__m512)(v))
#define FK_LOAD_F16(p) ((vf)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(p))))
#define FK_HIGH_BYTE(table, v) ((vq)_mm512_shuffle_epi8((__m512i)(table), (__m512i)(v)))
#define FK_FIRST_ROW(a, b) _mm512_unpacklo_epi8((__m512i)(a), (__m512i)(b))
#define FK_SECOND_ROW(a, b) _mm512_unpackhi_epi8((__m512i)(a), (__m512i)(b))
// 4 KB ahead into the level-1 cache alone: one row of int8 then waits less for memory than with two prefetches.
#define FK_PREFETCH_ROW(p, bytes) FK_PREFETCH_LINES(p, bytes, 4096, 3)
