import FlowLMKernels

/// A stage of the encoder: refine, then downsample.
struct SEANetEncoderStage: Sendable {
    let blocks: [SEANetResBlock]
    let downsample: StreamingConv1d
}

/// The convolutions of the codec's encoder: samples to steps of `dimension` channels (`SEANetEncoder`).
final class SEANetEncoder: Sendable {
    /// Samples per step.
    let hopLength: Int
    /// Channels of a step.
    var dimension: Int { lastConv.outputs }

    private let firstConv: StreamingConv1d
    private let stages: [SEANetEncoderStage]
    private let lastConv: StreamingConv1d

    init(firstConv: StreamingConv1d, stages: [SEANetEncoderStage], lastConv: StreamingConv1d) {
        self.firstConv = firstConv
        self.stages = stages
        self.lastConv = lastConv
        hopLength = stages.reduce(1) { $0 * $1.downsample.stride }
    }

    /// Floats per step where the last stage begins.
    private var lastStageWidth: Int {
        stages.last.map { $0.downsample.stride * $0.downsample.inputs } ?? hopLength * lastConv.inputs
    }

    /// A signal on its way, and what memory is free; each has room in front for a convolution's history.
    fileprivate struct Signals {
        var x, free: MutableRows
        let scratch: MutableRows
    }

    /// A recording's past, and scratch memory for calls of up to `steps` steps; one thread at a time.
    final class State {
        fileprivate let firstConv: StreamingConv1d.State
        fileprivate let stages: [(blocks: [SEANetResBlock.State], downsample: StreamingConv1d.State)]
        fileprivate let lastConv: StreamingConv1d.State
        fileprivate let context: ComputeContext
        /// Of a group until the last stage, and of all steps from there on.
        private let narrow, wide: [AlignedBuffer<Float>]
        private let headroom: Int

        /// - Parameter steps: a group of them is computed at a time.
        init(for encoder: SEANetEncoder, steps: RowBatch, in context: ComputeContext = .init()) {
            self.context = context
            firstConv = .init(for: encoder.firstConv)
            stages = encoder.stages.map { stage in
                (stage.blocks.map { .init(for: $0) }, .init(for: stage.downsample))
            }
            lastConv = .init(for: encoder.lastConv)

            var convolutions = [encoder.firstConv, encoder.lastConv]
            var samples = encoder.hopLength
            var longest = samples * max(encoder.firstConv.inputs, encoder.firstConv.outputs)
            for stage in encoder.stages {
                convolutions += stage.blocks.flatMap { [$0.conv, $0.pointwise] } + [stage.downsample]
                samples /= stage.downsample.stride
                longest = max(longest, samples * stage.downsample.outputs)
            }
            let last = max(encoder.lastStageWidth, encoder.lastConv.inputs)
            let headroom = (convolutions.map { $0.history * $0.inputs }.max() ?? 0).roundedUp(toMultipleOf: 16)
            self.headroom = headroom
            narrow = (0..<3).map { _ in AlignedBuffer(count: headroom + steps.group * longest) }
            wide = (0..<3).map { _ in AlignedBuffer(count: headroom + steps.count * last) }
        }

        private func signals(_ buffers: [AlignedBuffer<Float>]) -> Signals {
            Signals(
                x: buffers[0].pointer + headroom, free: buffers[1].pointer + headroom,
                scratch: buffers[2].pointer + headroom)
        }
        fileprivate var narrowSignals: Signals { signals(narrow) }
        fileprivate var wideSignals: Signals { signals(wide) }
    }

    /// `y[steps, dimension]` from `samples[steps * hopLength]`. Block by block or all at once gives the same.
    ///
    /// The stages with few weights and many samples run group by group, so that a group's signal stays in a core's
    /// cache. The last stage, which has most of the weights, reads them once for all steps.
    /// - Parameter steps: no more than the state has room for, in the same groups.
    func apply(_ samples: Rows, steps batch: RowBatch, state: State, to y: MutableRows) {
        let (steps, group) = (batch.count, batch.group)
        let context = state.context
        var wide = state.wideSignals
        for first in Swift.stride(from: 0, to: steps, by: group) {
            let groupSteps = min(group, steps - first)
            var signals = state.narrowSignals
            var count = groupSteps * hopLength
            signals.x.update(from: samples + first * hopLength * firstConv.inputs, count: count * firstConv.inputs)
            firstConv.apply(signals.x, steps: .together(count), state: state.firstConv, to: signals.free, in: context)
            swap(&signals.x, &signals.free)
            for (stage, past) in zip(stages.dropLast(), state.stages) {
                run(stage, past, &signals, &count, context)
            }
            (wide.x + first * lastStageWidth).update(from: signals.x, count: groupSteps * lastStageWidth)
        }
        var count = steps * (stages.last?.downsample.stride ?? hopLength)
        if let stage = stages.last, let past = state.stages.last {
            run(stage, past, &wide, &count, context)
        }
        elu(wide.x, count: count * lastConv.inputs, to: wide.x, in: context)
        lastConv.apply(wide.x, steps: .together(count), state: state.lastConv, to: y, in: context)
    }

    /// One stage: `signals.x[count, inputs]` becomes `signals.x[count / stride, outputs]`.
    private func run(
        _ stage: SEANetEncoderStage, _ past: (blocks: [SEANetResBlock.State], downsample: StreamingConv1d.State),
        _ signals: inout Signals, _ count: inout Int, _ context: ComputeContext
    ) {
        let downsample = stage.downsample
        for (block, past) in zip(stage.blocks, past.blocks) {
            block.apply(
                signals.x, steps: .together(count), state: past, activated: signals.free, hidden: signals.scratch,
                in: context)
        }
        elu(signals.x, count: count * downsample.inputs, to: signals.x, in: context)
        downsample.apply(
            signals.x, steps: .together(count), state: past.downsample, to: signals.free, in: context)
        count /= downsample.stride
        swap(&signals.x, &signals.free)
    }
}
