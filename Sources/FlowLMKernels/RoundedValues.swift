/// A matrix of rounded weights in the order of a file.
public struct RoundedValues: Sendable {
    public let outputs: Int
    public let inputs: Int
    public let bits: QuantizedMatrix.Bits
    /// `[outputs, inputs]` signed bytes, or `[outputs, (inputs + 1) / 2]` bytes of two values, the low half first.
    public let q: [UInt8]
    /// `[outputs, groups]` bfloat16: a weight is its value times its group's scale.
    public let scales: [UInt16]

    public init(outputs: Int, inputs: Int, bits: QuantizedMatrix.Bits, q: [UInt8], scales: [UInt16]) {
        assert(q.count == outputs * bits.rowBytes(inputs: inputs))
        assert(scales.count == outputs * QuantizedMatrix.groups(inputs: inputs, bits: bits))
        self.outputs = outputs
        self.inputs = inputs
        self.bits = bits
        self.q = q
        self.scales = scales
    }

    /// Matrices with the same inputs and bits under each other.
    public static func stacked(_ parts: [RoundedValues]) -> RoundedValues? {
        guard let first = parts.first, parts.allSatisfy({ $0.inputs == first.inputs && $0.bits == first.bits }) else {
            return nil
        }
        return RoundedValues(
            outputs: parts.reduce(0) { $0 + $1.outputs }, inputs: first.inputs, bits: first.bits,
            q: parts.flatMap(\.q), scales: parts.flatMap(\.scales))
    }
}
