import FlowLMKernels

/// The codec's decoder: latents to 24 kHz samples (`MimiModel.decode_from_latent`).
///
/// Immutable and shared; a stream's past is in its `State`. All signals are time-major.
final class MimiDecoder: Sendable {
    /// Samples per latent frame.
    let frameSize: Int
    let latentDim: Int
    /// Codec steps per latent frame.
    let stepsPerFrame: Int

    private let outputProj: Linear
    /// `nil` where the codec's steps are the latent frames.
    private let upsample: DepthwiseUpsample?
    private let transformer: ProjectedTransformer
    private let firstConv: StreamingConv1d
    private let stages: [SEANetDecoderStage]
    private let lastConv: StreamingConv1d

    init(
        frameSize: Int, stepsPerFrame: Int, outputProj: Linear, upsample: DepthwiseUpsample?,
        transformer: ProjectedTransformer, firstConv: StreamingConv1d, stages: [SEANetDecoderStage],
        lastConv: StreamingConv1d
    ) {
        self.frameSize = frameSize
        self.stepsPerFrame = stepsPerFrame
        self.outputProj = outputProj
        self.upsample = upsample
        self.transformer = transformer
        self.firstConv = firstConv
        self.stages = stages
        self.lastConv = lastConv
        latentDim = outputProj.inputs
    }

    /// What one stream must remember; allocated once, one thread at a time.
    final class State {
        fileprivate let upsample: DepthwiseUpsample.State?
        fileprivate let cache: KVCache
        fileprivate let firstConv: StreamingConv1d.State
        fileprivate let stages: [(upsample: StreamingConv1d.State, blocks: [SEANetResBlock.State])]
        fileprivate let lastConv: StreamingConv1d.State

        /// - Parameter frames: latents that one call decodes at most.
        init(for decoder: MimiDecoder, frames: Int) {
            let transformer = decoder.transformer
            upsample = decoder.upsample.map { .init(for: $0) }
            cache = KVCache(
                layers: transformer.transformer.layerCount, kvDim: transformer.transformer.shape.kvDim,
                window: transformer.context, block: frames * decoder.stepsPerFrame)
            firstConv = .init(for: decoder.firstConv)
            stages = decoder.stages.map { stage in
                (.init(for: stage.upsample), stage.blocks.map { .init(for: $0) })
            }
            lastConv = .init(for: decoder.lastConv)
        }

        /// Back to silence before the first frame.
        func reset() {
            upsample?.reset()
            cache.reset()
            firstConv.reset()
            for stage in stages {
                stage.upsample.reset()
                for block in stage.blocks { block.reset() }
            }
            lastConv.reset()
        }
    }

    /// Scratch memory of one thread for calls of up to `frames` latents.
    final class Workspace {
        fileprivate let transformer: Transformer.Workspace
        /// Three signals, each with room in front for a convolution's history.
        fileprivate let signals: [AlignedBuffer<Float>]
        fileprivate let headroom: Int

        init(for decoder: MimiDecoder, frames: Int, in context: ComputeContext = .init()) {
            transformer = Transformer.Workspace(in: context)
            var convolutions = [decoder.firstConv, decoder.lastConv]
            var steps = decoder.stepsPerFrame
            var longest = steps * max(decoder.upsample?.inputs ?? 0, decoder.firstConv.inputs, decoder.firstConv.outputs,
                decoder.transformer.transformer.shape.dModel, decoder.outputProj.outputs)
            for stage in decoder.stages {
                convolutions.append(stage.upsample)
                longest = max(longest, steps * stage.upsample.outputs)
                steps *= stage.ratio
                for block in stage.blocks { convolutions += [block.conv, block.pointwise] }
            }
            // A multiple of a cache line, so that signals start aligned.
            headroom = (convolutions.map { $0.history * $0.inputs }.max() ?? 0).roundedUp(toMultipleOf: 16)
            let count = headroom + longest * frames
            signals = (0..<3).map { _ in AlignedBuffer(count: count) }
        }

        fileprivate func signal(_ index: Int) -> MutableRows { signals[index].pointer + headroom }
    }

    /// `samples[frames * frameSize]` from `latents[frames, latentDim]` (not normalised).
    ///
    /// Frame by frame or many at once gives the same samples.
    func decode(
        _ latents: Rows, frames: Int, state: State, workspace w: Workspace, to samples: MutableRows
    ) {
        var x = w.signal(0)
        var y = w.signal(1)
        let scratch = w.signal(2)
        let context = w.transformer.context
        outputProj.apply(latents, rows: frames, group: 1, to: x, in: context)
        if let upsample, let past = state.upsample {
            upsample.apply(x, steps: frames, state: past, to: y)
            swap(&x, &y)
        }
        var steps = frames * stepsPerFrame
        var group = stepsPerFrame
        let hidden = transformer.apply(
            x, steps: steps, group: group, cache: state.cache, workspace: w.transformer, scratch: y)
        if hidden == y { swap(&x, &y) }

        // Each stage upsamples the activated signal and refines the raw one.
        firstConv.apply(x, steps: steps, state: state.firstConv, group: group, to: y, activation: .elu, in: context)
        swap(&x, &y)
        for (stage, past) in zip(stages, state.stages) {
            stage.upsample.apply(x, steps: steps, state: past.upsample, group: group, to: y, in: context)
            swap(&x, &y)
            steps *= stage.ratio
            group *= stage.ratio
            for (block, past) in zip(stage.blocks, past.blocks) {
                block.apply(x, steps: steps, group: group, state: past, activated: y, hidden: scratch, in: context)
            }
            elu(x, count: steps * stage.upsample.outputs / stage.ratio, to: x)
        }
        lastConv.apply(x, steps: steps, state: state.lastConv, group: group, to: samples, in: context)
    }
}
