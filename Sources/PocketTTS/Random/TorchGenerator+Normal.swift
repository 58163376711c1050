import Foundation

extension TorchGenerator {
    /// Fills the buffer as `tensor.normal_(mean, std)` does for a contiguous float32 tensor on the CPU.
    ///
    /// From 16 values on, torch draws one uniform per value and transforms blocks of 16; a count that is no multiple of
    /// 16 draws the last 16 values once more. Below 16 it works in double precision and keeps the second value of
    /// each pair for the next short call. Source: `normal_kernel` of ATen/native/cpu/DistributionTemplates.h.
    /// - Parameters:
    ///   - buffer: is filled.
    ///   - mean: of the distribution.
    ///   - std: its standard deviation; 0 fills with `mean` and still takes the draws.
    public mutating func fillNormal(_ buffer: UnsafeMutableBufferPointer<Float>, mean: Float = 0, std: Float) {
        let count = buffer.count
        guard count >= 16 else {
            for i in 0..<count { buffer[i] = Float(scalarNormal() * Double(std) + Double(mean)) }
            return
        }
        for i in 0..<count { buffer[i] = uniformFloat() }
        for start in stride(from: 0, through: count - 16, by: 16) {
            boxMuller16(buffer, at: start, mean: mean, std: std)
        }
        guard count % 16 != 0 else { return }
        for i in count - 16..<count { buffer[i] = uniformFloat() }
        boxMuller16(buffer, at: count - 16, mean: mean, std: std)
    }

    /// Fills the buffer as `torch.nn.init.trunc_normal_(tensor, mean, std, a, b)` (torch 2.13) does: normals outside of
    /// [a, b] are redrawn. Each round draws the whole buffer again and uses it where a value was still outside; if less
    /// than 30 % of the distribution is inside, uniform candidates are accepted by their density instead.
    ///
    /// With `std` 0 torch divides by zero; here it is the limit of small values: the draws of one
    /// ``fillNormal(_:mean:std:)`` and every value `mean`, kept within [a, b].
    /// - Parameters: `a` must not exceed `b`.
    public mutating func fillTruncatedNormal(
        _ buffer: UnsafeMutableBufferPointer<Float>, mean: Float = 0, std: Float, a: Float, b: Float
    ) {
        guard std > 0, a <= b else {
            fillNormal(buffer, mean: 0, std: 0)
            buffer.update(repeating: max(a, min(mean, b)))
            return
        }
        if scratch.count < buffer.count { scratch = [Float](repeating: 0, count: buffer.count) }
        // Taken out so that the fills below can use the generator; moved, not copied.
        var fresh: [Float] = []
        swap(&fresh, &scratch)
        fresh.withUnsafeMutableBufferPointer { storage in
            let fresh = UnsafeMutableBufferPointer(rebasing: storage[0..<buffer.count])
            let inside = Self.normalCDF(Double(b - mean) / Double(std)) - Self.normalCDF(Double(a - mean) / Double(std))
            if inside > 0.3 {
                redrawOutside(buffer, fresh, mean: mean, std: std, a: a, b: b)
            } else {
                acceptByDensity(buffer, fresh, mean: mean, std: std, a: a, b: b)
            }
        }
        swap(&fresh, &scratch)
    }

    private mutating func redrawOutside(
        _ buffer: UnsafeMutableBufferPointer<Float>, _ fresh: UnsafeMutableBufferPointer<Float>,
        mean: Float, std: Float, a: Float, b: Float
    ) {
        fillNormal(buffer, mean: mean, std: std)
        while buffer.contains(where: { $0 < a || $0 > b }) {
            fillNormal(fresh, mean: mean, std: std)
            for i in buffer.indices where buffer[i] < a || buffer[i] > b { buffer[i] = fresh[i] }
        }
    }

    private mutating func acceptByDensity(
        _ buffer: UnsafeMutableBufferPointer<Float>, _ fresh: UnsafeMutableBufferPointer<Float>,
        mean: Float, std: Float, a: Float, b: Float
    ) {
        func logDensity(_ value: Float) -> Float {
            let distance = (value - mean) / std
            return distance * distance * -0.5
        }
        let logPeak = logDensity(max(a, min(mean, b)))
        // NaN marks a value that is still to be drawn.
        buffer.update(repeating: .nan)
        while buffer.contains(where: \.isNaN) {
            for i in fresh.indices {
                let candidate = a.addingProduct(uniformFloat(), b - a)
                fresh[i] = candidate == b ? a : candidate
            }
            for i in buffer.indices {
                let height = log(uniformFloat())
                if buffer[i].isNaN, !(height > logDensity(fresh[i]) - logPeak) { buffer[i] = fresh[i] }
            }
        }
    }

    private mutating func scalarNormal() -> Double {
        if let cached = cachedNormal {
            cachedNormal = nil
            return cached
        }
        let turn = uniformDouble()
        let height = uniformDouble()
        let radius = (-2 * log1p(-height)).squareRoot()
        let theta = 2 * Double.pi * turn
        cachedNormal = radius * sin(theta)
        return radius * cos(theta)
    }

    private static func normalCDF(_ x: Double) -> Double {
        (1 + erf(x / 2.0.squareRoot())) / 2
    }
}
