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
        timesTenToThe: "per dieci elevato a", dividedBy: "diviso", over: "su", outOf: "su", number: "numero", dot: "punto",
        at: "chiocciola",
        around: "circa")
    let monthNames = [
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
        "novembre", "dicembre",
    ]
    let months = [
        "gennaio": 1, "gen": 1, "genn": 1, "febbraio": 2, "feb": 2, "febbr": 2, "marzo": 3, "mar": 3, "aprile": 4,
        "apr": 4, "maggio": 5,
        "mag": 5, "magg": 5, "giugno": 6, "giu": 6, "luglio": 7, "lug": 7, "agosto": 8, "ago": 8, "settembre": 9,
        "sett": 9, "set": 9,
        "ottobre": 10, "ott": 10, "novembre": 11, "nov": 11, "dicembre": 12, "dic": 12,
    ]
    let fixedForms = [
        "24/24": "ventiquattro su ventiquattro", "24/7": "ventiquattro ore su ventiquattro, sette giorni su sette", "7/7": "sette su sette", "50/50": "cinquanta e cinquanta",
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
        genesi esodo salmo proverbi isaia matteo marco luca giovanni atti romani corinzi galati ebrei apocalisse sura gv mt
        mc lc
        """)
    let codeHeads = RuleTables.words("volo camera sala porta autobus bus linea codice binario interno cap")
    let functionWords = RuleTables.words(
        """
        a ad e ed o od di da in con su per tra fra il lo la i gli le un una uno al allo alla ai agli alle del dello
        della dei degli delle dal
        dalla nel nella sul sulla che chi come è sono era erano fu ha hanno ho più meno ma se non si anche ancora
        quando dove fino volte
        """)
    func code(_ digits: String) -> String { shortCode(digits) }
    /// "°" is an ordinal only where the language's own rules say so.
    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool {
        suffix != "°" && (suffix.utf8.count > 1 || value < 100)
    }

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        conf notte parte classe chiave legge luce voce rete stazione mano moto foto auto radio madre moglie gente nave neve
        carne
        canzone stagione ragione fine serie crisi città università qualità metà verità attività possibilità
        """)
    private static let masculineNouns = RuleTables.words(
        """
        problema sistema programma tema pianeta poeta clima dramma schema turista artista chilogramma grammo papa
        cinema
        """
    )

    func isFeminine(_ word: String) -> Bool {
        if Self.feminineNouns.contains(word) { return true }
        if Self.masculineNouns.contains(word) { return false }
        return word.hasSuffix("a") || word.hasSuffix("tà") || word.hasSuffix("tù") || word.hasSuffix("zione") || word.hasSuffix("sione") || word.hasSuffix("gione")
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

    func percent(_ amount: Numeral) -> String { [number(amount, .none), words.percent].joinedWords() }

    func number(_ numeral: Numeral, _ agreement: Agreement) -> String {
        guard let fraction = numeral.fraction else {
            return [sign(numeral), integer(numeral, agreement)].joinedWords()
        }
        let whole = numeral.integer.isEmpty ? cardinal(0, .none) : integer(numeral, .none)
        return [sign(numeral), whole, point(numeral), decimals(fraction)].joinedWords()
    }

    /// Up to three decimals are a number after their zeros; more are digits.
    private func decimals(_ digits: String) -> String {
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

    func power(_ exponent: Int, of noun: Noun) -> Noun {
        let isFeminine = noun.gender == .feminine
        let word = exponent == 2 ? "quadrat" : "cub"
        return Noun(
            noun.singular + " " + word + (isFeminine ? "a" : "o"), noun.plural + " " + word + (isFeminine ? "e" : "i"),
            noun.gender)
    }

    func quantity(_ amount: Numeral, _ noun: Noun) -> String {
        let agreement = Agreement(gender: noun.gender, precedesNoun: true)
        return [number(amount, agreement), isWholeMillions(amount) ? "di" : "", form(of: noun, for: amount)]
            .joinedWords()
    }

    // MARK: Dates and times

    func date(_ date: CalendarDate) -> String {
        let day = date.day.map { $0 == 1 ? "primo" : cardinal(UInt64($0), .none) } ?? ""
        return [day, monthName(date), date.year.map(dateYear) ?? ""].joinedWords()
    }

    private func dateYear(_ digits: String) -> String {
        guard digits.utf8.count == 2, let value = UInt64(digits) else { return year(digits) }
        return cardinal(value < 10 ? 2000 + value : value, .none)
    }

    /// "da tre a cinque giorni", "dalle nove alle diciassette"; after another small word "in tre-cinque giorni".
    func range(from first: String, to last: String, areTimes: Bool, after previous: String) -> String {
        if previous.hasPrefix("da") || previous == "ore" { return [first, words.to, last].joinedWords() }
        if functionWords.contains(previous) || previous == "circa" { return areTimes ? "\(first) \(words.to) \(last)" : "\(first)-\(last)" }
        guard areTimes else { return "da \(first) a \(last)" }
        func article(_ stem: String, _ time: String) -> String {
            switch time {
            case _ where time.hasPrefix("una") : stem + "l'" + time
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
        case [3, 7], [3, 3, 4], [3, 4, 3], [3, 2, 2, 3], [3, 6]:
            return number.groups[0].hasPrefix("3") || number.groups[0].hasPrefix("8")
        case [3, 3, 3]: return number.groups[0] == "800" || Self.telephoneHeads.contains(context.previous)
        case [9], [10]: return Self.telephoneHeads.contains(context.previous)
        default: return false
        }
    }

    func countryCode(_ digits: String) -> String { digits.utf8.count < 3 ? shortCode(digits) : self.digits(digits) }

    // MARK: Money

    func money(_ amount: Numeral, _ currency: Currency, scale: Scale?) -> String {
        if let scale {
            if scale.noun.singular == "mila" {
                return (amount.fraction == nil ? number(amount, .none) + "mila" : number(amount, .none) + " mila") + " "
                    + currency.major.plural
            }
            return quantity(amount, scale.noun) + " " + link(currency.major.plural)
        }
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
        return [quantity(whole, currency.major), "e", quantity(part, minor)].joinedWords()
    }

    let currencies = RuleTables.currencies(
        """
        € EUR eur euro Euro | euro | euro | m | centesimo | centesimi | m
        $ dollaro dollari | dollaro | dollari | m | centesimo | centesimi | m
        USD US$ | dollaro americano | dollari americani | m | centesimo | centesimi | m
        £ GBP | sterlina | sterline | f | penny | penny | m
        ¥ JPY | yen | yen | m
        CHF fr | franco svizzero | franchi svizzeri | m | centesimo | centesimi | m
        CNY RMB | yuan | yuan | m
        ₩ KRW | won | won | m
        ₹ INR | rupia | rupie | f
        ₽ RUB | rublo | rubli | m | copeca | copechi | m
        CAD C$ | dollaro canadese | dollari canadesi | m | centesimo | centesimi | m
        AUD A$ | dollaro australiano | dollari australiani | m | centesimo | centesimi | m
        R$ BRL | real | real | m | centavo | centavos | m
        MXN | peso messicano | pesos messicani | m
        SEK | corona svedese | corone svedesi | f
        NOK | corona norvegese | corone norvegesi | f
        DKK | corona danese | corone danesi | f
        PLN zł | zloty | zloty | m
        ₿ BTC | bitcoin | bitcoin | m
        ¢ cent | centesimo | centesimi | m
        lire lira ₤ | lira | lire | f
        """)
    let scales = RuleTables.scales(
        """
        mila | mila | mila | m
        milione milioni | milione | milioni | m
        miliardo miliardi | miliardo | miliardi | m
        bilione bilioni | bilione | bilioni | m
        """)
    let scaleAbbreviations = RuleTables.scales(
        """
        M mln Mln mil | milione | milioni | m
        mld Mld mrd | miliardo | miliardi | m
        k K | mila | mila | m
        """)

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = ["ha", "Ha", "A", "V", "W", "J", "N", "K", "C", "F", "d"]
    let units = RuleTables.nouns(
        """
        km Km | chilometro | chilometri | m
        m mt | metro | metri | m
        dm | decimetro | decimetri | m
        cm | centimetro | centimetri | m
        mm | millimetro | millimetri | m
        µm μm | micrometro | micrometri | m
        nm | nanometro | nanometri | m
        mi | miglio | miglia | m
        " | pollice | pollici | m
        kg Kg KG | chilo | chili | m
        g gr | grammo | grammi | m
        hg | etto | etti | m
        mg | milligrammo | milligrammi | m
        µg μg | microgrammo | microgrammi | m
        t | tonnellata | tonnellate | f
        q | quintale | quintali | m
        l L lt | litro | litri | m
        dl | decilitro | decilitri | m
        cl | centilitro | centilitri | m
        ml mL | millilitro | millilitri | m
        hl | ettolitro | ettolitri | m
        ha | ettaro | ettari | m
        h | ora | ore | f
        min | minuto | minuti | m
        s sec | secondo | secondi | m
        ms | millisecondo | millisecondi | m
        d gg | giorno | giorni | m
        km/h kmh | chilometro all'ora | chilometri all'ora | m
        km/s | chilometro al secondo | chilometri al secondo | m
        m/s | metro al secondo | metri al secondo | m
        ° | grado | gradi | m
        °C °c °_C ℃ | grado Celsius | gradi Celsius | m
        °F °_F ℉ | grado Fahrenheit | gradi Fahrenheit | m
        K | kelvin | kelvin | m
        Hz | hertz | hertz | m
        kHz | chilohertz | chilohertz | m
        MHz | megahertz | megahertz | m
        GHz | gigahertz | gigahertz | m
        V | volt | volt | m
        kV | chilovolt | chilovolt | m
        mV | millivolt | millivolt | m
        A | ampere | ampere | m
        mA | milliampere | milliampere | m
        mAh | milliamperora | milliamperora | m
        W | watt | watt | m
        kW | chilowatt | chilowatt | m
        MW | megawatt | megawatt | m
        GW | gigawatt | gigawatt | m
        kWh | chilowattora | chilowattora | m
        MWh | megawattora | megawattora | m
        CV cv | cavallo | cavalli | m
        J | joule | joule | m
        kJ | chilojoule | chilojoule | m
        kcal | chilocaloria | chilocalorie | f
        cal | caloria | calorie | f
        N | newton | newton | m
        Pa | pascal | pascal | m
        hPa | ettopascal | ettopascal | m
        bar | bar | bar | m
        Ω | ohm | ohm | m
        dB | decibel | decibel | m
        kB KB | kilobyte | kilobyte | m
        MB | megabyte | megabyte | m
        GB | gigabyte | gigabyte | m
        TB | terabyte | terabyte | m
        Mbps Mb/s Mbit/s | megabit al secondo | megabit al secondo | m
        Gbps Gb/s Gbit/s | gigabit al secondo | gigabit al secondo | m
        px | pixel | pixel | m
        ‰ | per mille | per mille | m
        mq | metro quadrato | metri quadrati | m
        kmq | chilometro quadrato | chilometri quadrati | m
        mc | metro cubo | metri cubi | m
        cc | centimetro cubo | centimetri cubi | m
        ab | abitante | abitanti | m
        """)

    // MARK: Words

    let abbreviations = RuleTables.abbreviations(
        """
        sig | signor
        sigg | signori
        dott | dottor
        dr | dottor
        prof | professor
        proff | professori
        avv | avvocato
        ing | ingegner | name
        arch | architetto
        geom | geometra
        rag | ragionier | name
        on | onorevole | name
        sen | senatore | name
        cav | cavalier | name
        comm | commendator | name
        gen | generale | name
        col | colonnello | name
        cap | capitolo
        ten | tenente | name
        mons | monsignor
        don | don | name bare
        s | san | name
        ss | santi | name
        ecc | eccetera | end
        etc | eccetera | bare end
        es | esempio
        pag | pagina
        pagg | pagine
        p | pagina | number
        pp | pagine | number
        n | numero | number
        nn | numeri | number
        nº | numero | bare number
        nr | numero | bare number
        num | numero
        vol | volume
        art | articolo
        artt | articoli
        fig | figura
        tab | tabella
        tel | telefono
        cell | cellulare
        int | interno | number
        v | versione | number
        v.le | viale | bare
        c.so | corso | bare
        p.za | piazza | bare
        p.zza | piazza | bare
        p.le | piazzale | bare
        l.go | largo | bare
        f.lli | fratelli | bare
        sig.ra | signora | bare
        sig.na | signorina | bare
        dott.ssa | dottoressa | bare
        prof.ssa | professoressa | bare
        avv.ssa | avvocatessa | bare
        f.to | firmato | bare
        gent.mo | gentilissimo | bare
        gent.ma | gentilissima | bare
        egr | egregio
        spett | spettabile
        ca | circa | number
        circa | circa | bare number
        dip | dipartimento
        uff | ufficio
        ab | abitanti | end
        mln | milioni | bare
        mld | miliardi | bare
        km | chilometro | number bare
        max | massimo
        min | minimo | number
        q.tà | quantità | bare
        rif | riferimento
        all | allegato
        cfr | confronta
        ibid | ibidem
        vs | versus | bare
        sec | secolo
        secc | secoli
        feb | febbraio
        apr | aprile
        lug | luglio
        ago | agosto
        sett | settembre
        ott | ottobre
        nov | novembre
        dic | dicembre
        lun | lunedì | number
        mart | martedì | number
        merc | mercoledì | number
        giov | giovedì | number
        ven | venerdì | number
        sab | sabato | number
        par | paragrafo | number
        lib | libro | number
        p.es | per esempio
        p.e | per esempio
        p.v | prossimo venturo
        u.s | ultimo scorso
        c.a | corrente anno
        c.m | corrente mese
        n.b | nota bene
        p.s | post scriptum
        tel | telefono
        fatt | fattura
        rag | ragioniere | name
        gr | grammi
        kg | chili | number
        l.re | lire
        mart | martedì
        gio | giovedì
        dom | domenica
        mar | martedì | number
        mer | mercoledì | number
        nov | novembre
        dic | dicembre
        lit | lire
        pres | presidente | name
        trad | traduzione
        ediz ed | edizione
        cit | citato
        op.cit | opera citata
        segg | seguenti
        seg | seguente
        loc | località
        fraz | frazione
        prov | provincia
        reg | regione
        sig.ri | signori | bare
        geom | geometra | name
        ill.mo | illustrissimo
        spett.le | spettabile | bare
        c | comma | number
        lett | lettera
        incl | incluso
        escl | escluso
        cad | cadauno | end
        pers | persone
        l | legge | number
        co | comma | number
        ft | fattura | number
        sig.re | signore | bare
        eq | equazione | number
        conf | confezione
        tratt | trattabili | end
        cass | Cassazione
        sez | sezione
        """)
    let phrases = PhraseTable(
        """
        p. es. | per esempio
        ad es. | ad esempio
        per es. | per esempio
        a. C. | avanti Cristo | end
        a. c. | avanti Cristo
        d. C. | dopo Cristo | end
        S.p.A. | S P A | end
        s.p.a. | S P A | end
        SpA | S P A
        S.r.l. | S R L | end
        s.r.l. | S R L | end
        Srl | S R L
        c.m. | corrente mese | end
        u.s. | ultimo scorso | end
        p.v. | prossimo venturo | end
        c.a. | cortese attenzione
        N.B. | nota bene
        P.S. | post scriptum
        S.S. | Sua Santità
        s.l.m. | sul livello del mare | end
        e/o | e o
        c/o | presso
        C. S.n.c. | C S N C | end
        C. S.p.A. | C S P A | end
        C. S.r.l. | C S R L | end
        C. S.a.s. | C S A S | end
        IVA incl. | IVA inclusa | end
        IVA escl. | IVA esclusa | end
        a/r | andata e ritorno
        A/R | andata e ritorno
        S.n.c. | S N C | end
        s.n.c. | S N C | end
        S.a.s. | S A S | end
        D.P.R. | D P R
        d.P.R. | D P R
        D.Lgs. | decreto legislativo
        d.lgs. | decreto legislativo
        D.L. | decreto legge
        d.l. | decreto legge
        c.c. | codice civile | end
        c.p. | codice penale | end
        c.p.c. | codice di procedura civile | end
        c.p.p. | codice di procedura penale | end
        velocità max. | velocità massima
        temperatura max. | temperatura massima
        altezza max. | altezza massima
        capienza max. | capienza massima
        durata max. | durata massima
        velocità max | velocità massima
        temperatura min. | temperatura minima
        età min. | età minima
        max. | massimo | end
        q.b. | quanto basta | end
        C.F. | codice fiscale
        P.IVA | partita IVA
        P. IVA | partita IVA
        nei sec. | nei secoli
        dei sec. | dei secoli
        dal sec. | dal secolo
        c/c | conto corrente
        """)

    let initialisms = Initialisms(
        spelled: RuleTables.words(
            """
            UE USA IVA DNA RNA PIL PD PC CGIL CISL BCE FMI OMS TV CD DVD GPS SMS PDF HTML HTTP URL API USB CPU GPU FAQ
            IA BBC CNN FBI CIA IBM UK NBA
            HIV IP CV MPS TG BTP DPCM CCNL PMI ONG AC DC UK IMU TIR TFR DDL SSN CNR
            """
        ).subtracting(["CISL", "CGIL", "IMU", "TIR", "PIL", "IVA"]),
        asWords: RuleTables.words(
            """
            ONU NATO UFO NASA UNESCO UNICEF AIDS COVID FIFA UEFA ISTAT INPS INAIL FIAT RAI ENI ENEL CONI ANAS ANSA
            LASER RADAR SIM PIN ZIP RAM ROM
            JPEG GIF JSON ASCII IVA PIL IMU IRPEF TAR TAC ASL CAP ATM IKEA LEGO OPEC CERN DOC DOP TIR CISL UIL SIAE
            POS ISEE MIUR OK
            """
        ).subtracting(["ATM"]),
        commonWords: RuleTables.words(
            """
            a ad ai al che chi ci con così da dal dei del di dio do due e è ed era eri fa fai fin fra fu già gli ha
            hai ho i il in io la là le lei li lì lo
            lui ma mai me mi mia mie mio ne né nel no noi non o od ora per più può poi qua qui re sa sai se sé sei si
            sì sia sta sto su sua sue sul suo
            te tè ti tra tre tu tua tue tuo un una uno va vai via vi voi zia zio olio uova età oro ala ape era
            """),
        vowels: Set("aeiouàèéìòù"))

    let symbolNames: [Unicode.Scalar: String] = [
        ".": "punto", "@": "chiocciola", "/": "slash", "\\": "backslash", ":": "due punti", "-": "trattino",
        "_": "trattino basso",
        "#": "hashtag", "?": "punto interrogativo", "=": "uguale", "&": "e commerciale", "%": "per cento",
        "+": "più", "~": "tilde",
        "!": "punto esclamativo",
    ]
    let readSymbols: [Unicode.Scalar: String] = [
        "&": "e", "%": "per cento", "=": "uguale a", "+": "più", "@": "chiocciola", "°": "gradi", "×": "per",
        "÷": "diviso",
        "<": "minore di", ">": "maggiore di", "≤": "minore o uguale a", "≥": "maggiore o uguale a", "≠": "diverso da",
        "≈": "circa", "±": "più o meno", "\u{2212}": "meno", "√": "radice quadrata di", "∞": "infinito",
        "§": "paragrafo",
        "¶": "paragrafo", "©": "copyright", "®": "marchio registrato", "™": "marchio", "→": "a", "←": "da",
        "/": "barra",
        "\\": "backslash", "^": "elevato a", "#": "numero", "π": "pi greco", "µ": "micro", "‰": "per mille",
        "№": "numero",
    ]

    func regnal(_ value: Int, after name: String) -> String {
        ordinal(UInt64(value), name.hasSuffix("a") && name.lowercased() != "andrea" ? .feminine : .masculine)
    }
}
