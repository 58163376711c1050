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

    /// What was heard, and scratch memory for calls of up to `steps` steps; one thread at a time.
    final class State {
        fileprivate let firstConv: StreamingConv1d.State
        fileprivate let stages: [(blocks: [SEANetResBlock.State], downsample: StreamingConv1d.State)]
        fileprivate let lastConv: StreamingConv1d.State
        fileprivate let context: ComputeContext
        private let signals: [AlignedBuffer<Float>]
        private let headroom: Int

        init(for encoder: SEANetEncoder, steps: Int, in context: ComputeContext = .init()) {
            self.context = context
            firstConv = .init(for: encoder.firstConv)
            stages = encoder.stages.map { stage in
                (stage.blocks.map { .init(for: $0) }, .init(for: stage.downsample))
            }
            lastConv = .init(for: encoder.lastConv)

            var convolutions = [encoder.firstConv, encoder.lastConv]
            var count = steps * encoder.hopLength
            var longest = count * max(encoder.firstConv.inputs, encoder.firstConv.outputs)
            for stage in encoder.stages {
                convolutions += stage.blocks.flatMap { [$0.conv, $0.pointwise] } + [stage.downsample]
                count /= stage.downsample.stride
                longest = max(longest, count * stage.downsample.outputs)
            }
            // Three signals, each with room in front for a convolution's history.
            headroom = (convolutions.map { $0.history * $0.inputs }.max() ?? 0).roundedUp(toMultipleOf: 16)
            signals = (0..<3).map { [headroom] _ in AlignedBuffer(count: headroom + longest) }
        }

        fileprivate func signal(_ index: Int) -> MutableRows { signals[index].pointer + headroom }
    }

    /// `y[steps, dimension]` from `samples[steps * hopLength]`. Block by block or all at once gives the same.
    /// - Parameter group: steps that BLAS may take together.
    func apply(_ samples: Rows, steps: Int, group: Int, state: State, to y: MutableRows) {
        let context = state.context
        var x = state.signal(0)
        var free = state.signal(1)
        let scratch = state.signal(2)
        var count = steps * hopLength
        var group = group * hopLength
        x.update(from: samples, count: count * firstConv.inputs)
        firstConv.apply(x, steps: count, state: state.firstConv, group: group, to: free, in: context)
        swap(&x, &free)
        for (stage, past) in zip(stages, state.stages) {
            for (block, past) in zip(stage.blocks, past.blocks) {
                block.apply(x, steps: count, group: group, state: past, activated: free, hidden: scratch, in: context)
            }
            elu(x, count: count * stage.downsample.inputs, to: x)
            group /= stage.downsample.stride
            stage.downsample.apply(x, steps: count, state: past.downsample, group: group, to: free, in: context)
            count /= stage.downsample.stride
            swap(&x, &free)
        }
        elu(x, count: count * lastConv.inputs, to: x)
        lastConv.apply(x, steps: count, state: state.lastConv, group: group, to: y, in: context)
    }
}
