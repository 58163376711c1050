import FlowLMKernels

/// How a model's weights are kept in memory.
public enum Precision: String, Sendable, CaseIterable {
    /// 32-bit floats, multiplied by BLAS.
    case f32
    /// As published: bfloat16 tensors keep their values, most in 12 bits, and are widened in registers, which changes no product;
    /// tensors stored in another type are kept as 32-bit floats.
    case bf16
    /// The matrices of the language model's transformer and of the flow head's blocks, and of the decoder's transformer and
    /// first convolution and upsampling (unless it is very narrow), rounded to 8 bits; keys and values as half floats; everything else as with ``bf16``.
    case int8
    /// Those of the language model's transformer rounded to 4 bits; the flow head's, those that condition it among them, and
    /// the decoder's to 8.
    case int4

    /// Of layers that are kept exactly.
    var exactFormat: MatrixFormat { self == .f32 ? .blas : .compact }

    /// Of convolutions: their products have many rows and do not wait for memory.
    var convolutionFormat: MatrixFormat { format == .compact ? .panels : format }

    /// Of the keys and values of what streams say.
    var kvType: KVType {
        switch self {
        case .f32, .bf16: .f32
        case .int8, .int4: .f16
        }
    }

    /// For matrices whose errors count more: the next finer one.
    var finer: Precision {
        switch self {
        case .f32: .f32
        case .bf16, .int8: .bf16
        case .int4: .int8
        }
    }

    /// At least 8 bits.
    var eightBits: Precision {
        switch self {
        case .f32, .bf16: self
        case .int8, .int4: .int8
        }
    }

    /// Of the matrices inside the language model's transformer and flow head.
    var format: MatrixFormat {
        switch self {
        case .f32, .bf16: exactFormat
        case .int8: .quantized(.eight)
        case .int4: .quantized(.four)
        }
    }
}
