/// Element types of the safetensors format, and ``q8_0`` of GGUF. Weights may be ``f32``, ``bf16``, ``f16`` or
/// ``q8_0``.
public enum TensorDType: String, Sendable, CaseIterable {
    case bool = "BOOL"
    case f4 = "F4"
    case f6e2m3 = "F6_E2M3"
    case f6e3m2 = "F6_E3M2"
    case u8 = "U8"
    case i8 = "I8"
    case f8e5m2 = "F8_E5M2"
    case f8e4m3 = "F8_E4M3"
    case f8e5m2fnuz = "F8_E5M2FNUZ"
    case f8e4m3fnuz = "F8_E4M3FNUZ"
    case f8e8m0 = "F8_E8M0"
    case i16 = "I16"
    case u16 = "U16"
    case f16 = "F16"
    case bf16 = "BF16"
    case i32 = "I32"
    case u32 = "U32"
    case f32 = "F32"
    case i64 = "I64"
    case u64 = "U64"
    case f64 = "F64"
    case c64 = "C64"
    /// Blocks of 32 values of 8 bits behind an f16 scale (GGUF).
    case q8_0 = "Q8_0"

    /// A type of the safetensors format.
    init?(safetensors name: String) {
        guard let type = TensorDType(rawValue: name), type != .q8_0 else { return nil }
        self = type
    }

    /// Bits of an element; for ``q8_0`` without its scale.
    public var bits: Int {
        switch self {
        case .f4: 4
        case .f6e2m3, .f6e3m2: 6
        case .bool, .u8, .i8, .f8e5m2, .f8e4m3, .f8e5m2fnuz, .f8e4m3fnuz, .f8e8m0, .q8_0: 8
        case .i16, .u16, .f16, .bf16: 16
        case .i32, .u32, .f32: 32
        case .i64, .u64, .f64, .c64: 64
        }
    }

    /// Whether a weight may have this type.
    public var isWeight: Bool { self == .f32 || self == .bf16 || self == .f16 || self == .q8_0 }

    /// Values of a block that share a scale; 1 for types without blocks.
    var blockLength: Int { self == .q8_0 ? 32 : 1 }

    /// Bytes of a tensor; `nil` if its rows are no whole blocks, its bits no whole bytes, or the number overflows.
    func byteCount(of shape: [Int]) -> Int? {
        guard (shape.last ?? 1) % blockLength == 0 else { return nil }
        var elements = 1
        for size in shape {
            let (product, overflow) = elements.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            elements = product
        }
        // 16 bits of scale with each block.
        let (blockBits, blocks) = (bits * blockLength + (self == .q8_0 ? 16 : 0), elements / blockLength)
        let (total, overflow) = blocks.multipliedReportingOverflow(by: blockBits)
        return overflow || total % 8 != 0 ? nil : total / 8
    }
}
