import FlowLMKernels

/// A request, checked and ready to be spoken: nothing in it can fail any more.
package struct SpeechPlan: Sendable {
    let chunks: [TextChunk]
    let voice: Voice?
    let temperature: Double
    let noiseClamp: Float?
    let eosThreshold: Float
    let framesAfterEOS: Int?
    let seed: Int64
    let times: FlowTimes
    /// Frames that a chunk may have at most, per chunk.
    package let frameCaps: [Int]

    /// Frames in which the EOS decision is ignored: some voices' logits cross the threshold before speech starts.
    package static let framesBeforeEOS = 6

    /// - Parameter frameRate: latents per second.
    package init(
        chunks: [TextChunk], voice: Voice?, options: SpeechOptions, config: ModelConfig, times: FlowTimes
    ) {
        self.chunks = chunks
        self.voice = voice
        self.times = times
        temperature = options.temperature ?? config.defaultTemperature
        noiseClamp = options.noiseClamp
        eosThreshold = options.eosThreshold ?? config.defaultEOSThreshold
        framesAfterEOS = options.framesAfterEOS ?? config.recommendedFramesAfterEOS
        seed = options.seed ?? Int64.random(in: 0...Int64.max)
        // `_estimate_max_gen_len`: 3 tokens per second, and 2 seconds to spare.
        frameCaps = chunks.map { chunk in
            Int(((Double(chunk.tokens.count) / 3 + 2) * config.mimi.frameRate).rounded(.up))
        }
    }

    /// Frames after the EOS decision that belong to a chunk.
    package func framesAfterEOS(chunk: Int) -> Int { framesAfterEOS ?? chunks[chunk].framesAfterEOSGuess }

    /// Rows that the KV cache needs after the voice.
    var positions: Int { zip(chunks, frameCaps).map { $0.tokens.count + $1 }.max() ?? 0 }
}
