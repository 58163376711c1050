import FlowLMKernels

/// How a model's weights are kept in memory.
public enum Precision: String, Sendable, CaseIterable {
    /// 32-bit floats, multiplied by BLAS.
    case f32
    /// As published: bfloat16 tensors keep their values, most of them in 12 bits. Registers hold them as 32-bit floats,
    /// so that no product changes. Tensors of other types become 32-bit floats.
    case bf16
    /// 8 bits for the matrices of the language model's transformer, of the flow head's blocks, and of the decoder's
    /// transformer and convolutions, whose inputs are rounded, too (unless the decoder is very narrow). Keys and values
    /// are half floats, everything else is as with ``bf16``.
    case int8
    /// 4 bits for the matrices of the language model's transformer; 8 for those of the flow head, its conditioning
    /// included, and for the decoder's.
    case int4

    /// The format of layers that are kept exact.
    var exactFormat: MatrixFormat { self == .f32 ? .blas : .compact }

    /// The format of convolutions: their products have many rows and are not bound by memory traffic.
    var convolutionFormat: MatrixFormat { format == .compact ? .panels : format }

    /// The type of streams' keys and values.
    var kvType: KVType {
        switch self {
        case .f32, .bf16: .f32
        case .int8, .int4: .f16
        }
    }

    /// The next finer precision, for matrices whose errors count more.
    var finer: Precision {
        switch self {
        case .f32: .f32
        case .bf16, .int8: .bf16
        case .int4: .int8
        }
    }

    /// This precision, or 8 bits if it has fewer.
    var eightBits: Precision {
        switch self {
        case .f32, .bf16: self
        case .int8, .int4: .int8
        }
    }

    /// The format of the matrices inside the language model's transformer and flow head.
    var format: MatrixFormat {
        switch self {
        case .f32, .bf16: exactFormat
        case .int8: .quantized(.eight)
        case .int4: .quantized(.four)
        }
    }
}
