// One header for BLAS and LAPACK: OpenBLAS and LAPACKE on Linux, Accelerate on Apple platforms.
#pragma once

#if defined(__APPLE__)
#define ACCELERATE_NEW_LAPACK
#include <Accelerate/Accelerate.h>
static inline void pocket_blas_set_num_threads(int count) { (void)count; }
static inline const char *pocket_blas_name(void) { return "Accelerate"; }

// See below.
static inline int pocket_cholesky(int n, float *a) {
    __LAPACK_int size = n, info = 0;
    spotrf_("L", &size, a, &size, &info);
    return (int)info;
}
static inline int pocket_cholesky_inverse(int n, float *a) {
    __LAPACK_int size = n, info = 0;
    spotri_("L", &size, a, &size, &info);
    return (int)info;
}
#else
#include <cblas.h>
#include <lapacke.h>
static inline void pocket_blas_set_num_threads(int count) { openblas_set_num_threads(count); }
// Version, build options and the core that was detected.
static inline const char *pocket_blas_name(void) { return openblas_get_config(); }

// The upper triangle of a[n][n], row-major, becomes U with a = U^T U; 0 if a is positive definite.
static inline int pocket_cholesky(int n, float *a) { return LAPACKE_spotrf(LAPACK_COL_MAJOR, 'L', n, a, n); }
// From U to the inverse of U^T U, upper triangle.
static inline int pocket_cholesky_inverse(int n, float *a) { return LAPACKE_spotri(LAPACK_COL_MAJOR, 'L', n, a, n); }
#endif
