/// French currencies, scales and units.
extension French {
    static let currenciesTable = RuleTables.currencies(
        """
        € EUR euro euros Euro | euro | euros | m | centime | centimes | m
        $ USD US$ dollar dollars | dollar | dollars | m | cent | cents | m
        £ GBP | livre sterling | livres sterling | f | penny | pence | m
        ¥ JPY | yen | yens | m
        CHF | franc suisse | francs suisses | m | centime | centimes | m
        F FF franc francs | franc | francs | m | centime | centimes | m
        CNY RMB | yuan | yuans | m
        ₩ KRW | won | wons | m
        ₹ INR | roupie | roupies | f
        ₽ RUB | rouble | roubles | m | kopeck | kopecks | m
        CAD C$ CA$ $CA | dollar canadien | dollars canadiens | m | cent | cents | m
        AUD A$ | dollar australien | dollars australiens | m | cent | cents | m
        R$ BRL | réal | réaux | m | centavo | centavos | m
        MXN | peso mexicain | pesos mexicains | m
        SEK | couronne suédoise | couronnes suédoises | f
        NOK | couronne norvégienne | couronnes norvégiennes | f
        DKK | couronne danoise | couronnes danoises | f
        PLN zł | zloty | zlotys | m
        ₿ BTC | bitcoin | bitcoins | m
        ¢ | cent | cents | m
        ct cts | centime | centimes | m
        """)

    static let scalesTable = RuleTables.scales(
        """
        million millions | million | millions | m
        milliard milliards | milliard | milliards | m
        billion billions | billion | billions | m
        """)

    static let scaleAbbreviationsTable = RuleTables.scales(
        """
        M mio Mio | million | millions | m
        Md Mds md mds Mrd | milliard | milliards | m
        k K | millier | milliers | m
        """)

    static let unitsBeforeNoWordTable: Set<String> = ["A", "V", "W", "J", "N", "K", "C", "F", "a", "d"]

    static let unitsTable = RuleTables.units(
        """
        sem | semaine | semaines | f
        gél | gélule | gélules | f
        bpm | battement par minute | battements par minute | m
        mmHg | millimètre de mercure | millimètres de mercure | m
        ppm | partie par million | parties par million | f
        pers | personne | personnes | f
        enf | enfant | enfants | m
        cp | comprimé | comprimés | m
        mol | mole | moles | f
        km | kilomètre | kilomètres | m
        hm | hectomètre | hectomètres | m
        m | mètre | mètres | m
        dm | décimètre | décimètres | m
        cm | centimètre | centimètres | m
        mm | millimètre | millimètres | m
        µm μm | micromètre | micromètres | m
        nm | nanomètre | nanomètres | m
        kg Kg KG | kilo | kilos | m
        g gr | gramme | grammes | m
        mg | milligramme | milligrammes | m
        µg μg | microgramme | microgrammes | m
        t | tonne | tonnes | f
        l L | litre | litres | m
        dl dL | décilitre | décilitres | m
        cl cL | centilitre | centilitres | m
        ml mL | millilitre | millilitres | m
        hl hL | hectolitre | hectolitres | m
        ha | hectare | hectares | m
        h | heure | heures | f
        min mn | minute | minutes | f
        s sec | seconde | secondes | f
        ms | milliseconde | millisecondes | f
        j | jour | jours | m
        km/h kmh | kilomètre par heure | kilomètres par heure | m
        mph | mile par heure | miles par heure | m
        m/s | mètre par seconde | mètres par seconde | m
        ° | degré | degrés | m
        °C ℃ ºC | degré Celsius | degrés Celsius | m
        °F ℉ ºF | degré Fahrenheit | degrés Fahrenheit | m
        K | kelvin | kelvins | m
        Hz | hertz | hertz | m
        kHz | kilohertz | kilohertz | m
        MHz | mégahertz | mégahertz | m
        GHz | gigahertz | gigahertz | m
        V | volt | volts | m
        kV | kilovolt | kilovolts | m
        mV | millivolt | millivolts | m
        A | ampère | ampères | m
        mA | milliampère | milliampères | m
        mAh | milliampère-heure | milliampères-heure | m
        W | watt | watts | m
        kW | kilowatt | kilowatts | m
        MW | mégawatt | mégawatts | m
        GW | gigawatt | gigawatts | m
        kWh | kilowattheure | kilowattheures | m
        MWh | mégawattheure | mégawattheures | m
        GWh | gigawattheure | gigawattheures | m
        ch cv | cheval | chevaux | m
        J | joule | joules | m
        kJ | kilojoule | kilojoules | m
        kcal | kilocalorie | kilocalories | f
        cal | calorie | calories | f
        N | newton | newtons | m
        Pa | pascal | pascals | m
        hPa | hectopascal | hectopascals | m
        bar | bar | bars | m
        Ω | ohm | ohms | m
        dB | décibel | décibels | m
        o | octet | octets | m
        ko Ko | kilooctet | kilooctets | m
        Mo MB | mégaoctet | mégaoctets | m
        Go GB | gigaoctet | gigaoctets | m
        To TB | téraoctet | téraoctets | m
        Mbit/s Mb/s Mbps | mégabit par seconde | mégabits par seconde | m
        Gbit/s Gb/s Gbps | gigabit par seconde | gigabits par seconde | m
        px | pixel | pixels | m
        hab | habitant | habitants | m
        ‰ | pour mille | pour mille | m
        rpm tr/min | tour par minute | tours par minute | m
        pt pts | point | points | m
        " | pouce | pouces | m
        Nm | newton-mètre | newtons-mètres | m
        lx | lux | lux | m
        lm | lumen | lumens | m
        fps ips | image par seconde | images par seconde | f
        dpi ppp | point par pouce | points par pouce | m
        psi | P S I | P S I | m
        Po PB | pétaoctet | pétaoctets | m
        kB | kilooctet | kilooctets | m
        KiB Kio | kibioctet | kibioctets | m
        MiB Mio | mébioctet | mébioctets | m
        GiB Gio | gibioctet | gibioctets | m
        TiB Tio | tébioctet | tébioctets | m
        """,
        prefixes: "pico nano micro milli centi déci hecto kilo méga giga téra",
        bases: """
            Wh | wattheure | wattheures | m
            Ah | ampère-heure | ampères-heures | m
            F | farad | farads | m
            H | henry | henrys | m
            N | newton | newtons | m
            eV | électronvolt | électronvolts | m
            Sv | sievert | sieverts | m
            Gy | gray | grays | m
            Bq | becquerel | becquerels | m
            bit | bit | bits | m
            """)
}
