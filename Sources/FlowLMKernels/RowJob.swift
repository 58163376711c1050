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
