/// Portuguese: "1.234,56", "14h30", ordinals with º and ª, nouns in agreement. Both shores are understood; numbers are
/// spoken as in Brazil.
final class Portuguese: LanguageRules {
    static let rules = Portuguese()

    let language = Language.portuguese
    let numberFormat = NumberFormat(decimal: ",", groups: [".", " ", "'"])
    let words = ConnectingWords(
        minus: "menos", plus: "mais", plusMinus: "mais ou menos", point: "vírgula", to: "a", ratio: "a", score: "a",
        by: "por", times: "vezes", fold: "vezes", per: "por",
        and: "e", equals: "é igual a", percent: "por cento", squared: "ao quadrado", cubed: "ao cubo",
        toThePower: "elevado a",
        timesTenToThe: "vezes dez elevado a", dividedBy: "dividido por", over: "sobre", outOf: "de", number: "número",
        sections: "parágrafos", dot: "ponto",
        at: "arroba",
        around: "cerca de")
    let monthNames = [
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
        "dezembro",
    ]
    let months = [
        "janeiro": 1, "jan": 1, "fevereiro": 2, "fev": 2, "março": 3, "mar": 3, "abril": 4, "abr": 4, "maio": 5,
        "mai": 5, "junho": 6, "jun": 6, "julho": 7, "jul": 7, "agosto": 8, "ago": 8, "setembro": 9, "set": 9,
        "outubro": 10, "out": 10, "novembro": 11, "nov": 11, "dezembro": 12, "dez": 12,
    ]
    let ambiguousMonths: Set<String> = ["mar", "set", "dez"]
    let dateLinks: Set<String> = ["de"]
    let fixedForms = ["24/7": "vinte e quatro por sete", "50/50": "cinquenta cinquenta"]
    let containers: Set<String> = ["comp", "col", "un"]
    let bearings = [
        "NO": "noroeste", "NE": "nordeste", "SO": "sudoeste", "SE": "sudeste", "N": "norte", "S": "sul", "E": "leste",
        "L": "leste", "O": "oeste", "W": "oeste",
    ]
    let hourMarks: Set<String> = ["h", "hs"]
    let ordinalSuffixes: [String: Agreement] = [
        "º": .masculine, "ª": .feminine, "o": .masculine, "a": .feminine, "°": .masculine,
        "os": Agreement(gender: .masculine, isPlural: true), "as": Agreement(gender: .feminine, isPlural: true),
    ]
    let weekdays = [
        "seg": "segunda-feira", "ter": "terça-feira", "qua": "quarta-feira", "qui": "quinta-feira",
        "sex": "sexta-feira", "sáb": "sábado", "sab": "sábado", "dom": "domingo",
    ]
    let romanCardinalHeads = RuleTables.words(
        """
        tomo volume livro ato cena parte seção secção artigo anexo fase nível tipo classe título grupo ano capítulo
        guerra
        """
    )
    let verseHeads = RuleTables.words(
        """
        sl gn êx ex is rm co gl hb ap gênesis génesis êxodo salmo salmos provérbios isaías mateus marcos lucas joão atos
        romanos coríntios gálatas hebreus apocalipse sura jo mt mc lc
        """)
    let codeHeads = RuleTables.words(
        "voo quarto sala portão ônibus autocarro linha código comboio trem avião carruagem lugar bloco")
    let functionWords = RuleTables.words(
        """
        a e o os as ou de do da dos das em no na nos nas por para com sem sobre entre até desde que como é são era foi
        foram está estão há mais menos mas se não um uma ao à aos às quando onde ainda já também
        """)
    func code(_ digits: String) -> String { shortCode(digits) }
    /// "2o" and "3a" without a sign are ordinals, "°" is one only where the language's own rules say so.
    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool {
        suffix != "°" && (suffix != "a" && suffix != "o" || value < 100)
    }

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        vezes mulheres flores noites tardes classes chaves partes leis luzes vozes redes paredes mulher flor noite tarde
        classe chave parte lei luz voz rede parede vez mãos mão fotos foto ordens cidades torres árvore árvores mães mãe
        colher colheres irmãs irmã maçãs maçã manhãs manhã mortes fases bases frases
        """
    )
    private static let masculineNouns = RuleTables.words(
        """
        dias dia mapas mapa problemas problema sistemas sistema programas programa idiomas idioma temas tema planetas
        planeta poemas poema climas clima dramas esquemas turistas artistas jornalistas gramas grama quilogramas
        quilograma guardas poetas atletas cometas pijamas telegramas diagramas sintomas fantasmas motoristas dentistas
        """)

    func isFeminine(_ word: String) -> Bool {
        if Self.feminineNouns.contains(word) { return true }
        if Self.masculineNouns.contains(word) { return false }
        return ["a", "as", "ção", "ções", "são", "sões", "dade", "dades", "gem", "gens", "tude", "tudes", "ície"]
            .contains { word.hasSuffix($0) } && word.count > 2
    }

    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement {
        guard !context.next.isEmpty, !functionWords.contains(context.next), months[context.next] == nil else {
            return .none
        }
        // "Em 1939 Espanha"
        if context.isNextCapitalized, let value = context.value, (1000...2100).contains(value) { return .none }
        // "duas mil pessoas"
        let noun = context.next == "mil" ? context.afterNext : context.next
        return Agreement(gender: isFeminine(noun) ? .feminine : .masculine, precedesNoun: true)
    }

    // MARK: Numbers

    func number(_ numeral: Numeral, _ agreement: Agreement) -> String {
        guard let fraction = numeral.fraction else {
            return [sign(numeral), integer(numeral, agreement)].joinedWords()
        }
        let whole = numeral.integer.isEmpty ? cardinal(0, .none) : integer(numeral, agreement)
        return [sign(numeral), whole, point(numeral), digits(fraction)].joinedWords()
    }

    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String {
        let count = cardinal(numerator, .masculine)
        let plural = numerator > 1 ? "s" : ""
        let part: String
        switch denominator {
        case 1: part = count + " sobre um"
        case 2: part = count + " meio" + plural
        case 3: part = count + " terço" + plural
        case 4...10, 100, 1000, 1_000_000: part = count + " " + ordinal(denominator, .masculine) + plural
        default: part = count + " " + cardinal(denominator, .masculine) + " avos"
        }
        guard let whole else { return part }
        return cardinal(whole, .none) + " e " + part
    }

    func fraction(_ part: String, isMixed: Bool, of noun: Noun) -> String {
        let isFeminine = noun.gender == .feminine
        if part == "um meio" { return (isFeminine ? "meia " : "meio ") + noun.singular }
        if part.hasSuffix(" e um meio") {
            let head = String(part.dropLast(10))
            let whole = isFeminine ? (head == "um" ? "uma" : head == "dois" ? "duas" : head) : head
            return whole + " " + (head == "um" ? noun.singular : noun.plural) + (isFeminine ? " e meia" : " e meio")
        }
        return part + " de " + noun.singular
    }

    func power(_ exponent: Int, of noun: Noun) -> Noun {
        let word = exponent == 2 ? "quadrado" : "cúbico"
        let adjective = noun.gender == .feminine ? word.dropLast() + "a" : word
        return Noun("\(noun.singular) \(adjective)", "\(noun.plural) \(adjective)s", noun.gender)
    }

    func quantity(_ amount: Numeral, _ noun: Noun) -> String {
        let agreement = Agreement(gender: noun.gender, precedesNoun: true)
        return [number(amount, agreement), isWholeMillions(amount) ? "de" : "", form(of: noun, for: amount)]
            .joinedWords()
    }

    // MARK: Dates and times

    func date(_ date: CalendarDate) -> String {
        let day = date.day.map { $0 == 1 ? "primeiro" : cardinal(UInt64($0), .none) } ?? ""
        let year = date.year.map(dateYear) ?? ""
        return [day, monthName(date), year].filter { !$0.isEmpty }.joined(separator: " de ")
    }

    func time(_ time: ClockTime) -> String {
        func count(_ value: Int, _ noun: String, _ agreement: Agreement) -> String {
            cardinal(UInt64(value), agreement) + " " + noun + (value == 1 ? "" : "s")
        }
        let hour = count(time.hour, "hora", .feminine)
        if let second = time.second, let minute = time.minute {
            return hour + " e " + count(minute, "minuto", .masculine) + " e " + count(second, "segundo", .masculine)
        }
        guard let minute = time.minute, minute > 0 else { return hour }
        if time.isDuration { return hour + " e " + count(minute, "minuto", .masculine) }
        return hour + " e " + cardinal(UInt64(minute), .masculine)
    }

    // MARK: Telephone

    private static let telephoneHeads = RuleTables.words(
        "telefone tel telemóvel celular ligue liga ligar para número fax whatsapp contato contacto é")

    func isTelephone(_ number: TelephoneNumber, _ context: NumberContext) -> Bool {
        if number.hasPlus { return (7...15).contains(number.digitCount) }
        let isHyphenated = number.separators.last == "-"
        switch number.shape {
        case [2, 5, 4], [2, 4, 4], [5, 4], [3, 3, 4]: return isHyphenated || number.hasBrackets
        case [3, 4], [4, 4]:
            return isHyphenated
                && !number.groups.allSatisfy { $0.utf8.count == 4 && (1000...2100).contains(Int($0) ?? 0) }
        case [4, 3, 4]: return number.groups[0].hasPrefix("0")
        case [2, 3, 2, 2], [3, 2, 2, 2]: return !number.separators.contains(".")
        case [3, 3, 3]
        where number.groups[0].hasPrefix("9") && !number.separators.contains(".")
            && (context.next.isEmpty || functionWords.contains(context.next)):
            return true
        case [3, 3, 3], [9]: return Self.telephoneHeads.contains(context.previous)
        default:
            return number.groups[0].hasPrefix("0") && number.groups.count > 1 && (8...12).contains(number.digitCount)
                && !number.separators.contains(".")
        }
    }

    // MARK: Money

    /// "doze mil reais", "dois milhões de reais".
    func scaled(_ amount: Numeral, _ scale: Scale, _ currency: Currency) -> String {
        guard scale.noun.singular == "mil" else {
            return quantity(amount, scale.noun) + " de " + currency.major.plural
        }
        return [number(amount, .none), "mil", currency.major.plural].joinedWords()
    }

    func centsBehind(_ cents: Int, _ minor: Noun) -> String {
        words.and + " " + quantity(Numeral(integer: String(cents)), minor)
    }

    /// Below two a scale word stays in the singular: "1,5 milhão".
    func form(of noun: Noun, for amount: Numeral) -> String {
        if amount.isOne || amount.sign == .minus && amount.value == 1 && amount.fraction == nil { return noun.singular }
        return noun.plural.hasSuffix("ilhões") && amount.value == 1
            ? (amount.fraction == nil ? noun.singular : noun.plural) : noun.plural
    }

    let currencies = Portuguese.currenciesTable
    let scales = Portuguese.scalesTable
    let scaleAbbreviations = Portuguese.scaleAbbreviationsTable

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = Portuguese.unitsBeforeNoWordTable
    let units = Portuguese.unitsTable

    // MARK: Words

    let abbreviations = Portuguese.abbreviationsTable
    let phrases = Portuguese.phrasesTable

    let contextWords = Portuguese.contextWordsTable
    let initialisms = Portuguese.initialismsTable

    let symbolNames: [Unicode.Scalar: String] = Portuguese.symbolNamesTable
    let readSymbols: [Unicode.Scalar: String] = Portuguese.readSymbolsTable

    /// Up to ten an ordinal: "Pedro segundo", "Luís catorze".
    func regnal(_ value: Int, after name: String) -> String {
        let isFeminine = name.hasSuffix("a") || name == "Isabel" || name == "Beatriz"
        return value <= 10
            ? ordinal(UInt64(value), isFeminine ? .feminine : .masculine) : cardinal(UInt64(value), .none)
    }
}
