/// What the user's text is written in.
public enum TextFormat: String, Sendable, CaseIterable {
    /// Prose. The marks of Markdown that people type everywhere (headings, lists, emphasis, code, links) are understood.
    case text
    /// Markdown, with escapes and tags of HTML.
    case markdown
}

/// Turns text as people write it into text as it is spoken: lines and Markdown, then numbers, abbreviations and symbols.
///
/// A text may come in fragments. The pieces together are the same, however it is cut.
public struct TextReader: Sendable {
    private var markdown: MarkdownReader
    private var normalizer: IncrementalNormalizer?
    /// What the normaliser has been given and not returned: text of the Markdown reader, with its source.
    private var unread = SpokenText(text: "", pieces: [])
    /// Bytes of that text that were dropped from the front of `unread`.
    private var dropped = 0
    /// The position in the source that has been reached.
    private var end = 0

    /// - Parameter language: whose rules read numbers and abbreviations; `nil` leaves these as they are.
    public init(language: Language?, format: TextFormat = .text) {
        markdown = MarkdownReader(isMarkdown: format == .markdown)
        normalizer = language.map { IncrementalNormalizer(language: $0) }
    }

    /// Takes the next fragment, and returns what has become final. Source ranges count from the start of the whole text.
    public mutating func append(_ fragment: String) -> SpokenText { read(markdown.append(fragment), isComplete: false) }

    /// Ends the text, and returns the rest.
    public mutating func finish() -> SpokenText { read(markdown.finish(), isComplete: true) }

    /// The whole text at once.
    public static func read(_ text: String, language: Language?, format: TextFormat = .text) -> SpokenText {
        var reader = TextReader(language: language, format: format)
        var spoken = reader.append(text)
        spoken.append(reader.finish())
        return spoken
    }

    private mutating func read(_ prose: SpokenText, isComplete: Bool) -> SpokenText {
        guard var normalizer else { return prose }
        unread.append(prose)
        var read = normalizer.append(prose.text)
        if isComplete { read.append(normalizer.finish()) }
        self.normalizer = normalizer
        // Positions of the normaliser count from the start of the text, those of `unread` from what was dropped.
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
        for piece in pieces where piece.spoken.upperBound > count || piece.spoken.isEmpty && piece.spoken.lowerBound >= count {
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
