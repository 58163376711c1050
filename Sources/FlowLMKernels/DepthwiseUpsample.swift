/// A streaming transposed convolution within channel groups, kernel = 2 * stride, no bias: each output channel mixes
/// `inputs / outputs` input channels, over the current and the previous step.
public final class DepthwiseUpsample: Sendable {
    public let inputs: Int
    public let outputs: Int
    public let stride: Int
    /// `[2 * stride, inputs]`: position-major, so that channels are contiguous.
    private let weight: AlignedBuffer<Float>

    /// - Parameters:
    ///   - weight: `[inputs, 1, 2 * stride]`, as PyTorch's `ConvTranspose1d` with `groups = outputs` stores it.
    ///   - inputs: channels of the input.
    ///   - outputs: channels of the output.
    ///   - stride: output steps per input step.
    public init(weight: MatrixValues, inputs: Int, outputs: Int, stride: Int) {
        self.inputs = inputs
        self.outputs = outputs
        self.stride = stride
        self.weight =
            weight.gathered(2 * stride * inputs) { index in
                let (position, channel) = index.quotientAndRemainder(dividingBy: inputs)
                return channel * 2 * stride + position
            }.floats
    }

    /// The previous input step. One thread at a time.
    public final class State {
        fileprivate let previous: AlignedBuffer<Float>

        public init(for upsample: DepthwiseUpsample) { previous = AlignedBuffer(count: upsample.inputs) }

        public func reset() { previous.elements.update(repeating: 0) }
    }

    /// `y[steps * stride, outputs]` from `x[steps, inputs]`.
    public func apply(_ x: Rows, steps: Int, state: State, to y: MutableRows) {
        let group = inputs / outputs
        for step in 0..<steps {
            let current = x + step * inputs
            let previous = step == 0 ? Rows(state.previous.pointer) : current - inputs
            for phase in 0..<stride {
                let now = weight.pointer + phase * inputs
                let before = weight.pointer + (stride + phase) * inputs
                let out = y + (step * stride + phase) * outputs
                if group == 1 {
                    for c in 0..<outputs { out[c] = current[c] * now[c] + previous[c] * before[c] }
                } else {
                    for c in 0..<outputs {
                        var sum: Float = 0
                        for i in c * group..<(c + 1) * group { sum += current[i] * now[i] + previous[i] * before[i] }
                        out[c] = sum
                    }
                }
            }
        }
        state.previous.pointer.update(from: x + (steps - 1) * inputs, count: inputs)
    }
}
