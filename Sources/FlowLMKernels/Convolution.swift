import CFlowKernels

/// A causal streaming 1-d convolution over time-major signals `[steps, channels]`.
///
/// A window of `kernel` steps is contiguous memory, so the convolution is one matrix product over overlapping rows;
/// a dilated one is a product per tap. A transposed convolution (``init(transposed:bias:inputs:outputs:kernel:stride:format:)``)
/// is a convolution whose output step holds `stride` samples.
public final class StreamingConv1d: Sendable {
    public enum Padding: Sendable {
        /// Zeros before the first step.
        case zero
        /// The first step, repeated.
        case replicate
    }

    public let inputs: Int
    /// Channels per output step.
    public let outputs: Int
    /// Input steps per output step.
    public let stride: Int
    /// Input steps that are kept from one call to the next.
    public let history: Int
    private let padding: Padding
    private let dilation: Int
    /// One matrix for all taps, or one per tap if dilated.
    private let taps: [Linear]

    /// - Parameters:
    ///   - weight: `[outputs, inputs, kernel]`, as PyTorch's `Conv1d` stores it.
    ///   - bias: `[outputs]` or `nil`.
    public init(
        weight: MatrixValues, bias: [Float]?, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1,
        dilation: Int = 1, padding: Padding = .zero, format: MatrixFormat
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.stride = stride
        self.padding = padding
        self.dilation = kernel == 1 ? 1 : dilation
        history = (kernel - 1) * dilation + 1 - stride
        if self.dilation == 1 {
            let width = kernel * inputs
            let rows = weight.gathered(outputs * width) { index in
                let (o, column) = index.quotientAndRemainder(dividingBy: width)
                let (tap, i) = column.quotientAndRemainder(dividingBy: inputs)
                return (o * inputs + i) * kernel + tap
            }
            taps = [Linear(weight: rows, bias: bias, outputs: outputs, inputs: width, format: format)]
        } else {
            taps = (0..<kernel).map { tap in
                let rows = weight.gathered(outputs * inputs) { $0 * kernel + tap }
                return Linear(
                    weight: rows, bias: tap == 0 ? bias : nil, outputs: outputs, inputs: inputs, format: format)
            }
        }
    }

    /// A transposed convolution with `kernel` a multiple of `stride` or padded to one: `stride` output steps per input
    /// step, each a sum over the last `kernel / stride` input steps.
    /// - Parameters:
    ///   - weight: `[inputs, outputs, kernel]`, as PyTorch's `ConvTranspose1d` stores it.
    public init(
        transposed weight: MatrixValues, bias: [Float]?, inputs: Int, outputs: Int, kernel: Int, stride: Int,
        format: MatrixFormat
    ) {
        self.inputs = inputs
        self.outputs = outputs * stride
        self.stride = 1
        padding = .zero
        dilation = 1
        let depth = (kernel + stride - 1) / stride
        history = depth - 1
        let width = depth * inputs
        let rows = weight.gathered(stride * outputs * width) { index in
            let (row, column) = index.quotientAndRemainder(dividingBy: width)
            let (phase, o) = row.quotientAndRemainder(dividingBy: outputs)
            let (tap, i) = column.quotientAndRemainder(dividingBy: inputs)
            let position = (depth - 1 - tap) * stride + phase
            return position < kernel ? (i * outputs + o) * kernel + position : -1
        }
        let repeated = bias.map { bias in (0..<stride).flatMap { _ in bias } }
        taps = [Linear(weight: rows, bias: repeated, outputs: outputs * stride, inputs: width, format: format)]
    }

    /// What a stream must remember of the signal: its last `history` steps. One thread at a time.
    public final class State {
        fileprivate let tail: AlignedBuffer<Float>
        fileprivate var isFirst = true

        public init(for convolution: StreamingConv1d) {
            tail = AlignedBuffer(count: convolution.history * convolution.inputs)
        }

        /// Back to before the first step.
        public func reset() {
            tail.elements.update(repeating: 0)
            isFirst = true
        }
    }

    /// `y[steps / stride, outputs] = activation(conv(x))`.
    ///
    /// The `history * inputs` floats *before* `x` must belong to the caller's buffer: they are overwritten with the
    /// stream's past, so that windows are contiguous.
    /// - Parameter group: output steps that BLAS may take together.
    public func apply(
        _ x: MutableRows, steps: Int, state: State, group: Int, to y: MutableRows,
        activation: Activation = .identity, accumulate: Bool = false
    ) {
        let past = history * inputs
        let start = x - past
        if past > 0 {
            if state.isFirst && padding == .replicate {
                for step in 0..<history { (start + step * inputs).update(from: x, count: inputs) }
            } else {
                start.update(from: state.tail.pointer, count: past)
            }
        }
        state.isFirst = false
        let rows = steps / stride
        if taps.count == 1 {
            taps[0].apply(
                start, ldx: stride * inputs, rows: rows, group: group, to: y, activation: activation,
                accumulate: accumulate)
        } else {
            for (tap, linear) in taps.enumerated() {
                linear.apply(
                    start + tap * dilation * inputs, ldx: stride * inputs, rows: rows, group: group, to: y,
                    accumulate: accumulate || tap > 0)
            }
            if activation != .identity { fk_activate(y, rows * outputs, activation.kernel, y) }
        }
        if past > 0 { state.tail.pointer.update(from: x + steps * inputs - past, count: past) }
    }
}
