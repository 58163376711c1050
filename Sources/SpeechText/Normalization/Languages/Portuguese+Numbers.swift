/// Portuguese numbers as Brazil counts and spells them: "dezesseis", "bilhão".
extension Portuguese {
    private static let small = [
        "zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze", "treze",
        "catorze", "quinze", "dezesseis", "dezessete", "dezoito", "dezenove",
    ]
    private static let tens = [
        "", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa",
    ]
    private static let hundreds = [
        "", "cento", "duzentos", "trezentos", "quatrocentos", "quinhentos", "seiscentos", "setecentos", "oitocentos",
        "novecentos",
    ]
    private static let scaleNames: [(UInt64, String, String)] = [
        (1_000_000_000_000_000_000, "quintilhão", "quintilhões"), (1_000_000_000_000_000, "quatrilhão", "quatrilhões"),
        (1_000_000_000_000, "trilhão", "trilhões"), (1_000_000_000, "bilhão", "bilhões"),
        (1_000_000, "milhão", "milhões"),
    ]

    func cardinal(_ value: UInt64, _ agreement: Agreement) -> String {
        let isFeminine = agreement.gender == .feminine
        var text = ""
        var rest = value
        for (power, singular, plural) in Self.scaleNames where rest >= power {
            let count = rest / power
            let part = count == 1 ? "um " + singular : Self.belowThousand(count, isFeminine: false) + " " + plural
            text += (text.isEmpty ? "" : Self.link(count, isLast: rest % power == 0)) + part
            rest %= power
        }
        if rest >= 1000 {
            let count = rest / 1000
            let part = count == 1 ? "mil" : Self.belowThousand(count, isFeminine: isFeminine) + " mil"
            text += (text.isEmpty ? "" : Self.link(count, isLast: rest % 1000 == 0)) + part
            rest %= 1000
        }
        if rest > 0 || text.isEmpty {
            text +=
                (text.isEmpty ? "" : Self.link(rest, isLast: true)) + Self.belowThousand(rest, isFeminine: isFeminine)
        }
        return text
    }

    /// "e" stands before the last group where that is below a hundred or a multiple of it.
    private static func link(_ group: UInt64, isLast: Bool) -> String {
        isLast && (group < 100 || group % 100 == 0) ? " e " : " "
    }

    private static func belowThousand(_ value: UInt64, isFeminine: Bool) -> String {
        if value == 100 { return "cem" }
        var parts: [String] = []
        if value >= 100 {
            let name = hundreds[Int(value / 100)]
            parts.append(isFeminine && value >= 200 ? name.dropLast(2) + "as" : name)
        }
        let rest = Int(value % 100)
        func unit(_ value: Int) -> String {
            isFeminine && value == 1 ? "uma" : isFeminine && value == 2 ? "duas" : small[value]
        }
        if rest >= 20 {
            parts.append(tens[rest / 10])
            if rest % 10 > 0 { parts.append(unit(rest % 10)) }
        } else if rest > 0 || value == 0 {
            parts.append(unit(rest))
        }
        return parts.joined(separator: " e ")
    }

    private static let ordinalUnits = [
        "", "primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono",
    ]
    private static let ordinalTens = [
        "", "décimo", "vigésimo", "trigésimo", "quadragésimo", "quinquagésimo", "sexagésimo", "septuagésimo",
        "octogésimo", "nonagésimo",
    ]
    private static let ordinalHundreds = [
        "", "centésimo", "ducentésimo", "tricentésimo", "quadringentésimo", "quingentésimo", "sexcentésimo",
        "septingentésimo", "octingentésimo", "noningentésimo",
    ]

    func ordinal(_ value: UInt64, _ agreement: Agreement) -> String {
        guard value > 0, value < 1_000_000 else {
            let powers: [UInt64: String] = [1_000_000: "milionésimo", 1_000_000_000: "bilionésimo"]
            return powers[value].map { agreed($0, agreement) } ?? cardinal(value, agreement)
        }
        var parts: [String] = []
        if value >= 1000 {
            // "segundo milésimo": the multiplier is an ordinal, too; one is left out.
            if value / 1000 > 1 { parts.append(ordinal(value / 1000, .masculine)) }
            parts.append("milésimo")
        }
        parts += [
            Self.ordinalHundreds[Int(value % 1000 / 100)], Self.ordinalTens[Int(value % 100 / 10)],
            Self.ordinalUnits[Int(value % 10)],
        ]
        let text = parts.filter { !$0.isEmpty }.joined(separator: " ")
        return text.split(separator: " ").map { agreed(String($0), agreement) }.joined(separator: " ")
    }

    private func agreed(_ word: String, _ agreement: Agreement) -> String {
        word.dropLast() + (agreement.gender == .feminine ? "a" : "o") + (agreement.isPlural ? "s" : "")
    }

    func year(_ digits: String) -> String {
        UInt64(digits).map { cardinal($0, .none) } ?? self.digits(digits)
    }

    func decade(_ value: Int) -> String { cardinal(UInt64(value), .none) }
}
