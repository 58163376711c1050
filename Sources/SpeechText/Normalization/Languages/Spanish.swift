/// Spanish: "1.234,56" and "1 234,56", ordinals with º and ª, nouns in agreement, ruling numbers up to ten as ordinals.
final class Spanish: LanguageRules {
    static let rules = Spanish()

    let language = Language.spanish
    let numberFormat = NumberFormat(decimal: ",", groups: [".", " ", "'"])
    let words = ConnectingWords(
        minus: "menos", plus: "más", plusMinus: "más menos", point: "coma", to: "a", ratio: "a", score: "a", by: "por",
        times: "por", fold: "veces", per: "por",
        and: "y", equals: "es igual a", percent: "por ciento", squared: "al cuadrado", cubed: "al cubo",
        toThePower: "elevado a",
        timesTenToThe: "por diez elevado a", dividedBy: "dividido entre", over: "sobre", outOf: "sobre", number: "número", dot: "punto",
        at: "arroba",
        around: "aproximadamente")
    let monthNames = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ]
    let months = [
        "enero": 1, "ene": 1, "febrero": 2, "feb": 2, "marzo": 3, "abril": 4, "abr": 4, "mayo": 5, "junio": 6, "jun": 6,
        "julio": 7,
        "jul": 7, "agosto": 8, "ago": 8, "septiembre": 9, "setiembre": 9, "sept": 9, "sep": 9, "octubre": 10, "oct": 10,
        "noviembre": 11, "nov": 11, "diciembre": 12, "dic": 12,
    ]
    let dateLinks: Set<String> = ["de", "del"]
    let fixedForms = ["24/7": "veinticuatro siete", "50/50": "cincuenta cincuenta"]
    let dayHalves: [String: ClockTime.Half] = ["am": .am, "pm": .pm, "a.m": .am, "p.m": .pm]
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
        "lun": "lunes", "mar": "martes", "mié": "miércoles", "mie": "miércoles", "miér": "miércoles",
        "jue": "jueves", "vie": "viernes", "sáb": "sábado", "sab": "sábado", "dom": "domingo",
    ]
    let romanCardinalHeads = RuleTables.words(
        """
        tomo volumen libro acto escena parte sección artículo anexo fase nivel tipo clase título grupo año siglo
        siglos
        """
    )
    let verseHeads = RuleTables.words(
        """
        génesis éxodo salmo salmos proverbios isaías mateo marcos lucas juan hechos romanos corintios gálatas hebreos
        apocalipsis sura jn mt mc lc
        """)
    let codeHeads = RuleTables.words("vuelo habitación sala puerta autobús autobuses bus línea código")
    let functionWords = RuleTables.words(
        """
        a y e o u de del en por para con sin sobre entre hasta desde que como es son era fue fueron está están ha han
        había más menos
        pero si no se lo la las el los un una al ante bajo según ni muy ya cuando donde mientras izq izda izqda dcha dch
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
        crisis tesis
        mujer flor calle noche tarde clase llave parte ley luz voz red pared imagen vez serie manos mano fotos foto
        motos moto naves
        nave nubes nube sedes sede bases base fases fase frases frase claves clave torres torre sangre suerte gente
        muerte muertes
        """)
    private static let masculineNouns = RuleTables.words(
        """
        días día mapas mapa problemas problema sistemas sistema programas programa idiomas idioma temas tema planetas
        planeta poemas
        poema climas clima dramas drama esquemas esquema turistas artistas periodistas policías futbolistas gramas
        kilogramas
        guardias poetas atletas cometas pijamas sofás telegramas diagramas síntomas aromas fantasmas papas tranvías
        """)

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
        let isNoun = isFeminine(context.next)
        return Agreement(gender: isNoun ? .feminine : .masculine, isPlural: false, precedesNoun: true)
    }

    // MARK: Numbers

    func number(_ numeral: Numeral, _ agreement: Agreement) -> String {
        guard let fraction = numeral.fraction else {
            return [sign(numeral), integer(numeral, agreement)].joinedWords()
        }
        let whole = numeral.integer.isEmpty ? cardinal(0, .none) : integer(numeral, .none)
        return [sign(numeral), whole, point(numeral), decimals(fraction)].joinedWords()
    }

    /// Decimals are a number after their zeros: "coma catorce", "coma cero cinco"; more than three go in pairs.
    private func decimals(_ digits: String) -> String {
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

    private func dateYear(_ digits: String) -> String {
        guard digits.utf8.count == 2, let value = UInt64(digits) else { return year(digits) }
        return cardinal(value < 10 ? 2000 + value : value, .none)
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
            if "6789".contains(number.groups[0].prefix(1)), context.next.isEmpty || functionWords.contains(context.next),
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

    func money(_ amount: Numeral, _ currency: Currency, scale: Scale?) -> String {
        if let scale {
            // "mil euros", but "dos millones de euros".
            if scale.noun.singular == "mil" {
                return [number(amount, Agreement(gender: .masculine, precedesNoun: true)), "mil", currency.major.plural].joinedWords()
            }
            return quantity(amount, scale.noun) + " de " + currency.major.plural
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
        return [quantity(whole, currency.major), "con", quantity(part, minor)].joinedWords()
    }

    let currencies = RuleTables.currencies(
        """
        € EUR eur euro euros | euro | euros | m | céntimo | céntimos | m
        $ dólar dólares | dólar | dólares | m | centavo | centavos | m
        USD US$ usd us$ | dólar estadounidense | dólares estadounidenses | m | centavo | centavos | m
        £ GBP gbp | libra | libras | f | penique | peniques | m
        ¥ JPY jpy | yen | yenes | m | centavo | centavos | m
        CHF chf | franco suizo | francos suizos | m | céntimo | céntimos | m
        fr Fr | franco | francos | m
        CNY RMB | yuan | yuanes | m
        ₩ KRW krw | won | wones | m
        ₹ INR rs Rs | rupia | rupias | f
        ₽ RUB | rublo | rublos | m | kopek | kopeks | m
        MXN mxn MX$ | peso mexicano | pesos mexicanos | m | centavo | centavos | m
        ARS ars | peso argentino | pesos argentinos | m | centavo | centavos | m
        COP cop | peso colombiano | pesos colombianos | m | centavo | centavos | m
        CLP clp | peso chileno | pesos chilenos | m
        UYU uyu | peso uruguayo | pesos uruguayos | m
        BOP bop | peso boliviano | pesos bolivianos | m
        PEN pen S/ | sol | soles | m | céntimo | céntimos | m
        CRC crc | colón costarricense | colones costarricenses | m
        ₡ | colón | colones | m
        NIO nio | córdoba | córdobas | f
        PAB pab | balboa | balboas | m
        HNL hnl | lempira | lempiras | m
        GTQ gtq | quetzal | quetzales | m
        BOB bob | boliviano | bolivianos | m
        PYG ₲ | guaraní | guaraníes | m
        VES | bolívar | bolívares | m
        BRL R$ | real | reales | m | centavo | centavos | m
        TTD ttd | dólar de Trinidad y Tobago | dólares de Trinidad y Tobago | m
        HKD hkd | dólar de Hong Kong | dólares de Hong Kong | m
        CAD C$ | dólar canadiense | dólares canadienses | m | centavo | centavos | m
        AUD A$ | dólar australiano | dólares australianos | m | centavo | centavos | m
        ₧ ptas pta Ptas Pta | peseta | pesetas | f
        kr SEK NOK DKK | corona | coronas | f
        mk | marco | marcos | m
        PLN zł | esloti | eslotis | m
        ₿ BTC | bitcoin | bitcoins | m
        ¢ cts | centavo | centavos | m
        """)
    let scales = RuleTables.scales(
        """
        mil | mil | mil | m
        millón millones | millón | millones | m
        billón billones | billón | billones | m
        trillón trillones | trillón | trillones | m
        """)
    let scaleAbbreviations = RuleTables.scales(
        """
        M MM mill mills | millón | millones | m
        k K | mil | mil | m
        """)

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = ["ha", "Ha", "A", "V", "W", "J", "N", "K", "C", "F", "d"]
    let units = RuleTables.nouns(
        """
        km Km | kilómetro | kilómetros | m
        m mts | metro | metros | m
        dm | decímetro | decímetros | m
        cm | centímetro | centímetros | m
        mm | milímetro | milímetros | m
        µm μm | micrómetro | micrómetros | m
        nm | nanómetro | nanómetros | m
        mi | milla | millas | f
        ft | pie | pies | m
        " | pulgada | pulgadas | f
        kg Kg KG | kilogramo | kilogramos | m
        g gr grs | gramo | gramos | m
        mg | miligramo | miligramos | m
        µg μg | microgramo | microgramos | m
        t | tonelada | toneladas | f
        lb lbs | libra | libras | f
        l L | litro | litros | m
        dl | decilitro | decilitros | m
        cl | centilitro | centilitros | m
        ml mL | mililitro | mililitros | m
        hl | hectolitro | hectolitros | m
        ha Ha | hectárea | hectáreas | f
        h | hora | horas | f
        min | minuto | minutos | m
        s seg | segundo | segundos | m
        ms | milisegundo | milisegundos | m
        km/h kph kmh | kilómetro por hora | kilómetros por hora | m
        m/s | metro por segundo | metros por segundo | m
        mph | milla por hora | millas por hora | f
        ° | grado | grados | m
        °C °c °_C °_c ℃ | grado centígrado | grados centígrados | m
        °F °_F ℉ | grado Fahrenheit | grados Fahrenheit | m
        °K °_K °_k | grado Kelvin | grados Kelvin | m
        K | kelvin | kelvins | m
        Hz | hercio | hercios | m
        kHz | kilohercio | kilohercios | m
        MHz | megahercio | megahercios | m
        GHz | gigahercio | gigahercios | m
        V | voltio | voltios | m
        kV | kilovoltio | kilovoltios | m
        mV | milivoltio | milivoltios | m
        A | amperio | amperios | m
        mA | miliamperio | miliamperios | m
        mAh | miliamperio hora | miliamperios hora | m
        W | vatio | vatios | m
        kW | kilovatio | kilovatios | m
        MW | megavatio | megavatios | m
        GW | gigavatio | gigavatios | m
        kWh | kilovatio hora | kilovatios hora | m
        MWh | megavatio hora | megavatios hora | m
        CV cv | caballo | caballos | m
        J | julio | julios | m
        kJ | kilojulio | kilojulios | m
        kcal | kilocaloría | kilocalorías | f
        cal | caloría | calorías | f
        N | newton | newtons | m
        Pa | pascal | pascales | m
        hPa | hectopascal | hectopascales | m
        bar | bar | bares | m
        psi | P S I | P S I | m
        Ω | ohmio | ohmios | m
        dB | decibelio | decibelios | m
        kB KB | kilobyte | kilobytes | m
        MB | megabyte | megabytes | m
        GB | gigabyte | gigabytes | m
        TB | terabyte | terabytes | m
        Mbps Mb/s | megabit por segundo | megabits por segundo | m
        Gbps Gb/s | gigabit por segundo | gigabits por segundo | m
        px | píxel | píxeles | m
        ‰ | por mil | por mil | m
        rpm | revolución por minuto | revoluciones por minuto | f
        hab | habitante | habitantes | m
        Mbps Mb/s Mbit/s | megabit por segundo | megabits por segundo | m
        Gbps Gb/s Gbit/s | gigabit por segundo | gigabits por segundo | m
        """)

    // MARK: Words

    let abbreviations = RuleTables.abbreviations(
        """
        sr | señor
        sra | señora
        srta | señorita
        sres | señores | name bare
        sras | señoras | name bare
        dr | doctor
        dra | doctora
        drs | doctores | bare
        dres | doctores
        d | don | name
        dª | doña | name
        dña | doña | name bare
        da | doña | name
        prof | profesor
        profa | profesora
        ing | ingeniero
        lic | licenciado
        lcdo | licenciado
        arq | arquitecto
        gral | general
        cnel | coronel
        cap | capítulo
        tte | teniente
        sto | santo | name bare
        sta | santa | name bare
        fr | fray | name
        pdte | presidente
        pdta | presidenta
        ud | usted | end
        uds | ustedes | end
        vd | usted | end
        vds | ustedes | end
        etc | etcétera | bare end
        ej | ejemplo
        núm | número
        num | número
        nro | número | bare
        nº | número | bare
        pág | página
        págs | páginas
        pag | página
        p | página | number
        pp | páginas | number
        vol | volumen
        art | artículo
        arts | artículos
        fig | figura
        tel | teléfono
        tfno | teléfono
        tlf | teléfono
        telf | teléfono
        ext | extensión | number
        av | avenida
        avda | avenida
        ave | avenida | name
        pza | plaza
        pl | plaza | name
        pº | paseo | bare
        ctra | carretera
        esq | esquina
        dpto | departamento
        depto | departamento
        apdo | apartado
        cía | compañía | end
        admón | administración
        aprox | aproximadamente
        máx | máximo
        mín | mínimo
        km | kilómetro | number bare
        izq | izquierda | end
        izda | izquierda | end
        dcha | derecha | end
        dto | descuento
        gob | gobierno
        ed | edición
        edo | estado
        cf | confróntese
        vs | versus | bare
        lun | lunes | number
        mart | martes | number
        miérc | miércoles | number
        mié | miércoles | number
        juev | jueves | number
        vier | viernes | number
        sáb | sábado | number
        dom | domingo | number
        ene | enero
        feb | febrero
        abr | abril
        ago | agosto
        sept | septiembre
        oct | octubre
        nov | noviembre
        dic | diciembre
        cda cdas | cucharada
        cdta cdtas | cucharadita
        s | siglo | number
        pta ptas | pesetas
        vs | versus
        tlfn | teléfono
        seg | segundos
        hab | habitantes
        fdo | firmado
        ref | referencia
        urb | urbanización
        plta | planta
        bto | bruto
        gral | general
        ntra | nuestra
        nac | nacional
        univ | universidad
        sig | siguiente
        sigs ss | siguientes
        trad | traducción
        vol | volumen
        máx | máximo
        impte | importe
        entlo | entresuelo
        pral | principal
        ob | obra
        coop | cooperativa
        jue | jueves
        vie | viernes
        sep | septiembre
        no | número | number
        núms | números
        ap | apartado | number
        pers | personas
        rte | remitente
        atte | atentamente | end
        hnos | hermanos | name
        mons | monseñor | name
        exmo excmo | excelentísimo
        ayto | ayuntamiento
        secc sec | sección
        temp | temperatura
        v | versión | number
        """)
    let phrases = PhraseTable(
        """
        EE. UU. | Estados Unidos | end
        EEUU | Estados Unidos
        EE UU | Estados Unidos
        p. ej. | por ejemplo
        por ej. | por ejemplo
        a. C. | antes de Cristo | end
        a. c. | antes de Cristo | end
        a. de C. | antes de Cristo | end
        d. C. | después de Cristo | end
        d. c. | después de Cristo | end
        d. de C. | después de Cristo | end
        S. A. | sociedad anónima | end
        S. L. | sociedad limitada | end
        S.M. | Su Majestad
        n.º | número
        N.º | número
        n.ºs | números
        n.os | números
        c/ | calle
        D.ª | doña
        Dr.ª | doctora
        Sr.ª | señora
        c.º b. | camino bajo
        ee. uu. | Estados Unidos
        y/o | y o
        JJ. OO. | Juegos Olímpicos | end
        q. e. p. d. | que en paz descanse | end
        P. D. | posdata
        e. c. | era común
        AA. VV. | autores varios
        m. s. n. m. | metros sobre el nivel del mar
        c/u | cada uno
        s/n | sin número
        CC. OO. | Comisiones Obreras | end
        FF. AA. | Fuerzas Armadas | end
        RR. HH. | Recursos Humanos | end
        RRHH | Recursos Humanos
        CCOO | Comisiones Obreras
        los ss. | los siglos
        los km | los kilómetros
        las págs. | las páginas
        """)

    let initialisms = Initialisms(
        spelled: RuleTables.words(
            """
            UE USA ADN ARN PIB DNI PSOE PP IPC BCE FMI OMS ONG TV PC CD DVD GPS SMS PDF HTML HTTP URL API USB CPU GPU
            FAQ IA BBC CNN FBI
            CIA IBM UK NBA RRHH VIH IP TIC RTVE UNAM IPN PRI PAN BMW OK CV IES ESO IRPF IBEX ITV CSIC CEO EPA INE UCI
            ATS EEUU ADSL
            """
        ).subtracting(["PSOE", "OK", "IBEX", "RRHH", "UNAM", "PAN", "EEUU", "CSIC"]),
        asWords: RuleTables.words(
            """
            ONU OTAN IVA OVNI NASA UNESCO UNICEF SIDA COVID FIFA UEFA RENFE AVE PYME RAE BOE LASER RADAR SIM PIN ZIP
            RAM ROM JPEG GIF JSON ASCII
            PSOE IBEX UNAM MERCOSUR OPEP CEPAL IKEA LEGO FEDER SEAT ONCE INEM INSALUD OEA APA SAT OK CSIC TAC UCI EPO
            OTI
            """
        ).subtracting(["UCI"]),
        commonWords: RuleTables.words(
            """
            a al así aún ay con cuál de del dé di dos e el él en era eres es esa ese eso fe fin fue gas gol ha han haz
            he hoy id ir ja la las le les
            ley lo los luz mal mar más me mes mi mí mil muy ni no nos o oh oí os paz pie por que qué red rey río sal
            se sé ser si sí sin sol son soy
            su sur sus tal te té ti tú tu un una uno uva va van ve ven ver vez vía voy voz y ya yo ojo tan tía tío año
            ajo aire alto oro osa oso
            """),
        vowels: Set("aeiouáéíóúü"))

    let symbolNames: [Unicode.Scalar: String] = [
        ".": "punto", "@": "arroba", "/": "barra", "\\": "barra invertida", ":": "dos puntos", "-": "guion",
        "_": "guion bajo",
        "#": "hashtag", "?": "signo de interrogación", "=": "igual", "&": "y", "%": "por ciento", "+": "más",
        "~": "virgulilla",
    ]
    let readSymbols: [Unicode.Scalar: String] = [
        "&": "y", "%": "por ciento", "=": "es igual a", "+": "más", "@": "arroba", "°": "grados", "×": "por",
        "÷": "dividido entre",
        "<": "menor que", ">": "mayor que", "≤": "menor o igual que", "≥": "mayor o igual que", "≠": "distinto de",
        "≈": "aproximadamente", "±": "más menos", "\u{2212}": "menos", "√": "raíz cuadrada de", "∞": "infinito",
        "§": "sección",
        "¶": "párrafo", "©": "copyright", "®": "marca registrada", "™": "marca", "→": "a", "←": "de", "/": "barra",
        "\\": "barra invertida", "^": "elevado a", "#": "número", "π": "pi", "µ": "micro", "‰": "por mil",
        "№": "número",
    ]

    /// Up to ten an ordinal: "Enrique octavo", "Luis catorce".
    func regnal(_ value: Int, after name: String) -> String {
        let isFeminine = name.hasSuffix("a") || name == "Isabel" || name == "Beatriz"
        return value <= 10
            ? ordinal(UInt64(value), isFeminine ? .feminine : .masculine) : cardinal(UInt64(value), .none)
    }
}
