import FlowLMKernels

/// The codec's encoder: 24 kHz samples to latents that are neither quantised nor normalised
/// (`MimiModel.encode_to_latent`). Immutable; what was heard is in the states. All signals are time-major.
///
/// Its two halves take about the same time, so that two threads can share the work.
final class MimiEncoder: Sendable {
    /// Samples per latent.
    let frameSize: Int
    /// Codec steps per latent.
    let stepsPerFrame: Int
    /// Width of a latent.
    let latentDim: Int

    /// The first half: samples to codec steps.
    let convolutions: SEANetEncoder
    private let transformer: ProjectedTransformer
    /// `nil` where the codec's steps are the latents.
    private let downsample: StreamingConv1d?

    init(
        stepsPerFrame: Int, convolutions: SEANetEncoder, transformer: ProjectedTransformer,
        downsample: StreamingConv1d?
    ) {
        self.stepsPerFrame = stepsPerFrame
        self.convolutions = convolutions
        self.transformer = transformer
        self.downsample = downsample
        frameSize = convolutions.hopLength * stepsPerFrame
        latentDim = downsample?.outputs ?? transformer.outputProj?.outputs ?? transformer.transformer.shape.dModel
    }

    /// What the second half remembers, and its scratch memory for calls of up to `frames` latents.
    final class State {
        fileprivate let cache: KVCache
        fileprivate let downsample: StreamingConv1d.State?
        fileprivate let workspace: Transformer.Workspace
        private let signals: [AlignedBuffer<Float>]
        private let headroom: Int

        init(for encoder: MimiEncoder, frames: Int, in context: ComputeContext = .init()) {
            let transformer = encoder.transformer
            workspace = Transformer.Workspace(in: context)
            cache = KVCache(
                layers: transformer.transformer.layerCount, kvDim: transformer.transformer.shape.kvDim,
                window: transformer.context, block: frames * encoder.stepsPerFrame)
            downsample = encoder.downsample.map { .init(for: $0) }
            let width = max(
                transformer.transformer.shape.dModel, encoder.convolutions.dimension,
                transformer.outputProj?.outputs ?? 0)
            let history = encoder.downsample.map { $0.history * $0.inputs } ?? 0
            headroom = history.roundedUp(toMultipleOf: 16)
            signals = (0..<2).map { [headroom] _ in
                AlignedBuffer(count: headroom + frames * encoder.stepsPerFrame * width)
            }
        }

        fileprivate func signal(_ index: Int) -> MutableRows { signals[index].pointer + headroom }
    }

    /// The second half: `latents[frames, latentDim]` from `steps[frames * stepsPerFrame, dimension]`.
    func condense(_ steps: Rows, frames: Int, state: State, to latents: MutableRows) {
        let count = frames * stepsPerFrame
        let x = state.signal(0)
        x.update(from: steps, count: count * convolutions.dimension)
        let hidden = transformer.apply(
            x, steps: RowBatch(count: count, group: stepsPerFrame), cache: state.cache, workspace: state.workspace,
            scratch: state.signal(1))
        if let downsample, let past = state.downsample {
            downsample.apply(
                hidden, steps: RowBatch(count: count, group: stepsPerFrame), state: past, to: latents,
                in: state.workspace.context)
        } else {
            latents.update(from: hidden, count: frames * latentDim)
        }
    }
}
