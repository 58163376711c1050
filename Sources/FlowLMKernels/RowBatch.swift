/// The rows that one call computes.
///
/// A row's result must never depend on the rows beside it. Our own kernels guarantee that, BLAS does not: its result may
/// change with the number of rows. An f32 layer therefore calls BLAS for one group of rows at a time.
public struct RowBatch: Sendable, Equatable {
    public let count: Int
    /// Consecutive rows that are always computed together, such as the steps of one codec frame.
    public let group: Int

    public init(count: Int, group: Int) {
        self.count = count
        self.group = max(1, group)
    }

    /// Rows of different streams or frames: BLAS takes each alone.
    public static func independent(_ count: Int) -> RowBatch { RowBatch(count: count, group: 1) }

    /// Rows that belong together, such as those of one prompt: BLAS takes all of them at once.
    public static func together(_ count: Int) -> RowBatch { RowBatch(count: count, group: count) }

    /// The rows that come of these where `factor` rows become one.
    func divided(by factor: Int) -> RowBatch { RowBatch(count: count / factor, group: group / factor) }
}
