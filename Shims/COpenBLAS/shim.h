// One header for BLAS: OpenBLAS on Linux, Accelerate on Apple platforms.
#pragma once

#if defined(__APPLE__)
#define ACCELERATE_NEW_LAPACK
#include <Accelerate/Accelerate.h>
static inline void pocket_blas_set_num_threads(int count) { (void)count; }
#else
#include <cblas.h>
static inline void pocket_blas_set_num_threads(int count) { openblas_set_num_threads(count); }
#endif
