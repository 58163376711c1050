import FlowLMKernels

extension Checkpoint {
    /// Takes a matrix in the type of the file: bfloat16 as it is, anything else as f32.
    ///
    /// What has been copied need not stay in memory a second time, so the file's pages are let go.
    func values(_ name: String, shape: [Int]) throws(PocketTTSError) -> MatrixValues {
        let tensor = try tensor(name, shape: shape)
        defer { tensor.releasePages() }
        guard tensor.dtype == .bf16 else { return .f32(try tensor.floats()) }
        return .bf16(tensor.halves())
    }

    /// Takes a vector of `count` values, as f32.
    func vector(_ name: String, count: Int) throws(PocketTTSError) -> [Float] {
        try tensor(name, shape: [count]).floats()
    }
}
