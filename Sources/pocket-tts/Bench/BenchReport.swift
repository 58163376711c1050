import Foundation
import PocketTTS

/// A benchmark's figures.
struct BenchReport: Codable {
    /// One text at one precision with some number of streams.
    struct Result: Codable {
        let precision: String
        let text: String
        let streams: Int
        let isPaced: Bool
        /// Whether streams joined the others, see ``JoiningStreams``; then first audio and gaps are of the others.
        let hasJoining: Bool
        /// First audio of each joining stream of all runs; `nil` if the others ended before one came.
        let joiningFirstAudioMilliseconds: Spread?
        let joiningGapMilliseconds: Spread?
        let firstAudioMilliseconds: Spread
        /// Of all streams together.
        let realTimeFactor: Spread
        let worstGapMilliseconds: Spread
        /// Of all cores.
        let cpuMillisecondsPerFrame: Spread
        let frames: Int
        let prefillMilliseconds: Spread
        let prefillRows: Int
        /// Of the language model, per frame of every stream.
        let stepMilliseconds: Spread
        /// Of the codec, per frame of one stream.
        let decodeMilliseconds: Spread
        /// Per frame of every stream.
        let wallMillisecondsPerRound: Spread
        /// Step cost around frame 500 over that around frame 10.
        let lateOverEarly: Spread?
        let allocationsPerFrame: Spread?
        let peakMemoryBytes: Int

        init?(
            precision: Precision, text: BenchText, streams: Int, isPaced: Bool, hasJoining: Bool,
            _ runs: [Measurement]
        ) {
            func spread(_ value: (Measurement) -> Double) -> Spread? { Spread(runs.map(value)) }
            func perRound(_ seconds: Double, _ m: Measurement) -> Double {
                1e3 * seconds * Double(streams) / Double(max(m.frames, 1))
            }
            guard let last = runs.last,
                let firstAudio = spread({ $0.firstAudioSeconds * 1e3 }),
                let realTime = spread({ $0.audioSeconds / $0.wallSeconds }),
                let gap = spread({ $0.worstGapSeconds * 1e3 }),
                let cpu = spread({ 1e3 * $0.cpuSeconds / Double(max($0.frames, 1)) }),
                let prefill = spread({ $0.prefillSeconds * 1e3 }),
                let step = spread({ perRound($0.stepSeconds, $0) }),
                let decode = spread({ 1e3 * $0.decodeSeconds / Double(max($0.frames, 1)) }),
                let wall = spread({ perRound($0.wallSeconds, $0) })
            else { return nil }
            self.precision = precision.rawValue
            self.text = text.rawValue
            self.streams = streams
            self.isPaced = isPaced
            self.hasJoining = hasJoining
            joiningFirstAudioMilliseconds = Spread(runs.flatMap { $0.joiningFirstAudioSeconds ?? [] }.map { $0 * 1e3 })
            joiningGapMilliseconds = Spread(runs.compactMap(\.joiningGapSeconds).map { $0 * 1e3 })
            firstAudioMilliseconds = firstAudio
            realTimeFactor = realTime
            worstGapMilliseconds = gap
            cpuMillisecondsPerFrame = cpu
            frames = last.frames
            prefillMilliseconds = prefill
            prefillRows = last.prefillRows
            stepMilliseconds = step
            decodeMilliseconds = decode
            wallMillisecondsPerRound = wall
            // A text of short chunks starts again at each of them.
            lateOverEarly =
                text != .long
                ? nil
                : Spread(
                    runs.compactMap { run in
                        run.lateStepSeconds.flatMap { late in run.earlyStepSeconds.map { late / $0 } }
                    })
            allocationsPerFrame = Spread(runs.compactMap(\.allocationsPerFrame))
            peakMemoryBytes = last.peakMemoryBytes
        }
    }

    /// What was measured in several ways.
    let mainText: String
    let threads: Int
    let runs: Int
    var machine = BenchMachine()
    var model = ""
    var voiceLength = 0
    /// Bytes of weights that the language model reads per frame, per precision.
    var stepWeightBytes: [String: Int] = [:]
    var results: [Result] = []
    /// The main text on one thread: what the stages cost by themselves.
    var oneThread: [Result] = []
    /// Seconds from the start of `pocket-tts generate` to its first byte of audio, per precision.
    var processStart: [String: Spread] = [:]
    var roofline: RooflineReport?

    init(mainText: BenchText, threads: Int, runs: Int) {
        self.mainText = mainText.rawValue
        self.threads = threads
        self.runs = runs
    }

    /// The main text with one stream.
    func single(_ precision: String) -> Result? {
        results.first { $0.precision == precision && $0.text == mainText && $0.streams == 1 }
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
