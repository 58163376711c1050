/// Work on rows that don't depend on each other, divided into parts of several rows.
protocol RowJob: CrewJob {
    var rows: Int { get }
    /// Parts that the rows are divided into.
    var parts: Int { get }
    func run(rows: Range<Int>)
}

extension RowJob {
    func run(part: Int) { run(rows: rows * part / parts..<rows * (part + 1) / parts) }
}

extension ComputeContext {
    /// Parts of `rows` rows that are worth handing to another thread.
    func parts(rows: Int) -> Int {
        guard let crew, crew.hasHelpers else { return 1 }
        return min(max(1, rows / 4), 16)
    }
}
