/// A stretch of text that the model speaks in one go.
public struct TextChunk: Sendable, Equatable {
    /// The prepared text, which is what `tokens` spell.
    public let text: String
    /// Token ids that the model is prompted with.
    public let tokens: [Int]
    /// Frames to go on after the end-of-speech decision, unless config or request say otherwise: 5 for up to four
    /// words, else 3.
    public let framesAfterEOSGuess: Int
    /// The words of the chunk in the user's text, as UTF-8 offsets. Ranges of consecutive chunks ascend. They overlap
    /// only where both speak words of one rewritten part, such as a long number, whose source both then have.
    public let sourceRange: Range<Int>
    /// The words of the user's text that the tokens say, in order; empty unless the plan was asked for them.
    public let words: [TextWord]
    /// How it is spoken.
    public var delivery = Delivery()
    /// Whether something other than speech of the same kind follows, so that its sound must fade to its end.
    public var endsInFade = false

    /// Tokens that one chunk may have at most: models are trained on sentences, and memory grows with it.
    public static let maximumTokens = 1000

    public init(
        text: String, tokens: [Int], framesAfterEOSGuess: Int, sourceRange: Range<Int>, words: [TextWord] = []
    ) {
        self.words = words
        self.text = text
        self.tokens = tokens
        self.framesAfterEOSGuess = framesAfterEOSGuess
        self.sourceRange = sourceRange
    }
}

/// How a text is divided into chunks.
public enum ChunkingPolicy: Sendable {
    /// As the reference divides it: a stretch without punctuation stays whole, whatever its length.
    case reference
    /// As the reference divides it, but no chunk has more tokens than asked for: a longer stretch without punctuation
    /// is cut between words.
    case bounded
}

/// How a planner divides a text.
struct ChunkRules: Sendable {
    /// Tokens that a chunk should not exceed.
    var maxTokens = 50
    /// Whether short sentences share a chunk. Otherwise each is one of its own.
    var joinsSentences = true
    /// What happens to a longer stretch without a place to break.
    var policy = ChunkingPolicy.reference
    /// Whether the chunks say which of their tokens are which words.
    var findsWords = false
}

/// Turns a text into the chunks that are spoken one after the other.
///
/// With ``ChunkingPolicy/reference`` the chunks are those of `split_into_best_sentences` and `generate_audio_stream`
/// of the reference, made in time that grows with the text's length. A chunk of which nothing is left after its own
/// preparation, at which the reference stops with an error, is skipped.
public struct TextPlanner: Sendable {
    let tokenizer: Tokenizer
    let preparation: TextPreparation
    /// For a text whose end is still to come.
    let openPreparation: TextPreparation
    private let uncapitalizedPreparation: TextPreparation
    /// Tokens that end a sentence, and tokens at which a long sentence may be cut.
    private let sentenceEnds: Set<Int>
    private let pauses: Set<Int>
    /// Among the characters that are replaced: what divides words, and what is a comma.
    let replacedSpaces, replacedPauses: Set<Unicode.Scalar>
    /// Whether the tokens are phonemes of the International Phonetic Alphabet.
    let speaksPhonemes: Bool

    public init(tokenizer: Tokenizer, config: TextConfig) {
        self.tokenizer = tokenizer
        preparation = TextPreparation(config: config)
        var open = config
        open.appendTerminalPunctuation = false
        openPreparation = TextPreparation(config: open)
        var uncapitalized = config
        uncapitalized.capitalizeFirstLetter = false
        uncapitalizedPreparation = TextPreparation(config: uncapitalized)
        replacedSpaces = Self.replaced(by: " ", in: config, tokenizer)
        replacedPauses = Self.replaced(by: " ,", in: config, tokenizer)
            .union(Self.replaced(by: " , ", in: config, tokenizer))
        // The first token is the bare dummy prefix, in tokenizers that have one; the reference drops it in any case.
        sentenceEnds = Set(tokenizer.encode(".!...?").dropFirst())
        pauses = Set(tokenizer.encode(",;:").dropFirst())
        speaksPhonemes = "əʃŋˈ".allSatisfy { phoneme in
            !tokenizer.isUnknown(phoneme) && !tokenizer.encode(String(phoneme)).contains(where: tokenizer.isByte)
        }
    }

    /// - Parameters:
    ///   - text: any string.
    ///   - maxTokens: tokens that a chunk should not exceed.
    ///   - joinsSentences: whether short sentences share a chunk, as in the reference. Otherwise each is one of its
    ///     own.
    ///   - policy: what happens to a longer stretch without a place to break.
    ///   - findsWords: whether the chunks say which of their tokens are which words.
    /// - Returns: at least one chunk.
    /// - Throws: ``TextError/emptyText`` when there is nothing to say, ``TextError/invalidTokenLimit(_:)`` for a
    ///   `maxTokens` below 1.
    public func plan(
        _ text: String, maxTokens: Int = 50, joinsSentences: Bool = true, policy: ChunkingPolicy = .reference,
        findsWords: Bool = false
    ) throws(TextError) -> [TextChunk] {
        try plan(
            text,
            ChunkRules(maxTokens: maxTokens, joinsSentences: joinsSentences, policy: policy, findsWords: findsWords))
    }

    /// - Parameters:
    ///   - unbroken: UTF-8 ranges of `text` in which a bounded plan makes no cut between words: each stands for
    ///     something that was written as one, such as "$3.50".
    ///   - isOpen: whether more of the text is still to come. The last chunk may then have more tokens than the rules
    ///     allow.
    /// - Returns: at least one chunk.
    /// - Throws: as ``plan(_:maxTokens:joinsSentences:policy:findsWords:)``.
    func plan(
        _ text: String, _ rules: ChunkRules, unbroken: [Range<Int>] = [], isOpen: Bool = false
    ) throws(TextError) -> [TextChunk] {
        guard rules.maxTokens >= 1 else { throw .invalidTokenLimit(rules.maxTokens) }
        // Where sentences stand alone, the first one must be counted like any other: each gets its capital later.
        let first = rules.policy == .bounded && !rules.joinsSentences ? uncapitalizedPreparation : preparation
        guard var whole = first.prepare(text) else { throw .emptyText }
        whole.scalars = TextPreparation.stripped(whole.scalars[...])
        let scalars = tokenizer.rewritten(whole.scalars)
        let bonds = WordBonds(unbroken: rules.policy == .bounded ? unbroken : [], scalars: scalars)
        var parts = split(whole.text, rules, bonds, isOpen: isOpen)
        var sourceRanges = TextAligner.sourceRanges(of: parts, in: scalars)
        if rules.policy == .bounded {
            let closed = isOpen ? parts.dropLast() : parts[...]
            let fitting = zip(closed, sourceRanges).map { fitted($0, maxTokens: rules.maxTokens, bonds, at: $1) }
            if fitting.contains(where: { $0.count > 1 }) {
                parts = fitting.flatMap(\.self) + parts[closed.endIndex...]
                sourceRanges = TextAligner.sourceRanges(of: parts, in: scalars)
            }
        }
        var chunks: [TextChunk] = []
        for (chunk, sourceRange) in zip(parts, sourceRanges) {
            guard let prepared = preparation.prepare(chunk) else { continue }
            let preparedText = prepared.text
            let tokens = tokenizer.encode(preparedText)
            guard !tokens.isEmpty else { continue }
            chunks.append(
                TextChunk(
                    text: preparedText, tokens: tokens, framesAfterEOSGuess: prepared.framesAfterEOSGuess + 2,
                    sourceRange: Self.withoutSpaces(sourceRange, of: text)))
        }
        guard !chunks.isEmpty else { throw .emptyText }
        guard rules.findsWords else { return chunks }
        let words = TokenWords(tokenizer: tokenizer).words(of: chunks.map(\.tokens), in: text, scalars: scalars)
        return zip(chunks, words).map { chunk, words in
            TextChunk(
                text: chunk.text, tokens: chunk.tokens, framesAfterEOSGuess: chunk.framesAfterEOSGuess,
                sourceRange: chunk.sourceRange, words: words)
        }
    }

    /// A tokenizer's rule for a word may take the space beside it along.
    private static func withoutSpaces(_ range: Range<Int>, of text: String) -> Range<Int> {
        let bytes = text.utf8
        func isSpace(_ offset: Int) -> Bool {
            [0x20, 0x09, 0x0A, 0x0D].contains(bytes[bytes.index(bytes.startIndex, offsetBy: offset)])
        }
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, isSpace(lower) { lower += 1 }
        while upper > lower, isSpace(upper - 1) { upper -= 1 }
        return lower..<upper
    }

    private typealias Segment = LongSentenceSplitter.Segment

    /// `split_into_best_sentences`, after the preparation of the whole text.
    private func split(_ text: String, _ rules: ChunkRules, _ bonds: WordBonds, isOpen: Bool) -> [String] {
        let maxTokens = rules.maxTokens
        var sentences = segment(tokenizer.encode(text), after: sentenceEnds, keepsDecimals: true).map { sentence in
            guard sentence.tokens > maxTokens else { return [sentence] }
            let parts = segment(tokenizer.encode(sentence.text.pythonStripped), after: pauses, keepsDecimals: false)
            return parts.count > 1 ? parts : [sentence]
        }
        if rules.policy == .bounded { divideLong(&sentences, maxTokens: maxTokens, bonds, isOpen: isOpen) }
        if rules.joinsSentences { sentences = [sentences.flatMap(\.self)] }
        return sentences.enumerated().flatMap { index, segments in
            let isLast = index == sentences.count - 1
            return pack(
                segments, maxTokens: maxTokens, keepsTail: rules.policy == .bounded && isOpen && isLast)
        }
    }

    /// Divides the segments that are too long between words.
    private func divideLong(_ sentences: inout [[Segment]], maxTokens: Int, _ bonds: WordBonds, isOpen: Bool) {
        let splitter = LongSentenceSplitter(tokenizer: tokenizer, maxTokens: maxTokens)
        let ranges = bonds.ranges(of: sentences.flatMap { $0.map(\.text) })
        var next = 0
        for (index, segments) in sentences.enumerated() {
            let isLast = index == sentences.count - 1
            sentences[index] = segments.enumerated().flatMap { place, segment in
                defer { next += 1 }
                let isLong = segment.tokens > maxTokens / 2 && !ranges.isEmpty
                let bonds = isLong ? bonds.of(segment.text, at: ranges[next]) : []
                return splitter.split(segment, bonds: bonds, isOpen: isOpen && isLast && place == segments.count - 1)
            }
        }
    }

    /// The part, or shorter ones if it has more tokens than allowed once it is prepared: a full stop may be added.
    private func fitted(_ part: String, maxTokens: Int, _ bonds: WordBonds, at range: Range<Int>) -> [String] {
        func fits(_ part: String) -> Bool {
            preparation.prepare(part).map { tokenizer.encode($0.text).count <= maxTokens } ?? true
        }
        guard !fits(part) else { return [part] }
        let segment = (tokens: Int.max, text: part)
        let bonds = bonds.of(part, at: range)
        var parts = [part]
        for limit in stride(from: maxTokens - 1, through: 1, by: -1) {
            let splitter = LongSentenceSplitter(tokenizer: tokenizer, maxTokens: limit)
            parts = splitter.split(segment, bonds: bonds, isOpen: false).map(\.text)
            if parts.allSatisfy(fits) { break }
        }
        return parts
    }

    /// Puts as many segments into each chunk as fit.
    /// - Parameter keepsTail: whether the last segment may yet be cut and its first part join the chunk before it: the
    ///   two then stay together.
    private func pack(_ segments: [Segment], maxTokens: Int, keepsTail: Bool) -> [String] {
        var chunks: [String] = []
        var current = (tokens: 0, text: "")
        for (index, segment) in segments.enumerated() {
            let isOpenTail = keepsTail && index == segments.count - 1
            if current.text.isEmpty {
                current = segment
            } else if !isOpenTail, current.tokens + segment.tokens > maxTokens {
                chunks.append(current.text.pythonStripped)
                current = segment
            } else {
                current.text += " " + segment.text
                current.tokens += segment.tokens
            }
        }
        if !current.text.isEmpty { chunks.append(current.text.pythonStripped) }
        return chunks
    }

    /// Cuts a token list behind each run of `boundaries`.
    private func segment(_ tokens: [Int], after boundaries: Set<Int>, keepsDecimals: Bool) -> [Segment] {
        var starts = [0]
        var afterBoundary = false
        for (index, token) in tokens.enumerated() {
            if boundaries.contains(token) {
                afterBoundary = true
                continue
            }
            if afterBoundary, !keepsDecimals || !splitsDecimal(tokens, at: index) { starts.append(index) }
            afterBoundary = false
        }
        starts.append(tokens.count)
        return zip(starts, starts.dropFirst()).map { start, end in
            (end - start, tokenizer.decode(tokens[start..<end]))
        }
    }

    /// Whether a cut at `index` would be within a number such as 3.14.
    private func splitsDecimal(_ tokens: [Int], at index: Int) -> Bool {
        let tail = lastTwoScalars(tokens[..<index])
        guard tail.count == 2, tail[1] == ".", tail[0].isPythonDigit else { return false }
        return firstScalar(tokens[index...])?.isPythonDigit ?? false
    }

    /// The last two code points of what `tokens` decode to, fewer if there are not as many.
    ///
    /// Looks no further back than needed. What a tokenizer strips at the start of a list, and whatever else is special
    /// about its first token, reaches no further than that token and the text before the two code points.
    private func lastTwoScalars(_ tokens: ArraySlice<Int>) -> [Unicode.Scalar] {
        var start = tokens.endIndex
        while tokenizer.decodesLocally {
            start = previousStart(start, in: tokens)
            guard start > tokens.startIndex else { break }
            guard tokenizer.decode(tokens[start...]).unicodeScalars.count >= 2 else { continue }
            start = previousStart(start, in: tokens)
            return Array(tokenizer.decode(tokens[start...]).unicodeScalars.suffix(2))
        }
        return Array(tokenizer.decode(tokens).unicodeScalars.suffix(2))
    }

    /// One token back, or to the start of a run of byte tokens.
    private func previousStart(_ start: Int, in tokens: ArraySlice<Int>) -> Int {
        var start = max(start - 1, tokens.startIndex)
        while start > tokens.startIndex, tokenizer.isByte(tokens[start]), tokenizer.isByte(tokens[start - 1]) {
            start -= 1
        }
        return start
    }

    /// The first code point of what `tokens` decode to.
    private func firstScalar(_ tokens: ArraySlice<Int>) -> Unicode.Scalar? {
        var end = tokens.startIndex
        var step = 1
        while tokenizer.decodesLocally, tokens.endIndex - end > step {
            end += step
            step *= 2
            while end < tokens.endIndex, tokenizer.isByte(tokens[end - 1]), tokenizer.isByte(tokens[end]) { end += 1 }
            if let first = tokenizer.decode(tokens[..<end]).unicodeScalars.first { return first }
        }
        return tokenizer.decode(tokens).unicodeScalars.first
    }
}
