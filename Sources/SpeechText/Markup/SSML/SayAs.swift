/// A kind of thing that a text is said as (`<say-as interpret-as>`).
struct SayAs: Sendable {
    private enum Kind: Sendable { case cardinal, ordinal, digits, characters, date, time, telephone, text }

    /// What the document calls it.
    let name: String
    private let kind: Kind
    private let format: String

    private static let kinds: [String: Kind] = [
        "cardinal": .cardinal, "number": .cardinal, "ordinal": .ordinal, "digits": .digits, "characters": .characters,
        "spell-out": .characters, "verbatim": .characters, "date": .date, "time": .time, "telephone": .telephone,
        "currency": .text, "fraction": .text, "unit": .text, "address": .text,
    ]

    /// - Parameter format: the parts of a date, such as `dmy`; other kinds need none.
    init(_ name: String, format: String?) throws(XMLFault) {
        guard let kind = Self.kinds[name] else {
            throw XMLFault(
                "interpret-as is \"\(name)\", allowed: cardinal, ordinal, digits, characters, date, time, telephone, "
                    + "currency, fraction, unit, address"
            )
        }
        let format = format ?? ""
        guard kind != .date || format.count <= 8 && format.allSatisfy({ "dmy".contains($0) }) else {
            throw XMLFault("the format of a date is \"\(format.prefix(40))\", allowed: d, m and y in their order")
        }
        (self.name, self.kind, self.format) = (name, kind, format)
    }

    /// The words, or text for the normaliser to read; `nil` if the text is no such thing.
    /// - Parameter language: whose rules read it; `nil` leaves the text as it is.
    func spoken(_ text: String, language: Language?) -> String? {
        guard let rules = language?.rules else { return text }
        switch kind {
        case .text: return text
        case .cardinal: return Self.numeral(text, rules.numberFormat).map { rules.number($0, .none) }
        case .ordinal: return ordinal(text, rules)
        case .digits: return groups(text, rules.digits)
        case .characters: return characters(text, rules)
        case .date: return date(text, rules)
        case .time: return time(text, rules)
        case .telephone:
            let number = groups(text, rules.telephoneGroup)
            return text.contains("+") ? number.map { rules.words.plus + " " + $0 } : number
        }
    }

    private static func numeral(_ text: String, _ format: NumberFormat) -> Numeral? {
        var digits = text.unicodeScalars.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }[...]
        var numeral = Numeral(integer: "")
        if let first = digits.first, first == "-" || first == "\u{2212}" || first == "+" {
            numeral.sign = first == "+" ? .plus : .minus
            digits.removeFirst()
        }
        let parts = digits.split(separator: format.decimal, maxSplits: 1, omittingEmptySubsequences: false)
        let integer = parts[0].filter { !format.groups.contains($0) && $0 != "'" }
        guard !integer.isEmpty, integer.allSatisfy({ ("0"..."9").contains($0) }), integer.count <= 18 else {
            return nil
        }
        numeral.integer = String(String.UnicodeScalarView(integer))
        if parts.count > 1 {
            guard !parts[1].isEmpty, parts[1].allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
            numeral.fraction = String(String.UnicodeScalarView(parts[1]))
        }
        return numeral
    }

    private func ordinal(_ text: String, _ rules: any LanguageRules) -> String? {
        let text = text.filter { $0 != " " }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let value = UInt64(digits), digits.count <= 18 else { return nil }
        let suffix = text.dropFirst(digits.count).lowercased()
        if let form = rules.ordinalSuffixes[suffix] { return rules.ordinal(value, form) }
        return suffix.isEmpty || suffix == "." ? rules.ordinal(value, .masculine) : nil
    }

    /// Groups of digits with pauses between them.
    private func groups(_ text: String, _ spoken: (String) -> String) -> String? {
        let groups = text.split { !($0.isASCII && $0.isNumber) }
        guard !groups.isEmpty, !text.contains(where: \.isLetter) else { return nil }
        return groups.map { spoken(String($0)) }.joined(separator: ", ")
    }

    private func characters(_ text: String, _ rules: any LanguageRules) -> String? {
        let names = text.compactMap { character -> String? in
            if character.isWhitespace { return nil }
            if character.isASCII, character.isNumber { return rules.digits(String(character)) }
            if let scalar = character.unicodeScalars.first, let name = rules.symbolNames[scalar] { return name }
            return rules.spelled(String(character))
        }
        return names.isEmpty ? nil : names.joined(separator: " ")
    }

    private func date(_ text: String, _ rules: any LanguageRules) -> String? {
        let numbers = text.split { !($0.isASCII && $0.isNumber) }.map(String.init)
        // A date with a month in letters is one for everybody.
        guard !text.contains(where: \.isLetter) else { return text }
        var order = Self.parts(format)
        if order.isEmpty {
            if numbers.first?.count == 4 {
                order = ["y", "m", "d"]
            } else {
                order = rules.numericDateOrder == .monthFirst ? ["m", "d", "y"] : ["d", "m", "y"]
            }
        }
        var fields = numbers
        if numbers.count == 1, order.count > 1 {
            // 20270506: four digits of the year, two of the others.
            guard numbers[0].count == order.reduce(0, { $0 + ($1 == "y" ? 4 : 2) }) else { return nil }
            var rest = numbers[0][...]
            fields = order.map { part in
                defer { rest = rest.dropFirst(part == "y" ? 4 : 2) }
                return String(rest.prefix(part == "y" ? 4 : 2))
            }
        }
        guard fields.count == order.count, Set(order).count == order.count else { return nil }
        var date = CalendarDate(order: order.first == "m" ? .monthFirst : order.first == "y" ? .yearFirst : .dayFirst)
        for (part, field) in zip(order, fields) {
            guard let value = Int(field) else { return nil }
            switch part {
            case "y":
                guard field.count <= 4 else { return nil }
                date.year = field
            case "m":
                guard (1...12).contains(value) else { return nil }
                date.month = value
            default:
                guard (1...31).contains(value) else { return nil }
                date.day = value
            }
        }
        if order == ["y"] { return rules.year(fields[0]) }
        if order == ["m"] { return rules.monthName(date) }
        if order == ["d"] { return rules.ordinal(UInt64(date.day ?? 0), .masculine) }
        return rules.date(date)
    }

    /// `yyyymmdd` is `ymd`.
    private static func parts(_ format: String) -> [Character] {
        format.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    private func time(_ text: String, _ rules: any LanguageRules) -> String? {
        let compact = text.lowercased().filter { $0 != " " && $0 != "." }
        let isMorning = compact.hasSuffix("am")
        let half: ClockTime.Half = isMorning ? .am : compact.hasSuffix("pm") ? .pm : .none
        let numbers = (half == .none ? compact[...] : compact.dropLast(2))
            .split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...3).contains(numbers.count), let hour = numbers[0], (0...24).contains(hour),
            numbers.dropFirst().allSatisfy({ $0.map { (0...59).contains($0) } ?? false })
        else { return text.contains(where: \.isNumber) ? text : nil }
        return rules.time(
            ClockTime(
                hour: hour, minute: numbers.count > 1 ? numbers[1] : nil, second: numbers.count > 2 ? numbers[2] : nil,
                half: half))
    }
}

/// Phonemes on their way through the stages that read letters. They travel as characters for private use, which no
/// stage touches.
enum PhoneticNotation {
    private static let offset: UInt32 = 0xF0000

    static func protected(_ phonemes: String) -> String { moved(phonemes) { $0 < 0xFFFE ? $0 + offset : $0 } }

    static func restored(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value > offset }) else { return text }
        return moved(text) { (offset..<offset + 0xFFFE).contains($0) ? $0 - offset : $0 }
    }

    private static func moved(_ text: String, _ body: (UInt32) -> UInt32) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(Unicode.Scalar(body(scalar.value)) ?? scalar) }
        return String(result)
    }
}
