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
        timesTenToThe: "vezes dez elevado a", dividedBy: "dividido por", over: "sobre", outOf: "de", number: "número", dot: "ponto",
        at: "arroba",
        around: "cerca de")
    let monthNames = [
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
        "dezembro",
    ]
    let months = [
        "janeiro": 1, "jan": 1, "fevereiro": 2, "fev": 2, "março": 3, "mar": 3, "abril": 4, "abr": 4, "maio": 5,
        "mai": 5, "junho": 6,
        "jun": 6, "julho": 7, "jul": 7, "agosto": 8, "ago": 8, "setembro": 9, "set": 9, "outubro": 10, "out": 10,
        "novembro": 11,
        "nov": 11, "dezembro": 12, "dez": 12,
    ]
    let ambiguousMonths: Set<String> = ["mar", "set", "dez"]
    let dateLinks: Set<String> = ["de"]
    let fixedForms = ["24/7": "vinte e quatro por sete", "50/50": "cinquenta cinquenta"]
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
        gênesis génesis êxodo salmo salmos provérbios isaías mateus marcos lucas joão atos romanos coríntios gálatas hebreus
        apocalipse sura jo mt mc lc
        """)
    let codeHeads = RuleTables.words("voo quarto sala portão ônibus autocarro linha código")
    let functionWords = RuleTables.words(
        """
        a e o os as ou de do da dos das em no na nos nas por para com sem sobre entre até desde que como é são era foi
        foram está estão
        há mais menos mas se não um uma ao à aos às quando onde ainda já também
        """)
    func code(_ digits: String) -> String { shortCode(digits) }
    /// "2o" and "3a" without a sign are ordinals, "°" is one only where the language's own rules say so.
    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool {
        suffix != "°" && (suffix != "a" && suffix != "o" || value < 100)
    }

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        vezes mulheres flores noites tardes classes chaves partes leis luzes vozes redes paredes mulher flor noite
        tarde classe chave parte lei luz voz rede parede vez mãos mão fotos foto ordens cidades torres árvores mães
        mãe colher colheres irmãs irmã maçãs maçã manhãs manhã mortes fases bases frases
        """
    )
    private static let masculineNouns = RuleTables.words(
        """
        dias dia mapas mapa problemas problema sistemas sistema programas programa idiomas idioma temas tema planetas
        planeta poemas poema
        climas clima dramas esquemas turistas artistas jornalistas gramas grama quilogramas quilograma guardas poetas
        atletas cometas
        pijamas telegramas diagramas sintomas fantasmas motoristas dentistas
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

    private func dateYear(_ digits: String) -> String {
        guard digits.utf8.count == 2, let value = UInt64(digits) else { return year(digits) }
        return cardinal(value < 10 ? 2000 + value : value, .none)
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

    func money(_ amount: Numeral, _ currency: Currency, scale: Scale?) -> String {
        if let scale {
            if scale.noun.singular == "mil" {
                return [number(amount, .none), "mil", currency.major.plural].joinedWords()
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
        return [quantity(whole, currency.major), "e", quantity(part, minor)].joinedWords()
    }

    /// Below two a scale word stays in the singular: "1,5 milhão".
    func form(of noun: Noun, for amount: Numeral) -> String {
        if amount.isOne { return noun.singular }
        return noun.plural.hasSuffix("ilhões") && amount.value == 1
            ? (amount.fraction == nil ? noun.singular : noun.plural) : noun.plural
    }

    let currencies = RuleTables.currencies(
        """
        R$ BRL real reais | real | reais | m | centavo | centavos | m
        € EUR euro euros | euro | euros | m | cêntimo | cêntimos | m
        $ dólar dólares | dólar | dólares | m | centavo | centavos | m
        USD US$ | dólar americano | dólares americanos | m | centavo | centavos | m
        £ GBP | libra | libras | f | péni | pence | m
        ¥ JPY | iene | ienes | m
        CHF | franco suíço | francos suíços | m | cêntimo | cêntimos | m
        CNY RMB | yuan | yuans | m
        ₩ KRW | won | wons | m
        ₹ INR | rupia | rupias | f
        ₽ RUB | rublo | rublos | m
        MXN | peso mexicano | pesos mexicanos | m | centavo | centavos | m
        ARS | peso argentino | pesos argentinos | m | centavo | centavos | m
        CAD C$ | dólar canadense | dólares canadenses | m | centavo | centavos | m
        AUD A$ | dólar australiano | dólares australianos | m | centavo | centavos | m
        SEK | coroa sueca | coroas suecas | f
        NOK | coroa norueguesa | coroas norueguesas | f
        DKK | coroa dinamarquesa | coroas dinamarquesas | f
        AOA Kz | kwanza | kwanzas | m
        MZN | metical | meticais | m
        ₿ BTC | bitcoin | bitcoins | m
        ¢ | centavo | centavos | m
        """)
    let scales = RuleTables.scales(
        """
        mil | mil | mil | m
        milhão milhões | milhão | milhões | m
        bilhão bilhões | bilhão | bilhões | m
        bilião biliões | bilião | biliões | m
        trilhão trilhões | trilhão | trilhões | m
        """)
    let scaleAbbreviations = RuleTables.scales(
        """
        M mi Mi mm MM | milhão | milhões | m
        bi Bi | bilhão | bilhões | m
        tri | trilhão | trilhões | m
        k K | mil | mil | m
        """)

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = ["ha", "Ha", "A", "V", "W", "J", "N", "K", "C", "F", "d"]
    let units = RuleTables.nouns(
        """
        km Km | quilômetro | quilômetros | m
        m | metro | metros | m
        dm | decímetro | decímetros | m
        cm | centímetro | centímetros | m
        mm | milímetro | milímetros | m
        µm μm | micrômetro | micrômetros | m
        nm | nanômetro | nanômetros | m
        mi | milha | milhas | f
        " | polegada | polegadas | f
        kg Kg KG | quilo | quilos | m
        g gr | grama | gramas | m
        mg | miligrama | miligramas | m
        µg μg | micrograma | microgramas | m
        t | tonelada | toneladas | f
        lb lbs | libra | libras | f
        l L | litro | litros | m
        dl | decilitro | decilitros | m
        cl | centilitro | centilitros | m
        ml mL | mililitro | mililitros | m
        hl | hectolitro | hectolitros | m
        ha | hectare | hectares | m
        h | hora | horas | f
        min | minuto | minutos | m
        s seg | segundo | segundos | m
        ms | milissegundo | milissegundos | m
        km/h kmh | quilômetro por hora | quilômetros por hora | m
        m/s | metro por segundo | metros por segundo | m
        mph | milha por hora | milhas por hora | f
        ° | grau | graus | m
        °C °c °_C ℃ | grau Celsius | graus Celsius | m
        °F °_F ℉ | grau Fahrenheit | graus Fahrenheit | m
        K | kelvin | kelvins | m
        Hz | hertz | hertz | m
        kHz | quilohertz | quilohertz | m
        MHz | megahertz | megahertz | m
        GHz | gigahertz | gigahertz | m
        V | volt | volts | m
        kV | quilovolt | quilovolts | m
        mV | milivolt | milivolts | m
        A | ampere | amperes | m
        mA | miliampere | miliamperes | m
        mAh | miliampere-hora | miliamperes-hora | m
        W | watt | watts | m
        kW | quilowatt | quilowatts | m
        MW | megawatt | megawatts | m
        GW | gigawatt | gigawatts | m
        kWh | quilowatt-hora | quilowatts-hora | m
        MWh | megawatt-hora | megawatts-hora | m
        cv CV | cavalo | cavalos | m
        J | joule | joules | m
        kJ | quilojoule | quilojoules | m
        kcal | quilocaloria | quilocalorias | f
        cal | caloria | calorias | f
        N | newton | newtons | m
        Pa | pascal | pascals | m
        hPa | hectopascal | hectopascals | m
        bar | bar | bars | m
        Ω | ohm | ohms | m
        dB | decibel | decibéis | m
        kB KB | quilobyte | quilobytes | m
        MB | megabyte | megabytes | m
        GB | gigabyte | gigabytes | m
        TB | terabyte | terabytes | m
        Mbps Mb/s | megabit por segundo | megabits por segundo | m
        Gbps Gb/s | gigabit por segundo | gigabits por segundo | m
        px | pixel | pixels | m
        ‰ | por mil | por mil | m
        rpm | rotação por minuto | rotações por minuto | f
        hab | habitante | habitantes | m
        Mbps Mb/s Mbit/s | megabit por segundo | megabits por segundo | m
        Gbps Gb/s Gbit/s | gigabit por segundo | gigabits por segundo | m
        """)

    // MARK: Words

    let abbreviations = RuleTables.abbreviations(
        """
        sr | senhor | bare name
        sra | senhora | bare name
        srta | senhorita | bare name
        srs | senhores | bare name
        sras | senhoras | bare name
        dr | doutor | bare name
        dra | doutora | bare name
        drª | doutora | bare name
        srª | senhora | bare name
        drs | doutores | bare name
        prof | professor
        profa | professora
        profª | professora | bare
        eng | engenheiro
        arq | arquiteto
        adv | advogado
        d | dom | name
        gen | general | name
        cel | coronel | name
        cap | capítulo | number
        ten | tenente | name
        sto | santo | name
        sta | santa | name
        st | santo | name
        exmo | excelentíssimo
        exma | excelentíssima
        ilmo | ilustríssimo
        pe | padre | name
        fr | frei | name
        etc | et cetera | bare end
        núm | número
        num | número
        nº | número | bare
        nr | número
        pág | página
        págs | páginas
        pag | página
        p | página | number
        pp | páginas | number
        vol | volume
        art | artigo
        fig | figura
        séc | século
        sécs | séculos
        tel | telefone
        ext | extensão | number
        av | avenida
        r | rua | name
        al | alameda | name
        pça | praça
        pç | praça
        rod | rodovia
        est | estrada | name
        lg | largo | name
        trav | travessa
        esq | esquina
        dto | direito | end
        esq | esquerdo | end
        apto | apartamento
        ap | apartamento | number
        depto | departamento
        dept | departamento
        cia | companhia | end
        ltda | limitada | end
        lda | limitada | end
        aprox | aproximadamente
        máx | máximo
        mín | mínimo
        obs | observação
        tb | também
        tbm | também | bare
        vc | você | bare
        vcs | vocês | bare
        pq | porque | bare
        qtd | quantidade
        gov | governo
        ed | edição
        jan | janeiro
        fev | fevereiro
        abr | abril
        ago | agosto
        nov | novembro
        sáb | sábado | number
        km | quilômetro | number bare
        vs | versus | bare
        cf | confira
        caps | capítulos
        sr | senhor
        hab | habitantes
        un | unidade
        uni univ | universidade
        ref | referência
        trad | tradução
        vols | volumes
        out | outubro | number
        jul | julho
        jun | junho
        ex | exemplo
        vd | vide
        r/c | rés do chão
        tlm | telemóvel
        telem | telemóvel
        cód | código
        end | endereço
        pres | presidente | name
        dir | diretor
        sec | secretário
        resp | responsável
        nac | nacional
        dra | doutora
        col | coronel | name
        sgt | sargento | name
        bl | bloco | number
        cj | conjunto | number
        hr hrs | horas | end
        mín | mínimo
        inc | inciso
        ss | seguintes
        pess | pessoas
        att | atenciosamente | end
        atte | atentamente | end
        tri | trimestre
        ag | agência | number
        cel | celular | number
        seç | seção
        temp | temperatura
        v | versão | number
        lgo | largo | name
        n | número | number
        bl | bloco
        qto qtos | quartos
        """)
    let phrases = PhraseTable(
        """
        p. ex. | por exemplo
        por ex. | por exemplo
        a. C. | antes de Cristo | end
        d. C. | depois de Cristo | end
        S. A. | S A | end
        S/A | S A
        n.º | número
        N.º | número
        n.ᵒ | número
        V. Ex.ª | Vossa Excelência
        V. Exa. | Vossa Excelência
        Dr.ª | doutora
        Sr.ª | senhora
        Prof.ª | professora
        D.ª | dona
        e/ou | e ou
        i. e. | isto é
        P. S. | pós-escrito
        E.U.A. | Estados Unidos | end
        c/ | com
        s/ | sem
        n.os | números
        n.ºs | números
        s/n | sem número
        os km | os quilômetros
        c/c | conta corrente
        a.m. | da manhã | end
        p.m. | da tarde | end
        N. Sra. | Nossa Senhora
        V. Sa. | Vossa Senhoria
        """)

    let initialisms = Initialisms(
        spelled: RuleTables.words(
            """
            EUA UE USA ADN DNA RNA PIB CPF CNPJ RG IBGE INSS SUS FGTS CLT OMS FMI BCE STF TSE PF PT PSD PS MDB TV PC
            CD DVD GPS SMS PDF HTML
            HTTP URL API USB CPU GPU FAQ IA BBC CNN FBI CIA IBM UK NBA RH HIV IP TI RTP SP RJ MG BA UTI ONG ICMS IPVA
            IPTU IR CEO CBF BR
            """
        ).subtracting(["SUS"]),
        asWords: RuleTables.words(
            """
            ONU OTAN IVA NATO OVNI NASA UNESCO UNICEF AIDS SIDA COVID FIFA UEFA LASER RADAR SIM PIN ZIP RAM ROM JPEG
            GIF JSON ASCII MERCOSUL OPEP
            IKEA LEGO PETROBRAS EMBRAER SENAI SESC ENEM ANVISA DETRAN USP SUS OEA PUC INPE IBAMA PIX CEP PASEP PIS DEM
            OK
            """
        ).subtracting(["USP"]),
        commonWords: RuleTables.words(
            """
            a à ai ao aos as às até céu com cor da das de dê deu dia do dos e é eis ela ele em era és eu fé fim foi
            gás há ir já lá lei lhe luz
            mãe mais mal mão mar mas mau me meu mil na não nas nem no nó nos nós num o oi os ou pá pai pão par paz pé
            pó por pôs pra que quê rei rio
            sal são se sé sei sem ser seu si sim só sob sol sou sua sul tal te tem ter teu ti tu tua um uma uns uva
            vai vê vem ver vez via vim voz vão
            ano asa ave avó avô boa bom cão
            """),
        vowels: Set("aeiouáâãàéêíóôõúü"))

    let symbolNames: [Unicode.Scalar: String] = [
        ".": "ponto", "@": "arroba", "/": "barra", "\\": "barra invertida", ":": "dois pontos", "-": "hífen",
        "_": "sublinhado",
        "#": "hashtag", "?": "ponto de interrogação", "=": "igual", "&": "e", "%": "por cento", "+": "mais", "~": "til",
    ]
    let readSymbols: [Unicode.Scalar: String] = [
        "&": "e", "%": "por cento", "=": "é igual a", "+": "mais", "@": "arroba", "°": "graus", "×": "vezes",
        "÷": "dividido por",
        "<": "menor que", ">": "maior que", "≤": "menor ou igual a", "≥": "maior ou igual a", "≠": "diferente de",
        "≈": "aproximadamente", "±": "mais ou menos", "\u{2212}": "menos", "√": "raiz quadrada de", "∞": "infinito",
        "§": "parágrafo",
        "¶": "parágrafo", "©": "copyright", "®": "marca registrada", "™": "marca", "→": "para", "←": "de", "/": "barra",
        "\\": "barra invertida", "^": "elevado a", "#": "número", "π": "pi", "µ": "micro", "‰": "por mil",
        "№": "número",
    ]

    /// Up to ten an ordinal: "Pedro segundo", "Luís catorze".
    func regnal(_ value: Int, after name: String) -> String {
        let isFeminine = name.hasSuffix("a") || name == "Isabel" || name == "Beatriz"
        return value <= 10
            ? ordinal(UInt64(value), isFeminine ? .feminine : .masculine) : cardinal(UInt64(value), .none)
    }
}
