/// A word of the user's text and the tokens that a chunk says it with.
public struct TextWord: Sendable, Equatable {
    /// UTF-8 offsets in the user's text, without the punctuation around the word.
    public let sourceRange: Range<Int>
    /// Indices into ``TextChunk/tokens``.
    public let tokens: Range<Int>

    public init(sourceRange: Range<Int>, tokens: Range<Int>) {
        self.sourceRange = sourceRange
        self.tokens = tokens
    }

    /// The words of a text as a reader counts them: runs of what is neither space nor a dash between words, without the
    /// punctuation at both ends ("$5" and "don't" are words, "—" is none).
    static func ranges(in text: String) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var current: Range<Int>?
        var offset = 0
        for scalar in text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            if divides(scalar) {
                if let current { ranges.append(current) }
                current = nil
            } else if isSpoken(scalar) {
                current = (current?.lowerBound ?? offset)..<end
            }
            offset = end
        }
        if let current { ranges.append(current) }
        return ranges
    }

    private static func divides(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isPythonSpace || "\u{2013}\u{2014}\u{2026}".unicodeScalars.contains(scalar)
    }

    /// Letters, digits, symbols, and the punctuation that is read out.
    private static func isSpoken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator:
            false
        case .otherPunctuation: "%&@#".unicodeScalars.contains(scalar)
        default: true
        }
    }

    /// Words that stand for the same or overlapping text are one: "five" and "dollars" are "$5".
    static func joined(_ words: [TextWord]) -> [TextWord] {
        var result: [TextWord] = []
        for word in words {
            if let last = result.last, last.sourceRange.overlaps(word.sourceRange) {
                let source =
                    min(
                        last.sourceRange.lowerBound, word.sourceRange.lowerBound)..<max(
                        last.sourceRange.upperBound, word.sourceRange.upperBound)
                result[result.count - 1] = TextWord(
                    sourceRange: source, tokens: last.tokens.lowerBound..<word.tokens.upperBound)
            } else {
                result.append(word)
            }
        }
        return result
    }
}

extension TextChunk {
    /// The chunk with its ranges in another text: that which a normaliser made this chunk's text from.
    /// - Parameter source: the other text's range for a range of this chunk's text.
    package func mapped(_ source: (Range<Int>) -> Range<Int>) -> TextChunk {
        var chunk = TextChunk(
            text: text, tokens: tokens, framesAfterEOSGuess: framesAfterEOSGuess, sourceRange: source(sourceRange),
            words: TextWord.joined(words.map { TextWord(sourceRange: source($0.sourceRange), tokens: $0.tokens) }))
        chunk.delivery = delivery
        chunk.endsInFade = endsInFade
        return chunk
    }
}

/// Finds the words of the user's text among the tokens of its chunks.
struct TokenWords {
    let tokenizer: Tokenizer

    /// For each chunk its words, in order of their tokens.
    /// - Parameters:
    ///   - chunks: the token ids of each chunk.
    ///   - text: the user's text.
    ///   - scalars: what the tokens were made from, with its places in `text`.
    func words(of chunks: [[Int]], in text: String, scalars: [SourcedScalar]) -> [[TextWord]] {
        let places = TextAligner.sourcePlaces(of: chunks.flatMap(spellings), in: scalars)
        let ranges = TextWord.ranges(in: text)
        var result: [[TextWord]] = []
        var (first, word) = (0, 0)
        for chunk in chunks {
            var words: [TextWord] = []
            for (index, place) in places[first..<first + chunk.count].enumerated() {
                guard let place else { continue }
                while word < ranges.count, ranges[word].upperBound <= place.lowerBound { word += 1 }
                guard word < ranges.count, ranges[word].lowerBound < place.upperBound else { continue }
                let start = words.last?.sourceRange == ranges[word] ? words.removeLast().tokens.lowerBound : index
                words.append(TextWord(sourceRange: ranges[word], tokens: start..<index + 1))
            }
            result.append(words)
            first += chunk.count
        }
        return result
    }

    /// What each token spells. The characters of a run of byte tokens belong to the first of them.
    private func spellings(_ tokens: [Int]) -> [String] {
        var spellings: [String] = []
        var index = 0
        while index < tokens.count {
            var end = index + 1
            if tokenizer.isByte(tokens[index]) { while end < tokens.count, tokenizer.isByte(tokens[end]) { end += 1 } }
            spellings.append(tokenizer.decode(tokens[index..<end]))
            spellings += [String](repeating: "", count: end - index - 1)
            index = end
        }
        return spellings
    }
}
