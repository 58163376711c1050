import CFlowKernels

/// A causal streaming 1-d convolution over time-major signals `[steps, channels]`.
///
/// A window of `kernel` steps is contiguous memory, so the convolution is one matrix product over overlapping rows.
/// A transposed convolution (``init(transposed:bias:inputs:outputs:kernel:stride:format:)``)
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
    /// Summed products over parts of the window, each `offset` input steps into it. Over panels one product takes the
    /// whole window; BLAS demands rows that do not overlap, a dilated window has gaps: both take it in parts.
    private let products: [(offset: Int, matrix: Linear)]

    /// - Parameters:
    ///   - weight: `[outputs, inputs, kernel]`, as PyTorch's `Conv1d` stores it.
    ///   - bias: `[outputs]` or `nil`.
    ///   - inputs: channels of the input.
    ///   - outputs: channels of the output.
    ///   - kernel: taps.
    ///   - stride: input steps per output step.
    ///   - dilation: input steps between taps.
    ///   - padding: what comes before the first step of a signal.
    ///   - format: how the weights are kept.
    public init(
        weight: MatrixValues, bias: [Float]?, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1,
        dilation: Int = 1, padding: Padding = .zero, format: MatrixFormat
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.stride = stride
        self.padding = padding
        history = (kernel - 1) * dilation + 1 - stride
        let part = dilation > 1 ? 1 : format == .blas ? stride : kernel
        products = Swift.stride(from: 0, to: kernel, by: part).map { first in
            let taps = min(part, kernel - first)
            let rows = weight.gathered(outputs * taps * inputs) { index in
                let (row, column) = index.quotientAndRemainder(dividingBy: taps * inputs)
                let (tap, i) = column.quotientAndRemainder(dividingBy: inputs)
                return (row * inputs + i) * kernel + first + tap
            }
            let matrix = Linear(
                weight: rows, bias: first == 0 ? bias : nil, outputs: outputs, inputs: taps * inputs, format: format)
            return (first * dilation, matrix)
        }
    }

    /// A transposed convolution: `stride` output steps per input step, each a sum over the last
    /// `kernel / stride` input steps (rounded up).
    /// - Parameters:
    ///   - weight: `[inputs, outputs, kernel]`, as PyTorch's `ConvTranspose1d` stores it.
    ///   - bias: `[outputs]` or `nil`.
    ///   - inputs: channels of the input.
    ///   - outputs: channels of the output.
    ///   - kernel: taps.
    ///   - stride: output steps per input step.
    ///   - format: how the weights are kept.
    public init(
        transposed weight: MatrixValues, bias: [Float]?, inputs: Int, outputs: Int, kernel: Int, stride: Int,
        format: MatrixFormat
    ) {
        self.inputs = inputs
        self.outputs = outputs * stride
        self.stride = 1
        padding = .zero
        let depth = (kernel + stride - 1) / stride
        history = depth - 1
        let repeated = bias.map { bias in (0..<stride).flatMap { _ in bias } }
        let part = format == .blas ? 1 : depth
        products = Swift.stride(from: 0, to: depth, by: part).map { first in
            let rows = weight.gathered(stride * outputs * part * inputs) { index in
                let (row, column) = index.quotientAndRemainder(dividingBy: part * inputs)
                let (phase, o) = row.quotientAndRemainder(dividingBy: outputs)
                let (tap, i) = column.quotientAndRemainder(dividingBy: inputs)
                let position = (depth - 1 - first - tap) * stride + phase
                return position < kernel ? (i * outputs + o) * kernel + position : -1
            }
            let matrix = Linear(
                weight: rows, bias: first == 0 ? repeated : nil, outputs: outputs * stride, inputs: part * inputs,
                format: format)
            return (first, matrix)
        }
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
    public func apply(
        _ x: MutableRows, steps batch: RowBatch, state: State, to y: MutableRows,
        activation: Activation = .identity, accumulate: Bool = false, in context: ComputeContext
    ) {
        let steps = batch.count
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
        let rows = batch.divided(by: stride)
        // The activation applies to the sum, so it rides along only with a single product.
        let fused = products.count == 1 ? activation : .identity
        for (index, product) in products.enumerated() {
            product.matrix.apply(
                start + product.offset * inputs, ldx: stride * inputs, rows: rows, to: y,
                activation: fused, accumulate: accumulate || index > 0, in: context)
        }
        if fused != activation { fk_activate(y, rows.count * outputs, activation.kernel, y) }
        if past > 0 { state.tail.pointer.update(from: x + steps * inputs - past, count: past) }
    }
}
