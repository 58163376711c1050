/// English: American dates and money, British spellings and currencies understood.
final class English: LanguageRules {
    static let rules = English()

    let language = Language.english
    let numberFormat = NumberFormat(decimal: ".", groups: [","])
    let words = ConnectingWords()
    let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    let months = [
        "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
        "june": 6,
        "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10,
        "oct": 10,
        "november": 11, "nov": 11, "december": 12, "dec": 12,
    ]
    let ambiguousMonths: Set<String> = ["may", "march", "mar", "dec"]
    let numericDateOrder = CalendarDate.Order.monthFirst
    let dateLinks: Set<String> = ["of"]
    let fixedForms = [
        "24/7": "twenty four seven", "50/50": "fifty fifty", "50-50": "fifty fifty", "9/11": "nine eleven",
        "20/20": "twenty twenty", "10-4": "ten four",
    ]
    let ordinalSuffixes: [String: Agreement] = ["st": .none, "nd": .none, "rd": .none, "th": .none]
    let dayHalves: [String: ClockTime.Half] = ["am": .am, "pm": .pm, "a.m": .am, "p.m": .pm]
    let weekdays = [
        "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
        "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
    ]
    let romanCardinalHeads: Set<String> = [
        "chapter", "part", "act", "scene", "volume", "vol", "book", "section", "article", "appendix", "war", "phase",
        "stage",
        "level", "type", "class", "grade", "episode", "season", "figure", "table", "page", "step", "title", "mark",
        "rocky",
        "bowl", "wars", "fantasy", "category", "group", "apollo", "division", "schedule", "canto", "lesson", "unit",
        "round",
    ]
    let verseHeads = RuleTables.words(
        """
        genesis exodus leviticus numbers deuteronomy psalm psalms proverbs isaiah jeremiah daniel matthew mark luke john
        acts romans corinthians galatians ephesians philippians hebrews james peter revelation surah
        """)
    let codeHeads: Set<String> = [
        "flight", "room", "rm", "suite", "apartment", "apt", "route", "highway", "hwy", "extension", "ext", "gate",
        "bus", "train", "interstate", "boeing", "airbus", "runway", "tower", "platform", "error", "http",
        "code", "pin", "zip", "id", "otp", "cabin", "locker", "channel",
    ]

    // MARK: Numbers

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let powers: [(UInt64, String)] = [
        (1_000_000_000_000_000_000, "quintillion"), (1_000_000_000_000_000, "quadrillion"),
        (1_000_000_000_000, "trillion"),
        (1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"), (100, "hundred"),
    ]

    func cardinal(_ value: UInt64, _ agreement: Agreement) -> String {
        if value < 20 { return Self.small[Int(value)] }
        if value < 100 {
            let rest = Int(value % 10)
            return Self.tens[Int(value / 10)] + (rest == 0 ? "" : " " + Self.small[rest])
        }
        for (power, name) in Self.powers where value >= power {
            let head = cardinal(value / power, .none) + " " + name
            return value % power == 0 ? head : head + " " + cardinal(value % power, .none)
        }
        return ""
    }

    private static let ordinals = [
        "zero": "zeroth", "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
        "nine": "ninth",
        "twelve": "twelfth",
    ]

    func ordinal(_ value: UInt64, _ agreement: Agreement) -> String {
        let words = cardinal(value, .none)
        let split = words.lastIndex(of: " ").map { words.index(after: $0) } ?? words.startIndex
        let last = String(words[split...])
        let ending = Self.ordinals[last] ?? (last.hasSuffix("y") ? last.dropLast() + "ieth" : last + "th")
        return words[..<split] + ending
    }

    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool {
        switch value % 10 {
        case 1 where value % 100 != 11: suffix == "st"
        case 2 where value % 100 != 12: suffix == "nd"
        case 3 where value % 100 != 13: suffix == "rd"
        default: suffix == "th"
        }
    }

    func year(_ digits: String) -> String {
        guard let value = Int(digits) else { return self.digits(digits) }
        if digits.utf8.count == 2 {
            return value < 10 ? "oh " + cardinal(UInt64(value), .none) : cardinal(UInt64(value), .none)
        }
        guard (1000...9999).contains(value) else { return cardinal(UInt64(value), .none) }
        let (century, rest) = (value / 100, value % 100)
        if century % 10 == 0, rest < 10 { return cardinal(UInt64(value), .none) }
        let head = cardinal(UInt64(century), .none)
        if rest == 0 { return head + " hundred" }
        return head + (rest < 10 ? " oh " : " ") + cardinal(UInt64(rest), .none)
    }

    func decade(_ value: Int) -> String {
        let rest = value % 100
        if value >= 100, rest == 0 { return year(String(value)) + "s" }
        let head = value >= 100 ? cardinal(UInt64(value / 100), .none) + " " : ""
        let name = rest == 10 ? "tens" : Self.tens[rest / 10].dropLast() + "ies"
        return head + name
    }

    func isYear(_ digits: String, _ context: NumberContext) -> Bool {
        guard digits.utf8.count == 4, let value = Int(digits), (1010...2099).contains(value), value % 1000 != 0 else {
            return false
        }
        if Self.yearHeads.contains(context.previous) || context.next.isEmpty { return true }
        return !isCounted(context.next)
    }

    /// Whether a word is something that a number counts: a plural.
    private func isCounted(_ word: String) -> Bool {
        if Self.irregularPlurals.contains(word) { return true }
        if Self.notCounted.contains(word) { return false }
        return word.utf8.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") && !word.hasSuffix("us")
            && !word.hasSuffix("is")
    }

    private static let yearHeads: Set<String> = [
        "in", "since", "by", "year", "years", "until", "till", "from", "before", "after", "during", "circa", "late",
        "early", "mid",
        "spring", "summer", "autumn", "fall", "winter", "january", "february", "march", "april", "may", "june", "july",
        "august",
        "september", "october", "november", "december", "olympics", "copyright", "ad",
    ]
    private static let irregularPlurals: Set<String> = [
        "people", "men", "women", "children", "feet", "teeth", "mice", "sheep", "fish", "dollars", "percent", "million",
        "billion",
        "thousand", "different", "more", "other", "such", "of",
    ]
    private static let notCounted: Set<String> = [
        "was", "has", "does", "its", "this", "always", "olympics", "games", "elections", "sees", "saw", "brings",
        "marks",
    ]

    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String {
        let part: String
        switch denominator {
        case 1: part = cardinal(numerator, .none) + " over one"
        case 2: part = cardinal(numerator, .none) + (numerator == 1 ? " half" : " halves")
        case 4: part = cardinal(numerator, .none) + (numerator == 1 ? " quarter" : " quarters")
        default: part = cardinal(numerator, .none) + " " + ordinal(denominator, .none) + (numerator == 1 ? "" : "s")
        }
        guard let whole else { return part }
        return cardinal(whole, .none) + " and " + (numerator == 1 && denominator == 2 ? "a half" : part)
    }

    /// Room and flight numbers: "305" -> "three oh five", "1549" -> "fifteen forty nine".
    func code(_ digits: String) -> String {
        guard let value = Int(digits), !digits.hasPrefix("0") else { return self.digits(digits) }
        switch digits.utf8.count {
        case 1, 2: return cardinal(UInt64(value), .none)
        case 3 where value % 100 == 0: return cardinal(UInt64(value), .none)
        case 3:
            let rest = value % 100
            return cardinal(UInt64(value / 100), .none) + (rest < 10 ? " oh " : " ") + cardinal(UInt64(rest), .none)
        case 4 where value % 1000 == 0: return cardinal(UInt64(value), .none)
        case 4: return year(digits)
        default: return self.digits(digits)
        }
    }

    func telephoneGroup(_ digits: String) -> String {
        digits == "800" || digits == "900" ? cardinal(UInt64(digits) ?? 0, .none) : self.digits(digits)
    }

    func isTelephone(_ number: TelephoneNumber, _ context: NumberContext) -> Bool {
        let shape = number.shape
        if number.hasPlus { return (7...15).contains(number.digitCount) }
        switch shape {
        case [3, 3, 4], [1, 3, 3, 4], [3, 3, 4, 4], [3, 3, 4, 1], [3, 3, 4, 2], [3, 3, 4, 3], [3, 3, 4, 5]: return true
        // Article and book numbers.
        case _ where shape.count >= 4 && number.digitCount >= 9 && number.separators.allSatisfy({ $0 == "-" }):
            return true
        case [3, 4], [3, 2, 4]: return number.separators.allSatisfy { $0 == "-" } || number.hasBrackets
        default:
            return number.groups[0].hasPrefix("0") && number.groups.count > 1 && (9...12).contains(number.digitCount)
                && !number.separators.contains(".") && !number.separators.contains("/")
        }
    }

    // MARK: Dates and times

    func date(_ date: CalendarDate) -> String {
        var month = monthName(date)
        if let written = date.writtenMonth, written.lowercased() == month.lowercased() { month = written }
        let year = date.year.map { (date.hasComma ? ", " : " ") + self.year($0) } ?? ""
        guard let day = date.day else { return month + year }
        let ordinal = ordinal(UInt64(day), .none)
        guard date.order == .dayFirst else { return "\(month) \(ordinal)\(year)" }
        let article = date.previousWord == "the" ? "" : "the "
        return "\(article)\(ordinal) of \(month)\(year)"
    }

    func dateRange(from first: Int, to last: CalendarDate) -> String {
        guard last.order == .dayFirst else {
            let month = date(
                CalendarDate(day: first, month: last.month, order: .monthFirst, writtenMonth: last.writtenMonth))
            let year = last.year.map { (last.hasComma ? ", " : " ") + self.year($0) } ?? ""
            return "\(month) to \(ordinal(UInt64(last.day ?? 1), .none))\(year)"
        }
        var end = last
        end.previousWord = ""
        let article = last.previousWord == "the" ? "" : "the "
        return "\(article)\(ordinal(UInt64(first), .none)) to \(date(end))"
    }

    func time(_ time: ClockTime) -> String {
        let hour = cardinal(UInt64(time.hour), .none)
        let half = time.half == .am ? " A M" : time.half == .pm ? " P M" : ""
        if let second = time.second, let minute = time.minute {
            func count(_ value: Int, _ noun: String) -> String {
                cardinal(UInt64(value), .none) + " " + noun + (value == 1 ? "" : "s")
            }
            return "\(count(time.hour, "hour")) \(count(minute, "minute")) and \(count(second, "second"))\(half)"
        }
        guard let minute = time.minute, minute > 0 else {
            return hour + (half.isEmpty ? " o'clock" : half)
        }
        return hour + (minute < 10 ? " oh " : " ") + cardinal(UInt64(minute), .none) + half
    }

    // MARK: Units and money

    func power(_ exponent: Int, of noun: Noun) -> Noun {
        if noun.singular == "second" { return Noun("second squared", "seconds squared") }
        let word = exponent == 2 ? "square " : "cubic "
        return Noun(word + noun.singular, word + noun.plural)
    }

    func regnal(_ value: Int, after name: String) -> String { "the " + ordinal(UInt64(value), .none) }

    let currencies = RuleTables.currencies(
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

    let scales: [String: Scale] = [
        "hundred": Scale("hundred"), "thousand": Scale("thousand"), "million": Scale("million"),
        "billion": Scale("billion"),
        "trillion": Scale("trillion"), "quadrillion": Scale("quadrillion"),
    ]
    let scaleAbbreviations = RuleTables.scales(
        """
        k K | thousand
        m M mn mm MM mil | million
        b B bn Bn | billion
        t T tn | trillion
        """)

    let unitFollowers: Set<String> = [
        "wide", "long", "tall", "high", "deep", "thick", "apart", "across", "by", "x", "diameter", "diagonal", "screen",
    ]
    let unitsBeforeNoWord: Set<String> = ["in", "a", "A", "d", "N", "t", "T", "J", "\"", "'"]

    let units = RuleTables.nouns(
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
        °C °_C ºC | degree Celsius | degrees Celsius
        °F °_F ºF | degree Fahrenheit | degrees Fahrenheit
        km/h kmh kph | kilometer per hour | kilometers per hour
        mph | mile per hour | miles per hour
        kn | knot | knots
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
        kph | kilometer per hour | kilometers per hour
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
        """#)

    // MARK: Words

    let abbreviations = RuleTables.abbreviations(
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
        vs. | versus | bare
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
        jr | Junior | after bare end
        sr | Senior | after bare end
        esq | Esquire | after end
        inc | Incorporated | after end
        ltd | Limited | after bare end
        co | Company | after end
        corp | Corporation | after end
        bros | Brothers | after end
        dept | department
        est | established | number
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
        fl | floor | end
        """)
    let abbreviationPrefixes: Set<String> = ["a.k", "a.s", "a.s.a", "r.i"]

    let initialisms = Initialisms(
        spelled: RuleTables.words(
            """
            USA US UK EU UN UAE USSR FBI CIA NSA IRS DNA RNA CEO CFO CTO COO IBM BBC CNN NBC ABC CBS HBO MIT UCLA NBA
            NFL MLB NHL UFC API URL URI USB CPU GPU TPU HTML HTTP HTTPS CSS SQL XML PDF CSV SDK IDE OS UI UX AI IT ATM
            GPS PDA TV PC CD DVD VIP HR PR IQ ID DIY FAQ ETA ASAP AKA DOB ISBN IPO GDP VAT IOU LGBT EST PST GMT UTC
            CET AC DC AD BC BCE CE NYC LA SUV UFO IP TTS ISO AWS UPS OCD ADHD IOS NGO WHO IMF AOL HIV ICU EKG MRI ER
            PhD RSVP NDA ROI KPI EV NAACP ACLU ESPN IEEE AM PM HDMI PNR OTP SSN
            """),
        asWords: RuleTables.words(
            """
            NASA NATO UNESCO UNICEF OPEC AIDS COVID LASER RADAR SCUBA SONAR RAM ROM PIN SIM ZIP JPEG GIF SWAT FEMA
            OSHA NAFTA FIFA UEFA IKEA LEGO YOLO LOL JSON YAML BIOS CAPTCHA ASCII DOS LAN WAN NOAA SARS MERS ASEAN CERN
            ESA MIDI NIMBY POTUS TED WASP CUDA SAT ACT GUI OK MR MRS DR ST
            """),
        commonWords: RuleTables.words(
            """
            a i am an as at be by do go he if in is it me my no of oh ok on or so to up us we ah eh er ha hi hm mm um
            uh yo all and any are ask bad bag bed big bit boy but buy can car cat cut day did die dog dry due eat end
            eye far few fit fix for fun get god got guy had has her hey him his hit hot how its job joy key kid law
            lay led leg let lie lot low mad man may men met mom dad new nor not now odd off oil old one our out own
            pay per put ran raw red rid row run sad saw say sea see set she sit six sky son sun tax tea ten the tie
            tip top toy try two use via war was way wet who why win won wow yes yet you yay aha ice age air act add
            ago aid aim arm art bar bat bay bet bid box bug bus cap cow cry cup dig dot ear egg ego era etc fan fat
            fee fly fog fox gap gas gun gym hat hid hop hug ill ink jam jar jaw jet lab lap lip log map mix mud net
            nut oak owl pan pen pet pie pig pin pit pot rat rib rip rob rod rub rug sin ski sub sum tap tin toe ton
            tub van vet wax web wed wig zoo free help stop this that they them then here there when what where which
            while with from your please thank note warning
            """),
        vowels: ["a", "e", "i", "o", "u", "y"])

    let sentenceStarters = RuleTables.words(
        """
        the a an he she it they we i you this that these those there in on at but and so if when while as for to his
        her their our my its what who how why where after before no yes then now however some many most all is are was
        were do did not or one by from with can could will would should let please here everyone nobody both each
        every since because although though
        """)

    let symbolNames: [Unicode.Scalar: String] = [
        ".": "dot", "@": "at", "/": "slash", "\\": "backslash", ":": "colon", "-": "dash", "_": "underscore",
        "#": "hashtag", "?": "question mark",
        "=": "equals", "&": "ampersand", "%": "percent", "+": "plus", "~": "tilde",
    ]
    let readSymbols: [Unicode.Scalar: String] = [
        "&": "and", "%": "percent", "=": "equals", "+": "plus", "@": "at", "°": "degrees", "×": "times",
        "÷": "divided by", "<": "less than",
        ">": "greater than", "≤": "less than or equal to", "≥": "greater than or equal to", "≠": "not equal to",
        "≈": "approximately", "±": "plus or minus",
        "\u{2212}": "minus", "√": "square root of", "∞": "infinity", "§": "section", "¶": "paragraph", "©": "copyright",
        "®": "registered", "™": "trademark",
        "→": "to", "←": "from", "/": "slash", "\\": "backslash", "^": "caret", "#": "hash", "π": "pi", "µ": "micro",
        "‰": "per mille", "†": "dagger",
        "¹": "one", "²": "squared", "³": "cubed", "№": "number",
    ]
}
