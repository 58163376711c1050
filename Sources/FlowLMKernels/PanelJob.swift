import CFlowKernels

/// A product over packed weights, divided by panels and, where there are few panels but many rows, by rows.
struct PanelJob: ParallelJob {
    let weights: Linear.Storage
    let x: Rows
    let ldx: Int
    let rows: Int
    let inputs: Int
    let outputs: Int
    let y: MutableRows
    let ldy: Int
    var epilogue: fk_epilogue
    /// `x`, where the weights are quantised.
    var quantized: QuantizedRows?
    /// `x`, where both are bytes.
    var bytes: ByteRows?
    private var panelParts = 1
    private var rowParts = 1

    init(
        weights: Linear.Storage, x: Rows, ldx: Int, rows: Int, inputs: Int, outputs: Int, y: MutableRows, ldy: Int,
        epilogue: fk_epilogue
    ) {
        self.weights = weights
        self.x = x
        self.ldx = ldx
        self.rows = rows
        self.inputs = inputs
        self.outputs = outputs
        self.y = y
        self.ldy = ldy
        self.epilogue = epilogue
    }

    private var panels: Int { panelCount(outputs) }

    var parts: Int { panelParts * rowParts }

    /// Chooses parts that are worth handing to another thread.
    mutating func divide() {
        let computed = outputs.roundedUp(toMultipleOf: Self.narrowPanel)
        let wanted = min(Self.mostParts, rows * inputs * computed / Self.smallestPart + 1)
        panelParts = min(panels, wanted)
        if panelParts * 2 <= wanted { rowParts = max(1, min(wanted / panelParts, rows / Self.fewestRows)) }
    }

    private static let mostParts = 16
    /// Outputs of a panel that are computed at least.
    private static let narrowPanel = 16
    /// Multiply-adds: a few microseconds.
    private static let smallestPart = 1 << 17
    private static let fewestRows = 16

    func run(part: Int) {
        let (rowPart, panelPart) = part.quotientAndRemainder(dividingBy: panelParts)
        let from = panels * panelPart / panelParts
        let to = panels * (panelPart + 1) / panelParts
        let first = rows * rowPart / rowParts
        let count = rows * (rowPart + 1) / rowParts - first
        let x = x + first * ldx
        let y = y + first * ldy
        withUnsafePointer(to: epilogue) { epilogue in
            switch weights {
            case .panelsF32(let weights):
                fk_gemm_f32(x, ldx, count, weights.pointer, outputs, inputs, epilogue, y, ldy, from, to)
            case .panelsBF16(let weights):
                fk_gemm_bf16(x, ldx, count, weights.pointer, outputs, inputs, epilogue, y, ldy, from, to)
            case .compact(let weights):
                fk_gemm_compact(x, ldx, count, weights.pointer, outputs, inputs, epilogue, y, ldy, from, to)
            case .quantized(let matrix):
                guard let quantized else { return }
                let product = matrix.bits == .eight ? fk_gemm_int8 : fk_gemm_int4
                product(
                    quantized.values + first * quantized.stride, quantized.stride, quantized.scales + first, count,
                    matrix.values.pointer, matrix.scales.pointer, matrix.bits.group, outputs, inputs, epilogue, y, ldy,
                    from, to)
            case .bytes(let matrix):
                guard let bytes else { return }
                let place = first * ldx
                fk_gemm_bytes(
                    bytes.values + place, ldx, bytes.ranges + 2 * place / ByteMatrix.group, count,
                    matrix.values.pointer, matrix.scales.pointer, ByteMatrix.group, outputs, inputs, epilogue, y, ldy,
                    from, to)
            case .blas, .vector:
                break
            }
        }
    }
}
