import Foundation

/// A small deterministic source of test data.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// Values in -1...1 that bfloat16 holds exactly.
    mutating func floats(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float(Int.random(in: -128...128, using: &self)) / 128 }
    }
}

/// Infinite where only one of the two is a number, or where the counts differ.
func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(a.count == b.count ? 0 : .infinity) { largest, pair in
        let difference = abs(pair.0 - pair.1)
        return max(largest, difference.isNaN ? .infinity : difference)
    }
}

func exponential(_ x: Double) -> Double { Foundation.exp(x) }
