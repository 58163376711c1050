/// German abbreviations, phrases, initialisms and symbols.
extension German {
    static let abbreviationsTable = RuleTables.abbreviations(
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
        stgb | S T G B | bare
        stpo | S T P O | bare
        stvo | S T V O | bare
        estg | E S T G | bare
        ustg | U S T G | bare
        jh | Jahrhundert | end
        jhd | Jahrhundert | end
        jhdt | Jahrhundert | end
        jhs | Jahrhunderts | end
        mio | Millionen
        mrd | Milliarden
        tsd | Tausend
        std | Stunden | end
        sek | Sekunden | end
        präs | Präsident | name
        jmd | jemand
        jmdn | jemanden
        jmdm | jemandem
        eing | Eingang
        ausf | Ausfahrt | number
        abf | Abfahrt
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
        az | Aktenzeichen | number
        rd | rund | number
        v | von | number
        urt | Urteil
        rn | Randnummer | number
        vj | Vorjahr | end
        einw | Einwohner | end
        mitarb | Mitarbeiter | end
        sp | Spalte | number
        z | Zeile | number
        anz | Anzahl
        fn | Fußnote | number
        anl | Anlage
        lit | Buchstabe
        pos | Position | number
        gl | Gleis | number
        postf | Postfach | number
        re | rechts
        li | links
        mittl | mittlerer
        beschl | Beschluss
        zi | Zimmer
        whg | Wohnung
        gr | Größe | number
        hs | Haus
        sr | Senior | name
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

    static let phrasesTable = PhraseTable(
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
        p. a. | per annum | end
        i. V. | in Vertretung
        i. V. m. | in Verbindung mit
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
        Hs.-Nr. | Hausnummer
        ab Jan. | ab Januar
        im Jan. | im Januar
        seit Jan. | seit Januar
        bis Jan. | bis Januar
        ü. NN | über Normalnull
        ü. d. M. | über dem Meer | end
        St.-Nr. | Steuernummer
        Min.-Präs. | Ministerpräsident
        M.Sc. | M S C
        B.Sc. | B S C
        M.A. | M A
        B.A. | B A
        Dr.-Ing. | Doktor-Ingenieur
        Dipl.-Ing. | Diplom-Ingenieur
        Dipl.-Kfm. | Diplom-Kaufmann
        d. Gr. | der Große
        n. d. | nach dem
        n. V. | nach Vereinbarung | end
        p. P. | pro Person | end
        Zi.-Whg. | Zimmer-Wohnung
        Zi.-Wohnung | Zimmer-Wohnung
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

    static let initialismsTable = Initialisms(
        spelled: RuleTables.words(
            """
            USA EU UN UNO BRD DDR ARD ZDF WDR NDR SWR MDR BMW VW AG KG GmbH LKW PKW CDU CSU SPD FDP AfD DGB IHK TÜV ADAC
            BGB DVD CD TV PC GPS SMS PDF HTML HTTP URL API USB CPU GPU FAQ KI EZB BIP IT EDV UKW UV WM EM DFB FC DB ICE
            IC RE EKG MRT CT UK BBC FBI CIA NBA IBM NRW MHZ MEZ WC IQ ID IP TH FH AB AK BH BE EDV HNO HIV DNA DNS RNA
            ORF SRF SBB ÖBB OP DJ VIP WG GEZ IBAN
            """
        ).subtracting(["UNO", "IBAN", "TÜV"]),
        asWords: RuleTables.words(
            """
            UNO NATO NASA UNESCO UNICEF AIDS COVID FIFA UEFA BAFÖG IBAN TÜV LASER RADAR SIM PIN ZIP RAM ROM JPEG GIF
            JSON ASCII SAP IKEA LEGO OPEC BIC HARTZ INFO EDEKA REWE ALDI ISBN DAX GEMA ESA ELSTER RAF IFO CAD OK AIDA
            KITA TAN UFO DIN LAN WLAN BAFOEG
            """
        ).subtracting(["ISBN", "WLAN"]),
        commonWords: RuleTables.words(
            """
            ab alt am an auf aus bad bei bin bis bus da das dem den der des die dir du ein eis er es für gab gar gas geh
            gib gut hab hat her hin hof hut ich ihm ihn ihr im in ist ja je kam klo kuh lag lob los man mir mit mut nah
            neu nie nun nur ob oft ohr opa oma ort rad rat raus rot ruf sag sah sei sie so tag tat tee tod tor tot tun
            um und uns uhr vom von vor war was weg wem wen wer wie wir wo zu zug zum zur arm art arzt auge boot brot
            buch ehe ei end eng erz fee fit gen hai hoch hör ins jung kein lid mal nein not öl pro raum rum see sex ski
            sog süd tau top ufer wal weh weil wut zeh zoo achtung nicht alle
            """),
        vowels: Set("aeiouyäöü"))

    static let contextWordsTable: [ContextWord: Set<String>] = [
        .within: ["in"],
        .rangeLink: ["bis", "und"],
        .periodBoundary: ["ab", "seit"],
        .presentDay: ["heute", "jetzt"],
        .exception: ["außer", "jeden"],
        .ratio: ["verhältnis", "maßstab"],
        .season: ["saison", "spielzeit"],
        .wage: ["brutto", "netto"],
        .times: ["mal"],
        .divisor: RuleTables.words("sekunde minute stunde tag nacht woche monat jahr kopf person"),
        .score: ["score", "wertung", "bewertung", "punkte", "note", "eine", "einen"],
        .award: ["sterne", "sternen"],
        .place: ["wagen", "gleis", "gl", "platz", "sitz", "nummer", "klasse", "gate"],
        .identifier: ["nummer", "kto", "konto", "nr"],
        .wind: ["wind", "winde", "brise"],
        .windOrigin: ["aus", "von"],
        .numbered: ["kap", "bd", "abb", "tab", "fig", "art", "vol", "par", "s", "p"],
        .singleRoman: ["s"],
        .lettered: RuleTables.words("plan team vitamin vitamine hepatitis option gruppe buchstabe variante punkt"),
    ]

    static let symbolNamesTable: [Unicode.Scalar: String] = [
        ".": "Punkt", "@": "at", "/": "Slash", "\\": "Backslash", ":": "Doppelpunkt", "-": "Bindestrich",
        "_": "Unterstrich", "#": "Hashtag", "?": "Fragezeichen", "=": "Gleichheitszeichen", "&": "und", "%": "Prozent",
        "+": "plus", "~": "Tilde",
    ]

    static let readSymbolsTable: [Unicode.Scalar: String] = [
        "&": "und", "%": "Prozent", "=": "gleich", "+": "plus", "@": "at", "°": "Grad", "×": "mal",
        "÷": "geteilt durch", "<": "kleiner als", ">": "größer als", "≤": "kleiner oder gleich",
        "≥": "größer oder gleich", "≠": "ungleich", "≈": "ungefähr", "±": "plus minus", "\u{2212}": "minus",
        "√": "Wurzel aus", "∞": "unendlich", "§": "Paragraf", "¶": "Absatz", "©": "Copyright",
        "®": "eingetragene Marke", "™": "Marke", "→": "nach", "←": "von", "/": "Schrägstrich", "\\": "Backslash",
        "^": "hoch", "#": "Raute", "π": "Pi", "µ": "mikro", "‰": "Promille", "†": "gestorben", "№": "Nummer",
    ]
}
