/// Spanish abbreviations, phrases, initialisms and symbols.
extension Spanish {
    static let abbreviationsTable = RuleTables.abbreviations(
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
        dña dª | doña | name bare
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
        edif | edificio
        esc | escalera | number
        aniv | aniversario
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
        incl | incluido | end
        excl | excluido | end
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
        cda | cucharada
        cdas | cucharadas
        cdta cdita | cucharadita
        cdtas cditas | cucharaditas
        trim | trimestre | end
        párr | párrafo | number
        sal | salida | number
        lleg | llegada | number
        pta pto | puerta | number
        act | la actualidad
        bach | bachillerato
        c | circa | number
        móv | móvil
        ilma | ilustrísima
        ilmo | ilustrísimo
        cant | cantidad
        líns | líneas | number
        s | siglo | number
        ptas | pesetas
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
        ldo | licenciado | name
        lda | licenciada | name
        ca | circa | number
        t | tomo | number
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

    static let phrasesTable = PhraseTable(
        """
        s. n. m. | sobre el nivel del mar | end
        P.º de | paseo de
        P.º del | paseo del
        Pº de | paseo de
        v. págs. | véanse las páginas
        v. pág. | véase la página
        c/c | cuenta corriente
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

    static let initialismsTable = Initialisms(
        spelled: RuleTables.words(
            """
            UE USA ADN ARN PIB DNI PSOE PP IPC BCE FMI OMS ONG TV PC CD DVD GPS SMS PDF HTML HTTP URL API USB CPU GPU
            FAQ IA BBC CNN FBI CIA IBM UK NBA RRHH VIH IP TIC RTVE UNAM IPN PRI PAN BMW OK CV IES ESO IRPF IBEX ITV CSIC
            CEO EPA INE UCI ATS EEUU ADSL
            """
        ).subtracting(["PSOE", "OK", "IBEX", "RRHH", "UNAM", "PAN", "EEUU", "CSIC"]),
        asWords: RuleTables.words(
            """
            ONU OTAN IVA OVNI NASA UNESCO UNICEF SIDA COVID FIFA UEFA RENFE AVE PYME RAE BOE LASER RADAR SIM PIN ZIP RAM
            ROM JPEG GIF JSON ASCII PSOE IBEX UNAM MERCOSUR OPEP CEPAL IKEA LEGO FEDER SEAT ONCE INEM INSALUD OEA APA
            SAT OK CSIC TAC UCI EPO OTI
            """
        ).subtracting(["UCI"]),
        commonWords: RuleTables.words(
            """
            a al así aún ay con cuál de del dé di dos e el él en era eres es esa ese eso fe fin fue gas gol ha han haz
            he hoy id ir ja la las le les ley lo los luz mal mar más me mes mi mí mil muy ni no nos o oh oí os paz pie
            por que qué red rey río sal se sé ser si sí sin sol son soy su sur sus tal te té ti tú tu un una uno uva va
            van ve ven ver vez vía voy voz y ya yo ojo tan tía tío año ajo aire alto oro osa oso
            """),
        vowels: Set("aeiouáéíóúü"))

    static let contextWordsTable: [ContextWord: Set<String>] = [
        .of: ["de", "d"],
        .within: ["en"],
        .portion: ["sobre"],
        .rangeLink: ["al", "a", "y"],
        .periodBoundary: ["desde", "hasta"],
        .presentDay: ["hoy", "act", "actualidad", "actual", "presente"],
        .exception: ["excepto", "salvo", "cerrado"],
        .ratio: ["proporción", "escala", "razón", "relación"],
        .season: ["temporada", "época"],
        .version: ["versión"],
        .temperature: ["mín", "máx", "min", "max", "mínima", "máxima", "temperatura"],
        .wage: ["brutos", "netos"],
        .times: ["veces"],
        .divisor: ["segundo", "minuto", "hora", "día", "noche", "semana", "mes", "año", "persona"],
        .score: ["score", "nota", "puntuación", "un", "uno", "una", "sacó"],
        .award: ["estrellas"],
        .place: ["vía", "andén", "coche", "plaza", "asiento", "puerta", "número", "clase", "gate"],
        .identifier: ["número", "numero", "cuenta", "cta", "nr"],
        .wind: ["viento", "vientos", "rachas"],
        .windOrigin: ["de", "del"],
        .numbered: ["cap", "vol", "t", "fig", "art", "tab", "sec", "lib", "par", "inc", "pág", "p", "s"],
        .singleRoman: ["s"],
        .lettered: RuleTables.words("plan vitamina vitaminas hepatitis opción punto grupo letra variante"),
    ]

    static let symbolNamesTable: [Unicode.Scalar: String] = [
        ".": "punto", "@": "arroba", "/": "barra", "\\": "barra invertida", ":": "dos puntos", "-": "guion",
        "_": "guion bajo", "#": "hashtag", "?": "signo de interrogación", "=": "igual", "&": "y", "%": "por ciento",
        "+": "más", "~": "virgulilla",
    ]

    static let readSymbolsTable: [Unicode.Scalar: String] = [
        "&": "y", "%": "por ciento", "=": "es igual a", "+": "más", "@": "arroba", "°": "grados", "×": "por",
        "÷": "dividido entre", "<": "menor que", ">": "mayor que", "≤": "menor o igual que", "≥": "mayor o igual que",
        "≠": "distinto de", "≈": "aproximadamente", "±": "más menos", "\u{2212}": "menos", "√": "raíz cuadrada de",
        "∞": "infinito", "§": "sección", "¶": "párrafo", "©": "copyright", "®": "marca registrada", "™": "marca",
        "→": "a", "←": "de", "/": "barra", "\\": "barra invertida", "^": "elevado a", "#": "número", "π": "pi",
        "µ": "micro", "‰": "por mil", "№": "número",
    ]
}
