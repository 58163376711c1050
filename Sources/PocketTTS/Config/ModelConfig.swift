public import SpeechText

/// A model's shape and text habits, as the YAML files of the reference describe them (`pocket_tts/utils/config.py`).
/// Field names follow the YAML keys.
public struct ModelConfig: Sendable, Equatable {
    public var flowLM: FlowLMConfig
    public var mimi: MimiConfig
    /// Where all the weights are: a path (relative to the config file) or an `hf://` address.
    public var weightsPath: String?
    public var weightsPathWithoutVoiceCloning: String?
    public var text: TextConfig
    /// Frames spoken after the end-of-speech decision; `nil` = guessed from the text's length.
    public var recommendedFramesAfterEOS: Int?
    public var defaultTemperature: Double
    public var defaultEOSThreshold: Float
    /// Languages that the config lists, such as `en`.
    public var languages: [String] = []
    /// Who publishes models of this kind, which decides their files' layout.
    public var family = ModelFamily.pocket
    /// Where the speech of a chunk begins and ends.
    public var bounds = ChunkBounds()
}

/// Models of one architecture whose files and text habits differ.
public enum ModelFamily: String, Sendable {
    /// Kyutai's Pocket TTS and models exported for it: a YAML config.
    case pocket
    /// Gradium's Phonon: a `config.json` with the widths beside each other, weights often in GGUF.
    case phonon
}

/// Where the speech of a chunk begins and ends.
public struct ChunkBounds: Sendable, Equatable {
    /// Frames in which the EOS decision is ignored: some voices' logits cross the threshold before speech starts.
    public var framesBeforeEOS = 6
    /// Added to the number of frames after EOS that is guessed from a chunk's length.
    public var framesAfterEOSOffset = 0
    /// Whether the first 5 ms are faded in: a fresh codec state starts with a small step.
    public var fadesIn = true
}

/// The two forms of GELU.
public enum GELUForm: String, Sendable, CaseIterable {
    case tanh, erf
}

/// What the embedding of the sampler's time is divided by.
public enum TimeNorm: String, Sendable, CaseIterable {
    /// The root of the unbiased variance about the mean.
    case deviation = "rms_var"
    /// The root of the mean square.
    case rootMeanSquare = "rms"
}

public enum FlowType: String, Sendable, CaseIterable {
    /// Lagrangian self-distillation: two time conditions, few steps.
    case lsd
    /// One time condition, Euler integration.
    case flowMatching = "flow_matching"
    /// No time condition: the head maps noise to a latent.
    case drifting
    /// No time condition: the noise plus the head's output.
    case pointwise

    /// Time embedders the head has.
    public var timeConditions: Int {
        switch self {
        case .lsd: 2
        case .flowMatching: 1
        case .drifting, .pointwise: 0
        }
    }
}

public struct FlowLMConfig: Sendable, Equatable {
    public var dtype: String
    public var flowDim: Int
    public var flowDepth: Int
    public var flowType: FlowType
    public var transformer: TransformerConfig
    /// Width after the bias-free projection of the backbone output; `nil` = no projection.
    public var zDim: Int?
    public var lookupTable: LookupTableConfig
    public var weightsPath: String?
    public var insertBOSBeforeVoice: Bool
    /// Whether a learned row stands between the voice and the text.
    public var insertSinkBeforeText = false
    public var timeNorm = TimeNorm.deviation
    /// Sampler steps of a request that names none; `nil` = those of the flow type.
    public var samplerSteps: Int?
    /// What every frame is conditioned on besides voice and text.
    public var conditions: [ConditionConfig] = []

    /// Sampler steps when the request names none.
    package var defaultSteps: Int { samplerSteps ?? flowType.defaultSteps }
}

/// A property of the speech that the model was told in training, such as its speed: it becomes a vector, and the sum of
/// all properties' vectors is added to the input of every frame.
public struct ConditionConfig: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// One of several values, each with a learned row of `width`.
        case lookup(rows: Int, width: Int, values: [String])
        /// A number, as cosines and sines of `width / 2` frequencies each.
        case continuous(width: Int, scale: Float, maxPeriod: Float)
    }

    public var name: String
    public var kind: Kind
    /// The value that is spoken with; `nil`: it must be given.
    public var value: String?
}

/// One transformer stack, of FlowLM or of Mimi.
public struct TransformerConfig: Sendable, Equatable {
    public var dModel: Int
    public var numHeads: Int
    public var numLayers: Int
    /// Resolved hidden width of the feed-forward layers.
    public var dimFeedforward: Int
    /// Resolved width of the queries and of the attention output.
    public var attnDim: Int
    /// Resolved number of key/value heads.
    public var numKVHeads: Int
    public var maxPeriod: Float
    /// Attention window in steps (`context`), `nil` = unlimited (FlowLM).
    public var context: Int?
    /// Whether each block's update is multiplied by a learned scale (Mimi).
    public var hasLayerScale: Bool
    /// Of the feed-forward layers.
    public var gelu = GELUForm.tanh

    public var headDim: Int { attnDim / numHeads }
    public var kvDim: Int { headDim * numKVHeads }

    /// Bytes of the keys and values of the attention window; 0 if it is unlimited.
    var windowBytes: Int { numLayers * 2 * (context ?? 0) * kvDim * MemoryLayout<Float>.size }
}

public struct LookupTableConfig: Sendable, Equatable {
    public var dim: Int
    /// Tokens of the tokenizer; the table has one row more.
    public var nBins: Int
    public var tokenizer: String
    public var tokenizerPath: String
    /// Width of a low-rank table, `nil` = full.
    public var rank: Int?
}

public struct SEANetConfig: Sendable, Equatable {
    public enum PadMode: String, Sendable { case constant, replicate }
    public var dimension: Int
    public var channels: Int
    public var nFilters: Int
    public var nResidualLayers: Int
    public var ratios: [Int]
    public var kernelSize: Int
    public var residualKernelSize: Int
    public var lastKernelSize: Int
    public var dilationBase: Int
    public var padMode: PadMode
    public var compress: Int

    /// Samples per encoder step.
    public var hopLength: Int { ratios.reduce(1, *) }
}

/// A Mimi transformer with its projections to and from the codec's width (`ProjectedTransformer`).
public struct ProjectedTransformerConfig: Sendable, Equatable {
    public var transformer: TransformerConfig
    public var inputDimension: Int
    public var outputDimension: Int
}

public struct MimiConfig: Sendable, Equatable {
    public var dtype: String
    public var sampleRate: Int
    public var channels: Int
    public var frameRate: Double
    public var seanet: SEANetConfig
    public var transformer: ProjectedTransformerConfig
    /// Width of a latent.
    public var latentDim: Int
    /// Width after the quantizer's output projection.
    public var quantizerOutputDim: Int
    public var weightsPath: String?
    public var innerDim: Int?
    public var outerDim: Int?
    /// Resolved decoder side: `decoder_seanet` or `seanet`.
    public var decoderSEANet: SEANetConfig
    /// Resolved decoder side: `decoder_transformer` or `transformer`.
    public var decoderTransformer: ProjectedTransformerConfig

    /// Samples per latent frame.
    public var frameSize: Int { Int(Double(sampleRate) / frameRate) }
    /// Encoder steps per latent frame.
    public var stepsPerFrame: Int { frameSize / seanet.hopLength }
    /// Whether latents are coarser than encoder steps: without it there are no resampling convolutions.
    public var hasResampling: Bool { stepsPerFrame > 1 }
    /// Width of what voice prompts are projected from.
    public var speakerDim: Int { innerDim ?? seanet.dimension }
}
