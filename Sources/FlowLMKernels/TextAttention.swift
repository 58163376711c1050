import CFlowKernels

/// One attention head of a transformer, both numbers from 0.
public struct AttentionHead: Sendable, Hashable, Comparable {
    public let layer: Int
    public let head: Int

    public init(layer: Int, head: Int) {
        self.layer = layer
        self.head = head
    }

    public static func < (a: AttentionHead, b: AttentionHead) -> Bool { (a.layer, a.head) < (b.layer, b.head) }
}

/// How strongly chosen heads of one stream attend to each token of its text: a row of weights per frame.
///
/// The weights are a softmax over the scores of the text's keys alone; the voice's and the frames' keys have no part in
/// it. One thread at a time may use an instance. A frame allocates nothing.
public final class TextAttention: @unchecked Sendable {
    public enum Rows: Sendable {
        /// One row, the mean over the heads.
        case mean
        /// A row for each head, in the order of ``heads``.
        case perHead
    }

    /// Ascending.
    public let heads: [AttentionHead]
    private let rows: Rows
    /// Position of the text's first token in the stream's cache.
    private var firstPosition = 0
    /// Tokens of the text.
    public private(set) var tokenCount = 0
    private var memory = AlignedBuffer<Float>(count: 0)
    private var scores = AlignedBuffer<Float>(count: 0)

    /// - Parameters:
    ///   - heads: within the transformer's shape, each once.
    ///   - rows: how the attention of the chosen heads is combined.
    public init(heads: [AttentionHead], rows: Rows = .mean) {
        self.heads = heads.sorted()
        self.rows = rows
    }

    /// Prepares for frames after a text that lies at `positions` of the stream's cache, behind its prefix.
    public func begin(text positions: Range<Int>) {
        firstPosition = positions.lowerBound
        tokenCount = positions.count
        let count = rowCount * tokenCount
        if memory.count < count { memory = AlignedBuffer(count: count) }
        if scores.count < tokenCount { scores = AlignedBuffer(count: tokenCount) }
    }

    /// The latest frame's weights, `[tokens]` or `[heads, tokens]`; each row sums to 1. Valid until the next frame.
    public var weights: UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: memory.pointer, count: rowCount * tokenCount)
    }

    private var rowCount: Int { rows == .mean ? 1 : heads.count }

    func clear() { memory.pointer.update(repeating: 0, count: rowCount * tokenCount) }

    /// Adds what the heads of `layer` see.
    /// - Parameter queries: the frame's queries after RoPE, `[heads, headDim]`.
    func record(layer: Int, queries: MutableRows, shape: Transformer.Shape, cache: KVCache) {
        let group = shape.heads / shape.kvHeads
        for (index, chosen) in heads.enumerated() where chosen.layer == layer {
            let keys = cache.ownKeys(layer: layer, position: firstPosition)
            let row = rows == .mean ? 0 : index
            fk_key_weights(
                cache.type.kernel, queries + chosen.head * shape.headDim, shape.headDim,
                keys.first + chosen.head / group * shape.headDim * cache.type.size, keys.stride, tokenCount,
                rows == .mean ? 1 / Float(heads.count) : 1, scores.pointer, memory.pointer + row * tokenCount)
        }
    }
}
