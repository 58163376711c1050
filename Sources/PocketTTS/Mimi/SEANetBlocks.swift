import FlowLMKernels

/// A residual unit of SEANet: x + conv1x1(elu(conv(elu(x)))).
struct SEANetResBlock: Sendable {
    let conv: StreamingConv1d
    let pointwise: StreamingConv1d

    struct State {
        let conv: StreamingConv1d.State
        let pointwise: StreamingConv1d.State

        init(for block: SEANetResBlock) {
            conv = .init(for: block.conv)
            pointwise = .init(for: block.pointwise)
        }

        func reset() {
            conv.reset()
            pointwise.reset()
        }
    }

    /// `x[steps, channels]` in place. `activated` and `hidden` have room in front for the convolutions' history.
    func apply(
        _ x: MutableRows, steps: RowBatch, state: State, activated: MutableRows, hidden: MutableRows,
        in context: ComputeContext
    ) {
        elu(x, count: steps.count * conv.inputs, to: activated, in: context)
        conv.apply(activated, steps: steps, state: state.conv, to: hidden, activation: .elu, in: context)
        pointwise.apply(hidden, steps: steps, state: state.pointwise, to: x, accumulate: true, in: context)
    }
}

/// A stage of the decoder: upsample, then refine.
struct SEANetDecoderStage: Sendable {
    let upsample: StreamingConv1d
    /// Output steps per input step.
    let ratio: Int
    let blocks: [SEANetResBlock]
}
