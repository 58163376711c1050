/// German: full stops between groups, decimal commas, ordinals with a full stop and the endings of adjectives.
final class German: LanguageRules {
    static let rules = German()

    let language = Language.german
    let numberFormat = NumberFormat(decimal: ",", groups: [".", " ", "'"])
    let words = ConnectingWords(
        minus: "minus", plus: "plus", plusMinus: "plus minus", point: "Komma", to: "bis", ratio: "zu", score: "zu",
        by: "mal", times: "mal", fold: "mal",
        per: "pro", and: "und", equals: "gleich", percent: "Prozent", squared: "zum Quadrat", cubed: "hoch drei",
        toThePower: "hoch", timesTenToThe: "mal zehn hoch", dividedBy: "geteilt durch", over: "zu", outOf: "von", number: "Nummer",
        dot: "Punkt", at: "at", around: "ungefähr")
    let monthNames = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ]
    let months = [
        "januar": 1, "jänner": 1, "jan": 1, "februar": 2, "feber": 2, "feb": 2, "febr": 2, "märz": 3, "maerz": 3,
        "mär": 3, "mrz": 3,
        "april": 4, "apr": 4, "mai": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
        "sept": 9,
        "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11, "dezember": 12, "dez": 12,
    ]
    let fixedForms = ["24/7": "vierundzwanzig sieben", "50/50": "fünfzig fünfzig", "9/11": "neun elf"]
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
        genesis exodus mose psalm sprüche jesaja matthäus markus lukas johannes apostelgeschichte römer korinther galater
        epheser hebräer offenbarung joh mt mk lk kor röm sure
        """)
    let codeHeads = RuleTables.words("zimmer raum gate code bus")
    let functionWords = RuleTables.words(
        """
        und oder aber denn bis von zu in im am an auf aus bei mit nach seit vor für über unter um ist sind war waren
        hat haben hatte
        wird werden wurde kann der die das den dem des ein eine nicht auch nur noch schon als wie mal ja nein zum zur
        plus minus
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
        märz april mai juni
        juli august september oktober november dezember weihnachten ostern silvester
        """)

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        frau person stunde minute sekunde woche seite stadt tasse flasche wohnung kirche schule straße nacht hand
        million milliarde
        tonne kugel karte katze mutter tochter schwester firma bank maus wand tür uhr zahl art fahrt kraft wahl mark
        banane tomate
        zwiebel gabel tafel zeit nummer mannschaft liga welt schlacht ecke kammer steuer mauer feder dose packung
        prise zehe scheibe stimme stelle idee frage antwort sache liebe rose blume
        """)
    private static let neuterNouns = RuleTables.words(
        """
        kind jahr jahrhundert jahrzehnt quartal semester kapitel tor haus auto buch mädchen tor spiel ei glas stück
        bier zimmer land bild wort tier pferd brot fest paar kilo pfund prozent mal blatt
        """
    )

    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement {
        guard !isOrdinal, context.value == 1, context.isNextCapitalized, !months.keys.contains(context.next) else {
            return .none
        }
        var agreement = Agreement(gender: gender(of: context.next), precedesNoun: true)
        if Self.datives.contains(context.previous) { agreement.grammaticalCase = .dative }
        if Self.accusatives.contains(context.previous) { agreement.grammaticalCase = .accusative }
        return agreement
    }

    func gender(of word: String) -> Agreement.Gender {
        if Self.feminineNouns.contains(where: { word.hasSuffix($0) && ($0.utf8.count > 3 || word == $0) }) {
            return .feminine
        }
        if Self.neuterNouns.contains(where: { word.hasSuffix($0) && ($0.utf8.count > 3 || word == $0) }) {
            return .neuter
        }
        let feminine = ["ung", "heit", "keit", "schaft", "ion", "tät", "ik", "ur", "enz", "anz", "in"]
        if word.count > 4, feminine.contains(where: { word.hasSuffix($0) }) { return .feminine }
        if word.hasSuffix("chen") || word.hasSuffix("lein") || word.hasSuffix("ment") || word.hasSuffix("um") {
            return .neuter
        }
        let masculine = [
            "name", "junge", "kollege", "kunde", "buchstabe", "gedanke", "käse", "löwe", "affe", "hase", "experte",
        ]
        return word.hasSuffix("e") && !masculine.contains(word) ? .feminine : .masculine
    }

    static let datives = RuleTables.words("mit von bei nach seit zu aus außer gegenüber vor in im am an auf ab binnen")
    static let accusatives = RuleTables.words("für um gegen ohne durch pro je")

    // MARK: Numbers

    func percent(_ amount: Numeral) -> String { [number(amount, .neuter), words.percent].joinedWords() }

    func number(_ numeral: Numeral, _ agreement: Agreement) -> String {
        guard let fraction = numeral.fraction else {
            return [sign(numeral), integer(numeral, agreement)].joinedWords()
        }
        let whole = numeral.integer.isEmpty ? cardinal(0, .none) : integer(numeral, .none)
        return [sign(numeral), whole, point(numeral), digits(fraction)].joinedWords()
    }

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

    private func dateYear(_ digits: String) -> String {
        guard digits.utf8.count == 2, let value = UInt64(digits) else { return year(digits) }
        return cardinal(value < 10 ? 2000 + value : value, .none)
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
        am vom zum beim den dem des im ab bis seit bis nach vor von zum und sowie spätestens ihrem seinem diesem jedem
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

    func money(_ amount: Numeral, _ currency: Currency, scale: Scale?) -> String {
        if let scale { return quantity(amount, scale.noun) + " " + currency.major.plural }
        var whole = amount
        whole.fraction = nil
        guard let cents = amount.cents, cents > 0, let minor = currency.minor else {
            return quantity(amount.cents == 0 ? whole : amount, currency.major)
        }
        var part = Numeral(integer: String(cents))
        if amount.value == 0 {
            part.sign = amount.sign
            return quantity(part, minor)
        }
        // "zwölf Euro fünfzig", but "zwölf Euro und fünf Cent".
        let rest = cents < 10 ? "und " + quantity(part, minor) : cardinal(UInt64(cents), .none)
        return [quantity(whole, currency.major), rest].joinedWords()
    }

    let currencies = RuleTables.currencies(
        """
        € EUR Euro | Euro | Euro | m | Cent | Cent | m
        $ USD US$ Dollar | Dollar | Dollar | m | Cent | Cent | m
        £ GBP | Pfund | Pfund | n | Penny | Pence | m
        ¥ JPY | Yen | Yen | m
        CHF Fr SFr Franken | Franken | Franken | m | Rappen | Rappen | m
        DM DEM | Mark | Mark | f | Pfennig | Pfennig | m
        CNY RMB | Yuan | Yuan | m
        ₩ KRW | Won | Won | m
        ₹ INR | Rupie | Rupien | f
        ₽ RUB | Rubel | Rubel | m | Kopeke | Kopeken | f
        CAD C$ | Kanadischer Dollar | Kanadische Dollar | m | Cent | Cent | m
        AUD A$ | Australischer Dollar | Australische Dollar | m | Cent | Cent | m
        R$ BRL | Real | Real | m | Centavo | Centavos | m
        SEK | Schwedische Krone | Schwedische Kronen | f
        NOK | Norwegische Krone | Norwegische Kronen | f
        DKK | Dänische Krone | Dänische Kronen | f
        CZK Kč | Tschechische Krone | Tschechische Kronen | f
        PLN zł | Zloty | Zloty | m
        HUF | Forint | Forint | m
        ₺ TRY | Lira | Lira | f
        ₿ BTC | Bitcoin | Bitcoin | m
        ¢ ct Ct Cent | Cent | Cent | m
        """)
    let scales = RuleTables.scales(
        """
        million millionen | Million | Millionen | f
        milliarde milliarden | Milliarde | Milliarden | f
        billion billionen | Billion | Billionen | f
        tausend | Tausend | Tausend | n
        """)
    let scaleAbbreviations = RuleTables.scales(
        """
        Mio mio Mill M | Million | Millionen | f
        Mrd mrd | Milliarde | Milliarden | f
        Bio | Billion | Billionen | f
        Tsd tsd k K | Tausend | Tausend | n
        """)

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = ["A", "V", "W", "J", "N", "K", "C", "F", "a", "d", "L", "in"]
    let units = RuleTables.nouns(
        """
        km | Kilometer | Kilometer | m
        m | Meter | Meter | m
        dm | Dezimeter | Dezimeter | m
        cm | Zentimeter | Zentimeter | m
        mm | Millimeter | Millimeter | m
        µm μm | Mikrometer | Mikrometer | m
        nm | Nanometer | Nanometer | m
        ft | Fuß | Fuß | m
        " | Zoll | Zoll | m
        mi | Meile | Meilen | f
        sm | Seemeile | Seemeilen | f
        kg Kg KG | Kilogramm | Kilogramm | n
        g gr | Gramm | Gramm | n
        mg | Milligramm | Milligramm | n
        µg μg | Mikrogramm | Mikrogramm | n
        t | Tonne | Tonnen | f
        l L | Liter | Liter | m
        dl | Deziliter | Deziliter | m
        cl | Zentiliter | Zentiliter | m
        ml mL | Milliliter | Milliliter | m
        hl | Hektoliter | Hektoliter | m
        qm | Quadratmeter | Quadratmeter | m
        ha | Hektar | Hektar | m
        h Std std | Stunde | Stunden | f
        min Min | Minute | Minuten | f
        s sec sek Sek | Sekunde | Sekunden | f
        ms | Millisekunde | Millisekunden | f
        km/h kmh | Kilometer pro Stunde | Kilometer pro Stunde | m
        m/s | Meter pro Sekunde | Meter pro Sekunde | m
        mph | Meile pro Stunde | Meilen pro Stunde | f
        ° | Grad | Grad | m
        °C ℃ | Grad Celsius | Grad Celsius | m
        °F ℉ | Grad Fahrenheit | Grad Fahrenheit | m
        K | Kelvin | Kelvin | n
        Hz | Hertz | Hertz | n
        kHz | Kilohertz | Kilohertz | n
        MHz | Megahertz | Megahertz | n
        GHz | Gigahertz | Gigahertz | n
        V | Volt | Volt | n
        kV | Kilovolt | Kilovolt | n
        mV mv | Millivolt | Millivolt | n
        A | Ampere | Ampere | n
        mA | Milliampere | Milliampere | n
        mAh | Milliamperestunde | Milliamperestunden | f
        W | Watt | Watt | n
        kW | Kilowatt | Kilowatt | n
        MW | Megawatt | Megawatt | n
        GW | Gigawatt | Gigawatt | n
        kWh kwh | Kilowattstunde | Kilowattstunden | f
        MWh | Megawattstunde | Megawattstunden | f
        PS | PS | PS | n
        J | Joule | Joule | n
        kJ | Kilojoule | Kilojoule | n
        kcal | Kilokalorie | Kilokalorien | f
        cal | Kalorie | Kalorien | f
        N | Newton | Newton | n
        Pa | Pascal | Pascal | n
        hPa | Hektopascal | Hektopascal | n
        bar | Bar | Bar | n
        Ω | Ohm | Ohm | n
        dB | Dezibel | Dezibel | n
        kB KB | Kilobyte | Kilobyte | n
        MB | Megabyte | Megabyte | n
        GB | Gigabyte | Gigabyte | n
        TB | Terabyte | Terabyte | n
        Mbit/s Mb/s Mbps | Megabit pro Sekunde | Megabit pro Sekunde | n
        Gbit/s Gb/s Gbps | Gigabit pro Sekunde | Gigabit pro Sekunde | n
        px | Pixel | Pixel | n
        MP | Megapixel | Megapixel | n
        EL | Esslöffel | Esslöffel | m
        TL | Teelöffel | Teelöffel | m
        Pck Pkg | Packung | Packungen | f
        Stk St | Stück | Stück | n
        ‰ | Promille | Promille | n
        U/min | Umdrehung pro Minute | Umdrehungen pro Minute | f
        J. | Jahr | Jahre | n
        MBit/s | Megabit pro Sekunde | Megabit pro Sekunde | n
        GBit/s | Gigabit pro Sekunde | Gigabit pro Sekunde | n
        kBit/s kbit/s | Kilobit pro Sekunde | Kilobit pro Sekunde | n
        """)

    // MARK: Words

    let abbreviations = RuleTables.abbreviations(
        """
        hr | Herr | name
        hrn | Herrn | name
        fr | Frau | name
        dr | Doktor
        prof | Professor | name bare
        dipl | Diplom
        ing | Ingenieur | name
        mr | Mister
        mrs | Misses
        ms | Miss
        st | Sankt | name
        hl | heilige | name
        usw | und so weiter | end
        usf | und so fort | end
        etc | et cetera | bare end
        bzw | beziehungsweise
        ca | circa | bare number
        ggf | gegebenenfalls
        evtl | eventuell
        vgl | vergleiche
        sog | sogenannte
        bspw | beispielsweise
        inkl | inklusive
        exkl | exklusive
        zzgl | zuzüglich
        abzgl | abzüglich
        einschl | einschließlich
        ausschl | ausschließlich
        allg | allgemein
        bes | besonders
        insb | insbesondere
        insbes | insbesondere
        max | maximal | number
        min | mindestens | number
        mwst | Mehrwertsteuer | end
        mind | mindestens
        durchschn | durchschnittlich
        ungef | ungefähr
        zw | zwischen
        gem | gemäß
        lt | laut
        bzgl | bezüglich
        bez | bezüglich
        betr | betreffend
        jew | jeweils
        entspr | entsprechend
        geb | geboren
        gest | gestorben
        verh | verheiratet
        nr | Nummer | bare number
        nrn | Nummern | bare number
        tel | Telefon
        str | Straße | after end
        pl | Platz | after end
        abb | Abbildung
        tab | Tabelle
        abs | Absatz | number
        abschn | Abschnitt
        art | Artikel | number
        kap | Kapitel
        bd | Band
        aufl | Auflage
        hrsg | Herausgeber
        verl | Verlag
        anm | Anmerkung
        s | Seite | number
        ff | folgende | end
        jh | Jahrhundert | end
        jhd | Jahrhundert | end
        jhdt | Jahrhundert | end
        jhs | Jahrhunderts | end
        mio | Millionen
        mrd | Milliarden
        tsd | Tausend
        std | Stunden | end
        sek | Sekunden | end
        mo | Montag
        di | Dienstag
        mi | Mittwoch
        do | Donnerstag
        fr | Frau | name
        sa | Samstag
        feb | Februar
        apr | April
        aug | August
        sept | September
        okt | Oktober
        nov | November
        dez | Dezember
        km | Kilometer | number bare
        co | Compagnie | end
        ust | Umsatzsteuer | end
        geschl | geschlossen | end
        tägl | täglich
        wöchentl | wöchentlich
        monatl | monatlich
        jährl | jährlich
        vorm | vormittags | end
        nachm | nachmittags | end
        gegr | gegründet
        ev | evangelisch
        kath | katholisch
        zit | zitiert
        ebd | ebenda | end
        geschw | Geschwindigkeit
        verw | verwitwet
        tgl | täglich
        bgm | Bürgermeister | name
        stv | stellvertretender
        ltd | leitender
        pkt | Punkt
        ziff | Ziffer | number
        rd | rund | number
        ges | gesamt
        jg | Jahrgang | number
        wg | wegen
        mtl | monatlich
        ehem | ehemals
        inh | Inhaber
        eigtl | eigentlich
        urspr | ursprünglich
        fam | Familie | name
        frl | Fräulein | name
        gebr | Gebrüder | name
        abt | Abteilung
        bhf | Bahnhof | end
        hbf | Hauptbahnhof | bare end
        stk | Stück | end
        univ | Universität
        gmbh | G m b H | bare
        mfg | mit freundlichen Grüßen | bare
        lkw | L K W | bare
        pkw | P K W | bare
        pers | Personen
        ggü | gegenüber
        fa | Firma | name
        temp | Temperatur
        bj | Baujahr
        kto | Konto
        u | und
        """)
    let phrases = PhraseTable(
        """
        z. B. | zum Beispiel
        z. Bsp. | zum Beispiel
        d. h. | das heißt
        D. h. | das heißt
        u. a. | unter anderem
        u. ä. | und Ähnliches | end
        u. Ä. | und Ähnliches | end
        o. ä. | oder Ähnliches | end
        o. Ä. | oder Ähnliches | end
        u. U. | unter Umständen
        u. v. m. | und vieles mehr | end
        u. v. a. | und viele andere | end
        v. a. | vor allem
        i. d. R. | in der Regel
        i. A. | im Auftrag
        i. V. | in Vertretung
        s. o. | siehe oben | end
        s. u. | siehe unten | end
        z. T. | zum Teil
        z. Z. | zur Zeit
        z. Zt. | zur Zeit
        zz. | zurzeit
        m. E. | meines Erachtens
        o. g. | oben genannte
        u. s. w. | und so weiter | end
        v. Chr. | vor Christus | end
        n. Chr. | nach Christus | end
        a. D. | außer Dienst
        a. M. | am Main | end
        e. V. | eingetragener Verein | end
        Dr. med. | Doktor med
        b. z. w. | beziehungsweise
        sog. | sogenannte
        s. S. | siehe Seite
        G.m.b.H. | GmbH | end
        und/oder | und oder
        km/h | Kilometer pro Stunde
        h. c. | honoris causa
        m. W. | meines Wissens | end
        USt-IdNr. | Umsatzsteuer-Identifikationsnummer
        IdNr. | Identifikationsnummer
        Rg.-Nr. | Rechnungsnummer
        z.Hd. | zu Händen
        z. Hd. | zu Händen
        i.H.v. | in Höhe von
        i. H. v. | in Höhe von
        d.J. | dieses Jahres | end
        d. J. | dieses Jahres | end
        d.M. | dieses Monats | end
        etc. pp. | et cetera pepe | end
        s. Abb. | siehe Abbildung
        s. Abb. | siehe Abbildung
        s. Kap. | siehe Kapitel
        s. Tab. | siehe Tabelle
        d. Red. | der Redaktion | end
        """)

    let initialisms = Initialisms(
        spelled: RuleTables.words(
            """
            USA EU UN UNO BRD DDR ARD ZDF WDR NDR SWR MDR BMW VW AG KG GmbH LKW PKW CDU CSU SPD FDP AfD DGB IHK TÜV
            ADAC BGB DVD CD
            TV PC GPS SMS PDF HTML HTTP URL API USB CPU GPU FAQ KI EZB BIP IT EDV UKW UV WM EM DFB FC DB ICE IC RE EKG
            MRT CT UK BBC FBI
            CIA NBA IBM NRW MHZ MEZ WC IQ ID IP TH FH AB AK BH BE EDV HNO HIV DNA DNS RNA ORF SRF SBB ÖBB OP DJ VIP WG
            GEZ IBAN
            """
        ).subtracting(["UNO", "IBAN", "TÜV"]),
        asWords: RuleTables.words(
            """
            UNO NATO NASA UNESCO UNICEF AIDS COVID FIFA UEFA BAFÖG IBAN TÜV LASER RADAR SIM PIN ZIP RAM ROM JPEG GIF
            JSON ASCII SAP IKEA
            LEGO OPEC BIC HARTZ INFO EDEKA REWE ALDI ISBN DAX GEMA ESA ELSTER RAF IFO CAD OK AIDA KITA TAN UFO DIN LAN
            WLAN BAFOEG
            """
        ).subtracting(["ISBN", "WLAN"]),
        commonWords: RuleTables.words(
            """
            ab alt am an auf aus bad bei bin bis bus da das dem den der des die dir du ein eis er es für gab gar gas
            geh gib gut hab hat her
            hin hof hut ich ihm ihn ihr im in ist ja je kam klo kuh lag lob los man mir mit mut nah neu nie nun nur ob
            oft ohr opa oma ort
            rad rat raus rot ruf sag sah sei sie so tag tat tee tod tor tot tun um und uns uhr vom von vor war was weg
            wem wen wer wie wir wo
            zu zug zum zur arm art arzt auge boot brot buch ehe ei end eng erz fee fit gen hai hoch hör ins jung kein
            lid mal nein not öl pro
            raum rum see sex ski sog süd tau top ufer wal weh weil wut zeh zoo achtung nicht alle
            """),
        vowels: Set("aeiouyäöü"))

    let symbolNames: [Unicode.Scalar: String] = [
        ".": "Punkt", "@": "at", "/": "Slash", "\\": "Backslash", ":": "Doppelpunkt", "-": "Bindestrich",
        "_": "Unterstrich",
        "#": "Hashtag", "?": "Fragezeichen", "=": "Gleichheitszeichen", "&": "und", "%": "Prozent", "+": "plus",
        "~": "Tilde",
    ]
    let readSymbols: [Unicode.Scalar: String] = [
        "&": "und", "%": "Prozent", "=": "gleich", "+": "plus", "@": "at", "°": "Grad", "×": "mal",
        "÷": "geteilt durch",
        "<": "kleiner als", ">": "größer als", "≤": "kleiner oder gleich", "≥": "größer oder gleich", "≠": "ungleich",
        "≈": "ungefähr", "±": "plus minus", "\u{2212}": "minus", "√": "Wurzel aus", "∞": "unendlich", "§": "Paragraf",
        "¶": "Absatz", "©": "Copyright", "®": "eingetragene Marke", "™": "Marke", "→": "nach", "←": "von",
        "/": "Schrägstrich",
        "\\": "Backslash", "^": "hoch", "#": "Raute", "π": "Pi", "µ": "mikro", "‰": "Promille", "†": "gestorben",
        "№": "Nummer",
    ]
}
