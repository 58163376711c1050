import CFlowKernels

/// A causal streaming 1-d convolution over time-major signals `[steps, channels]`.
///
/// A window of `kernel` steps is contiguous memory, so the convolution is one matrix product over overlapping rows.
/// A transposed convolution (``Shape/isTransposed``) is a convolution whose output step holds `stride` samples.
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
    ///   - shape: the sizes.
    ///   - bias: `[outputs]` or `nil`.
    ///   - padding: what comes before the first step of a signal.
    ///   - format: how the weights are kept.
    ///   - layer: makes the layer of the part of this number, with the given bias.
    public init<Failure: Error>(
        _ shape: Shape, bias: [Float]?, padding: Padding = .zero, format: MatrixFormat,
        layer: (Int, Part, [Float]?) throws(Failure) -> Linear
    ) throws(Failure) {
        inputs = shape.inputs
        outputs = shape.outputsPerStep
        stride = shape.inputStride
        history = shape.history
        // A transposed convolution has nothing before its first step.
        self.padding = shape.isTransposed ? .zero : padding
        var products: [(offset: Int, matrix: Linear)] = []
        for (index, part) in shape.parts(format).enumerated() {
            products.append((part.offset, try layer(index, part, index == 0 ? bias.map(shape.repeated) : nil)))
        }
        self.products = products
    }

    /// - Parameters:
    ///   - weight: in PyTorch's order, `[outputs, inputs, kernel]` or transposed `[inputs, outputs, kernel]`.
    ///   - shape: the sizes.
    ///   - bias: `[outputs]` or `nil`.
    ///   - padding: what comes before the first step of a signal.
    ///   - format: how the weights are kept.
    public convenience init(
        weight: MatrixValues, _ shape: Shape, bias: [Float]?, padding: Padding = .zero, format: MatrixFormat
    ) {
        self.init(shape, bias: bias, padding: padding, format: format) { _, part, bias in
            Linear(
                weight: part.matrix(of: weight), bias: bias, outputs: part.outputs, inputs: part.inputs, format: format)
        }
    }

    /// A stream's past: the last `history` steps of its signal. One thread at a time.
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
