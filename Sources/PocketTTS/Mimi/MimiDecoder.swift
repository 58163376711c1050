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
    /// How streams keep the transformer's keys and values.
    private let kvType: KVType
    private let firstConv: StreamingConv1d
    private let stages: [SEANetDecoderStage]
    private let lastConv: StreamingConv1d

    init(
        frameSize: Int, stepsPerFrame: Int, outputProj: Linear, upsample: DepthwiseUpsample?,
        transformer: ProjectedTransformer, kvType: KVType, firstConv: StreamingConv1d, stages: [SEANetDecoderStage],
        lastConv: StreamingConv1d
    ) {
        self.frameSize = frameSize
        self.stepsPerFrame = stepsPerFrame
        self.outputProj = outputProj
        self.upsample = upsample
        self.transformer = transformer
        self.kvType = kvType
        self.firstConv = firstConv
        self.stages = stages
        self.lastConv = lastConv
        latentDim = outputProj.inputs
    }

    /// One stream's past; allocated once.
    ///
    /// `@unchecked Sendable`: its owner lets one thread at a time use it.
    final class State: @unchecked Sendable {
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
                window: transformer.context, block: frames * decoder.stepsPerFrame, type: decoder.kvType)
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
        let frames: Int
        fileprivate let transformer: Transformer.Workspace
        /// Signals, each with room in front for a convolution's history: the first two for all frames, up to the first
        /// stage's output; three for one frame from there on.
        fileprivate let wide, narrow: [AlignedBuffer<Float>]
        fileprivate let headroom: Int

        init(for decoder: MimiDecoder, frames: Int, in context: ComputeContext = .init()) {
            self.frames = frames
            transformer = Transformer.Workspace(in: context)
            var convolutions = [decoder.firstConv, decoder.lastConv]
            var steps = decoder.stepsPerFrame
            var widest =
                steps
                * max(
                    decoder.upsample?.inputs ?? 0, decoder.firstConv.inputs, decoder.firstConv.outputs,
                    decoder.transformer.transformer.shape.dModel, decoder.outputProj.outputs)
            var longest = 0
            for (index, stage) in decoder.stages.enumerated() {
                convolutions.append(stage.upsample)
                longest = max(longest, steps * stage.upsample.outputs)
                if index == 0 { widest = max(widest, longest) }
                steps *= stage.ratio
                for block in stage.blocks { convolutions += [block.conv, block.pointwise] }
            }
            // A multiple of a cache line, so that signals start aligned.
            headroom = (convolutions.map { $0.history * $0.inputs }.max() ?? 0).roundedUp(toMultipleOf: 16)
            let (wideCount, narrowCount) = (headroom + widest * frames, headroom + longest)
            wide = (0..<2).map { _ in AlignedBuffer(count: wideCount) }
            narrow = (0..<3).map { _ in AlignedBuffer(count: narrowCount) }
        }

        fileprivate func start(of signal: AlignedBuffer<Float>) -> MutableRows { signal.pointer + headroom }
    }

    /// `samples[frames * frameSize]` from `latents[frames, latentDim]` (not normalised).
    ///
    /// Frame by frame or several at once gives the same samples. The transformer and the first convolutions have many
    /// weights and few steps: they read their weights once for all frames. The other stages have few weights and many
    /// steps: they run frame by frame, so that a frame's signal stays in a core's cache.
    func decode(
        _ latents: Rows, frames: Int, state: State, workspace w: Workspace, to samples: MutableRows
    ) {
        assert(frames <= w.frames)
        var x = w.start(of: w.wide[0])
        var y = w.start(of: w.wide[1])
        let context = w.transformer.context
        outputProj.apply(latents, rows: .independent(frames), to: x, in: context)
        if let upsample, let past = state.upsample {
            upsample.apply(x, steps: frames, state: past, to: y)
            swap(&x, &y)
        }
        let steps = RowBatch(count: frames * stepsPerFrame, group: stepsPerFrame)
        let hidden = transformer.apply(
            x, steps: steps, cache: state.cache, workspace: w.transformer, scratch: y)
        if hidden == y { swap(&x, &y) }
        firstConv.apply(x, steps: steps, state: state.firstConv, to: y, activation: .elu, in: context)
        swap(&x, &y)

        guard let first = stages.first, let firstPast = state.stages.first else {
            return lastConv.apply(x, steps: steps, state: state.lastConv, to: samples, in: context)
        }
        first.upsample.apply(x, steps: steps, state: firstPast.upsample, to: y, in: context)
        let length = stepsPerFrame * first.upsample.outputs
        for frame in 0..<frames {
            var signals = Signals(
                x: y + frame * length, y: w.start(of: w.narrow[0]), other: w.start(of: w.narrow[1]),
                scratch: w.start(of: w.narrow[2]), steps: stepsPerFrame * first.ratio)
            refine(signals, first, firstPast.blocks, context)
            for (stage, past) in zip(stages, state.stages).dropFirst() {
                stage.upsample.apply(
                    signals.x, steps: .together(signals.steps), state: past.upsample, to: signals.y, in: context)
                signals.next(ratio: stage.ratio)
                refine(signals, stage, past.blocks, context)
            }
            lastConv.apply(
                signals.x, steps: .together(signals.steps), state: state.lastConv,
                to: samples + frame * frameSize, in: context)
        }
    }

    /// Where one frame's signal is on its way through the stages, and what memory is free.
    private struct Signals {
        var x, y, other: MutableRows
        let scratch: MutableRows
        var steps: Int

        mutating func next(ratio: Int) {
            (x, y, other) = (y, other, y)
            steps *= ratio
        }
    }

    /// The residual units of a stage: they refine the raw signal, the next layer takes the activated one.
    private func refine(
        _ signals: Signals, _ stage: SEANetDecoderStage, _ states: [SEANetResBlock.State],
        _ context: ComputeContext
    ) {
        for (block, past) in zip(stage.blocks, states) {
            block.apply(
                signals.x, steps: .together(signals.steps), state: past, activated: signals.y,
                hidden: signals.scratch, in: context)
        }
        elu(signals.x, count: signals.steps * stage.upsample.outputs / stage.ratio, to: signals.x, in: context)
    }
}
