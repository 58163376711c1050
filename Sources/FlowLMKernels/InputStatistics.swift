import COpenBLAS

/// How strongly the inputs of a layer correlate: H = Σ xᵀ x over the rows it was given. For one thread.
public final class InputStatistics {
    public let inputs: Int
    public private(set) var rows = 0
    /// `[inputs, inputs]`, the upper triangle.
    let products: AlignedBuffer<Float>

    public init(inputs: Int) {
        self.inputs = inputs
        products = AlignedBuffer(count: inputs * inputs)
    }

    /// Adds `x[rows, inputs]` with `ldx` floats between rows.
    public func add(_ x: Rows, ldx: Int, rows: Int) {
        cblas_ssyrk(
            CblasRowMajor, CblasUpper, CblasTrans, blasInt(inputs), blasInt(rows), 1, x, blasInt(ldx), 1,
            products.pointer, blasInt(inputs))
        self.rows += rows
    }
}
