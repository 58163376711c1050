extension FlowLMConfig {
    /// The `flow_lm` section (`FlowLMConfig` in the reference's `utils/config.py`).
    init(_ root: ConfigSection) throws(PocketTTSError) {
        let section = try root.section(
            "flow_lm",
            allowed: [
                "dtype", "flow", "transformer", "z_dim", "lookup_table", "weights_path", "insert_bos_before_voice",
            ])
        dtype = try section.string("dtype")
        // With any other type the reference multiplies f32 activations by weights of that type, which torch refuses.
        guard dtype == "float32" || dtype == "float" else {
            throw section.failure("dtype", "is '\(dtype.excerpt)', only float32 works")
        }
        let flow = try section.section("flow", allowed: ["dim", "depth", "type"])
        flowDim = try flow.int("dim", in: ConfigLimit.width)
        flowDepth = try flow.int("depth", in: 0...1_000)
        let typeName = flow.has("type") ? try flow.string("type") : FlowType.lsd.rawValue
        guard let type = FlowType(rawValue: typeName) else {
            let known = FlowType.allCases.map(\.rawValue).joined(separator: ", ")
            throw flow.failure("type", "unknown flow type '\(typeName.excerpt)', known: \(known)")
        }
        flowType = type
        transformer = try TransformerConfig(flowLM: section)
        zDim = try section.optionalInt("z_dim", in: ConfigLimit.width)
        lookupTable = try LookupTableConfig(section)
        guard lookupTable.dim == transformer.dModel else {
            throw section.failure(
                "lookup_table.dim",
                "is \(lookupTable.dim), must equal transformer.d_model (\(transformer.dModel)): text and audio "
                    + "share one sequence"
            )
        }
        weightsPath = try section.address("weights_path")
        insertBOSBeforeVoice = try section.bool("insert_bos_before_voice", default: false)
    }
}

extension LookupTableConfig {
    init(_ flowLM: ConfigSection) throws(PocketTTSError) {
        let section = try flowLM.section(
            "lookup_table", allowed: ["dim", "n_bins", "tokenizer", "tokenizer_path", "rank"])
        dim = try section.int("dim", in: ConfigLimit.width)
        nBins = try section.int("n_bins", in: 1...10_000_000)
        tokenizer = try section.string("tokenizer")
        tokenizerPath = try section.requiredAddress("tokenizer_path")
        rank = try section.optionalInt("rank", in: ConfigLimit.width)
    }
}

extension TransformerConfig {
    /// `flow_lm.transformer`: unlimited attention, no layer scale.
    fileprivate init(flowLM: ConfigSection) throws(PocketTTSError) {
        let section = try flowLM.section(
            "transformer",
            allowed: [
                "hidden_scale", "max_period", "d_model", "num_heads", "num_layers", "attn_dim", "num_kv_heads",
                "dim_feedforward",
            ])
        let width = try section.int("d_model", in: ConfigLimit.width)
        dModel = width
        numHeads = try section.int("num_heads", in: ConfigLimit.width)
        numLayers = try section.int("num_layers", in: ConfigLimit.layers)
        attnDim = try section.optionalInt("attn_dim", in: ConfigLimit.width) ?? width
        numKVHeads = try section.optionalInt("num_kv_heads", in: ConfigLimit.width) ?? numHeads
        maxPeriod = Float(try section.int("max_period", in: 1...1_000_000_000))
        context = nil
        hasLayerScale = false
        // hidden_scale counts only where dim_feedforward is not given, but must be there.
        let hiddenScale = try section.int("hidden_scale", in: ConfigLimit.width)
        dimFeedforward = try section.optionalInt("dim_feedforward", in: ConfigLimit.width) ?? width * hiddenScale
        guard ConfigLimit.width.contains(dimFeedforward) else {
            throw section.failure(
                "hidden_scale",
                "d_model * hidden_scale is \(dimFeedforward), the limit is \(ConfigLimit.width.upperBound)")
        }
        try checkHeads(section, widthKey: section.has("attn_dim") ? "attn_dim" : "d_model")
    }

    /// The keys and values of the attention window must fit into memory.
    func checkWindow(_ section: ConfigSection, key: String) throws(PocketTTSError) {
        let window = windowBytes
        guard window <= ConfigLimit.windowBytes else {
            let longest = (context ?? 1) / (window / ConfigLimit.windowBytes + 1)
            throw section.failure(
                key,
                "is \(context ?? 0): keys and values of so many steps take \(window) bytes, use \(longest) or less")
        }
    }

    /// What the attention asserts: whole heads, pairs for RoPE, whole groups of query heads.
    func checkHeads(_ section: ConfigSection, widthKey: String) throws(PocketTTSError) {
        guard attnDim % numHeads == 0 else {
            throw section.failure(widthKey, "is \(attnDim), not divisible by num_heads (\(numHeads))")
        }
        guard headDim % 2 == 0 else {
            throw section.failure(
                widthKey,
                "is \(attnDim): each of the \(numHeads) heads is \(headDim) wide, rotary embeddings need an even width")
        }
        guard numHeads % numKVHeads == 0 else {
            throw section.failure("num_kv_heads", "is \(numKVHeads), must divide num_heads (\(numHeads))")
        }
    }
}

/// Sizes beyond these are taken for a damaged file. They keep every product of sizes far from overflow.
enum ConfigLimit {
    static let width = 1...65_536
    static let layers = 1...1_000
    /// Values of a signal that the codec computes at once.
    static let signal = 1 << 26
    /// Keys and values of a transformer's window.
    static let windowBytes = 1 << 30
}
