/// Dutch abbreviations, phrases, initialisms and symbols.
extension Dutch {
    static let abbreviationsTable = RuleTables.abbreviations(
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
        inw | inwoners | end
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
        hfst hst | hoofdstuk
        mob | mobiel
        kap | kapitein | name
        lt | luitenant | name
        kol | kolonel | name
        gen | generaal | name
        afl | aflevering | number
        rek | rekening
        geh | gehuwd
        r.o | rechtsoverweging
        zn | zonen
        matt mat | Matteüs | number
        ps | psalm | number
        joh | Johannes | number
        luc | Lucas | number
        marc | Marcus | number
        afm | afmetingen
        cf | confer
        mnd | maanden | end
        art | artikel | number
        fig | figuur
        tab | tabel | number
        dl | deel | number
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

    static let phrasesTable = PhraseTable(
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

    static let initialismsTable = Initialisms(
        spelled: RuleTables.words(
            """
            EU VS VN USA NS KLM ABN ING NOS VVD PVV PVDA CDA SP BV NV TV PC CD DVD GPS SMS PDF HTML HTTP URL API USB CPU
            GPU FAQ BBC CNN FBI CIA IBM UK NBA DNA RNA HIV IP IQ BTW WW AOW WAO CAO OV RIVM KNMI ANWB CBS CPB ECB IMF
            WHO AI ICT HBO MBO VWO WO AIVD MIVD GGD ZZP MKB AVG BN EK WK OM
            """
        ).subtracting(["BN"]),
        asWords: RuleTables.words(
            """
            NAVO UNO NASA UNESCO UNICEF AIDS COVID FIFA UEFA HEMA IKEA LEGO LASER RADAR SIM PIN ZIP RAM ROM JPEG GIF
            JSON ASCII HAVO CITO DIGID NIBUD RAI VARA AVRO TROS KRO SER BIBOB OPEC VUT IBAN AZERTY GAK VAR OK WAJONG
            NUON RAMBAM
            """
        ).subtracting(["VUT", "KRO"]),
        commonWords: RuleTables.words(
            """
            aan af al als bed ben bij dag dan dat de den der dit doe doen door een en er ga geen god had hem het hij hun
            ik in is ja je jij kan kom laat lag las lid man me men met mij mijn na naar niet nog nu of om ons ook oog
            oor op oud pas pen per pot rij rug te tot toe tot tuin u uit uur van ver vis voor vol vrij wat we wel wie
            wij ze zee zij zo zon zus ei eis eer erg arm art big bus dom gas kat koe kop zin
            """),
        vowels: Set("aeiouyëïéèü"))

    static let contextWordsTable: [ContextWord: Set<String>] = [
        .within: ["in"],
        .rangeLink: ["tot", "en", "t/m", "à"],
        .periodBoundary: ["vanaf", "sinds"],
        .presentDay: ["heden", "nu"],
        .exception: ["behalve", "gesloten"],
        .ratio: ["verhouding", "schaal"],
        .season: ["seizoen"],
        .version: ["versie"],
        .wage: ["bruto", "netto"],
        .times: ["keer"],
        .divisor: ["seconde", "minuut", "uur", "dag", "nacht", "week", "maand", "jaar", "persoon"],
        .score: ["score", "cijfer", "rapportcijfer", "een"],
        .award: ["sterren"],
        .place: ["spoor", "stoel", "plaats", "plek", "nummer", "klas", "klasse", "gate"],
        .identifier: ["nummer", "nr", "rek", "rekening", "kvk"],
        .wind: ["wind", "winden"],
        .windOrigin: ["van", "uit"],
        .numbered: ["hfst", "dl", "vol", "bd", "fig", "art", "tab", "par", "pag", "p"],
        .lettered: ["plan", "team", "vitamine", "vitamines", "hepatitis", "optie", "groep", "punt"],
    ]

    static let symbolNamesTable: [Unicode.Scalar: String] = [
        ".": "punt", "@": "apenstaartje", "/": "slash", "\\": "backslash", ":": "dubbelepunt", "-": "streepje",
        "_": "laag streepje", "#": "hashtag", "?": "vraagteken", "=": "is", "&": "en", "%": "procent", "+": "plus",
        "~": "tilde",
    ]

    static let readSymbolsTable: [Unicode.Scalar: String] = [
        "&": "en", "%": "procent", "=": "is", "+": "plus", "@": "apenstaartje", "°": "graden", "×": "keer",
        "÷": "gedeeld door", "<": "kleiner dan", ">": "groter dan", "≤": "kleiner dan of gelijk aan",
        "≥": "groter dan of gelijk aan", "≠": "ongelijk aan", "≈": "ongeveer", "±": "plusminus", "\u{2212}": "min",
        "√": "wortel van", "∞": "oneindig", "§": "paragraaf", "¶": "alinea", "©": "copyright",
        "®": "geregistreerd merk", "™": "merk", "→": "naar", "←": "van", "/": "slash", "\\": "backslash",
        "^": "tot de macht", "#": "nummer", "π": "pi", "µ": "micro", "‰": "promille", "†": "overleden", "№": "nummer",
    ]
}
