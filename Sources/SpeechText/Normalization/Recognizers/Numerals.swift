extension Recognizers {
    /// Digits with the separators and the decimal mark of the language, at an offset: the number and the offset after
    /// it.
    static func numeral(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Numeral, Int)? {
        let format = rules.numberFormat
        if window.kind(offset) == .symbol {
            // ".5": the mark stands first. After a digit or a letter it is something else.
            let before = window.kind(offset - 1)
            guard window[offset].isSymbol(format.decimal), window.kind(offset + 1) == .digits, before != .digits,
                before != .word, !continues(window, after: offset + 2, format.decimal)
            else { return nil }
            return (Numeral(integer: "", fraction: window[offset + 1].text), offset + 2)
        }
        guard window.kind(offset) == .digits else { return nil }
        var numeral = Numeral(integer: window[offset].text)
        var end = offset + 1
        if let (foreign, next) = foreignNumeral(window, format, at: offset) { return (foreign, next) }
        if let (digits, next) = grouped(window, format, at: offset) {
            numeral.integer = digits
            numeral.isGrouped = true
            end = next
        }
        if window[end].isSymbol(format.decimal), window.kind(end + 1) == .digits,
            !continues(window, after: end + 2, format.decimal)
        {
            numeral.fraction = window[end + 1].text
            end += 2
        } else if format.decimal == ",", window[end].isSymbol("."), window.kind(end + 1) == .digits,
            window[end + 1].count != 3, !continues(window, after: end + 2, "."),
            !continues(window, after: end + 2, ","),
            window.kind(end + 2) != .word || window[end + 2].count < 4
        {
            // "2.5": a decimal point as in English, or a version.
            numeral.fraction = window[end + 1].text
            numeral.hasPoint = true
            end += 2
        } else if format.decimal == ",", window[end].isSymbol(","), isDash(window[end + 1]),
            window.kind(end + 2) != .digits
        {
            // "5,-" and "5,--": no cents.
            end += isDash(window[end + 2]) ? 3 : 2
        }
        return (numeral, end)
    }

    static func isDash(_ token: Token) -> Bool {
        token.isSymbol("-") || token.isSymbol("\u{2013}") || token.isSymbol("\u{2014}")
    }

    /// A number whose marks are the other way round: "1.234,56" where "1,234.56" is usual.
    private static func foreignNumeral(_ window: TokenWindow, _ format: NumberFormat, at offset: Int) -> (Numeral, Int)?
    {
        let point: Unicode.Scalar = format.decimal == "." ? "," : "."
        guard window[offset].text.utf8.count <= 3, window[offset + 1].isSymbol(format.decimal),
            window.kind(offset + 2) == .digits
        else { return nil }
        var digits = window[offset].text
        var end = offset + 1
        while window[end].isSymbol(format.decimal), window.kind(end + 1) == .digits,
            window[end + 1].text.utf8.count == 3
        {
            digits += window[end + 1].text
            end += 2
        }
        guard end > offset + 1, window[end].isSymbol(point), window.kind(end + 1) == .digits,
            window[end + 1].text.utf8.count <= 2,
            !(window.kind(end + 2) == .symbol && window.kind(end + 3) == .digits)
        else { return nil }
        return (Numeral(integer: digits, fraction: window[end + 1].text, isGrouped: true), end + 2)
    }

    /// Whether a mark with digits follows: "2.10.3" is no decimal number.
    private static func continues(_ window: TokenWindow, after offset: Int, _ mark: Unicode.Scalar) -> Bool {
        window[offset].isSymbol(mark) && window.kind(offset + 1) == .digits
    }

    /// Groups of three digits: the digits and the offset after them.
    private static func grouped(_ window: TokenWindow, _ format: NumberFormat, at offset: Int) -> (String, Int)? {
        let first = window[offset].text
        guard first.utf8.count <= 3, first.utf8.first != UInt8(ascii: "0") else { return nil }
        if let indian = groupedByPairs(window, format, at: offset) { return indian }
        let mark = window[offset + 1]
        let scalar: Unicode.Scalar = mark.kind == .space ? " " : mark.scalar
        let isNoBreakSpace = mark.kind == .space && !mark.isVerbatim
        // The decimal mark groups, too, if it stands there more than once: "3.456.789".
        let isRepeated = scalar == format.decimal
        guard mark.kind == .symbol || mark.kind == .space,
            format.groups.contains(scalar) || isNoBreakSpace || isRepeated
        else { return nil }
        var digits = first
        var end = offset + 1
        var count = 1
        while window[end].kind == mark.kind,
            mark.kind == .space ? isGroupSpace(window[end]) : window[end].scalar == scalar,
            window.kind(end + 1) == .digits, window[end + 1].text.utf8.count == 3
        {
            digits += window[end + 1].text
            end += 2
            count += 1
        }
        guard count > (isRepeated ? 2 : 1) else { return nil }
        // "21 345 67 89", "123 456 789 00012": groups of other lengths follow, so these are no thousands.
        if mark.kind == .space, window.kind(end) == .space, window.kind(end + 1) == .digits {
            let next = window[end + 1].count
            let isPair = next == 2 && (count > 1 || window.kind(end + 2) == .space && window.kind(end + 3) == .digits)
            if next > 4 || isPair { return nil }
        }
        // Four groups with full stops may be an IP address.
        if isRepeated, count == 4, digits.utf8.count == 12 || scalar == "." { return nil }
        if mark.kind == .symbol, window[end].isSymbol(scalar), window.kind(end + 1) == .digits { return nil }
        return (digits, end)
    }

    /// "1,00,000": lakhs and crores, in groups of two digits before the last one of three.
    private static func groupedByPairs(
        _ window: TokenWindow, _ format: NumberFormat, at offset: Int
    ) -> (String, Int)? {
        guard format.decimal == ".", window[offset].count <= 2, window[offset + 1].isSymbol(","),
            window[offset + 2].isDigits, window[offset + 2].count == 2
        else { return nil }
        var digits = window[offset].text
        var end = offset + 1
        while digits.utf8.count < 14, window[end].isSymbol(","), window[end + 1].isDigits {
            let group = window[end + 1]
            digits += group.text
            end += 2
            if group.count == 3 { return continues(window, after: end, ",") ? nil : (digits, end) }
            guard group.count == 2 else { return nil }
        }
        return nil
    }

    private static func isGroupSpace(_ token: Token) -> Bool { token.source.count <= 3 }

    /// The word before the first of several counts: "sehe" in "sehe 1 Katze, 1 Maus und 1 Hund", for the last two.
    private static func governor(_ window: TokenWindow, _ rules: Rules, from start: Int) -> String {
        guard rules.joinsNouns, window.kind(start - 1) == .space else { return "" }
        var first = start
        for _ in 0..<3 {
            let isListed = window[first - 2].isSymbol(",")
            let isLinked = window[first - 2].lower == rules.words.and && window.kind(first - 3) == .space
            let noun = isListed ? first - 3 : first - 4
            guard isListed || isLinked, window.kind(first - 1) == .space, window.kind(noun) == .word,
                window.kind(noun - 1) == .space, window.kind(noun - 2) == .digits
            else { break }
            first = noun - 2
        }
        guard first < start, window.kind(first - 1) == .space, window.kind(first - 2) == .word else { return "" }
        return window[first - 2].lower
    }

    /// The words around the tokens from the current one up to `end`.
    static func context(_ window: TokenWindow, _ rules: Rules, from start: Int = 0, to end: Int, value: UInt64? = nil)
        -> NumberContext
    {
        var context = NumberContext(value: value)
        if window.kind(start - 1) == .space {
            if window.kind(start - 2) == .word {
                context.previous = window[start - 2].lower
            } else if window[start - 2].isSymbol("."), window.kind(start - 3) == .word,
                rules.abbreviations[window[start - 3].lower] != nil || rules.weekdays[window[start - 3].lower] != nil
            {
                // "Rm. 204"
                context.previous = window[start - 3].lower
            }
        }
        context.governor = governor(window, rules, from: start)
        if window.kind(end) == .space, window.kind(end + 1) == .word {
            context.next = window[end + 1].lower
            context.isNextCapitalized = window[end + 1].isCapitalized
            if window.kind(end + 2) == .space, window.kind(end + 3) == .word {
                context.afterNext = window[end + 3].lower
            }
        }
        return context
    }
}
