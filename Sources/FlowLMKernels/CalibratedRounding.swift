import COpenBLAS

/// Rounds matrices so that their outputs for typical inputs change least (GPTQ, Frantar et al. 2022,
/// https://arxiv.org/abs/2210.17323). Columns are rounded one after another, the strongest inputs first; the columns
/// that follow compensate each one's error as far as their inputs correlate with it. Coordinate descent then refines
/// values and scales.
public struct CalibratedRounding: Sendable {
    /// Columns that are rounded before the rest of the matrix is updated.
    private static let block = 128

    let inputs: Int
    /// Columns in the order in which they are rounded.
    private let order: [Int]
    /// Mean square of each input, in that order.
    private let power: [Float]
    /// U with H⁻¹ = Uᵀ U, `[inputs, inputs]` in that order.
    private let u: AlignedBuffer<Float>
    /// H with its damping, `[inputs, inputs]` in the natural order.
    let h: AlignedBuffer<Float>

    /// - Parameters:
    ///   - statistics: of the matrix's inputs, from the calibration.
    ///   - damping: added to H's diagonal, as a part of its mean, so that inputs that hardly occurred in the
    ///     calibration keep a weight.
    /// - Returns: `nil` if the statistics are not finite.
    public init?(_ statistics: InputStatistics, damping: Float = 0.01) {
        let k = statistics.inputs
        let products = statistics.products.pointer
        let diagonal = (0..<k).map { products[$0 * k + $0] }
        let mean = diagonal.reduce(0, +) / Float(k)
        guard mean.isFinite else { return nil }
        inputs = k
        let order = (0..<k).sorted { (diagonal[$0], $1) > (diagonal[$1], $0) }
        self.order = order
        let u = AlignedBuffer<Float>(count: k * k)
        self.u = u
        let h = AlignedBuffer<Float>(count: k * k)
        self.h = h
        var extra = max(mean * damping, .leastNormalMagnitude * 1e6)
        power = order.map { diagonal[$0] + extra }
        // A matrix that rounding errors keep from being positive definite gets more.
        for _ in 0..<12 {
            for i in 0..<k {
                for j in i..<k {
                    let (a, b) = (min(order[i], order[j]), max(order[i], order[j]))
                    u.pointer[i * k + j] = products[a * k + b] + (i == j ? extra : 0)
                }
            }
            if pocket_cholesky(Int32(k), u.pointer) == 0, pocket_cholesky_inverse(Int32(k), u.pointer) == 0,
                pocket_cholesky(Int32(k), u.pointer) == 0
            {
                for i in 0..<k {
                    for j in i..<k {
                        let product = products[i * k + j] + (i == j ? extra : 0)
                        h.pointer[i * k + j] = product
                        h.pointer[j * k + i] = product
                    }
                }
                return
            }
            extra *= 4
        }
        return nil
    }

    /// Rounds `weight[outputs, inputs]`.
    /// - Parameters:
    ///   - weight: `[outputs, inputs]`, row-major.
    ///   - outputs: rows of the matrix.
    ///   - bits: of each value.
    ///   - sweeps: how often every value is refined.
    public func round(_ weight: [Float], outputs: Int, bits: QuantizedMatrix.Bits, sweeps: Int = 4) -> RoundedValues {
        assert(weight.count == outputs * inputs)
        let groups = QuantizedMatrix.groups(inputs: inputs, bits: bits)
        // Row-major with the columns in order.
        let w = AlignedBuffer<Float>(count: outputs * inputs)
        let scales = AlignedBuffer<UInt16>(count: outputs * groups)
        let grid = RoundingGrid(bits: bits)
        var natural = [Float](repeating: 0, count: inputs)
        for (i, column) in order.enumerated() { natural[column] = power[i] }
        for row in 0..<outputs {
            for (i, column) in order.enumerated() { w.pointer[row * inputs + i] = weight[row * inputs + column] }
            for group in 0..<groups {
                let columns = group * bits.group..<min(inputs, (group + 1) * bits.group)
                scales.pointer[row * groups + group] = grid.scale(
                    of: weight[row * inputs + columns.lowerBound..<row * inputs + columns.upperBound],
                    power: natural[columns])
            }
        }
        let q = roundColumns(w.pointer, outputs: outputs, scales: scales.pointer, groups: groups, grid: grid)
        refine(q, scales, of: weight, outputs: outputs, grid: grid, sweeps: sweeps)
        return RoundedValues(
            outputs: outputs, inputs: inputs, bits: bits,
            q: grid.fileOrder(q.array, outputs: outputs, inputs: inputs), scales: scales.array)
    }

    /// - Parameter w: `[outputs, inputs]` with the columns in order; consumed.
    /// - Returns: `[outputs, inputs]` in the natural order.
    private func roundColumns(
        _ w: UnsafeMutablePointer<Float>, outputs: Int, scales: UnsafePointer<UInt16>, groups: Int, grid: RoundingGrid
    ) -> AlignedBuffer<Int8> {
        let q = AlignedBuffer<Int8>(count: outputs * inputs)
        let errors = AlignedBuffer<Float>(count: outputs * Self.block)
        for first in stride(from: 0, to: inputs, by: Self.block) {
            let count = min(Self.block, inputs - first)
            for row in 0..<outputs {
                let values = w + row * inputs + first
                let error = errors.pointer + row * Self.block
                for i in 0..<count {
                    let column = order[first + i]
                    let scale = RoundingGrid.float(scales[row * groups + column / grid.bits.group])
                    let rounded = grid.round(values[i], scale: scale)
                    q.pointer[row * inputs + column] = rounded
                    let factors = u.pointer + (first + i) * inputs + first
                    let e = (values[i] - Float(rounded) * scale) / factors[i]
                    error[i] = e
                    for j in i + 1..<max(count, i + 1) { values[j] -= e * factors[j] }
                }
            }
            let next = first + count
            guard next < inputs else { break }
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, blasInt(outputs), blasInt(inputs - next), blasInt(count), -1,
                errors.pointer, blasInt(Self.block), u.pointer + first * inputs + next, blasInt(inputs), 1, w + next,
                blasInt(inputs))
        }
        return q
    }
}
