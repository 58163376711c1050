import PocketTTS

/// How many streams of a model a machine can keep faster than real time.
public struct Capacity: Sendable, Equatable {
    /// Seconds for one frame of each of `n` streams: `base + n * perStream`.
    public var base: Double
    public var perStream: Double
    /// Seconds of audio in a frame.
    public var frame: Double

    /// The part of a frame's time that compute may take; the rest is for encoders, sockets and neighbours.
    public static let usablePart = 0.85

    /// From the times that a round of frames took with few and with many streams.
    public init(few: (streams: Int, seconds: Double), many: (streams: Int, seconds: Double), frame: Double) {
        let slope = (many.seconds - few.seconds) / Double(max(many.streams - few.streams, 1))
        // Noise can make the larger batch seem free: then each stream takes its share of the whole.
        perStream = slope > 0 ? slope : many.seconds / Double(max(many.streams, 1))
        base = max(many.seconds - perStream * Double(many.streams), 0)
        self.frame = frame
    }

    /// Streams that stay faster than real time together, at least one.
    public var streams: Int {
        let usable = frame * Self.usablePart - base
        guard perStream > 0 else { return 1 }
        return Int(min(max(usable / perStream, 1), 4096))
    }

    /// Measures a synthesizer that has nothing else to do: a fraction of a second with one stream, then with several.
    /// - Throws: ``PocketTTSError`` if the model cannot speak the sample text.
    public static func measure(_ synthesizer: Synthesizer, voice: Voice?) async throws -> Capacity {
        let model = synthesizer.model
        let many = min(8, synthesizer.configuration.maxConcurrentStreams)
        // The first frames touch memory for the first time.
        _ = try await secondsPerRound(synthesizer, voice, streams: 1, rounds: 4)
        let few = try await secondsPerRound(synthesizer, voice, streams: 1, rounds: 16)
        let more = try await secondsPerRound(synthesizer, voice, streams: many, rounds: 12)
        return Capacity(
            few: (1, few), many: (many, more), frame: Double(model.frameSize) / Double(model.sampleRate))
    }

    private static func secondsPerRound(
        _ synthesizer: Synthesizer, _ voice: Voice?, streams: Int, rounds: Int
    ) async throws -> Double {
        let options = SpeechOptions(seed: 0, eosThreshold: .infinity)
        let clock = ContinuousClock()
        return try await withThrowingTaskGroup(of: (ContinuousClock.Instant, ContinuousClock.Instant).self) { group in
            for _ in 0..<streams {
                group.addTask {
                    var first: ContinuousClock.Instant?
                    var frames = 0
                    for try await chunk in try await synthesizer.speak(sample, voice: voice, options: options) {
                        // From the first frame on, so that reading the text does not count.
                        guard let begun = first else {
                            first = clock.now
                            continue
                        }
                        frames += 1
                        if frames == rounds || chunk.isFinal { return (begun, clock.now) }
                    }
                    return (first ?? clock.now, clock.now)
                }
            }
            var starts: [ContinuousClock.Instant] = []
            var ends: [ContinuousClock.Instant] = []
            for try await (start, end) in group {
                starts.append(start)
                ends.append(end)
            }
            guard let start = starts.max(), let end = ends.max(), start < end else { return 0 }
            return (end - start) / .seconds(1) / Double(rounds)
        }
    }

    /// Long enough for the frames that are measured, of letters that every model knows.
    private static let sample = "The quick brown fox jumps over the lazy dog and runs along the river."
}
