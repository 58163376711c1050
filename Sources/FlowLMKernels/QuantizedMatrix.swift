import CFlowKernels

/// A weight matrix rounded to 8 or 4 bits, with a scale per output and group of inputs, packed in panels.
public final class QuantizedMatrix: Sendable {
    public enum Bits: Int, Sendable {
        case eight = 8
        case four = 4

        /// Inputs that share a scale.
        public var group: Int { self == .eight ? 64 : 32 }

        /// Bytes of a row of values in a file.
        public func rowBytes(inputs: Int) -> Int { self == .eight ? inputs : (inputs + 1) / 2 }
    }

    public let outputs: Int
    public let inputs: Int
    public let bits: Bits
    let values: AlignedBuffer<UInt8>
    let scales: AlignedBuffer<UInt16>

    private init(outputs: Int, inputs: Int, bits: Bits) {
        self.outputs = outputs
        self.inputs = inputs
        self.bits = bits
        values = AlignedBuffer(count: fk_quantized_bytes(outputs, inputs, Int32(bits.rawValue)))
        scales = AlignedBuffer(count: fk_quantized_scale_count(outputs, inputs, bits.group))
    }

    /// Takes values that are packed already.
    init(_ packed: PackedMatrix, bits: Bits) {
        outputs = packed.outputs
        inputs = packed.inputs
        self.bits = bits
        values = AlignedBuffer(sharing: packed.values)
        scales = packed.scales.map { AlignedBuffer(sharing: $0) } ?? AlignedBuffer(count: 0)
    }

    /// Groups of inputs per output.
    public var groups: Int { Self.groups(inputs: inputs, bits: bits) }

    public static func groups(inputs: Int, bits: Bits) -> Int { (inputs + bits.group - 1) / bits.group }

    /// Rounds `weight[outputs, inputs]` to the nearest.
    public convenience init(rounding weight: MatrixValues, outputs: Int, inputs: Int, bits: Bits) {
        self.init(outputs: outputs, inputs: inputs, bits: bits)
        weight.pack(outputs: outputs) {
            fk_round_panels(
                $0, weight.element == .bf16 ? 1 : 0, outputs, inputs, bits.group, Int32(bits.rawValue), values.pointer,
                scales.pointer, $1, $2)
        }
    }

    /// Takes values that were rounded elsewhere.
    public convenience init(_ rounded: RoundedValues) {
        self.init(outputs: rounded.outputs, inputs: rounded.inputs, bits: rounded.bits)
        onAllCores(panelCount(outputs)) { panels in
            fk_pack_quantized(
                rounded.q, rounded.scales, outputs, inputs, bits.group, Int32(bits.rawValue), values.pointer,
                scales.pointer, panels.lowerBound, panels.upperBound)
        }
    }

    /// What the matrix stands for, `[outputs, inputs]`.
    public var floats: [Float] {
        [Float](unsafeUninitializedCapacity: outputs * inputs) { buffer, count in
            count = outputs * inputs
            guard let base = buffer.baseAddress else { return }
            for row in 0..<outputs {
                fk_unpack_quantized_row(
                    values.pointer, scales.pointer, row, inputs, bits.group, Int32(bits.rawValue), base + row * inputs)
            }
        }
    }

    /// Bytes of memory that a product reads.
    public var byteCount: Int { values.count + scales.count * 2 }
}
