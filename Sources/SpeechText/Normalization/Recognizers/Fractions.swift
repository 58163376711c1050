/// Fractions, and the pairs of numbers with a slash that are none.
extension Recognizers {
    static let vulgarFractions: [Unicode.Scalar: (UInt64, UInt64)] = [
        "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
        "⅘": (4, 5),
        "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9),
        "⅒": (1, 10),
    ]

    /// "1/2", "3 1/2", "½", "3½", with a unit after it.
    static func fraction(_ window: TokenWindow, _ rules: Rules, at offset: Int, sign: Numeral.Sign) -> Quantity? {
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
        let equals = window.skippingSpace(end)
        if whole == nil, window[equals].isSymbol("="), window.kind(offset) == .digits, !isOperand(window),
            !window[window.skippingSpace(equals + 1) + 1].isSymbol("/")
        {
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
    private static let stars: Set<String> = [
        "stars", "sterren", "stelle", "estrellas", "estrelas", "étoiles", "sterne",
    ]

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
        let isFiled =
            window.kind(offset - 1) == .space && window[offset - 2].isUppercase && window[offset - 2].count == 1
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
}
