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

/// What is spoken of a text, and what of it cannot be.
public struct TextPlan: Sendable, Equatable {
    /// The user's text.
    public let text: String
    public let segments: [SpeechSegment]
    /// Characters that the model lacks and nothing stands in for, each once, in the order of the text.
    public let unspeakable: [Unicode.Scalar]

    /// The speech alone.
    public var chunks: [TextChunk] {
        segments.compactMap { if case .speech(let chunk) = $0 { chunk } else { nil } }
    }

    /// Voices that the text names, each once.
    public var voices: [String] {
        var names: [String] = []
        for name in chunks.compactMap(\.delivery.voice) where !names.contains(name) { names.append(name) }
        return names
    }
}

extension TextPlanner {
    /// The segments of a whole text, with ranges in that text. Short sentences share a chunk.
    /// - Throws: ``TextError``.
    public func plan(_ text: String, settings: TextSettings) throws(TextError) -> TextPlan {
        guard settings.normalization == .auto else {
            let chunks = try plan(text, maxTokens: settings.maxTokens, findsWords: settings.findsWords)
            return TextPlan(
                text: text, segments: chunks.map { .speech($0) },
                unspeakable: unknownCharacters(in: text).flatMap { Array($0.unicodeScalars) })
        }
        var reader = try reader(settings)
        var script: Script
        do throws(MarkupError) {
            script = try reader.append(text)
            script.append(try reader.finish())
        } catch {
            throw .malformedMarkup(error)
        }
        var writer = SegmentWriter()
        var unspeakable: [Unicode.Scalar] = []
        var run = SpokenText()
        for part in script.parts {
            switch part {
            case .text(let written): run.append(written)
            case .directive(let directive, let source):
                // A mark divides no sentence.
                if case .mark = directive {
                } else {
                    writer.append(try chunks(of: run, settings, &unspeakable))
                    run = SpokenText()
                }
                try writer.append(directive, source: source)
            }
        }
        writer.append(try chunks(of: run, settings, &unspeakable))
        writer.endRun(isFading: false)
        guard !writer.segments.isEmpty else { throw .emptyText }
        return TextPlan(text: text, segments: writer.segments, unspeakable: unspeakable)
    }

    /// What reads a text with these settings.
    /// - Throws: ``TextError/phonemesNotSpoken(word:)``.
    func reader(_ settings: TextSettings) throws(TextError) -> TextReader {
        if let word = settings.lexicon.wordInPhonemes, !speaksPhonemes { throw .phonemesNotSpoken(word: word) }
        return TextReader(
            language: settings.language, format: settings.format, lexicon: settings.lexicon,
            speaksPhonemes: speaksPhonemes)
    }

    /// The chunks of a stretch of text without directives; none if it has no words.
    private func chunks(
        of written: SpokenText, _ settings: TextSettings, _ unspeakable: inout [Unicode.Scalar]
    ) throws(TextError) -> [TextChunk] {
        let (spoken, missing) = speakable(written)
        for scalar in missing where !unspeakable.contains(scalar) { unspeakable.append(scalar) }
        do throws(TextError) {
            let rules = ChunkRules(
                maxTokens: settings.maxTokens, policy: .bounded, findsWords: settings.findsWords)
            let chunks = try plan(spoken.text, rules, unbroken: spoken.unbroken)
            return chunks.map { $0.mapped(spoken.sourceRange) }
        } catch {
            guard error == .emptyText else { throw error }
            return []
        }
    }

    /// The text in characters that the model knows.
    func speakable(_ text: SpokenText) -> (text: SpokenText, unspeakable: [Unicode.Scalar]) {
        var text = text
        if speaksPhonemes { text = text.mappedPieces(PhoneticNotation.restored) }
        return text.restricted(to: isSpeakable)
    }
}
