/// How loud a chunk is, in blocks of 5 ms, while its audio comes in.
struct Loudness {
    static let blockSeconds = 0.005
    /// Root mean square below which a block is silent whatever surrounds it.
    static let silence: Float = 1e-3
    /// A block is silent if it is this much softer than the loudest so far, too: -34 dB.
    static let relativeSilence: Float = 0.02

    private let blockSize: Int
    private var levels: [Float] = []
    private(set) var peak: Float = 0

    /// - Parameter frames: frames that there is room for without an allocation.
    init(sampleRate: Int, frameSize: Int, frames: Int) {
        blockSize = max(1, Int(Double(sampleRate) * Self.blockSeconds))
        levels.reserveCapacity(frames * (frameSize / blockSize + 1))
    }

    /// Appends a frame; returns its root mean square, not a number if a sample is none.
    @discardableResult
    mutating func add(_ samples: UnsafeBufferPointer<Float>) -> Float {
        var total: Float = 0
        var first = 0
        while first < samples.count {
            let end = min(first + blockSize, samples.count)
            var sum: Float = 0
            for index in first..<end { sum += samples[index] * samples[index] }
            total += sum
            let level = (sum / Float(end - first)).squareRoot()
            levels.append(level)
            peak = max(peak, level)
            first = end
        }
        return samples.isEmpty ? 0 : (total / Float(samples.count)).squareRoot()
    }

    /// Seconds of audio so far.
    var seconds: Double { Double(levels.count) * Self.blockSeconds }

    /// The middle of the nearest silence of at least `length` seconds that is within `reach` of `time`; `nil` if there
    /// is none. The silence before the first sound is no pause: it parts no words.
    func pause(near time: Double, reach: Double, length: Double) -> Double? {
        let limit = silenceLimit
        guard let sound = levels.firstIndex(where: { $0 > limit }) else { return nil }
        let needed = Int((length / Self.blockSeconds).rounded())
        let first = max(sound, Int((time - reach - length) / Self.blockSeconds))
        let last = min(levels.count, Int((time + reach + length) / Self.blockSeconds))
        var best: (distance: Double, middle: Double)?
        var start = first
        while start < last {
            guard levels[start] <= limit else {
                start += 1
                continue
            }
            var end = start
            while end < last, levels[end] <= limit { end += 1 }
            let (from, to) = (Double(start) * Self.blockSeconds, Double(end) * Self.blockSeconds)
            let distance = max(0, from - time, time - to)
            if end - start >= needed, distance <= reach, distance < best?.distance ?? .infinity {
                best = (distance, (from + to) / 2)
            }
            start = end
        }
        return best?.middle
    }

    private var silenceLimit: Float { max(Self.silence, Self.relativeSilence * peak) }

    /// The share of the blocks within `start..<end` (seconds) that are not silent.
    func loudShare(_ start: Double, _ end: Double) -> Double {
        let first = max(0, Int((start / Self.blockSeconds).rounded()))
        let last = min(levels.count, Int((end / Self.blockSeconds).rounded()))
        guard first < last else { return 0 }
        let limit = silenceLimit
        return Double(levels[first..<last].count { $0 > limit }) / Double(last - first)
    }

    /// From the first to the last block within `start..<end` (seconds) that is not silent; `nil` if all are.
    func loudPart(_ start: Double, _ end: Double) -> (start: Double, end: Double)? {
        let first = max(0, Int((start / Self.blockSeconds).rounded()))
        let last = min(levels.count, Int((end / Self.blockSeconds).rounded()))
        let limit = silenceLimit
        guard first < last, let from = levels[first..<last].firstIndex(where: { $0 > limit }),
            let to = levels[first..<last].lastIndex(where: { $0 > limit })
        else { return nil }
        return (Double(from) * Self.blockSeconds, Double(to + 1) * Self.blockSeconds)
    }
}
