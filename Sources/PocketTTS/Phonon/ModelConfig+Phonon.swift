import SpeechText
import Yams

extension ModelConfig {
    /// Whether a document is the `config.json` of a Phonon model: its `flow_lm` has the width beside the other fields.
    static func isPhonon(_ document: Node) -> Bool {
        guard case .mapping(let root) = document, case .mapping(let flowLM)? = root["flow_lm"] else { return false }
        return flowLM["d_model"] != nil && flowLM["transformer"] == nil
    }

    /// The name of the tokenizer beside the config.
    static let phononTokenizer = "tokenizer.json"

    /// Reads the `config.json` of a Phonon model as ptts 0.4.2 does: other keys are ignored.
    /// - Throws: `.invalidConfig` with the dotted path of the culprit.
    init(phonon document: Node, path: String) throws(PocketTTSError) {
        let root = try ConfigSection(document, file: path, key: "", allowed: nil)
        guard try root.sections("voices").isEmpty else {
            throw root.failure("voices", "the weights hold voices of their own, which this program does not read")
        }
        let mimi = try MimiConfig(phonon: root)
        var flowLM = try FlowLMConfig(phonon: root, latentDim: mimi.latentDim)
        flowLM.samplerSteps = try root.int("lsd_decode_steps", in: 1...SpeechOptions.maximumSamplerSteps)
        flowLM.conditions = try ConditionConfig.all(root)
        if root.has("prefix_sinks") {
            let sinks = try root.section("prefix_sinks").keys
            for sink in sinks where !["speaker_wavs", "transcript_in_segment"].contains(sink) {
                throw root.failure("prefix_sinks.\(sink)".excerpt, "known: speaker_wavs, transcript_in_segment")
            }
            flowLM.insertBOSBeforeVoice = sinks.contains("speaker_wavs")
            flowLM.insertSinkBeforeText = sinks.contains("transcript_in_segment")
        }
        var text = TextConfig()
        text.joinsSpaces = true
        text.marksOnlyWords = true
        self.init(
            flowLM: flowLM, mimi: mimi, weightsPath: nil, weightsPathWithoutVoiceCloning: nil, text: text,
            recommendedFramesAfterEOS: nil, defaultTemperature: 0.3,
            defaultEOSThreshold: Float(try root.double("eos_threshold")), languages: try root.strings("languages"),
            family: .phonon,
            bounds: ChunkBounds(framesBeforeEOS: 0, framesAfterEOSOffset: -1, fadesIn: false))
    }
}

extension FlowLMConfig {
    fileprivate init(phonon root: ConfigSection, latentDim: Int) throws(PocketTTSError) {
        let section = try root.section("flow_lm")
        dtype = "float32"
        flowDim = try section.int("flow_dim", in: ConfigLimit.width)
        flowDepth = try section.int("flow_depth", in: 0...1_000)
        flowType = .lsd
        transformer = try TransformerConfig(
            phonon: section, prefix: "", feedForward: "dim_feedforward", context: nil, hasLayerScale: false)
        zDim = nil
        let width = try section.int("lut_dim", in: ConfigLimit.width)
        guard width == transformer.dModel else {
            throw section.failure(
                "lut_dim", "is \(width), must equal d_model (\(transformer.dModel)): text and audio share one sequence")
        }
        let latents = try section.int("ldim", in: ConfigLimit.width)
        guard latents == latentDim else {
            throw section.failure("ldim", "is \(latents), must equal mimi.quantizer_dimension (\(latentDim))")
        }
        lookupTable = LookupTableConfig(
            dim: width, nBins: try section.int("n_bins", in: 1...10_000_000), tokenizer: "tokenizers",
            tokenizerPath: ModelConfig.phononTokenizer, rank: nil)
        weightsPath = nil
        insertBOSBeforeVoice = false
        timeNorm = try section.choice("time_rms_norm", default: TimeNorm.deviation)
    }
}

extension TransformerConfig {
    /// - Parameters:
    ///   - section: `flow_lm` or `mimi`.
    ///   - prefix: stands before the keys of the transformer.
    ///   - feedForward: the key of the feed-forward layers' width.
    ///   - context: steps that a step attends to, itself included; `nil` = all.
    ///   - hasLayerScale: whether each block's update is scaled.
    fileprivate init(
        phonon section: ConfigSection, prefix: String, feedForward: String, context: Int?, hasLayerScale: Bool
    ) throws(PocketTTSError) {
        let width = try section.int("\(prefix)d_model", in: ConfigLimit.width)
        let heads = try section.int("\(prefix)num_heads", in: ConfigLimit.width)
        let maxPeriod = Float(try section.double("\(prefix)max_period"))
        guard maxPeriod > 0, maxPeriod.isFinite else {
            throw section.failure("\(prefix)max_period", "is \(maxPeriod), must be above 0 and finite")
        }
        self.init(
            dModel: width, numHeads: heads, numLayers: try section.int("\(prefix)num_layers", in: ConfigLimit.layers),
            dimFeedforward: try section.int(feedForward, in: ConfigLimit.width), attnDim: width, numKVHeads: heads,
            maxPeriod: maxPeriod, context: context, hasLayerScale: hasLayerScale,
            gelu: try section.choice("gelu", default: GELUForm.tanh))
        try checkHeads(section, widthKey: "\(prefix)d_model")
        try checkWindow(section, key: "\(prefix)context")
    }
}

extension MimiConfig {
    fileprivate init(phonon root: ConfigSection) throws(PocketTTSError) {
        let section = try root.section("mimi")
        dtype = "float32"
        sampleRate = try section.int("sample_rate", in: 1...1_000_000)
        channels = 1
        frameRate = try section.double("frame_rate")
        let net = try SEANetConfig(fields: section, padMode: .constant)
        seanet = net
        decoderSEANet = net
        decoderSEANet.dimension = try section.optionalInt("decoder_dimension", in: ConfigLimit.width) ?? net.dimension
        // A step attends to itself and to `transformer_context` before it.
        let context = try section.int("transformer_context", in: 1...10_000_000) + 1
        let layers = try TransformerConfig(
            phonon: section, prefix: "transformer_", feedForward: "transformer_dim_feedforward", context: context,
            hasLayerScale: true)
        transformer = ProjectedTransformerConfig(
            transformer: layers, inputDimension: net.dimension, outputDimension: net.dimension)
        decoderTransformer = ProjectedTransformerConfig(
            transformer: layers, inputDimension: net.dimension, outputDimension: decoderSEANet.dimension)
        latentDim = try section.int("quantizer_dimension", in: ConfigLimit.width)
        quantizerOutputDim = try section.int("quantizer_output_dimension", in: ConfigLimit.width)
        weightsPath = nil
        innerDim = nil
        outerDim = nil
        guard quantizerOutputDim == net.dimension else {
            throw section.failure(
                "quantizer_output_dimension", "is \(quantizerOutputDim), must equal dimension (\(net.dimension))")
        }
        try checkRates(section, decoderKey: "")
        try checkSignals(section, key: "")
    }
}
