/// English currencies, scales and units.
extension English {
    static let currenciesTable = RuleTables.currencies(
        """
        $ | dollar | dollars | | cent | cents |
        US$ USD | U S dollar | U S dollars | | cent | cents |
        £ GBP | pound | pounds | | penny | pence |
        € EUR | euro | euros | | cent | cents |
        ¥ JPY | yen | yen |
        CNY RMB | yuan | yuan |
        ₩ KRW | won | won |
        Rs Rs. ₹ INR | rupee | rupees | | paisa | paise |
        ₽ RUB | ruble | rubles | | kopek | kopeks |
        ₺ TRY | lira | liras |
        ₪ | shekel | shekels |
        ₫ | dong | dong |
        ฿ | baht | baht |
        ₦ | naira | naira |
        ₱ | peso | pesos |
        ₴ | hryvnia | hryvnia |
        ₿ BTC | bitcoin | bitcoins |
        ¢ | cent | cents |
        C$ CA$ CAD | Canadian dollar | Canadian dollars | | cent | cents |
        A$ AU$ AUD | Australian dollar | Australian dollars | | cent | cents |
        NZ$ NZD | New Zealand dollar | New Zealand dollars | | cent | cents |
        HK$ HKD | Hong Kong dollar | Hong Kong dollars | | cent | cents |
        S$ SGD | Singapore dollar | Singapore dollars | | cent | cents |
        R$ BRL | real | reais | | centavo | centavos |
        CHF | Swiss franc | Swiss francs | | centime | centimes |
        MXN | Mexican peso | Mexican pesos | | centavo | centavos |
        SEK | Swedish krona | Swedish kronor |
        NOK | Norwegian krone | Norwegian kroner |
        DKK | Danish krone | Danish kroner |
        PLN zł | zloty | zlotys |
        CZK Kč | Czech koruna | Czech korunas |
        HUF | forint | forints |
        ZAR | rand | rand |
        """)

    static let scalesTable: [String: Scale] = [
        "hundred": Scale("hundred"), "thousand": Scale("thousand"), "million": Scale("million"),
        "billion": Scale("billion"),
        "trillion": Scale("trillion"), "quadrillion": Scale("quadrillion"),
    ]

    static let scaleAbbreviationsTable = RuleTables.scales(
        """
        k K | thousand
        m M mn mm MM mil | million
        b B bn Bn | billion
        t T tn | trillion
        """)

    static let unitsBeforeNoWordTable: Set<String> = ["in", "a", "A", "d", "N", "t", "T", "J", "\"", "'"]

    static let unitsTable = RuleTables.units(
        #"""
        in " | inch | inches
        ft | foot | feet
        yd yds | yard | yards
        mi | mile | miles
        nmi | nautical mile | nautical miles
        lb lbs | pound | pounds
        oz | ounce | ounces
        fl_oz | fluid ounce | fluid ounces
        gal | gallon | gallons
        qt | quart | quarts
        pt | pint | pints
        tsp | teaspoon | teaspoons
        tbsp | tablespoon | tablespoons
        kg kgs KG | kilogram | kilograms
        g | gram | grams
        mg | milligram | milligrams
        µg μg mcg | microgram | micrograms
        t | ton | tons
        km | kilometer | kilometers
        m | meter | meters
        dm | decimeter | decimeters
        cm | centimeter | centimeters
        mm | millimeter | millimeters
        µm μm | micrometer | micrometers
        nm | nanometer | nanometers
        l L | liter | liters
        dl | deciliter | deciliters
        cl | centiliter | centiliters
        ml mL | milliliter | milliliters
        hl | hectoliter | hectoliters
        ha | hectare | hectares
        ac | acre | acres
        s sec secs | second | seconds
        ms | millisecond | milliseconds
        µs μs | microsecond | microseconds
        ns | nanosecond | nanoseconds
        min mins | minute | minutes
        h hr hrs | hour | hours
        d | day | days
        wk wks | week | weeks
        mo | month | months
        yr yrs | year | years
        ° º | degree | degrees
        °C ºC °_C ºC | degree Celsius | degrees Celsius
        °F °_F ºF | degree Fahrenheit | degrees Fahrenheit
        km/h kmh kph | kilometer per hour | kilometers per hour
        mph | mile per hour | miles per hour
        rpm | revolution per minute | revolutions per minute
        bpm | beat per minute | beats per minute
        fps | frame per second | frames per second
        mpg | mile per gallon | miles per gallon
        Hz | hertz
        kHz | kilohertz
        MHz | megahertz
        GHz | gigahertz
        V | volt | volts
        kV | kilovolt | kilovolts
        mV | millivolt | millivolts
        mA | milliamp | milliamps
        mAh | milliamp hour | milliamp hours
        W | watt | watts
        kW | kilowatt | kilowatts
        MW | megawatt | megawatts
        GW | gigawatt | gigawatts
        kWh | kilowatt hour | kilowatt hours
        MWh | megawatt hour | megawatt hours
        Wh | watt hour | watt hours
        hp | horsepower
        J | joule | joules
        kJ | kilojoule | kilojoules
        cal | calorie | calories
        kcal | kilocalorie | kilocalories
        N | newton | newtons
        Pa | pascal | pascals
        hPa | hectopascal | hectopascals
        kPa | kilopascal | kilopascals
        bar | bar
        atm | atmosphere | atmospheres
        kt kts kn | knot | knots
        bbl | barrel | barrels
        psi | P S I
        Ω | ohm | ohms
        kΩ | kilohm | kilohms
        dB | decibel | decibels
        kB KB | kilobyte | kilobytes
        MB | megabyte | megabytes
        GB | gigabyte | gigabytes
        TB | terabyte | terabytes
        PB | petabyte | petabytes
        KiB | kibibyte | kibibytes
        MiB | mebibyte | mebibytes
        GiB | gibibyte | gibibytes
        kbps | kilobit per second | kilobits per second
        mbps Mbps | megabit per second | megabits per second
        Gbps | gigabit per second | gigabits per second
        px | pixel | pixels
        dpi | dot per inch | dots per inch
        MP | megapixel | megapixels
        ppm | part per million | parts per million
        rad | radian | radians
        sq_ft sqft | square foot | square feet
        sq_in | square inch | square inches
        sq_yd | square yard | square yards
        inHg | inch of mercury | inches of mercury
        bps | basis point | basis points
        kbit Kbit | kilobit | kilobits
        Mbit | megabit | megabits
        Mb | megabit | megabits
        °K | kelvin | kelvins
        lbs_ft | pound foot | pound feet
        mi² | square mile | square miles
        µL μL | microliter | microliters
        nm/s | nanometer per second | nanometers per second
        sq_mi | square mile | square miles
        sq_km | square kilometer | square kilometers
        sq_m | square meter | square meters
        cu_ft | cubic foot | cubic feet
        mmHg | millimeter of mercury | millimeters of mercury
        mol | mole | moles
        lm | lumen | lumens
        ‰ | per mille
        pts | point | points
        pp | percentage point | percentage points
        Tbsp Tbsps tbsps | tablespoon | tablespoons
        Tsp tsps | teaspoon | teaspoons
        MΩ | megohm | megohms
        Nm | newton meter | newton meters
        lx | lux
        """#,
        prefixes: "pico nano micro milli centi deci hecto kilo mega giga tera",
        bases: """
            A | amp | amps
            Ah | amp hour | amp hours
            F | farad | farads
            H | henry | henrys
            N | newton | newtons
            eV | electronvolt | electronvolts
            Sv | sievert | sieverts
            Gy | gray | grays
            Bq | becquerel | becquerels
            bit | bit | bits
            """)
}
