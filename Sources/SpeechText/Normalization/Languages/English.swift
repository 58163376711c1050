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
        "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
        "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10,
        "november": 11, "nov": 11, "december": 12, "dec": 12,
    ]
    let ambiguousMonths: Set<String> = ["may", "march", "mar", "dec"]
    let numericDateOrder = CalendarDate.Order.monthFirst
    let dateLinks: Set<String> = ["of"]
    let fixedForms = ["24/7": "twenty four seven", "50/50": "fifty fifty", "50-50": "fifty fifty", "9/11": "nine eleven", "20/20": "twenty twenty"]
    let ordinalSuffixes: [String: Agreement] = ["st": .none, "nd": .none, "rd": .none, "th": .none]
    let dayHalves: [String: ClockTime.Half] = ["am": .am, "pm": .pm, "a.m": .am, "p.m": .pm]
    let romanCardinalHeads: Set<String> = [
        "chapter", "part", "act", "scene", "volume", "vol", "book", "section", "article", "appendix", "war", "phase", "stage",
        "level", "type", "class", "grade", "episode", "season", "figure", "table", "page", "step", "title", "mark", "rocky",
        "bowl", "wars", "fantasy", "category", "group", "apollo", "division", "schedule", "canto", "lesson", "unit", "round",
    ]
    let codeHeads: Set<String> = [
        "flight", "room", "rm", "suite", "apartment", "apt", "route", "highway", "hwy", "extension", "ext", "gate", "bus", "train", "interstate",
        "code", "pin", "zip", "id", "otp", "cabin", "locker", "channel",
    ]

    // MARK: Numbers

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let powers: [(UInt64, String)] = [
        (1_000_000_000_000_000_000, "quintillion"), (1_000_000_000_000_000, "quadrillion"), (1_000_000_000_000, "trillion"),
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
        "zero": "zeroth", "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
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
        guard digits.utf8.count == 4, let value = Int(digits), (1010...2099).contains(value), value % 1000 != 0 else { return false }
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
        "in", "since", "by", "year", "years", "until", "till", "from", "before", "after", "during", "circa", "late", "early", "mid",
        "spring", "summer", "autumn", "fall", "winter", "january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december", "olympics", "copyright", "ad",
    ]
    private static let irregularPlurals: Set<String> = [
        "people", "men", "women", "children", "feet", "teeth", "mice", "sheep", "fish", "dollars", "percent", "million", "billion",
        "thousand", "different", "more", "other", "such", "of",
    ]
    private static let notCounted: Set<String> = [
        "was", "has", "does", "its", "this", "always", "olympics", "games", "elections", "sees", "saw", "brings", "marks",
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
        case _ where shape.count >= 4 && number.digitCount >= 9 && number.separators.allSatisfy({ $0 == "-" }): return true
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
            let month = date(CalendarDate(day: first, month: last.month, order: .monthFirst, writtenMonth: last.writtenMonth))
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

    let currencies: [String: Currency] = {
        let dollar = Currency(Noun("dollar", "dollars"), Noun("cent", "cents"))
        let pound = Currency(Noun("pound", "pounds"), Noun("penny", "pence"))
        let euro = Currency(Noun("euro", "euros"), Noun("cent", "cents"))
        func dollars(_ country: String) -> Currency {
            Currency(Noun(country + " dollar", country + " dollars"), Noun("cent", "cents"))
        }
        return [
            "$": dollar, "US$": dollars("U S"), "USD": dollars("U S"), "£": pound, "GBP": pound, "€": euro, "EUR": euro,
            "¥": Currency(Noun("yen")), "JPY": Currency(Noun("yen")), "CNY": Currency(Noun("yuan")), "RMB": Currency(Noun("yuan")),
            "₩": Currency(Noun("won")), "KRW": Currency(Noun("won")), "Rs": Currency(Noun("rupee", "rupees"), Noun("paisa", "paise")), "Rs.": Currency(Noun("rupee", "rupees"), Noun("paisa", "paise")),
            "₹": Currency(Noun("rupee", "rupees"), Noun("paisa", "paise")),
            "INR": Currency(Noun("rupee", "rupees"), Noun("paisa", "paise")),
            "₽": Currency(Noun("ruble", "rubles"), Noun("kopek", "kopeks")), "RUB": Currency(Noun("ruble", "rubles"), Noun("kopek", "kopeks")),
            "₺": Currency(Noun("lira", "liras")), "TRY": Currency(Noun("lira", "liras")), "₪": Currency(Noun("shekel", "shekels")),
            "₫": Currency(Noun("dong")), "฿": Currency(Noun("baht")), "₦": Currency(Noun("naira")), "₱": Currency(Noun("peso", "pesos")),
            "₴": Currency(Noun("hryvnia")), "₿": Currency(Noun("bitcoin", "bitcoins")), "BTC": Currency(Noun("bitcoin", "bitcoins")),
            "¢": Currency(Noun("cent", "cents")),
            "C$": dollars("Canadian"), "CA$": dollars("Canadian"), "CAD": dollars("Canadian"), "A$": dollars("Australian"),
            "AU$": dollars("Australian"), "AUD": dollars("Australian"), "NZ$": dollars("New Zealand"), "NZD": dollars("New Zealand"),
            "HK$": dollars("Hong Kong"), "HKD": dollars("Hong Kong"), "S$": dollars("Singapore"), "SGD": dollars("Singapore"),
            "R$": Currency(Noun("real", "reais"), Noun("centavo", "centavos")), "BRL": Currency(Noun("real", "reais"), Noun("centavo", "centavos")),
            "CHF": Currency(Noun("Swiss franc", "Swiss francs"), Noun("centime", "centimes")),
            "MXN": Currency(Noun("Mexican peso", "Mexican pesos"), Noun("centavo", "centavos")),
            "SEK": Currency(Noun("Swedish krona", "Swedish kronor")), "NOK": Currency(Noun("Norwegian krone", "Norwegian kroner")),
            "DKK": Currency(Noun("Danish krone", "Danish kroner")), "PLN": Currency(Noun("zloty", "zlotys")), "zł": Currency(Noun("zloty", "zlotys")),
            "CZK": Currency(Noun("Czech koruna", "Czech korunas")), "Kč": Currency(Noun("Czech koruna", "Czech korunas")),
            "HUF": Currency(Noun("forint", "forints")), "ZAR": Currency(Noun("rand")),
        ]
    }()

    let scales: [String: Scale] = [
        "hundred": Scale("hundred"), "thousand": Scale("thousand"), "million": Scale("million"), "billion": Scale("billion"),
        "trillion": Scale("trillion"), "quadrillion": Scale("quadrillion"),
    ]
    let scaleAbbreviations: [String: Scale] = [
        "k": Scale("thousand"), "K": Scale("thousand"), "m": Scale("million"), "M": Scale("million"), "mn": Scale("million"),
        "mm": Scale("million"), "MM": Scale("million"), "mil": Scale("million"), "bn": Scale("billion"), "Bn": Scale("billion"),
        "b": Scale("billion"), "B": Scale("billion"), "tn": Scale("trillion"), "T": Scale("trillion"), "t": Scale("trillion"),
    ]

    let unitsBeforeNoWord: Set<String> = ["in", "a", "A", "d", "N", "t", "T", "J", "\"", "'"]

    let units: [String: Noun] = {
        func noun(_ singular: String) -> Noun { Noun(singular, singular + "s") }
        var table: [String: Noun] = [
            "in": Noun("inch", "inches"), "\"": Noun("inch", "inches"), "ft": Noun("foot", "feet"), "yd": noun("yard"),
            "yds": noun("yard"), "mi": noun("mile"), "nmi": noun("nautical mile"), "lb": noun("pound"), "lbs": noun("pound"),
            "oz": noun("ounce"), "fl oz": noun("fluid ounce"), "gal": noun("gallon"), "qt": noun("quart"), "pt": noun("pint"),
            "tsp": noun("teaspoon"), "tbsp": noun("tablespoon"), "kg": noun("kilogram"), "kgs": noun("kilogram"), "KG": noun("kilogram"), "g": noun("gram"),
            "mg": noun("milligram"), "µg": noun("microgram"), "μg": noun("microgram"), "mcg": noun("microgram"), "t": noun("ton"),
            "km": noun("kilometer"), "m": noun("meter"), "dm": noun("decimeter"), "cm": noun("centimeter"), "mm": noun("millimeter"),
            "µm": noun("micrometer"), "μm": noun("micrometer"), "nm": noun("nanometer"), "l": noun("liter"), "L": noun("liter"),
            "dl": noun("deciliter"), "cl": noun("centiliter"), "ml": noun("milliliter"), "mL": noun("milliliter"), "hl": noun("hectoliter"),
            "ha": noun("hectare"), "ac": noun("acre"), "s": noun("second"), "sec": noun("second"), "secs": noun("second"),
            "ms": noun("millisecond"), "µs": noun("microsecond"), "μs": noun("microsecond"), "ns": noun("nanosecond"),
            "min": noun("minute"), "mins": noun("minute"), "h": noun("hour"), "hr": noun("hour"), "hrs": noun("hour"),
            "d": noun("day"), "wk": noun("week"), "wks": noun("week"), "mo": noun("month"), "yr": noun("year"), "yrs": noun("year"),
            "°": noun("degree"), "°C": Noun("degree Celsius", "degrees Celsius"), "° C": Noun("degree Celsius", "degrees Celsius"),
            "°F": Noun("degree Fahrenheit", "degrees Fahrenheit"), "° F": Noun("degree Fahrenheit", "degrees Fahrenheit"),
            "ºC": Noun("degree Celsius", "degrees Celsius"), "ºF": Noun("degree Fahrenheit", "degrees Fahrenheit"), "º": noun("degree"),
            "km/h": Noun("kilometer per hour", "kilometers per hour"), "kmh": Noun("kilometer per hour", "kilometers per hour"),
            "kph": Noun("kilometer per hour", "kilometers per hour"), "mph": Noun("mile per hour", "miles per hour"),
            "kn": noun("knot"), "rpm": Noun("revolution per minute", "revolutions per minute"), "bpm": Noun("beat per minute", "beats per minute"),
            "fps": Noun("frame per second", "frames per second"), "mpg": Noun("mile per gallon", "miles per gallon"),
            "Hz": Noun("hertz"), "kHz": Noun("kilohertz"), "MHz": Noun("megahertz"), "GHz": Noun("gigahertz"),
            "V": noun("volt"), "kV": noun("kilovolt"), "mV": noun("millivolt"), "mA": noun("milliamp"), "mAh": noun("milliamp hour"),
            "W": noun("watt"), "kW": noun("kilowatt"), "MW": noun("megawatt"), "GW": noun("gigawatt"), "kWh": noun("kilowatt hour"),
            "MWh": noun("megawatt hour"), "Wh": noun("watt hour"), "hp": Noun("horsepower"), "J": noun("joule"), "kJ": noun("kilojoule"),
            "cal": noun("calorie"), "kcal": noun("kilocalorie"), "N": noun("newton"), "Pa": noun("pascal"), "hPa": noun("hectopascal"),
            "kPa": noun("kilopascal"), "bar": Noun("bar"), "psi": Noun("P S I"), "Ω": noun("ohm"), "kΩ": noun("kilohm"), "dB": noun("decibel"),
            "kB": noun("kilobyte"), "KB": noun("kilobyte"), "MB": noun("megabyte"), "GB": noun("gigabyte"), "TB": noun("terabyte"),
            "PB": noun("petabyte"), "KiB": noun("kibibyte"), "MiB": noun("mebibyte"), "GiB": noun("gibibyte"),
            "kbps": Noun("kilobit per second", "kilobits per second"), "mbps": Noun("megabit per second", "megabits per second"),
            "Mbps": Noun("megabit per second", "megabits per second"), "Gbps": Noun("gigabit per second", "gigabits per second"),
            "px": noun("pixel"), "dpi": Noun("dot per inch", "dots per inch"), "MP": noun("megapixel"), "ppm": Noun("part per million", "parts per million"), "rad": noun("radian"),
            "sq": Noun("square"), "sq ft": Noun("square foot", "square feet"), "sq mi": noun("square mile"), "sq km": noun("square kilometer"),
            "sq m": noun("square meter"), "cu ft": Noun("cubic foot", "cubic feet"), "mmHg": Noun("millimeter of mercury", "millimeters of mercury"),
            "mol": noun("mole"), "lm": noun("lumen"), "‰": Noun("per mille"), "pts": noun("point"), "pp": Noun("percentage point", "percentage points"),
        ]
        table["sq"] = nil
        return table
    }()

    // MARK: Words

    let abbreviations: [String: Abbreviation] = {
        var table: [String: Abbreviation] = [
            "dr": Abbreviation("Doctor", .beforeName, needsFullStop: false), "mr": Abbreviation("Mister", .beforeName, needsFullStop: false),
            "mrs": Abbreviation("Missus", .beforeName, needsFullStop: false), "ms": Abbreviation("Miz", .beforeName, needsFullStop: true),
            "messrs": Abbreviation("Messers", needsFullStop: false),
            "prof": Abbreviation("Professor", .beforeName), "rev": Abbreviation("Reverend", .beforeName), "hon": Abbreviation("Honorable", .beforeName),
            "gen": Abbreviation("General", .beforeName), "col": Abbreviation("Colonel", .beforeName), "maj": Abbreviation("Major", .beforeName),
            "capt": Abbreviation("Captain", .beforeName), "cpt": Abbreviation("Captain", .beforeName), "lt": Abbreviation("Lieutenant", .beforeName),
            "sgt": Abbreviation("Sergeant", .beforeName), "cpl": Abbreviation("Corporal", .beforeName), "pvt": Abbreviation("Private", .beforeName),
            "adm": Abbreviation("Admiral", .beforeName), "cmdr": Abbreviation("Commander", .beforeName), "gov": Abbreviation("Governor", .beforeName),
            "sen": Abbreviation("Senator", .beforeName), "rep": Abbreviation("Representative", .beforeName), "pres": Abbreviation("President", .beforeName),
            "fr": Abbreviation("Father", .beforeName), "supt": Abbreviation("Superintendent", .beforeName), "mt": Abbreviation("Mount", .beforeName),
            "ft": Abbreviation("Fort", .beforeName), "no": Abbreviation("number", .beforeNumber), "nos": Abbreviation("numbers", .beforeNumber),
            "nr": Abbreviation("number", .beforeNumber), "fig": Abbreviation("figure", .beforeNumber), "figs": Abbreviation("figures", .beforeNumber),
            "p": Abbreviation("page", .beforeNumber), "pp": Abbreviation("pages", .beforeNumber), "vol": Abbreviation("volume"),
            "vols": Abbreviation("volumes"), "ch": Abbreviation("chapter", .beforeNumber), "chap": Abbreviation("chapter"), "sec": Abbreviation("section", .beforeNumber),
            "eq": Abbreviation("equation", .beforeNumber), "art": Abbreviation("article", .beforeNumber), "apt": Abbreviation("apartment"), "ste": Abbreviation("suite", .beforeNumber),
            "tel": Abbreviation("telephone"), "rm": Abbreviation("room", .beforeNumber), "op": Abbreviation("opus", .beforeNumber), "y.o": Abbreviation("years old"), "ext": Abbreviation("extension", .beforeNumber), "ca": Abbreviation("circa", .beforeNumber), "c": Abbreviation("circa", .beforeNumber),
            "approx": Abbreviation("approximately"), "vs": Abbreviation("versus", needsFullStop: false), "etc": Abbreviation("et cetera", needsFullStop: false, mayEndSentence: true),
            "e.g": Abbreviation("for example", needsFullStop: false), "i.e": Abbreviation("that is", needsFullStop: false), "cf": Abbreviation("compare"),
            "viz": Abbreviation("namely"), "et al": Abbreviation("and others"), "ibid": Abbreviation("ibidem"),
            "ph.d": Abbreviation("P H D", needsFullStop: false, mayEndSentence: true), "m.d": Abbreviation("M D", needsFullStop: false, mayEndSentence: true),
            "b.a": Abbreviation("B A", mayEndSentence: true), "m.a": Abbreviation("M A", mayEndSentence: true), "b.sc": Abbreviation("B S C", mayEndSentence: true),
            "m.sc": Abbreviation("M S C", mayEndSentence: true), "d.phil": Abbreviation("D Phil", mayEndSentence: true), "a.m": Abbreviation("A M", mayEndSentence: true), "p.m": Abbreviation("P M", mayEndSentence: true),
            "a.k.a": Abbreviation("also known as"), "aka": Abbreviation("also known as", needsFullStop: false), "w/o": Abbreviation("without", needsFullStop: false), "n.b": Abbreviation("N B"),
            "p.s": Abbreviation("P S"), "r.i.p": Abbreviation("R I P", mayEndSentence: true), "a.s.a.p": Abbreviation("A S A P", mayEndSentence: true),
            "jr": Abbreviation("Junior", .afterName, needsFullStop: false, mayEndSentence: true), "sr": Abbreviation("Senior", .afterName, needsFullStop: false, mayEndSentence: true),
            "esq": Abbreviation("Esquire", .afterName, mayEndSentence: true), "inc": Abbreviation("Incorporated", .afterName, mayEndSentence: true),
            "ltd": Abbreviation("Limited", .afterName, needsFullStop: false, mayEndSentence: true), "co": Abbreviation("Company", .afterName, mayEndSentence: true),
            "corp": Abbreviation("Corporation", .afterName, mayEndSentence: true), "bros": Abbreviation("Brothers", .afterName, mayEndSentence: true),
            "dept": Abbreviation("department"), "est": Abbreviation("established", .beforeNumber), "min": Abbreviation("minimum"), "max": Abbreviation("maximum", .beforeNumber),
            "avg": Abbreviation("average"), "misc": Abbreviation("miscellaneous"), "incl": Abbreviation("including"), "excl": Abbreviation("excluding"), "temp": Abbreviation("temperature"), "govt": Abbreviation("government", needsFullStop: false), "univ": Abbreviation("University"), "assn": Abbreviation("Association"), "intl": Abbreviation("International"), "natl": Abbreviation("National"), "asst": Abbreviation("assistant"), "appt": Abbreviation("appointment"), "attn": Abbreviation("attention"), "ave": Abbreviation("Avenue", .afterName, mayEndSentence: true),
            "blvd": Abbreviation("Boulevard", .afterName, needsFullStop: false, mayEndSentence: true), "rd": Abbreviation("Road", .afterName, mayEndSentence: true),
            "ln": Abbreviation("Lane", .afterName, mayEndSentence: true), "hwy": Abbreviation("Highway", needsFullStop: false, mayEndSentence: true),
            "expy": Abbreviation("Expressway", .afterName, needsFullStop: false, mayEndSentence: true), "pkwy": Abbreviation("Parkway", .afterName, needsFullStop: false, mayEndSentence: true),
            "sq": Abbreviation("Square", .afterName, mayEndSentence: true), "pl": Abbreviation("Place", .afterName, mayEndSentence: true), "ct": Abbreviation("Court", .afterName, mayEndSentence: true), "ter": Abbreviation("Terrace", .afterName, mayEndSentence: true),
            "mon": Abbreviation("Monday"), "tue": Abbreviation("Tuesday"), "tues": Abbreviation("Tuesday"), "wed": Abbreviation("Wednesday"), "thu": Abbreviation("Thursday"), "thur": Abbreviation("Thursday"), "thurs": Abbreviation("Thursday"), "fri": Abbreviation("Friday"),
        ]
        let months = ["jan": "January", "feb": "February", "apr": "April", "aug": "August", "sept": "September", "oct": "October", "nov": "November"]
        for (key, name) in months { table[key] = Abbreviation(name) }
        return table
    }()
    let abbreviationPrefixes: Set<String> = ["a.k", "a.s", "a.s.a", "r.i"]

    let initialisms = Initialisms(
        spelled: [
            "USA", "US", "UK", "EU", "UN", "UAE", "USSR", "FBI", "CIA", "NSA", "IRS", "DNA", "RNA", "CEO", "CFO", "CTO", "COO", "IBM", "BBC", "CNN",
            "NBC", "ABC", "CBS", "HBO", "MIT", "UCLA", "NBA", "NFL", "MLB", "NHL", "UFC", "API", "URL", "URI", "USB", "CPU", "GPU", "TPU",
            "HTML", "HTTP", "HTTPS", "CSS", "SQL", "XML", "PDF", "CSV", "SDK", "IDE", "OS", "UI", "UX", "AI", "IT", "ATM", "GPS", "PDA", "TV", "PC", "CD",
            "DVD", "VIP", "HR", "PR", "IQ", "ID", "DIY", "FAQ", "ETA", "ASAP", "AKA", "DOB", "ISBN", "IPO", "GDP", "VAT", "IOU", "LGBT", "EST",
            "PST", "GMT", "UTC", "CET", "AC", "DC", "AD", "BC", "BCE", "CE", "NYC", "LA", "SUV", "UFO", "IP", "TTS", "ISO", "AWS", "UPS", "OCD", "ADHD",
            "IOS", "NGO", "WHO", "IMF", "AOL", "HIV", "ICU", "EKG", "MRI", "ER", "PhD", "RSVP", "NDA", "ROI", "KPI", "EV", "NAACP", "ACLU", "ESPN", "IEEE",
            "AM", "PM", "HDMI", "PNR", "OTP", "SSN",
        ],
        asWords: [
            "NASA", "NATO", "UNESCO", "UNICEF", "OPEC", "AIDS", "COVID", "LASER", "RADAR", "SCUBA", "SONAR", "RAM", "ROM", "PIN", "SIM", "ZIP", "JPEG",
            "GIF", "SWAT", "FEMA", "OSHA", "NAFTA", "FIFA", "UEFA", "IKEA", "LEGO", "YOLO", "LOL", "JSON", "YAML", "BIOS", "CAPTCHA", "ASCII", "DOS", "LAN",
            "WAN", "NOAA", "SARS", "MERS", "ASEAN", "CERN", "ESA", "MIDI", "NIMBY", "POTUS", "TED", "WASP", "CUDA", "SAT", "ACT", "GUI",
            "OK", "MR", "MRS", "DR", "ST",
        ],
        commonWords: Set(
            """
            a i am an as at be by do go he if in is it me my no of oh ok on or so to up us we ah eh er ha hi hm mm um uh yo
            all and any are ask bad bag bed big bit boy but buy can car cat cut day did die dog dry due eat end eye far few fit fix for fun
            get god got guy had has her hey him his hit hot how its job joy key kid law lay led leg let lie lot low mad man may men met
            mom dad new nor not now odd off oil old one our out own pay per put ran raw red rid row run sad saw say sea see set she sit
            six sky son sun tax tea ten the tie tip top toy try two use via war was way wet who why win won wow yes yet you yay aha ice age
            air act add ago aid aim arm art bar bat bay bet bid box bug bus cap cow cry cup dig dot ear egg ego era etc fan fat fee fly fog
            fox gap gas gun gym hat hid hop hug ill ink jam jar jaw jet lab lap lip log map mix mud net nut oak owl pan pen pet pie pig pin
            pit pot rat raw rib rip rob rod rub rug sin ski sub sum tap tie tin toe ton tub van vet wax web wed wig zoo
            free help stop this that they them then here there when what where which while with from your please thank note warning
            """.split(whereSeparator: \.isWhitespace).map(String.init)),
        vowels: ["a", "e", "i", "o", "u", "y"])

    let sentenceStarters: Set<String> = Set(
        """
        the a an he she it they we i you this that these those there in on at but and so if when while as for to his her their our my
        its what who how why where after before no yes then now however some many most all is are was were do did not or one by from
        with can could will would should let please here everyone nobody both each every since because although though
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    let symbolNames: [Unicode.Scalar: String] = [
        ".": "dot", "@": "at", "/": "slash", "\\": "backslash", ":": "colon", "-": "dash", "_": "underscore", "#": "hashtag", "?": "question mark",
        "=": "equals", "&": "ampersand", "%": "percent", "+": "plus", "~": "tilde",
    ]
    let readSymbols: [Unicode.Scalar: String] = [
        "&": "and", "%": "percent", "=": "equals", "+": "plus", "@": "at", "°": "degrees", "×": "times", "÷": "divided by", "<": "less than",
        ">": "greater than", "≤": "less than or equal to", "≥": "greater than or equal to", "≠": "not equal to", "≈": "approximately", "±": "plus or minus",
        "\u{2212}": "minus", "√": "square root of", "∞": "infinity", "§": "section", "¶": "paragraph", "©": "copyright", "®": "registered", "™": "trademark",
        "→": "to", "←": "from", "/": "slash", "\\": "backslash", "^": "caret", "#": "hash", "π": "pi", "µ": "micro", "‰": "per mille", "†": "dagger",
        "¹": "one", "²": "squared", "³": "cubed", "№": "number",
    ]
}
