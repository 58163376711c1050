extension Recognizers {
    /// A number with what belongs to it: a currency, a unit, a percent sign, a time of day.
    struct Quantity {
        /// `plain` is a number alone; `expression` a fraction or a number with an exponent.
        enum Kind { case plain, expression, money, measure, percent, time, ordinal }
        var kind: Kind
        var spoken: String
        /// The offset after it.
        var end: Int
        var numeral = Numeral(integer: "")
        var isYear = false
    }

    /// A quantity, or two with a dash, a colon or a cross between them.
    static func quantityOrRange(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard let first = quantity(window, rules, at: 0) else { return nil }
        if let reading = range(window, rules, from: first) { return reading }
        if first.kind == .measure, window.kind(first.end) == .digits,
            let (numeral, end) = numeral(window, rules, at: first.end),
            let second = measure(window, rules, numeral, end)
        {
            // "42min15s"
            return Reading(second.end, [first.spoken, second.spoken].joinedWords())
        }
        return Reading(first.end, first.spoken)
    }

    /// The quantity at an offset.
    static func quantity(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> Quantity? {
        var start = offset
        var sign = Numeral.Sign.none
        if window.kind(start) == .symbol, let found = signs[window[start].scalar] {
            let before = window[start - 1]
            let isAttached = before.isWord || before.isDigits || before.isSymbol(")") || before.isSymbol("%")
            guard !isAttached || offset > 0 else { return nil }
            sign = found
            start += 1
        }
        if window.kind(start) == .word, sign == .none, currencyBefore(window, rules, at: start) == nil { return nil }
        if let money = money(window, rules, at: start, sign: sign) { return money }
        if sign == .none, let time = time(window, rules, at: start) { return time }
        if let fraction = fraction(window, rules, at: start, sign: sign) { return fraction }
        guard case (var numeral, let end)? = numeral(window, rules, at: start) else { return nil }
        numeral.sign = sign
        if var power = scientific(window, rules, numeral, end) {
            let isSpaced = window.kind(power.end) == .space
            if let (unit, next) = unit(window, rules, at: window.skippingSpace(power.end), isSpaced: isSpaced) {
                power.spoken += " " + unit.plural
                power.end = next
            }
            return power
        }
        if let percent = percent(window, rules, numeral, end) { return percent }
        if let ordinal = ordinal(window, rules, numeral, from: start, end) { return ordinal }
        // A letter before the number makes both parts of a code: "W26s".
        let isRoad = window[start - 1].isSymbol("-") && window[start - 2].isUppercase && window[end + 1].count == 1
        if window.kind(start - 1) != .word || window[start - 1].lower == "x", !isRoad,
            let measure = measure(window, rules, numeral, end, from: start)
        {
            return measure
        }
        return plain(window, rules, numeral, from: start, to: end)
    }

    static let signs: [Unicode.Scalar: Numeral.Sign] = [
        "-": .minus, "\u{2212}": .minus, "+": .plus, "±": .plusMinus, "\u{2013}": .minus,
    ]

    /// "2x faster": a factor.
    static func multiple(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard let fold = rules.words.fold, case (let numeral, var end)? = numeral(window, rules, at: 0) else {
            return nil
        }
        // "2 x paper"
        if window.kind(end) == .space, window[end + 1].text == "x", window.kind(end + 2) == .space,
            window.kind(end + 3) == .word, window[end + 3].count > 2
        {
            end += 1
        }
        guard window[end].lower == "x",
            window.kind(-1) != .word, window.kind(-1) != .digits, window.kind(end + 1) != .digits,
            numeral.integer != "0", !window[-1].isSymbol("-"), !window[-1].isSymbol("/"), !isOperand(window),
            window.kind(end + 1) == .space && window.kind(end + 2) == .word || window[end + 1].isBlank
                || window[end + 1].isSymbol(".") || window[end + 1].isSymbol(",") || window[end + 1].isSymbol(")")
                || window[end + 1].isSymbol("/") && rules.has(window[end + 2].lower, as: .divisor),
            !(window.kind(end + 1) == .space && window.kind(end + 2) == .symbol)
        else { return nil }
        return Reading(
            end + 1, [rules.number(numeral, Agreement(gender: .feminine, precedesNoun: true)), fold].joinedWords())
    }

    // MARK: Plain numbers

    static func plain(
        _ window: TokenWindow, _ rules: Rules, _ numeral: Numeral, from start: Int, to end: Int
    ) -> Quantity {
        var result = Quantity(kind: .plain, spoken: "", end: end, numeral: numeral)
        let context = context(window, rules, from: start, to: end, value: numeral.value)
        let digits = numeral.integer
        let isBare = !numeral.isGrouped && numeral.fraction == nil && numeral.sign == .none
        // The "x" of "1920x1080" is no letter of a code.
        let isSide = window[start - 1].lower == "x" && window.kind(start - 2) == .digits
        let touchesWord = (window.kind(start - 1) == .word && !isSide) || window.kind(end) == .word
        // A long run of digits is divided into tokens: all of them are read digit by digit.
        let isPartOfRun = window.kind(start - 1) == .digits || window.kind(end) == .digits
        if isBare, isPartOfRun || isIdentifier(window, rules, digits, from: start) {
            result.spoken = rules.digits(digits)
        } else if isBare, rules.codeHeads.contains(context.previous) {
            result.spoken = rules.code(digits)
        } else if isBare, window.kind(start - 1) == .word, !isSide, digits.utf8.count == 3 {
            result.spoken = rules.code(digits)
        } else if isBare, window.kind(end) == .word, window.kind(start - 1) != .word, digits.utf8.count == 4 {
            result.spoken = rules.code(digits)
        } else if isBare, touchesWord, digits.utf8.count > 3, !digits.hasSuffix("00") {
            result.spoken = rules.digits(digits)
        } else if isBare, !touchesWord, rules.isYear(digits, context) {
            result.spoken = rules.year(digits)
            result.isYear = true
        } else {
            var agreement = rules.agreement(context, isOrdinal: false)
            agreement.precedesNoun = agreement.precedesNoun && window.kind(end) == .space
            // "A1 Milano": a code counts nothing.
            if window.kind(start - 1) == .word, !isSide { agreement = .none }
            result.spoken = rules.number(numeral, agreement)
        }
        return result
    }

    /// "BSN 123456789", "rekeningnummer 12345678": a long number after the name of a register is no quantity.
    private static func isIdentifier(_ window: TokenWindow, _ rules: Rules, _ digits: String, from start: Int) -> Bool {
        guard digits.utf8.count >= 7 else { return false }
        // "MI-1234567"
        if window[start - 1].isSymbol("-"), window[start - 2].isUppercase { return true }
        var head = window.kind(start - 1) == .space ? start - 2 : start - 1
        if window[head].isSymbol(":") || window[head].isSymbol(".") { head -= 1 }
        guard window[head].isWord else { return false }
        let word = window[head].lower
        return window[head].isUppercase && window[head].count > 1
            || rules.contextWords[.identifier]?.contains { word.hasSuffix($0) } == true
    }

    private static func percent(_ window: TokenWindow, _ rules: Rules, _ numeral: Numeral, _ end: Int) -> Quantity? {
        let mark = window.skippingSpace(end)
        guard window[mark].isSymbol("%"), window.kind(mark + 1) != .digits else { return nil }
        // "0,9 %ige"
        if window.kind(mark + 1) == .word, let spoken = rules.percent(numeral, ending: window[mark + 1].text) {
            return Quantity(kind: .percent, spoken: spoken, end: mark + 2, numeral: numeral)
        }
        return Quantity(kind: .percent, spoken: rules.percent(numeral), end: mark + 1, numeral: numeral)
    }

    /// "21st", "3º", and "3." where the language writes ordinals so.
    static func ordinal(
        _ window: TokenWindow, _ rules: Rules, _ numeral: Numeral, from start: Int, _ end: Int
    ) -> Quantity? {
        guard numeral.fraction == nil, numeral.sign == .none, let value = numeral.value else { return nil }
        let suffix = window[end]
        // "1A" is a class, a platform or a hexadecimal number.
        let isLetter = suffix.isWord && suffix.count == 1 && suffix.scalar.isASCII
        // "fig. 4a"
        let isLettered =
            window[start - 2].isSymbol(".") && rules.has(window[start - 3].lower, as: .numbered)
        let isCapital = isLetter && (!suffix.isLowercase || isLettered)
        if suffix.isWord || suffix.kind == .symbol, !isCapital, let form = rules.ordinalSuffixes[suffix.lower],
            rules.suffixFits(suffix.lower, value), window.kind(end + 1) != .digits, window.kind(start - 1) != .word
        {
            var agreement = rules.agreement(
                context(window, rules, from: start, to: end + 1, value: value), isOrdinal: true)
            if form.gender != .unspecified { agreement.gender = form.gender }
            if form.isPlural { agreement.isPlural = true }
            if form.precedesNoun { agreement.precedesNoun = true }
            return Quantity(kind: .ordinal, spoken: rules.ordinal(value, agreement), end: end + 1, numeral: numeral)
        }
        if rules.ordinalFullStop, suffix.isSymbol("."), value <= 9999, window.kind(end + 1) == .space,
            window[end + 2].isWord
        {
            let context = context(window, rules, from: start, to: end + 1, value: value)
            // Before a capital the full stop may end the sentence; the language decides by the neighbours.
            let agreement = rules.agreement(context, isOrdinal: true)
            guard window[end + 2].isLowercase || agreement.isDefinite || agreement != .none else { return nil }
            return Quantity(kind: .ordinal, spoken: rules.ordinal(value, agreement), end: end + 1, numeral: numeral)
        }
        return nil
    }

    /// "3e8", "3x10^8", "6.02 × 10²³".
    private static func scientific(_ window: TokenWindow, _ rules: Rules, _ numeral: Numeral, _ end: Int) -> Quantity? {
        let head = rules.number(numeral, .none)
        if window[end].lower == "e", numeral.integer.utf8.count == 1 || numeral.fraction != nil {
            let isSigned = window[end + 1].isSymbol("-") || window[end + 1].isSymbol("+")
            let digits = end + (isSigned ? 2 : 1)
            guard let value = window[digits].number, window.kind(digits + 1) != .word else { return nil }
            let sign = window[end + 1].isSymbol("-") ? rules.words.minus : ""
            return Quantity(
                kind: .expression,
                spoken: [head, rules.words.timesTenToThe, sign, rules.cardinal(UInt64(value), .none)].joinedWords(),
                end: digits + 1, numeral: numeral)
        }
        let cross = window.skippingSpace(end)
        guard window[cross].lower == "x" || ["×", "*", "·"].contains(window[cross].text) else {
            return nil
        }
        let ten = window.skippingSpace(cross + 1)
        guard window[ten].text == "10", let (exponent, next) = exponent(window, at: ten + 1) else { return nil }
        let sign = exponent < 0 ? rules.words.minus : ""
        let spoken = [head, rules.words.timesTenToThe, sign, rules.cardinal(UInt64(exponent.magnitude), .none)]
            .joinedWords()
        return Quantity(kind: .expression, spoken: spoken, end: next, numeral: numeral)
    }

    /// "^8", "^-3", "²³", "⁻³": the exponent and the offset after it.
    static func exponent(_ window: TokenWindow, at offset: Int) -> (Int, Int)? {
        if window[offset].isSymbol("^") {
            let isNegative = window[offset + 1].isSymbol("-") || window[offset + 1].isSymbol("\u{2212}")
            let digits = offset + (isNegative ? 2 : 1)
            guard window.kind(digits) == .digits, let value = window[digits].number, value < 1_000_000 else {
                return nil
            }
            return (isNegative ? -value : value, digits + 1)
        }
        var end = offset
        var value = 0
        let isNegative = window[end].isSymbol("⁻")
        if isNegative { end += 1 }
        let start = end
        while end < start + 6, window.kind(end) == .symbol, let digit = superscripts[window[end].scalar] {
            value = value * 10 + digit
            end += 1
        }
        return end > start ? (isNegative ? -value : value, end) : nil
    }

    static let superscripts: [Unicode.Scalar: Int] = [
        "⁰": 0, "¹": 1, "²": 2, "³": 3, "⁴": 4, "⁵": 5, "⁶": 6, "⁷": 7, "⁸": 8, "⁹": 9,
    ]
}
