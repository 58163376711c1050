/// Whether a text is read as people write it, or given to the model as it is.
public enum TextNormalization: String, Sendable, CaseIterable {
    /// Numbers, abbreviations and symbols are read out, lists and Markdown become sentences, characters that the model
    /// lacks are replaced, and no chunk is longer than asked for.
    case auto
    /// The text is prepared and divided exactly as the reference does it.
    case off
}

/// How a text becomes chunks.
public struct TextSettings: Sendable, Equatable {
    public var normalization: TextNormalization
    /// Whose rules read numbers and abbreviations; `nil` leaves these as they are.
    public var language: Language?
    public var format: TextFormat
    /// Words that are spoken in another way than they are written.
    public var lexicon: PronunciationLexicon
    /// Tokens that a chunk should not exceed.
    public var maxTokens: Int
    /// Whether the chunks say which of their tokens are which words.
    public var findsWords: Bool

    public init(
        normalization: TextNormalization = .auto, language: Language? = nil, format: TextFormat = .text,
        lexicon: PronunciationLexicon = .init(), maxTokens: Int = 50, findsWords: Bool = false
    ) {
        self.normalization = normalization
        self.language = language
        self.format = format
        self.lexicon = lexicon
        self.maxTokens = maxTokens
        self.findsWords = findsWords
    }

    var policy: ChunkingPolicy { normalization == .auto ? .bounded : .reference }
}

/// The chunks of a text, and what of it cannot be spoken.
public struct TextPlan: Sendable, Equatable {
    public let chunks: [TextChunk]
    /// Characters that the model lacks and nothing stands in for, each once, in the order of the text.
    public let unspeakable: [Unicode.Scalar]
}

extension TextPlanner {
    /// The chunks of a whole text, with ranges in that text. Short sentences share a chunk.
    /// - Throws: ``TextError``.
    public func plan(_ text: String, settings: TextSettings) throws(TextError) -> TextPlan {
        guard settings.normalization == .auto else {
            let chunks = try plan(text, maxTokens: settings.maxTokens, findsWords: settings.findsWords)
            return TextPlan(
                chunks: chunks, unspeakable: unknownCharacters(in: text).flatMap { Array($0.unicodeScalars) })
        }
        let (spoken, unspeakable) = TextReader.read(
            text, language: settings.language, format: settings.format, lexicon: settings.lexicon
        ).restricted(to: isSpeakable)
        let chunks = try plan(
            spoken.text, maxTokens: settings.maxTokens, policy: .bounded, findsWords: settings.findsWords)
        let mapped = spoken.isVerbatim ? chunks : chunks.map { $0.mapped(spoken.sourceRange) }
        return TextPlan(chunks: mapped, unspeakable: unspeakable)
    }
}
