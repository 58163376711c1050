/// The values that a rounded weight can take, times a group's scale.
struct RoundingGrid {
    let bits: QuantizedMatrix.Bits
    private var lowest: Float { bits == .eight ? -127 : -8 }
    private var highest: Float { bits == .eight ? 127 : 7 }

    static func float(_ bfloat16: UInt16) -> Float { Float(bitPattern: UInt32(bfloat16) << 16) }

    /// The nearest bfloat16.
    static func bfloat16(_ value: Float) -> UInt16 {
        let wide = value.bitPattern
        return UInt16(truncatingIfNeeded: (wide + 0x7fff + (wide >> 16 & 1)) >> 16)
    }

    func round(_ weight: Float, scale: Float) -> Int8 {
        guard scale.magnitude > 1e-30 else { return 0 }
        let value = (weight / scale).rounded(.toNearestOrEven)
        return value.isFinite ? Int8(min(highest, max(lowest, value))) : 0
    }

    /// The bfloat16 scale with the least squared error over a group, each weight's error counting by its input's
    /// `power`.
    ///
    /// Some of the range is worth giving up at the ends for finer steps; with 4 bits either end may be the longer one.
    func scale(of weights: ArraySlice<Float>, power: ArraySlice<Float>) -> UInt16 {
        let largest = weights.reduce(0) { $1.magnitude > $0.magnitude ? $1 : $0 }
        guard largest != 0, largest.isFinite else { return 0 }
        var best: (scale: UInt16, error: Float) = (0, .infinity)
        let full = bits == .eight ? largest.magnitude / highest : largest / lowest
        for step in 0..<(bits == .eight ? 4 : 14) {
            for sign in bits == .eight ? [Float(1)] : [1, -1] {
                let candidate = Self.bfloat16(full * sign * (1.1 - 0.04 * Float(step)))
                let scale = Self.float(candidate)
                let inverse = 1 / scale
                guard inverse.isFinite else { continue }
                var error: Float = 0
                for (weight, power) in zip(weights, power) {
                    let value = min(highest, max(lowest, (weight * inverse).rounded(.toNearestOrEven)))
                    let difference = weight - value * scale
                    error += difference * difference * power
                }
                if error < best.error { best = (candidate, error) }
            }
        }
        return best.scale
    }

    /// `q[outputs, inputs]` as ``RoundedValues`` has it.
    func fileOrder(_ q: [Int8], outputs: Int, inputs: Int) -> [UInt8] {
        let width = bits.rowBytes(inputs: inputs)
        guard bits == .four else { return q.map { UInt8(bitPattern: $0) } }
        var bytes = [UInt8](repeating: 0, count: outputs * width)
        for row in 0..<outputs {
            for i in 0..<inputs {
                let half = UInt8(bitPattern: q[row * inputs + i]) & 15
                bytes[row * width + i / 2] |= i % 2 == 0 ? half : half << 4
            }
        }
        return bytes
    }
}
