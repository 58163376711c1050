import FlowLMKernels

/// The text table: a row per token, in the type of the file, with an optional projection from a low rank.
final class EmbeddingTable: Sendable {
    private let weight: MatrixValues
    private let rank: Int
    private let projection: Linear?

    /// - Parameters:
    ///   - weight: `[tokens + 1, rank]`.
    ///   - isKept: whether `weight` stays in memory as long as the model lives; else it is copied.
    ///   - projection: from `rank` to the model's width, or `nil` where they are the same.
    init(weight: MatrixValues, isKept: Bool = false, rank: Int, projection: Linear?) {
        self.rank = rank
        self.projection = projection
        self.weight = isKept ? weight : .stacked([weight])
    }

    /// `[tokens.count, dModel]`; every token must be within the table, which the tokenizer's size check ensures.
    func embed(_ tokens: some Collection<Int>, in context: ComputeContext) -> AlignedBuffer<Float> {
        let rows = AlignedBuffer<Float>(count: tokens.count * rank)
        for (row, token) in tokens.enumerated() {
            weight.copy(token * rank..<(token + 1) * rank, to: rows.pointer + row * rank)
        }
        guard let projection else { return rows }
        let projected = AlignedBuffer<Float>(count: tokens.count * projection.outputs)
        projection.apply(rows.pointer, rows: .together(tokens.count), to: projected.pointer, in: context)
        return projected
    }
}
