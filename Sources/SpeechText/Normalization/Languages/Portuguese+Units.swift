/// Portuguese currencies, scales and units.
extension Portuguese {
    static let currenciesTable = RuleTables.currencies(
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

    static let scalesTable = RuleTables.scales(
        """
        mil | mil | mil | m
        milhão milhões | milhão | milhões | m
        bilhão bilhões | bilhão | bilhões | m
        bilião biliões | bilião | biliões | m
        trilhão trilhões | trilhão | trilhões | m
        """)

    static let scaleAbbreviationsTable = RuleTables.scales(
        """
        M mi Mi mm MM | milhão | milhões | m
        bi Bi | bilhão | bilhões | m
        tri | trilhão | trilhões | m
        k K | mil | mil | m
        """)

    static let unitsBeforeNoWordTable: Set<String> = ["ha", "Ha", "A", "V", "W", "J", "N", "K", "C", "F", "d"]

    static let unitsTable = RuleTables.units(
        """
        sem | semana | semanas | f
        cáps | cápsula | cápsulas | f
        bpm | batimento por minuto | batimentos por minuto | m
        mmHg | milímetro de mercúrio | milímetros de mercúrio | m
        ppm | parte por milhão | partes por milhão | f
        un und | unidade | unidades | f
        col | colher | colheres | f
        xíc | xícara | xícaras | f
        comp | comprimido | comprimidos | m
        mol | mol | mols | m
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
        °C ºC °c °_C ℃ | grau Celsius | graus Celsius | m
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
        px | pixel | pixels | m
        ‰ | por mil | por mil | m
        rpm | rotação por minuto | rotações por minuto | f
        hab | habitante | habitantes | m
        Mbps Mb/s Mbit/s | megabit por segundo | megabits por segundo | m
        Gbps Gb/s Gbit/s | gigabit por segundo | gigabits por segundo | m
        Nm | newton-metro | newtons-metro | m
        lx | lux | lux | m
        lm | lúmen | lúmens | m
        fps | quadro por segundo | quadros por segundo | m
        dpi | ponto por polegada | pontos por polegada | m
        psi | P S I | P S I | m
        PB | petabyte | petabytes | m
        KiB | kibibyte | kibibytes | m
        MiB | mebibyte | mebibytes | m
        GiB | gibibyte | gibibytes | m
        TiB | tebibyte | tebibytes | m
        """,
        prefixes: "pico nano micro mili centi deci hecto quilo mega giga tera",
        bases: """
            Wh | watt-hora | watts-hora | m
            Ah | ampere-hora | amperes-hora | m
            F | farad | farads | m
            H | henry | henrys | m
            N | newton | newtons | m
            eV | elétron-volt | elétrons-volt | m
            Sv | sievert | sieverts | m
            Gy | gray | grays | m
            Bq | becquerel | becquerels | m
            bit | bit | bits | m
            """)
}
