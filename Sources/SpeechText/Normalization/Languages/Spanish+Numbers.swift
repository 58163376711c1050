/// Spanish numbers: long scale ("mil millones"), "uno" and the hundreds agree with the noun.
extension Spanish {
    private static let small = [
        "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
        "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
        "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
        "veintinueve",
    ]
    private static let tens = [
        "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa",
    ]
    private static let hundreds = [
        "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
        "ochocientos", "novecientos",
    ]
    private static let scaleNames: [(UInt64, String, String)] = [
        (1_000_000_000_000_000_000, "trillón", "trillones"), (1_000_000_000_000, "billón", "billones"),
        (1_000_000, "millón", "millones"),
    ]

    func cardinal(_ value: UInt64, _ agreement: Agreement) -> String {
        var parts: [String] = []
        var rest = value
        for (power, singular, plural) in Self.scaleNames where rest >= power {
            let count = rest / power
            parts.append(
                count == 1 ? "un " + singular : Self.words(count, isFeminine: false, isShort: true) + " " + plural)
            rest %= power
        }
        if rest > 0 || parts.isEmpty {
            let isFeminine = agreement.gender == .feminine
            parts.append(Self.words(rest, isFeminine: isFeminine, isShort: agreement.precedesNoun && !isFeminine))
        }
        return parts.joined(separator: " ")
    }

    /// A number below a million. `isShort`: "un" and not "uno" at the end.
    private static func words(_ value: UInt64, isFeminine: Bool, isShort: Bool) -> String {
        if value >= 1000 {
            let (count, rest) = (value / 1000, value % 1000)
            // "Mil" is invariable and shortens "uno" before it; the hundreds agree with the noun.
            let head =
                count == 1 ? "mil" : words(count, isFeminine: isFeminine, isShort: true, beforeThousand: true) + " mil"
            return rest == 0 ? head : head + " " + words(rest, isFeminine: isFeminine, isShort: isShort)
        }
        return words(value, isFeminine: isFeminine, isShort: isShort, beforeThousand: false)
    }

    private static func words(_ value: UInt64, isFeminine: Bool, isShort: Bool, beforeThousand: Bool) -> String {
        if value >= 100 {
            if value == 100 { return "cien" }
            let name = hundreds[Int(value / 100)]
            let head = isFeminine && value >= 200 ? name.dropLast(2) + "as" : name
            let rest = value % 100
            if rest == 0 { return head }
            return head + " " + words(rest, isFeminine: isFeminine, isShort: isShort, beforeThousand: beforeThousand)
        }
        let one = isFeminine && !beforeThousand ? "una" : isShort ? "un" : "uno"
        if value == 1 { return one }
        if value == 21 { return one == "un" ? "veintiún" : "veinti" + one }
        if value < 30 { return small[Int(value)] }
        let unit = value % 10
        return tens[Int(value / 10)] + (unit == 0 ? "" : " y " + (unit == 1 ? one : small[Int(unit)]))
    }

    private static let ordinalUnits = [
        "", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno",
    ]
    private static let ordinalTens = [
        "", "décimo", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo", "septuagésimo",
        "octogésimo", "nonagésimo",
    ]
    private static let ordinalHundreds = [
        "", "centésimo", "ducentésimo", "tricentésimo", "cuadringentésimo", "quingentésimo", "sexcentésimo",
        "septingentésimo", "octingentésimo", "noningentésimo",
    ]

    func ordinal(_ value: UInt64, _ agreement: Agreement) -> String {
        guard value > 0, value < 1_000_000 else {
            return value > 0 && value % 1_000_000 == 0 && value < 1_000_000_000_000
                ? agreed(
                    (value == 1_000_000 ? "" : Self.words(value / 1_000_000, isFeminine: false, isShort: true))
                        + "millonésimo", agreement)
                : cardinal(value, agreement)
        }
        var parts: [String] = []
        if value >= 1000 {
            parts.append(
                (value / 1000 == 1 ? "" : Self.words(value / 1000, isFeminine: false, isShort: true)) + "milésimo")
        }
        parts.append(Self.ordinalHundreds[Int(value % 1000 / 100)])
        let rest = Int(value % 100)
        switch rest {
        case 11: parts.append("undécimo")
        case 12: parts.append("duodécimo")
        case 10..<30 where rest % 10 > 0:
            // In one word the first part loses its accent: "decimotercero", "vigesimoprimero".
            let unit = Self.ordinalUnits[rest % 10]
            parts.append((rest < 20 ? "decimo" : "vigesimo") + (unit == "octavo" ? "ctavo" : unit))
        default: parts += [Self.ordinalTens[rest / 10], Self.ordinalUnits[rest % 10]]
        }
        return parts.filter { !$0.isEmpty }.map { agreed($0, agreement) }.joined(separator: " ")
    }

    /// "primer", "primera", "primeros": the ending of one word.
    private func agreed(_ word: String, _ agreement: Agreement) -> String {
        if agreement.gender == .feminine { return word.dropLast() + (agreement.isPlural ? "as" : "a") }
        if agreement.isPlural { return word + "s" }
        if agreement.precedesNoun, word.hasSuffix("primero") || word.hasSuffix("tercero") {
            return String(word.dropLast())
        }
        return word
    }

    func year(_ digits: String) -> String {
        UInt64(digits).map { cardinal($0, .none) } ?? self.digits(digits)
    }

    func decade(_ value: Int) -> String { cardinal(UInt64(value), .none) }
}
