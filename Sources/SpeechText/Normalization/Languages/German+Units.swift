/// German currencies, scales and units.
extension German {
    static let currenciesTable = RuleTables.currencies(
        """
        T€ TEUR | Tausend Euro | Tausend Euro | m
        € EUR Euro | Euro | Euro | m | Cent | Cent | m
        $ USD US$ Dollar | Dollar | Dollar | m | Cent | Cent | m
        £ GBP | Pfund | Pfund | n | Penny | Pence | m
        ¥ JPY | Yen | Yen | m
        CHF Fr SFr Franken | Franken | Franken | m | Rappen | Rappen | m
        DM DEM | Mark | Mark | f | Pfennig | Pfennig | m
        CNY RMB | Yuan | Yuan | m
        ₩ KRW | Won | Won | m
        ₹ INR | Rupie | Rupien | f
        ₽ RUB | Rubel | Rubel | m | Kopeke | Kopeken | f
        CAD C$ | Kanadischer Dollar | Kanadische Dollar | m | Cent | Cent | m
        AUD A$ | Australischer Dollar | Australische Dollar | m | Cent | Cent | m
        R$ BRL | Real | Real | m | Centavo | Centavos | m
        SEK | Schwedische Krone | Schwedische Kronen | f
        NOK | Norwegische Krone | Norwegische Kronen | f
        DKK | Dänische Krone | Dänische Kronen | f
        CZK Kč | Tschechische Krone | Tschechische Kronen | f
        PLN zł | Zloty | Zloty | m
        HUF | Forint | Forint | m
        ₺ TRY | Lira | Lira | f
        ₿ BTC | Bitcoin | Bitcoin | m
        ¢ ct Ct Cent | Cent | Cent | m
        """)

    static let scalesTable = RuleTables.scales(
        """
        million millionen | Million | Millionen | f
        milliarde milliarden | Milliarde | Milliarden | f
        billion billionen | Billion | Billionen | f
        tausend | Tausend | Tausend | n
        """)

    static let scaleAbbreviationsTable = RuleTables.scales(
        """
        Mio mio Mill M | Million | Millionen | f
        Mrd mrd | Milliarde | Milliarden | f
        Bio | Billion | Billionen | f
        Tsd tsd k K | Tausend | Tausend | n
        """)

    static let unitsBeforeNoWordTable: Set<String> = ["A", "V", "W", "J", "N", "K", "C", "F", "a", "d", "L", "in"]

    static let unitsTable = RuleTables.units(
        """
        Tabl | Tablette | Tabletten | f
        mol | Mol | Mol | n
        km | Kilometer | Kilometer | m
        m | Meter | Meter | m
        dm | Dezimeter | Dezimeter | m
        cm | Zentimeter | Zentimeter | m
        mm | Millimeter | Millimeter | m
        µm μm | Mikrometer | Mikrometer | m
        nm | Nanometer | Nanometer | m
        ft | Fuß | Fuß | m
        " | Zoll | Zoll | m
        mi | Meile | Meilen | f
        sm | Seemeile | Seemeilen | f
        kg Kg KG | Kilogramm | Kilogramm | n
        g gr | Gramm | Gramm | n
        mg | Milligramm | Milligramm | n
        µg μg | Mikrogramm | Mikrogramm | n
        t | Tonne | Tonnen | f
        l L | Liter | Liter | m
        dl | Deziliter | Deziliter | m
        cl | Zentiliter | Zentiliter | m
        ml mL | Milliliter | Milliliter | m
        hl | Hektoliter | Hektoliter | m
        qm | Quadratmeter | Quadratmeter | m
        ha | Hektar | Hektar | m
        h Std std | Stunde | Stunden | f
        min Min | Minute | Minuten | f
        s sec sek Sek | Sekunde | Sekunden | f
        ms | Millisekunde | Millisekunden | f
        km/h kmh | Kilometer pro Stunde | Kilometer pro Stunde | m
        m/s | Meter pro Sekunde | Meter pro Sekunde | m
        mph | Meile pro Stunde | Meilen pro Stunde | f
        ° | Grad | Grad | m
        °C ℃ ºC | Grad Celsius | Grad Celsius | m
        °F ℉ ºF | Grad Fahrenheit | Grad Fahrenheit | m
        K | Kelvin | Kelvin | n
        Hz | Hertz | Hertz | n
        kHz | Kilohertz | Kilohertz | n
        MHz | Megahertz | Megahertz | n
        GHz | Gigahertz | Gigahertz | n
        V | Volt | Volt | n
        kV | Kilovolt | Kilovolt | n
        mV mv | Millivolt | Millivolt | n
        A | Ampere | Ampere | n
        mA | Milliampere | Milliampere | n
        mAh | Milliamperestunde | Milliamperestunden | f
        W | Watt | Watt | n
        kW | Kilowatt | Kilowatt | n
        MW | Megawatt | Megawatt | n
        GW | Gigawatt | Gigawatt | n
        kWh kwh | Kilowattstunde | Kilowattstunden | f
        MWh | Megawattstunde | Megawattstunden | f
        PS | PS | PS | n
        J | Joule | Joule | n
        kJ | Kilojoule | Kilojoule | n
        kcal | Kilokalorie | Kilokalorien | f
        cal | Kalorie | Kalorien | f
        N | Newton | Newton | n
        mmHg | Millimeter Quecksilbersäule | Millimeter Quecksilbersäule | m
        ppm | Teil pro Million | Teile pro Million | m
        Pa | Pascal | Pascal | n
        hPa | Hektopascal | Hektopascal | n
        bar | Bar | Bar | n
        Ω | Ohm | Ohm | n
        dB | Dezibel | Dezibel | n
        kB KB | Kilobyte | Kilobyte | n
        MB | Megabyte | Megabyte | n
        GB | Gigabyte | Gigabyte | n
        TB | Terabyte | Terabyte | n
        Mbit/s Mb/s Mbps | Megabit pro Sekunde | Megabit pro Sekunde | n
        Gbit/s Gb/s Gbps | Gigabit pro Sekunde | Gigabit pro Sekunde | n
        px | Pixel | Pixel | n
        MP | Megapixel | Megapixel | n
        EL | Esslöffel | Esslöffel | m
        TL | Teelöffel | Teelöffel | m
        Pck Pkg | Packung | Packungen | f
        Msp | Messerspitze | Messerspitzen | f
        Bd | Bund | Bund | n
        Dos Ds | Dose | Dosen | f
        Fl | Flasche | Flaschen | f
        Gl | Glas | Gläser | n
        Be | Becher | Becher | m
        Pr | Prise | Prisen | f
        Tbl | Tablette | Tabletten | f
        Pkt | Punkt | Punkte | m
        Mon | Monat | Monate | m
        Einw | Einwohner | Einwohner | m
        Stk St | Stück | Stück | n
        ‰ | Promille | Promille | n
        U/min | Umdrehung pro Minute | Umdrehungen pro Minute | f
        J. | Jahr | Jahre | n
        MBit/s | Megabit pro Sekunde | Megabit pro Sekunde | n
        GBit/s | Gigabit pro Sekunde | Gigabit pro Sekunde | n
        kBit/s kbit/s | Kilobit pro Sekunde | Kilobit pro Sekunde | n
        Nm | Newtonmeter | Newtonmeter | m
        lx | Lux | Lux | n
        lm | Lumen | Lumen | n
        rpm | Umdrehung pro Minute | Umdrehungen pro Minute | f
        fps | Bild pro Sekunde | Bilder pro Sekunde | n
        dpi | Punkt pro Zoll | Punkte pro Zoll | m
        psi | P S I | P S I | n
        PB | Petabyte | Petabyte | n
        KiB | Kibibyte | Kibibyte | n
        MiB | Mebibyte | Mebibyte | n
        GiB | Gibibyte | Gibibyte | n
        TiB | Tebibyte | Tebibyte | n
        """,
        prefixes: "Piko Nano Mikro Milli Zenti Dezi Hekto Kilo Mega Giga Tera",
        bases: """
            Wh | Wattstunde | Wattstunden | f
            Ah | Amperestunde | Amperestunden | f
            F | Farad | Farad | n
            H | Henry | Henry | n
            N | Newton | Newton | n
            eV | Elektronenvolt | Elektronenvolt | n
            Sv | Sievert | Sievert | n
            Gy | Gray | Gray | n
            Bq | Becquerel | Becquerel | n
            bit | Bit | Bit | n
            """)
}
