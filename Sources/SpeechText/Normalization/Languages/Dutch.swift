/// Dutch: "1.234,56", "14.30 uur", "3e", titles in lower case, years in hundreds.
final class Dutch: LanguageRules {
    static let rules = Dutch()

    let language = Language.dutch
    let numberFormat = NumberFormat(decimal: ",", groups: [".", " ", "'"])
    let words = ConnectingWords(
        minus: "min", plus: "plus", plusMinus: "plusminus", point: "komma", to: "tot", ratio: "op", score: "",
        by: "bij", times: "keer", fold: "keer", per: "per",
        and: "en", equals: "is", percent: "procent", squared: "kwadraat", cubed: "tot de derde",
        toThePower: "tot de macht",
        timesTenToThe: "keer tien tot de macht", dividedBy: "gedeeld door", over: "op", outOf: "op", number: "nummer",
        sections: "paragrafen",
        dot: "punt", at: "apenstaartje",
        around: "ongeveer")
    let monthNames = [
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
    ]
    let months = [
        "januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "april": 4, "apr": 4,
        "mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9, "sept": 9,
        "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
    ]
    let ambiguousMonths: Set<String> = ["jan"]
    let fixedForms = ["24/7": "vierentwintig zeven", "50/50": "fiftyfifty"]
    let joinsNouns = true
    let containers: Set<String> = ["st", "pers", "tabl"]
    let bearings = [
        "NO": "noordoost", "NW": "noordwest", "ZO": "zuidoost", "ZW": "zuidwest", "N": "noord", "O": "oost",
        "Z": "zuid", "W": "west",
    ]
    let hourMarks: Set<String> = ["uur", "u"]
    let ordinalSuffixes: [String: Agreement] = ["e": .none, "de": .none, "ste": .none]
    let weekdays = [
        "ma": "maandag", "di": "dinsdag", "wo": "woensdag", "do": "donderdag", "vr": "vrijdag", "za": "zaterdag",
        "zo": "zondag",
    ]
    let romanCardinalHeads = RuleTables.words(
        """
        hoofdstuk akte scène deel band boek paragraaf artikel bijlage fase niveau type klasse titel groep aflevering
        seizoen tabel wereldoorlog
        """
    )
    let verseHeads = RuleTables.words(
        """
        genesis exodus psalm psalmen spreuken jesaja matteüs mattheüs marcus lucas johannes handelingen romeinen
        korintiërs hebreeën openbaring soera artikel art gen ps mat matt luc marc ex jes jer spr hand gal ef heb mt mc
        lc joh hand rom kor openb
        """)
    let codeHeads = RuleTables.words(
        """
        vlucht postcode kamer zaal deur bus lijn code gate bsn kvk pincode klantnummer ordernummer factuurnummer
        rekeningnummer
        """)
    let functionWords = RuleTables.words(
        """
        en of maar want dus van tot in op aan met voor bij uit om te de het een is zijn was waren heeft hebben had niet
        ook als dan dat die
        """
    )
    func code(_ digits: String) -> String { shortCode(digits) }

    func isYear(_ digits: String, _ context: NumberContext) -> Bool {
        guard digits.utf8.count == 4, let value = Int(digits) else { return false }
        return (1100...2099).contains(value)
    }

    // MARK: Numbers

    /// Two decimals are a number: "komma veertien"; more are digits.
    func decimals(_ digits: String) -> String {
        guard digits.utf8.count == 2, !digits.hasPrefix("0"), let value = UInt64(digits) else {
            return self.digits(digits)
        }
        return cardinal(value, .none)
    }

    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String {
        let count = cardinal(numerator, .none)
        let part: String
        switch denominator {
        case 1: part = count + " gedeeld door één"
        case 2: part = numerator == 1 ? "een half" : count + " tweede"
        case 4: part = numerator == 1 ? "een kwart" : count + " kwart"
        default: part = (numerator == 1 ? "een" : count) + " " + ordinal(denominator, .none)
        }
        guard let whole else { return part }
        if numerator == 1, denominator == 2 {
            return whole == 1
                ? "anderhalf" : cardinal(whole, .none) + "ëneenhalf".diaeresis(after: cardinal(whole, .none))
        }
        return cardinal(whole, .none) + " en " + part
    }

    func fraction(_ part: String, isMixed: Bool, of noun: Noun) -> String {
        if part == "een half" { return (noun.gender == .neuter ? "een half " : "een halve ") + noun.singular }
        if part == "anderhalf" { return (noun.gender == .neuter ? "anderhalf " : "anderhalve ") + noun.singular }
        return part + " " + noun.singular
    }

    func power(_ exponent: Int, of noun: Noun) -> Noun {
        let word = exponent == 2 ? "vierkante " : "kubieke "
        return Noun(word + noun.singular, word + noun.plural, noun.gender)
    }

    // MARK: Dates and times

    func date(_ date: CalendarDate) -> String {
        let day = date.day.map { cardinal(UInt64($0), .none) } ?? ""
        return [day, monthName(date), date.year.map(dateYear) ?? ""].joinedWords()
    }

    func time(_ time: ClockTime) -> String {
        let hour = cardinal(UInt64(time.hour), .none) + " uur"
        let minute = time.minute.map { $0 == 0 ? "" : cardinal(UInt64($0), .none) } ?? ""
        guard let second = time.second else {
            let unit = time.isDuration && !minute.isEmpty ? time.minute == 1 ? "minuut" : "minuten" : ""
            return [hour, minute, unit].joinedWords()
        }
        return "\(hour) \(cardinal(UInt64(time.minute ?? 0), .none)) \(time.minute == 1 ? "minuut" : "minuten") en "
            + "\(cardinal(UInt64(second), .none)) \(second == 1 ? "seconde" : "seconden")"
    }

    // MARK: Telephone

    func countryCode(_ digits: String) -> String { digits.utf8.count < 3 ? shortCode(digits) : self.digits(digits) }

    // MARK: Money

    func centsBehind(_ cents: Int, _ minor: Noun) -> String { shortCents(cents, minor) }

    let currencies = Dutch.currenciesTable
    let scales = Dutch.scalesTable
    let scaleAbbreviations = Dutch.scaleAbbreviationsTable

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = Dutch.unitsBeforeNoWordTable
    let units = Dutch.unitsTable

    // MARK: Words

    let abbreviations = Dutch.abbreviationsTable
    let phrases = Dutch.phrasesTable

    let contextWords = Dutch.contextWordsTable
    let initialisms = Dutch.initialismsTable

    let symbolNames: [Unicode.Scalar: String] = Dutch.symbolNamesTable
    let readSymbols: [Unicode.Scalar: String] = Dutch.readSymbolsTable

    func regnal(_ value: Int, after name: String) -> String {
        let ordinal = ordinal(UInt64(value), .none)
        return "de " + ordinal.prefix(1).uppercased() + ordinal.dropFirst()
    }
}

private extension String {
    /// "tweeëneenhalf", "viereneenhalf".
    func diaeresis(after number: String) -> String { number.hasSuffix("e") ? self : "e" + dropFirst() }
}
