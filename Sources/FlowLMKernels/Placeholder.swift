import CFlowKernels
import COpenBLAS
func placeholder() { _ = cblas_sgemm; _ = fk_placeholder() }
