import FlowLMKernels
import Foundation
import SpeechText
package import PocketTTS

/// How far a model's output moves when its weights are rounded: teacher forced, so that each frame's error is the
/// weights' alone and does not feed on the frame before.
package struct PrecisionComparison {
    /// One model's latents beside the exact one's.
    package struct Figures: Codable, Sendable {
        /// Root of the summed squares of what differs, over the root of the summed squares.
        package var latentError: Double
        package var hiddenError: Double
        /// The codec's share: of the samples made from the exact model's latents.
        package var sampleError: Double
        /// Largest absolute difference of the EOS logits.
        package var eosLogitDifference: Double
        /// The frame at which speech would end; `nil` = not within the frames.
        package var eosStep: Int?
    }

    /// What a model made of the frames.
    private struct Run {
        var latents: [Float] = []
        var hidden: [Float] = []
        var eosLogits: [Float] = []
    }

    private let tokens: [Int]
    private let eosThreshold: Float
    /// The noise of each frame, `[frames][latentDim]`.
    private let noise: [[Float]]
    private let exact: Run
    /// The exact model's.
    private let samples: [Float]
    package let exactEOSStep: Int?

    /// Lets `model`, in f32, speak the first chunk of `text` for a number of frames, whatever its EOS logits say.
    /// - Throws: ``PocketTTSError`` where the text leaves nothing to speak.
    package init(
        model: SpeechModel, voice: Voice?, text: String, frames: Int, temperature: Double, seed: Int64
    ) throws {
        guard let chunk = try model.plan(text, maxTokens: 50).first else { throw PocketTTSError.emptyText }
        tokens = chunk.tokens
        eosThreshold = model.config.defaultEOSThreshold
        var generator = TorchGenerator(seed: seed)
        noise = (0..<frames).map { _ in
            var draws = [Float](repeating: 0, count: model.latentDim)
            draws.withUnsafeMutableBufferPointer {
                generator.fillNormal($0, std: Float(temperature.squareRoot()))
            }
            return draws
        }
        exact = Self.run(model, voice, tokens, noise, fed: nil)
        samples = model.decode(latents: exact.latents, framesPerCall: 1)
        exactEOSStep = Self.eosStep(exact, eosThreshold, model)
    }

    /// The same frames by a model with other weights, fed the exact latents.
    package func compare(_ model: SpeechModel, voice: Voice?) -> Figures {
        let run = Self.run(model, voice, tokens, noise, fed: exact.latents)
        return Figures(
            latentError: relativeError(run.latents, exact.latents),
            hiddenError: relativeError(run.hidden, exact.hidden),
            sampleError: relativeError(model.decode(latents: exact.latents, framesPerCall: 1), samples),
            eosLogitDifference: zip(run.eosLogits, exact.eosLogits).reduce(0) { max($0, Double(abs($1.0 - $1.1))) },
            eosStep: Self.eosStep(run, eosThreshold, model))
    }

    /// - Parameter fed: latents to feed back; `nil` = the model's own.
    private static func run(
        _ model: SpeechModel, _ voice: Voice?, _ tokens: [Int], _ noise: [[Float]], fed: [Float]?
    ) -> Run {
        let flowLM = model.flowLM
        let width = flowLM.latentDim
        let cache = flowLM.makeCache(
            after: (voice ?? model.voiceWithoutPrompt)?.prefix, positions: tokens.count + noise.count)
        let workspace = FlowLM.Workspace(for: flowLM, rows: 1)
        flowLM.prefill(tokens: tokens, cache: cache, workspace: workspace.transformer)
        let times = FlowTimes(steps: model.config.flowLM.defaultSteps, head: flowLM.head)
        var run = Run()
        var previous = flowLM.bosLatent
        for (step, noise) in noise.enumerated() {
            workspace.previous.pointer.update(from: previous, count: width)
            workspace.latents.pointer.update(from: noise, count: width)
            flowLM.step([.init(cache: cache, times: times)], workspace: workspace)
            run.latents += workspace.latents.elements
            run.hidden += workspace.conditions.elements
            run.eosLogits += workspace.eosLogits.elements
            previous = Array((fed ?? run.latents)[step * width..<(step + 1) * width])
        }
        return run
    }

    private static func eosStep(_ run: Run, _ threshold: Float, _ model: SpeechModel) -> Int? {
        run.eosLogits.indices.first { $0 >= model.config.bounds.framesBeforeEOS && run.eosLogits[$0] > threshold }
    }

    private func relativeError(_ a: [Float], _ b: [Float]) -> Double {
        let difference = zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
        return (difference / b.reduce(0) { $0 + Double($1) * Double($1) }).squareRoot()
    }
}
