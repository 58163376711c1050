import FlowLMKernels

/// The text table: a row per token, in the type of the file, with an optional projection from a low rank.
final class EmbeddingTable: Sendable {
    private enum Storage: Sendable {
        case f32([Float])
        case bf16([UInt16])
    }

    private let storage: Storage
    private let rank: Int
    private let projection: Linear?

    /// - Parameters:
    ///   - weight: `[tokens + 1, rank]`.
    ///   - projection: from `rank` to the model's width, or `nil` where they are the same.
    init(weight: MatrixValues, rank: Int, projection: Linear?) {
        self.rank = rank
        self.projection = projection
        storage =
            switch weight {
            case .f32(let values): .f32(values)
            case .bf16(let values): .bf16(values)
            }
    }

    /// `[tokens.count, dModel]`; every token must be within the table, which the tokenizer's size check ensures.
    func embed(_ tokens: some Collection<Int>, in context: ComputeContext) -> AlignedBuffer<Float> {
        let rows = AlignedBuffer<Float>(count: tokens.count * rank)
        for (row, token) in tokens.enumerated() {
            let out = rows.pointer + row * rank
            for j in 0..<rank {
                switch storage {
                case .f32(let values): out[j] = values[token * rank + j]
                case .bf16(let values): out[j] = Float(bitPattern: UInt32(values[token * rank + j]) << 16)
                }
            }
        }
        guard let projection else { return rows }
        let projected = AlignedBuffer<Float>(count: tokens.count * projection.outputs)
        projection.apply(rows.pointer, rows: tokens.count, group: tokens.count, to: projected.pointer, in: context)
        return projected
    }
}
