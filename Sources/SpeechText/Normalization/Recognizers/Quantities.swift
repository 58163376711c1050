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
        if window.kind(start - 1) != .word || window[start - 1].lower == "x",
            let measure = measure(window, rules, numeral, end)
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
        guard let fold = rules.words.fold, case let (numeral, end)? = numeral(window, rules, at: 0),
            window[end].lower == "x",
            window.kind(-1) != .word, window.kind(-1) != .digits, window.kind(end + 1) != .digits,
            numeral.integer != "0", !window[-1].isSymbol("-"), !window[-1].isSymbol("/"),
            window.kind(end + 1) == .space && window.kind(end + 2) == .word || window[end + 1].isBlank
                || window[end + 1].isSymbol(".") || window[end + 1].isSymbol(",") || window[end + 1].isSymbol(")"),
            !(window.kind(end + 1) == .space && (window.kind(end + 2) == .digits || window.kind(end + 2) == .symbol))
        else { return nil }
        return Reading(
            end + 1, [rules.number(numeral, Agreement(gender: .feminine, precedesNoun: true)), fold].joinedWords())
    }

    // MARK: Plain numbers

    private static func plain(
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
        if isPartOfRun, isBare {
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
            result.spoken = rules.number(numeral, agreement)
        }
        return result
    }

    private static func percent(_ window: TokenWindow, _ rules: Rules, _ numeral: Numeral, _ end: Int) -> Quantity? {
        let mark = window.skippingSpace(end)
        guard window[mark].isSymbol("%"), window.kind(mark + 1) != .digits else { return nil }
        return Quantity(kind: .percent, spoken: rules.percent(numeral), end: mark + 1, numeral: numeral)
    }

    /// "21st", "3º", and "3." where the language writes ordinals so.
    private static func ordinal(
        _ window: TokenWindow, _ rules: Rules, _ numeral: Numeral, from start: Int, _ end: Int
    ) -> Quantity? {
        guard numeral.fraction == nil, numeral.sign == .none, let value = numeral.value else { return nil }
        let suffix = window[end]
        if suffix.isWord || suffix.kind == .symbol, let form = rules.ordinalSuffixes[suffix.lower],
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
        guard window[cross].isSymbol("×") || window[cross].isSymbol("*") || window[cross].lower == "x" else {
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

    // MARK: Fractions

    static let vulgarFractions: [Unicode.Scalar: (UInt64, UInt64)] = [
        "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
        "⅘": (4, 5),
        "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9),
        "⅒": (1, 10),
    ]

    /// "1/2", "3 1/2", "½", "3½", with a unit after it.
    private static func fraction(_ window: TokenWindow, _ rules: Rules, at offset: Int, sign: Numeral.Sign) -> Quantity?
    {
        var whole: UInt64?
        var part = fractionPart(window, rules, at: offset)
        if part == nil, window.kind(offset) == .digits, let value = window[offset].number, value < 1_000_000 {
            // "1-1/2" is one and a half.
            let isHyphenated = window[offset + 1].isSymbol("-") && window.kind(offset - 1) != .symbol
            let next = isHyphenated ? offset + 2 : window.skippingSpace(offset + 1)
            if let found = fractionPart(window, rules, at: next), found.1 >= 1,
                next == offset + 1 ? window.kind(next) == .symbol : true, !isHyphenated || found.0 < found.1
            {
                whole = UInt64(value)
                part = found
            }
        }
        guard let (numerator, denominator, end) = part else { return nil }
        if whole == nil, window[window.skippingSpace(end)].isSymbol("="), window.kind(offset) == .digits {
            // "10/2=5"
            let spoken = [rules.cardinal(numerator, .none), rules.words.dividedBy, rules.cardinal(denominator, .none)]
            return Quantity(kind: .expression, spoken: spoken.joinedWords(), end: end)
        }
        var spoken = rules.fraction(whole: whole, numerator, denominator)
        if whole == nil, numerator == denominator || (denominator == 100 && numerator > 20) {
            spoken = [rules.cardinal(numerator, .none), rules.words.outOf, rules.cardinal(denominator, .none)]
                .joinedWords()
        }
        let signed = Numeral(sign: sign, integer: "")
        spoken = [rules.sign(signed), spoken].joinedWords()
        var result = Quantity(kind: .expression, spoken: spoken, end: end)
        if let (unit, next) = unit(window, rules, at: window.skippingSpace(end), isSpaced: window.kind(end) == .space) {
            let measure = rules.fraction(spoken, isMixed: whole != nil, of: unit)
            result = Quantity(kind: .measure, spoken: measure, end: next)
        }
        return result
    }

    private static func fractionPart(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (UInt64, UInt64, Int)? {
        if window.kind(offset) == .symbol, let (numerator, denominator) = vulgarFractions[window[offset].scalar] {
            return (numerator, denominator, offset + 1)
        }
        guard window.kind(offset) == .digits, window[offset - 1].isSymbol("/") == false,
            let numerator = window[offset].number, !window[offset].text.hasPrefix("0"),
            !(window[offset - 1].isSymbol("-") && window.kind(offset - 2) == .word)
        else { return nil }
        let isSpaced =
            window.kind(offset + 1) == .space && window[offset + 2].isSymbol("/") && window.kind(offset + 3) == .space
        let slash = isSpaced ? offset + 2 : offset + 1
        let bottom = isSpaced ? offset + 4 : offset + 2
        guard window[slash].isSymbol("/"), let denominator = window[bottom].number, !window[bottom].text.hasPrefix("0"),
            denominator > 0, numerator < 1_000_000, denominator < 1_000_000, !window[bottom + 1].isSymbol("/")
        else { return nil }
        var end = bottom + 1
        // "1/100.000"
        if let (grouped, next) = self.numeral(window, rules, at: bottom), grouped.isGrouped, grouped.fraction == nil,
            let value = grouped.value
        {
            return (UInt64(numerator), value, next)
        }
        // "1/4th"
        if window.kind(end) == .word {
            let suffix = window[end].lower
            guard rules.ordinalSuffixes[suffix] != nil || rules.ordinalSuffixes[String(suffix.dropLast())] != nil
            else { return nil }
            end += 1
        }
        return (UInt64(numerator), UInt64(denominator), end)
    }

    // MARK: Ranges, ratios, sides

    private static func range(_ window: TokenWindow, _ rules: Rules, from first: Quantity) -> Reading? {
        let isSpaced = window.kind(first.end) == .space
        let mark = window.skippingSpace(first.end)
        let token = window[mark]
        guard token.kind == .symbol || token.lower == "x" else { return nil }
        let next = isSpaced ? mark + 2 : mark + 1
        if isSpaced, window.kind(mark + 1) != .space { return nil }
        if !isSpaced, token.isSymbol("-"), window.kind(next) == .space, window.kind(next + 1) == .digits,
            window[window.skippingSpace(next + 2)].isSymbol("=")
        {
            return dash(window, rules, from: first, isSpaced: false, next: next + 1)
        }
        switch token.scalar {
        case "-", "\u{2013}", "\u{2014}", "\u{2212}":
            return dash(window, rules, from: first, isSpaced: isSpaced, next: next)
        case ":" where isSpaced && first.kind == .plain && first.numeral.fraction == nil:
            // "10 : 2 = 5", "3 : 1".
            guard let second = plainQuantity(window, rules, at: next) else { return nil }
            let after = window.skippingSpace(second.end)
            let isDivision = window[after].isSymbol("=")
            guard isDivision || window.kind(after) != .word && window.kind(after) != .digits else { return nil }
            let word = isDivision ? rules.words.dividedBy : rules.words.ratio
            return Reading(second.end, [first.spoken, word, second.spoken].joinedWords())
        case ":" where !isSpaced && first.kind == .plain && first.numeral.fraction == nil:
            var sides = [rules.number(first.numeral, .none)]
            var end = first.end
            while sides.count < 8, window[end].isSymbol(":"), let side = plainQuantity(window, rules, at: end + 1) {
                sides.append(side.spoken)
                end = side.end
            }
            guard sides.count > 1 else { return nil }
            return Reading(end, sides.joined(separator: " " + rules.words.ratio + " "))
        case "/" where !isSpaced && first.kind == .plain && first.numeral.fraction != nil:
            // "4.5/5"
            guard let second = plainQuantity(window, rules, at: next) else { return nil }
            return Reading(second.end, [first.spoken, rules.words.outOf, second.spoken].joinedWords())
        case "×", "x", "X":
            // "2x+1" is algebra, "0x80" a code.
            guard first.kind == .plain || first.kind == .measure || first.kind == .expression,
                window.kind(next) == .digits || isSpaced,
                isSpaced || first.numeral.integer != "0", let second = quantity(window, rules, at: next),
                [.plain, .expression, .measure, .money].contains(second.kind)
            else { return nil }
            // "6 × 7" is a product, "6 x 7 m" are sides.
            let isEquation = window[window.skippingSpace(second.end)].isSymbol("=")
            let isProduct =
                first.kind == .plain && second.kind == .plain && (token.isSymbol("×") || isEquation)
                || second.kind == .money
            let word = isProduct ? rules.words.times : rules.words.by
            var spoken = [rules.number(first.numeral, .none), word, second.spoken]
            if first.kind != .plain { spoken[0] = first.spoken }
            var end = second.end
            // A third side.
            let third = window.skippingSpace(end)
            if window[third].isSymbol("×") || window[third].lower == "x",
                let last = quantity(window, rules, at: window.kind(end) == .space ? third + 2 : third + 1),
                last.kind == .plain || last.kind == .measure || last.kind == .expression
            {
                spoken += [word, last.spoken]
                end = last.end
            }
            return Reading(end, spoken.joinedWords())
        default: return nil
        }
    }

    private static func plainQuantity(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> Quantity? {
        guard let (numeral, end) = numeral(window, rules, at: offset), window.kind(end) != .word else { return nil }
        return Quantity(kind: .plain, spoken: rules.number(numeral, .none), end: end, numeral: numeral)
    }

    private static func dash(
        _ window: TokenWindow, _ rules: Rules, from first: Quantity, isSpaced: Bool, next: Int
    ) -> Reading? {
        guard window[next].scalar != "-", let second = quantity(window, rules, at: next) else { return nil }
        // "2-4-8" and "covid-19-2" are no ranges.
        let before = window[-1]
        if before.isSymbol("-") || (window[second.end].isSymbol("-") && window.kind(second.end + 1) != .space) {
            return nil
        }
        let low = first.numeral
        let high = second.numeral
        if window[window.skippingSpace(second.end)].isSymbol("=") {
            return Reading(second.end, [first.spoken, rules.words.minus, second.spoken].joinedWords())
        }
        if first.kind == .plain, second.kind == .plain, let from = low.value, let to = high.value, before.kind != .word
        {
            if from >= to, !first.isYear || !second.isYear {
                if first.isYear, high.integer.utf8.count == 2 {
                    return Reading(second.end, [first.spoken, rules.words.to, second.spoken].joinedWords())
                }
                if isSpaced {
                    return Reading(second.end, [first.spoken, rules.words.minus, second.spoken].joinedWords())
                }
                guard from < 200 else { return nil }
            }
            // "3-1" and "2-2" are scores.
            let isScore = from >= to && !first.isYear
            var spoken = [first.spoken, isScore ? rules.words.score : rules.words.to, second.spoken]
            if first.isYear != second.isYear, high.integer.utf8.count == low.integer.utf8.count {
                spoken[0] = rules.year(low.integer)
                spoken[2] = rules.year(high.integer)
            }
            return Reading(second.end, spoken.joinedWords())
        }
        guard first.kind == second.kind || first.kind == .plain || (first.kind == .money && second.kind == .plain)
        else { return nil }
        if first.kind == .plain, first.isYear, second.kind != .plain, let value = low.value {
            return Reading(second.end, [rules.cardinal(value, .none), rules.words.to, second.spoken].joinedWords())
        }
        // "$5-10": the amount after the dash has the currency of the first.
        if first.kind == .money, second.kind == .plain, let (symbol, _) = currencyBefore(window, rules, at: 0) {
            let amount = rules.money(high, symbol, scale: nil)
            return Reading(second.end, [rules.number(low, .none), rules.words.to, amount].joinedWords())
        }
        guard before.kind != .word, second.kind != .ordinal || first.kind == .ordinal || first.kind == .plain
        else { return nil }
        return Reading(second.end, [first.spoken, rules.words.to, second.spoken].joinedWords())
    }
}
