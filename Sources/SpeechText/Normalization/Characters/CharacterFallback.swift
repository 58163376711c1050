import Foundation

extension SpokenText {
    /// The text with every character that a model does not know replaced by what comes nearest: the base letter of an
    /// accented one, the Latin spelling of Greek and Cyrillic letters, plain punctuation. Marks that are silent anyway
    /// are left out. What nothing can be made of is left out, too, and reported.
    ///
    /// - Parameter isKnown: Whether the model can speak a character.
    /// - Returns: The text, and the characters that are lost, each once, in the order of the text.
    public func restricted(to isKnown: (Unicode.Scalar) -> Bool) -> (text: SpokenText, unspeakable: [Unicode.Scalar]) {
        var known: [Unicode.Scalar: Bool] = [:]
        func isKnownOnce(_ scalar: Unicode.Scalar) -> Bool {
            if let answer = known[scalar] { return answer }
            let answer = isKnown(scalar)
            known[scalar] = answer
            return answer
        }
        if text.unicodeScalars.allSatisfy(isKnownOnce) { return (self, []) }

        var result = SpokenText()
        var unspeakable: [Unicode.Scalar] = []
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        var position = 0
        for piece in pieces {
            var rewritten = ""
            while index < scalars.endIndex, position < piece.spoken.upperBound {
                let scalar = scalars[index]
                let length = UTF8.width(scalar)
                var replacement = String(scalar)
                if !isKnownOnce(scalar) {
                    if let found = CharacterFallback.replacement(of: scalar, isKnown: isKnownOnce) {
                        replacement = found
                    } else {
                        replacement = ""
                        if !unspeakable.contains(scalar) { unspeakable.append(scalar) }
                    }
                }
                if piece.isVerbatim {
                    let start = piece.source.lowerBound + position - piece.spoken.lowerBound
                    let isSame = replacement.unicodeScalars.elementsEqual(CollectionOfOne(scalar))
                    result.append(replacement, source: start..<start + length, isVerbatim: isSame)
                } else {
                    rewritten += replacement
                }
                position += length
                index = scalars.index(after: index)
            }
            if !piece.isVerbatim { result.append(rewritten, source: piece.source, isVerbatim: false) }
        }
        return (result, unspeakable)
    }
}

/// What stands in for characters that a model does not know.
enum CharacterFallback {
    /// The nearest known form; empty for a mark that is silent anyway, nil if there is none.
    static func replacement(of scalar: Unicode.Scalar, isKnown: (Unicode.Scalar) -> Bool) -> String? {
        for candidate in candidates(scalar) where candidate.unicodeScalars.allSatisfy(isKnown) { return candidate }
        // The other case: a model may know only one.
        let lower = scalar.properties.lowercaseMapping
        if lower != String(scalar), lower.unicodeScalars.allSatisfy(isKnown) { return lower }
        let base = baseLetters(scalar)
        for candidate in [base, base.lowercased()] where !base.isEmpty && candidate.unicodeScalars.allSatisfy(isKnown) {
            return candidate
        }
        return silent.contains(scalar) || scalar.properties.generalCategory == .nonspacingMark ? "" : nil
    }

    /// The forms in the order of their nearness.
    private static func candidates(_ scalar: Unicode.Scalar) -> [String] {
        if let marks = punctuation[scalar] { return marks }
        if let spelling = Transliteration.latin[scalar] { return [spelling, spelling.lowercased()] }
        return []
    }

    /// The letter without its marks; empty if it has none. For Greek and Cyrillic letters, the Latin spelling.
    private static func baseLetters(_ scalar: Unicode.Scalar) -> String {
        let decomposed = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars
        guard decomposed.first != scalar || decomposed.count > 1 else { return "" }
        var result = ""
        for part in decomposed where part.properties.generalCategory != .nonspacingMark {
            result += Transliteration.latin[part] ?? String(part)
        }
        return result
    }

    private static let punctuation: [Unicode.Scalar: [String]] = [
        "—": ["–", "-", ","], "–": ["-", ","], "-": [" "], "«": ["\"", ""], "»": ["\"", ""], "‹": ["'", ""],
        "›": ["'", ""],
        "\"": ["'", ""], "[": ["(", ","], "]": [")", ","], "{": ["(", ","], "}": [")", ","], "(": [","], ")": [","],
        ";": [",", "."], ":": [",", "."], "!": ["."], "?": ["."], "¿": [""], "¡": [""], "。": ["."], "、": [","],
        "·": [" "],
        "\t": [" "], "\n": [" "], "\r": [""], "_": [" "], "\\": [" "], "/": [" "],
        "，": [","], "！": ["!", "."], "？": ["?", "."], "؟": ["?", "."], "،": [","], "।": ["."],
    ]

    /// Marks whose loss is not heard.
    private static let silent: Set<Unicode.Scalar> = ["'", "\"", "`", "*", "|", "~", "^", "\u{FFFD}"]
}
