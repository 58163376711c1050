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
            if let found = fractionPart(window, rules, at: next), found.0 < found.1 || value < 100,
                next == offset + 1 ? window.kind(next) == .symbol : true,
                !isHyphenated || found.0 < found.1 && usualDenominators.contains(found.1)
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
        if whole == nil, isScore(window, rules, of: denominator, at: offset, to: end) { relation = rules.words.outOf }
        if let word = relation {
            spoken = [rules.cardinal(numerator, .none), word, rules.cardinal(denominator, .none)].joinedWords()
        }
        let signed = Numeral(sign: sign, integer: "")
        spoken = [rules.sign(signed), spoken].joinedWords()
        var result = Quantity(kind: .expression, spoken: spoken, end: end)
        if window[end].isSymbol("-"), window.kind(end + 1) == .word, window[end + 2].isSymbol("."),
            let (unit, next) = unit(window, rules, at: end + 1, isSpaced: false)
        {
            // "5/8-in. bolt"
            return Quantity(kind: .measure, spoken: spoken + " " + unit.singular, end: next)
        }
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
        if let second = secondDate(window, rules, numerator, denominator, from: offset, to: end) { return second }
        let isMonthFirst = rules.numericDateOrder == .monthFirst
        let (day, month) = isMonthFirst ? (denominator, numerator) : (numerator, denominator)
        // "9/5–9/12": two dates, unless both are usual fractions.
        let first = window[offset].number ?? 0
        let isRange =
            isDate(window, at: end + 1, rules) && isDash(window[end])
            || isDash(window[offset - 1]) && isDate(window, at: offset - 4, rules)
        if isRange, isDate(window, at: offset, rules), first > 0 {
            let order: CalendarDate.Order = isMonthFirst ? .monthFirst : .dayFirst
            let date = CalendarDate(day: Int(day), month: Int(month), order: order)
            return Quantity(kind: .expression, spoken: rules.date(date), end: end)
        }
        // "6/12 at 7pm"
        let isBeforeTime =
            isMonthFirst && window.kind(end) == .space
            && (window[end + 1].isSymbol("@") || rules.has(window[end + 1].lower, as: .beforeTime))
            && window.kind(end + 3) == .digits
        if isBeforeTime, isDate(window, at: offset, rules) {
            let date = CalendarDate(day: Int(day), month: Int(month), order: .monthFirst)
            return Quantity(kind: .expression, spoken: rules.date(date), end: end)
        }
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

    /// The "2/1" of "24/12 - 2/1", "del 24/12 al 2/1", "van 24/12 t/m 2/1".
    private static func secondDate(
        _ window: TokenWindow, _ rules: Rules, _ day: UInt64, _ month: UInt64, from offset: Int, to end: Int
    ) -> Quantity? {
        guard rules.numericDateOrder == .dayFirst, (1...31).contains(day), (1...12).contains(month),
            window.kind(offset - 1) == .space, window.kind(end) != .word
        else { return nil }
        // "libero dal 1/4"
        if rules.has(window[offset - 2].lower, as: .periodBoundary),
            unit(window, rules, at: window.skippingSpace(end), isSpaced: true) == nil
        {
            let date = CalendarDate(day: Int(day), month: Int(month), order: .dayFirst)
            return Quantity(kind: .expression, spoken: rules.date(date), end: end)
        }
        // A word, or two with a slash: "t/m".
        let hasSlash = window[offset - 3].isSymbol("/")
        let link = (hasSlash ? window[offset - 4].lower + "/" : "") + window[offset - 2].lower
        let last = hasSlash ? offset - 6 : offset - 4
        guard rules.has(link, as: .rangeLink), window.kind(last + 1) == .space, window.kind(last) == .digits,
            window[last - 1].isSymbol("/"),
            let firstDay = window[last - 2].number, (13...31).contains(firstDay), let firstMonth = window[last].number,
            (1...12).contains(firstMonth)
        else { return nil }
        let date = CalendarDate(day: Int(day), month: Int(month), order: .dayFirst)
        return Quantity(kind: .expression, spoken: rules.date(date), end: end)
    }

    /// Whether a day and a month with a slash stand at an offset, and no fraction such as "3/4".
    private static func isDate(_ window: TokenWindow, at offset: Int, _ rules: Rules) -> Bool {
        guard window.kind(offset) == .digits, window[offset + 1].isSymbol("/"), window.kind(offset + 2) == .digits,
            let first = window[offset].number, let second = window[offset + 2].number,
            window.kind(offset - 1) != .digits,
            !window[offset + 3].isSymbol("/"), window.kind(offset + 3) != .word
        else { return false }
        let (month, day) = rules.numericDateOrder == .monthFirst ? (first, second) : (second, first)
        let isFraction = first < second && [2, 3, 4, 8, 16].contains(second)
        return (1...12).contains(month) && (1...31).contains(day) && !isFraction
    }

    /// "Score: 8/10", "4/5 stars".
    private static func isScore(
        _ window: TokenWindow, _ rules: Rules, of denominator: UInt64, at offset: Int, to end: Int
    ) -> Bool {
        guard [5, 10, 20, 100].contains(denominator), window.kind(offset) == .digits else { return false }
        let head = window.skippingSpaceBack(offset - 1)
        return rules.has(window[window[head].isSymbol(":") ? head - 1 : head].lower, as: .score)
            || rules.has(window[window.skippingSpace(end)].lower, as: .award)
            || isShare(window, of: denominator, rules, to: end)
    }

    /// "9/10 dentists": so many of what is counted. "9/10 miles" is a part of one.
    private static func isShare(_ window: TokenWindow, of denominator: UInt64, _ rules: Rules, to end: Int) -> Bool {
        let next = window[end + 1]
        return denominator >= 10 && window.kind(end) == .space && next.isLowercase && rules.hasShares(next.lower)
    }

    /// The word between two numbers that are no fraction: "10/10", "95/100", "28/30", "120/80"; nil for a fraction.
    private static func relation(of numerator: UInt64, to denominator: UInt64, _ rules: Rules) -> String? {
        // "80/20": two shares of a hundred.
        if numerator + denominator == 100, numerator >= 10, denominator >= 10, numerator % 5 == 0 { return "" }
        if numerator == denominator || denominator == 100 && numerator > 20 { return rules.words.outOf }
        if numerator > denominator, denominator > 20, numerator < 300 { return rules.words.over }
        let isMark = rules.numberFormat.decimal == "," && numerator > 10 && denominator >= 20 && denominator <= 100
        return isMark ? rules.words.outOf : nil
    }

    /// The "I" or "3" of "I ZR 17/20", "3 StR 12/21": what stands before the letters of a court's register.
    private static func isRegister(_ token: Token) -> Bool { token.isDigits && token.count < 4 || roman(token) != nil }

    private static let usualDenominators: Set<UInt64> = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64]

    private static func fractionPart(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (UInt64, UInt64, Int)? {
        if window.kind(offset) == .symbol, let (numerator, denominator) = vulgarFractions[window[offset].scalar] {
            return (numerator, denominator, offset + 1)
        }
        guard window.kind(offset) == .digits, window[offset - 1].isSymbol("/") == false,
            let numerator = window[offset].number, !window[offset].text.hasPrefix("0"),
            !(window[offset - 1].isSymbol("-") && window.kind(offset - 2) == .word),
            // "12-34/56" is the number of a file.
            !(window[offset - 1].isSymbol("-") && window.kind(offset - 2) == .digits
                && !usualDenominators.contains(UInt64(window[offset + 2].number ?? 0)) && !isDash(window[offset + 3]))
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
        let file = window[offset - 2]
        let isFiled =
            window.kind(offset - 1) == .space && file.isUppercase
            && (file.count == 1 || file.count < 4 && isRegister(window[offset - 4]))
        if isNumbered || isFiled, numerator > denominator || isFiled && file.count > 1 { return nil }
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
