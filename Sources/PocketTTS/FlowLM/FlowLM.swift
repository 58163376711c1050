import FlowLMKernels

/// The language model over latents: text and voice in, one latent per 80 ms frame out (`FlowLMModel`).
///
/// Immutable and shared by all streams; a stream's past is in its `KVCache`.
package final class FlowLM: Sendable {
    package let latentDim: Int
    package let transformer: Transformer
    package let head: FlowHead
    /// How streams keep their keys and values.
    let kvType: KVType
    /// The input of the first frame's step, `[latentDim]`.
    package let bosLatent: [Float]
    /// The row in front of an encoded voice, `[dModel]`, if the model has one.
    let bosBeforeVoice: [Float]?
    /// The row between the voice and the text, `[dModel]`, if the model has one.
    let sinkBeforeText: [Float]?
    /// Latents are normalised: the codec sees `latent * std + mean`, `[latentDim]` each.
    let latentStd: [Float]
    let latentMean: [Float]

    let table: EmbeddingTable
    let inputLinear: Linear
    private let outNorm: LayerNorm
    private let zProj: Linear?
    private let eos: Linear

    init(
        table: EmbeddingTable, transformer: Transformer, kvType: KVType, head: FlowHead, inputLinear: Linear,
        outNorm: LayerNorm, zProj: Linear?, eos: Linear, bosLatent: [Float], bosBeforeVoice: [Float]?,
        sinkBeforeText: [Float]?, latentStd: [Float], latentMean: [Float]
    ) {
        self.table = table
        self.transformer = transformer
        self.kvType = kvType
        self.head = head
        self.inputLinear = inputLinear
        self.outNorm = outNorm
        self.zProj = zProj
        self.eos = eos
        self.bosLatent = bosLatent
        self.bosBeforeVoice = bosBeforeVoice
        self.sinkBeforeText = sinkBeforeText
        self.latentStd = latentStd
        self.latentMean = latentMean
        latentDim = bosLatent.count
    }

    /// Width of what the sampler and the EOS decision are conditioned on.
    package var conditionDim: Int { zProj?.outputs ?? transformer.shape.dModel }

    /// A stream's cache with room for `positions` rows after `voice`.
    /// - Parameter storage: memory to use again, of at least ``cacheBytes(positions:)``.
    package func makeCache(
        after voice: KVPrefix?, positions: Int, in storage: AlignedBuffer<UInt8>? = nil
    ) -> KVCache {
        KVCache(
            layers: transformer.layerCount, kvDim: transformer.shape.kvDim, capacity: positions, type: kvType,
            after: voice, in: storage)
    }

    /// A cache of the `positions` rows of a voice, for all precisions.
    func makeVoiceCache(positions: Int) -> KVCache {
        KVCache(layers: transformer.layerCount, kvDim: transformer.shape.kvDim, capacity: positions)
    }

    /// Bytes of a stream's cache with room for `positions` rows.
    package func cacheBytes(positions: Int) -> Int {
        KVCache.byteCount(
            layers: transformer.layerCount, kvDim: transformer.shape.kvDim, capacity: positions, type: kvType)
    }

    /// Bytes of weights that one frame reads when its latent is sampled in `steps` steps.
    func frameWeightBytes(steps: Int) -> Int {
        transformer.byteCount + inputLinear.byteCount + (zProj?.byteCount ?? 0) + head.conditionBytes
            + steps * head.passBytes
    }

    /// One stream's part in a step.
    package struct StepRow {
        let cache: KVCache
        let times: FlowTimes
        let attention: TextAttention?

        /// - Parameter attention: records how strongly the frame attends to each token; `nil` = nothing is recorded.
        package init(cache: KVCache, times: FlowTimes, attention: TextAttention? = nil) {
            self.cache = cache
            self.times = times
            self.attention = attention
        }
    }

    /// Scratch memory of one thread for steps of up to `rows` streams.
    package final class Workspace {
        /// The step's input: the previous latents, `[rows, latentDim]`.
        package let previous: AlignedBuffer<Float>
        /// Noise before the step, the new latents after it, `[rows, latentDim]`.
        package let latents: AlignedBuffer<Float>
        /// EOS logits after the step, `[rows]`.
        package let eosLogits: AlignedBuffer<Float>
        /// Hidden states after the step, `[rows, conditionDim]`.
        package let conditions: AlignedBuffer<Float>
        package let transformer: Transformer.Workspace
        fileprivate let x: AlignedBuffer<Float>
        fileprivate let normed: AlignedBuffer<Float>
        fileprivate let head: FlowHead.Workspace
        fileprivate var runs: [RowRun] = []
        fileprivate var context: ComputeContext { transformer.context }

        package init(for model: FlowLM, rows: Int, in context: ComputeContext = .init()) {
            let width = model.transformer.shape.dModel
            transformer = Transformer.Workspace(in: context)
            previous = AlignedBuffer(count: rows * model.latentDim)
            latents = AlignedBuffer(count: rows * model.latentDim)
            eosLogits = AlignedBuffer(count: rows)
            conditions = AlignedBuffer(count: rows * model.conditionDim)
            x = AlignedBuffer(count: max(rows, FlowLM.tokensPerPass + 1) * width)
            normed = AlignedBuffer(count: rows * width)
            head = FlowHead.Workspace(for: model.head, rows: rows, in: context)
            runs.reserveCapacity(rows)
        }
    }

    /// The most tokens that one pass prefills: enough for efficient products, few enough that other streams can wait
    /// for it. The number is the same whether there are other streams or not, and so are the results.
    package static let tokensPerPass = 64

    /// Appends tokens to a stream's KV cache; returns their hidden states before the last norm, `[tokens, dModel]`.
    @discardableResult
    package func prefill(tokens: [Int], cache: KVCache, workspace: Transformer.Workspace) -> AlignedBuffer<Float> {
        let rows = table.embed(tokens, in: workspace.context)
        transformer.forward(
            rows.pointer, run: RowRun(cache: cache, rows: .together(tokens.count)), workspace: workspace)
        return rows
    }

    /// Appends up to ``tokensPerPass`` tokens to a stream's KV cache.
    package func prefill(_ tokens: ArraySlice<Int>, cache: KVCache, workspace w: Workspace) {
        embed(tokens, workspace: w)
        let run = RowRun(cache: cache, rows: .together(tokens.count), wanted: 0)
        transformer.forward(w.x.pointer, run: run, workspace: w.transformer)
    }

    /// Like ``prefill(_:cache:workspace:)`` for the last tokens of a chunk, with the first frame in the same pass over
    /// the weights: its input is the BOS latent. Results are left as by ``step(_:workspace:)``, in the first row.
    package func prefill(_ tokens: ArraySlice<Int>, thenStep row: StepRow, workspace w: Workspace) {
        embed(tokens, workspace: w)
        let last = w.x.pointer + tokens.count * transformer.shape.dModel
        inputLinear.apply(bosLatent, rows: .independent(1), to: last, in: w.context)
        let run = RowRun(cache: row.cache, rows: .together(tokens.count + 1), wanted: 1, attention: row.attention)
        transformer.forward(w.x.pointer, run: run, workspace: w.transformer)
        finishStep(count: 1, workspace: w) { _ in row.times }
    }

    /// Appends a voice's rows, `[rows, dModel]`, to a KV cache; the rows are overwritten. Of the last layer only keys
    /// and values are computed.
    func prefill(embeddings: AlignedBuffer<Float>, rows: Int, cache: KVCache, workspace: Transformer.Workspace) {
        transformer.forward(
            embeddings.pointer, run: RowRun(cache: cache, rows: .together(rows), wanted: 0), workspace: workspace)
    }

    /// Everything that stands before the text: `embedding[frames, dModel]` between the model's own rows.
    func prompt(_ embedding: [Float]) -> KVPrefix {
        let rows = AlignedBuffer((bosBeforeVoice ?? []) + embedding + (sinkBeforeText ?? []))
        let count = rows.count / transformer.shape.dModel
        let cache = makeVoiceCache(positions: count)
        prefill(embeddings: rows, rows: count, cache: cache, workspace: .init())
        return KVPrefix(copying: cache)
    }

    private func embed(_ tokens: ArraySlice<Int>, workspace w: Workspace) {
        assert(tokens.count <= Self.tokensPerPass)
        let rows = table.embed(tokens, in: w.context)
        w.x.pointer.update(from: rows.pointer, count: rows.count)
    }

    /// One frame for each of `rows`: reads `workspace.previous` and the noise in `workspace.latents`, leaves latents,
    /// EOS logits and hidden states in `workspace`.
    package func step(_ rows: [StepRow], workspace w: Workspace) {
        inputLinear.apply(w.previous.pointer, rows: .independent(rows.count), to: w.x.pointer, in: w.context)
        w.runs.removeAll(keepingCapacity: true)
        for row in rows {
            w.runs.append(RowRun(cache: row.cache, rows: .independent(1), attention: row.attention))
        }
        transformer.forward(w.x.pointer, runs: w.runs, workspace: w.transformer)
        finishStep(count: rows.count, workspace: w) { rows[$0].times }
    }

    /// From the backbone's rows to EOS logits and latents.
    private func finishStep(count: Int, workspace w: Workspace, times: (Int) -> FlowTimes) {
        condition(
            w.x.pointer, rows: .independent(count), scratch: w.normed.pointer, to: w.conditions.pointer, in: w.context)
        eos.apply(w.conditions.pointer, rows: .independent(count), to: w.eosLogits.pointer, in: w.context)

        // Streams that sample with the same number of steps go through the head together.
        var first = 0
        while first < count {
            var end = first + 1
            while end < count && times(end) === times(first) { end += 1 }
            head.sample(
                w.latents.pointer + first * latentDim, given: w.conditions.pointer + first * conditionDim,
                rows: end - first, times: times(first).conditions, workspace: w.head)
            first = end
        }
    }

    /// The backbone's output: last norm and projection, `[rows, conditionDim]` from `x[rows, dModel]`.
    package func condition(
        _ x: Rows, rows: RowBatch, scratch: MutableRows, to y: MutableRows, in context: ComputeContext
    ) {
        if let zProj {
            outNorm.apply(x, rows: rows.count, to: scratch, in: context)
            zProj.apply(scratch, rows: rows, to: y, in: context)
        } else {
            outNorm.apply(x, rows: rows.count, to: y, in: context)
        }
    }
}

/// The time conditions of a number of sampler steps, shared by the streams that use that number.
package final class FlowTimes: Sendable {
    let steps: Int
    /// `[steps][width]`, empty for heads without time.
    let conditions: [[Float]]

    package init(steps: Int, head: FlowHead) {
        self.steps = steps
        conditions = head.timeConditions(steps: steps)
    }
}
