/// German numbers: one word below a million, "ein" in its forms, ordinals with the endings of adjectives.
extension German {
    private static let small = [
        "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
        "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
    ]
    private static let tens = [
        "", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
    ]
    private static let scaleNames: [(UInt64, String, String)] = [
        (1_000_000_000_000_000_000, "Trillion", "Trillionen"), (1_000_000_000_000_000, "Billiarde", "Billiarden"),
        (1_000_000_000_000, "Billion", "Billionen"), (1_000_000_000, "Milliarde", "Milliarden"),
        (1_000_000, "Million", "Millionen"),
    ]

    func cardinal(_ value: UInt64, _ agreement: Agreement) -> String {
        if value == 1, agreement.precedesNoun || agreement.gender != .unspecified { return Self.one(agreement) }
        var parts: [String] = []
        var rest = value
        for (power, singular, plural) in Self.scaleNames where rest >= power {
            let count = rest / power
            // "zweihunderteine Millionen": the count agrees with its feminine noun.
            let words = count % 100 == 1 ? Self.word(count, isCounting: false) + "e" : Self.word(count)
            parts.append(words + " " + (count == 1 ? singular : plural))
            rest %= power
        }
        if rest > 0 || parts.isEmpty { parts.append(Self.word(rest)) }
        return parts.joined(separator: " ")
    }

    /// "ein" before a noun.
    private static func one(_ agreement: Agreement) -> String {
        switch (agreement.gender, agreement.grammaticalCase) {
        case (.feminine, .nominative), (.feminine, .accusative): "eine"
        case (.feminine, _): "einer"
        case (.masculine, .accusative): "einen"
        case (_, .dative): "einem"
        case (_, .genitive): "eines"
        default: "ein"
        }
    }

    /// A number below a million. `isCounting`: at the end, where one is "eins" and not "ein".
    private static func word(_ value: UInt64, isCounting: Bool = true) -> String {
        if value == 1 { return isCounting ? "eins" : "ein" }
        if value < 20 { return small[Int(value)] }
        if value < 100 {
            let unit = value % 10
            let ten = tens[Int(value / 10)]
            return unit == 0 ? ten : (unit == 1 ? "ein" : small[Int(unit)]) + "und" + ten
        }
        let power: UInt64 = value >= 1000 ? 1000 : 100
        let head = word(value / power, isCounting: false) + (power == 1000 ? "tausend" : "hundert")
        return value % power == 0 ? head : head + word(value % power, isCounting: isCounting)
    }

    /// The ordinal without its ending: "dritt", "zwanzigst".
    func ordinalStem(_ value: UInt64) -> String {
        let special: [UInt64: String] = [0: "nullt", 1: "erst", 3: "dritt", 7: "siebt", 8: "acht"]
        if let stem = special[value] { return stem }
        if value < 20 { return Self.small[Int(value)] + "t" }
        let below = value % 1_000_000
        if below > 0 {
            let last = below % 100
            let head = value >= 1_000_000 ? cardinal(value - below, .none) + " " : ""
            if last == 0 || last >= 20 { return head + Self.word(below) + "st" }
            return head + (below == last ? "" : Self.word(below - last)) + ordinalStem(last)
        }
        for (power, singular, _) in Self.scaleNames.reversed()
        where value / power < 1000 || power == Self.scaleNames[0].0 {
            guard value % power == 0 else { break }
            let noun = singular.lowercased()
            return Self.word(value / power, isCounting: false) + (noun.hasSuffix("e") ? String(noun.dropLast()) : noun)
                + "st"
        }
        return cardinal(value, .none) + "st"
    }

    func ordinal(_ value: UInt64, _ agreement: Agreement) -> String { ordinalStem(value) + ordinalEnding(agreement) }

    /// The ending of an adjective: weak after an article, strong without one.
    private func ordinalEnding(_ agreement: Agreement) -> String {
        if agreement.isPlural { return agreement.isDefinite || agreement.grammaticalCase == .dative ? "en" : "e" }
        switch agreement.grammaticalCase {
        case .dative, .genitive: return "en"
        case .accusative where agreement.gender == .masculine: return "en"
        default: break
        }
        if agreement.isDefinite { return "e" }
        switch agreement.gender {
        case .feminine: return "e"
        case .neuter: return "es"
        default: return "er"
        }
    }

    /// 1100 to 1999 in hundreds: "neunzehnhundertneunundachtzig".
    func year(_ digits: String) -> String {
        guard let value = UInt64(digits) else { return self.digits(digits) }
        guard (1100...1999).contains(value) else { return cardinal(value, .none) }
        let rest = value % 100
        return Self.word(value / 100) + "hundert" + (rest == 0 ? "" : Self.word(rest))
    }

    func decade(_ value: Int) -> String {
        let rest = value % 100
        let name = Self.word(UInt64(rest == 0 ? value : rest)) + "er"
        return value >= 100 && rest > 0 ? year(String(value - rest)) + name : name
    }
}
