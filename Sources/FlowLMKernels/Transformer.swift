import CFlowKernels

/// Consecutive rows of one stream within a batch.
public struct RowRun {
    public let cache: KVCache
    public let rows: RowBatch
    /// How many of the run's last rows the last layer must compute: of the others only keys and values are needed.
    public let wanted: Int
    /// Where the attention of the run's last row to the text goes; `nil` = it is not recorded.
    public let attention: TextAttention?

    /// - Parameters:
    ///   - cache: the stream's keys and values.
    ///   - rows: how many rows the stream has in the batch.
    ///   - wanted: `nil` = all.
    ///   - attention: records the last row's attention to the text; `nil` = it is not recorded.
    public init(cache: KVCache, rows: RowBatch, wanted: Int? = nil, attention: TextAttention? = nil) {
        self.cache = cache
        self.rows = rows
        self.wanted = wanted ?? rows.count
        self.attention = attention
    }

    var count: Int { rows.count }
}

/// Weights of one pre-norm transformer layer.
public struct TransformerLayer: Sendable {
    let norm1: LayerNorm
    /// `[attnDim + 2 * kvDim, dModel]`: queries, keys, values.
    let inProj: Linear
    let outProj: Linear
    let norm2: LayerNorm
    let linear1: Linear
    let linear2: Linear
    /// Per-channel factors of the two updates (LayerScale).
    let scale1: AlignedBuffer<Float>?
    let scale2: AlignedBuffer<Float>?

    public init(
        norm1: LayerNorm, inProj: Linear, outProj: Linear, norm2: LayerNorm, linear1: Linear, linear2: Linear,
        scale1: [Float]? = nil, scale2: [Float]? = nil
    ) {
        self.norm1 = norm1
        self.inProj = inProj
        self.outProj = outProj
        self.norm2 = norm2
        self.linear1 = linear1
        self.linear2 = linear2
        self.scale1 = scale1.map { AlignedBuffer($0) }
        self.scale2 = scale2.map { AlignedBuffer($0) }
    }

    var byteCount: Int { inProj.byteCount + outProj.byteCount + linear1.byteCount + linear2.byteCount }
}

/// A causal streaming transformer: immutable weights; a stream's past is in its `KVCache`.
public final class Transformer: Sendable {
    public struct Shape: Sendable {
        public let dModel, heads, kvHeads, headDim, feedForward: Int
        public let maxPeriod: Float
        /// Of the feed-forward layers.
        public let activation: Activation

        public init(
            dModel: Int, heads: Int, kvHeads: Int, headDim: Int, feedForward: Int, maxPeriod: Float,
            activation: Activation = .gelu
        ) {
            self.dModel = dModel
            self.heads = heads
            self.kvHeads = kvHeads
            self.headDim = headDim
            self.feedForward = feedForward
            self.maxPeriod = maxPeriod
            self.activation = activation
        }

        public var attnDim: Int { heads * headDim }
        public var kvDim: Int { kvHeads * headDim }
    }

    public let shape: Shape
    private let layers: [TransformerLayer]
    private let rope: RoPE

    public init(shape: Shape, layers: [TransformerLayer]) {
        self.shape = shape
        self.layers = layers
        rope = RoPE(dim: shape.headDim, maxPeriod: shape.maxPeriod)
    }

    public var layerCount: Int { layers.count }

    /// Bytes of weights that one pass reads.
    public var byteCount: Int { layers.reduce(0) { $0 + $1.byteCount } }

    /// Bytes of scratch memory that a pass of `rows` rows needs that see up to `positions` positions.
    public func scratchBytes(rows: Int, positions: Int) -> Int {
        let perRow =
            max(shape.dModel, shape.feedForward) + 2 * shape.attnDim + 2 * shape.kvDim + shape.feedForward
            + shape.headDim
        return 4 * (rows * perRow + Workspace.scoreRows * shape.heads * positions)
    }

    /// Scratch memory for one thread, reused from call to call.
    public final class Workspace {
        public let context: ComputeContext
        fileprivate var rows = 0
        fileprivate var positions = 0
        fileprivate var normed = AlignedBuffer<Float>(count: 0)
        fileprivate var qkv = AlignedBuffer<Float>(count: 0)
        fileprivate var attended = AlignedBuffer<Float>(count: 0)
        fileprivate var hidden = AlignedBuffer<Float>(count: 0)
        fileprivate var cosines = AlignedBuffer<Float>(count: 0)
        fileprivate var sines = AlignedBuffer<Float>(count: 0)
        /// Room for several rows that attend at the same time.
        fileprivate var scores = AlignedBuffer<Float>(count: 0)
        fileprivate static let scoreRows = 8

        public init(in context: ComputeContext = .init()) { self.context = context }
    }

    /// Makes room for `rows` rows that see up to `positions` positions; a call within these allocates nothing.
    public func reserve(_ workspace: Workspace, rows: Int, positions: Int) {
        if rows > workspace.rows {
            workspace.rows = rows
            workspace.normed = AlignedBuffer(count: rows * max(shape.dModel, shape.feedForward))
            workspace.qkv = AlignedBuffer(count: rows * (shape.attnDim + 2 * shape.kvDim))
            workspace.attended = AlignedBuffer(count: rows * shape.attnDim)
            workspace.hidden = AlignedBuffer(count: rows * shape.feedForward)
            workspace.cosines = AlignedBuffer(count: rows * shape.headDim / 2)
            workspace.sines = AlignedBuffer(count: rows * shape.headDim / 2)
        }
        if positions > workspace.positions {
            workspace.positions = positions
            workspace.scores = AlignedBuffer(count: Workspace.scoreRows * shape.heads * positions)
        }
    }

    /// Runs all layers on `x[rows, dModel]` in place and moves each run's cache forward.
    ///
    /// `runs` divides the rows among streams, in order. A row attends to everything its stream has seen and to the
    /// rows of its own run up to itself. Afterwards `x` begins with the rows that are wanted, `[wanted, dModel]`.
    /// Runs of several streams are independent rows: only the groups of a single run are computed together.
    public func forward(_ x: MutableRows, runs: [RowRun], workspace: Workspace) {
        runs.withUnsafeBufferPointer { forward(x, runs: $0, workspace: workspace) }
    }

    /// The same for the rows of one stream.
    public func forward(_ x: MutableRows, run: RowRun, workspace: Workspace) {
        withUnsafePointer(to: run) {
            forward(x, runs: UnsafeBufferPointer(start: $0, count: 1), workspace: workspace)
        }
    }

    private func forward(_ x: MutableRows, runs: UnsafeBufferPointer<RowRun>, workspace: Workspace) {
        let all = runs.reduce(0) { $0 + $1.count }
        let group = runs.count == 1 ? runs[0].rows.group : 1
        var rows = RowBatch(count: all, group: group)
        let context = workspace.context
        let reach = runs.reduce(0) { max($0, $1.cache.reach) }
        reserve(workspace, rows: all, positions: reach)
        prepareAngles(runs, workspace)
        for run in runs { run.attention?.clear() }

        for (index, layer) in layers.enumerated() {
            let normed = workspace.normed.pointer
            layer.norm1.apply(x, rows: rows.count, to: normed, in: context)
            layer.inProj.apply(normed, rows: rows, to: workspace.qkv.pointer, in: context)
            attend(layer: index, runs: runs, rows: all, workspace: workspace)
            if index == layers.count - 1 {
                let wanted = keepWanted(x, runs, workspace)
                if wanted < all { rows = .independent(wanted) }
            }
            update(x, rows, by: layer.outProj, of: workspace.attended.pointer, layer.scale1, normed, context)

            layer.norm2.apply(x, rows: rows.count, to: normed, in: context)
            layer.linear1.apply(
                normed, rows: rows, to: workspace.hidden.pointer, activation: shape.activation, in: context)
            update(x, rows, by: layer.linear2, of: workspace.hidden.pointer, layer.scale2, normed, context)
        }
        for run in runs { run.cache.position += run.count }
    }

    /// Moves the rows that are wanted, of `x` and of what they attended to, to the front; returns how many there are.
    private func keepWanted(_ x: MutableRows, _ runs: UnsafeBufferPointer<RowRun>, _ workspace: Workspace) -> Int {
        var first = 0
        var kept = 0
        for run in runs {
            let start = first + run.count - run.wanted
            if kept < start {
                (x + kept * shape.dModel).update(from: x + start * shape.dModel, count: run.wanted * shape.dModel)
                let attended = workspace.attended.pointer
                (attended + kept * shape.attnDim).update(
                    from: attended + start * shape.attnDim, count: run.wanted * shape.attnDim)
            }
            kept += run.wanted
            first += run.count
        }
        return kept
    }

    /// `x += scale * linear(input)`; `scratch`: `[rows, dModel]`.
    private func update(
        _ x: MutableRows, _ rows: RowBatch, by linear: Linear, of input: Rows, _ scale: AlignedBuffer<Float>?,
        _ scratch: MutableRows, _ context: ComputeContext
    ) {
        guard let scale else {
            linear.apply(input, rows: rows, to: x, accumulate: true, in: context)
            return
        }
        linear.apply(input, rows: rows, to: scratch, in: context)
        for row in 0..<rows.count {
            fk_add_scaled(x + row * shape.dModel, scratch + row * shape.dModel, scale.pointer, shape.dModel)
        }
    }

    private func prepareAngles(_ runs: UnsafeBufferPointer<RowRun>, _ workspace: Workspace) {
        var row = 0
        for run in runs {
            for i in 0..<run.count {
                let offset = row * shape.headDim / 2
                rope.angles(
                    at: run.cache.position + i, cosines: workspace.cosines.pointer + offset,
                    sines: workspace.sines.pointer + offset)
                row += 1
            }
        }
    }

    /// Rotates queries and keys, stores keys and values, attends: `qkv[rows]` to `attended[rows]`.
    private func attend(layer: Int, runs: UnsafeBufferPointer<RowRun>, rows: Int, workspace: Workspace) {
        let context = workspace.context
        context.run(
            StoreJob(
                shape: shape, layer: layer, runs: runs, qkv: workspace.qkv.pointer,
                cosines: workspace.cosines.pointer, sines: workspace.sines.pointer, rows: rows))
        recordTextAttention(layer: layer, runs: runs, workspace: workspace)
        let rowParts = min(rows, Workspace.scoreRows)
        // The heads of a few rows are shared, too.
        let shares = context.pool?.hasWorkers == true && rows < Workspace.scoreRows
        let headParts = shares ? min(Workspace.scoreRows / rowParts, shape.kvHeads) : 1
        context.run(
            AttentionJob(
                shape: shape, layer: layer, runs: runs, qkv: workspace.qkv.pointer, scores: workspace.scores.pointer,
                scoresPerPart: shape.heads * workspace.positions, attended: workspace.attended.pointer, rows: rows,
                rowParts: rowParts, headParts: headParts),
            parts: rowParts * headParts)
    }
}

extension Transformer {
    /// The attention of each run's last row to its stream's text, for streams that record it.
    private func recordTextAttention(layer: Int, runs: UnsafeBufferPointer<RowRun>, workspace: Workspace) {
        var row = -1
        for run in runs {
            row += run.count
            run.attention?.record(
                layer: layer, queries: workspace.qkv.pointer + row * (shape.attnDim + 2 * shape.kvDim), shape: shape,
                cache: run.cache)
        }
    }
}

extension UnsafeBufferPointer<RowRun> {
    /// Calls `body` with each of `rows`, its stream's cache and its place in the run.
    fileprivate func forEach(in rows: Range<Int>, _ body: (_ row: Int, _ cache: KVCache, _ index: Int) -> Void) {
        var first = 0
        for run in self {
            for row in rows.clamped(to: first..<first + run.count) { body(row, run.cache, row - first) }
            first += run.count
        }
    }
}

/// Rotates queries and keys, and puts keys and values into the caches.
private struct StoreJob: RowJob {
    let shape: Transformer.Shape
    let layer: Int
    let runs: UnsafeBufferPointer<RowRun>
    let qkv: MutableRows
    let cosines: Rows
    let sines: Rows
    let rows: Int

    func run(rows: Range<Int>) {
        runs.forEach(in: rows) { row, cache, index in
            let q = qkv + row * (shape.attnDim + 2 * shape.kvDim)
            let k = q + shape.attnDim
            let angles = row * shape.headDim / 2
            fk_rope(q, shape.heads + shape.kvHeads, shape.headDim, cosines + angles, sines + angles)
            cache.store(layer: layer, position: cache.position + index, key: k, value: k + shape.kvDim)
        }
    }
}

/// The attention of rows whose keys and values are in the caches.
private struct AttentionJob: ParallelJob {
    let shape: Transformer.Shape
    let layer: Int
    let runs: UnsafeBufferPointer<RowRun>
    let qkv: Rows
    let scores: MutableRows
    let scoresPerPart: Int
    let attended: MutableRows
    let rows: Int
    let rowParts: Int
    let headParts: Int

    func run(part: Int) {
        let (rowPart, headPart) = part.quotientAndRemainder(dividingBy: headParts)
        // Whole groups of heads that share keys and values.
        let group = shape.heads / shape.kvHeads
        let firstHead = shape.kvHeads * headPart / headParts * group
        let endHead = shape.kvHeads * (headPart + 1) / headParts * group
        let width = shape.attnDim + 2 * shape.kvDim
        withUnsafeTemporaryAllocation(of: fk_kv_segment.self, capacity: 2) { segments in
            guard let base = segments.baseAddress else { return }
            runs.forEach(in: rows * rowPart / rowParts..<rows * (rowPart + 1) / rowParts) { row, cache, index in
                let count = cache.segments(layer: layer, position: cache.position + index, into: base)
                let attention = cache.type == .f32 ? fk_attention_f32 : fk_attention_f16
                attention(
                    qkv + row * width, shape.heads, shape.kvHeads, shape.headDim, firstHead, endHead,
                    base, count, scores + rowPart * scoresPerPart, attended + row * shape.attnDim)
            }
        }
    }
}
