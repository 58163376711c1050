/// Digits and letters that are codes: they are said one by one, never as a number.
extension Recognizers {
    /// "10.1000/182": the beginning of a DOI, up to its slash.
    static func digitalObject(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].text == "10", window[1].isSymbol("."), window[2].isDigits, (4...9).contains(window[2].count),
            window[3].isSymbol("/"), window.kind(4) == .digits || window.kind(4) == .word, !window[-1].isSymbol(".")
        else { return nil }
        let slash = rules.symbolNames["/"] ?? ""
        let parts = [rules.cardinal(10, .none), rules.words.dot, rules.digits(window[2].text), slash, ""]
        return Reading(4, parts.joined(separator: " "))
    }

    /// "0x80070005", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "H.264".
    static func code(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(-1) != .word, window.kind(-1) != .digits else { return nil }
        switch window.kind(0) {
        case .digits:
            return hexadecimal(window, rules) ?? card(window, rules) ?? hardwareAddress(window, rules)
                ?? bookNumber(window, rules) ?? mixed(window, rules)
        case .word:
            return countedFormula(window, rules) ?? accountNumber(window, rules) ?? dottedLetter(window, rules)
                ?? hardwareAddress(window, rules) ?? mixed(window, rules)
        default: return nil
        }
    }

    /// "0x80070005", "0xDEADBEEF".
    private static func hexadecimal(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].text == "0", window.kind(1) == .word, window[1].scalar == "x" else { return nil }
        let (text, end) = run(window, from: 1)
        let digits = text.dropFirst()
        guard (2...32).contains(digits.count), digits.allSatisfy(\.isHexDigit) else { return nil }
        return Reading(end, ["0", "x", String(digits)].map { characters($0, rules) }.joined(separator: " "))
    }

    /// Four groups of four digits, or groups of 4, 6 and 5: a bank's card.
    private static func card(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        var groups: [String] = []
        var offset = 0
        let mark = window[1]
        guard window[0].count == 4, mark.kind == .space || mark.isSymbol("-") else { return nil }
        while groups.count < 5, window.kind(offset) == .digits {
            groups.append(window[offset].text)
            guard window[offset + 1].kind == mark.kind, window[offset + 1].scalar == mark.scalar,
                window.kind(offset + 2) == .digits
            else { break }
            offset += 2
        }
        let shape = groups.map(\.utf8.count)
        guard shape == [4, 4, 4, 4] || shape == [4, 6, 5], window.kind(offset + 1) != .word else { return nil }
        return Reading(offset + 1, groups.map { rules.digits($0) }.joined(separator: ", "))
    }

    /// An IBAN: two capitals, two digits, and groups of four letters or digits, with spaces between or without.
    private static func accountNumber(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isUppercase, window[0].text.utf8.count == 2, window.kind(1) == .digits else { return nil }
        var (first, end) = run(window, from: 0)
        guard first.utf8.count >= 4, first.dropFirst(2).prefix(2).allSatisfy(\.isNumber) else { return nil }
        var groups = [String(first)]
        if first.utf8.count == 4 {
            while groups.count < 9, window.kind(end) == .space {
                let (group, next) = run(window, from: end + 1)
                guard (1...4).contains(group.utf8.count), group.contains(where: \.isNumber) || group.utf8.count == 4,
                    group.allSatisfy({ $0.isNumber || $0.isUppercase })
                else { break }
                groups.append(group)
                end = next
                if group.utf8.count < 4 { break }
            }
        } else {
            guard first.allSatisfy({ $0.isNumber || $0.isUppercase }) else { return nil }
        }
        let count = groups.reduce(0) { $0 + $1.utf8.count }
        guard (15...34).contains(count), groups.joined().dropFirst(4).contains(where: \.isNumber) else { return nil }
        return Reading(end, groups.map { characters($0, rules) }.joined(separator: ", "))
    }

    /// "H.264": one capital, a full stop and digits.
    private static func dottedLetter(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isUppercase, window[0].count == 1, window[1].isSymbol("."), window.kind(2) == .digits,
            window.kind(3) != .word, !(window.kind(3) == .symbol && window.kind(4) == .digits)
        else { return nil }
        return Reading(3, [rules.spelled(window[0].text), rules.words.dot, rules.code(window[2].text)].joinedWords())
    }

    /// Letters and digits without anything between, and the offset after them.
    private static func run(_ window: TokenWindow, from offset: Int) -> (String, Int) {
        var text = ""
        var end = offset
        while text.utf8.count <= 40, window.kind(end) == .word || window.kind(end) == .digits {
            text += window[end].text
            end += 1
        }
        return (text, end)
    }

    /// "00:1A:2B:3C:4D:5E" and "2001:db8::1": groups of hexadecimal digits between colons.
    private static func hardwareAddress(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[1].isSymbol(":") || window.kind(1) == .word || window.kind(1) == .digits else { return nil }
        let (first, next) = run(window, from: 0)
        guard window[next].isSymbol(":"), first.utf8.count <= 4, first.allSatisfy(\.isHexDigit) else { return nil }
        var groups = [first]
        var end = next
        while groups.count < 9, window[end].isSymbol(":") {
            let (group, next) = run(window, from: end + 1)
            guard group.utf8.count <= 4, group.allSatisfy(\.isHexDigit) else { return nil }
            groups.append(group)
            end = next
        }
        let isHardware = groups.count == 6 && groups.allSatisfy { $0.utf8.count == 2 }
        let isNetwork = groups.count == 8 || groups.count > 2 && groups.contains("")
        let hasLetter = groups.contains { $0.contains(where: \.isLetter) }
        guard isHardware || isNetwork, hasLetter || groups.contains("") else { return nil }
        let colon = rules.symbolNames[":"] ?? ":"
        let separator = isHardware ? ", " : " " + colon + " "
        let spoken = groups.map { characters($0, rules) }.joined(separator: separator)
        return Reading(end, spoken.split(separator: " ").joined(separator: " "))
    }

    /// "978-3-16-148410-0": ten or thirteen digits with hyphens.
    private static func bookNumber(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        var groups = [window[0].text]
        var end = 1
        while groups.count < 6, window[end].isSymbol("-"), window.kind(end + 1) == .digits {
            groups.append(window[end + 1].text)
            end += 2
        }
        let count = groups.reduce(0) { $0 + $1.utf8.count }
        guard groups.count == 5 && count == 13 && groups[0].hasPrefix("97") || groups.count == 4 && count == 10,
            groups.last?.utf8.count == 1, window.kind(end) != .word, !window[end].isSymbol("-")
        else { return nil }
        return Reading(end, groups.map { rules.digits($0) }.joined(separator: ", "))
    }

    /// "9f3c2ab": the beginning of a commit's hash.
    private static func isHash(_ text: String, parts: Int) -> Bool {
        parts > 4 && text.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
    }

    /// "RSSMRA80A01H501U": capitals and digits that change at least three times.
    private static func mixed(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(1) == .word || window.kind(1) == .digits, window.kind(3) == .word || window.kind(3) == .digits
        else { return nil }
        let (text, end) = run(window, from: 0)
        let isCode = text.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
        guard end > 3, text.utf8.count > 6, isCode || isHash(text, parts: end) else { return nil }
        return Reading(end, characters(text, rules))
    }

    /// "John 3:16", "Psalm 23:1-3", "Joh 3,16", "artikel 3:12".
    static func verse(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[1].isSymbol(":") || window[1].isSymbol(",") && rules.numberFormat.decimal == ",",
            window.kind(2) == .digits, window.kind(-1) == .space,
            rules.verseHeads.contains(window[window[-2].isSymbol(".") ? -3 : -2].lower),
            window[0].count <= 3, window[2].count <= 3, !window[0].text.hasPrefix("0"),
            !window[2].text.hasPrefix("0"), let chapter = window[0].number, let verse = window[2].number,
            window.kind(3) != .word
        else { return nil }
        var words = [rules.cardinal(UInt64(chapter), .none), rules.cardinal(UInt64(verse), .none)]
        var end = 3
        if isDash(window[3]), let last = window[4].number, window.kind(4) == .digits, window.kind(5) != .word {
            words += [rules.words.to, rules.cardinal(UInt64(last), .none)]
            end = 5
        }
        return Reading(end, words.joinedWords())
    }

    /// Each letter and digit by itself.
    private static func characters(_ text: String, _ rules: Rules) -> String {
        text.map { $0.isASCII && $0.isNumber ? rules.digits(String($0)) : rules.spelled(String($0)) }
            .joined(separator: " ")
    }

    /// "__init__": the marks around a name of Python.
    static func dunder(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isSymbol("_"), window[1].isSymbol("_"), window.kind(2) == .word, window[3].isSymbol("_"),
            window[4].isSymbol("_"), !window[5].isSymbol("_"), !window[-1].isSymbol("_"), window.kind(-1) != .word,
            let mark = rules.symbolNames["_"]
        else { return nil }
        var spoken = [mark, mark, window[2].text, mark, mark]
        var end = 5
        if window[5].isSymbol("."), window.kind(6) == .word {
            spoken += [rules.words.dot, rules.spelled(window[6].text)]
            end = 7
        }
        return Reading(end, spoken.joinedWords())
    }
}
