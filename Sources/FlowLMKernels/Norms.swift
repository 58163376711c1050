import CFlowKernels

/// LayerNorm over the last axis, with a learned scale and shift.
public struct LayerNorm: Sendable {
    private let weight: AlignedBuffer<Float>
    private let bias: AlignedBuffer<Float>
    private let epsilon: Float

    public init(weight: [Float], bias: [Float], epsilon: Float) {
        self.weight = AlignedBuffer(weight)
        self.bias = AlignedBuffer(bias)
        self.epsilon = epsilon
    }

    /// `y[rows, n] = norm(x[rows, n])`; `x` and `y` may be the same.
    public func apply(_ x: Rows, rows: Int, to y: MutableRows, in context: ComputeContext) {
        context.run(Job(norm: self, x: x, y: y, rows: rows))
    }

    private struct Job: RowJob {
        let norm: LayerNorm
        let x: Rows
        let y: MutableRows
        let rows: Int

        func run(rows: Range<Int>) {
            let n = norm.weight.count
            for row in rows {
                fk_layer_norm(x + row * n, n, norm.weight.pointer, norm.bias.pointer, norm.epsilon, y + row * n)
            }
        }
    }
}

/// LayerNorm without parameters.
public func layerNorm(_ x: Rows, count: Int, epsilon: Float, to y: MutableRows) {
    fk_layer_norm(x, count, nil, nil, epsilon, y)
}

/// `y = y * (1 + scale) + shift`, element by element.
public func modulate(_ y: MutableRows, count: Int, shift: Rows, scale: Rows) {
    fk_modulate(y, count, shift, scale)
}
