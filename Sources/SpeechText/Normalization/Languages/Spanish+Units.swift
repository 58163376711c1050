/// Spanish currencies, scales and units.
extension Spanish {
    static let currenciesTable = RuleTables.currencies(
        """
        € EUR eur euro euros | euro | euros | m | céntimo | céntimos | m
        $ dólar dólares | dólar | dólares | m | centavo | centavos | m
        USD US$ usd us$ | dólar estadounidense | dólares estadounidenses | m | centavo | centavos | m
        £ GBP gbp | libra | libras | f | penique | peniques | m
        ¥ JPY jpy | yen | yenes | m | centavo | centavos | m
        CHF chf | franco suizo | francos suizos | m | céntimo | céntimos | m
        fr Fr | franco | francos | m
        CNY RMB | yuan | yuanes | m
        ₩ KRW krw | won | wones | m
        ₹ INR rs Rs | rupia | rupias | f
        ₽ RUB | rublo | rublos | m | kopek | kopeks | m
        MXN mxn MX$ | peso mexicano | pesos mexicanos | m | centavo | centavos | m
        ARS ars | peso argentino | pesos argentinos | m | centavo | centavos | m
        COP cop | peso colombiano | pesos colombianos | m | centavo | centavos | m
        CLP clp | peso chileno | pesos chilenos | m
        UYU uyu | peso uruguayo | pesos uruguayos | m
        BOP bop | peso boliviano | pesos bolivianos | m
        PEN pen S/ | sol | soles | m | céntimo | céntimos | m
        CRC crc | colón costarricense | colones costarricenses | m
        ₡ | colón | colones | m
        NIO nio | córdoba | córdobas | f
        PAB pab | balboa | balboas | m
        HNL hnl | lempira | lempiras | m
        GTQ gtq | quetzal | quetzales | m
        BOB bob | boliviano | bolivianos | m
        PYG ₲ | guaraní | guaraníes | m
        VES | bolívar | bolívares | m
        BRL R$ | real | reales | m | centavo | centavos | m
        TTD ttd | dólar de Trinidad y Tobago | dólares de Trinidad y Tobago | m
        HKD hkd | dólar de Hong Kong | dólares de Hong Kong | m
        CAD C$ | dólar canadiense | dólares canadienses | m | centavo | centavos | m
        AUD A$ | dólar australiano | dólares australianos | m | centavo | centavos | m
        ₧ ptas pta Ptas Pta | peseta | pesetas | f
        kr SEK NOK DKK | corona | coronas | f
        mk | marco | marcos | m
        PLN zł | esloti | eslotis | m
        ₿ BTC | bitcoin | bitcoins | m
        ¢ cts | centavo | centavos | m
        """)

    static let scalesTable = RuleTables.scales(
        """
        mil | mil | mil | m
        millón millones | millón | millones | m
        billón billones | billón | billones | m
        trillón trillones | trillón | trillones | m
        """)

    static let scaleAbbreviationsTable = RuleTables.scales(
        """
        M MM mill mills | millón | millones | m
        k K | mil | mil | m
        """)

    static let unitsBeforeNoWordTable: Set<String> = ["ha", "Ha", "A", "V", "W", "J", "N", "K", "C", "F", "d"]

    static let unitsTable = RuleTables.units(
        """
        sem | semana | semanas | f
        cáps | cápsula | cápsulas | f
        lpm | latido por minuto | latidos por minuto | m
        mmHg | milímetro de mercurio | milímetros de mercurio | m
        ppm | parte por millón | partes por millón | f
        pers | persona | personas | f
        ud uds | unidad | unidades | f
        cda cdas | cucharada | cucharadas | f
        cdta cdtas cdita cditas | cucharadita | cucharaditas | f
        comp | comprimido | comprimidos | m
        mol | mol | moles | m
        km Km | kilómetro | kilómetros | m
        m mts | metro | metros | m
        dm | decímetro | decímetros | m
        cm | centímetro | centímetros | m
        mm | milímetro | milímetros | m
        µm μm | micrómetro | micrómetros | m
        nm | nanómetro | nanómetros | m
        mi | milla | millas | f
        ft | pie | pies | m
        " | pulgada | pulgadas | f
        kg Kg KG | kilogramo | kilogramos | m
        g gr grs | gramo | gramos | m
        mg | miligramo | miligramos | m
        µg μg | microgramo | microgramos | m
        t | tonelada | toneladas | f
        lb lbs | libra | libras | f
        l L | litro | litros | m
        dl | decilitro | decilitros | m
        cl | centilitro | centilitros | m
        ml mL | mililitro | mililitros | m
        hl | hectolitro | hectolitros | m
        ha Ha | hectárea | hectáreas | f
        h | hora | horas | f
        min | minuto | minutos | m
        s seg | segundo | segundos | m
        ms | milisegundo | milisegundos | m
        km/h kph kmh | kilómetro por hora | kilómetros por hora | m
        m/s | metro por segundo | metros por segundo | m
        mph | milla por hora | millas por hora | f
        ° | grado | grados | m
        °C ºC °c °_C °_c ℃ | grado centígrado | grados centígrados | m
        °F °_F ℉ | grado Fahrenheit | grados Fahrenheit | m
        °K °_K °_k | grado Kelvin | grados Kelvin | m
        K | kelvin | kelvins | m
        Hz | hercio | hercios | m
        kHz | kilohercio | kilohercios | m
        MHz | megahercio | megahercios | m
        GHz | gigahercio | gigahercios | m
        V | voltio | voltios | m
        kV | kilovoltio | kilovoltios | m
        mV | milivoltio | milivoltios | m
        A | amperio | amperios | m
        mA | miliamperio | miliamperios | m
        mAh | miliamperio hora | miliamperios hora | m
        W | vatio | vatios | m
        kW | kilovatio | kilovatios | m
        MW | megavatio | megavatios | m
        GW | gigavatio | gigavatios | m
        kWh | kilovatio hora | kilovatios hora | m
        MWh | megavatio hora | megavatios hora | m
        CV cv | caballo | caballos | m
        J | julio | julios | m
        kJ | kilojulio | kilojulios | m
        kcal | kilocaloría | kilocalorías | f
        cal | caloría | calorías | f
        N | newton | newtons | m
        Pa | pascal | pascales | m
        hPa | hectopascal | hectopascales | m
        bar | bar | bares | m
        psi | P S I | P S I | m
        Ω | ohmio | ohmios | m
        dB | decibelio | decibelios | m
        kB KB | kilobyte | kilobytes | m
        MB | megabyte | megabytes | m
        GB | gigabyte | gigabytes | m
        TB | terabyte | terabytes | m
        px | píxel | píxeles | m
        ‰ | por mil | por mil | m
        rpm | revolución por minuto | revoluciones por minuto | f
        hab | habitante | habitantes | m
        Mbps Mb/s Mbit/s | megabit por segundo | megabits por segundo | m
        Gbps Gb/s Gbit/s | gigabit por segundo | gigabits por segundo | m
        Nm | newton metro | newtons metro | m
        lx | lux | lux | m
        lm | lumen | lúmenes | m
        fps | fotograma por segundo | fotogramas por segundo | m
        dpi ppp | punto por pulgada | puntos por pulgada | m
        PB | petabyte | petabytes | m
        KiB | kibibyte | kibibytes | m
        MiB | mebibyte | mebibytes | m
        GiB | gibibyte | gibibytes | m
        TiB | tebibyte | tebibytes | m
        """,
        prefixes: "pico nano micro mili centi deci hecto kilo mega giga tera",
        bases: """
            Wh | vatio hora | vatios hora | m
            Ah | amperio hora | amperios hora | m
            F | faradio | faradios | m
            H | henrio | henrios | m
            N | newton | newtons | m
            eV | electronvoltio | electronvoltios | m
            Sv | sievert | sieverts | m
            Gy | gray | grays | m
            Bq | becquerel | becquereles | m
            bit | bit | bits | m
            """)
}
