import CFlowKernels
import COpenBLAS

/// A product through BLAS, divided by outputs. The parts follow from the matrix alone, so that the number of threads
/// never changes the result.
struct BLASJob: ParallelJob {
    /// `[outputs, inputs]`.
    let weights: Rows
    let bias: Rows?
    let inputs: Int
    let outputs: Int
    let x: Rows
    let ldx: Int
    let batch: RowBatch
    let y: MutableRows
    let ldy: Int
    let activation: Activation
    let accumulate: Bool

    var parts: Int { min(max(1, outputs * inputs / Self.smallestPart), Self.mostParts, panelCount(outputs)) }

    private static let mostParts = 16
    /// Weights: a megabyte.
    private static let smallestPart = 1 << 18

    func run(part: Int) {
        let (parts, panels) = (parts, panelCount(outputs))
        let first = panels * part / parts * Int(FK_PANEL)
        let count = min(panels * (part + 1) / parts * Int(FK_PANEL), outputs) - first
        for start in stride(from: 0, to: batch.count, by: batch.group) {
            multiply(rows: start..<min(start + batch.group, batch.count), outputs: first, count)
        }
        for row in 0..<batch.count {
            let out = y + row * ldy + first
            if let bias { fk_add_scaled(out, bias + first, nil, count) }
            if activation != .identity { fk_activate(out, count, activation.kernel, out) }
        }
    }

    private func multiply(rows: Range<Int>, outputs first: Int, _ count: Int) {
        let x = x + rows.lowerBound * ldx
        let w = weights + first * inputs
        let y = y + rows.lowerBound * ldy + first
        if rows.count == 1 {
            // A dot product per output, at the pace of memory; OpenBLAS's sgemv reads more slowly.
            fk_dot_rows(w, inputs, count, x, inputs, 0, accumulate ? 1 : 0, y, 1)
        } else {
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, blasInt(rows.count), blasInt(count), blasInt(inputs), 1, x,
                blasInt(ldx), w, blasInt(inputs), accumulate ? 1 : 0, y, blasInt(ldy))
        }
    }
}
