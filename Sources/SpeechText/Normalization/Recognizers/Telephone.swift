extension Recognizers {
    /// "+1 (555) 123-4567", "555-123-4567", "(555) 123-4567".
    static func telephone(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        let before = window[-1]
        guard before.kind != .word, before.kind != .digits, !before.isSymbol("-"), !before.isSymbol("."),
            !before.isSymbol("/")
        else { return nil }
        var number = TelephoneNumber()
        var offset = 0
        if window[0].isSymbol("+") {
            number.hasPlus = true
            offset = 1
        }
        var best: (TelephoneNumber, Int)?
        while number.groups.count < 8 {
            let isBracketed = window[offset].isSymbol("(")
            let digits = isBracketed ? offset + 1 : offset
            guard window.kind(digits) == .digits, window[digits].count <= 15,
                !isBracketed || window[digits + 1].isSymbol(")"),
                // "410 U.S. 113 (1973)": a year in brackets.
                !isBracketed || number.groups.isEmpty || number.hasPlus || window[digits].count < 4
            else { break }
            number.groups.append(window[digits].text)
            number.hasBrackets = number.hasBrackets || isBracketed
            offset = isBracketed ? digits + 2 : digits + 1
            if isEnd(window, offset) { best = (number, offset) }
            let mark = window[offset]
            if mark.isSymbol("(") {
                number.separators.append(" ")
                continue
            }
            // "1-800-273-8255 24/7": a number with a slash after a whole one is none of its groups.
            if mark.kind == .space, number.digitCount >= 7, window[offset + 2].isSymbol("/") { break }
            guard mark.kind == .space || mark.isSymbol("-") || mark.isSymbol(".") || mark.isSymbol("/") || isBracketed
            else { break }
            // "088 - 123 45 67"
            if mark.kind == .space, window[offset + 1].isSymbol("-"), window.kind(offset + 2) == .space,
                window.kind(offset + 3) == .digits, number.groups.count < 4,
                number.groups[0].hasPrefix("0") || number.hasPlus
            {
                number.separators.append("-")
                offset += 3
                continue
            }
            number.separators.append(mark.kind == .space || mark.kind == .digits ? " " : mark.scalar)
            if mark.kind != .digits { offset += 1 }
            // ") -" and ")-"
            if isBracketed, mark.kind == .space, window[offset].isSymbol("-") { offset += 1 }
        }
        // The longest run of groups that the language takes for a number.
        while var (candidate, end) = best {
            let context = context(window, rules, to: end)
            if candidate.digitCount >= 7, rules.isTelephone(candidate, context) {
                var groups = candidate.groups.map(rules.telephoneGroup)
                if candidate.hasPlus { groups[0] = rules.words.plus + " " + rules.countryCode(candidate.groups[0]) }
                return Reading(end, groups.joined(separator: ", "))
            }
            guard candidate.groups.count > 1, !candidate.hasBrackets else { break }
            end -= 2
            candidate.groups.removeLast()
            candidate.separators = Array(candidate.separators.prefix(candidate.groups.count - 1))
            guard window.kind(end - 1) == .digits, window.kind(end) == .space else { break }
            best = (candidate, end)
        }
        return nil
    }

    /// Whether a telephone number may end here.
    private static func isEnd(_ window: TokenWindow, _ offset: Int) -> Bool {
        let token = window[offset]
        if token.kind == .word || token.kind == .digits { return false }
        let isMark =
            token.isSymbol("-") || token.isSymbol(".") || token.isSymbol("/") || token.isSymbol(":")
            || token.isSymbol(",")
        return !(isMark && (window.kind(offset + 1) == .digits || window.kind(offset + 1) == .word))
            && !token.isSymbol("%")
    }
}
