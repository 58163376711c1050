/// English: American dates and money, British spellings and currencies understood.
final class English: LanguageRules {
    static let rules = English()

    let language = Language.english
    let numberFormat = NumberFormat(decimal: ".", groups: [","])
    let words = ConnectingWords(
        minus: "minus", plus: "plus", plusMinus: "plus or minus", point: "point", to: "to", ratio: "to", score: "to",
        by: "by", times: "times", per: "per", and: "and", equals: "equals", percent: "percent", squared: "squared",
        cubed: "cubed", toThePower: "to the power of", timesTenToThe: "times ten to the", dividedBy: "divided by",
        over: "over", outOf: "out of", number: "number", sections: "sections", dot: "dot", at: "at", around: "about")
    let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    let months = [
        "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
        "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
        "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
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
        "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "thur": "Thursday",
        "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
    ]
    let romanCardinalHeads: Set<String> = [
        "chapter", "part", "act", "scene", "volume", "vol", "book", "section", "article", "appendix", "war", "phase",
        "stage", "level", "type", "class", "grade", "episode", "season", "figure", "table", "page", "step", "title",
        "mark", "rocky", "vatican", "bowl", "wars", "fantasy", "category", "group", "apollo", "division", "schedule",
        "canto", "lesson", "unit", "round",
    ]
    let verseHeads = RuleTables.words(
        """
        genesis exodus leviticus numbers deuteronomy psalm psalms proverbs isaiah jeremiah daniel matthew mark luke john
        gen ex lev num deut ps pss prov isa jer dan matt mt mk lk jn rom cor gal eph phil heb rev acts romans
        corinthians galatians ephesians philippians hebrews james peter revelation surah sura
        """)
    let codeHeads: Set<String> = [
        "flight", "room", "rm", "suite", "apartment", "apt", "route", "highway", "hwy", "extension", "ext", "gate",
        "bus", "train", "interstate", "boeing", "airbus", "runway", "tower", "platform", "error", "http", "code", "pin",
        "cvv", "cvc", "zip", "id", "otp", "cabin", "locker", "channel",
    ]

    // MARK: Numbers

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
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
        "nine": "ninth", "twelve": "twelfth",
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

    func seasonEnd(_ digits: String) -> String { year(digits) }

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

    /// Things that are counted, but neither measured nor words of another kind.
    func hasShares(_ noun: String) -> Bool {
        noun.hasSuffix("s") && noun.utf8.count > 3 && !Self.measured.contains(noun)
    }

    private static let measured: Set<String> = [
        "miles", "inches", "hours", "minutes", "seconds", "cups", "meters", "metres", "ounces", "pounds", "acres",
        "kilometers", "kilometres", "gallons", "yards", "degrees", "points", "always", "across", "less", "this", "plus",
    ]
    private static let yearHeads: Set<String> = [
        "in", "since", "by", "year", "years", "until", "till", "from", "before", "after", "during", "circa", "late",
        "early", "mid", "spring", "summer", "autumn", "fall", "winter", "january", "february", "march", "april", "may",
        "june", "july", "august", "september", "october", "november", "december", "olympics", "copyright", "ad",
    ]
    private static let irregularPlurals: Set<String> = [
        "people", "men", "women", "children", "feet", "teeth", "mice", "sheep", "fish", "dollars", "percent", "million",
        "billion", "thousand", "different", "more", "other", "such", "of",
    ]
    private static let notCounted: Set<String> = [
        "was", "has", "does", "its", "this", "always", "olympics", "games", "elections", "sees", "saw", "brings",
        "marks",
    ]

    /// What an amount of money stands before like an adjective: "three $100 bills", "the $2 million house".
    private static let priced: Set<String> = [
        "note", "notes", "bill", "bills", "coin", "coins", "house", "home", "mansion", "fee", "fees", "fine", "prize",
        "deal", "loan", "budget", "ticket", "tickets", "voucher", "vouchers", "lawsuit", "contract", "project", "grant",
    ]
    private static let races: Set<String> = [
        "hurdles", "dash", "relay", "sprint", "freestyle", "butterfly", "backstroke", "race",
    ]

    func isAttributive(_ context: NumberContext) -> Bool {
        Self.races.contains(context.next) || Self.priced.contains(context.next)
            || ["a", "an"].contains(context.previous) && !context.next.isEmpty
                && !Self.notCounted.contains(context.next)
                && !["of", "in", "is", "and", "or", "to", "for", "at", "per", "with", "from", "on"].contains(
                    context.next)
    }

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
            let seconds = count(second, "second")
            guard time.half == .none, !time.isClock else {
                return "\(hour) \(minute < 10 ? "oh " : "")\(cardinal(UInt64(minute), .none)) and \(seconds)\(half)"
            }
            return "\(count(time.hour, "hour")) \(count(minute, "minute")) and \(seconds)"
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

    func form(of noun: Noun, for amount: Numeral) -> String { amount.isOne ? noun.singular : noun.plural }

    func regnal(_ value: Int, after name: String) -> String { "the " + ordinal(UInt64(value), .none) }

    let currencies = English.currenciesTable

    let scales: [String: Scale] = English.scalesTable
    let scaleAbbreviations = English.scaleAbbreviationsTable

    let bearings = [
        "NE": "northeast", "NW": "northwest", "SE": "southeast", "SW": "southwest", "N": "north", "E": "east",
        "S": "south", "W": "west",
    ]
    let unitFollowers: Set<String> = [
        "old", "wide", "long", "tall", "high", "deep", "thick", "apart", "across", "by", "x", "diameter", "diagonal",
        "screen",
    ]
    let unitsBeforeNoWord: Set<String> = English.unitsBeforeNoWordTable

    let units = English.unitsTable

    // MARK: Words

    let abbreviations = English.abbreviationsTable

    let contextWords = English.contextWordsTable
    let initialisms = English.initialismsTable

    let sentenceStarters = RuleTables.words(
        """
        the a an he she it they we i you this that these those there in on at but and so if when while as for to his her
        their our my its what who how why where after before no yes then now however some many most all is are was were
        do did not or one by from with can could will would should let please here everyone nobody both each every since
        because although though
        """)

    let symbolNames: [Unicode.Scalar: String] = English.symbolNamesTable
    let readSymbols: [Unicode.Scalar: String] = English.readSymbolsTable
}
