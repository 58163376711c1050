extension Recognizers {
    // MARK: Abbreviations

    /// "Dr. Brown", "e.g.", "No. 5", "etc."
    static func abbreviation(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(-1) != .word, window.kind(-1) != .digits else { return nil }
        var key = window[0].lower
        var end = 1
        // "e.g", "Ph.D", "z. B": the longest that is known.
        var (longer, place) = (key, 1)
        while place < 8, window[place].isSymbol("."), rules.abbreviations.hasMore(after: longer) {
            let next = window.kind(place + 1) == .space && longer.utf8.count <= 4 ? place + 2 : place + 1
            guard window.kind(next) == .word, window[next].text.utf8.count <= 3 else { break }
            longer += "." + window[next].lower
            place = next + 1
            if rules.abbreviations[longer] != nil { (key, end) = (longer, place) }
        }
        guard let entry = rules.abbreviations[key] else { return nil }
        let hasFullStop = window[end].isSymbol(".") && !window[end + 1].isSymbol(".")
        if entry.needsFullStop, !hasFullStop { return nil }
        // "SR-71", "KM 750 €"
        if !hasFullStop, window[0].isUppercase, window[end].isSymbol("-") || window[0].text == "KM" { return nil }
        // "D. F.", "C. P. 06000": initials.
        let initial = window[window.skippingSpace(end + 1)]
        if hasFullStop, key.count == 1, window[0].isUppercase, initial.isUppercase, initial.count == 1,
            case let next = window.skippingSpace(end + 1), window[next + 1].isSymbol("."),
            window.kind(next + 2) != .space || !window[next + 3].isCapitalized || window[next + 3].count == 1
        {
            return nil
        }
        // "BD" is no boulevard.
        if !hasFullStop, window[0].isUppercase, rules.initialisms.spelled.contains(window[0].text) { return nil }
        let after = hasFullStop ? end + 1 : end
        guard window.kind(after) != .word, hasFullStop || !window[after].isSymbol("'") else { return nil }
        switch entry.place {
        case .anywhere: break
        case .beforeName:
            // "St.-Nicolaas"
            let place = hasFullStop && window[after].isSymbol("-") ? after + 1 : window.skippingSpace(after)
            let name = window[place]
            // "Mr. and Mrs. Smith", "mw. dr. De Vries"
            let isPair =
                (hasFullStop || window[0].isCapitalized) && (name.lower == rules.words.and || name.isSymbol("&"))
            let isTitle = name.isWord && window[place + 1].isSymbol(".") && rules.abbreviations[name.lower] != nil
            guard window.kind(after) == .space || hasFullStop, name.isCapitalized || isPair || isTitle else {
                return nil
            }
        case .beforeNumber:
            // "no. 5", "VAT no. GB123".
            var number = window.skippingSpace(after)
            // "Eq. (5)"
            if hasFullStop, window[number].isSymbol("(") { number += 1 }
            // "Invoice No.: 2025/0042"
            if hasFullStop, window[number].isSymbol(":"), window.kind(number + 1) == .space { number += 2 }
            // "art. L. 123-4", "Nr. RE-2025-0042"
            let mark = window[number + 1]
            let digits = mark.isSymbol(".") ? window.skippingSpace(number + 2) : number + (mark.isSymbol("-") ? 2 : 1)
            let isCode = window[number].isUppercase && hasFullStop && window.kind(digits) == .digits
            let isSingle = rules.has(key, as: .singleRoman) && ["V", "X"].contains(window[number].text)
            let isRoman = hasFullStop && (window[number].count > 1 || isSingle) && roman(window[number]) != nil
            guard window.kind(number) == .digits || isCode || isRoman else { return nil }
        case .afterName:
            var before = window.skippingSpaceBack(-1)
            // "Jr. Blvd."
            if window[before].isSymbol("."), rules.abbreviations[window[before - 1].lower] != nil { before -= 1 }
            guard
                window[before].isCapitalized || window.kind(before) == .digits || window[before].isSymbol(",")
                    || window[before].isSymbol("&")
            else { return nil }
        }
        guard hasFullStop else { return Reading(end, entry.spoken) }
        var ends = entry.mayEndSentence && endsSentence(window, at: end) && !isInitialism(window, after: end)
        // A name may go on: "King Jr. Boulevard".
        let next = window[window.skippingSpace(end + 1)]
        // "Cia. Ltda."
        if next.isWord, window[window.skippingSpace(end + 1) + 1].isSymbol("."), rules.abbreviations[next.lower] != nil,
            next.count > 2
        {
            ends = false
        }
        if entry.place == .afterName, next.isCapitalized, !rules.sentenceStarters.contains(next.lower) { ends = false }
        let isLast = window.kind(end + 1) == .end || window.kind(end + 1) == .newline
        return Reading(end + 1, entry.spoken + (ends || isLast ? "." : ""))
    }

    /// "vent de NO", "Wind aus SW": where the wind comes from.
    static func bearing(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].text.utf8.count <= 2, window.kind(-1) == .space else { return nil }
        var letters = window[0].text
        var end = 1
        // "N.O."
        while window[0].count == 1, letters.count < 3, window[end].isSymbol("."), window[end + 1].isUppercase,
            window[end + 1].count == 1, window[end + 2].isSymbol(".")
        {
            letters += window[end + 1].text
            end += 2
        }
        guard let name = rules.bearings[letters], window.kind(end) != .word, !window[end].isSymbol("-") else {
            return nil
        }
        if end > 1, !endsSentence(window, at: end) { end += 1 }
        let wind = rules.has(window[-2].lower, as: .windOrigin) ? window[-4] : window[-2]
        return rules.has(wind.lower, as: .wind) ? Reading(end, name) : nil
    }

    // MARK: Roman numerals

    /// "Henry VIII", "Chapter IV", "World War II".
    static func romanNumeral(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(-1) == .space, window.kind(-2) == .word || window[-2].isSymbol("."),
            let value = roman(window[0]) ?? smallRoman(window, rules)
        else { return nil }
        // "Vol. II"
        let isAbbreviated = window[-2].isSymbol(".")
        let before = isAbbreviated ? window[-3] : window[-2]
        // "I" is a word, and one letter may be an initial.
        let isHead =
            rules.romanCardinalHeads.contains(before.lower)
            || isAbbreviated && rules.has(before.lower, as: .numbered) && value < 50
        if isHead {
            guard window[0].text.utf8.count > 1 || !window[1].isSymbol(".") || window.kind(2) != .word,
                // "annexe C"
                !["C", "D", "L", "M"].contains(window[0].text)
            else { return nil }
            return window[1].isSymbol("'") && window[0].text == "I"
                ? nil : Reading(1, rules.cardinal(UInt64(value), .none))
        }
        guard !isAbbreviated, before.isCapitalized, !before.isUppercase, window[0].text.utf8.count > 1, value < 40,
            !rules.initialisms.commonWords.contains(before.lower), !rules.functionWords.contains(before.lower)
        else { return nil }
        return Reading(1, rules.regnal(value, after: before.text))
    }

    /// "XIII" alone: three and more of the letters I, V and X are no initialism.
    static func lonelyRoman(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        // "MMXXIV"
        if window[0].isUppercase, window[0].count > 4, let year = roman(window[0]), (1000..<2100).contains(year) {
            return Reading(1, rules.year(String(year)))
        }
        guard window[0].isUppercase, window[0].count > 1, window[0].text != "XXX",
            window[0].text.allSatisfy({ "IVX".contains($0) }), window.kind(1) != .digits, window.kind(-1) != .digits,
            let value = roman(window[0])
        else { return nil }
        // "XX settembre"
        let isDay = window.kind(1) == .space && window.kind(2) == .word && rules.months[window[2].lower] != nil
        guard window[0].count > 2 || isDay else { return nil }
        return Reading(1, rules.cardinal(UInt64(value), .none))
    }

    /// "Scene ii", "page iv": small letters after a word that Roman numerals follow.
    private static func smallRoman(_ window: TokenWindow, _ rules: Rules) -> Int? {
        guard window[0].isLowercase, (2...5).contains(window[0].count), window.kind(1) != .word,
            !window[1].isSymbol("'"), window[0].lower.allSatisfy({ "ivx".contains($0) }),
            rules.romanCardinalHeads.contains(window[-2].lower)
        else { return nil }
        return roman(window[0].text.uppercased())
    }

    /// The value of a Roman numeral in capitals, written as it should be.
    static func roman(_ token: Token) -> Int? { token.isWord ? roman(token.text) : nil }

    static func roman(_ text: String) -> Int? {
        guard text.utf8.count <= 9 else { return nil }
        var value = 0
        var previous = 0
        for byte in text.utf8.reversed() {
            let digit: Int
            switch byte {
            case UInt8(ascii: "I"): digit = 1
            case UInt8(ascii: "V"): digit = 5
            case UInt8(ascii: "X"): digit = 10
            case UInt8(ascii: "L"): digit = 50
            case UInt8(ascii: "C"): digit = 100
            case UInt8(ascii: "D"): digit = 500
            case UInt8(ascii: "M"): digit = 1000
            default: return nil
            }
            value += digit < previous ? -digit : digit
            previous = max(previous, digit)
        }
        return value > 0 && romanForm(of: value) == text ? value : nil
    }

    private static func romanForm(of value: Int) -> String {
        let parts = [
            (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
            (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
        ]
        var rest = value
        var form = ""
        for (number, letters) in parts {
            while rest >= number {
                form += letters
                rest -= number
            }
        }
        return form
    }

    // MARK: Initials and initialisms

    /// "U.S.", "J.K.", "C. S. Lewis": letters with full stops.
    static func initials(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isUppercase, window[0].count == 1, window[1].isSymbol("."), window.kind(-1) != .word,
            window.kind(-1) != .digits, !window[-1].isSymbol("'")
        else { return nil }
        var letters = window[0].text
        var end = 2
        while letters.count < 12 {
            // "J.-P. Martin"
            let next = window.kind(end) == .space || window[end].isSymbol("-") ? end + 1 : end
            guard window[next].isUppercase, window[next].count == 1, window[next + 1].isSymbol("."),
                // "I." and "A." after a space may end a sentence: only letters that stand close together continue.
                next == end || window[next].text != "I"
            else { break }
            letters += window[next].text
            end = next + 2
        }
        // The last letter may have no full stop: "U.S.A", "340 A.D".
        if letters.count > 1 || window[end].isUppercase, window[end].isUppercase, window[end].count == 1,
            !window[end + 1].isSymbol("."),
            window.kind(end + 1) != .word
        {
            letters += window[end].text
            end += 1
            return Reading(end, rules.spelled(letters))
        }
        if letters.count == 1 {
            // One initial before a name: "John F. Kennedy"; else a full stop.
            guard window.kind(2) == .space else { return nil }
            let isParagraph =
                window.kind(3) == .digits && window[-2].isSymbol(".")
                && rules.abbreviations[window[-3].lower]?.place == .beforeNumber
            if isParticle(window, at: 3) || isParagraph || isAfterTitle(window, rules) && window[3].isLowercase {
                return Reading(2, rules.spelled(letters))
            }
            guard window[3].isCapitalized, letters != "I", !isSentenceStart(window, rules),
                // "B. Le Maire"
                !rules.sentenceStarters.contains(window[3].lower)
                    || window.kind(4) == .space && window[5].isCapitalized && window[-2].isLowercase
            else { return nil }
            return Reading(2, rules.spelled(letters))
        }
        // "W.J. ('Wim') de Jong"
        let isPossessive = window[end].isSymbol("'") || window[window.skippingSpace(end)].isSymbol("(")
        let ends = !isPossessive && endsSentence(window, at: end - 1) && !isName(window, rules, letters, at: end)
        return Reading(end, rules.spelled(letters) + (ends ? "." : ""))
    }

    /// Whether a single letter with a full stop before this word ends a sentence: "Plan B. The", "vitamin C. It".
    private static func isSentenceStart(_ window: TokenWindow, _ rules: Rules) -> Bool {
        guard window.kind(-1) == .space, window[-2].isLowercase else { return false }
        let word = window[-2].lower
        return rules.has(word, as: .lettered) || rules.romanCardinalHeads.contains(word)
            || rules.codeHeads.contains(word)
    }

    /// Whether a small word of a name stands at an offset: "A. de Boer", "J. van der Berg".
    private static func isParticle(_ window: TokenWindow, at offset: Int) -> Bool {
        guard window[offset].isLowercase, particles.contains(window[offset].lower), window.kind(offset + 1) == .space
        else { return false }
        return window[offset + 2].isCapitalized || window[offset + 2].isSymbol("'")
            || particles.contains(window[offset + 2].lower) && window[offset + 4].isCapitalized
    }

    /// Of any language: names travel.
    private static let particles: Set<String> = [
        "de", "da", "do", "dos", "das", "del", "della", "di", "du", "den", "der", "des", "la", "le", "ten", "ter",
        "van", "vom", "von", "zu", "zur", "al", "el", "y", "e",
    ]

    /// Whether a title with a full stop stands before the current token: "Drs. P."
    private static func isAfterTitle(_ window: TokenWindow, _ rules: Rules) -> Bool {
        window.kind(-1) == .space && window[-2].isSymbol(".")
            && rules.abbreviations[window[-3].lower]?.place == .beforeName
    }

    /// Whether initials belong to the word after them: "J.K. Rowling", "U.S. Army", but not "the U.S. It".
    private static func isName(_ window: TokenWindow, _ rules: Rules, _ letters: String, at offset: Int) -> Bool {
        guard window.kind(offset) == .space, window[offset + 1].isCapitalized else { return false }
        return !rules.sentenceStarters.contains(window[offset + 1].lower)
    }

    /// Words of capitals that are spelled: "USA", "FBI", "HTML", and plurals: "CDs".
    static func initialism(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        var word = window[0]
        var plural = ""
        if !word.isUppercase, word.text.hasSuffix("s"), word.text.utf8.count > 2 {
            let stem = String(word.text.dropLast())
            word = Token(
                kind: .word, text: stem, lower: stem.lowercased(), source: word.source, isVerbatim: word.isVerbatim)
            guard word.isUppercase, word.count >= 2 else { return nil }
            plural = "s"
        }
        // "AT&T"
        if word.isUppercase, window[1].isSymbol("&"), window[2].isUppercase, word.count <= 3 {
            return Reading(1, rules.spelled(word.text))
        }
        guard word.isUppercase, (2...6).contains(word.count) else { return nil }
        let names = rules.initialisms
        if names.asWords.contains(word.text) { return nil }
        // "H₂SO₄"
        let isFormula = word.count == 2 && window.kind(-1) == .digits && window.kind(1) == .digits
        let isKnown = names.spelled.contains(word.text) || isFormula
        let isPronounceable = word.lower.contains { names.vowels.contains($0) || !$0.isASCII }
        if !isKnown {
            let isASCII = word.text.utf8.count == word.count
            if isPronounceable, !isASCII || word.count > 3 || names.commonWords.contains(word.lower) || !plural.isEmpty
            {
                return nil
            }
            if isPronounceable, isShouted(window, rules) { return nil }
        } else if names.commonWords.contains(word.lower), isShouted(window, rules) {
            return nil
        }
        return Reading(1, rules.spelled(word.text) + (plural.isEmpty ? "" : "'s"))
    }

    /// Whether the words around are written in capitals, too.
    private static func isShouted(_ window: TokenWindow, _ rules: Rules) -> Bool {
        func isShout(_ token: Token) -> Bool {
            token.isUppercase && token.count > 1 && !rules.initialisms.spelled.contains(token.text)
                && !rules.initialisms.asWords.contains(token.text)
        }
        return isShout(window[window.skippingSpaceBack(-1)]) || isShout(window[window.skippingSpace(1)])
    }
}
