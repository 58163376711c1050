/// Portuguese abbreviations, phrases, initialisms and symbols.
extension Portuguese {
    static let abbreviationsTable = RuleTables.abbreviations(
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
        tab | tabela | number
        eq | equação | number
        venc | vencimento
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
        incl | incluído | end
        excl | excluído | end
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
        sáb | sábado
        km | quilômetro | number bare
        vs | versus | bare
        cf | confira
        caps | capítulos
        sr | senhor
        hab | habitantes
        un | unidade
        trim | trimestre | end
        part | partida | number
        cheg | chegada | number
        ilma | ilustríssima
        nºs | números | bare number
        cx | caixa
        c | circa | number
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
        ss segs | seguintes | end
        pess | pessoas
        att | atenciosamente | end
        atte | atentamente | end
        tri | trimestre
        ag | agência | number
        seç | seção
        temp | temperatura
        v | versão | number
        lgo | largo | name
        n | número | number
        bl | bloco
        qto qtos | quartos
        """)

    static let phrasesTable = PhraseTable(
        """
        Dec.-Lei | Decreto-Lei
        c. de sopa | colher de sopa
        c. de chá | colher de chá
        c. sopa | colher de sopa
        c. chá | colher de chá
        Cx. Postal | Caixa Postal
        v. págs. | ver páginas
        v. pág. | ver página
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

    static let initialismsTable = Initialisms(
        spelled: RuleTables.words(
            """
            EUA UE USA ADN DNA RNA PIB CPF CNPJ RG IBGE INSS SUS FGTS CLT OMS FMI BCE STF TSE PF PT PSD PS MDB TV PC CD
            DVD GPS SMS PDF HTML HTTP URL API USB CPU GPU FAQ IA BBC CNN FBI CIA IBM UK NBA RH HIV IP TI RTP SP RJ MG BA
            UTI ONG ICMS IPVA IPTU IR CEO CBF BR
            """
        ).subtracting(["SUS"]),
        asWords: RuleTables.words(
            """
            ONU OTAN IVA NATO OVNI NASA UNESCO UNICEF AIDS SIDA COVID FIFA UEFA LASER RADAR SIM PIN ZIP RAM ROM JPEG GIF
            JSON ASCII MERCOSUL OPEP IKEA LEGO PETROBRAS EMBRAER SENAI SESC ENEM ANVISA DETRAN USP SUS OEA PUC INPE
            IBAMA PIX CEP PASEP PIS DEM OK
            """
        ).subtracting(["USP"]),
        commonWords: RuleTables.words(
            """
            a à ai ao aos as às até céu com cor da das de dê deu dia do dos e é eis ela ele em era és eu fé fim foi gás
            há ir já lá lei lhe luz mãe mais mal mão mar mas mau me meu mil na não nas nem no nó nos nós num o oi os ou
            pá pai pão par paz pé pó por pôs pra que quê rei rio sal são se sé sei sem ser seu si sim só sob sol sou sua
            sul tal te tem ter teu ti tu tua um uma uns uva vai vê vem ver vez via vim voz vão ano asa ave avó avô boa
            bom cão
            """),
        vowels: Set("aeiouáâãàéêíóôõúü"))

    static let contextWordsTable: [ContextWord: Set<String>] = [
        .of: ["de", "d"],
        .within: ["em"],
        .rangeLink: ["a", "ao", "até", "e"],
        .periodBoundary: ["desde"],
        .presentDay: ["hoje", "atual", "presente"],
        .exception: ["exceto", "salvo", "fechado"],
        .ratio: ["proporção", "escala", "razão"],
        .season: ["temporada", "época"],
        .version: ["versão"],
        .temperature: ["mín", "máx", "min", "max", "mínima", "máxima", "temperatura"],
        .wage: ["brutos", "líquidos"],
        .times: ["vezes"],
        .divisor: ["segundo", "minuto", "hora", "dia", "noite", "semana", "mês", "ano", "pessoa"],
        .score: ["score", "nota", "pontuação", "um", "uma", "tirou"],
        .award: ["estrelas"],
        .place: RuleTables.words("linha plataforma lugar assento poltrona porta número classe gate"),
        .identifier: ["número", "numero", "conta", "nr"],
        .wind: ["vento", "ventos", "rajadas"],
        .windOrigin: ["de", "do"],
        .numbered: RuleTables.words("cap vol t fig art tab sec séc lib par inc pça pag pág p s"),
        .singleRoman: ["s", "séc"],
        .lettered: RuleTables.words("plano vitamina vitaminas hepatite opção ponto grupo letra variante"),
    ]

    static let symbolNamesTable: [Unicode.Scalar: String] = [
        ".": "ponto", "@": "arroba", "/": "barra", "\\": "barra invertida", ":": "dois pontos", "-": "hífen",
        "_": "sublinhado", "#": "hashtag", "?": "ponto de interrogação", "=": "igual", "&": "e", "%": "por cento",
        "+": "mais", "~": "til",
    ]

    static let readSymbolsTable: [Unicode.Scalar: String] = [
        "&": "e", "%": "por cento", "=": "é igual a", "+": "mais", "@": "arroba", "°": "graus", "×": "vezes",
        "÷": "dividido por", "<": "menor que", ">": "maior que", "≤": "menor ou igual a", "≥": "maior ou igual a",
        "≠": "diferente de", "≈": "aproximadamente", "±": "mais ou menos", "\u{2212}": "menos", "√": "raiz quadrada de",
        "∞": "infinito", "§": "parágrafo", "¶": "parágrafo", "©": "copyright", "®": "marca registrada", "™": "marca",
        "→": "para", "←": "de", "/": "barra", "\\": "barra invertida", "^": "elevado a", "#": "número", "π": "pi",
        "µ": "micro", "‰": "por mil", "№": "número",
    ]
}
