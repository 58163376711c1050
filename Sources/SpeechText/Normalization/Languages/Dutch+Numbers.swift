/// Dutch numbers: one word up to a thousand and a space after it; "één" where it is a number.
extension Dutch {
    private static let small = [
        "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
        "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
    ]
    private static let tens = [
        "", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig",
    ]
    private static let scaleNames: [(UInt64, String)] = [
        (1_000_000_000_000_000_000, "triljoen"), (1_000_000_000_000_000, "biljard"), (1_000_000_000_000, "biljoen"),
        (1_000_000_000, "miljard"), (1_000_000, "miljoen"),
    ]

    func cardinal(_ value: UInt64, _ agreement: Agreement) -> String {
        if value == 1 { return "één" }
        var parts: [String] = []
        var rest = value
        for (power, name) in Self.scaleNames where rest >= power {
            let count = rest / power
            parts.append((count == 1 ? "één" : Self.word(count)) + " " + name)
            rest %= power
        }
        if rest > 0 || parts.isEmpty { parts.append(rest == 1 ? "één" : Self.word(rest)) }
        return parts.joined(separator: " ")
    }

    private static func word(_ value: UInt64) -> String {
        if value < 20 { return small[Int(value)] }
        if value < 100 {
            let unit = Int(value % 10)
            let ten = tens[Int(value / 10)]
            // The diaeresis keeps the vowels apart: "tweeëntwintig".
            return unit == 0 ? ten : small[unit] + (unit == 2 || unit == 3 ? "ën" : "en") + ten
        }
        // "vijftienhonderd", "drieëntwintighonderdtien": hundreds up to 9999, unless thousands are round.
        if value < 1000 || (value < 10_000 && value % 1000 >= 100 && (value < 2000 || value % 100 == 0)) {
            let (count, rest) = (value / 100, value % 100)
            return (count == 1 ? "" : word(count)) + "honderd" + (rest == 0 ? "" : word(rest))
        }
        let (count, rest) = (value / 1000, value % 1000)
        return (count == 1 ? "" : word(count)) + "duizend" + (rest == 0 ? "" : rest == 1 ? " één" : " " + word(rest))
    }

    func ordinal(_ value: UInt64, _ agreement: Agreement) -> String {
        if value == 1 { return "eerste" }
        let words = cardinal(value, .none)
        let split = words.lastIndex(of: " ").map { words.index(after: $0) } ?? words.startIndex
        let last = String(words[split...])
        return words[..<split] + Self.ordinalWord(last, value)
    }

    private static func ordinalWord(_ word: String, _ value: UInt64) -> String {
        switch value % 100 {
        case 1: return (word == "één" ? "" : String(word.dropLast(3))) + "eerste"
        case 3: return word.dropLast(4) + "derde"
        case 8: return word + "ste"
        case 2, 4...7, 9...19: return word + "de"
        default: return word + "ste"
        }
    }

    /// 1100 to 9999 in hundreds: "negentienhonderdzevenentachtig"; "tweeduizend vierentwintig".
    func year(_ digits: String) -> String {
        guard let value = UInt64(digits) else { return self.digits(digits) }
        guard (1100...9999).contains(value), value % 1000 >= 100 else { return cardinal(value, .none) }
        let rest = value % 100
        return Self.word(value / 100) + "honderd" + (rest == 0 ? "" : Self.word(rest))
    }

    func decade(_ value: Int) -> String { year(String(value)) }
}
