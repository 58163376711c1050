/// Dutch currencies, scales and units.
extension Dutch {
    static let currenciesTable = RuleTables.currencies(
        """
        € EUR euro Euro | euro | euro | m | cent | cent | m
        $ USD US$ dollar | dollar | dollar | m | cent | cent | m
        £ GBP | pond | pond | n | penny | pence | m
        ¥ JPY | yen | yen | m
        CHF | Zwitserse frank | Zwitserse frank | m | centime | centimes | m
        ƒ NLG | gulden | gulden | m | cent | cent | m
        CNY RMB | yuan | yuan | m
        ₩ KRW | won | won | m
        ₹ INR | roepie | roepies | f
        ₽ RUB | roebel | roebel | m
        CAD C$ | Canadese dollar | Canadese dollar | m | cent | cent | m
        AUD A$ | Australische dollar | Australische dollar | m | cent | cent | m
        SEK | Zweedse kroon | Zweedse kronen | f
        NOK | Noorse kroon | Noorse kronen | f
        DKK | Deense kroon | Deense kronen | f
        PLN zł | zloty | zloty | m
        R$ BRL | real | real | m
        ₿ BTC | bitcoin | bitcoins | m
        ¢ ct | cent | cent | m
        """)

    static let scalesTable = RuleTables.scales(
        """
        duizend | duizend | duizend | n
        miljoen | miljoen | miljoen | n
        miljard | miljard | miljard | n
        biljoen | biljoen | biljoen | n
        """)

    static let scaleAbbreviationsTable = RuleTables.scales(
        """
        mln Mln mio M | miljoen | miljoen | n
        mld Mld mrd | miljard | miljard | n
        k K | duizend | duizend | n
        """)

    static let unitsBeforeNoWordTable: Set<String> = ["A", "V", "W", "J", "N", "K", "C", "F", "d", "t", "s"]

    static let unitsTable = RuleTables.units(
        """
        caps | capsule | capsules
        dgn | dag | dagen
        bpm | slag per minuut | slagen per minuut
        mmHg | millimeter kwik | millimeter kwik
        ppm | deel per miljoen | delen per miljoen
        pers | persoon | personen
        st | stuk | stuks
        inw | inwoner | inwoners
        mnd | maand | maanden
        tabl | tablet | tabletten | m
        mol | mol | mol | m
        km | kilometer | kilometer | m
        m | meter | meter | m
        dm | decimeter | decimeter | m
        cm | centimeter | centimeter | m
        mm | millimeter | millimeter | m
        µm μm | micrometer | micrometer | m
        nm | nanometer | nanometer | m
        " | inch | inch | m
        kg Kg KG | kilo | kilo | n
        g gr | gram | gram | n
        mg | milligram | milligram | n
        µg μg | microgram | microgram | n
        t | ton | ton | m
        atm | atmosfeer | atmosfeer | f
        l L | liter | liter | m
        dl | deciliter | deciliter | m
        cl | centiliter | centiliter | m
        ml mL | milliliter | milliliter | m
        hl | hectoliter | hectoliter | m
        ha | hectare | hectare | m
        h u | uur | uur | n
        min | minuut | minuten | f
        s sec | seconde | seconden | f
        ms | milliseconde | milliseconden | f
        km/h km/u kmh | kilometer per uur | kilometer per uur | m
        mph | mijl per uur | mijl per uur | m
        m/s | meter per seconde | meter per seconde | m
        ° | graad | graden | m
        °C ℃ ºC | graad Celsius | graden Celsius | m
        °F ℉ ºF | graad Fahrenheit | graden Fahrenheit | m
        K | kelvin | kelvin | m
        Hz | hertz | hertz | m
        kHz | kilohertz | kilohertz | m
        MHz | megahertz | megahertz | m
        GHz | gigahertz | gigahertz | m
        V | volt | volt | m
        kV | kilovolt | kilovolt | m
        mV | millivolt | millivolt | m
        A | ampère | ampère | m
        mA | milliampère | milliampère | m
        mAh | milliampère-uur | milliampère-uur | n
        W | watt | watt | m
        kW | kilowatt | kilowatt | m
        MW | megawatt | megawatt | m
        GW | gigawatt | gigawatt | m
        kWh | kilowattuur | kilowattuur | n
        MWh | megawattuur | megawattuur | n
        pk | pk | pk | m
        J | joule | joule | m
        kJ | kilojoule | kilojoule | m
        kcal | kilocalorie | kilocalorieën | f
        cal | calorie | calorieën | f
        N | newton | newton | m
        Pa | pascal | pascal | m
        hPa | hectopascal | hectopascal | m
        bar | bar | bar | m
        Ω | ohm | ohm | m
        dB | decibel | decibel | m
        kB KB | kilobyte | kilobyte | m
        MB | megabyte | megabyte | m
        GB | gigabyte | gigabyte | m
        TB | terabyte | terabyte | m
        Mbps Mb/s Mbit/s | megabit per seconde | megabit per seconde | m
        Gbps Gb/s Gbit/s | gigabit per seconde | gigabit per seconde | m
        px | pixel | pixels | m
        el | eetlepel | eetlepels | m
        tl | theelepel | theelepels | m
        ‰ | promille | promille | n
        jr | jaar | jaar | n
        Bft | Beaufort | Beaufort | m
        kWp | kilowattpiek | kilowattpiek | m
        Nm | newtonmeter | newtonmeter | m
        lx | lux | lux | m
        lm | lumen | lumen | m
        rpm | toer per minuut | toeren per minuut | m
        fps | beeld per seconde | beelden per seconde | n
        dpi | punt per inch | punten per inch | n
        psi | P S I | P S I | m
        PB | petabyte | petabyte | m
        KiB | kibibyte | kibibyte | m
        MiB | mebibyte | mebibyte | m
        GiB | gibibyte | gibibyte | m
        TiB | tebibyte | tebibyte | m
        """,
        prefixes: "pico nano micro milli centi deci hecto kilo mega giga tera",
        bases: """
            Wh | wattuur | wattuur | n
            Ah | ampère-uur | ampère-uur | n
            F | farad | farad | m
            H | henry | henry | m
            N | newton | newton | m
            eV | elektronvolt | elektronvolt | m
            Sv | sievert | sievert | m
            Gy | gray | gray | m
            Bq | becquerel | becquerel | m
            bit | bit | bit | m
            """)
}
