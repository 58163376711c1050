/// French numbers: traditional spelling (hyphens below a hundred, "vingt et un"), France's septante-free counting.
extension French {
    private static let small = [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
        "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
    ]
    private static let tens = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"]
    private static let scaleNames: [(UInt64, String)] = [
        (1_000_000_000_000_000_000, "trillion"), (1_000_000_000_000_000, "billiard"), (1_000_000_000_000, "billion"),
        (1_000_000_000, "milliard"), (1_000_000, "million"),
    ]

    func cardinal(_ value: UInt64, _ agreement: Agreement) -> String {
        let words = Self.words(value, isFinal: true)
        guard agreement.gender == .feminine, value % 10 == 1, ![11, 71, 91].contains(value % 100) else { return words }
        return words + "e"
    }

    /// `isFinal`: nothing but a noun follows, so that "cent" and "vingt" take their plural.
    private static func words(_ value: UInt64, isFinal: Bool) -> String {
        if value < 100 { return belowHundred(Int(value), isFinal: isFinal) }
        for (power, name) in scaleNames where value >= power {
            let count = value / power
            // "Million" is a noun: "deux cents millions".
            let head = words(count, isFinal: true) + " " + name + (count > 1 ? "s" : "")
            return value % power == 0 ? head : head + " " + words(value % power, isFinal: isFinal)
        }
        let power: UInt64 = value >= 1000 ? 1000 : 100
        let (count, rest) = (value / power, value % power)
        var head = count == 1 ? "" : words(count, isFinal: false) + " "
        head += power == 1000 ? "mille" : "cent" + (count > 1 && rest == 0 && isFinal ? "s" : "")
        return rest == 0 ? head : head + " " + words(rest, isFinal: isFinal)
    }

    private static func belowHundred(_ value: Int, isFinal: Bool) -> String {
        switch value {
        case 0..<20: return small[value]
        case 20..<70:
            let rest = value % 10
            return tens[value / 10] + (rest == 0 ? "" : rest == 1 ? " et un" : "-" + small[rest])
        case 71: return "soixante et onze"
        case 70..<80: return "soixante-" + small[value - 60]
        case 80: return isFinal ? "quatre-vingts" : "quatre-vingt"
        default: return "quatre-vingt-" + small[value - 80]
        }
    }

    func ordinal(_ value: UInt64, _ agreement: Agreement) -> String {
        let plural = agreement.isPlural ? "s" : ""
        if value == 1 { return (agreement.gender == .feminine ? "première" : "premier") + plural }
        var stem = Self.words(value, isFinal: false)
        for name in ["million", "milliard", "billion", "billiard", "trillion"] where stem.hasSuffix(name + "s") {
            stem.removeLast()
        }
        if stem.hasSuffix("e") {
            stem.removeLast()
        } else if stem.hasSuffix("cinq") {
            stem += "u"
        } else if stem.hasSuffix("neuf") {
            stem.removeLast()
            stem += "v"
        }
        return stem + "ième" + plural
    }

    func year(_ digits: String) -> String {
        UInt64(digits).map { cardinal($0, .none) } ?? self.digits(digits)
    }

    func decade(_ value: Int) -> String { cardinal(UInt64(value), .none) }

    /// Decimals are a number after their zeros: "virgule zéro cinq", "virgule quatorze"; more than three go in pairs.
    func decimals(_ digits: String) -> String {
        if digits.utf8.count > 3 {
            return pairs(digits).map { decimals($0) }.joined(separator: " ")
        }
        let zeros = digits.prefix { $0 == "0" }
        let rest = digits.dropFirst(zeros.count)
        return (zeros.map { _ in Self.small[0] } + [rest.isEmpty ? "" : cardinal(UInt64(rest) ?? 0, .none)])
            .joinedWords()
    }
}
