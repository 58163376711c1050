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
        dot: "punt", at: "apenstaartje",
        around: "ongeveer")
    let monthNames = [
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
    ]
    let months = [
        "januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "april": 4, "apr": 4,
        "mei": 5, "juni": 6,
        "jun": 6, "juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10,
        "okt": 10,
        "november": 11, "nov": 11, "december": 12, "dec": 12,
    ]
    let ambiguousMonths: Set<String> = ["jan"]
    let fixedForms = ["24/7": "vierentwintig zeven", "50/50": "fiftyfifty"]
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
        genesis exodus psalm psalmen spreuken jesaja matteüs mattheüs marcus lucas johannes handelingen romeinen korintiërs
        hebreeën openbaring soera artikel art
        """)
    let codeHeads = RuleTables.words(
        """
        vlucht postcode kamer zaal deur bus lijn code gate bsn kvk pincode klantnummer ordernummer factuurnummer rekeningnummer
        """)
    let functionWords = RuleTables.words(
        """
        en of maar want dus van tot in op aan met voor bij uit om te de het een is zijn was waren heeft hebben had
        niet ook als dan dat die
        """
    )
    func code(_ digits: String) -> String { shortCode(digits) }

    func isYear(_ digits: String, _ context: NumberContext) -> Bool {
        guard digits.utf8.count == 4, let value = Int(digits) else { return false }
        return (1100...2099).contains(value)
    }

    // MARK: Numbers

    func number(_ numeral: Numeral, _ agreement: Agreement) -> String {
        guard let fraction = numeral.fraction else {
            return [sign(numeral), integer(numeral, agreement)].joinedWords()
        }
        let whole = numeral.integer.isEmpty ? cardinal(0, .none) : integer(numeral, .none)
        return [sign(numeral), whole, point(numeral), decimals(fraction)].joinedWords()
    }

    /// Two decimals are a number: "komma veertien"; more are digits.
    private func decimals(_ digits: String) -> String {
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

    private func dateYear(_ digits: String) -> String {
        guard digits.utf8.count == 2, let value = UInt64(digits) else { return year(digits) }
        return cardinal(value < 10 ? 2000 + value : value, .none)
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
        // "twaalf euro vijftig", but "twaalf euro en vijf cent".
        let rest = cents < 10 ? "en " + quantity(part, minor) : cardinal(UInt64(cents), .none)
        return [quantity(whole, currency.major), rest].joinedWords()
    }

    let currencies = RuleTables.currencies(
        """
        € EUR euro Euro | euro | euro | m | cent | cent | m
        $ USD US$ dollar | dollar | dollar | m | cent | cent | m
        £ GBP | pond | pond | n | penny | pence | m
        ¥ JPY | yen | yen | m
        CHF | Zwitserse frank | Zwitserse frank | m | centime | centimes | m
        ƒ NLG | gulden | gulden | m | cent | cent | m
        CNY RMB | yuan | yuan | m
        ₩ KRW | won | won | m
        ₹ INR | roepie | roepies | f
        ₽ RUB | roebel | roebel | m
        CAD C$ | Canadese dollar | Canadese dollar | m | cent | cent | m
        AUD A$ | Australische dollar | Australische dollar | m | cent | cent | m
        SEK | Zweedse kroon | Zweedse kronen | f
        NOK | Noorse kroon | Noorse kronen | f
        DKK | Deense kroon | Deense kronen | f
        PLN zł | zloty | zloty | m
        R$ BRL | real | real | m
        ₿ BTC | bitcoin | bitcoins | m
        ¢ ct | cent | cent | m
        """)
    let scales = RuleTables.scales(
        """
        duizend | duizend | duizend | n
        miljoen | miljoen | miljoen | n
        miljard | miljard | miljard | n
        biljoen | biljoen | biljoen | n
        """)
    let scaleAbbreviations = RuleTables.scales(
        """
        mln Mln mio M | miljoen | miljoen | n
        mld Mld mrd | miljard | miljard | n
        k K | duizend | duizend | n
        """)

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = ["A", "V", "W", "J", "N", "K", "C", "F", "d", "t", "s"]
    let units = RuleTables.nouns(
        """
        km | kilometer | kilometer | m
        m | meter | meter | m
        dm | decimeter | decimeter | m
        cm | centimeter | centimeter | m
        mm | millimeter | millimeter | m
        µm μm | micrometer | micrometer | m
        nm | nanometer | nanometer | m
        " | inch | inch | m
        kg Kg KG | kilo | kilo | n
        g gr | gram | gram | n
        mg | milligram | milligram | n
        µg μg | microgram | microgram | n
        t | ton | ton | m
        atm | atmosfeer | atmosfeer | f
        l L | liter | liter | m
        dl | deciliter | deciliter | m
        cl | centiliter | centiliter | m
        ml mL | milliliter | milliliter | m
        hl | hectoliter | hectoliter | m
        ha | hectare | hectare | m
        h u | uur | uur | n
        min | minuut | minuten | f
        s sec | seconde | seconden | f
        ms | milliseconde | milliseconden | f
        km/h km/u kmh | kilometer per uur | kilometer per uur | m
        m/s | meter per seconde | meter per seconde | m
        ° | graad | graden | m
        °C ℃ | graad Celsius | graden Celsius | m
        °F ℉ | graad Fahrenheit | graden Fahrenheit | m
        K | kelvin | kelvin | m
        Hz | hertz | hertz | m
        kHz | kilohertz | kilohertz | m
        MHz | megahertz | megahertz | m
        GHz | gigahertz | gigahertz | m
        V | volt | volt | m
        kV | kilovolt | kilovolt | m
        mV | millivolt | millivolt | m
        A | ampère | ampère | m
        mA | milliampère | milliampère | m
        mAh | milliampère-uur | milliampère-uur | n
        W | watt | watt | m
        kW | kilowatt | kilowatt | m
        MW | megawatt | megawatt | m
        GW | gigawatt | gigawatt | m
        kWh | kilowattuur | kilowattuur | n
        MWh | megawattuur | megawattuur | n
        pk | pk | pk | m
        J | joule | joule | m
        kJ | kilojoule | kilojoule | m
        kcal | kilocalorie | kilocalorieën | f
        cal | calorie | calorieën | f
        N | newton | newton | m
        Pa | pascal | pascal | m
        hPa | hectopascal | hectopascal | m
        bar | bar | bar | m
        Ω | ohm | ohm | m
        dB | decibel | decibel | m
        kB KB | kilobyte | kilobyte | m
        MB | megabyte | megabyte | m
        GB | gigabyte | gigabyte | m
        TB | terabyte | terabyte | m
        Mbps Mb/s Mbit/s | megabit per seconde | megabit per seconde | m
        Gbps Gb/s Gbit/s | gigabit per seconde | gigabit per seconde | m
        px | pixel | pixels | m
        el | eetlepel | eetlepels | m
        tl | theelepel | theelepels | m
        ‰ | promille | promille | n
        jr | jaar | jaar | n
        Bft | Beaufort | Beaufort | m
        kWp | kilowattpiek | kilowattpiek | m
        """)

    // MARK: Words

    let abbreviations = RuleTables.abbreviations(
        """
        dhr | de heer
        hr | heer | name
        mevr | mevrouw
        mw | mevrouw | name
        mej | mejuffrouw
        dr | doctor
        drs | doctorandus | name
        prof | professor
        ir | ingenieur | name
        ing | ingenieur | name
        mr | meester | name
        ds | dominee | name
        st | sint | name
        sr | senior | after
        jr | junior | after
        bijv | bijvoorbeeld
        bv | bijvoorbeeld
        enz | enzovoort | end
        etc | et cetera | bare end
        nl | namelijk
        evt | eventueel
        excl | exclusief
        incl | inclusief
        ca | circa
        resp | respectievelijk
        m.n | met name
        vgl | vergelijk
        zgn | zogenaamd
        zog | zogenaamde
        max | maximaal | number
        min | minimaal | number
        gem | gemiddeld
        nr | nummer
        nrs | nummers
        no | nummer | number
        blz | bladzijde
        p | pagina | number
        pag | pagina
        hfst | hoofdstuk
        art | artikel | number
        fig | figuur
        afb | afbeelding
        tel | telefoon
        afd | afdeling
        gem | gemiddeld
        geb | geboren
        km | kilometer | number bare
        jl | jongstleden | end
        a.s | aanstaande | end
        vnl | voornamelijk
        wsch | waarschijnlijk
        mln | miljoen | bare
        mld | miljard | bare
        feb | februari
        mrt | maart
        apr | april
        aug | augustus
        sept | september
        okt | oktober
        nov | november
        dec | december
        pl | plein | after
        ong | ongeveer
        dir | directeur
        eetl | eetlepels
        theel | theelepels
        p.p | per persoon
        p.st | per stuk
        v.a | vanaf
        e.d | en dergelijke | end
        e.a | en anderen | end
        c.q | casu quo
        m.i | mijns inziens
        o.i | onzes inziens
        t.w | te weten
        vlg | volgende
        wrsch | waarschijnlijk
        gebr | gebroeders | name
        gld | gulden
        pag | pagina
        par | paragraaf
        resp | respectievelijk
        temp | temperatuur
        univ | universiteit
        zg | zogenaamd
        zkh | ziekenhuis
        fa | firma | name
        mej | mejuffrouw | name
        pvda | P V D A | bare
        uva | U V A | bare
        pers | personen
        knpt | knooppunt
        verd | verdieping
        gw | Grondwet
        bj | bouwjaar
        stb | Staatsblad | number
        rb | rechtbank | name
        wk | week | number
        jo | juncto
        div | diverse
        pp | pagina's | number
        ref | referentie
        """)
    let phrases = PhraseTable(
        """
        d.w.z. | dat wil zeggen
        de max. | de maximale
        de min. | de minimale
        min. van | minister van
        e.v. | en volgende | end
        d.d. | de dato
        na Chr. | na Christus | end
        voor Chr. | voor Christus | end
        t.e.m. | tot en met
        o.i.d. | of iets dergelijks | end
        m.u.v. | met uitzondering van
        t.w.v. | ter waarde van
        m.v.g. | met vriendelijke groet | end
        m.vr.gr. | met vriendelijke groet | end
        p/st | per stuk
        p/m | per maand
        p/u | per uur
        p.j. | per jaar | end
        p.u. | per uur | end
        p.w. | per week | end
        c.s. | cum suis | end
        i.c.m. | in combinatie met
        i.o.m. | in overleg met
        i.o.v. | in opdracht van
        o.g.v. | op grond van
        t.n.v. | ten name van
        v.d. | van de
        b.g.g. | bij geen gehoor
        N.B. | nota bene
        n.b. | nota bene
        P.S. | P S
        WO I | Wereldoorlog één
        WO II | Wereldoorlog twee
        WOI | Wereldoorlog één
        WOII | Wereldoorlog twee
        D.w.z. | dat wil zeggen
        o.a. | onder andere
        m.a.w. | met andere woorden
        M.a.w. | met andere woorden
        i.p.v. | in plaats van
        a.u.b. | alstublieft | end
        s.v.p. | alstublieft | end
        t.o.v. | ten opzichte van
        t.a.v. | ter attentie van
        m.b.t. | met betrekking tot
        i.v.m. | in verband met
        n.a.v. | naar aanleiding van
        o.b.v. | op basis van
        t.g.v. | ten gevolge van
        m.b.v. | met behulp van
        e.e.a. | een en ander
        E.e.a. | een en ander
        e.d. | en dergelijke | end
        e.a. | en andere | end
        b.v. | bijvoorbeeld
        B.V. | B V | starter
        N.V. | N V | starter
        z.g. | zogenaamd
        z.o.z. | zie ommezijde | end
        i.h.b. | in het bijzonder
        i.h.a. | in het algemeen
        o.l.v. | onder leiding van
        t.z.t. | te zijner tijd | end
        a.s. | aanstaande
        v.Chr. | voor Christus | end
        v. Chr. | voor Christus | end
        n.Chr. | na Christus | end
        n. Chr. | na Christus | end
        p.p. | per persoon | end
        p.m. | per maand | end
        t/m | tot en met
        en/of | en of
        a/d | aan de
        o.m. | onder meer
        m.m.v. | met medewerking van
        w.o. | waaronder
        km/u | kilometer per uur
        z.s.m. | zo spoedig mogelijk
        o.l.v. | onder leiding van
        n.a.v. | naar aanleiding van
        o.b.v. | op basis van
        i.v.m. | in verband met
        a.d.h.v. | aan de hand van
        d.m.v. | door middel van
        t.a.v. | ten aanzien van
        e.e.a. | een en ander
        s.v.p. | alstublieft
        t.b.v. | ten behoeve van
        t.g.v. | ten gevolge van
        t.h.v. | ter hoogte van
        t.z.t. | te zijner tijd
        o.v.v. | onder vermelding van
        A'dam | Amsterdam
        R'dam | Rotterdam
        k.k. | kosten koper | end
        v.o.n. | vrij op naam | end
        n.o.t.k. | nader overeen te komen | end
        w.v. | waarvan
        i.o. | in opdracht | end
        """)

    let initialisms = Initialisms(
        spelled: RuleTables.words(
            """
            EU VS VN USA NS KLM ABN ING NOS VVD PVV PVDA CDA SP BV NV TV PC CD DVD GPS SMS PDF HTML HTTP URL API USB
            CPU GPU FAQ BBC CNN FBI CIA IBM
            UK NBA DNA RNA HIV IP IQ BTW WW AOW WAO CAO OV RIVM KNMI ANWB CBS CPB ECB IMF WHO AI ICT HBO MBO VWO WO
            AIVD MIVD GGD ZZP MKB AVG BN EK WK OM
            """
        ).subtracting(["BN"]),
        asWords: RuleTables.words(
            """
            NAVO UNO NASA UNESCO UNICEF AIDS COVID FIFA UEFA HEMA IKEA LEGO LASER RADAR SIM PIN ZIP RAM ROM JPEG GIF
            JSON ASCII HAVO CITO DIGID NIBUD
            RAI VARA AVRO TROS KRO SER BIBOB OPEC VUT IBAN AZERTY GAK VAR OK WAJONG NUON RAMBAM
            """
        ).subtracting(["VUT", "KRO"]),
        commonWords: RuleTables.words(
            """
            aan af al als bed ben bij dag dan dat de den der dit doe doen door een en er ga geen god had hem het hij
            hun ik in is ja je jij kan kom
            laat lag las lid man me men met mij mijn na naar niet nog nu of om ons ook oog oor op oud pas pen per pot
            rij rug te tot toe tot tuin
            u uit uur van ver vis voor vol vrij wat we wel wie wij ze zee zij zo zon zus ei eis eer erg arm art big
            bus dom gas kat koe kop zin
            """),
        vowels: Set("aeiouyëïéèü"))

    let symbolNames: [Unicode.Scalar: String] = [
        ".": "punt", "@": "apenstaartje", "/": "slash", "\\": "backslash", ":": "dubbelepunt", "-": "streepje",
        "_": "laag streepje",
        "#": "hashtag", "?": "vraagteken", "=": "is", "&": "en", "%": "procent", "+": "plus", "~": "tilde",
    ]
    let readSymbols: [Unicode.Scalar: String] = [
        "&": "en", "%": "procent", "=": "is", "+": "plus", "@": "apenstaartje", "°": "graden", "×": "keer",
        "÷": "gedeeld door",
        "<": "kleiner dan", ">": "groter dan", "≤": "kleiner dan of gelijk aan", "≥": "groter dan of gelijk aan",
        "≠": "ongelijk aan",
        "≈": "ongeveer", "±": "plusminus", "\u{2212}": "min", "√": "wortel van", "∞": "oneindig", "§": "paragraaf",
        "¶": "alinea",
        "©": "copyright", "®": "geregistreerd merk", "™": "merk", "→": "naar", "←": "van", "/": "slash",
        "\\": "backslash", "^": "tot de macht",
        "#": "nummer", "π": "pi", "µ": "micro", "‰": "promille", "†": "overleden", "№": "nummer",
    ]

    func regnal(_ value: Int, after name: String) -> String {
        let ordinal = ordinal(UInt64(value), .none)
        return "de " + ordinal.prefix(1).uppercased() + ordinal.dropFirst()
    }
}

private extension String {
    /// "tweeëneenhalf", "viereneenhalf".
    func diaeresis(after number: String) -> String { number.hasSuffix("e") ? self : "e" + dropFirst() }
}
