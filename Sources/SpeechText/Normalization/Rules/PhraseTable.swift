/// Written sequences with full stops, hyphens or slashes inside and their readings: "z. B." -> "zum Beispiel". Spaces
/// of the text after a full stop are optional.
struct PhraseTable: Sendable {
    private struct Phrase: Sendable {
        /// Words and single marks; a space stands for a space that may be missing.
        let tokens: [String]
        let spoken: String
        let isCaseSensitive: Bool
        /// Whether the last full stop may end the sentence as well.
        let mayEndSentence: Bool
        /// Whether it does so only before a word that begins sentences: "N.V. Philips" is one name.
        let needsStarter: Bool
    }

    private var phrases: [String: [Phrase]] = [:]

    /// Lines of "written | spoken", with "| end" where the last full stop may end a sentence, or "| starter" where it
    /// does so only before a word that begins sentences. A written form with a capital is read only with that capital.
    init(_ table: String) {
        for line in table.split(separator: "\n") {
            let columns = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
            guard columns.count > 1 else { continue }
            let tokens = Self.tokens(columns[0])
            guard let first = tokens.first else { continue }
            phrases[first.lowercased(), default: []].append(
                Phrase(
                    tokens: tokens, spoken: columns[1], isCaseSensitive: columns[0].lowercased() != columns[0],
                    mayEndSentence: columns.count > 2, needsStarter: columns.count > 2 && columns[2] == "starter"))
        }
        // The longest is tried first, and one with capitals before one without.
        for key in phrases.keys {
            phrases[key]?.sort { a, b in
                a.tokens.count != b.tokens.count
                    ? a.tokens.count > b.tokens.count : a.isCaseSensitive && !b.isCaseSensitive
            }
        }
    }

    private static func tokens(_ text: String) -> [String] {
        var result: [String] = []
        var isInWord = false
        for character in text {
            if character == " " {
                result.append(" ")
            } else if character.isLetter, isInWord {
                result[result.count - 1].append(character)
            } else {
                result.append(String(character))
            }
            isInWord = character.isLetter
        }
        return result
    }

    /// The reading of a phrase at the current token.
    func reading(_ window: TokenWindow, starters: Set<String> = []) -> Reading? {
        guard window.kind(0) == .word, let candidates = phrases[window[0].lower], window.kind(-1) != .word,
            window.kind(-1) != .digits
        else { return nil }
        for phrase in candidates {
            guard let end = self.end(of: phrase, window), window.kind(end) != .word else { continue }
            guard phrase.tokens.last == "." else { return Reading(end, phrase.spoken) }
            let isLast = window.kind(end) == .end || window.kind(end) == .newline
            let isStarter = !phrase.needsStarter || starters.contains(window[window.skippingSpace(end)].lower)
            let ends = isLast || (phrase.mayEndSentence && isStarter && Recognizers.endsSentence(window, at: end - 1))
            return Reading(end, phrase.spoken + (ends ? "." : ""))
        }
        return nil
    }

    private func end(of phrase: Phrase, _ window: TokenWindow) -> Int? {
        var offset = 0
        for (index, expected) in phrase.tokens.enumerated() {
            if expected == " " { continue }
            let isAfterMark = index > 0 && (phrase.tokens[index - 1] == " " || phrase.tokens[index - 1] == ".")
            if isAfterMark, window.kind(offset) == .space { offset += 1 }
            let token = window[offset]
            // The first letter may be a capital: "Z. B." at the start of a sentence.
            let isSame =
                phrase.isCaseSensitive
                ? token.text == expected || index == 0 && token.lower == expected : token.lower == expected
            guard isSame else { return nil }
            offset += 1
        }
        return offset
    }
}
