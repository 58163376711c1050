import CFlowKernels

/// A weight matrix rounded to 8 or 4 bits, with a scale per output and group of inputs, packed in panels.
public final class QuantizedMatrix: Sendable {
    public enum Bits: Int, Sendable {
        case eight = 8
        case four = 4

        /// Inputs that share a scale.
        public var group: Int { self == .eight ? 64 : 32 }
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

    /// Groups of inputs per output.
    public var groups: Int { Self.groups(inputs: inputs, bits: bits) }

    public static func groups(inputs: Int, bits: Bits) -> Int { (inputs + bits.group - 1) / bits.group }

    /// Rounds `weight[outputs, inputs]` to the nearest.
    public convenience init(rounding weight: MatrixValues, outputs: Int, inputs: Int, bits: Bits) {
        self.init(outputs: outputs, inputs: inputs, bits: bits)
        var row = [Float](repeating: 0, count: inputs)
        var q = [Int8](repeating: 0, count: inputs)
        var scale = [UInt16](repeating: 0, count: groups)
        for output in 0..<outputs {
            weight.copyRow(output, to: &row)
            fk_round_row(row, inputs, bits.group, Int32(bits.rawValue), &q, &scale)
            place(q, scale, row: output)
        }
    }

    /// Takes values that were rounded elsewhere: `q[outputs, inputs]` within the range of `bits`, and bfloat16
    /// `scales[outputs, groups]`.
    public convenience init(values q: [Int8], scales: [UInt16], outputs: Int, inputs: Int, bits: Bits) {
        self.init(outputs: outputs, inputs: inputs, bits: bits)
        assert(q.count == outputs * inputs && scales.count == outputs * groups)
        q.withUnsafeBufferPointer { q in
            scales.withUnsafeBufferPointer { scales in
                guard let q = q.baseAddress, let scales = scales.baseAddress else { return }
                for row in 0..<outputs { place(q + row * inputs, scales + row * groups, row: row) }
            }
        }
    }

    private func place(_ q: UnsafePointer<Int8>, _ scale: UnsafePointer<UInt16>, row: Int) {
        fk_pack_quantized_row(
            q, scale, row, inputs, bits.group, Int32(bits.rawValue), values.pointer, scales.pointer)
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

extension MatrixValues {
    /// Row `index` of a matrix whose rows are as long as `row`.
    func copyRow(_ index: Int, to row: inout [Float]) {
        let start = index * row.count
        switch self {
        case .f32(let values):
            for i in row.indices { row[i] = values[start + i] }
        case .bf16(let values):
            for i in row.indices { row[i] = Float(bitPattern: UInt32(values[start + i]) << 16) }
        }
    }
}
