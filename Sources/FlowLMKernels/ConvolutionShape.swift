extension StreamingConv1d {
    /// A convolution's sizes.
    public struct Shape: Sendable {
        /// Channels of the input, and of the output.
        public let inputs, outputs: Int
        /// Taps.
        public let kernel: Int
        /// Input steps per output step; of a transposed convolution output steps per input step.
        public var stride = 1
        /// Input steps between taps.
        public var dilation = 1
        /// A transposed convolution makes `stride` output steps per input step, each a sum over the last
        /// `kernel / stride` input steps (rounded up). It is a convolution whose output step holds `stride` samples.
        public var isTransposed = false

        public init(
            inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, dilation: Int = 1, isTransposed: Bool = false
        ) {
            self.inputs = inputs
            self.outputs = outputs
            self.kernel = kernel
            self.stride = stride
            self.dilation = dilation
            self.isTransposed = isTransposed
        }

        /// Input steps that an output is made of, but for those between taps.
        var taps: Int { isTransposed ? (kernel + stride - 1) / stride : kernel }

        var outputsPerStep: Int { isTransposed ? outputs * stride : outputs }
        var inputStride: Int { isTransposed ? 1 : stride }
        var history: Int { (taps - 1) * dilation + 1 - inputStride }

        func parts(_ format: MatrixFormat) -> [Part] {
            let count = dilation > 1 ? 1 : format == .blas ? inputStride : taps
            return Swift.stride(from: 0, to: taps, by: count).map { first in
                Part(shape: self, first: first, taps: min(count, taps - first))
            }
        }

        func repeated(_ bias: [Float]) -> [Float] {
            isTransposed ? (0..<stride).flatMap { _ in bias } : bias
        }

        /// Place of a weight in PyTorch's order, `[outputs, inputs, kernel]` or transposed `[inputs, outputs, kernel]`;
        /// negative for one that there is not.
        func place(row: Int, tap: Int, input: Int) -> Int {
            guard isTransposed else { return (row * inputs + input) * kernel + tap }
            let (phase, output) = row.quotientAndRemainder(dividingBy: outputs)
            let position = (taps - 1 - tap) * stride + phase
            return position < kernel ? (input * outputs + output) * kernel + position : -1
        }
    }

    /// One of the products that are summed, over some of the taps.
    public struct Part: Sendable {
        let shape: Shape
        let first, taps: Int

        public var outputs: Int { shape.outputsPerStep }
        public var inputs: Int { taps * shape.inputs }
        /// Input steps from the start of the window.
        var offset: Int { first * shape.dilation }

        /// Its matrix, `[outputs, inputs]`, of weights in PyTorch's order.
        public func matrix(of weight: MatrixValues) -> MatrixValues {
            let (shape, first, inputs) = (shape, first, inputs)
            return weight.gathered(outputs * inputs) { index in
                let (row, column) = index.quotientAndRemainder(dividingBy: inputs)
                let (tap, input) = column.quotientAndRemainder(dividingBy: shape.inputs)
                return shape.place(row: row, tap: first + tap, input: input)
            }
        }
    }
}
