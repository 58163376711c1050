/// French: spaces between groups, decimal commas, "14h30", "1er", "XIXe siècle".
final class French: LanguageRules {
    static let rules = French()

    let language = Language.french
    let numberFormat = NumberFormat(decimal: ",", groups: [" ", ".", "'"])
    let words = ConnectingWords(
        minus: "moins", plus: "plus", plusMinus: "plus ou moins", point: "virgule", to: "à", ratio: "à", score: "à",
        by: "sur", times: "fois", fold: "fois",
        per: "par", and: "et", equals: "égale", percent: "pour cent", squared: "au carré", cubed: "au cube",
        toThePower: "puissance", timesTenToThe: "fois dix puissance", dividedBy: "divisé par", forEvery: "aux",
        over: "sur",
        outOf: "sur",
        number: "numéro", sections: "paragraphes",
        dot: "point", at: "arobase", around: "environ")
    let monthNames = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]
    let months = [
        "janvier": 1, "janv": 1, "jan": 1, "février": 2, "fevrier": 2, "févr": 2, "fév": 2, "mars": 3, "avril": 4,
        "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "août": 8, "aout": 8, "septembre": 9, "sept": 9,
        "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "décembre": 12, "decembre": 12, "déc": 12,
    ]
    let fixedForms = [
        "24/24": "vingt-quatre sur vingt-quatre", "7/7": "sept sur sept", "50/50": "cinquante-cinquante",
        "24/7": "vingt-quatre heures sur vingt-quatre, sept jours sur sept", "14-18": "quatorze dix-huit",
        "39-45": "trente-neuf quarante-cinq",
    ]
    let containers: Set<String> = ["cp", "pers"]
    let bearings = [
        "NO": "nord-ouest", "NE": "nord-est", "SO": "sud-ouest", "SE": "sud-est", "N": "nord", "S": "sud", "E": "est",
        "O": "ouest",
    ]
    let hourMarks: Set<String> = ["h"]
    let dayHalves: [String: ClockTime.Half] = [:]
    let ordinalSuffixes: [String: Agreement] = [
        "er": .masculine, "ers": Agreement(gender: .masculine, isPlural: true), "re": .feminine, "ère": .feminine,
        "ere": .feminine, "de": .feminine,
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
        chapitre tome livre acte scène volume partie section article annexe phase niveau type classe titre groupe guerre
        épisode saison
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
        ce cette ces qui que quoi dont où est sont était étaient a ont avait sera seront fois plus moins pas ne se il
        elle on nous vous ils elles sur dont comme depuis pendant après avant jusqu'à contre puis alors si quand
        """)

    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool {
        switch suffix {
        case "er", "ers", "re", "ère", "ere", "res", "ères", "ᵉʳ", "ʳᵉ": value == 1
        case "de": value == 2
        default: true
        }
    }

    func code(_ digits: String) -> String { shortCode(digits) }

    // MARK: Agreement

    private static let feminineNouns = RuleTables.words(
        """
        maison maisons personne personnes heure heures minute minutes seconde secondes semaine semaines journée journées
        page pages femme femmes fille filles voiture voitures chambre chambres table tables place places tonne tonnes
        livre fois ville villes école écoles classe classes chaise chaises porte portes fenêtre fenêtres rue rues main
        mains tête têtes vie vies nuit nuits fleur fleurs couleur couleurs chanson chansons lettre lettres photo photos
        image images ligne lignes pomme pommes tasse tasses cuillère cuillères bouteille bouteilles boîte boîtes pièce
        pièces carte cartes clé clés entreprise entreprises équipe équipes famille familles histoire histoires idée
        idées île îles loi lois langue langues mort morts naissance œuvre œuvres part parts partie parties plante
        plantes question questions région régions réponse réponses route routes salle salles société sociétés sœur sœurs
        usine usines victime victimes victoire victoires voix banque banques bougie bougies cible cibles commande
        commandes commune communes copie copies dent dents date dates élève étape étapes étoile étoiles étude études
        fête fêtes fiche fiches feuille feuilles force forces forme formes gare grève guerre guerres licence ligne
        mesure mesures mine montre offre offres opération option options orange oranges paire paires parcelle pause
        pauses peine période périodes pierre pierres pile piles pilule pinte plaque plage plages poire poule poules
        tomate tomates prime promesse proposition quantité race recette recettes règle règles rose roses source sources
        eau eaux càs càc gousse gousses botte bottes erreur erreurs feuille branche branches poche poches bouche bouches
        noix boîte goutte gouttes louche louches carotte carottes courgette courgettes échalote échalotes amande amandes
        olive olives bière bières assiette assiettes barre barres valeur valeurs douleur douleurs odeur odeurs largeur
        longueur hauteur botte figue figues crêpe crêpes aubergine aubergines salade salades cuillerée cuillerées tarte
        tartes tranche tranches tribune vache vaches valise valises vis visite visites vue vues souris chèvre chèvres
        brebis fourmi fourmis jambe jambes bague bagues robe robes jupe jupes caisse caisses montagne montagnes forêt
        forêts mer mers banane bananes fraise fraises framboise framboises pêche pêches prune prunes cloche cloches
        croix dose doses tige tiges touche touches coupe coupes escale escales foule gélule gélules hausse hausses lampe
        lampes larme larmes lune lunes marche marches médaille médailles nappe nappes note notes pâte pâtes peau phrase
        phrases pompe pompes remarque remarques roue roues sauce sauces tâche tâches taxe taxes toile toiles tuile
        tuiles vague vagues zone zones balle balles bombe bombes chaîne chaînes charge charges chute chutes console
        consoles course courses dame dames demande demandes faute fautes flamme flammes gamme gammes liste listes marque
        marques moto motos musique musiques oreille oreilles panne pannes patte pattes perle perles perte pertes plume
        plumes preuve preuves récolte réserve réserves rive rives sorte sortes tempête tempêtes tente tentes terre
        terres tortue tortues trace traces veste vestes vitre vitres voile voiles
        """)
    private static let feminineEndings = [
        "tion", "sion", "xion", "té", "tés", "ette", "ettes", "ance", "ence", "ances", "ences", "tions", "sions", "ure",
        "ures", "esse", "esses", "euse", "euses", "trice", "trices", "ère", "ères", "ée", "ées", "ine", "ines", "onne",
        "onnes", "enne", "ennes", "elle", "elles", "velle", "velles", "ude", "udes", "ise", "ises", "ade", "ades", "ie",
        "ies", "aison", "aisons", "nde", "ndes",
    ]

    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement {
        if isOrdinal { return .none }
        if ["heure", "heures", "fois"].contains(context.next) { return .feminine }
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
        "groupe", "parapluie", "foie", "magazine", "domaine", "murmure", "chiffre", "centime", "frère", "père",
        "caractère", "mystère", "cimetière", "critère", "arrière", "stade", "grade", "silence", "mondes", "côtés",
        "comités", "musées", "lycées", "frères", "pères", "critères", "stades", "grades", "magazines", "domaines",
        "députés", "député", "employés", "employé", "étudiés", "salariés", "blessés", "réfugiés", "athée",
    ]

    func isFeminine(_ word: String) -> Bool {
        if Self.feminineNouns.contains(word) { return true }
        if Self.masculineNouns.contains(word) { return false }
        return word.count > 4 && Self.feminineEndings.contains { word.hasSuffix($0) }
    }

    // MARK: Numbers with decimals, percent, fractions

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

    func scaled(_ amount: Numeral, _ scale: Scale, _ currency: Currency) -> String {
        // "300 k€"
        if scale.noun.singular == "millier", amount.fraction == nil, let value = amount.value, value < 1_000_000 {
            return [sign(amount), cardinal(value * 1000, .none), currency.major.plural].joinedWords()
        }
        return quantity(amount, scale.noun) + " " + link(currency.major.plural)
    }

    func centsBehind(_ cents: Int, _ minor: Noun) -> String { shortCents(cents, minor) }

    let currencies = French.currenciesTable
    let scales = French.scalesTable
    let scaleAbbreviations = French.scaleAbbreviationsTable

    // MARK: Units

    let unitsBeforeNoWord: Set<String> = French.unitsBeforeNoWordTable
    let units = French.unitsTable

    // MARK: Words

    let abbreviations = French.abbreviationsTable
    let phrases = French.phrasesTable

    let contextWords = French.contextWordsTable
    let initialisms = French.initialismsTable

    let symbolNames: [Unicode.Scalar: String] = French.symbolNamesTable
    let readSymbols: [Unicode.Scalar: String] = French.readSymbolsTable

    func regnal(_ value: Int, after name: String) -> String {
        value == 1
            ? ordinal(1, feminineRulers.contains(name.lowercased()) ? .feminine : .masculine)
            : cardinal(UInt64(value), .none)
    }
    private let feminineRulers: Set<String> = [
        "élisabeth", "elizabeth", "catherine", "marie", "victoria", "isabelle", "anne",
    ]
}
