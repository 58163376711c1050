/// French: spaces between groups, decimal commas, "14h30", "1er", "XIXe siècle".
final class French: LanguageRules {
    static let rules = French()

    let language = Language.french
    let numberFormat = NumberFormat(decimal: ",", groups: [" ", ".", "'"])
    let words = ConnectingWords(
        minus: "moins", plus: "plus", plusMinus: "plus ou moins", point: "virgule", to: "à", ratio: "à", score: "à",
        by: "sur", times: "fois", fold: "fois",
        per: "par", and: "et", equals: "égale", percent: "pour cent", squared: "au carré", cubed: "au cube",
        toThePower: "puissance", timesTenToThe: "fois dix puissance", dividedBy: "divisé par", over: "sur", outOf: "sur",
        number: "numéro",
        dot: "point", at: "arobase", around: "environ")
    let monthNames = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]
    let months = [
        "janvier": 1, "janv": 1, "jan": 1, "février": 2, "fevrier": 2, "févr": 2, "fév": 2, "mars": 3, "avril": 4,
        "avr": 4,
        "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "août": 8, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10,
        "oct": 10,
        "novembre": 11, "nov": 11, "décembre": 12, "decembre": 12, "déc": 12,
    ]
    let fixedForms = [
        "24/24": "vingt-quatre sur vingt-quatre", "7/7": "sept sur sept", "50/50": "cinquante-cinquante",
        "24/7": "vingt-quatre heures sur vingt-quatre, sept jours sur sept", "14-18": "quatorze dix-huit",
        "39-45": "trente-neuf quarante-cinq",
    ]
    let hourMarks: Set<String> = ["h"]
    let dayHalves: [String: ClockTime.Half] = [:]
    let ordinalSuffixes: [String: Agreement] = [
        "er": .masculine, "ers": Agreement(gender: .masculine, isPlural: true), "re": .feminine, "ère": .feminine,
        "ere": .feminine,
        "res": Agreement(gender: .feminine, isPlural: true), "ères": Agreement(gender: .feminine, isPlural: true),
        "ᵉʳ": .masculine, "ʳᵉ": .feminine, "e": .none, "ᵉ": .none, "è": .none, "ème": .none, "eme": .none,
        "ième": .none,
        "es": Agreement(isPlural: true), "èmes": Agreement(isPlural: true), "ièmes": Agreement(isPlural: true),
    ]
    let weekdays = [
        "lun": "lundi", "mar": "mardi", "mer": "mercredi", "jeu": "jeudi", "ven": "vendredi", "sam": "samedi",
        "dim": "dimanche",
    ]
    let romanCardinalHeads = RuleTables.words(
        """
        chapitre tome livre acte scène volume partie section article annexe phase niveau type classe titre groupe
        guerre épisode saison
        """
    )
    let verseHeads = RuleTables.words(
        """
        genèse exode psaume proverbes isaïe matthieu marc luc jean actes romains corinthiens galates hébreux apocalypse
        sourate jn mt mc lc
        """)
    let codeHeads = RuleTables.words("vol chambre salle porte bus ligne train code poste")
    let functionWords = RuleTables.words(
        """
        à au aux et ou mais donc car ni de du des en dans par pour sur sous avec sans entre vers chez le la les un une
        ce cette ces
        qui que quoi dont où est sont était étaient a ont avait sera seront fois plus moins pas ne se il elle on nous
        vous ils elles
        sur dont comme depuis pendant après avant jusqu'à contre puis alors si quand
        """)

    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool {
        switch suffix {
        case "er", "ers", "re", "ère", "ere", "res", "ères", "ᵉʳ", "ʳᵉ": value == 1
        default: true
        }
    }

    func code(_ digits: String) -> String { shortCode(digits) }

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        maison maisons personne personnes heure heures minute minutes seconde secondes semaine semaines journée
        journées page
        pages femme femmes fille filles voiture voitures chambre chambres table tables place places tonne tonnes livre
        fois
        ville villes école écoles classe classes chaise chaises porte portes fenêtre fenêtres rue rues main mains tête
        têtes vie
        vies nuit nuits fleur fleurs couleur couleurs chanson chansons lettre lettres photo photos image images ligne
        lignes
        pomme pommes tasse tasses cuillère cuillères bouteille bouteilles boîte boîtes pièce pièces carte cartes clé
        clés
        entreprise entreprises équipe équipes famille familles histoire histoires idée idées île îles loi lois langue
        langues
        mort morts naissance œuvre œuvres part parts partie parties plante plantes question questions région régions
        réponse
        réponses route routes salle salles société sociétés sœur sœurs usine usines victime victimes victoire
        victoires voix
        banque banques bougie bougies cible cibles commande commandes commune communes copie copies dent dents date
        dates
        élève étape étapes étoile étoiles étude études fête fêtes fiche fiches feuille feuilles force forces forme
        formes gare
        grève guerre guerres licence ligne mesure mesures mine montre offre offres opération option options orange
        oranges
        paire paires parcelle pause pauses peine période périodes pierre pierres pile piles pilule pinte plaque plage
        plages poire
        poule poules tomate tomates prime promesse proposition quantité race recette recettes règle règles rose roses
        source sources
        tarte tartes tranche tranches tribune vache vaches valise valises vis visite visites vue vues
        """)
    private static let feminineEndings = [
        "tion", "sion", "xion", "té", "tés", "ette", "ettes", "ance", "ence", "ances", "ences", "tions", "sions", "ure",
        "ures", "esse",
        "esses", "euse", "euses", "trice", "trices", "ère", "ères", "ée", "ées", "ine", "ines", "onne", "onnes", "enne",
        "ennes", "elle", "elles",
        "velle", "velles", "ude", "udes", "ise", "ises", "ade", "ades", "ie", "ies", "aison", "aisons", "nde", "ndes",
    ]

    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement {
        if isOrdinal { return .none }
        if context.next == "heure" || context.next == "heures" { return .feminine }
        guard !context.next.isEmpty, !functionWords.contains(context.next) else { return .none }
        return isFeminine(context.next) || (Self.openAdjectives.contains(context.next) && isFeminine(context.afterNext))
            ? .feminine : .none
    }

    /// Adjectives that stand before a noun and look alike in both genders.
    private static let openAdjectives: Set<String> = [
        "autre", "autres", "jeune", "jeunes", "simple", "nouvelles", "grandes", "petites",
    ]
    private static let masculineNouns: Set<String> = [
        "été", "comté", "côté", "traité", "pâté", "comité", "musée", "lycée", "trophée", "génie", "incendie", "monde",
        "groupe", "parapluie",
        "foie", "magazine", "domaine", "murmure", "chiffre", "centime", "frère", "père", "caractère", "mystère",
        "cimetière", "critère",
        "arrière", "stade", "grade", "silence", "mondes", "côtés", "comités", "musées", "lycées", "frères", "pères",
        "critères", "stades",
        "grades", "magazines", "domaines", "députés", "député", "employés", "employé", "étudiés", "salariés", "blessés",
        "réfugiés", "athée",
    ]

    func isFeminine(_ word: String) -> Bool {
        if Self.feminineNouns.contains(word) { return true }
        if Self.masculineNouns.contains(word) { return false }
        return word.count > 4 && Self.feminineEndings.contains { word.hasSuffix($0) }
    }

    // MARK: Numbers with decimals, percent, fractions

    func number(_ numeral: Numeral, _ agreement: Agreement) -> String {
        guard let fraction = numeral.fraction else {
            return [sign(numeral), integer(numeral, agreement)].joinedWords()
        }
        let whole = numeral.integer.isEmpty ? cardinal(0, .none) : integer(numeral, .none)
        return [sign(numeral), whole, point(numeral), decimals(fraction)].joinedWords()
    }

    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String {
        let count = cardinal(numerator, .none)
        let isPlural = numerator > 1
        let part: String
        switch denominator {
        case 2: part = count + (isPlural ? " demis" : " demi")
        case 3: part = count + " tiers"
        case 4: part = count + (isPlural ? " quarts" : " quart")
        case 1, 101...999, 1001...: part = [count, words.over, cardinal(denominator, .none)].joinedWords()
        default: part = count + " " + ordinal(denominator, Agreement(isPlural: isPlural))
        }
        guard let whole else { return part }
        return cardinal(whole, .none) + " et " + (numerator == 1 && denominator == 2 ? "demi" : part)
    }

    func fraction(_ part: String, isMixed: Bool, of noun: Noun) -> String {
        if isMixed { return part + " " + noun.plural }
        if part == "un demi" { return (noun.gender == .feminine ? "une demi-" : "un demi-") + noun.singular }
        return part + " " + link(noun.singular)
    }

    /// "de kilomètre", "d'heure".
    private func link(_ noun: String) -> String {
        let elides = noun.lowercased().first.map { "aeiouyhéèêàâîôœ".contains($0) } ?? false
        return (elides ? "d'" : "de ") + noun
    }

    /// The singular is used below two.
    func form(of noun: Noun, for amount: Numeral) -> String { (amount.value ?? 2) < 2 ? noun.singular : noun.plural }

    func quantity(_ amount: Numeral, _ noun: Noun) -> String {
        let agreement = Agreement(gender: noun.gender, precedesNoun: true)
        let noun = form(of: noun, for: amount)
        return [number(amount, agreement), isWholeMillions(amount) ? link(noun) : noun].joinedWords()
    }

    func power(_ exponent: Int, of noun: Noun) -> Noun {
        let word = exponent == 2 ? "carré" : "cube"
        return Noun("\(noun.singular) \(word)", "\(noun.plural) \(word)s", noun.gender)
    }

    // MARK: Dates and times

    func date(_ date: CalendarDate) -> String {
        let day = date.day.map { $0 == 1 ? "premier" : cardinal(UInt64($0), .none) } ?? ""
        return [day, monthName(date), date.year.map(dateYear) ?? ""].joinedWords()
    }

    private func dateYear(_ digits: String) -> String {
        guard digits.utf8.count == 2, let value = UInt64(digits) else { return year(digits) }
        return cardinal(value < 10 ? 2000 + value : value, .none)
    }

    func time(_ time: ClockTime) -> String {
        let hour = cardinal(UInt64(time.hour), .feminine) + (time.hour < 2 ? " heure" : " heures")
        let minute = time.minute.map { cardinal(UInt64($0), .feminine) } ?? ""
        guard let second = time.second else { return [hour, time.minute == 0 ? "" : minute].joinedWords() }
        return [
            hour, minute, time.minute ?? 0 < 2 ? "minute" : "minutes", cardinal(UInt64(second), .feminine),
            second < 2 ? "seconde" : "secondes",
        ].joinedWords()
    }

    // MARK: Telephone

    func isTelephone(_ number: TelephoneNumber, _ context: NumberContext) -> Bool {
        if number.hasPlus { return (7...15).contains(number.digitCount) }
        return number.groups[0].hasPrefix("0") && (8...13).contains(number.digitCount) && number.groups.count > 1
            || number.groups.count > 1 && [[3, 3, 4]].contains(number.shape)
                && number.separators.allSatisfy { $0 == "-" }
    }

    func telephoneGroup(_ digits: String) -> String {
        if digits.utf8.count <= 3, !digits.hasPrefix("0"), let value = UInt64(digits) { return cardinal(value, .none) }
        if digits.utf8.count == 2 { return self.digits(digits) }
        return pairs(digits).map { $0.hasPrefix("0") ? self.digits($0) : cardinal(UInt64($0) ?? 0, .none) }.joined(
            separator: " ")
    }

    // MARK: Money

    func money(_ amount: Numeral, _ currency: Currency, scale: Scale?) -> String {
        if let scale { return quantity(amount, scale.noun) + " " + link(currency.major.plural) }
        guard let cents = amount.cents, cents > 0, let minor = currency.minor else {
            var whole = amount
            if amount.cents == 0 { whole.fraction = nil }
            return quantity(whole, currency.major)
        }
        var part = Numeral(integer: String(cents))
        if amount.value == 0 {
            part.sign = amount.sign
            return quantity(part, minor)
        }
        var whole = amount
        whole.fraction = nil
        // "douze euros cinquante", but "douze euros et cinq centimes".
        let rest = cents < 10 ? "et " + quantity(part, minor) : cardinal(UInt64(cents), .none)
        return [quantity(whole, currency.major), rest].joinedWords()
    }

    let currencies = RuleTables.currencies(
        """
        € EUR euro euros Euro | euro | euros | m | centime | centimes | m
        $ USD US$ dollar dollars | dollar | dollars | m | cent | cents | m
        £ GBP | livre sterling | livres sterling | f | penny | pence | m
        ¥ JPY | yen | yens | m
        CHF | franc suisse | francs suisses | m | centime | centimes | m
        F FF franc francs | franc | francs | m | centime | centimes | m
        CNY RMB | yuan | yuans | m
        ₩ KRW | won | wons | m
        ₹ INR | roupie | roupies | f
        ₽ RUB | rouble | roubles | m | kopeck | kopecks | m
        CAD C$ CA$ $CA | dollar canadien | dollars canadiens | m | cent | cents | m
        AUD A$ | dollar australien | dollars australiens | m | cent | cents | m
        R$ BRL | réal | réaux | m | centavo | centavos | m
        MXN | peso mexicain | pesos mexicains | m
        SEK | couronne suédoise | couronnes suédoises | f
        NOK | couronne norvégienne | couronnes norvégiennes | f
        DKK | couronne danoise | couronnes danoises | f
        PLN zł | zloty | zlotys | m
        ₿ BTC | bitcoin | bitcoins | m
        ¢ | cent | cents | m
        ct cts | centime | centimes | m
        """)
    let scales = RuleTables.scales(
        """
        million millions | million | millions | m
        milliard milliards | milliard | milliards | m
        billion billions | billion | billions | m
        """)
    let scaleAbbreviations = RuleTables.scales(
        """
        M mio Mio | million | millions | m
        Md Mds md mds Mrd | milliard | milliards | m
        k K | millier | milliers | m
        """)

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = ["A", "V", "W", "J", "N", "K", "C", "F", "a", "d"]
    let units = RuleTables.nouns(
        """
        km | kilomètre | kilomètres | m
        hm | hectomètre | hectomètres | m
        m | mètre | mètres | m
        dm | décimètre | décimètres | m
        cm | centimètre | centimètres | m
        mm | millimètre | millimètres | m
        µm μm | micromètre | micromètres | m
        nm | nanomètre | nanomètres | m
        kg Kg KG | kilo | kilos | m
        g gr | gramme | grammes | m
        mg | milligramme | milligrammes | m
        µg μg | microgramme | microgrammes | m
        t | tonne | tonnes | f
        l L | litre | litres | m
        dl dL | décilitre | décilitres | m
        cl cL | centilitre | centilitres | m
        ml mL | millilitre | millilitres | m
        hl hL | hectolitre | hectolitres | m
        ha | hectare | hectares | m
        h | heure | heures | f
        min mn | minute | minutes | f
        s sec | seconde | secondes | f
        ms | milliseconde | millisecondes | f
        j | jour | jours | m
        km/h kmh | kilomètre par heure | kilomètres par heure | m
        m/s | mètre par seconde | mètres par seconde | m
        ° | degré | degrés | m
        °C ℃ | degré Celsius | degrés Celsius | m
        °F ℉ | degré Fahrenheit | degrés Fahrenheit | m
        K | kelvin | kelvins | m
        Hz | hertz | hertz | m
        kHz | kilohertz | kilohertz | m
        MHz | mégahertz | mégahertz | m
        GHz | gigahertz | gigahertz | m
        V | volt | volts | m
        kV | kilovolt | kilovolts | m
        mV | millivolt | millivolts | m
        A | ampère | ampères | m
        mA | milliampère | milliampères | m
        mAh | milliampère-heure | milliampères-heure | m
        W | watt | watts | m
        kW | kilowatt | kilowatts | m
        MW | mégawatt | mégawatts | m
        GW | gigawatt | gigawatts | m
        kWh | kilowattheure | kilowattheures | m
        MWh | mégawattheure | mégawattheures | m
        GWh | gigawattheure | gigawattheures | m
        ch cv | cheval | chevaux | m
        J | joule | joules | m
        kJ | kilojoule | kilojoules | m
        kcal | kilocalorie | kilocalories | f
        cal | calorie | calories | f
        N | newton | newtons | m
        Pa | pascal | pascals | m
        hPa | hectopascal | hectopascals | m
        bar | bar | bars | m
        Ω | ohm | ohms | m
        dB | décibel | décibels | m
        o | octet | octets | m
        ko Ko | kilooctet | kilooctets | m
        Mo MB | mégaoctet | mégaoctets | m
        Go GB | gigaoctet | gigaoctets | m
        To TB | téraoctet | téraoctets | m
        Mbit/s Mb/s Mbps | mégabit par seconde | mégabits par seconde | m
        Gbit/s Gb/s Gbps | gigabit par seconde | gigabits par seconde | m
        px | pixel | pixels | m
        hab | habitant | habitants | m
        ‰ | pour mille | pour mille | m
        tr/min | tour par minute | tours par minute | m
        pt pts | point | points | m
        " | pouce | pouces | m
        """)

    // MARK: Words

    let abbreviations = RuleTables.abbreviations(
        """
        m | monsieur | name
        mm | messieurs | name
        mme | madame | name bare
        mmes | mesdames | name bare
        mlle | mademoiselle | name bare
        mlles | mesdemoiselles | name bare
        mgr | monseigneur | name bare
        dr | docteur | name bare
        dre | docteure | name bare
        drs | docteurs | name bare
        pr | professeur | name bare
        prof | professeur | name
        gal | général | name
        gén | général | name
        col | colonel | name
        cdt | commandant | name
        lt | lieutenant | name
        st | saint | name bare
        ste | sainte | name bare
        etc | et cetera | bare end
        cf | confer | bare
        déc | décembre
        max | maximum | number
        env | environ
        p | page | number
        pp | pages | number
        pag | page | number
        vol | volume | number
        t | tome | number
        chap | chapitre
        ch | chapitre | number
        art | article | number
        fig | figure | number
        n | numéro | number
        no | numéro | number
        nº | numéro | bare number
        nos | numéros | number
        éd | édition
        av | avenue
        bd | boulevard | bare
        bld | boulevard | bare
        blvd | boulevard | bare
        pl | place | name
        rte | route
        apt | appartement
        appt | appartement
        bât | bâtiment
        tél | téléphone
        tel | téléphone
        moy | moyenne
        nb | nombre
        qté | quantité
        réf | référence
        janv | janvier
        févr | février
        avr | avril
        juil | juillet
        oct | octobre
        nov | novembre
        lun | lundi | number
        mer | mercredi | number
        jeu | jeudi | number
        ven | vendredi | number
        sam | samedi | number
        dim | dimanche | number
        dép | département
        dir | directeur
        gouv | gouvernement
        km | kilomètre | number bare
        hab | habitants | end
        ibid | ibidem
        i.e | c'est-à-dire
        p.ex | par exemple
        r.-v | rendez-vous
        s.v.p | s'il vous plaît | end
        svp | s'il vous plaît | bare end
        stp | s'il te plaît | bare end
        rdv | rendez-vous | bare end
        qqn | quelqu'un | bare
        qqch | quelque chose | bare
        bcp | beaucoup | bare
        tjs | toujours | bare
        vs | versus | bare
        cie | compagnie | after end
        dʳ | docteur | bare
        dʳᵉˢ | docteures | bare
        mᵐᵉ | madame | bare
        mᵐᵉˢ | mesdames | bare
        mˡˡᵉ | mademoiselle | bare
        mˡˡᵉˢ | mesdemoiselles | bare
        al | alinéa | number
        s | siècle | after
        min | minimum
        hon | honoraires
        ex | exemple
        pl | place | name
        resp | responsable
        tél | téléphone
        fbg fg | faubourg
        imp | impasse | name
        sgt | sergent | name
        gén | général | name
        c.-à-d | c'est-à-dire
        approx | approximativement
        mar | mardi | number
        suiv | suivant
        not | notamment
        adj | adjoint
        adr | adresse
        dest | destinataire
        exp | expéditeur
        inf | inférieur
        sup | supérieur
        sept | septembre
        sté | société
        ets éts | établissements
        univ | université
        compl | complément
        rem | remarque
        trad | traduction
        coll | collection
        hors-t | hors-texte
        hs | hors service | end
        th | thermostat | number
        pers | personnes
        nos | numéros | bare number
        réf | référence
        ét | étage
        sect | section
        temp | température
        gal | général | name bare
        vve | veuve | name bare
        tjrs | toujours | bare
        cie | compagnie | bare
        no | numéro | bare number
        app | appartement | number
        arr | arrondissement
        """)
    let abbreviationPrefixes: Set<String> = ["s.v"]
    let phrases = PhraseTable(
        """
        c.-à-d. | c'est-à-dire
        c.à.d. | c'est-à-dire
        càd | c'est-à-dire
        p. ex. | par exemple
        par ex. | par exemple
        av. J.-C. | avant Jésus-Christ | end
        apr. J.-C. | après Jésus-Christ | end
        ap. J.-C. | après Jésus-Christ | end
        J.-C. | Jésus-Christ | end
        P.-S. | post-scriptum
        N.B. | nota bene
        R.-V. | rendez-vous
        km/h | kilomètres par heure
        et/ou | et ou
        s/c | sous couvert
        Sté | société
        c. à s. | cuillère à soupe
        c. à c. | cuillère à café
        c. à soupe | cuillère à soupe
        c. à café | cuillère à café
        c/o | chez
        A/R | aller-retour
        a/r | aller-retour
        Mme le | madame le
        Mme la | madame la
        M. le | monsieur le
        C. civ. | code civil | end
        C. pén. | code pénal | end
        """)

    let initialisms = Initialisms(
        spelled: RuleTables.words(
            """
            SNCF RATP TGV RER SMIC TVA CNRS PDG DRH CDI CDD HLM BTP PME ONG ONU USA UE EDF GDF BNP LCL ADN ARN IRM QI
            QR PC TV CD
            DVD GPS SMS MMS PDF HTML HTTP URL API USB CPU GPU FAQ IA PIB OGM UV WC OK CV BD PS LR RN LFI FN CGT CFDT
            FO SOS JO OVNI
            CE CM CP DS EPS SVT VTT VTC UMP BBC FBI CIA IBM UK OMS FMI BCE OTAN
            """
        ).subtracting(["OTAN", "OVNI", "OK", "SMIC"]),
        asWords: RuleTables.words(
            """
            OTAN OVNI SMIC UNESCO UNICEF NASA SIDA COVID FIFA UEFA INSEE ENA SACEM FNAC LASER RADAR SIM PIN ZIP PACS
            CAPES SAMU OPEP
            CEDEX OK RAM ROM JPEG GIF JSON ASCII CROUS INSERM IKEA LEGO CNIL ARTE NIMES SAS EHPAD TED CAF DOM TOM GIEC
            INA IUT
            """
        ).subtracting(["IUT"]),
        commonWords: RuleTables.words(
            """
            a à au aux ai as ah bas bon but car ce ces cet cas de des dit dix du dès eau elle en es est et été eux fin
            fit il ici ils
            je joie jus jeu la là le les leur loi lui ma mal me mer mes mi mis moi mon mot ne net ni non nos nu nul on
            or ou où oui par
            pas peu pis pin plus pré pu puis que qui rez roi rue sa sac sans se sel ses si six soi son sou sur ta tas
            te tel tes toi ton
            top tu un une va vas ver vie vif vin vis vol vos vu y âge air ami an ans art avec bal bar bel ben cap clé
            col cru duc fer feu
            fil foi fou gaz gel île lac lit main mai nez nom ont pont pot riz sec sol sud thé vue zoo
            """),
        vowels: Set("aeiouyàâäéèêëîïôöùûüœ"))

    let symbolNames: [Unicode.Scalar: String] = [
        ".": "point", "@": "arobase", "/": "slash", "\\": "antislash", ":": "deux-points", "-": "tiret",
        "_": "tiret bas",
        "#": "hashtag", "?": "point d'interrogation", "=": "égale", "&": "et", "%": "pour cent", "+": "plus",
        "~": "tilde",
    ]
    let readSymbols: [Unicode.Scalar: String] = [
        "&": "et", "%": "pour cent", "=": "égale", "+": "plus", "@": "arobase", "°": "degrés", "×": "fois",
        "÷": "divisé par",
        "<": "inférieur à", ">": "supérieur à", "≤": "inférieur ou égal à", "≥": "supérieur ou égal à",
        "≠": "différent de",
        "≈": "environ", "±": "plus ou moins", "\u{2212}": "moins", "√": "racine carrée de", "∞": "infini",
        "§": "paragraphe",
        "¶": "paragraphe", "©": "copyright", "®": "marque déposée", "™": "marque", "→": "vers", "←": "de", "/": "slash",
        "\\": "antislash", "^": "accent circonflexe", "#": "dièse", "π": "pi", "µ": "micro", "‰": "pour mille",
        "†": "mort en",
        "№": "numéro",
    ]

    func regnal(_ value: Int, after name: String) -> String {
        value == 1
            ? ordinal(1, feminineRulers.contains(name.lowercased()) ? .feminine : .masculine)
            : cardinal(UInt64(value), .none)
    }
    private let feminineRulers: Set<String> = [
        "élisabeth", "elizabeth", "catherine", "marie", "victoria", "isabelle", "anne",
    ]
}
