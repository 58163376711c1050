/// Normalises text that arrives in fragments. The pieces together are what ``TextNormalizer/normalize(_:)`` makes of
/// the whole text, however it is cut. Only text whose reading may still change is held back: a number may go on, a full
/// stop may belong to an abbreviation.
public struct IncrementalNormalizer: Sendable, TextStage {
    private let rules: any LanguageRules
    private var engine = NormalizationEngine()
    /// Bytes from the current token on.
    private var pending: [UInt8] = []
    /// Where `pending` begins in the source.
    private var offset = 0

    public init(language: Language) { rules = language.rules }

    /// Takes the next fragment, and returns what has become final. Source ranges count from the start of the whole
    /// text.
    public mutating func append(_ fragment: String) -> SpokenText { append(Substring(fragment)) }

    /// The same with a part of a text.
    public mutating func append(_ fragment: Substring) -> SpokenText {
        pending += fragment.utf8
        return advance(isComplete: false)
    }

    /// Ends the text, and returns the rest. The normaliser is then ready for another text.
    public mutating func finish() -> SpokenText {
        let rest = advance(isComplete: true)
        self = IncrementalNormalizer(rules: rules)
        return rest
    }

    /// The number of tokens that recognisers have looked at.
    var lookups: Int { engine.lookups }

    private init(rules: any LanguageRules) { self.rules = rules }

    private mutating func advance(isComplete: Bool) -> SpokenText {
        let tokens = TextScanner.tokens(of: pending[...], offset: offset)
        let spoken = engine.read(tokens, isComplete: isComplete, rules: rules)
        let consumed = engine.end - offset
        pending.removeFirst(consumed)
        offset += consumed
        return spoken
    }
}
