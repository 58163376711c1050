/// English abbreviations, phrases, initialisms and symbols.
extension English {
    static let abbreviationsTable = RuleTables.abbreviations(
        """
        dr | Doctor | name bare
        mr | Mister | name bare
        mrs | Missus | name bare
        ms | Miz | name
        messrs | Messers | bare
        prof | Professor | name
        rev | Reverend | name
        hon | Honorable | name
        rm | room | number bare
        eq | equation | number
        gen | General | name
        col | Colonel | name
        maj | Major | name
        capt cpt | Captain | name
        lt | Lieutenant | name
        sgt | Sergeant | name
        cpl | Corporal | name
        pvt | Private | name
        adm | Admiral | name
        cmdr | Commander | name
        gov | Governor | name
        sen | Senator | name
        rep | Representative | name
        pres | President | name
        fr | Father | name
        supt | Superintendent | name
        mt | Mount | name
        ft | Fort | name
        no nr | number | number
        nos | numbers | number
        fig | figure | number
        figs | figures | number
        p | page | number
        pp | pages | number
        vol | volume
        vols | volumes
        ch | chapter | number
        chap | chapter
        sec | section | number
        eq | equation | number
        art | article | number
        apt | apartment
        ste | suite | number
        tel | telephone
        rm | room | number
        op | opus | number
        y.o | years old
        ext | extension | number
        ca c | circa | number
        est | established | number
        dep | departure | number
        arr | arrival | number
        yr | year | end
        yrs | years | end
        ald | Alderman | name
        rec | Recreation | after end
        wm | William | name
        chas | Charles | name
        bn | Battalion | after
        para paras | paragraph | number
        pop | population | number
        elev | elevation | number
        long | longitude | number
        flt | flight
        rte | Route | number
        vit | vitamin
        pkg pkgs | package
        lg | large
        med | medium
        tim | Timothy | number
        matt | Matthew | number
        isa | Isaiah | number
        rom | Romans | number
        cor | Corinthians | number
        approx | approximately
        vs | versus | bare
        etc | et cetera | bare end
        tbd | T B D | bare
        hrs | hours
        qty | quantity
        pg | page | number
        pgs | pages | number
        resp | respectively
        bldg | building
        fl | floor | number
        inst | institute | after
        dist | district
        mfg | manufacturing
        mgr | manager
        w/in | within | bare
        lat | latitude | number
        lon | longitude | number
        p.a | per annum | bare end
        q.v | which see
        e.g | for example | bare
        i.e | that is | bare
        cf | compare
        viz | namely
        ibid | ibidem
        ph.d | P H D | bare end
        m.d | M D | bare end
        b.a | B A | end
        m.a | M A | end
        b.sc | B S C | end
        m.sc | M S C | end
        d.phil | D Phil | end
        a.m | A M | end
        p.m | P M | end
        a.k.a | also known as
        aka | also known as | bare
        w/o | without | bare
        n.b | N B
        p.s | P S
        r.i.p | R I P | end
        a.s.a.p | A S A P | end
        ea | each | end
        b.i.d | twice a day | bare end
        t.i.d | three times a day | bare end
        q.i.d | four times a day | bare end
        p.r.n | as needed | bare end
        jr | Junior | after bare end
        sr | Senior | after bare end
        esq | Esquire | after end
        inc | Incorporated | after end
        ltd | Limited | after bare end
        co | Company | after end
        corp | Corporation | after end
        bros | Brothers | after end
        dept | department
        min | minimum
        max | maximum | number
        avg | average
        misc | miscellaneous
        incl | including
        excl | excluding
        temp | temperature
        govt | government | bare
        univ | University
        assn | Association
        intl | International
        natl | National
        asst | assistant
        appt | appointment
        attn | attention
        ave | Avenue | after end
        blvd | Boulevard | after bare end
        rd | Road | after end
        ln | Lane | after end
        hwy | Highway | bare end
        expy | Expressway | after bare end
        pkwy | Parkway | after bare end
        sq | Square | after end
        pl | Place | after end
        ct | Court | after end
        ter | Terrace | after end
        mon | Monday
        tue tues | Tuesday
        wed | Wednesday
        thu thur thurs | Thursday
        fri | Friday
        jan | January
        feb | February
        apr | April
        aug | August
        sept | September
        oct | October
        nov | November
        acct | account
        d | died | number
        ll | lines | number
        drs | Doctors | name
        ff | and following | end
        rel | release | number
        btw | by the way | bare
        imo | in my opinion | bare
        imho | in my humble opinion | bare
        idk | I don't know | bare
        tbh | to be honest | bare
        brb | be right back | bare
        ttyl | talk to you later | bare
        lmk | let me know | bare
        nvm | never mind | bare
        afaik | as far as I know | bare
        fwiw | for what it's worth | bare
        irl | in real life | bare
        omg | O M G | bare
        fyi | F Y I | bare
        thx tnx | thanks | bare
        pls plz | please | bare
        ppl | people | bare
        mtg | meeting | bare
        tmrw | tomorrow | bare
        fl | floor | end
        """)

    static let initialismsTable = Initialisms(
        spelled: RuleTables.words(
            """
            USA US UK EU UN UAE USSR FBI CIA NSA IRS DNA RNA CEO CFO CTO COO IBM BBC CNN NBC ABC CBS HBO MIT UCLA NBA
            NFL MLB NHL UFC API URL URI USB CPU GPU TPU HTML HTTP HTTPS CSS SQL XML PDF CSV SDK IDE OS UI UX AI IT ATM
            GPS PDA TV PC CD DVD VIP HR PR IQ ID DIY FAQ ETA ASAP AKA DOB ISBN IPO GDP VAT IOU LGBT EST PST GMT UTC CET
            AC DC AD BC BCE CE NYC LA SUV UFO IP TTS ISO AWS UPS OCD ADHD IOS NGO WHO IMF AOL HIV ICU EKG MRI ER MBA EPA
            FDA CDC IRA MVP CIO NHS PhD RSVP NDA ROI KPI EV NAACP ACLU ESPN IEEE AM PM HDMI PNR OTP SSN
            """),
        asWords: RuleTables.words(
            """
            NASA NATO UNESCO UNICEF OPEC AIDS COVID LASER RADAR SCUBA SONAR RAM ROM PIN SIM ZIP JPEG GIF SWAT FEMA OSHA
            NAFTA FIFA UEFA IKEA LEGO YOLO LOL JSON YAML BIOS CAPTCHA ASCII DOS LAN WAN NOAA SARS MERS ASEAN CERN ESA
            MIDI NIMBY POTUS TED WASP CUDA SAT ACT GUI OK MR MRS DR ST
            """),
        commonWords: RuleTables.words(
            """
            a i am an as at be by do go he if in is it me my no of oh ok on or so to up us we ah eh er ha hi hm mm um uh
            yo all and any are ask bad bag bed big bit boy but buy can car cat cut day did die dog dry due eat end eye
            far few fit fix for fun get god got guy had has her hey him his hit hot how its job joy key kid law lay led
            leg let lie lot low mad man may men met mom dad new nor not now odd off oil old one our out own pay per put
            ran raw red rid row run sad saw say sea see set she sit six sky son sun tax tea ten the tie tip top toy try
            two use via war was way wet who why win won wow yes yet you yay aha ice age air act add ago aid aim arm art
            bar bat bay bet bid box bug bus cap cow cry cup dig dot ear egg ego era etc fan fat fee fly fog fox gap gas
            gun gym hat hid hop hug ill ink jam jar jaw jet lab lap lip log map mix mud net nut oak owl pan pen pet pie
            pig pin pit pot rat rib rip rob rod rub rug sin ski sub sum tap tin toe ton tub van vet wax web wed wig zoo
            max free help stop this that they them then here there when what where which while with from your please
            thank note warning
            """),
        vowels: ["a", "e", "i", "o", "u", "y"])

    static let contextWordsTable: [ContextWord: Set<String>] = [
        .of: ["of"],
        .within: ["in"],
        .rangeLink: ["to", "through", "thru"],
        .beforeTime: ["at"],
        .presentDay: ["present", "today", "now"],
        .exception: ["except", "closed"],
        .ratio: ["ratio", "ratios", "scale", "proportion"],
        .season: ["season"],
        .wage: ["gross", "net"],
        .times: ["times"],
        .divisor: [
            "second", "minute", "hour", "day", "night", "week", "month", "year", "person", "head", "hr", "wk", "mo",
            "yr",
        ],
        .score: ["score", "scored", "rating", "rated", "a", "an", "gave"],
        .award: ["stars"],
        .place: ["gate"],
        .identifier: ["number", "account", "acct", "nr"],
        .wind: ["wind", "winds"],
        .windOrigin: ["from"],
        .numbered: ["chap", "ch", "vol", "fig", "art", "sec", "tab", "par", "t", "p"],
        .lettered: RuleTables.words("plan vitamin vitamins hepatitis option team point letter grade section"),
    ]

    static let symbolNamesTable: [Unicode.Scalar: String] = [
        ".": "dot", "@": "at", "/": "slash", "\\": "backslash", ":": "colon", "-": "dash", "_": "underscore",
        "#": "hashtag", "?": "question mark", "=": "equals", "&": "ampersand", "%": "percent", "+": "plus",
        "~": "tilde",
    ]

    static let readSymbolsTable: [Unicode.Scalar: String] = [
        "&": "and", "%": "percent", "=": "equals", "+": "plus", "@": "at", "°": "degrees", "×": "times",
        "÷": "divided by", "<": "less than", ">": "greater than", "≤": "less than or equal to",
        "≥": "greater than or equal to", "≠": "not equal to", "≈": "approximately", "±": "plus or minus",
        "\u{2212}": "minus", "√": "square root of", "∞": "infinity", "§": "section", "¶": "paragraph", "©": "copyright",
        "®": "registered", "™": "trademark", "→": "to", "←": "from", "/": "slash", "\\": "backslash", "^": "caret",
        "#": "hash", "π": "pi", "µ": "micro", "‰": "per mille", "†": "dagger", "¹": "one", "²": "squared", "³": "cubed",
        "№": "number",
    ]
}
