/// What the user's text is written in.
public enum TextFormat: String, Sendable, CaseIterable {
    /// Prose. The marks of Markdown that people type everywhere (headings, lists, emphasis, code, links) and tags in
    /// brackets (`[pause:1.5s]`) are understood.
    case text
    /// Markdown, with escapes and tags of HTML.
    case markdown
    /// A document of a subset of SSML 1.1.
    case ssml
}

/// Turns text as people write it into text as it is spoken: markup, then the words of a lexicon, then numbers,
/// abbreviations and symbols.
///
/// A text may come in fragments. The parts together are the same, however it is cut.
public struct TextReader: Sendable {
    private enum Markup: Sendable {
        case markdown(MarkdownReader)
        case ssml(SSMLReader)
    }

    private var markup: Markup
    private let language: Language?
    private let lexicon: PronunciationLexicon
    /// Lexicon and normaliser; none where there is nothing for them to do.
    private var stages: [ReadingStage]

    /// - Parameters:
    ///   - language: whose rules read numbers and abbreviations; `nil` leaves these as they are.
    ///   - format: what the text is written in.
    ///   - lexicon: words that are spoken in another way than they are written.
    ///   - speaksPhonemes: whether the model's tokens are phonemes.
    public init(
        language: Language?, format: TextFormat = .text, lexicon: PronunciationLexicon = .init(),
        speaksPhonemes: Bool = false
    ) {
        markup =
            format == .ssml
            ? .ssml(SSMLReader(language: language, speaksPhonemes: speaksPhonemes))
            : .markdown(MarkdownReader(isMarkdown: format == .markdown))
        self.language = language
        self.lexicon = lexicon
        stages = Self.stages(language, lexicon, from: 0)
    }

    /// Takes the next fragment, and returns what has become final. Source ranges count from the start of the whole
    /// text.
    /// - Throws: ``MarkupError``; nothing can be read after it.
    public mutating func append(_ fragment: String) throws(MarkupError) -> Script {
        switch markup {
        case .markdown(var reader):
            markup = .ssml(Self.placeholder)
            defer { markup = .markdown(reader) }
            return read(try reader.append(fragment))
        case .ssml(var reader):
            markup = .ssml(Self.placeholder)
            defer { markup = .ssml(reader) }
            return read(try reader.append(fragment))
        }
    }

    /// Ends a sentence here: returns what is pending, without waiting for what follows.
    /// - Throws: ``MarkupError``.
    public mutating func flush() throws(MarkupError) -> Script {
        var script = Script()
        if case .markdown(var reader) = markup {
            defer { markup = .markdown(reader) }
            script = read(try reader.finish())
        }
        script.append(readStages(SpokenText(), isComplete: true))
        return script
    }

    /// Ends the text, and returns the rest.
    /// - Throws: ``MarkupError``, also for a document of SSML that is not complete.
    public mutating func finish() throws(MarkupError) -> Script {
        if case .ssml(var reader) = markup { try reader.finish() }
        return try flush()
    }

    /// The whole text at once.
    /// - Throws: ``MarkupError``.
    public static func read(
        _ text: String, language: Language?, format: TextFormat = .text, lexicon: PronunciationLexicon = .init(),
        speaksPhonemes: Bool = false
    ) throws(MarkupError) -> Script {
        var reader = TextReader(
            language: language, format: format, lexicon: lexicon, speaksPhonemes: speaksPhonemes)
        var script = try reader.append(text)
        script.append(try reader.finish())
        return script
    }

    /// Stands in for a reader that is being changed, so that its buffers are not copied.
    private static let placeholder = SSMLReader(language: nil, speaksPhonemes: false)

    private static func stages(
        _ language: Language?, _ lexicon: PronunciationLexicon, from start: Int
    ) -> [ReadingStage] {
        var stages: [ReadingStage] = []
        if !lexicon.isEmpty { stages.append(ReadingStage(LexiconReader(lexicon, language: language), from: start)) }
        if let language { stages.append(ReadingStage(IncrementalNormalizer(language: language), from: start)) }
        return stages
    }

    private mutating func read(_ marked: Script) -> Script {
        var result = Script()
        for part in marked.parts {
            switch part {
            case .text(let text): result.append(readStages(text, isComplete: false))
            // A mark changes no reading: a number may go on behind it.
            case .directive(.mark(let name), let source): result.append(.mark(name), source: source)
            case .directive(let directive, let source):
                result.append(readStages(SpokenText(), isComplete: true))
                if case .language(let inner) = directive {
                    stages = Self.stages(inner ?? language, lexicon, from: source.upperBound)
                    result.append("", source: source)
                } else {
                    for index in stages.indices { stages[index].skip(to: source.upperBound) }
                    result.append(directive, source: source)
                }
            }
        }
        return result
    }

    private mutating func readStages(_ text: SpokenText, isComplete: Bool) -> SpokenText {
        var text = text
        for index in stages.indices { text = stages[index].read(text, isComplete: isComplete) }
        return text
    }
}
