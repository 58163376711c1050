import COpenBLAS

extension CalibratedRounding {
    /// Columns that are refined before the rest of the matrix is updated: whole groups.
    private static let columns = 128

    /// Lowers tr(E H Eᵀ), E = weights - values * scales, by coordinate descent: each value, then each group's scale,
    /// takes the best value given the others.
    /// - Parameters:
    ///   - q: `[outputs, inputs]`
    ///   - scales: `[outputs, groups]` bfloat16
    func refine(
        _ q: AlignedBuffer<Int8>, _ scales: AlignedBuffer<UInt16>, of weight: [Float], outputs: Int, grid: RoundingGrid,
        sweeps: Int
    ) {
        let group = grid.bits.group
        let groups = QuantizedMatrix.groups(inputs: inputs, bits: grid.bits)
        let errors = AlignedBuffer<Float>(count: outputs * inputs)
        for i in 0..<outputs * inputs {
            let scale = RoundingGrid.float(scales.pointer[i / inputs * groups + i % inputs / group])
            errors.pointer[i] = weight[i] - Float(q.pointer[i]) * scale
        }
        // E H: the gradient, up to its sign and a factor.
        let gradient = AlignedBuffer<Float>(count: outputs * inputs)
        multiply(errors.pointer, ld: inputs, outputs, row: 0, count: inputs, into: gradient.pointer, 0..<inputs, -1, 0)
        let changes = AlignedBuffer<Float>(count: outputs * Self.columns)
        for _ in 0..<sweeps {
            for first in stride(from: 0, to: inputs, by: Self.columns) {
                let count = min(Self.columns, inputs - first)
                onAllCores(outputs) { rows in
                    for row in rows {
                        var block = RefinedBlock(
                            grid: grid, count: count, h: h.pointer + first * inputs + first, ldh: inputs,
                            q: q.pointer + row * inputs + first, scales: scales.pointer + row * groups + first / group,
                            gradient: gradient.pointer + row * inputs + first,
                            changes: changes.pointer + row * Self.columns)
                        block.refine()
                    }
                }
                for others in [0..<first, first + count..<inputs] where !others.isEmpty {
                    multiply(
                        changes.pointer, ld: Self.columns, outputs, row: first, count: count, into: gradient.pointer,
                        others, 1, 1)
                }
            }
        }
    }

    /// `y[rows, columns] = beta y - alpha x[rows, count] H[row..., columns]`
    private func multiply(
        _ x: Rows, ld: Int, _ rows: Int, row: Int, count: Int, into y: MutableRows, _ columns: Range<Int>,
        _ alpha: Float,
        _ beta: Float
    ) {
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasInt(rows), blasInt(columns.count), blasInt(count), -alpha, x,
            blasInt(ld), h.pointer + row * inputs + columns.lowerBound, blasInt(inputs), beta, y + columns.lowerBound,
            blasInt(inputs))
    }
}

/// Neighbouring weights of one output while they are refined.
private struct RefinedBlock {
    let grid: RoundingGrid
    let count: Int
    /// H among these weights.
    let h: Rows
    let ldh: Int
    let q: UnsafeMutablePointer<Int8>
    let scales: UnsafeMutablePointer<UInt16>
    let gradient: MutableRows
    /// The change of each weight so far.
    let changes: MutableRows

    mutating func refine() {
        changes.update(repeating: 0, count: count)
        for first in stride(from: 0, to: count, by: grid.bits.group) {
            let group = first..<min(count, first + grid.bits.group)
            let scale = RoundingGrid.float(scales[first / grid.bits.group])
            guard scale.magnitude > 1e-30 else { continue }
            for i in group {
                let wanted = grid.round(Float(q[i]) * scale + gradient[i] / h[i * ldh + i], scale: scale)
                guard wanted != q[i] else { continue }
                adjust(i, by: (Float(wanted) - Float(q[i])) * scale)
                q[i] = wanted
            }
            rescale(group, scale)
        }
    }

    private func rescale(_ group: Range<Int>, _ scale: Float) {
        var gain: Float = 0
        var cost: Float = 0
        for i in group where q[i] != 0 {
            gain += Float(q[i]) * gradient[i]
            var sum: Float = 0
            for j in group { sum += Float(q[j]) * h[i * ldh + j] }
            cost += Float(q[i]) * sum
        }
        guard cost > 0 else { return }
        let candidate = RoundingGrid.bfloat16(scale + gain / cost)
        let change = RoundingGrid.float(candidate) - scale
        guard change != 0, (change + scale).magnitude > 1e-30, change * (2 * gain - change * cost) > 0 else { return }
        for i in group where q[i] != 0 { adjust(i, by: Float(q[i]) * change) }
        scales[group.lowerBound / grid.bits.group] = candidate
    }

    private func adjust(_ i: Int, by amount: Float) {
        changes[i] += amount
        let row = h + i * ldh
        for j in 0..<count { gradient[j] -= amount * row[j] }
    }
}
