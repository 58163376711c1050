import FlowLMKernels
import SpeechText

/// A chunk of a text and the bounds of its speech.
package struct PlannedChunk: Sendable {
    let text: TextChunk
    /// The most frames that it may have.
    package let frameCap: Int
    /// Frames after the EOS decision that belong to it.
    package let framesAfterEOS: Int

    /// Rows that it needs in the KV cache after the voice.
    var positions: Int { text.tokens.count + frameCap }
}

/// A request whose text and options are checked.
package struct SpeechPlan: Sendable {
    /// The chunks that are known from the start.
    package private(set) var chunks: [PlannedChunk] = []
    let voice: Voice?
    let temperature: Double
    let noiseClamp: Float?
    let eosThreshold: Float
    private let framesAfterEOS: Int?
    let seed: Int64
    let times: FlowTimes
    /// Heads whose attention shows where in the text the speech is; empty = word times are not wanted.
    let alignmentHeads: [AttentionHead]
    /// Whether failures are looked for, and whether words are reported.
    let detectsFailures: Bool
    let reportsWords: Bool
    /// Whether the attention decides with the model when a chunk ends.
    let steersEnd: Bool
    /// Latents per second.
    let frameRate: Double

    package let bounds: ChunkBounds

    package init(
        chunks: [TextChunk], voice: Voice?, options: SpeechOptions, config: ModelConfig, times: FlowTimes,
        alignmentHeads: [AttentionHead] = []
    ) {
        self.alignmentHeads = options.followsText || options.steersEnd ? alignmentHeads : []
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
        self.chunks = chunks.map(bounded)
    }

    /// A chunk that the request's options bound.
    func bounded(_ chunk: TextChunk) -> PlannedChunk {
        PlannedChunk(
            text: chunk, frameCap: frameCap(tokens: chunk.tokens.count),
            framesAfterEOS: framesAfterEOS ?? chunk.framesAfterEOSGuess + bounds.framesAfterEOSOffset)
    }

    /// `_estimate_max_gen_len`: 3 tokens per second, and 2 seconds to spare.
    private func frameCap(tokens: Int) -> Int { Int(((Double(tokens) / 3 + 2) * frameRate).rounded(.up)) }

    /// Rows that the KV cache needs after the voice, for the known chunks and for others of up to `tokens` tokens.
    func positions(tokens: Int = 0) -> Int {
        max(chunks.map(\.positions).max() ?? 0, tokens > 0 ? tokens + frameCap(tokens: tokens) : 0)
    }
}
