/// Italian abbreviations, phrases, initialisms and symbols.
extension Italian {
    static let abbreviationsTable = RuleTables.abbreviations(
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
        segg | seguenti | end
        pz | pezzi | after
        sc | scala | number
        sx | sinistra | bare
        dx | destra | bare
        avv.ti | avvocati | bare
        gg | giorni | end
        dr.ssa | dottoressa | bare
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
        ca | circa | end
        trim | trimestre | end
        part | partenza | number
        arr | arrivo | number
        bin | binario | number
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

    static let phrasesTable = PhraseTable(
        """
        p. es. | per esempio
        L. n. | legge numero
        v. pp. | vedi pagine
        v. p. | vedi pagina
        v. art. | vedi articolo
        SS. Trinità | santissima Trinità
        SS. Annunziata | santissima Annunziata
        SS. Sacramento | santissimo Sacramento
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

    static let initialismsTable = Initialisms(
        spelled: RuleTables.words(
            """
            UE USA IVA DNA RNA PIL PD PC CGIL CISL BCE FMI OMS TV CD DVD GPS SMS PDF HTML HTTP URL API USB CPU GPU FAQ
            IA BBC CNN FBI CIA IBM UK NBA HIV IP CV MPS TG BTP DPCM CCNL PMI ONG AC DC UK IMU TIR TFR DDL SSN CNR
            """
        ).subtracting(["CISL", "CGIL", "IMU", "TIR", "PIL", "IVA"]),
        asWords: RuleTables.words(
            """
            ONU NATO UFO NASA UNESCO UNICEF AIDS COVID FIFA UEFA ISTAT INPS INAIL FIAT RAI ENI ENEL CONI ANAS ANSA LASER
            RADAR SIM PIN ZIP RAM ROM JPEG GIF JSON ASCII IVA PIL IMU IRPEF TAR TAC ASL CAP ATM IKEA LEGO OPEC CERN DOC
            DOP TIR CISL UIL SIAE POS ISEE MIUR OK
            """
        ).subtracting(["ATM"]),
        commonWords: RuleTables.words(
            """
            a ad ai al che chi ci con così da dal dei del di dio do due e è ed era eri fa fai fin fra fu già gli ha hai
            ho i il in io la là le lei li lì lo lui ma mai me mi mia mie mio ne né nel no noi non o od ora per più può
            poi qua qui re sa sai se sé sei si sì sia sta sto su sua sue sul suo te tè ti tra tre tu tua tue tuo un una
            uno va vai via vi voi zia zio olio uova età oro ala ape era
            """),
        vowels: Set("aeiouàèéìòù"))

    static let contextWordsTable: [ContextWord: Set<String>] = [
        .of: ["di", "d", "de"],
        .within: ["in"],
        .rangeLink: ["al", "a", "e"],
        .periodBoundary: ["dal"],
        .presentDay: ["oggi", "presente"],
        .exception: ["salvo", "tranne", "escluso", "chiuso"],
        .ratio: ["rapporto", "scala", "proporzione"],
        .season: ["stagione", "campionato"],
        .version: ["versione"],
        .temperature: ["min", "max", "minima", "massima", "temperatura"],
        .wage: ["lordi", "netti"],
        .times: ["volte"],
        .divisor: RuleTables.words("secondo minuto ora giorno notte settimana mese anno persona die"),
        .score: ["score", "voto", "voti", "punteggio", "un", "uno", "una", "preso"],
        .award: ["stelle"],
        .place: ["porta", "binario", "bin", "posto", "numero", "classe", "gate"],
        .identifier: ["numero", "conto", "nr"],
        .wind: ["vento", "venti"],
        .windOrigin: ["da", "dal", "di"],
        .numbered: ["cap", "vol", "t", "fig", "art", "tab", "sec", "lib", "par", "pag", "p", "s"],
        .singleRoman: ["s"],
        .lettered: RuleTables.words("piano vitamina vitamine epatite opzione punto gruppo lettera variante"),
    ]

    static let symbolNamesTable: [Unicode.Scalar: String] = [
        ".": "punto", "@": "chiocciola", "/": "slash", "\\": "backslash", ":": "due punti", "-": "trattino",
        "_": "trattino basso", "#": "hashtag", "?": "punto interrogativo", "=": "uguale", "&": "e commerciale",
        "%": "per cento", "+": "più", "~": "tilde", "!": "punto esclamativo",
    ]

    static let readSymbolsTable: [Unicode.Scalar: String] = [
        "&": "e", "%": "per cento", "=": "uguale a", "+": "più", "@": "chiocciola", "°": "gradi", "×": "per",
        "÷": "diviso", "<": "minore di", ">": "maggiore di", "≤": "minore o uguale a", "≥": "maggiore o uguale a",
        "≠": "diverso da", "≈": "circa", "±": "più o meno", "\u{2212}": "meno", "√": "radice quadrata di",
        "∞": "infinito", "§": "paragrafo", "¶": "paragrafo", "©": "copyright", "®": "marchio registrato",
        "™": "marchio", "→": "a", "←": "da", "/": "barra", "\\": "backslash", "^": "elevato a", "#": "numero",
        "π": "pi greco", "µ": "micro", "‰": "per mille", "№": "numero",
    ]
}
