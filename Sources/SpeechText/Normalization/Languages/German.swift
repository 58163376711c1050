/// German: full stops between groups, decimal commas, ordinals with a full stop and the endings of adjectives.
final class German: LanguageRules {
    static let rules = German()

    let language = Language.german
    let numberFormat = NumberFormat(decimal: ",", groups: [".", " ", "'"])
    let words = ConnectingWords(
        minus: "minus", plus: "plus", plusMinus: "plus minus", point: "Komma", to: "bis", ratio: "zu", score: "zu",
        by: "mal", times: "mal", fold: "mal",
        per: "pro", and: "und", equals: "gleich", percent: "Prozent", squared: "zum Quadrat", cubed: "hoch drei",
        toThePower: "hoch", timesTenToThe: "mal zehn hoch", dividedBy: "geteilt durch", forEvery: "auf", over: "zu",
        outOf: "von",
        number: "Nummer", sections: "Paragrafen",
        dot: "Punkt", at: "at", around: "ungefähr")
    let monthNames = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ]
    let months = [
        "januar": 1, "jänner": 1, "jan": 1, "februar": 2, "feber": 2, "feb": 2, "febr": 2, "märz": 3, "maerz": 3,
        "mär": 3, "mrz": 3, "april": 4, "apr": 4, "mai": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8,
        "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11,
        "dezember": 12, "dez": 12,
    ]
    let fixedForms = [
        "24/7": "vierundzwanzig sieben", "50/50": "fünfzig fünfzig", "9/11": "neun elf", "08/15": "null acht fünfzehn",
    ]
    let joinsNouns = true
    let containers: Set<String> = [
        "Stk", "St", "Pck", "Pkg", "Msp", "Bd", "Dos", "Ds", "Fl", "Gl", "Be", "Pr", "Tbl", "Tabl", "EL", "TL",
    ]
    let bearings = [
        "NO": "Nordost", "NW": "Nordwest", "SO": "Südost", "SW": "Südwest", "N": "Nord", "O": "Ost", "S": "Süd",
        "W": "West",
    ]
    let hourMarks: Set<String> = ["uhr"]
    let ordinalSuffixes: [String: Agreement] = [:]
    let ordinalFullStop = true
    let weekdays = [
        "mo": "Montag", "di": "Dienstag", "mi": "Mittwoch", "do": "Donnerstag", "fr": "Freitag", "sa": "Samstag",
        "so": "Sonntag",
    ]
    let hasLowercaseWeekdays = false
    let romanCardinalHeads = RuleTables.words(
        """
        kapitel akt szene teil band buch abschnitt artikel anhang phase stufe typ klasse titel gruppe weltkrieg folge
        staffel tabelle agenda hartz
        """
    )
    let verseHeads = RuleTables.words(
        """
        genesis exodus mose psalm sprüche jesaja matthäus markus lukas johannes apostelgeschichte römer korinther
        galater epheser hebräer offenbarung joh mt mk lk kor röm sure ps gen ex jes jer spr apg hebr offb gal eph
        """)
    let codeHeads = RuleTables.words("zimmer raum gate code bus")
    let functionWords = RuleTables.words(
        """
        und oder aber denn bis von zu in im am an auf aus bei mit nach seit vor für über unter um ist sind war waren hat
        haben hatte wird werden wurde kann der die das den dem des ein eine nicht auch nur noch schon als wie mal ja
        nein zum zur plus minus
        """)
    func code(_ digits: String) -> String { shortCode(digits) }

    // MARK: Years

    func isYear(_ digits: String, _ context: NumberContext) -> Bool {
        guard digits.utf8.count == 4, let value = Int(digits), (1100...1999).contains(value) else { return false }
        return !context.isNextCapitalized || Self.yearHeads.contains(context.previous)
    }

    private static let yearHeads = RuleTables.words(
        """
        jahr jahre jahres jahren seit anno um sommer winter herbst frühjahr frühling ende anfang mitte januar februar
        märz april mai juni juli august september oktober november dezember weihnachten ostern silvester
        """)

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        frau person stunde minute min sekunde woche seite stadt tasse flasche wohnung kirche schule straße nacht hand
        million milliarde tonne kugel karte katze mutter tochter schwester firma bank maus wand tür uhr zahl art fahrt
        kraft wahl mark banane tomate zwiebel gabel tafel zeit nummer mannschaft liga welt schlacht ecke kammer steuer
        mauer feder dose packung prise zehe scheibe pizza messerspitze stimme stelle idee frage antwort sache liebe rose
        blume
        """)
    private static let neuterNouns = RuleTables.words(
        """
        og ug dg eg jh jhd kind jahr jahrhundert jahrzehnt quartal semester kapitel tor haus auto buch mädchen tor spiel
        ei glas stück bier zimmer land bild wort tier pferd brot fest paar kilo pfund prozent mal blatt problem programm
        system projekt produkt ticket hotel restaurant foto video handy telefon gerät konto fenster messer wasser büro
        kino team licht schiff dorf schloss hemd kleid boot bett sofa regal radio feld zelt brett gebäude getränk
        geschenk gewicht gesicht gericht paket schwein huhn schaf heft lied ergebnis ereignis zeugnis
        """
    )

    private static let numberedHeads = RuleTables.words(
        "abs absatz art artikel satz s kap bd rn nr nummer platz gruppe teil kapitel klasse stufe linie ziffer seite")

    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement {
        // "Art. 1 GG", "Platz 1 Bayern": what is numbered is not counted.
        guard !isOrdinal, context.value == 1, context.isNextCapitalized, context.next.utf8.count > 1,
            !months.keys.contains(context.next), !Self.numberedHeads.contains(context.previous)
        else {
            return .none
        }
        var agreement = Agreement(gender: gender(of: context.next), precedesNoun: true)
        let governor = context.governor.isEmpty ? context.previous : context.governor
        if Self.datives.contains(governor) { agreement.grammaticalCase = .dative }
        if Self.accusatives.contains(governor)
            || Self.transitives.contains(governor) && isMasculine(context.next)
        {
            agreement.grammaticalCase = .accusative
        }
        return agreement
    }

    /// Whether a noun is known to be masculine. ``gender(of:)`` takes every unknown noun for one, which the nominative
    /// does not show.
    private func isMasculine(_ word: String) -> Bool {
        gender(of: word) == .masculine
            && (Self.masculineNouns.contains { word.hasSuffix($0) && ($0.utf8.count > 3 || word == $0) }
                || ["ling", "ismus", "ist", "ant", "eur", "eller", "ner", "ler"].contains { word.hasSuffix($0) })
    }

    private static let masculineNouns = RuleTables.words(
        """
        hund apfel mann baum tisch stuhl brief freund sohn bruder vater onkel kaffee tee saft wein schnaps kuchen löffel
        teller becher topf koffer rucksack schlüssel stift computer drucker monitor laptop fehler punkt sieg platz tag
        monat euro cent dollar franken liter meter kilometer schritt plan termin auftrag vertrag antrag artikel bericht
        text satz film song vogel fisch hase löwe affe bus zug wagen lkw pkw garten balkon keller raum saal weg berg see
        fluss wald ball korb schuh rock mantel hut schal ring salat käse fleck arzt kunde kollege junge name nachbar
        gast student schüler lehrer sitz pullover pfirsich kopf arm fuß finger zahn
        """)

    func gender(of word: String) -> Agreement.Gender {
        if Self.feminineNouns.contains(where: { word.hasSuffix($0) && ($0.utf8.count > 3 || word == $0) }) {
            return .feminine
        }
        if Self.neuterNouns.contains(where: { word.hasSuffix($0) && ($0.utf8.count > 3 || word == $0) }) {
            return .neuter
        }
        let feminine = ["ei", "ung", "heit", "keit", "schaft", "ion", "tät", "ik", "ur", "enz", "anz", "in"]
        if word.count > 4, feminine.contains(where: { word.hasSuffix($0) }) { return .feminine }
        if word.hasSuffix("chen") || word.hasSuffix("lein") || word.hasSuffix("ment") || word.hasSuffix("um") {
            return .neuter
        }
        let masculine = [
            "kaffee", "tee", "see", "schnee", "klee", "name", "junge", "kollege", "kunde", "buchstabe", "gedanke",
            "käse", "löwe", "affe", "hase", "experte",
        ]
        if word.hasSuffix("a"), word.utf8.count > 3, word != "papa" {
            let neuter = ["thema", "drama", "klima", "komma", "schema", "prisma", "koma", "plasma", "trauma", "dogma"]
            return neuter.contains { word.hasSuffix($0) } ? .neuter : .feminine
        }
        return word.hasSuffix("e") && !masculine.contains(word) ? .feminine : .masculine
    }

    static let datives = RuleTables.words("mit von bei nach seit zu aus außer gegenüber vor in im am an auf ab binnen")
    static let accusatives = RuleTables.words("für um gegen ohne durch pro je")

    /// Verbs whose object follows them: "Ich sehe 1 Hund". Of other verbs, and after an object or an adverb, the case
    /// cannot be known.
    static let transitives = RuleTables.words(
        """
        sehe siehst sieht sehen seht sah sahen habe hast hat haben habt hatte hatten brauche brauchst braucht brauchen
        brauchte brauchten kaufe kaufst kauft kaufen kaufte kauften nehme nimmst nimmt nehmen nahm nahmen esse isst
        essen aß aßen trinke trinkst trinkt trinken trank tranken bekomme bekommst bekommt bekommen bekam bekamen suche
        suchst sucht suchen suchte suchten finde findest findet finden fand fanden bestelle bestellt bestellen bestellte
        bestellten verkaufe verkauft verkaufen verkaufte verkauften schreibe schreibt schreiben schrieb schrieben lese
        liest lesen las lasen erhalte erhält erhalten erhielt erhielten besitze besitzt besitzen besaß besaßen enthält
        enthalten enthielt enthielten gibt gab verlor verloren gewann gewannen erzielte erzielten möchte möchten
        benötige benötigt benötigen benötigte
        """)

    // MARK: Numbers

    func percent(_ amount: Numeral, ending: String) -> String? {
        ending.lowercased().hasPrefix("ig") ? number(amount, .none) + " prozent" + ending : nil
    }

    func percent(_ amount: Numeral) -> String { [number(amount, .neuter), words.percent].joinedWords() }

    func form(of noun: Noun, for amount: Numeral) -> String {
        amount.isOne || amount.value == 1 && amount.fraction == nil ? noun.singular : noun.plural
    }

    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String {
        let count = numerator == 1 ? "ein" : cardinal(numerator, .none)
        let part: String
        switch denominator {
        case 1: part = count + " durch eins"
        case 2: part = numerator == 1 ? "ein halb" : count + " halbe"
        default:
            let stem = ordinalStem(denominator)
            part = count + " " + stem.prefix(1).uppercased() + stem.dropFirst() + "el"
        }
        guard let whole else { return part }
        if numerator == 1, denominator == 2 { return whole == 1 ? "eineinhalb" : cardinal(whole, .none) + "einhalb" }
        return (whole == 1 ? "ein" : cardinal(whole, .none)) + " " + part
    }

    func fraction(_ part: String, isMixed: Bool, of noun: Noun) -> String {
        if isMixed { return part + " " + noun.plural }
        guard part == "ein halb" else { return part + " " + noun.singular }
        switch noun.gender {
        case .feminine: return "eine halbe " + noun.singular
        case .neuter: return "ein halbes " + noun.singular
        default: return "ein halber " + noun.singular
        }
    }

    /// "Quadratmeter", "Kubikzentimeter".
    func power(_ exponent: Int, of noun: Noun) -> Noun {
        let word = exponent == 2 ? "Quadrat" : "Kubik"
        return Noun(word + noun.singular.lowercased(), word + noun.plural.lowercased(), noun.gender)
    }

    // MARK: Dates and times

    func date(_ date: CalendarDate) -> String {
        let month = date.writtenMonth?.lowercased() == "jänner" ? "Jänner" : monthName(date)
        let year = date.year.map { (date.hasComma ? ", " : " ") + dateYear($0) } ?? ""
        guard let day = date.day else { return month + year }
        return ordinal(UInt64(day), dayAgreement(date.previousWord)) + " " + month + year
    }

    /// "der dritte Mai", "am dritten Mai", "dritter Mai".
    func dayAgreement(_ previous: String) -> Agreement {
        if Self.dayDatives.contains(previous) {
            return Agreement(gender: .masculine, grammaticalCase: .dative, isDefinite: true)
        }
        return Agreement(gender: .masculine, isDefinite: ["der", "dieser", "jeder", "jener"].contains(previous))
    }
    private static let dayDatives = RuleTables.words(
        """
        am vom v zum beim den dem des im ab bis seit bis nach vor von zum und sowie spätestens ihrem seinem diesem jedem
        dienstags montags
        """
    ).subtracting(["und", "sowie", "spätestens", "dienstags", "montags"])

    func time(_ time: ClockTime) -> String {
        let hour = time.hour == 1 ? "ein" : cardinal(UInt64(time.hour), .none)
        guard let second = time.second, let minute = time.minute else {
            return hour + " Uhr" + (time.minute.map { $0 == 0 ? "" : " " + cardinal(UInt64($0), .none) } ?? "")
        }
        func count(_ value: Int, _ noun: String) -> String {
            cardinal(UInt64(value), .feminine) + " " + noun + (value == 1 ? "" : "n")
        }
        let unit = time.isDuration ? time.hour == 1 ? "Stunde" : "Stunden" : "Uhr"
        let hours = time.isDuration ? cardinal(UInt64(time.hour), .feminine) : hour
        return "\(hours) \(unit) \(count(minute, "Minute")) und \(count(second, "Sekunde"))"
    }

    // MARK: Telephone

    func countryCode(_ digits: String) -> String { shortCode(digits) }

    // MARK: Money

    func quantity(_ amount: Numeral, _ noun: Noun) -> String {
        let agreement = Agreement(gender: noun.gender == .unspecified ? .masculine : noun.gender, precedesNoun: true)
        return [number(amount, agreement), form(of: noun, for: amount)].joinedWords()
    }

    func centsBehind(_ cents: Int, _ minor: Noun) -> String { shortCents(cents, minor) }

    let currencies = German.currenciesTable
    let scales = German.scalesTable
    let scaleAbbreviations = German.scaleAbbreviationsTable

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = German.unitsBeforeNoWordTable
    let units = German.unitsTable

    // MARK: Words

    let abbreviations = German.abbreviationsTable
    let phrases = German.phrasesTable

    let contextWords = German.contextWordsTable
    let initialisms = German.initialismsTable

    let symbolNames: [Unicode.Scalar: String] = German.symbolNamesTable
    let readSymbols: [Unicode.Scalar: String] = German.readSymbolsTable
}
