import COpenBLAS

#if canImport(Accelerate)
typealias BLASInt = __LAPACK_int
#else
typealias BLASInt = blasint
#endif

/// Matrix sizes come from configs whose limits keep them far below 2³¹.
func blasInt(_ value: Int) -> BLASInt { BLASInt(value) }

public enum BLAS {
    /// Takes OpenBLAS's own threads away: the engine divides work itself, and a pool behind its back would
    /// compete with the compute threads. Runs once per process.
    public static func useOneThread() { _ = once }
    /// Name, version and build options of the library.
    public static var name: String { String(cString: pocket_blas_name()) }

    private static let once: Void = pocket_blas_set_num_threads(1)
}
