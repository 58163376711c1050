/// Italian: "1.234,56", "alle 14.30", ordinals with º and ª, "un", "uno", "una" and "un'" before nouns.
final class Italian: LanguageRules {
    static let rules = Italian()

    let language = Language.italian
    let numberFormat = NumberFormat(decimal: ",", groups: [".", " ", "'"])
    let words = ConnectingWords(
        minus: "meno", plus: "più", plusMinus: "più o meno", point: "virgola", to: "a", ratio: "a", score: "a",
        by: "per", times: "per", fold: "volte", per: "per",
        and: "e", equals: "uguale a", percent: "per cento", squared: "al quadrato", cubed: "al cubo",
        toThePower: "elevato a",
        timesTenToThe: "per dieci elevato a", dividedBy: "diviso", forEvery: "ogni", over: "su", outOf: "su",
        number: "numero",
        sections: "paragrafi",
        dot: "punto",
        at: "chiocciola",
        around: "circa")
    let monthNames = [
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
        "novembre", "dicembre",
    ]
    let months = [
        "gennaio": 1, "gen": 1, "genn": 1, "febbraio": 2, "feb": 2, "febbr": 2, "marzo": 3, "mar": 3, "aprile": 4,
        "apr": 4, "maggio": 5, "mag": 5, "magg": 5, "giugno": 6, "giu": 6, "luglio": 7, "lug": 7, "agosto": 8, "ago": 8,
        "settembre": 9, "sett": 9, "set": 9, "ottobre": 10, "ott": 10, "novembre": 11, "nov": 11, "dicembre": 12,
        "dic": 12,
    ]
    let fixedForms = [
        "24/24": "ventiquattro su ventiquattro", "24/7": "ventiquattro ore su ventiquattro, sette giorni su sette",
        "7/7": "sette su sette", "50/50": "cinquanta e cinquanta",
    ]
    let containers: Set<String> = ["cpr", "pers"]
    let bearings = [
        "NO": "nordovest", "NE": "nordest", "SO": "sudovest", "SE": "sudest", "N": "nord", "S": "sud", "E": "est",
        "O": "ovest",
    ]
    let hourMarks: Set<String> = ["h"]
    let ordinalSuffixes: [String: Agreement] = [
        "º": .masculine, "ª": .feminine, "°": .masculine, "o": .masculine, "a": .feminine,
    ]
    let weekdays = [
        "lun": "lunedì", "mar": "martedì", "mer": "mercoledì", "gio": "giovedì", "ven": "venerdì", "sab": "sabato",
        "dom": "domenica",
    ]
    let romanCardinalHeads = RuleTables.words("tomo fase livello tipo titolo gruppo articolo allegato tabella figura")
    let verseHeads = RuleTables.words(
        """
        sal gen es is rm cor ap genesi esodo salmo proverbi isaia matteo marco luca giovanni atti romani corinzi galati
        ebrei apocalisse sura gv mt mc lc
        """)
    let codeHeads = RuleTables.words("volo camera sala porta autobus bus linea codice binario interno cap")
    let functionWords = RuleTables.words(
        """
        a ad e ed o od di da in con su per tra fra il lo la i gli le un una uno al allo alla ai agli alle del dello
        della dei degli delle dal dalla nel nella sul sulla che chi come è sono era erano fu ha hanno ho più meno ma se
        non si anche ancora quando dove fino volte
        """)
    func code(_ digits: String) -> String { shortCode(digits) }
    /// "°" is an ordinal only where the language's own rules say so.
    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool {
        suffix != "°" && (suffix.utf8.count > 1 || value < 100)
    }

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        immagine origine vergine pagine arte morte fonte sorte corte conf notte parte classe chiave legge luce voce rete
        stazione mano moto foto auto radio madre moglie gente nave neve carne canzone stagione ragione fine serie crisi
        città università qualità metà verità attività possibilità
        """)
    private static let masculineNouns = RuleTables.words(
        """
        chilowattora problema sistema programma tema pianeta poeta clima dramma schema turista artista chilogramma
        grammo papa cinema
        """
    )

    func isFeminine(_ word: String) -> Bool {
        if Self.feminineNouns.contains(word) { return true }
        if Self.masculineNouns.contains(word) { return false }
        return word.hasSuffix("a") || word.hasSuffix("tà") || word.hasSuffix("tù") || word.hasSuffix("zione")
            || word.hasSuffix("sione") || word.hasSuffix("gione")
    }

    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement {
        if isOrdinal {
            let isFeminine = ["la", "una", "alla", "della", "nella", "dalla", "sulla"].contains(context.previous)
            return isFeminine ? .feminine : .masculine
        }
        guard context.value == 1, !context.next.isEmpty, !functionWords.contains(context.next),
            months[context.next] == nil
        else { return .none }
        return Agreement(gender: isFeminine(context.next) ? .feminine : .masculine, precedesNoun: true)
    }

    // MARK: Numbers

    /// Up to three decimals are a number after their zeros; more are digits.
    func decimals(_ digits: String) -> String {
        guard digits.utf8.count <= 3 else { return self.digits(digits) }
        let zeros = digits.prefix { $0 == "0" }
        let rest = digits.dropFirst(zeros.count)
        return (zeros.map { _ in "zero" } + [rest.isEmpty ? "" : cardinal(UInt64(rest) ?? 0, .none)]).joinedWords()
    }

    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String {
        let count = cardinal(numerator, Agreement(gender: .masculine, precedesNoun: true))
        let part: String
        switch denominator {
        case 1: part = [cardinal(numerator, .none), words.over, "uno"].joinedWords()
        case 2: part = numerator == 1 ? (whole == nil ? "un mezzo" : "mezzo") : count + " mezzi"
        default: part = count + " " + ordinal(denominator, Agreement(gender: .masculine, isPlural: numerator > 1))
        }
        guard let whole else { return part }
        return cardinal(whole, .none) + " e " + part
    }

    func fraction(_ part: String, isMixed: Bool, of noun: Noun) -> String {
        if part == "un mezzo" { return (noun.gender == .feminine ? "mezza " : "mezzo ") + noun.singular }
        if part.hasSuffix(" e mezzo") {
            let head = String(part.dropLast(8))
            let isOne = head == "uno"
            let whole = isOne ? (noun.gender == .feminine ? "una" : "un") : head
            return whole + " " + (isOne ? noun.singular : noun.plural) + " e mezzo"
        }
        return part + " " + link(noun.singular)
    }

    private func link(_ noun: String) -> String { "di " + noun }

    /// "euro al mese", "chilometri all'ora", "euro alla notte"; "milligrammi per chilo".
    func divisor(_ noun: String, ofMoney: Bool) -> String {
        let times: Set<String> = ["secondo", "minuto", "ora", "giorno", "settimana", "mese", "anno", "notte"]
        guard times.contains(noun) || ofMoney && noun != "persona" else { return words.per + " " + noun }
        if noun.first.map({ "aeiouh".contains($0) }) ?? false { return "all'" + noun }
        return (isFeminine(noun.split(separator: " ").first.map(String.init) ?? noun) ? "alla " : "al ") + noun
    }

    func power(_ exponent: Int, of noun: Noun) -> Noun {
        let isFeminine = noun.gender == .feminine
        let word = exponent == 2 ? "quadrat" : "cub"
        return Noun(
            noun.singular + " " + word + (isFeminine ? "a" : "o"), noun.plural + " " + word + (isFeminine ? "e" : "i"),
            noun.gender)
    }

    func quantity(_ amount: Numeral, _ noun: Noun) -> String {
        if amount.isOne, noun.gender == .feminine, let first = noun.singular.first, "aeiou".contains(first) {
            return "un'" + noun.singular
        }
        let agreement = Agreement(gender: noun.gender, precedesNoun: true)
        return [number(amount, agreement), isWholeMillions(amount) ? "di" : "", form(of: noun, for: amount)]
            .joinedWords()
    }

    // MARK: Dates and times

    func date(_ date: CalendarDate) -> String {
        // "l'1/1/2000"
        let first = date.previousWord.hasSuffix("'") ? "uno" : "primo"
        let day = date.day.map { $0 == 1 ? first : cardinal(UInt64($0), .none) } ?? ""
        return [day, monthName(date), date.year.map(dateYear) ?? ""].joinedWords()
    }

    /// "da tre a cinque giorni", "dalle nove alle diciassette"; after another small word "in tre-cinque giorni".
    func range(from first: String, to last: String, areTimes: Bool, after previous: String) -> String {
        if previous.hasPrefix("da") || previous == "ore" { return [first, words.to, last].joinedWords() }
        if functionWords.contains(previous) || ["circa", "ogni"].contains(previous) {
            return areTimes ? "\(first) \(words.to) \(last)" : "\(first)-\(last)"
        }
        guard areTimes else { return "da \(first) a \(last)" }
        func article(_ stem: String, _ time: String) -> String {
            switch time {
            case _ where time.hasPrefix("una"): stem + "l'" + time
            case _ where time.hasPrefix("mezz"): stem + " " + time
            default: stem + "lle " + time
            }
        }
        return article("da", first) + " " + article("a", last)
    }

    /// "dal cinque al sette maggio", "dall'otto all'undici".
    func dateRange(from first: Int, to last: CalendarDate) -> String {
        func day(_ stem: String, _ value: Int, _ words: String) -> String {
            stem + (value == 8 || value == 11 ? "ll'" : "l ") + words
        }
        let start = first == 1 ? "primo" : cardinal(UInt64(first), .none)
        let end = day("a", last.day ?? 0, date(last))
        let hasArticle = last.previousWord.hasPrefix("da") || last.previousWord == "il"
        return (hasArticle ? start : day("da", first, start)) + " " + end
    }

    func time(_ time: ClockTime) -> String {
        let hour = cardinal(UInt64(time.hour), time.hour == 1 ? .feminine : .none)
        func count(_ value: Int, _ noun: String, _ plural: String) -> String {
            cardinal(UInt64(value), Agreement(gender: .masculine, precedesNoun: true)) + " "
                + (value == 1 ? noun : plural)
        }
        if let second = time.second, let minute = time.minute {
            let hours = time.hour > 12 ? hour + " e" : time.hour == 1 ? "un'ora" : hour + " ore"
            return "\(hours) \(count(minute, "minuto", "minuti")) e \(count(second, "secondo", "secondi"))"
        }
        if time.isDuration, let minute = time.minute {
            return "\(time.hour == 1 ? "un'ora" : hour + " ore") e \(count(minute, "minuto", "minuti"))"
        }
        guard let minute = time.minute else { return time.hour == 1 ? "un'ora" : hour + " ore" }
        if minute == 0 { return time.hour == 0 ? "mezzanotte" : hour }
        return hour + " e " + cardinal(UInt64(minute), .none)
    }

    // MARK: Telephone

    private static let telephoneHeads = RuleTables.words(
        "telefono tel cell cellulare chiama chiamare chiamate chiami al numero verde fax whatsapp")

    func isTelephone(_ number: TelephoneNumber, _ context: NumberContext) -> Bool {
        if number.hasPlus { return (7...15).contains(number.digitCount) }
        // "340.1234567"
        if number.shape == [3, 7], number.groups[0].hasPrefix("3") { return true }
        // "06.1234567"
        if number.groups.count == 2, number.groups[0].hasPrefix("0"), number.groups[1].utf8.count >= 5 { return true }
        guard !number.separators.contains(".") || Self.telephoneHeads.contains(context.previous) else { return false }
        if number.groups[0].hasPrefix("0") { return number.groups.count > 1 && (6...12).contains(number.digitCount) }
        switch number.shape {
        case [3, 7], [3, 3, 4], [3, 4, 3], [3, 2, 2, 3], [3, 3, 2, 2], [3, 6]:
            return number.groups[0].hasPrefix("3") || number.groups[0].hasPrefix("8")
        case [3, 3, 3]: return number.groups[0] == "800" || Self.telephoneHeads.contains(context.previous)
        case [9], [10]: return Self.telephoneHeads.contains(context.previous)
        default: return false
        }
    }

    func countryCode(_ digits: String) -> String { digits.utf8.count < 3 ? shortCode(digits) : self.digits(digits) }

    // MARK: Money

    /// "dodicimila euro", "due milioni di euro".
    func scaled(_ amount: Numeral, _ scale: Scale, _ currency: Currency) -> String {
        guard scale.noun.singular == "mila" else {
            return quantity(amount, scale.noun) + " " + link(currency.major.plural)
        }
        return number(amount, .none) + (amount.fraction == nil ? "mila " : " mila ") + currency.major.plural
    }

    func centsBehind(_ cents: Int, _ minor: Noun) -> String {
        words.and + " " + quantity(Numeral(integer: String(cents)), minor)
    }

    let currencies = Italian.currenciesTable
    let scales = Italian.scalesTable
    let scaleAbbreviations = Italian.scaleAbbreviationsTable

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = Italian.unitsBeforeNoWordTable
    let units = Italian.unitsTable

    // MARK: Words

    let abbreviations = Italian.abbreviationsTable
    let phrases = Italian.phrasesTable

    let contextWords = Italian.contextWordsTable
    let initialisms = Italian.initialismsTable

    let symbolNames: [Unicode.Scalar: String] = Italian.symbolNamesTable
    let readSymbols: [Unicode.Scalar: String] = Italian.readSymbolsTable

    func regnal(_ value: Int, after name: String) -> String {
        ordinal(UInt64(value), name.hasSuffix("a") && name.lowercased() != "andrea" ? .feminine : .masculine)
    }
}
