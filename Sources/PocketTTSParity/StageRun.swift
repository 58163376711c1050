import FlowLMKernels
package import PocketTTS

/// Runs the stages of speech one after another on the calling thread, each as often as asked for: for tools that count
/// instructions, to which threads that wait for each other would add noise.
package struct StageRun {
    /// Passes over a prompt of ``promptLength`` tokens.
    package var prefills: Int
    /// Steps of the language model, sampler included, for one stream.
    package var steps: Int
    /// Frames that the codec decodes one by one.
    package var frames: Int

    package static let promptLength = 32

    package init(prefills: Int, steps: Int, frames: Int) {
        self.prefills = prefills
        self.steps = steps
        self.frames = frames
    }

    package func run(_ model: SpeechModel, voice: Voice?) {
        let flowLM = model.flowLM
        let workspace = FlowLM.Workspace(for: flowLM, rows: 1)
        let prefix = (voice ?? model.voiceWithoutPrompt)?.prefix
        let tokens = Array(repeating: 1, count: Self.promptLength)
        for _ in 0..<prefills {
            let cache = flowLM.makeCache(after: prefix, positions: tokens.count)
            flowLM.prefill(tokens: tokens, cache: cache, workspace: workspace.transformer)
        }
        let cache = flowLM.makeCache(after: prefix, positions: max(steps, 1))
        let times = FlowTimes(steps: model.config.flowLM.defaultSteps, head: flowLM.head)
        workspace.previous.pointer.update(from: flowLM.bosLatent, count: flowLM.latentDim)
        for _ in 0..<steps {
            workspace.latents.elements.update(repeating: 0.5)
            flowLM.step([.init(cache: cache, times: times)], workspace: workspace)
        }
        if frames > 0 {
            let latents = [Float](repeating: 0.5, count: frames * flowLM.latentDim)
            _ = model.decode(latents: latents, framesPerCall: 1)
        }
    }
}
