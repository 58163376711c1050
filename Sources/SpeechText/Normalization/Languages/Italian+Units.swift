/// Italian currencies, scales and units.
extension Italian {
    static let currenciesTable = RuleTables.currencies(
        """
        € EUR eur euro Euro | euro | euro | m | centesimo | centesimi | m
        $ dollaro dollari | dollaro | dollari | m | centesimo | centesimi | m
        USD US$ | dollaro americano | dollari americani | m | centesimo | centesimi | m
        £ GBP | sterlina | sterline | f | penny | penny | m
        ¥ JPY | yen | yen | m
        CHF fr | franco svizzero | franchi svizzeri | m | centesimo | centesimi | m
        CNY RMB | yuan | yuan | m
        ₩ KRW | won | won | m
        ₹ INR | rupia | rupie | f
        ₽ RUB | rublo | rubli | m | copeca | copechi | m
        CAD C$ | dollaro canadese | dollari canadesi | m | centesimo | centesimi | m
        AUD A$ | dollaro australiano | dollari australiani | m | centesimo | centesimi | m
        R$ BRL | real | real | m | centavo | centavos | m
        MXN | peso messicano | pesos messicani | m
        SEK | corona svedese | corone svedesi | f
        NOK | corona norvegese | corone norvegesi | f
        DKK | corona danese | corone danesi | f
        PLN zł | zloty | zloty | m
        ₿ BTC | bitcoin | bitcoin | m
        ¢ cent | centesimo | centesimi | m
        lire lira ₤ | lira | lire | f
        """)

    static let scalesTable = RuleTables.scales(
        """
        mila | mila | mila | m
        milione milioni | milione | milioni | m
        miliardo miliardi | miliardo | miliardi | m
        bilione bilioni | bilione | bilioni | m
        """)

    static let scaleAbbreviationsTable = RuleTables.scales(
        """
        M mln Mln mil | milione | milioni | m
        mld Mld mrd | miliardo | miliardi | m
        k K | mila | mila | m
        """)

    static let unitsBeforeNoWordTable: Set<String> = ["ha", "Ha", "A", "V", "W", "J", "N", "K", "C", "F", "d"]

    static let unitsTable = RuleTables.units(
        """
        dip | dipendente | dipendenti | m
        sett | settimana | settimane | f
        cps | capsula | capsule | f
        bpm | battito al minuto | battiti al minuto | m
        mmHg | millimetro di mercurio | millimetri di mercurio | m
        ppm | parte per milione | parti per milione | f
        pers | persona | persone | f
        cpr | compressa | compresse | f
        mol | mole | moli | f
        km Km | chilometro | chilometri | m
        m mt | metro | metri | m
        dm | decimetro | decimetri | m
        cm | centimetro | centimetri | m
        mm | millimetro | millimetri | m
        µm μm | micrometro | micrometri | m
        cucch | cucchiaio | cucchiai | m
        nm | nanometro | nanometri | m
        mi | miglio | miglia | m
        " | pollice | pollici | m
        kg Kg KG | chilo | chili | m
        g gr | grammo | grammi | m
        hg | etto | etti | m
        mg | milligrammo | milligrammi | m
        µg μg | microgrammo | microgrammi | m
        t | tonnellata | tonnellate | f
        q | quintale | quintali | m
        l L lt | litro | litri | m
        dl | decilitro | decilitri | m
        cl | centilitro | centilitri | m
        ml mL | millilitro | millilitri | m
        hl | ettolitro | ettolitri | m
        ha | ettaro | ettari | m
        h | ora | ore | f
        min | minuto | minuti | m
        s sec | secondo | secondi | m
        ms | millisecondo | millisecondi | m
        d gg | giorno | giorni | m
        km/h kmh | chilometro all'ora | chilometri all'ora | m
        mph | miglio all'ora | miglia all'ora | m
        km/s | chilometro al secondo | chilometri al secondo | m
        m/s | metro al secondo | metri al secondo | m
        ° | grado | gradi | m
        °C ºC °c °_C ℃ | grado Celsius | gradi Celsius | m
        °F °_F ℉ | grado Fahrenheit | gradi Fahrenheit | m
        K | kelvin | kelvin | m
        Hz | hertz | hertz | m
        kHz | chilohertz | chilohertz | m
        MHz | megahertz | megahertz | m
        GHz | gigahertz | gigahertz | m
        V | volt | volt | m
        kV | chilovolt | chilovolt | m
        mV | millivolt | millivolt | m
        A | ampere | ampere | m
        mA | milliampere | milliampere | m
        mAh | milliamperora | milliamperora | m
        W | watt | watt | m
        kW | chilowatt | chilowatt | m
        MW | megawatt | megawatt | m
        GW | gigawatt | gigawatt | m
        kWh | chilowattora | chilowattora | m
        MWh | megawattora | megawattora | m
        CV cv | cavallo | cavalli | m
        J | joule | joule | m
        kJ | chilojoule | chilojoule | m
        kcal | chilocaloria | chilocalorie | f
        cal | caloria | calorie | f
        N | newton | newton | m
        Pa | pascal | pascal | m
        hPa | ettopascal | ettopascal | m
        bar | bar | bar | m
        Ω | ohm | ohm | m
        dB | decibel | decibel | m
        kB KB | kilobyte | kilobyte | m
        MB | megabyte | megabyte | m
        GB | gigabyte | gigabyte | m
        TB | terabyte | terabyte | m
        Mbps Mb/s Mbit/s | megabit al secondo | megabit al secondo | m
        Gbps Gb/s Gbit/s | gigabit al secondo | gigabit al secondo | m
        px | pixel | pixel | m
        ‰ | per mille | per mille | m
        mq | metro quadrato | metri quadrati | m
        kmq | chilometro quadrato | chilometri quadrati | m
        mc | metro cubo | metri cubi | m
        cc | centimetro cubo | centimetri cubi | m
        ab | abitante | abitanti | m
        Nm | newton metro | newton metro | m
        lx | lux | lux | m
        lm | lumen | lumen | m
        rpm | giro al minuto | giri al minuto | m
        fps | fotogramma al secondo | fotogrammi al secondo | m
        dpi | punto per pollice | punti per pollice | m
        psi | P S I | P S I | m
        PB | petabyte | petabyte | m
        KiB | kibibyte | kibibyte | m
        MiB | mebibyte | mebibyte | m
        GiB | gibibyte | gibibyte | m
        TiB | tebibyte | tebibyte | m
        """,
        prefixes: "pico nano micro milli centi deci etto chilo mega giga tera",
        bases: """
            Wh | wattora | wattora | m
            Ah | amperora | amperora | m
            F | farad | farad | m
            H | henry | henry | m
            N | newton | newton | m
            eV | elettronvolt | elettronvolt | m
            Sv | sievert | sievert | m
            Gy | gray | gray | m
            Bq | becquerel | becquerel | m
            bit | bit | bit | m
            """)
}
