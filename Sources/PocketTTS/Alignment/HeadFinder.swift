import FlowLMKernels
import SpeechText
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Finds the attention heads of a model that follow the text, by speaking a text and watching all of them.
package struct HeadFinder {
    /// How well one head follows the text.
    package struct Score: Sendable {
        package let head: AttentionHead
        /// Mean entropy of a frame's attention, 1 = even over all tokens.
        package let entropy: Double
        /// Share of frames after which the most attended token lies further on, or stays.
        package let monotonicity: Double
        /// Share of the words that the path comes by.
        package let visited: Double
        /// Correlation of a frame's loudness with its attention to words, as opposed to punctuation and spaces.
        package let energy: Double
    }

    /// A head is of use only if it goes on through all the text.
    static let leastMonotonicity = 0.98
    static let leastVisited = 0.95
    /// Of those, it takes the ones whose agreement with the energy is nearly as good as the best one's.
    static let leastEnergy = 0.7
    static let most = 4

    private let model: SpeechModel
    private let voices: [Voice?]
    private let options: SpeechOptions

    /// - Parameter voices: that speak, each the whole text; `nil` stands for none.
    package init(model: SpeechModel, voices: [Voice?], options: SpeechOptions) {
        self.model = model
        self.voices = voices
        self.options = options
    }

    /// The scores of all heads on `text`, those with the best agreement first, and the largest energy of the latents.
    package func examine(_ text: String) throws(PocketTTSError) -> (scores: [Score], latentEnergy: Float?) {
        let transformer = model.flowLM.transformer
        let heads = (0..<transformer.layerCount).flatMap { layer in
            (0..<transformer.shape.heads).map { AttentionHead(layer: layer, head: $0) }
        }
        var options = options
        options.reportsWords = true
        let chunks = try model.plan(text, options: options).chunks
        var runs: [Run] = []
        for voice in voices {
            for (index, chunk) in chunks.enumerated() where !chunk.words.isEmpty {
                runs.append(speak(chunk, in: voice, heads: heads, seed: (options.seed ?? 0) &+ Int64(index)))
            }
        }
        let scores = heads.indices.map { index in
            let scores = runs.map { $0.score(head: index) }
            func mean(_ value: KeyPath<Run.HeadScore, Double>) -> Double {
                scores.reduce(0) { $0 + $1[keyPath: value] } / Double(max(1, scores.count))
            }
            return Score(
                head: heads[index], entropy: mean(\.entropy), monotonicity: mean(\.monotonicity),
                visited: mean(\.visited), energy: mean(\.energy))
        }
        return (scores.sorted { $0.energy > $1.energy }, runs.compactMap(\.latentEnergy).max())
    }

    /// The heads to use, given their scores; none if no head follows the text.
    package static func choose(from scores: [Score]) -> [AttentionHead] {
        let useful = scores.filter {
            $0.monotonicity >= leastMonotonicity && $0.visited >= leastVisited && $0.energy > 0
        }
        guard let best = useful.map(\.energy).max() else { return [] }
        let ordered = useful.filter { $0.energy >= leastEnergy * best }.sorted { $0.energy > $1.energy }
        return ordered.prefix(most).map(\.head).sorted()
    }

    /// Speaks a chunk, frame by frame, with the attention of all heads.
    private func speak(_ chunk: TextChunk, in voice: Voice?, heads: [AttentionHead], seed: Int64) -> Run {
        let flowLM = model.flowLM
        let steps = options.samplerSteps ?? model.config.flowLM.defaultSteps
        let plan = SpeechPlan(
            chunks: [chunk], voice: voice, options: options, config: model.config,
            times: FlowTimes(steps: steps, head: flowLM.head))
        let planned = plan.chunks[0]
        let attention = TextAttention(heads: heads, rows: .perHead)
        let cache = flowLM.makeCache(after: (voice ?? model.voiceWithoutPrompt)?.prefix, positions: planned.positions)
        let workspace = FlowLM.Workspace(for: flowLM, rows: 1)
        let row = FlowLM.StepRow(cache: cache, times: plan.times, attention: attention)
        attention.begin(text: cache.position..<cache.position + chunk.tokens.count)
        var generator = TorchGenerator(seed: seed)
        let std = Float(plan.temperature.squareRoot())
        var (frames, latents): ([[Float]], [Float]) = ([], [])
        var energy = LatentEnergy(frames: FailureThresholds().latentFrames)
        var largestEnergy: Float?
        var eosFrame: Int?
        while frames.count < planned.frameCap {
            let noise = UnsafeMutableBufferPointer(start: workspace.latents.pointer, count: flowLM.latentDim)
            generator.fillNormal(noise, mean: 0, std: std)
            if frames.isEmpty {
                prefill(chunk.tokens, row, workspace)
            } else {
                flowLM.step([row], workspace: workspace)
            }
            let isEOS = workspace.eosLogits.pointer[0] > plan.eosThreshold
            if eosFrame == nil, isEOS, frames.count >= plan.bounds.framesBeforeEOS { eosFrame = frames.count }
            if let eosFrame, frames.count >= eosFrame + planned.framesAfterEOS { break }
            frames.append(Array(attention.weights))
            let latent = Array(noise)
            latents += latent
            if let energy = energy.add(UnsafeBufferPointer(noise)) { largestEnergy = max(largestEnergy ?? 0, energy) }
            workspace.previous.pointer.update(from: latent, count: latent.count)
        }
        return Run(
            chunk: chunk, frames: frames, latentEnergy: largestEnergy,
            samples: model.decode(latents: latents, framesPerCall: 4),
            frameSize: model.frameSize, sampleRate: model.sampleRate)
    }

    /// The text, and the first frame with its last part.
    private func prefill(_ tokens: [Int], _ row: FlowLM.StepRow, _ workspace: FlowLM.Workspace) {
        var first = 0
        while tokens.count - first > FlowLM.tokensPerPass {
            model.flowLM.prefill(tokens[first..<first + FlowLM.tokensPerPass], cache: row.cache, workspace: workspace)
            first += FlowLM.tokensPerPass
        }
        model.flowLM.prefill(tokens[first...], thenStep: row, workspace: workspace)
    }

    /// A chunk that was spoken, and what all heads attended to.
    private struct Run {
        struct HeadScore {
            let entropy, monotonicity, visited, energy: Double
        }

        let chunk: TextChunk
        /// `[frames][heads, tokens]`
        let frames: [[Float]]
        let latentEnergy: Float?
        let samples: [Float]
        let frameSize, sampleRate: Int

        func score(head: Int) -> HeadScore {
            let tokens = chunk.tokens.count
            let rows = frames.map { Array($0[head * tokens..<(head + 1) * tokens]) }
            let entropy = rows.map(Self.entropy).reduce(0, +) / Double(max(1, rows.count))
            let tops = rows.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
            let forward = zip(tops, tops.dropFirst()).filter { $0 <= $1 }.count
            var path = MonotonicPath(words: chunk.words.count)
            let words = rows.map { row in chunk.words.map { row[$0.tokens].reduce(0, +) } }
            var visited = Set<Int>()
            for row in words { if let word = path.add(row) { visited.insert(word) } }
            visited.formUnion(path.remaining())
            return HeadScore(
                entropy: entropy, monotonicity: Double(forward) / Double(max(1, tops.count - 1)),
                visited: Double(visited.count) / Double(chunk.words.count),
                energy: Self.correlation(words.map { Double($0.reduce(0, +)) }, loudShares()))
        }

        /// For each frame the share of its audio that is not silent.
        private func loudShares() -> [Double] {
            var loudness = Loudness(sampleRate: sampleRate, frameSize: frameSize, frames: frames.count)
            samples.withUnsafeBufferPointer { _ = loudness.add($0) }
            let seconds = Double(frameSize) / Double(sampleRate)
            return frames.indices.map { loudness.loudShare(Double($0) * seconds, Double($0 + 1) * seconds) }
        }

        private static func entropy(_ row: [Float]) -> Double {
            guard row.count > 1 else { return 0 }
            return -row.reduce(0) { $0 + Double($1) * log(Double($1) + 1e-9) } / log(Double(row.count))
        }

        /// 0 where one of both does not vary.
        private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
            let count = Double(max(1, min(a.count, b.count)))
            let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
            var (ab, aa, bb) = (0.0, 0.0, 0.0)
            for (x, y) in zip(a, b) {
                ab += (x - meanA) * (y - meanB)
                aa += (x - meanA) * (x - meanA)
                bb += (y - meanB) * (y - meanB)
            }
            return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : 0
        }
    }
}
