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
            numeral.integer != "0", !window[-1].isSymbol("-"), !window[-1].isSymbol("/"),
            window.kind(end + 1) == .space && window.kind(end + 2) == .word || window[end + 1].isBlank
                || window[end + 1].isSymbol(".") || window[end + 1].isSymbol(",") || window[end + 1].isSymbol(")"),
            !(window.kind(end + 1) == .space && window.kind(end + 2) == .symbol)
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
        if isBare, isPartOfRun || isIdentifier(window, digits, from: start) {
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
    private static func isIdentifier(_ window: TokenWindow, _ digits: String, from start: Int) -> Bool {
        guard digits.utf8.count >= 7 else { return false }
        var head = window.kind(start - 1) == .space ? start - 2 : start - 1
        if window[head].isSymbol(":") || window[head].isSymbol(".") { head -= 1 }
        guard window[head].isWord else { return false }
        let word = window[head].lower
        return window[head].isUppercase && window[head].count > 1
            || ["nummer", "kto", "number", "numero", "número", "numéro", "conto", "konto", "account", "kvk", "siret", "nr"]
                .contains { word.hasSuffix($0) }
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
        // "1A" is a class, a platform or a hexadecimal number.
        let isLetter = suffix.isWord && suffix.count == 1 && suffix.scalar.isASCII
        // "fig. 4a"
        let isLettered =
            window[start - 2].isSymbol(".") && numbered.contains(window[start - 3].lower)
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
        if whole == nil, let reading = pairOrDate(window, rules, numerator, denominator, from: offset, to: end) {
            return reading
        }
        var relation = whole == nil ? relation(of: numerator, to: denominator, rules) : nil
        if whole == nil, isScore(window, of: denominator, at: offset, to: end) { relation = rules.words.outOf }
        if let word = relation {
            spoken = [rules.cardinal(numerator, .none), word, rules.cardinal(denominator, .none)].joinedWords()
        }
        let signed = Numeral(sign: sign, integer: "")
        spoken = [rules.sign(signed), spoken].joinedWords()
        var result = Quantity(kind: .expression, spoken: spoken, end: end)
        if let (unit, next) = unit(window, rules, at: window.skippingSpace(end), isSpaced: window.kind(end) == .space) {
            let measure =
                relation == nil
                ? rules.fraction(spoken, isMixed: whole != nil, of: unit) : [spoken, unit.plural].joinedWords()
            result = Quantity(kind: .measure, spoken: measure, end: next)
        }
        return result
    }

    /// "bus 15/16", "groups 7/8": two numbers; "30/4" is the 30th of April where days come first, "10/31" the 31st of
    /// October where months do.
    private static func pairOrDate(
        _ window: TokenWindow, _ rules: Rules, _ numerator: UInt64, _ denominator: UInt64, from offset: Int, to end: Int
    ) -> Quantity? {
        guard window[offset + 1].isSymbol("/"), window.kind(end - 1) == .digits else { return nil }
        let head = window.kind(offset - 1) == .space ? window[offset - 2].lower : ""
        let singular = head.hasSuffix("s") ? String(head.dropLast()) : head
        let heads = [head, singular, head.hasSuffix("es") ? String(head.dropLast(2)) : head]
        if heads.contains(where: { rules.codeHeads.contains($0) || rules.romanCardinalHeads.contains($0) }) {
            let spoken = rules.code(window[offset].text) + " " + rules.code(window[end - 1].text)
            return Quantity(kind: .expression, spoken: spoken, end: end)
        }
        let isMonthFirst = rules.numericDateOrder == .monthFirst
        let (day, month) = isMonthFirst ? (denominator, numerator) : (numerator, denominator)
        // Halves, quarters, sixteenths and the like are fractions.
        let usual: Set<UInt64> = [15, 16, 18, 20, 24, 25, 30]
        guard (13...31).contains(day), (1...12).contains(month), !isMonthFirst || !usual.contains(day),
            isMonthFirst || denominator > 2 || window[offset].count == 2, window.kind(end) != .word,
            self.unit(window, rules, at: window.skippingSpace(end), isSpaced: true) == nil
        else { return nil }
        let order: CalendarDate.Order = isMonthFirst ? .monthFirst : .dayFirst
        let date = CalendarDate(day: Int(day), month: Int(month), order: order)
        return Quantity(kind: .expression, spoken: rules.date(date), end: end)
    }

    /// "Score: 8/10", "4/5 stars".
    private static func isScore(_ window: TokenWindow, of denominator: UInt64, at offset: Int, to end: Int) -> Bool {
        guard [5, 10, 20, 100].contains(denominator), window.kind(offset) == .digits else { return false }
        let head = window.skippingSpaceBack(offset - 1)
        return scoreHeads.contains(window[window[head].isSymbol(":") ? head - 1 : head].lower)
            || stars.contains(window[window.skippingSpace(end)].lower)
    }

    private static let scoreHeads: Set<String> = [
        "score", "scored", "rating", "rated", "cijfer", "rapportcijfer", "voto", "voti", "punteggio", "note", "nota",
        "puntuación", "pontuação", "wertung", "bewertung", "punkte",
    ]
    private static let stars: Set<String> = ["stars", "sterren", "stelle", "estrellas", "estrelas", "étoiles", "sterne"]

    /// The word between two numbers that are no fraction: "10/10", "95/100", "28/30", "120/80"; nil for a fraction.
    private static func relation(of numerator: UInt64, to denominator: UInt64, _ rules: Rules) -> String? {
        if numerator == denominator || denominator == 100 && numerator > 20 { return rules.words.outOf }
        if numerator > denominator, denominator > 20, numerator < 300 { return rules.words.over }
        let isMark = rules.numberFormat.decimal == "," && numerator > 10 && denominator >= 20 && denominator <= 100
        return isMark ? rules.words.outOf : nil
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
            denominator > 0, numerator < 1_000_000, denominator < 1_000_000, !window[bottom + 1].isSymbol("/"),
            window.kind(offset - 1) != .word
        else { return nil }
        // "n. 117/24"
        let isNumbered =
            window.kind(offset - 1) == .space && window[offset - 2].isSymbol(".")
            && rules.abbreviations[window[offset - 3].lower]?.place == .beforeNumber
        // "3 C 123/24"
        let isFiled = window.kind(offset - 1) == .space && window[offset - 2].isUppercase && window[offset - 2].count == 1
        if isNumbered || isFiled, numerator > denominator { return nil }
        // "2024/123" and "123/2024" are numbers of files and laws.
        let years = 1900...2099
        let isFile =
            years.contains(numerator) && denominator >= 100 || years.contains(denominator) && numerator > 1
        if isFile, !isSpaced { return nil }
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
            // "12:3=4"
            let isDivision = sides.count == 2 && window[end].isSymbol("=")
            return Reading(end, sides.joined(separator: " " + (isDivision ? rules.words.dividedBy : rules.words.ratio) + " "))
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

    /// Whether both are single digits.
    private static func isBare(_ first: Quantity, _ second: Quantity) -> Bool {
        [first, second].allSatisfy { $0.numeral.integer.utf8.count == 1 && $0.numeral.fraction == nil }
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
        if window.kind(-1) == .space, ["boeing", "airbus", "embraer", "iso", "din"].contains(window[-2].lower) {
            return nil
        }
        if before.isSymbol("-") || (window[second.end].isSymbol("-") && window.kind(second.end + 1) != .space) {
            return nil
        }
        let low = first.numeral
        let high = second.numeral
        let areTimes = first.kind == .time || second.kind == .time
        let previous = context(window, rules, to: 1).previous
        func range(_ first: String, _ last: String) -> Reading {
            Reading(second.end, rules.range(from: first, to: last, areTimes: areTimes, after: previous))
        }
        if window[window.skippingSpace(second.end)].isSymbol("=") {
            return Reading(second.end, [first.spoken, rules.words.minus, second.spoken].joinedWords())
        }
        // "5 - 20121 Milano": a house number and a postcode.
        if isSpaced, !high.isGrouped, high.integer.utf8.count >= 5, low.integer.utf8.count < 4 { return nil }
        if first.kind == .plain, second.kind == .plain, let from = low.value, let to = high.value, before.kind != .word
        {
            if from >= to, !first.isYear || !second.isYear {
                if first.isYear, high.integer.utf8.count == 2 {
                    return range(first.spoken, second.spoken)
                }
                if isSpaced {
                    return Reading(second.end, [first.spoken, rules.words.minus, second.spoken].joinedWords())
                }
                guard from < 200 || first.numeral.integer.utf8.count == 3 && from - to < 100 else { return nil }
            }
            // "3-1" and "2-2" are scores, and so are "(0-1)" and "0-3" where nothing is counted.
            let isBracketed = before.isSymbol("(") && window[second.end].isSymbol(")") && from < 10
            let isNil = from == 0 && window.kind(window.skippingSpace(second.end)) != .word && isBare(first, second)
            if from >= to && !first.isYear || isBracketed || isNil {
                return Reading(second.end, [first.spoken, rules.words.score, second.spoken].joinedWords())
            }
            if first.isYear != second.isYear, high.integer.utf8.count == low.integer.utf8.count {
                return range(rules.year(low.integer), rules.year(high.integer))
            }
            // "2-3x a week"
            if let fold = rules.words.fold, window[second.end].text == "x", window.kind(second.end + 1) == .space,
                window.kind(second.end + 2) == .word
            {
                let spoken = range(first.spoken, second.spoken).spoken
                return Reading(second.end + 1, spoken + " " + fold)
            }
            return range(first.spoken, second.spoken)
        }
        guard first.kind == second.kind || first.kind == .plain || (first.kind == .money && second.kind == .plain)
        else { return nil }
        if first.kind == .plain, first.isYear, second.kind != .plain, let value = low.value {
            return range(rules.cardinal(value, .none), second.spoken)
        }
        // "$5-10": the amount after the dash has the currency of the first.
        if first.kind == .money, second.kind == .plain, let (symbol, _) = currencyBefore(window, rules, at: 0) {
            if let (scale, end) = scale(window, rules, at: second.end) {
                let words = (rules.number(low, .none), rules.money(high, symbol, scale: scale))
                return Reading(
                    end, rules.range(from: words.0, to: words.1, areTimes: false, after: previous))
            }
            return range(rules.number(low, .none), rules.money(high, symbol, scale: nil))
        }
        guard before.kind != .word, second.kind != .ordinal || first.kind == .ordinal || first.kind == .plain
        else { return nil }
        return range(first.spoken, second.spoken)
    }
}
