#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Rotary position embedding (Su et al. 2021): angles of the interleaved pairs of a head.
struct RoPE: Sendable {
    private let frequencies: [Float]

    init(dim: Int, maxPeriod: Float) {
        // In f32 throughout, as the reference computes them.
        let step = Float(-log(Double(maxPeriod)) * 2 / Double(dim))
        frequencies = (0..<dim / 2).map { expf(Float($0) * step) }
    }

    /// Cosines and sines of the angles at `position`, `[dim / 2]` each.
    func angles(at position: Int, cosines: UnsafeMutablePointer<Float>, sines: UnsafeMutablePointer<Float>) {
        for (i, frequency) in frequencies.enumerated() {
            let angle = frequency * Float(position)
            cosines[i] = cosf(angle)
            sines[i] = sinf(angle)
        }
    }
}
