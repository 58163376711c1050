extension Recognizers {
    /// ":)", ";-)", "<3": a face or a heart is not spoken, nor is the space before it.
    static func emoticon(_ window: TokenWindow) -> Reading? {
        let eyes = window.skippingSpace(0)
        if window[eyes].isSymbol("<"), window[eyes + 1].text == "3", isHeart(window, at: eyes) {
            return Reading(eyes + 2, "")
        }
        guard window[eyes].isSymbol(":") || window[eyes].isSymbol(";"), eyes == 1 || window[-1].isBlank else {
            return nil
        }
        let mouth = window[eyes + 1].isSymbol("-") ? eyes + 2 : eyes + 1
        let isMouth = [")", "(", "/", "|", "D", "P", "p", "O", "o"].contains(window[mouth].text)
        let after = window[mouth + 1]
        guard isMouth, after.isBlank || [".", ",", "!", "?", ")"].contains(after.text) else { return nil }
        return Reading(mouth + 1, "")
    }

    /// Whether "<3" at an offset is a heart: it ends what was said, and no quantity is compared with three.
    private static func isHeart(_ window: TokenWindow, at offset: Int) -> Bool {
        let last = window[window[offset - 1].kind == .space ? offset - 2 : offset - 1]
        let after = window[offset + 2]
        return window[offset - 1].isBlank && last.kind != .digits && last.count > 1
            && (after.kind == .end || after.kind == .newline || after.isSymbol("!")
                || after.isSymbol(".") && window.kind(offset + 3) != .digits)
    }

    /// The space before the dots of "2 …".
    static func isEllipsis(_ window: TokenWindow) -> Bool {
        window[1].isSymbol(".") && window[2].isSymbol(".") && window[3].isSymbol(".")
            && (window.kind(-1) == .word || window.kind(-1) == .digits) && window.kind(4) != .word
    }

    /// The space before the comma of "tea , milk", as between the cells of a table.
    static func isLooseComma(_ window: TokenWindow) -> Bool {
        window[1].isSymbol(",") && window.kind(2) == .space && (window.kind(-1) == .word || window.kind(-1) == .digits)
    }

    /// The ">" of "Settings > Network": a step, no comparison.
    static func menuStep(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol(">") || window[1].isSymbol("→"), window.kind(2) == .space, window[-1].isWord,
            window[-1].count > 1, window[3].isCapitalized, window[3].count > 1
        else { return nil }
        return Reading(2, ",")
    }

    /// Runs of marks that speech models have not seen, made into one mark: "..." "?!" "!!" "..".
    static func punctuation(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        let first = window[0]
        // "¡¡¡no me digas!!!"
        if first.isSymbol("¡") || first.isSymbol("¿"), window[1].isSymbol("¡") || window[1].isSymbol("¿") {
            return Reading(1, "")
        }
        guard isSentenceMark(first.scalar) else { return nil }
        if let dot = innerDot(window, rules) { return dot }
        var end = 1
        var hasQuestion = first.isSymbol("?")
        var hasExclamation = first.isSymbol("!")
        while end < TokenWindow.ahead - 4, window.kind(end) == .symbol, isSentenceMark(window[end].scalar) {
            hasQuestion = hasQuestion || window[end].isSymbol("?")
            hasExclamation = hasExclamation || window[end].isSymbol("!")
            end += 1
        }
        guard end > 1 else { return missingSpace(window) }
        // A run longer than the window continues: all but its first part is silent.
        if isSentenceMark(window[-1].scalar), window.kind(-1) == .symbol { return Reading(end, "") }
        if hasQuestion { return Reading(end, "?") }
        if hasExclamation { return Reading(end, "!") }
        // Full stops: a pause inside a sentence, or its end.
        if window[-1].isBlank, window.kind(end) == .word { return Reading(end, "") }
        if opening.contains(window[-1].scalar), window.kind(-1) == .symbol, window.kind(end) == .symbol {
            return Reading(end, "")
        }
        // A closing quotation mark may stand between.
        let isQuoted = window[end].isSymbol("\"") || window[end].isSymbol("'")
        let next = window.skippingSpace(isQuoted ? end + 1 : end)
        // Prose goes on in the next line.
        let isWrapped = window.kind(next) == .newline && window[next + 1].isLowercase
        let goesOn = window[next].isLowercase || window.kind(next) == .digits || isWrapped
        if goesOn, isQuoted { return Reading(end, ",") }
        if goesOn { return Reading(end, window.kind(end) == .space || isWrapped ? "," : ", ") }
        // Another mark follows ("...,").
        if window[end].isSymbol(",") || window[end].isSymbol(";") || window[end].isSymbol(":") {
            return Reading(end, "")
        }
        return Reading(end, window.kind(end) == .word ? ". " : ".")
    }

    /// The full stop of "beta.2", "18.x" and "section 2.b".
    private static func innerDot(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isSymbol(".") else { return nil }
        let isBeforeNumber = window[-1].isLowercase && window[-1].count > 1 && window.kind(1) == .digits
        let isBeforeLetter =
            window.kind(-1) == .digits && window[1].isLowercase && window[1].count == 1 && window[1].scalar.isASCII
            && !window[2].isSymbol(".")
        return isBeforeNumber || isBeforeLetter ? Reading(1, " " + rules.words.dot + " ") : nil
    }

    /// A mark between two sentences without a space: "Good morning!How are you?".
    private static func missingSpace(_ window: TokenWindow) -> Reading? {
        guard window.kind(1) == .word, !window[-1].isBlank,
            window.kind(-1) != .symbol || closing.contains(window[-1].scalar)
        else { return nil }
        if !window[0].isSymbol(".") { return Reading(1, window[0].text + " ") }
        let isSentence =
            window[1].isCapitalized && window[1].count > 1 && !window[1].isUppercase
            && (window[-1].isDigits || window[-1].isLowercase && window[-1].count > 1)
        return isSentence ? Reading(1, ". ") : nil
    }

    /// A tag of markup that was left in the text. It is not spoken.
    static func tag(_ window: TokenWindow) -> Reading? {
        guard window[0].isSymbol("<") else { return nil }
        let name = window[1].isSymbol("/") ? 2 : 1
        let after = window[name + 1]
        // "<th€2>" and "<th5>" are no tags.
        guard window.kind(name) == .word,
            after.kind == .space || [">", "/", "-"].contains(after.text)
                || after.isSymbol("=") && tags.contains(window[name].lower)
        else { return nil }
        if name == 1, after.isSymbol(">"), !elements.contains(window[1].lower), !closes(window, window[1].lower) {
            // "git clone <address>", "<bob> hello": a placeholder or a name.
            return Reading(3, window[1].text)
        }
        var hasValue = false
        for end in name + 1..<TokenWindow.ahead - 1 {
            let token = window[end]
            if token.isSymbol(">") { return window.kind(end - 1) == .space ? nil : Reading(end + 1, "") }
            // Digits are never lost by mistake: "x <b3> y" is no markup. They stand in the values of attributes only.
            hasValue = hasValue || token.isSymbol("=")
            if token.isDigits, !hasValue || !tags.contains(window[name].lower) { return nil }
            if token.isSymbol("<") || token.isBlank && token.kind != .space { return nil }
        }
        return nil
    }

    /// Whether the tag of an element is closed not far behind it.
    private static func closes(_ window: TokenWindow, _ name: String) -> Bool {
        (3..<40).contains { window[$0].isSymbol("<") && window[$0 + 1].isSymbol("/") && window[$0 + 2].lower == name }
    }

    /// Elements of HTML and SSML that need no end.
    private static let elements = RuleTables.words(
        """
        a abbr b big blockquote body br center code dd del div dl dt em font footer form head header hr html i img input
        ins kbd label li link main mark meta nav ol option p pre q s samp script section select small span strong style
        sub summary details sup svg table tbody td textarea tfoot th thead title tr tt u ul var video audio article
        break prosody pitch speak say emphasis voice lang phoneme w token
        """)

    /// Names of elements whose attributes may contain digits.
    private static let tags: Set<String> = [
        "break", "prosody", "pitch", "speak", "say", "sub", "emphasis", "voice", "lang", "mark", "audio", "phoneme",
        "span", "div", "font", "img", "table", "td", "th", "tr",
    ]

    private static func isSentenceMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "!" || scalar == "?"
    }

    /// Symbols that are words: "&", "%", "=", "°".
    static func readSymbol(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        let token = window[0]
        let before = window.kind(-1)
        let after = window.kind(1)
        if after == .symbol, let sign = operators[token.text + window[1].text], let name = rules.readSymbols[sign] {
            return Reading(2, pad(window, rules, 2, name))
        }
        let isBetween = (before == .word || before == .digits) && (after == .word || after == .digits)
        if let reading = plusMinus(window, rules) ?? dateRange(window, rules) ?? openRange(window, rules) {
            return reading
        }
        switch token.scalar {
        case "-":
            // "x³ - 2x"; two numbers are a range or an address.
            if before == .space, after == .space, isTerm(window, at: -2), isTerm(window, at: 2),
                window.kind(-2) != .digits || window.kind(2) != .digits
            {
                return Reading(1, rules.words.minus)
            }
            // "2024-117": parts of a code.
            if before == .digits, after == .digits, window[-1].count >= 4 { return Reading(1, ", ") }
            // "GPT-4": words and digits are apart.
            if before == .word && after == .digits { return Reading(1, " ") }
            if before == .digits && after == .word, !window[1].isLowercase || window[1].count < 3 {
                return Reading(1, " ")
            }
            return nil
        case "|":
            // A cell of a table: a pause between cells.
            let isInside =
                window.kind(window.skippingSpaceBack(-1)) == .word
                || window.kind(window.skippingSpaceBack(-1)) == .digits
            let next = window[window.skippingSpace(1)]
            return Reading(1, isInside && !next.isBlank && !next.isSymbol("|") ? "," : "")
        case "\u{2500}"..."\u{257F}", "•", "‣", "◦", "▪", "●", "■":
            return Reading(after == .space && window[-1].isBlank ? 2 : 1, "")
        case "°":
            if let (unit, end) = unit(window, rules, at: 0, isSpaced: false), end > 1 {
                return Reading(end, pad(window, rules, end, unit.plural))
            }
        case "#":
            // The marks of a heading.
            let isHeading = (window[-1].isBlank && window.kind(-1) != .space) || window[-1].isSymbol("#")
            if after == .space, isHeading { return Reading(2, "") }
            if window[1].isSymbol("#"), isHeading { return Reading(1, "") }
            // "PO# 45", "Order # 45"
            let number = window.skippingSpace(1)
            if window.kind(number) == .digits, before == .word || before == .space && window.kind(-2) == .word,
                window.kind(number + 1) != .word, let digits = window[number].number
            {
                let isCode = window[number].count > 6 || window[number].text.hasPrefix("0")
                let spoken = isCode ? rules.digits(window[number].text) : rules.cardinal(UInt64(digits), .none)
                return Reading(number + 1, (before == .word ? " " : "") + rules.words.number + " " + spoken)
            }
        case "/":
            // "Ober-/Unterhitze"
            if window[-1].isSymbol("-"), window.kind(-2) == .word, after == .word { return Reading(1, " ") }
            guard isBetween else { break }
            if let reading = perSlash(window, rules) { return reading }
            // "CO2/km"
            if before == .digits, window[-2].isUppercase, window[1].isLowercase, window[1].count == 2,
                let unit = rules.units[window[1].text], window.kind(2) != .digits
            {
                return Reading(2, " " + rules.divisor(unit.singular, ofMoney: false))
            }
            // "km/h" has been read; "and/or" and "upgrade/update" remain.
            return Reading(1, " " + (rules.readSymbols["/"] ?? "") + " ")
        case "·" where isBetween || before == .space && after == .space && window.kind(2) == .digits:
            return Reading(1, pad(window, rules, 1, isBetween ? " " + rules.words.times + " " : rules.words.times))
        case "^":
            if let (exponent, end) = exponent(window, at: 0) {
                return Reading(end, pad(window, rules, end, power(exponent, rules)))
            }
        case "⁻", "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹":
            guard let (exponent, end) = exponent(window, at: 0) else { return nil }
            // After a word it is the number of a note, and so it is where it stands alone.
            let hasBase =
                exponent < 0 || before == .digits || window[-1].isSymbol(")")
                || (before == .word && window[-1].count < 3)
            guard hasBase else {
                return Reading(end, pad(window, rules, end, rules.cardinal(UInt64(exponent.magnitude), .none)))
            }
            return Reading(end, pad(window, rules, end, power(exponent, rules)))
        case "§" where window[1].isSymbol("§"):
            return Reading(2, pad(window, rules, 2, rules.words.sections))
        case "©" where before == .space && window[-2].lower.hasPrefix("copyright"):
            return Reading(after == .space ? 2 : 1, "")
        case "~":
            if after == .digits || currencyBefore(window, rules, at: 1) != nil {
                return Reading(1, rules.words.around + " ")
            }
            // "10 km/h ~ 6.2 mph"
            if before == .space, after == .space, window.kind(2) == .digits, let name = rules.readSymbols["≈"] {
                return Reading(1, name)
            }
            if before == .symbol || after == .symbol { return Reading(1, "") }
            return Reading(1, pad(window, rules, 1, rules.symbolNames["~"] ?? ""))
        case "*", "_", "`":
            // Markup that was left in the text is silent unless it stands between numbers.
            if token.scalar == "*",
                isBetween
                    || (window.kind(-1) == .space && window.kind(1) == .space
                        && (isNumber(window, -2)
                            || window[-2].isLowercase && window[-2].count == 1
                                && (isNumber(window, 2) || window[2].count == 1)))
            {
                return Reading(1, pad(window, rules, 1, rules.words.times))
            }
            if token.scalar == "*", after == .space, window[-1].isBlank { return Reading(2, "") }
            return Reading(1, isBetween && token.scalar == "_" ? " " : "")
        default: break
        }
        // The prompt of a shell: "$ make".
        if token.scalar == "$", window[-1].isBlank, before != .space, after == .space, window[2].isLowercase,
            !rules.initialisms.commonWords.contains(window[2].lower)
        {
            return Reading(2, "")
        }
        if let currency = rules.currencies[token.text] {
            // "€/kg"
            if window[1].isSymbol("/"), window.kind(2) == .word, let unit = rules.units[window[2].text] {
                let words = [currency.major.plural, rules.words.per, unit.singular].joinedWords()
                return Reading(3, pad(window, rules, 3, words))
            }
            let previous = window.kind(-1) == .space ? window[-2].lower : ""
            let isCounted = rules.has(previous, as: .of) || rules.has(previous, as: .within)
            return Reading(1, pad(window, rules, 1, isCounted ? currency.major.plural : currency.major.singular))
        }
        guard let name = rules.readSymbols[token.scalar] else { return nil }
        return Reading(1, pad(window, rules, 1, name))
    }

    /// "+/-" and "+-" before a number.
    private static func plusMinus(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isSymbol("+") else { return nil }
        let end = window[1].isSymbol("/") ? 3 : 2
        guard window[end - 1].isSymbol("-"), window.kind(window.skippingSpace(end)) == .digits else { return nil }
        return Reading(end, pad(window, rules, end, rules.words.plusMinus) + (window.kind(end) == .space ? "" : " "))
    }

    /// The dash of "Nov. 28 - Dec. 2" and "4 Nov - 6 Dec".
    private static func dateRange(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isSymbol("-") || window[0].isSymbol("\u{2013}"), window.kind(-1) == .space,
            window.kind(1) == .space
        else { return nil }
        func isMonth(_ offset: Int) -> Bool {
            let place = window[offset].isSymbol(".") ? offset - 1 : offset
            return window.kind(place) == .word && rules.months[window[place].lower] != nil
        }
        let isAfterDate = isMonth(-2) && window.kind(-1) == .space || window[-2].isDigits && isMonth(-4)
        let link = window.kind(4) == .word && rules.dateLinks.contains(window[4].lower) ? 6 : 4
        guard isAfterDate, isMonth(2) || window[2].isDigits && isMonth(link) else { return nil }
        return Reading(1, rules.words.to)
    }

    /// The dash of "2018–present", "Mar 2019 - heute": up to this day.
    private static func openRange(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard isDash(window[0]) else { return nil }
        let before = window.skippingSpaceBack(-1)
        let next = window.skippingSpace(1)
        guard window.kind(before) == .digits, window[before].count == 4, (before == -1) == (next == 1),
            rules.has(window[next].lower, as: .presentDay)
        else { return nil }
        let word = rules.rangeLink(before: window[next].lower)
        return Reading(1, next == 1 ? " " + word + " " : word)
    }

    /// Operators of two characters.
    private static let operators: [String: Unicode.Scalar] = [
        "->": "→", "=>": "→", "<-": "←", "<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "&&": "&",
    ]

    private static func isNumber(_ window: TokenWindow, _ offset: Int) -> Bool { window.kind(offset) == .digits }

    private static func power(_ exponent: Int, _ rules: Rules) -> String {
        switch exponent {
        case 2: return rules.words.squared
        case 3: return rules.words.cubed
        default:
            let sign = exponent < 0 ? rules.words.minus : ""
            return [rules.words.toThePower, sign, rules.cardinal(UInt64(exponent.magnitude), .none)].joinedWords()
        }
    }

    /// A word with spaces where its neighbours touch it.
    private static func pad(_ window: TokenWindow, _ rules: Rules, _ end: Int, _ word: String) -> String {
        let before = window.kind(-1) == .symbol && !opening.contains(window[-1].scalar) ? " " : ""
        // The word of a symbol that follows brings its own space.
        let next = window[end].scalar
        let isClose = following.contains(next) || rules.readSymbols[next] != nil
        let after = window.kind(end) == .symbol && !isClose ? " " : ""
        return before + word + after
    }

    /// Marks that stand close to the word before them.
    private static let following: Set<Unicode.Scalar> = [".", ",", ";", ":", "!", "?", ")", "]", "}", "\"", "'", "»"]
}
