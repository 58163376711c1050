public import SpeechText

/// What one request may choose; everything else belongs to the model.
public struct SpeechOptions: Sendable, Equatable {
    /// Variance of the sampler's noise, 0 or more; `nil` = the model's own. The noise's standard deviation is its
    /// square root.
    public var temperature: Double?
    /// Seed of the request's random numbers, as `torch.manual_seed` takes it; `nil` = a fresh one.
    public var seed: Int64?
    /// Steps of the sampler, 1 to ``maximumSamplerSteps``; `nil` = 1, or 16 for flow-matching models. Heads without
    /// time always take one. Every step costs a pass of the flow head, see ``SpeechModel/cost(of:)``.
    public var samplerSteps: Int?
    /// Noise beyond ± this value is redrawn; `nil` = no limit.
    public var noiseClamp: Float?
    /// Speech ends once the EOS logit exceeds this; `nil` = the model's own.
    public var eosThreshold: Float?
    /// Frames (80 ms) spoken after the end was decided; `nil` = the model's own, or a guess from the text's length.
    public var framesAfterEOS: Int?
    /// Tokens per chunk that the text is divided into, 1 or more.
    public var maxTokensPerChunk: Int
    /// Whether numbers, abbreviations, lists and symbols are read as people read them; `.off` is what the reference
    /// does.
    public var normalization = TextNormalization.auto
    /// The language of the text; `nil` = the model's.
    public var language: Language?
    /// What the text is written in.
    public var textFormat = TextFormat.text
    /// Words that are spoken in another way than they are written.
    public var lexicon = PronunciationLexicon()
    /// Whether events say when each word is spoken and what goes wrong. Needs ``SpeechModel/alignmentHeads``. The
    /// audio is the same.
    public var reportsWords: Bool
    /// What happens when a chunk's speech fails.
    public var onFailure: FailurePolicy
    /// Whether the attention decides with the model when a chunk ends: not before its last word is spoken, and soon
    /// after it. Needs ``SpeechModel/alignmentHeads``. The audio differs from the reference's where they disagree.
    public var steersEnd = false

    /// The most sampler steps that one request may ask for: a frame then costs about ten ordinary ones, for which other
    /// streams wait.
    public static let maximumSamplerSteps = 64

    public init(
        temperature: Double? = nil, seed: Int64? = nil, samplerSteps: Int? = nil, noiseClamp: Float? = nil,
        eosThreshold: Float? = nil, framesAfterEOS: Int? = nil, maxTokensPerChunk: Int = 50,
        reportsWords: Bool = false, onFailure: FailurePolicy = .keep
    ) {
        self.reportsWords = reportsWords
        self.onFailure = onFailure
        self.temperature = temperature
        self.seed = seed
        self.samplerSteps = samplerSteps
        self.noiseClamp = noiseClamp
        self.eosThreshold = eosThreshold
        self.framesAfterEOS = framesAfterEOS
        self.maxTokensPerChunk = maxTokensPerChunk
    }

    /// Whether words and failures are looked for in the speech.
    var followsText: Bool { reportsWords || onFailure != .keep }

    /// Throws ``PocketTTSError/invalidOption(name:value:allowed:)`` for the first option that is out of range.
    public func validate() throws(PocketTTSError) {
        if let temperature {
            // As the float that the sampler computes with.
            let allowed = temperature >= 0 && Float(temperature).isFinite
            try Self.check(allowed, "temperature", temperature, "0 to \(Float.greatestFiniteMagnitude)")
        }
        if let samplerSteps {
            let steps = 1...Self.maximumSamplerSteps
            try Self.check(
                steps.contains(samplerSteps), "sampler-decode-steps", samplerSteps, "1 to \(steps.upperBound)")
        }
        if let noiseClamp {
            try Self.check(noiseClamp > 0 && noiseClamp.isFinite, "noise-clamp", noiseClamp, "more than 0")
        }
        if let eosThreshold { try Self.check(!eosThreshold.isNaN, "eos-threshold", eosThreshold, "a number") }
        if let framesAfterEOS {
            try Self.check((0...10_000).contains(framesAfterEOS), "frames-after-eos", framesAfterEOS, "0 to 10000")
        }
        let maximum = TextChunk.maximumTokens
        try Self.check((1...maximum).contains(maxTokensPerChunk), "max-tokens", maxTokensPerChunk, "1 to \(maximum)")
    }

    private static func check(
        _ condition: Bool, _ name: String, _ value: some CustomStringConvertible, _ allowed: String
    ) throws(PocketTTSError) {
        guard condition else { throw .invalidOption(name: name, value: value.description, allowed: allowed) }
    }
}
