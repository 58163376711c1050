import FlowLMKernels

extension Checkpoint {
    /// Takes a matrix in the type of the file: bfloat16 and f32 as they are and where they are, anything else as f32.
    func values(_ name: String, shape: [Int]) throws(PocketTTSError) -> MatrixValues {
        let tensor = try tensor(name, shape: shape)
        return switch tensor.dtype {
        case .bf16: MatrixValues(.bf16, tensor.bytes, owner: TensorLease(tensor))
        case .f32: MatrixValues(.f32, tensor.bytes, owner: TensorLease(tensor))
        default: .f32(try tensor.floats())
        }
    }

    /// Takes a vector of `count` values, as f32.
    func vector(_ name: String, count: Int) throws(PocketTTSError) -> [Float] {
        try tensor(name, shape: [count]).floats()
    }
}

/// Keeps a tensor while its values are in use. What has been packed need not stay in memory a second time, so the file's
/// pages are let go at the end.
private final class TensorLease: Sendable {
    private let tensor: TensorView

    init(_ tensor: TensorView) { self.tensor = tensor }

    deinit { tensor.releasePages() }
}
