/// Spanish: "1.234,56" and "1 234,56", ordinals with º and ª, nouns in agreement, ruling numbers up to ten as ordinals.
final class Spanish: LanguageRules {
    static let rules = Spanish()

    let language = Language.spanish
    let numberFormat = NumberFormat(decimal: ",", groups: [".", " ", "'"], groupsDollarsWithComma: true)
    let words = ConnectingWords(
        minus: "menos", plus: "más", plusMinus: "más menos", point: "coma", to: "a", ratio: "a", score: "a", by: "por",
        times: "por", fold: "veces", per: "por",
        and: "y", equals: "es igual a", percent: "por ciento", squared: "al cuadrado", cubed: "al cubo",
        toThePower: "elevado a",
        timesTenToThe: "por diez elevado a", dividedBy: "dividido entre", forEvery: "cada", over: "sobre",
        outOf: "sobre",
        number: "número", sections: "párrafos", dot: "punto",
        at: "arroba",
        around: "aproximadamente")
    let monthNames = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ]
    let months = [
        "enero": 1, "ene": 1, "febrero": 2, "feb": 2, "marzo": 3, "abril": 4, "abr": 4, "mayo": 5, "junio": 6, "jun": 6,
        "julio": 7, "jul": 7, "agosto": 8, "ago": 8, "septiembre": 9, "setiembre": 9, "sept": 9, "sep": 9,
        "octubre": 10, "oct": 10, "noviembre": 11, "nov": 11, "diciembre": 12, "dic": 12,
    ]
    let dateLinks: Set<String> = ["de", "del"]
    let fixedForms = ["24/7": "veinticuatro siete", "50/50": "cincuenta cincuenta"]
    let dayHalves: [String: ClockTime.Half] = ["am": .am, "pm": .pm, "a.m": .am, "p.m": .pm]
    let containers: Set<String> = ["comp", "pers", "ud", "uds", "cda", "cdas", "cdta", "cdtas"]
    let bearings = [
        "NO": "noroeste", "NE": "noreste", "SO": "suroeste", "SE": "sureste", "N": "norte", "S": "sur", "E": "este",
        "O": "oeste", "W": "oeste",
    ]
    let hourMarks: Set<String> = ["h", "hs", "hrs"]
    let ordinalSuffixes: [String: Agreement] = [
        "º": .masculine, "ª": .feminine, "°": .masculine, "er": Agreement(gender: .masculine, precedesNoun: true),
        "ᵉʳ": Agreement(gender: .masculine, precedesNoun: true), "ro": .masculine, "ra": .feminine, "do": .masculine,
        "da": .feminine,
        "to": .masculine, "ta": .feminine, "mo": .masculine, "ma": .feminine, "vo": .masculine, "va": .feminine,
        "no": .masculine,
        "na": .feminine, "os": Agreement(gender: .masculine, isPlural: true),
        "as": Agreement(gender: .feminine, isPlural: true),
    ]
    let weekdays = [
        "lun": "lunes", "mar": "martes", "mié": "miércoles", "mie": "miércoles", "miér": "miércoles", "jue": "jueves",
        "vie": "viernes", "sáb": "sábado", "sab": "sábado", "dom": "domingo",
    ]
    let romanCardinalHeads = RuleTables.words(
        """
        tomo volumen libro acto escena parte sección artículo anexo fase nivel tipo clase título grupo año siglo siglos
        """
    )
    let verseHeads = RuleTables.words(
        """
        sal gén gn éx ex is rom cor ap hch génesis éxodo salmo salmos proverbios isaías mateo marcos lucas juan hechos
        romanos corintios gálatas hebreos apocalipsis sura jn mt mc lc
        """)
    let codeHeads = RuleTables.words("vuelo habitación sala puerta autobús autobuses bus línea código")
    let functionWords = RuleTables.words(
        """
        a y e o u de del en por para con sin sobre entre hasta desde que como es son era fue fueron está están ha han
        había más menos pero si no se lo la las el los un una al ante bajo según ni muy ya cuando donde mientras izq
        izda izqda dcha dch
        """)
    func code(_ digits: String) -> String { shortCode(digits) }

    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool {
        switch suffix {
        case "º", "ª", "os", "as": return true
        // "20°" is a temperature or an angle; "°" for "º" is read by the language's own rules.
        case "°": return false
        case "er", "ᵉʳ", "ro", "ra": return value % 10 == 1 || value % 10 == 3
        case "do", "da": return value % 10 == 2
        case "to", "ta": return (4...6).contains(value % 10)
        case "mo", "ma": return value % 10 == 7 || value % 10 == 0
        case "vo", "va": return value % 10 == 8
        case "no", "na": return value % 10 == 9
        default: return false
        }
    }

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        veces mujeres flores calles noches tardes clases llaves partes leyes luces voces redes paredes imágenes series
        crisis tesis mujer flor calle noche tarde clase llave parte ley luz voz red pared imagen vez serie manos mano
        fotos foto motos moto naves nave nubes nube sedes sede bases base fases fase frases frase claves clave torres
        torre sangre suerte gente muerte muertes
        """)
    private static let masculineNouns = RuleTables.words(
        """
        días día mapas mapa problemas problema sistemas sistema programas programa idiomas idioma temas tema planetas
        planeta poemas poema climas clima dramas drama esquemas esquema turistas artistas periodistas policías
        futbolistas gramas kilogramas guardias poetas atletas cometas pijamas sofás telegramas diagramas síntomas aromas
        fantasmas papas tranvías
        """)

    private static let stressedNouns = RuleTables.words("agua águila alma arma aula área hacha ala ave ancla arca aula")

    func isFeminine(_ word: String) -> Bool {
        if Self.feminineNouns.contains(word) { return true }
        if Self.masculineNouns.contains(word) { return false }
        return [
            "a", "as", "ción", "ciones", "sión", "siones", "dad", "dades", "tad", "tades", "tud", "tudes", "umbre",
            "umbres",
        ]
        .contains { word.hasSuffix($0) } && word.count > 2
    }

    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement {
        guard !context.next.isEmpty, !functionWords.contains(context.next), months[context.next] == nil else {
            return .none
        }
        // "En 1939 España"
        if context.isNextCapitalized, let value = context.value, (1000...2100).contains(value) { return .none }
        // "un agua": "una" is not said before a stressed "a".
        let isStressed = context.value == 1 && Self.stressedNouns.contains(context.next)
        let isNoun = isFeminine(context.next) && !isStressed
        return Agreement(gender: isNoun ? .feminine : .masculine, isPlural: false, precedesNoun: true)
    }

    // MARK: Numbers

    /// Decimals are a number after their zeros: "coma catorce", "coma cero cinco"; more than three go in pairs.
    func decimals(_ digits: String) -> String {
        if digits.utf8.count > 3 {
            var rest = digits[...]
            var parts: [String] = []
            while !rest.isEmpty {
                parts.append(decimals(String(rest.prefix(2))))
                rest = rest.dropFirst(2)
            }
            return parts.joined(separator: " ")
        }
        let zeros = digits.prefix { $0 == "0" }
        let rest = digits.dropFirst(zeros.count)
        return (zeros.map { _ in "cero" } + [rest.isEmpty ? "" : cardinal(UInt64(rest) ?? 0, .none)]).joinedWords()
    }

    private static let fractionStems: [UInt64: String] = [
        11: "once", 12: "doce", 13: "trece", 14: "catorce", 15: "quince", 16: "dieciseis", 17: "diecisiete",
        18: "dieciocho",
        19: "diecinueve", 22: "veintidos", 23: "veintitres", 26: "veintiseis",
    ]

    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String {
        let count = cardinal(numerator, Agreement(gender: .masculine, precedesNoun: true))
        let plural = numerator > 1 ? "s" : ""
        let part: String
        switch denominator {
        case 2: part = numerator == 1 ? (whole == nil ? "un medio" : "medio") : count + " medios"
        case 3: part = count + " tercio" + plural
        case 4...10: part = count + " " + ordinal(denominator, .masculine) + plural
        case 11...99:
            let words = cardinal(denominator, Agreement(gender: .masculine, precedesNoun: true))
            let stem =
                Self.fractionStems[denominator]
                ?? words.split(separator: " ").map { $0 == "y" ? "i" : String($0) }.joined()
            let plain = stem.map { $0 == "ú" ? "u" : String($0) }.joined()
            part = count + " " + plain + (plain.hasSuffix("a") ? "vo" : "avo") + plural
        case 1001..<1_000_000 where denominator % 1000 == 0:
            let words = cardinal(denominator / 1000, Agreement(gender: .masculine, precedesNoun: true))
            part = count + " " + words.split(separator: " ").joined() + "milésimo" + plural
        case 100, 1000, 200, 300, 400, 500, 600, 700, 800, 900, 1_000_000:
            part = count + " " + ordinal(denominator, .masculine) + plural
        default: part = [cardinal(numerator, .none), words.over, cardinal(denominator, .none)].joinedWords()
        }
        guard let whole else { return part }
        return cardinal(whole, .none) + " y " + part
    }

    func fraction(_ part: String, isMixed: Bool, of noun: Noun) -> String {
        let isFeminine = noun.gender == .feminine
        if part == "un medio" { return (isFeminine ? "media " : "medio ") + noun.singular }
        if part.hasSuffix(" y medio") {
            let whole = isFeminine && part.hasPrefix("uno ") ? "una " + part.dropFirst(4) : part
            return (isFeminine ? whole.dropLast() + "a" : whole) + " "
                + (part.hasPrefix("uno ") ? noun.singular : noun.plural)
        }
        return part + " de " + noun.singular
    }

    /// "euros al mes", "euros a la semana"; "euros por litro".
    func divisor(_ noun: String, ofMoney: Bool) -> String {
        guard ofMoney, ["día", "mes", "año", "trimestre", "semana"].contains(noun) else {
            return words.per + " " + noun
        }
        return (noun == "semana" ? "a la " : "al ") + noun
    }

    func power(_ exponent: Int, of noun: Noun) -> Noun {
        let word = exponent == 2 ? "cuadrado" : "cúbico"
        let feminine = word.dropLast() + "a"
        let adjective = noun.gender == .feminine ? String(feminine) : word
        return Noun("\(noun.singular) \(adjective)", "\(noun.plural) \(adjective)s", noun.gender)
    }

    func quantity(_ amount: Numeral, _ noun: Noun) -> String {
        let agreement = Agreement(gender: noun.gender, precedesNoun: true)
        return [number(amount, agreement), isWholeMillions(amount) ? "de" : "", form(of: noun, for: amount)]
            .joinedWords()
    }

    // MARK: Dates and times

    func date(_ date: CalendarDate) -> String {
        let day = date.day.map { $0 == 1 ? "primero" : cardinal(UInt64($0), .none) } ?? ""
        let year = date.year.map(dateYear) ?? ""
        return [[day, monthName(date)].filter { !$0.isEmpty }.joined(separator: " de "), year].filter { !$0.isEmpty }
            .joined(separator: " de ")
    }

    func time(_ time: ClockTime) -> String {
        let hour = cardinal(UInt64(time.hour), .feminine)
        if let second = time.second, let minute = time.minute {
            func count(_ value: Int, _ noun: String, _ gender: Agreement) -> String {
                var gender = gender
                gender.precedesNoun = true
                return cardinal(UInt64(value), gender) + " " + noun + (value == 1 ? "" : "s")
            }
            return count(time.hour, "hora", .feminine) + " " + count(minute, "minuto", .masculine) + " y "
                + count(second, "segundo", .masculine)
        }
        if time.hour == 0, time.half == .none, (time.minute ?? 0) == 0 { return "cero horas" }
        let half =
            switch (time.half, time.hour) {
            case (.none, _): ""
            case (.am, 12): "de la noche"
            case (.am, _): "de la mañana"
            case (.pm, 12): "del mediodía"
            case (.pm, 8...11): "de la noche"
            case (.pm, _): "de la tarde"
            }
        guard let minute = time.minute, minute > 0 else {
            return [hour, time.minute == nil && time.half == .none ? (time.hour == 1 ? "hora" : "horas") : half]
                .joinedWords()
        }
        let spoken: String
        switch minute {
        case 15 where (1...12).contains(time.hour): spoken = "y cuarto"
        case 30 where (1...12).contains(time.hour): spoken = "y media"
        case 1..<10: spoken = "y " + cardinal(UInt64(minute), .none)
        default: spoken = ((1...12).contains(time.hour) ? "y " : "") + cardinal(UInt64(minute), .none)
        }
        return [hour, spoken, half].joinedWords()
    }

    // MARK: Telephone

    private static let telephoneHeads = RuleTables.words(
        "teléfono tel tfno tlf telf móvil celular llame llama llámame llamar al número fax whatsapp es")

    func isTelephone(_ number: TelephoneNumber, _ context: NumberContext) -> Bool {
        if number.hasPlus { return (7...15).contains(number.digitCount) }
        let isHyphenated = number.separators.allSatisfy { $0 == "-" } || number.hasBrackets
        switch number.shape {
        case [3, 2, 2, 2], [2, 3, 2, 2], [3, 3, 4], [1, 3, 3, 4]: return !number.separators.contains(".")
        case [3, 3, 3]:
            // A Spanish number, where nothing is counted.
            if "6789".contains(number.groups[0].prefix(1)),
                context.next.isEmpty || functionWords.contains(context.next),
                !number.separators.contains(".")
            {
                return true
            }
            return isHyphenated || (Self.telephoneHeads.contains(context.previous) && !number.separators.contains("."))
        case [4, 4], [2, 4, 4], [3, 4]:
            return isHyphenated
                && !number.groups.allSatisfy { $0.utf8.count == 4 && (1000...2100).contains(Int($0) ?? 0) }
        case [9]: return Self.telephoneHeads.contains(context.previous)
        default:
            return number.groups[0].hasPrefix("0") && number.groups.count > 1 && (8...12).contains(number.digitCount)
                && !number.separators.contains(".")
        }
    }

    func countryCode(_ digits: String) -> String { digits.utf8.count < 3 ? shortCode(digits) : self.digits(digits) }

    // MARK: Money

    /// "veintiún mil euros", "dos millones de euros".
    func scaled(_ amount: Numeral, _ scale: Scale, _ currency: Currency) -> String {
        guard scale.noun.singular == "mil" else {
            return quantity(amount, scale.noun) + " de " + currency.major.plural
        }
        let count = number(amount, Agreement(gender: .masculine, precedesNoun: true))
        return [count, "mil", currency.major.plural].joinedWords()
    }

    func centsBehind(_ cents: Int, _ minor: Noun) -> String {
        "con " + quantity(Numeral(integer: String(cents)), minor)
    }

    /// "2018-actualidad"
    func rangeLink(before presentDay: String) -> String { presentDay == "actualidad" ? "a la" : words.to }

    let currencies = Spanish.currenciesTable
    let scales = Spanish.scalesTable
    let scaleAbbreviations = Spanish.scaleAbbreviationsTable

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = Spanish.unitsBeforeNoWordTable
    let units = Spanish.unitsTable

    // MARK: Words

    let abbreviations = Spanish.abbreviationsTable
    let phrases = Spanish.phrasesTable

    let contextWords = Spanish.contextWordsTable
    let initialisms = Spanish.initialismsTable

    let symbolNames: [Unicode.Scalar: String] = Spanish.symbolNamesTable
    let readSymbols: [Unicode.Scalar: String] = Spanish.readSymbolsTable

    /// Up to ten an ordinal: "Enrique octavo", "Luis catorce".
    func regnal(_ value: Int, after name: String) -> String {
        let isFeminine = name.hasSuffix("a") || name == "Isabel" || name == "Beatriz"
        return value <= 10
            ? ordinal(UInt64(value), isFeminine ? .feminine : .masculine) : cardinal(UInt64(value), .none)
    }
}
