import FlowLMKernels

/// How a model's weights are kept in memory.
public enum Precision: String, Sendable, CaseIterable {
    /// 32-bit floats, multiplied by BLAS.
    case f32
    /// As published: bfloat16 tensors stay bfloat16 and are widened in registers, which changes no product;
    /// tensors stored in another type are kept as 32-bit floats.
    case bf16

    var matrixFormat: MatrixFormat { self == .f32 ? .blas : .panels }
}
