/// Divides a stretch of text without punctuation into parts that a model can speak.
///
/// Models are trained on sentences. A stretch that is much longer makes them skip, repeat or babble, so it is cut
/// before a conjunction where one is near, else between two words, and within a word only if the word alone is too
/// long.
struct LongSentenceSplitter {
    /// Text with the number of tokens it becomes.
    typealias Segment = (tokens: Int, text: String)

    let tokenizer: Tokenizer
    let maxTokens: Int

    private struct Word {
        var text: String
        var tokens: Int
        /// Whether a space stands before it; a part of a word that was cut has none.
        var followsSpace: Bool
        var isConjunction: Bool
    }

    /// The parts of a segment, each of at most `maxTokens` tokens.
    ///
    /// - Parameters:
    ///   - bonds: for each word, whether no cut may part it from the word before it; empty if every word may be.
    ///   - isOpen: whether more of the segment is still to come. Its end then stays in one part, however long, until
    ///     what follows can no longer change where it is cut.
    func split(_ segment: Segment, bonds: [Bool] = [], isOpen: Bool) -> [Segment] {
        // Words count for themselves, whatever their neighbours make of them: so a cut does not depend on what was
        // before.
        guard segment.tokens > maxTokens / 2 else { return [segment] }
        let words = words(of: segment.text, bonds)
        var parts: [Segment] = []
        var start = 0
        var rest = words.reduce(0) { $0 + $1.tokens }
        guard rest > maxTokens else { return [segment] }
        while rest > maxTokens, words.count - start > 1 {
            let isTail = rest <= 2 * maxTokens
            // Two halves at the end: a single word after a long part sounds cut off.
            if isTail, isOpen { break }
            let end = cut(words, from: start, near: isTail ? (rest + 1) / 2 : maxTokens * 4 / 5)
            parts.append(join(words[start..<end]))
            rest -= words[start..<end].reduce(0) { $0 + $1.tokens }
            start = end
        }
        parts.append(join(words[start...]))
        return parts
    }

    /// Where the part that begins at `start` ends: near `target` tokens, before a conjunction if one is not far away.
    private func cut(_ words: [Word], from start: Int, near target: Int) -> Int {
        var tokens = 0
        var best: (end: Int, distance: Int)?
        var bestConjunction: (end: Int, distance: Int)?
        for end in (start + 1)..<words.count {
            tokens += words[end - 1].tokens
            if tokens > maxTokens { break }
            let distance = abs(tokens - target)
            if distance <= best?.distance ?? .max { best = (end, distance) }
            if words[end].isConjunction, distance <= target / 3, distance <= bestConjunction?.distance ?? .max {
                bestConjunction = (end, distance)
            }
        }
        return (bestConjunction ?? best)?.end ?? start + 1
    }

    private func join(_ words: ArraySlice<Word>) -> Segment {
        var part: Segment = (0, "")
        for word in words {
            if word.followsSpace, !part.text.isEmpty { part.text += " " }
            part.text += word.text
            part.tokens += word.tokens
        }
        return part
    }

    private func words(of text: String, _ bonds: [Bool]) -> [Word] {
        var result: [Word] = []
        var group: [Word] = []
        for (index, scalars) in text.unicodeScalars.split(whereSeparator: \.isPythonSpace).enumerated() {
            if index >= bonds.count || !bonds[index] {
                result += bonded(group)
                group = []
            }
            group += words(of: scalars)
        }
        return result + bonded(group)
    }

    /// Words that stay together as one, unless that is too long.
    private func bonded(_ group: [Word]) -> [Word] {
        guard group.count > 1, let first = group.first else { return group }
        let whole = join(group[...])
        guard whole.tokens <= maxTokens else { return group }
        return [
            Word(
                text: whole.text, tokens: whole.tokens, followsSpace: first.followsSpace,
                isConjunction: first.isConjunction)
        ]
    }

    private func words(of scalars: String.UnicodeScalarView.SubSequence) -> [Word] {
        let word = String(String.UnicodeScalarView(scalars))
        let tokens = tokenizer.encode(word).count
        guard tokens > maxTokens else {
            let isConjunction = Self.conjunctions.contains(word.lowercased())
            return [Word(text: word, tokens: tokens, followsSpace: true, isConjunction: isConjunction)]
        }
        return pieces(of: scalars, tokens: tokens).enumerated().map { index, piece in
            Word(text: piece, tokens: tokenizer.encode(piece).count, followsSpace: index == 0, isConjunction: false)
        }
    }

    /// A word of too many tokens, halved until each piece is short enough.
    private func pieces(of scalars: String.UnicodeScalarView.SubSequence, tokens: Int) -> [String] {
        guard tokens > maxTokens, scalars.count > 1 else { return [String(String.UnicodeScalarView(scalars))] }
        let middle = scalars.index(scalars.startIndex, offsetBy: scalars.count / 2)
        return [scalars[..<middle], scalars[middle...]].flatMap { half in
            pieces(of: half, tokens: tokenizer.encode(String(String.UnicodeScalarView(half))).count)
        }
    }

    /// Words before which speakers of the published languages take a breath.
    private static let conjunctions: Set<String> = [
        "and", "or", "but", "because", "which", "who", "where", "when", "while", "so", "if", "then", "that", "than",
        "although", "though", "until", "unless", "before", "after", "et", "ou", "mais", "parce", "qui", "que", "quand",
        "lorsque", "puis", "donc", "si", "und", "oder", "aber", "weil", "dass", "wenn", "denn", "sondern", "als",
        "obwohl", "damit", "e", "o", "ma", "perché", "che", "quando", "se", "mentre", "poi", "dove", "y", "u", "pero",
        "porque", "cuando", "aunque", "mientras", "donde", "entonces", "mas", "enquanto", "onde", "embora", "então",
        "en", "of", "maar", "omdat", "dat", "wanneer", "terwijl", "als", "want", "toen",
    ]
}
