import FlowLMKernels

extension FlowLM {
    /// Builds the language model from the `flow_lm` scope.
    convenience init(
        _ scope: Checkpoint, config: FlowLMConfig, latentDim: Int, loader: LayerLoader
    ) throws(PocketTTSError) {
        let d = config.transformer.dModel
        let z = config.zDim ?? d
        // What stands at the model's ends is small, and would hand its errors to everything.
        let exact = loader.exact
        let lookup = config.lookupTable
        let conditioner = scope["conditioner"]
        let rank = lookup.rank ?? lookup.dim
        let table = EmbeddingTable(
            weight: try conditioner["embed"].values("weight", shape: [lookup.nBins + 1, rank]),
            isKept: scope.packing != nil, rank: rank,
            projection: lookup.rank == nil
                ? nil : try exact.linear(conditioner["proj"], outputs: lookup.dim, inputs: rank, bias: false))
        self.init(
            table: table,
            transformer: try loader.transformer(scope["transformer"], config: config.transformer),
            kvType: loader.precision.kvType,
            head: try FlowHead(scope["flow_net"], config: config, latentDim: latentDim, loader: loader),
            inputLinear: try exact.linear(
                scope["input_linear"], outputs: d, inputs: latentDim, adding: config.conditionVector(scope)),
            outNorm: try loader.norm(scope["out_norm"], count: d, epsilon: 1e-5),
            zProj: config.zDim == nil
                ? nil : try exact.linear(scope["z_proj"], outputs: z, inputs: d, bias: false),
            eos: try exact.linear(scope["out_eos"], outputs: 1, inputs: z, bias: true),
            bosLatent: try scope.vector("bos_emb", count: latentDim),
            bosBeforeVoice: config.insertBOSBeforeVoice
                ? try scope.tensor("bos_before_voice", shape: [1, 1, d]).floats() : nil,
            sinkBeforeText: config.insertSinkBeforeText
                ? try conditioner.tensor("sink", shape: [1, 1, d]).floats() : nil,
            latentStd: try scope.vector("emb_std", count: latentDim),
            latentMean: try scope.vector("emb_mean", count: latentDim))
    }
}

extension FlowHead {
    /// Builds the head from the `flow_net` scope.
    convenience init(
        _ scope: Checkpoint, config: FlowLMConfig, latentDim: Int, loader: LayerLoader
    ) throws(PocketTTSError) {
        let width = config.flowDim
        let exact = loader.exact
        var embedders: [TimestepEmbedder] = []
        for index in 0..<config.flowType.timeConditions {
            embedders.append(
                try TimestepEmbedder(
                    scope["time_embed"]["\(index)"], width: width, norm: config.timeNorm, loader: exact))
        }
        var blocks: [Block] = []
        var modulations: [(scope: Checkpoint, outputs: Int)] = []
        for index in 0..<config.flowDepth {
            let block = scope["res_blocks"]["\(index)"]
            blocks.append(
                Block(
                    norm: try loader.norm(block["in_ln"], count: width, epsilon: 1e-6),
                    linear1: try loader.eightBits.linear(block["mlp"]["0"], outputs: width, inputs: width, bias: true),
                    linear2: try loader.eightBits.linear(block["mlp"]["2"], outputs: width, inputs: width, bias: true)))
            modulations.append((block["adaLN_modulation"]["1"], 3 * width))
        }
        let final = scope["final_layer"]
        modulations.append((final["adaLN_modulation"]["1"], 2 * width))
        self.init(
            type: config.flowType, latentDim: latentDim, width: width, timeEmbedders: embedders,
            condition: try loader.finer.linear(
                scope["cond_embed"], outputs: width, inputs: config.zDim ?? config.transformer.dModel, bias: true),
            inputProj: try exact.linear(scope["input_proj"], outputs: width, inputs: latentDim, bias: true),
            blocks: blocks,
            modulation: try loader.finer.stacked(modulations, inputs: width, bias: true),
            output: try exact.linear(final["linear"], outputs: latentDim, inputs: width, bias: true))
    }
}

extension TimestepEmbedder {
    /// Width of the sinusoidal embedding in every published model.
    private static var frequencyDim: Int { 256 }

    init(_ scope: Checkpoint, width: Int, norm: TimeNorm, loader: LayerLoader) throws(PocketTTSError) {
        let mlp = scope["mlp"]
        self.init(
            frequencies: try scope.vector("freqs", count: Self.frequencyDim / 2),
            linear1: try loader.linear(mlp["0"], outputs: width, inputs: Self.frequencyDim, bias: true),
            linear2: try loader.linear(mlp["2"], outputs: width, inputs: width, bias: true),
            alpha: try mlp["3"].vector("alpha", count: width), norm: norm)
    }
}
