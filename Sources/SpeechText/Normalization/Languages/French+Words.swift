/// French abbreviations, phrases, initialisms and symbols.
extension French {
    static let abbreviationsTable = RuleTables.abbreviations(
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
        cdt | commandant | name bare
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
        vend | vendredi
        sach | sachet
        prés | président | name
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
        suiv | suivantes | end
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
        tle | terminale | bare
        tabl | tableau
        éq | équation
        nbre | nombre
        dte | droite | bare
        gche | gauche | bare
        tlj | tous les jours | bare
        càs | cuillère à soupe | bare
        càc | cuillère à café | bare
        pdt | pendant | bare
        ds | dans | bare
        slt | salut | bare
        circ | circonscription
        civ | civile
        trim | trimestre | end
        esc | escalier | number
        auj | aujourd'hui
        enf | enfant
        tjrs | toujours | bare
        cie | compagnie | bare
        no | numéro | bare number
        app apt | appartement | number bare
        arr | arrondissement
        """)

    static let phrasesTable = PhraseTable(
        """
        c.-à-d. | c'est-à-dire
        MM. les | messieurs les
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
        c. à. s. | cuillère à soupe
        c. à. c. | cuillère à café
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

    static let initialismsTable = Initialisms(
        spelled: RuleTables.words(
            """
            SNCF RATP TGV RER SMIC TVA CNRS PDG DRH CDI CDD HLM BTP PME ONG ONU USA UE EDF GDF BNP LCL ADN ARN IRM QI QR
            PC TV CD DVD GPS SMS MMS PDF HTML HTTP URL API USB CPU GPU FAQ IA PIB OGM UV WC OK CV BD PS LR RN LFI FN CGT
            CFDT FO SOS JO OVNI CE CM CP DS EPS SVT VTT VTC UMP BBC FBI CIA IBM UK OMS FMI BCE OTAN
            """
        ).subtracting(["OTAN", "OVNI", "OK", "SMIC"]),
        asWords: RuleTables.words(
            """
            OTAN OVNI SMIC UNESCO UNICEF NASA SIDA COVID FIFA UEFA INSEE ENA SACEM FNAC LASER RADAR SIM PIN ZIP PACS
            CAPES SAMU OPEP CEDEX OK RAM ROM JPEG GIF JSON ASCII CROUS INSERM IKEA LEGO CNIL ARTE NIMES SAS EHPAD TED
            CAF DOM TOM GIEC INA IUT
            """
        ).subtracting(["IUT"]),
        commonWords: RuleTables.words(
            """
            a à au aux ai as ah bas bon but car ce ces cet cas de des dit dix du dès eau elle en es est et été eux fin
            fit il ici ils je joie jus jeu la là le les leur loi lui ma mal me mer mes mi mis moi mon mot ne net ni non
            nos nu nul on or ou où oui par pas peu pis pin plus pré pu puis que qui rez roi rue sa sac sans se sel ses
            si six soi son sou sur ta tas te tel tes toi ton top tu un une va vas ver vie vif vin vis vol vos vu y âge
            air ami an ans art avec bal bar bel ben cap clé col cru duc fer feu fil foi fou gaz gel île lac lit main mai
            nez nom ont pont pot riz sec sol sud thé vue zoo
            """),
        vowels: Set("aeiouyàâäéèêëîïôöùûüœ"))

    static let contextWordsTable: [ContextWord: Set<String>] = [
        .of: ["de", "d"],
        .within: ["en"],
        .rangeLink: ["au", "et", "à"],
        .periodBoundary: ["depuis", "dès"],
        .presentDay: ["aujourd", "auj", "présent"],
        .exception: ["sauf", "fermé"],
        .ratio: ["ratio", "rapport", "échelle", "proportion"],
        .season: ["saison"],
        .wage: ["brut", "net", "bruts", "nets"],
        .times: ["fois"],
        .divisor: ["seconde", "minute", "heure", "jour", "nuit", "semaine", "mois", "an", "personne"],
        .score: ["score", "note", "un", "une"],
        .award: ["étoiles"],
        .place: ["voie", "quai", "voiture", "place", "siège", "porte", "numéro", "classe", "gate"],
        .identifier: ["numéro", "compte", "siret", "nr"],
        .wind: ["vent", "vents", "brise"],
        .windOrigin: ["de", "du"],
        .numbered: ["chap", "ch", "vol", "t", "fig", "art", "tab", "sec", "par", "p", "s"],
        .singleRoman: ["s"],
        .lettered: RuleTables.words("plan vitamine vitamines hépatite option point groupe lettre section variante"),
    ]

    static let symbolNamesTable: [Unicode.Scalar: String] = [
        ".": "point", "@": "arobase", "/": "slash", "\\": "antislash", ":": "deux-points", "-": "tiret",
        "_": "tiret bas", "#": "hashtag", "?": "point d'interrogation", "=": "égale", "&": "et", "%": "pour cent",
        "+": "plus", "~": "tilde",
    ]

    static let readSymbolsTable: [Unicode.Scalar: String] = [
        "&": "et", "%": "pour cent", "=": "égale", "+": "plus", "@": "arobase", "°": "degrés", "×": "fois",
        "÷": "divisé par", "<": "inférieur à", ">": "supérieur à", "≤": "inférieur ou égal à",
        "≥": "supérieur ou égal à", "≠": "différent de", "≈": "environ", "±": "plus ou moins", "\u{2212}": "moins",
        "√": "racine carrée de", "∞": "infini", "§": "paragraphe", "¶": "paragraphe", "©": "copyright",
        "®": "marque déposée", "™": "marque", "→": "vers", "←": "de", "/": "slash", "\\": "antislash",
        "^": "accent circonflexe", "#": "dièse", "π": "pi", "µ": "micro", "‰": "pour mille", "†": "mort en",
        "№": "numéro",
    ]
}
