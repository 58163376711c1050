/// What the user's text is written in.
public enum TextFormat: String, Sendable, CaseIterable {
    /// Prose. The marks of Markdown that people type everywhere (headings, lists, emphasis, code, links) are
    /// understood.
    case text
    /// Markdown, with escapes and tags of HTML.
    case markdown
}

/// Turns text as people write it into text as it is spoken: lines and Markdown, then the words of a lexicon, then
/// numbers, abbreviations and symbols.
///
/// A text may come in fragments. The pieces together are the same, however it is cut.
public struct TextReader: Sendable {
    private var markdown: MarkdownReader
    private var lexicon: LexiconReader?
    private var normalizer: IncrementalNormalizer?
    private var lexiconInput = StageInput()
    private var normalizerInput = StageInput()

    /// - Parameters:
    ///   - language: whose rules read numbers and abbreviations; `nil` leaves these as they are.
    ///   - format: what the text is written in.
    ///   - lexicon: words that are spoken in another way than they are written.
    public init(language: Language?, format: TextFormat = .text, lexicon: PronunciationLexicon = .init()) {
        markdown = MarkdownReader(isMarkdown: format == .markdown)
        self.lexicon = lexicon.isEmpty ? nil : LexiconReader(lexicon, language: language)
        normalizer = language.map { IncrementalNormalizer(language: $0) }
    }

    /// Takes the next fragment, and returns what has become final. Source ranges count from the start of the whole
    /// text.
    public mutating func append(_ fragment: String) -> SpokenText { read(markdown.append(fragment), isComplete: false) }

    /// Ends the text, and returns the rest.
    public mutating func finish() -> SpokenText { read(markdown.finish(), isComplete: true) }

    /// The whole text at once.
    public static func read(
        _ text: String, language: Language?, format: TextFormat = .text, lexicon: PronunciationLexicon = .init()
    ) -> SpokenText {
        var reader = TextReader(language: language, format: format, lexicon: lexicon)
        var spoken = reader.append(text)
        spoken.append(reader.finish())
        return spoken
    }

    private mutating func read(_ prose: SpokenText, isComplete: Bool) -> SpokenText {
        var text = prose
        if var stage = lexicon {
            lexiconInput.add(text)
            var read = stage.append(text.text)
            if isComplete { read.append(stage.finish()) }
            lexicon = stage
            text = lexiconInput.take(read, isComplete: isComplete)
        }
        if var stage = normalizer {
            normalizerInput.add(text)
            var read = stage.append(text.text)
            if isComplete { read.append(stage.finish()) }
            normalizer = stage
            text = normalizerInput.take(read, isComplete: isComplete)
        }
        return text
    }
}

/// The text that a stage of reading was given and has not returned yet, with its places in the user's text.
private struct StageInput: Sendable {
    private var unread = SpokenText(text: "", pieces: [])
    /// Bytes that were dropped from the front of `unread`.
    private var dropped = 0
    /// The position in the user's text that has been reached.
    private var end = 0

    mutating func add(_ text: SpokenText) { unread.append(text) }

    /// What the stage returned, with places in the user's text instead of places in its input.
    mutating func take(_ read: SpokenText, isComplete: Bool) -> SpokenText {
        var read = read
        read.pieces = read.pieces.map { piece in
            SpokenText.Piece(
                spoken: piece.spoken, source: piece.source.lowerBound - dropped..<piece.source.upperBound - dropped,
                isVerbatim: piece.isVerbatim)
        }
        var result = read.composed(with: unread, after: end)
        end = result.pieces.last?.source.upperBound ?? end
        if isComplete, let last = unread.pieces.last?.source.upperBound, last > end {
            result.append("", source: end..<last, isVerbatim: false)
            end = last
        }
        let consumed = read.pieces.last?.source.upperBound ?? 0
        unread = unread.dropping(consumed)
        dropped += consumed
        return result
    }
}

extension SpokenText {
    /// The text without its first `count` bytes.
    func dropping(_ count: Int) -> SpokenText {
        guard count > 0 else { return self }
        var rest = SpokenText(text: String(decoding: text.utf8.dropFirst(count), as: UTF8.self), pieces: [])
        for piece in pieces
        where piece.spoken.upperBound > count || piece.spoken.isEmpty && piece.spoken.lowerBound >= count {
            let cut = max(count - piece.spoken.lowerBound, 0)
            let source = piece.isVerbatim ? piece.source.lowerBound + cut..<piece.source.upperBound : piece.source
            rest.pieces.append(
                Piece(
                    spoken: piece.spoken.lowerBound + cut - count..<piece.spoken.upperBound - count, source: source,
                    isVerbatim: piece.isVerbatim))
        }
        return rest
    }
}
