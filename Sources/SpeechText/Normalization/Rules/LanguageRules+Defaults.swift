/// How most languages speak what is recognised: functions that a language overrides only where it differs.
extension LanguageRules {
    var letterNames: [Character: String] { [:] }
    var ordinalFullStop: Bool { false }
    var dateLinks: Set<String> { [] }
    var functionWords: Set<String> { [] }
    var verseHeads: Set<String> { [] }
    var weekdays: [String: String] { [:] }
    var hasLowercaseWeekdays: Bool { true }
    var unitFollowers: Set<String> { [] }
    var joinsNouns: Bool { false }
    var containers: Set<String> { [] }
    var bearings: [String: String] { [:] }
    var numericDateOrder: CalendarDate.Order { .dayFirst }

    var dayHalves: [String: ClockTime.Half] { [:] }
    var hourMarks: Set<String> { [] }
    var unitsBeforeNoWord: Set<String> { [] }
    var ambiguousMonths: Set<String> { [] }
    var fixedForms: [String: String] { [:] }
    var sentenceStarters: Set<String> { initialisms.commonWords }

    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement { .none }
    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool { true }
    func isTelephone(_ number: TelephoneNumber, _ context: NumberContext) -> Bool {
        let isInternational =
            number.hasPlus && (7...15).contains(number.digitCount)
            || number.groups[0].hasPrefix("00") && number.groups.count > 1 && (10...17).contains(number.digitCount)
        let isNational =
            number.groups[0].utf8.first == UInt8(ascii: "0") && (8...12).contains(number.digitCount)
            && number.groups.count > 1 && !number.separators.contains(".")
        return isInternational || isNational
    }
    func seasonEnd(_ digits: String) -> String { cardinal(UInt64(digits) ?? 0, .none) }
    func rangeLink(before presentDay: String) -> String { words.to }
    func percent(_ amount: Numeral, ending: String) -> String? { nil }
    func hasShares(_ noun: String) -> Bool { false }
    func ownReading(_ window: TokenWindow) -> Reading? { nil }
    func isAttributive(_ context: NumberContext) -> Bool { false }
    func divisor(_ noun: String, ofMoney: Bool) -> String { words.per + " " + noun }
    func form(of noun: Noun, for amount: Numeral) -> String {
        let isMinusOne = amount.sign == .minus && amount.value == 1 && amount.fraction == nil
        return amount.isOne || isMinusOne ? noun.singular : noun.plural
    }
    func code(_ digits: String) -> String { self.digits(digits) }
    func telephoneGroup(_ digits: String) -> String { self.digits(digits) }
    func countryCode(_ digits: String) -> String { telephoneGroup(digits) }
    func percent(_ amount: Numeral) -> String { [number(amount, .none), words.percent].joinedWords() }
    func fraction(_ part: String, isMixed: Bool, of noun: Noun) -> String {
        part + " " + (isMixed ? noun.plural : noun.singular)
    }
    func regnal(_ value: Int, after name: String) -> String { ordinal(UInt64(value), .masculine) }

    /// Digits two by two, the first alone if their number is odd.
    func pairs(_ digits: String) -> [String] {
        var result: [String] = []
        var rest = digits[...]
        if rest.utf8.count % 2 == 1 { result.append(String(rest.removeFirst())) }
        while !rest.isEmpty {
            result.append(String(rest.prefix(2)))
            rest = rest.dropFirst(2)
        }
        return result
    }

    /// A number of a code: as a cardinal up to four digits, else digit by digit.
    func shortCode(_ digits: String) -> String {
        guard digits.utf8.count <= 4, !digits.hasPrefix("0") || digits.utf8.count == 1, let value = UInt64(digits)
        else { return self.digits(digits) }
        return cardinal(value, .none)
    }

    /// Whether an amount is whole millions, after which the noun has a link: "deux millions d'euros".
    func isWholeMillions(_ amount: Numeral) -> Bool {
        guard let value = amount.value, (amount.fraction ?? "").allSatisfy({ $0 == "0" }) else { return false }
        return value >= 1_000_000 && value % 1_000_000 == 0
    }

    /// Digit by digit.
    func digits(_ digits: some StringProtocol) -> String {
        digits.utf8.map { cardinal(UInt64($0 &- 48), .none) }.joined(separator: " ")
    }

    /// The part before the decimal mark: a cardinal, or digit by digit where that cannot be.
    func integer(_ numeral: Numeral, _ agreement: Agreement) -> String {
        if numeral.integer.isEmpty { return "" }
        guard !numeral.hasLeadingZero || numeral.fraction != nil, let value = numeral.value,
            numeral.isGrouped || numeral.integer.utf8.count <= 15
        else { return digits(numeral.integer) }
        return cardinal(value, agreement)
    }

    /// The decimal mark in words.
    func point(_ numeral: Numeral) -> String { numeral.hasPoint ? words.dot : words.point }

    func sign(_ numeral: Numeral) -> String {
        switch numeral.sign {
        case .none: ""
        case .minus: words.minus
        case .plus: words.plus
        case .plusMinus: words.plusMinus
        }
    }

    func decimals(_ digits: String) -> String { self.digits(digits) }

    func number(_ numeral: Numeral, _ agreement: Agreement) -> String {
        var parts = [sign(numeral)]
        guard let fraction = numeral.fraction else {
            parts.append(integer(numeral, agreement))
            return parts.joinedWords()
        }
        // Languages with a decimal comma say the zero of ",5".
        let isZeroSaid = numeral.integer.isEmpty && numberFormat.decimal == ","
        parts += [isZeroSaid ? cardinal(0, .none) : integer(numeral, .none), point(numeral), decimals(fraction)]
        return parts.joinedWords()
    }

    func quantity(_ amount: Numeral, _ noun: Noun) -> String {
        let agreement = Agreement(gender: noun.gender, precedesNoun: true)
        return [number(amount, agreement), form(of: noun, for: amount)].joinedWords()
    }

    func isYear(_ digits: String, _ context: NumberContext) -> Bool { false }

    func range(from first: String, to last: String, areTimes: Bool, after previous: String) -> String {
        [first, words.to, last].joinedWords()
    }

    func dateRange(from first: Int, to last: CalendarDate) -> String {
        guard last.order == .monthFirst, let day = last.day else {
            return [cardinal(UInt64(first), .none), words.to, date(last)].joinedWords()
        }
        var start = last
        start.day = first
        start.year = nil
        let end = [date(start), words.to, ordinal(UInt64(day), .none)].joinedWords()
        return end + (last.year.map { (last.hasComma ? ", " : " ") + year($0) } ?? "")
    }

    func money(_ amount: Numeral, _ currency: Currency, scale: Scale?) -> String {
        if let scale { return scaled(amount, scale, currency) }
        var whole = amount
        whole.fraction = nil
        guard let cents = amount.cents, cents > 0, let minor = currency.minor else {
            return quantity(amount.cents == 0 ? whole : amount, currency.major)
        }
        if amount.value == 0 { return quantity(Numeral(sign: amount.sign, integer: String(cents)), minor) }
        return [quantity(whole, currency.major), centsBehind(cents, minor)].joinedWords()
    }

    func scaled(_ amount: Numeral, _ scale: Scale, _ currency: Currency) -> String {
        [quantity(amount, scale.noun), currency.major.plural].joinedWords()
    }

    func centsBehind(_ cents: Int, _ minor: Noun) -> String { quantity(Numeral(integer: String(cents)), minor) }

    /// "zwölf Euro fünfzig", but "zwölf Euro und fünf Cent".
    func shortCents(_ cents: Int, _ minor: Noun) -> String {
        cents < 10
            ? words.and + " " + quantity(Numeral(integer: String(cents)), minor) : cardinal(UInt64(cents), .none)
    }

    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String {
        let part = [cardinal(numerator, .none), words.over, cardinal(denominator, .none)].joinedWords()
        guard let whole else { return part }
        return [cardinal(whole, .none), words.and, part].joinedWords()
    }

    /// The year of a date: two digits are a number, and 2000 to 2009 a year.
    func dateYear(_ digits: String) -> String {
        guard digits.utf8.count == 2, let value = UInt64(digits) else { return year(digits) }
        return cardinal(value < 10 ? 2000 + value : value, .none)
    }

    /// Letters one by one: "USA" -> "U S A".
    func spelled(_ text: some StringProtocol) -> String {
        text.map { letterNames[Character($0.lowercased())] ?? $0.uppercased() }.joined(separator: " ")
    }

    /// The month of a date: as it is written where it is a full name, else its name.
    func monthName(_ date: CalendarDate) -> String {
        guard let month = date.month, (1...12).contains(month) else { return "" }
        return monthNames[month - 1]
    }
}
