/// Italian numbers: one word below a million, with the vowel lost before "uno" and "otto".
extension Italian {
    private static let small = [
        "zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici",
        "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove",
    ]
    private static let tens = [
        "", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta",
    ]
    private static let scaleNames: [(UInt64, String, String)] = [
        (1_000_000_000_000_000_000, "trilione", "trilioni"), (1_000_000_000_000_000, "biliardo", "biliardi"),
        (1_000_000_000_000, "bilione", "bilioni"), (1_000_000_000, "miliardo", "miliardi"),
        (1_000_000, "milione", "milioni"),
    ]

    func cardinal(_ value: UInt64, _ agreement: Agreement) -> String {
        if value == 1, agreement.precedesNoun || agreement.gender == .feminine {
            return agreement.gender == .feminine ? "una" : "un"
        }
        var parts: [String] = []
        var rest = value
        for (power, singular, plural) in Self.scaleNames where rest >= power {
            let count = rest / power
            parts.append(count == 1 ? "un " + singular : accented(Self.word(count)) + " " + plural)
            rest %= power
        }
        if rest > 0 || parts.isEmpty { parts.append(accented(Self.word(rest))) }
        return parts.joined(separator: " ")
    }

    /// "ventitré": a compound of "tre" carries its accent.
    private func accented(_ word: String) -> String {
        word.hasSuffix("tre") && word != "tre" ? word.dropLast() + "é" : word
    }

    private static func word(_ value: UInt64) -> String {
        if value < 20 { return small[Int(value)] }
        if value < 100 {
            let unit = value % 10
            let ten = tens[Int(value / 10)]
            if unit == 0 { return ten }
            return (unit == 1 || unit == 8 ? String(ten.dropLast()) : ten) + small[Int(unit)]
        }
        if value < 1000 {
            let rest = value % 100
            let head = (value / 100 == 1 ? "" : small[Int(value / 100)]) + "cento"
            if rest == 0 { return head }
            // "centotto" and "centottanta", but "centouno".
            return (rest == 8 || rest / 10 == 8 ? String(head.dropLast()) : head) + word(rest)
        }
        let rest = value % 1000
        let head = value / 1000 == 1 ? "mille" : word(value / 1000) + "mila"
        return rest == 0 ? head : head + word(rest)
    }

    func ordinal(_ value: UInt64, _ agreement: Agreement) -> String {
        let ending =
            switch (agreement.gender == .feminine, agreement.isPlural) {
            case (false, false): "o"
            case (false, true): "i"
            case (true, false): "a"
            case (true, true): "e"
            }
        let special = ["", "prim", "second", "terz", "quart", "quint", "sest", "settim", "ottav", "non", "decim"]
        if (1...10).contains(value) { return special[Int(value)] + ending }
        var stem = value >= 1_000_000 ? cardinal(value, .none) : Self.word(value)
        for (power, singular, plural) in Self.scaleNames where value >= power && value % power == 0 {
            let head = value / power == 1 ? "" : Self.word(value / power)
            stem = head + (value / power == 1 ? singular : plural)
            break
        }
        if stem.hasSuffix("dieci") { return stem.dropLast(5) + "decim" + ending }
        if stem.hasSuffix("mila") {
            stem = stem.dropLast(2) + "ll"
        } else if stem.hasSuffix("tré") {
            stem = stem.dropLast() + "e"
        } else if !(stem.hasSuffix("tre") || stem.hasSuffix("sei")) {
            stem.removeLast()
        }
        return stem + "esim" + ending
    }

    func year(_ digits: String) -> String {
        UInt64(digits).map { cardinal($0, .none) } ?? self.digits(digits)
    }

    func decade(_ value: Int) -> String { cardinal(UInt64(value), .none) }
}
