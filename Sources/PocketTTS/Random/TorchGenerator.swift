/// The random numbers that torch's CPU generator gives, bit for bit, so that a seed means the same voice take here as
/// in the reference. One generator per stream; a copy continues on its own.
///
/// 32-bit Mersenne Twister (MT19937), seeded as `torch.manual_seed` seeds it.
public struct TorchGenerator: Sendable {
    private static let stateCount = 624
    private static let shift = 397

    private var state: [UInt32]
    private var next: Int
    /// Second value of the last scalar Box-Muller pair (``fillNormal(_:mean:std:)`` of fewer than 16 values).
    var cachedNormal: Double?
    /// Fresh draws of the rejection loops; grows once to the largest buffer seen.
    var scratch: [Float] = []

    /// - Parameter seed: as for `torch.manual_seed`: a negative seed counts from 2^64 down. Only the low 32 bits
    ///   matter, there and here.
    public init(seed: Int64) {
        self.init(seed: UInt64(bitPattern: seed))
    }

    public init(seed: UInt64) {
        state = [UInt32](repeating: 0, count: Self.stateCount)
        state[0] = UInt32(truncatingIfNeeded: seed)
        for i in 1..<Self.stateCount {
            let previous = state[i - 1]
            state[i] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(i)
        }
        next = Self.stateCount
    }

    /// 32 uniform bits.
    mutating func bits32() -> UInt32 {
        if next == Self.stateCount { refill() }
        var y = state[next]
        next += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9d2c_5680
        y ^= (y << 15) & 0xefc6_0000
        return y ^ (y >> 18)
    }

    /// A float in [0, 1) with 24 random bits.
    mutating func uniformFloat() -> Float {
        Float(bits32() & 0xff_ffff) * 0x1p-24
    }

    /// A double in [0, 1) with 53 random bits; takes two 32-bit draws, the high half first.
    mutating func uniformDouble() -> Double {
        let high = UInt64(bits32()) << 32
        let bits = high | UInt64(bits32())
        let kept: UInt64 = bits & 0x1f_ffff_ffff_ffff
        return Double(kept) * 0x1p-53
    }

    private mutating func refill() {
        let count = Self.stateCount
        state.withUnsafeMutableBufferPointer { state in
            for i in 0..<count {
                let joined = (state[i] & 0x8000_0000) | (state[(i + 1) % count] & 0x7fff_ffff)
                state[i] = state[(i + Self.shift) % count] ^ (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_b0df)
            }
        }
        next = 0
    }
}
