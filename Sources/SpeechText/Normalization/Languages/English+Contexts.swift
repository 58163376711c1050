/// What only English writes: decades, street addresses, Saint and Street, heights.
extension English {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits: chatWord(window) ?? yearOrPlural(window) ?? numberInContext(window)
        case .word: chatWord(window) ?? nameInContext(window) ?? fixedWords(window)
        case .symbol: apostropheYear(window) ?? decadeRange(window)
        default: nil
        }
    }

    private func yearOrPlural(_ window: TokenWindow) -> Reading? {
        minutes(window) ?? shortHalf(window) ?? shortScale(window) ?? decade(window) ?? plural(window) ?? era(window)
            ?? quarter(window)
    }

    private func numberInContext(_ window: TokenWindow) -> Reading? {
        size(window) ?? age(window) ?? frequency(window) ?? bundle(window) ?? plan(window) ?? vanityNumber(window)
            ?? dated(window) ?? digitsOfPlace(window)
    }

    private func digitsOfPlace(_ window: TokenWindow) -> Reading? {
        postcode(window) ?? houseNumber(window) ?? digitsInContext(window)
    }

    private func size(_ window: TokenWindow) -> Reading? {
        height(window) ?? floorSize(window) ?? screen(window)
    }

    private func dated(_ window: TokenWindow) -> Reading? {
        flight(window) ?? airliner(window) ?? monthAndDay(window) ?? scaledCount(window) ?? militaryTime(window)
            ?? fiscalYear(window)
            ?? hyphenatedYear(window) ?? ovenTemperature(window)
    }

    private func nameInContext(_ window: TokenWindow) -> Reading? {
        weekday(window) ?? century(window) ?? ruler(window) ?? street(window) ?? state(window) ?? newspaperState(window)
            ?? direction(window)
            ?? version(window)
    }

    // MARK: Heights and plans

    /// "47 y/o", "47-yo": the age of a person.
    private func age(_ window: TokenWindow) -> Reading? {
        guard let years = window[0].number, (1...120).contains(years), window.kind(-1) != .word else { return nil }
        let unit = window[1].isSymbol("-") ? 2 : window.skippingSpace(1)
        let hasSlash = window[unit].text == "y" && window[unit + 1].isSymbol("/") && window[unit + 2].text == "o"
        guard hasSlash || window[unit].text == "yo", !window[unit + 1].isSymbol("'") else { return nil }
        return Reading(hasSlash ? unit + 3 : unit + 1, cardinal(UInt64(years), .none) + " year old")
    }

    /// "2/$5": so many for that price.
    private func bundle(_ window: TokenWindow) -> Reading? {
        guard let count = window[0].number, (2...99).contains(count), window[1].isSymbol("/"), window[-1].isBlank,
            currencies[window[2].text] != nil, window.kind(2) == .symbol, window.kind(3) == .digits
        else { return nil }
        return Reading(2, cardinal(UInt64(count), .none) + " for ")
    }

    /// 5'10" and 5' 10": five foot ten.
    private func height(_ window: TokenWindow) -> Reading? {
        guard let feet = window[0].number, feet < 100, window[1].isSymbol("'"), window.kind(-1) != .word else {
            return nil
        }
        let inches = window.skippingSpace(2)
        guard let value = window[inches].number, value < 12, window[inches + 1].isSymbol("\"") else { return nil }
        return Reading(inches + 2, "\(cardinal(UInt64(feet), .none)) foot \(cardinal(UInt64(value), .none))")
    }

    /// "12' x 14'": the sides of a room in feet.
    private func floorSize(_ window: TokenWindow) -> Reading? {
        guard let length = window[0].number, window[1].isSymbol("'"), window.kind(-1) != .word else { return nil }
        let cross = window.skippingSpace(2)
        guard window[cross].lower == "x" || window[cross].isSymbol("×") else { return nil }
        let second = window.skippingSpace(cross + 1)
        guard let width = window[second].number, window[second + 1].isSymbol("'"), window.kind(second + 2) != .digits
        else { return nil }
        let sides = [length, width].map { cardinal(UInt64($0), .none) + ($0 == 1 ? " foot" : " feet") }
        return Reading(second + 2, sides.joined(separator: " by "))
    }

    /// "3x a day", "2x weekly": how often.
    private func frequency(_ window: TokenWindow) -> Reading? {
        // "3x/wk."
        if let count = window[0].number, count > 1, window[1].text == "x", window[2].isSymbol("/"),
            window.kind(3) == .word, let unit = units[window[3].text] ?? units[window[3].lower]
        {
            let isDotted = window[4].isSymbol(".") && !Recognizers.endsSentence(window, at: 4)
            return Reading(isDotted ? 5 : 4, "\(cardinal(UInt64(count), .none)) times per \(unit.singular)")
        }
        if let factor = factor(window) { return factor }
        guard let count = window[0].number, count > 0, window.kind(-1) != .word, window[1].lower == "x",
            window.kind(2) == .space, Self.frequencyHeads.contains(window[3].lower)
        else { return nil }
        return Reading(2, count == 1 ? "once" : count == 2 ? "twice" : "\(cardinal(UInt64(count), .none)) times")
    }

    /// "10x faster", "3x last year's budget", "1.5x as much": a factor.
    private func factor(_ window: TokenWindow) -> Reading? {
        guard window.kind(-1) != .word, let (numeral, end) = Recognizers.numeral(window, self, at: 0),
            window[end].lower == "x", window.kind(end + 1) == .space, Self.measured.contains(window[end + 2].lower)
        else { return nil }
        return Reading(end + 1, number(numeral, .none) + " times")
    }

    /// Words that begin what a factor multiplies.
    private static let measured: Set<String> = [
        "the", "last", "this", "that", "as", "my", "your", "his", "her", "its", "our", "their", "what", "faster",
        "slower", "more", "less", "better", "worse", "bigger", "larger", "smaller", "higher", "lower", "cheaper",
        "longer", "greater", "stronger", "from", "since", "over", "compared",
    ]

    private static let frequencyHeads: Set<String> = [
        "a", "an", "per", "each", "every", "daily", "weekly", "monthly", "yearly", "annually",
    ]

    /// "1-800-FLOWERS"
    private func vanityNumber(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "1", window[1].isSymbol("-"), window[2].count == 3, window[2].text.hasPrefix("8"),
            window.kind(2) == .digits, window[3].isSymbol("-"), window[4].isUppercase, window[4].count > 2
        else { return nil }
        return Reading(5, "one, \(telephoneGroup(window[2].text)), \(window[4].text)")
    }

    /// "1920x1080": the sides of a screen in pairs.
    private func screen(_ window: TokenWindow) -> Reading? {
        guard (3...4).contains(window[0].count), window[1].text == "x" || window[1].isSymbol("×"),
            window.kind(2) == .digits, (3...4).contains(window[2].count), window.kind(3) != .word,
            window.kind(-1) != .word, window.kind(-1) != .symbol, window[0].count == 4 || window[2].count == 4
        else { return nil }
        return Reading(3, "\(code(window[0].text)) by \(code(window[2].text))")
    }

    /// "Flight UA 123": the number after the letters of an airline.
    private func flight(_ window: TokenWindow) -> Reading? {
        guard window.kind(-1) == .space, window[-2].isUppercase, window[-2].count == 2, window.kind(-3) == .space,
            window[-4].lower == "flight" || window[-4].lower == "train", window[0].count <= 4, window.kind(1) != .word
        else { return nil }
        return Reading(1, code(window[0].text))
    }

    /// "the 747", "a 737": an airliner of Boeing.
    private func airliner(_ window: TokenWindow) -> Reading? {
        guard window[0].count == 3, window[0].text.hasPrefix("7"), window[0].text.hasSuffix("7"),
            window.kind(-1) == .space, window[-2].lower == "the" || window[-2].lower == "a",
            window.kind(1) != .word, window.kind(1) != .symbol || window.kind(2) != .digits,
            !(window.kind(1) == .space && window[2].lower.hasSuffix("s") && window[2].count > 3)
        else { return nil }
        return Reading(1, code(window[0].text))
    }

    /// "on 12/25", "by 3/14": a month and a day after a word that stands before dates.
    private func monthAndDay(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("/"), window.kind(2) == .digits, window[0].count <= 2, window[2].count <= 2,
            let month = window[0].number, let day = window[2].number, (1...12).contains(month), (1...31).contains(day),
            window.kind(3) != .word, !(window.kind(3) == .symbol && window.kind(4) == .digits),
            !window[3].isSymbol("%"),
            Self.dateHeads.contains(Recognizers.context(window, self, to: 3).previous),
            window.kind(3) != .space || functionWords.contains(window[4].lower) || window.kind(4) != .word
        else { return nil }
        return Reading(3, date(CalendarDate(day: day, month: month, order: .monthFirst)))
    }

    private static let dateHeads: Set<String> = [
        "on", "by", "until", "since", "due", "dated", "before", "mon", "tue", "tues", "wed", "thu", "thur", "thurs",
        "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// "2.5M users", "100K followers", "3B people": a scale before what is counted.
    private func scaledCount(_ window: TokenWindow) -> Reading? {
        guard case let (numeral, end)? = Recognizers.numeral(window, self, at: 0),
            let name = ["K": "thousand", "M": "million", "B": "billion", "k": "thousand"][window[end].text],
            window.kind(-1) != .word, window.kind(-1) != .symbol, window.kind(end + 1) == .space,
            window[end + 2].isLowercase, window[end + 2].lower.hasSuffix("s") || window[end + 2].lower == "people",
            window[end + 2].count > 3, !functionWords.contains(window[end + 2].lower)
        else { return nil }
        return Reading(end + 1, number(numeral, .none) + " " + name)
    }

    /// "0900 hrs", "1400 hours".
    private func militaryTime(_ window: TokenWindow) -> Reading? {
        guard window[0].count == 4, window.kind(1) == .space, ["hrs", "hours"].contains(window[2].lower),
            let value = window[0].number, value < 2400, value % 100 < 60, window.kind(-1) != .symbol,
            window[0].text.hasPrefix("0") || value % 100 == 0 && value % 1000 != 0
        else { return nil }
        let hour = (value < 1000 ? "oh " : "") + cardinal(UInt64(value / 100), .none)
        let minute = value % 100
        let minutes =
            minute == 0
            ? "hundred" : (minute < 10 ? "oh " : "") + cardinal(UInt64(minute), .none)
        return Reading(3, "\(hour) \(minutes) hours")
    }

    /// "pre-1900 buildings", "post-1945"
    private func hyphenatedYear(_ window: TokenWindow) -> Reading? {
        guard window[-1].isSymbol("-"), ["pre", "post", "mid", "early", "late"].contains(window[-2].lower),
            window[0].count == 4, let value = window[0].number, (1100...2099).contains(value), window.kind(1) != .word
        else { return nil }
        return Reading(1, year(window[0].text))
    }

    /// "425F", "bake at 200C": the temperature of an oven.
    private func ovenTemperature(_ window: TokenWindow) -> Reading? {
        if let fever = temperature(window) { return fever }
        guard window[0].count == 3, window[1].isUppercase, window.kind(-1) == .space,
            let scale = ["F": "Fahrenheit", "C": "Celsius"][window[1].text],
            ["to", "at", "@", "of"].contains(window[-2].lower), window.kind(2) != .digits,
            let value = window[0].number
        else { return nil }
        return Reading(2, "\(cardinal(UInt64(value), .none)) degrees \(scale)")
    }

    /// "98.6 F", "-1.5 C": with a decimal point nothing else is meant.
    private func temperature(_ window: TokenWindow) -> Reading? {
        guard let (numeral, end) = Recognizers.numeral(window, self, at: 0), numeral.fraction?.count == 1,
            case let unit = window.skippingSpace(end),
            let scale = ["F": "Fahrenheit", "C": "Celsius"][window[unit].text],
            [.end, .newline].contains(window.kind(unit + 1)) || [",", ";", ")", "."].contains(window[unit + 1].text),
            window.kind(unit + 2) != .word, window.kind(unit + 2) != .digits
        else { return nil }
        return Reading(unit + 1, number(numeral, .none) + " degrees " + scale)
    }

    /// "FY2024", "CY23".
    private func fiscalYear(_ window: TokenWindow) -> Reading? {
        guard window[-1].text == "FY" || window[-1].text == "CY", window[0].count == 4, window.kind(1) != .word else {
            return nil
        }
        return Reading(1, year(window[0].text))
    }

    /// "401(k)"
    private func plan(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("("), window[2].isWord, window[2].count == 1, window[3].isSymbol(")"),
            window[0].count == 3
        else { return nil }
        return Reading(4, code(window[0].text) + " " + window[2].text)
    }

    // MARK: Digits after certain words

    /// "ending in 8876", "dial 911", "A321".
    private func digitsInContext(_ window: TokenWindow) -> Reading? {
        guard window[0].count >= 3, window.kind(1) != .word, !(window[1].kind == .symbol && window.kind(2) == .digits)
        else {
            return nil
        }
        let context = Recognizers.context(window, self, to: 1)
        let isEnding = context.previous == "in" && window[-4].lower == "ending"
        let isCall =
            (context.previous == "call" || context.previous == "dial") && window[0].count == 3
            && !window[1].isBlank || context.previous == "dial"
        if isEnding || isCall || (context.previous == "call" && window[0].text == "911") {
            return Reading(1, digits(window[0].text))
        }
        return nil
    }

    /// "v2.10.3" -> "version two point ten point three".
    private func version(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "v", window.kind(1) == .digits, window.kind(-1) != .word, window.kind(-1) != .digits
        else { return nil }
        return Reading(1, "version")
    }

    /// "the XIV century", "the V Corps": an ordinal before what is numbered so.
    private func century(_ window: TokenWindow) -> Reading? {
        guard let value = Recognizers.roman(window[0]), value < 100,
            window.kind(1) == .space || window[1].isSymbol("-"),
            Self.numbered.contains(window[2].lower)
        else { return nil }
        return Reading(1, ordinal(UInt64(value), .none))
    }

    private static let numbered: Set<String> = [
        "century", "centuries", "corps", "legion", "olympiad", "dynasty", "amendment", "congress", "army", "fleet",
    ]

    /// "Elizabeth I", "Henry V": one letter after a ruler's name.
    private func ruler(_ window: TokenWindow) -> Reading? {
        guard window[0].count == 1, let value = Recognizers.roman(window[0]), window.kind(-1) == .space,
            Self.rulers.contains(window[-2].lower), window[-2].isCapitalized, value <= 10
        else { return nil }
        // "Mary I know" is no queen.
        let next = window[1].kind == .space ? window[2] : window[1]
        let isName = !next.isWord || Self.afterRulers.contains(next.lower) || value > 1
        return isName && !window[1].isSymbol("'") || window[2].text == "s"
            ? Reading(1, regnal(value, after: window[-2].text)) : nil
    }

    private static let rulers: Set<String> = [
        "elizabeth", "charles", "james", "henry", "george", "william", "edward", "mary", "john", "richard", "philip",
        "louis", "peter", "catherine", "nicholas", "alexander", "frederick", "napoleon", "francis", "leopold",
        "wilhelm", "otto", "paul", "benedict", "pius", "ivan", "justinian", "constantine", "darius", "xerxes", "victor",
        "ferdinand", "isabella",
    ]
    private static let afterRulers: Set<String> = [
        "of", "was", "is", "and", "ruled", "reigned", "died", "became", "had", "made", "took", "in", "by", "to", "who",
        "came",
    ]

    /// "Sat.", "Sun.": other weekdays are no words.
    private func weekday(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "Sat" || window[0].text == "Sun", window[1].isSymbol("."), !window[2].isSymbol("."),
            window.kind(-1) != .word, window[-2].lower != "the"
        else { return nil }
        let ends = Recognizers.endsSentence(window, at: 1)
        return Reading(2, (window[0].text == "Sat" ? "Saturday" : "Sunday") + (ends ? "." : ""))
    }

    /// "100s of", "1,000s of", "B-52s".
    private func plural(_ window: TokenWindow) -> Reading? {
        let end = window[1].isSymbol(",") ? 3 : 1
        guard window[end].text == "s" else { return nil }
        let digits = end == 3 ? window[0].text + window[2].text : window[0].text
        if window.kind(end + 1) == .space, window[end + 2].lower == "of", window.kind(-1) != .word {
            let names = ["10": "tens", "100": "hundreds", "1000": "thousands"]
            if let name = names[digits] { return Reading(end + 1, name) }
        }
        guard end == 1, window[-1].isSymbol("-"), window.kind(-2) == .word, let value = window[0].number, value < 1000
        else { return nil }
        let words = code(String(value))
        return Reading(
            2, words.hasSuffix("x") ? words + "es" : words.hasSuffix("y") ? words.dropLast() + "ies" : words + "s")
    }

    /// The "30m" of "1h 30m".
    private func minutes(_ window: TokenWindow) -> Reading? {
        let hours = window.skippingSpaceBack(-1)
        guard window[1].text == "m", window.kind(2) != .digits, let value = window[0].number, value < 60,
            window[hours].text == "h", window.kind(hours - 1) == .digits
        else { return nil }
        return Reading(2, cardinal(UInt64(value), .none) + (value == 1 ? " minute" : " minutes"))
    }
}
