import FlowLMKernels
import SpeechText

/// A chunk of a text and the bounds of its speech.
package struct PlannedChunk: Sendable {
    let text: TextChunk
    /// The voice that speaks it; `nil` = none.
    let voice: Voice?
    /// The most frames that it may have.
    package let frameCap: Int
    /// Frames after the EOS decision that belong to it.
    package let framesAfterEOS: Int

    /// Rows that it needs in the KV cache after the voice.
    var positions: Int { text.tokens.count + frameCap }
}

/// What the engine does next for a request.
enum PlannedSegment: Sendable {
    case chunk(PlannedChunk)
    case pause(samples: Int, textRange: Range<Int>)
    case mark(SpeechMark)

    var chunk: PlannedChunk? { if case .chunk(let chunk) = self { chunk } else { nil } }
}

/// A mark of the text on its way to its time.
struct SpeechMark: Sendable {
    let name: String
    let textOffset: Int

    func reached(at time: Double) -> SpeechEvent { .mark(MarkTime(name: name, textOffset: textOffset, time: time)) }
}

/// Finds the voices that a text names.
public typealias VoiceSource = @Sendable (_ name: String) throws(PocketTTSError) -> Voice

/// A request whose text and options are checked.
package struct SpeechPlan: Sendable {
    /// What is known from the start.
    private(set) var segments: [PlannedSegment] = []
    let voice: Voice?
    let temperature: Double
    let noiseClamp: Float?
    let eosThreshold: Float
    private let framesAfterEOS: Int?
    private let sampleRate: Int
    let seed: Int64
    let times: FlowTimes
    /// What shows where in the text the speech is; unknown = word times are not wanted.
    let alignment: ModelAlignment
    /// Whether failures are looked for, and whether words are reported.
    let detectsFailures: Bool
    let reportsWords: Bool
    /// Whether the attention decides with the model when a chunk ends.
    let steersEnd: Bool
    /// Latents per second.
    let frameRate: Double

    package let bounds: ChunkBounds

    /// A plan of chunks alone.
    package init(
        chunks: [TextChunk], voice: Voice?, options: SpeechOptions, config: ModelConfig, times: FlowTimes
    ) {
        self.init(
            segments: chunks.map { .speech($0) }, voice: voice, options: options, config: config, times: times)
    }

    init(
        segments: [SpeechSegment], voice: Voice?, voices: [String: Voice] = [:], options: SpeechOptions,
        config: ModelConfig, times: FlowTimes,
        alignment: ModelAlignment = .unknown
    ) {
        self.alignment = options.followsText || options.steersEnd ? alignment : .unknown
        steersEnd = options.steersEnd
        detectsFailures = options.followsText
        reportsWords = options.reportsWords
        self.voice = voice
        self.times = times
        temperature = options.temperature ?? config.defaultTemperature
        noiseClamp = options.noiseClamp
        eosThreshold = options.eosThreshold ?? config.defaultEOSThreshold
        framesAfterEOS = options.framesAfterEOS ?? config.recommendedFramesAfterEOS
        seed = options.seed ?? Int64.random(in: 0...Int64.max)
        frameRate = config.mimi.frameRate
        bounds = config.bounds
        sampleRate = config.mimi.sampleRate
        self.segments = segments.map { planned($0, voices) }
    }

    /// The chunks that are known from the start.
    package var chunks: [PlannedChunk] { segments.compactMap(\.chunk) }

    /// A segment that the request's options bound.
    /// - Parameter voices: those that the text names.
    func planned(_ segment: SpeechSegment, _ voices: [String: Voice]) -> PlannedSegment {
        switch segment {
        case .speech(let chunk):
            .chunk(
                PlannedChunk(
                    text: chunk, voice: chunk.delivery.voice.flatMap { voices[$0] } ?? voice,
                    frameCap: frameCap(tokens: chunk.tokens.count),
                    framesAfterEOS: framesAfterEOS ?? chunk.framesAfterEOSGuess + bounds.framesAfterEOSOffset))
        case .pause(let seconds, let range):
            .pause(samples: Int((seconds * Double(sampleRate)).rounded()), textRange: range)
        case .mark(let name, let offset): .mark(SpeechMark(name: name, textOffset: offset))
        }
    }

    /// `_estimate_max_gen_len`: 3 tokens per second, and 2 seconds to spare.
    private func frameCap(tokens: Int) -> Int { Int(((Double(tokens) / 3 + 2) * frameRate).rounded(.up)) }

    /// Rows that the KV cache needs after the voice, for the known chunks and for others of up to `tokens` tokens.
    func positions(tokens: Int = 0) -> Int {
        max(chunks.map(\.positions).max() ?? 0, tokens > 0 ? tokens + frameCap(tokens: tokens) : 0)
    }
}
