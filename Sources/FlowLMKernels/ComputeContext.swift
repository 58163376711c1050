import CFlowKernels

/// What one compute thread works with: scratch memory that layers share, and the pool that shares its loops. One thread
/// at a time.
public final class ComputeContext {
    let pool: ThreadPool?
    /// Sees the input of every product: the layer, rows, floats between rows, their number. For calibration.
    package var observer: ((Linear, Rows, Int, Int) -> Void)?
    private var quantized = AlignedBuffer<Int16>(count: 0)
    private var scales = AlignedBuffer<Float>(count: 0)
    private var bytes = AlignedBuffer<UInt8>(count: 0)
    private var ranges = AlignedBuffer<Float>(count: 0)

    /// - Parameter pool: shares loops with other threads; `nil` = this thread runs all of them.
    public init(pool: ThreadPool? = nil) { self.pool = pool }

    /// Runs `parts` parts, shared by the pool if there is one.
    func run(_ job: some ParallelJob, parts: Int) {
        if let pool {
            pool.run(job, parts: parts)
        } else {
            for part in 0..<parts { job.run(part: part) }
        }
    }

    /// `x[rows, inputs]` as 16-bit integers with a scale per row, valid until the next call.
    func quantize(_ x: Rows, ldx: Int, rows: Int, inputs: Int) -> QuantizedRows {
        let stride = inputs.roundedUp(toMultipleOf: 32)
        if quantized.count < rows * stride { quantized = AlignedBuffer(count: rows * stride) }
        if scales.count < rows { scales = AlignedBuffer(count: rows) }
        run(
            QuantizeJob(
                x: x, ldx: ldx, inputs: inputs, values: quantized.pointer, stride: stride, scales: scales.pointer,
                rows: rows))
        return QuantizedRows(values: quantized.pointer, stride: stride, scales: scales.pointer)
    }

    /// The values `x[count]`, a multiple of ``ByteMatrix/group``, as bytes with a scale and a least value per group,
    /// valid until the next call.
    func bytes(of x: Rows, count: Int) -> ByteRows {
        let groups = count / ByteMatrix.group
        if bytes.count < count { bytes = AlignedBuffer(count: count) }
        if ranges.count < 2 * groups { ranges = AlignedBuffer(count: 2 * groups) }
        run(ByteJob(x: x, values: bytes.pointer, ranges: ranges.pointer, rows: groups))
        return ByteRows(values: bytes.pointer, ranges: ranges.pointer)
    }
}

/// Work on rows that don't depend on each other.
protocol RowJob {
    var rows: Int { get }
    func run(rows: Range<Int>)
}

/// The rows of a job in parts of several.
private struct DividedRows<Job: RowJob>: ParallelJob {
    let job: Job
    let parts: Int

    func run(part: Int) { job.run(rows: job.rows * part / parts..<job.rows * (part + 1) / parts) }
}

extension ComputeContext {
    /// Runs all rows of `job`, in as many parts as are worth handing to another thread.
    func run(_ job: some RowJob) {
        let parts = pool?.hasWorkers == true ? min(max(1, job.rows / 4), 16) : 1
        run(DividedRows(job: job, parts: parts), parts: parts)
    }
}

private struct QuantizeJob: RowJob {
    let x: Rows
    let ldx: Int
    let inputs: Int
    let values: UnsafeMutablePointer<Int16>
    let stride: Int
    let scales: MutableRows
    let rows: Int

    func run(rows: Range<Int>) {
        let first = rows.lowerBound
        fk_quantize_rows(
            x + first * ldx, ldx, rows.count, inputs, values + first * stride, stride, scales + first)
    }
}

/// A row is a group.
private struct ByteJob: RowJob {
    let x: Rows
    let values: UnsafeMutablePointer<UInt8>
    let ranges: MutableRows
    let rows: Int

    func run(rows: Range<Int>) {
        let first = rows.lowerBound * ByteMatrix.group
        fk_quantize_bytes(x + first, rows.count, ByteMatrix.group, values + first, ranges + 2 * rows.lowerBound)
    }
}

/// Activations as the integer products take them.
struct QuantizedRows {
    let values: UnsafePointer<Int16>
    let stride: Int
    let scales: UnsafePointer<Float>
}

extension Int {
    package func roundedUp(toMultipleOf multiple: Int) -> Int { (self + multiple - 1) / multiple * multiple }
}
