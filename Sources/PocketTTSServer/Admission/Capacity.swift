import PocketTTS
import Synchronization

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

    /// Measures a synthesizer that has nothing else to do: with one stream, then with several, in the middle of a text
    /// as long as usual ones, whose keys and values are all read for every frame.
    /// - Throws: `PocketTTSError` if the model cannot speak the sample text.
    public static func measure(_ synthesizer: Synthesizer, voice: Voice?) async throws -> Capacity {
        let model = synthesizer.model
        let many = min(8, synthesizer.configuration.maxConcurrentStreams)
        try await warmUp(synthesizer, voice: voice, streams: 1)
        let few = try await secondsPerRound(synthesizer, voice, streams: 1, rounds: 24)
        let more = try await secondsPerRound(synthesizer, voice, streams: many, rounds: 24)
        return Capacity(
            few: (1, few), many: (many, more), frame: Double(model.frameSize) / Double(model.sampleRate))
    }

    /// Speaks a little, so that the first listeners do not wait for memory that is touched for the first time.
    /// - Throws: `PocketTTSError` if the model cannot speak the sample text.
    static func warmUp(_ synthesizer: Synthesizer, voice: Voice?, streams: Int) async throws {
        _ = try await secondsPerRound(synthesizer, voice, streams: streams, rounds: 4)
    }

    private static func secondsPerRound(
        _ synthesizer: Synthesizer, _ voice: Voice?, streams: Int, rounds: Int
    ) async throws -> Double {
        let options = SpeechOptions(seed: 0, eosThreshold: .infinity, maxTokensPerChunk: sampleTokens)
        let meter = Meter(streams: streams, frames: streams * rounds)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<streams {
                group.addTask {
                    var isFirst = true
                    for try await chunk in try await synthesizer.speak(sample, voice: voice, options: options) {
                        if chunk.isFinal || meter.note(isFirst: isFirst) { return }
                        isFirst = false
                    }
                }
            }
            try await group.waitForAll()
            return meter.seconds / Double(rounds)
        }
    }

    /// Counts frames from when all streams speak: before, they share the machine with texts that are read.
    private final class Meter: Sendable {
        private struct State {
            /// Streams that have not begun, and frames that are still to be counted.
            var streams, frames: Int
            var start: ContinuousClock.Instant?
            var end: ContinuousClock.Instant?
        }

        private let state: Mutex<State>

        init(streams: Int, frames: Int) { state = Mutex(State(streams: streams, frames: frames)) }

        /// - Returns: whether all is counted.
        func note(isFirst: Bool) -> Bool {
            state.withLock { state in
                let now = ContinuousClock.now
                if state.start != nil, state.end == nil {
                    state.frames -= 1
                    if state.frames == 0 { state.end = now }
                }
                if isFirst { state.streams -= 1 }
                if state.streams == 0, state.start == nil { state.start = now }
                return state.end != nil
            }
        }

        var seconds: Double {
            state.withLock { state in
                guard let start = state.start, let end = state.end else { return 0 }
                return (end - start) / .seconds(1)
            }
        }
    }

    /// Of letters that every model knows; one chunk for most.
    private static let sample = String(
        repeating: "The quick brown fox jumps over the lazy dog and runs along the river. ", count: 6)
    private static let sampleTokens = 120
}
