/// Keeps samples within -1...1 by turning speech down around a peak, instead of cutting the peak off.
///
/// It adds no delay: the gain falls before a peak as far as the block reaches back, and rises again after it. Speech
/// without a sample beyond -1...1 stays as it is, bit for bit.
struct PeakLimiter {
    private var gain: Float = 1
    /// How much the gain may fall and rise from one sample to the next.
    private let fall: Float
    private let rise: Float

    /// From 1 to 0 in 10 ms, back in 200 ms.
    init(sampleRate: Int) {
        fall = 100 / Float(max(sampleRate, 100))
        rise = 5 / Float(max(sampleRate, 100))
    }

    mutating func process(_ samples: [Float]) -> [Float] {
        guard gain < 1 || samples.contains(where: { abs($0) > 1 }) else { return samples }
        var gains = samples.map { sample -> Float in
            // Bounded: one wild sample must not silence what follows.
            let peak = min(abs(sample), 4)
            gain = min(gain + rise, peak > 1 ? 1 / peak : 1)
            return gain
        }
        for i in gains.indices.dropLast().reversed() { gains[i] = min(gains[i], gains[i + 1] + fall) }
        return zip(samples, gains).map { $0 * $1 }
    }
}
