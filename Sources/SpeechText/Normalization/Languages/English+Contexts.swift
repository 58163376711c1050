/// What only English writes: decades, street addresses, Saint and Street, heights.
extension English {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits: yearOrPlural(window) ?? numberInContext(window)
        case .word: nameInContext(window) ?? fixedWords(window)
        case .symbol: apostropheYear(window) ?? decadeRange(window)
        default: nil
        }
    }

    private func yearOrPlural(_ window: TokenWindow) -> Reading? {
        minutes(window) ?? decade(window) ?? plural(window) ?? era(window) ?? quarter(window)
    }

    private func numberInContext(_ window: TokenWindow) -> Reading? {
        height(window) ?? plan(window) ?? vanityNumber(window) ?? screen(window) ?? dated(window) ?? postcode(window) ?? houseNumber(window) ?? digitsInContext(window)
    }

    private func dated(_ window: TokenWindow) -> Reading? {
        flight(window) ?? monthAndDay(window) ?? scaledCount(window) ?? militaryTime(window) ?? fiscalYear(window)
    }

    private func nameInContext(_ window: TokenWindow) -> Reading? {
        weekday(window) ?? century(window) ?? ruler(window) ?? street(window) ?? state(window) ?? direction(window)
            ?? version(window)
    }

    // MARK: Years

    /// "1980s", "1980's", "the 80s", "mid-80s".
    private func decade(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, value % 10 == 0, window.kind(-1) != .word,
            let end = pluralEnd(window, at: 1)
        else { return nil }
        if window[0].count == 4, value >= 1000 { return Reading(end, decade(value)) }
        guard window[0].count == 2, value >= 20, window.kind(1) != .space else { return nil }
        let before = window[-1]
        let isCompound = before.isSymbol("-") && (window.kind(-2) == .word)
        let isAfterRange = (before.isSymbol("-") || before.isSymbol("\u{2013}"))
        let context = Recognizers.context(window, self, to: end)
        let isDecade =
            isCompound || isAfterRange || Self.decadeHeads.contains(context.previous) || window[1].isSymbol("'")
            || (before.isBlank && window.kind(-1) != .space)
        return isDecade ? Reading(end, decade(value)) : nil
    }

    private static let decadeHeads: Set<String> = [
        "the", "early", "late", "mid", "his", "her", "their", "my", "your", "our", "in", "of", "since", "and",
    ]

    /// The offset after "s", "'s" or " s" that makes digits a decade.
    private func pluralEnd(_ window: TokenWindow, at offset: Int) -> Int? {
        var end = offset
        if window[end].isSymbol("'") || (window.kind(end) == .space && window[0].count == 4) { end += 1 }
        return window[end].text == "s" && window.kind(end + 1) != .digits ? end + 1 : nil
    }

    /// "'80s", "'98".
    private func apostropheYear(_ window: TokenWindow) -> Reading? {
        guard window[0].isSymbol("'"), window.kind(-1) != .word, window.kind(-1) != .digits, window.kind(1) == .digits,
            window[1].count == 2, let value = window[1].number
        else { return nil }
        if window[2].text == "s", value % 10 == 0 { return Reading(3, decade(value)) }
        guard window.kind(2) != .word, window.kind(2) != .digits, !window[2].isSymbol("'") else { return nil }
        return Reading(2, year(window[1].text))
    }

    /// The dash of "1960s-80s".
    private func decadeRange(_ window: TokenWindow) -> Reading? {
        guard window[0].isSymbol("-") || window[0].isSymbol("\u{2013}"), window[-1].text == "s",
            window.kind(-2) == .digits,
            window.kind(1) == .digits, window[2].text == "s"
        else { return nil }
        return Reading(1, " to ")
    }

    /// "340 AD", "44 B.C.".
    private func era(_ window: TokenWindow) -> Reading? {
        guard window[0].count <= 4, window.kind(1) == .space, window.kind(2) == .word, window.kind(-1) != .digits else {
            return nil
        }
        if ["AD", "BC", "BCE", "CE"].contains(window[2].text) {
            return Reading(3, code(window[0].text) + " " + spelled(window[2].text))
        }
        guard ["A", "B", "C"].contains(window[2].text), window[3].isSymbol("."),
            ["D", "C", "E"].contains(window[4].text)
        else { return nil }
        return Reading(1, code(window[0].text))
    }

    /// "2Q22": the second quarter of 2022.
    private func quarter(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, (1...4).contains(value), window[0].count == 1, window[1].text == "Q",
            window.kind(2) == .digits, window[2].count == 2 || window[2].count == 4, window.kind(3) != .word
        else { return nil }
        return Reading(3, "the \(ordinal(UInt64(value), .none)) quarter of \(year(window[2].text))")
    }

    // MARK: Heights and plans

    /// 5'10" and 5' 10": five foot ten.
    private func height(_ window: TokenWindow) -> Reading? {
        guard let feet = window[0].number, feet < 100, window[1].isSymbol("'"), window.kind(-1) != .word else {
            return nil
        }
        let inches = window.skippingSpace(2)
        guard let value = window[inches].number, value < 12, window[inches + 1].isSymbol("\"") else { return nil }
        return Reading(inches + 2, "\(cardinal(UInt64(feet), .none)) foot \(cardinal(UInt64(value), .none))")
    }

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
        "on", "by", "until", "since", "due", "dated", "before", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
        "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
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
        return Reading(1, hour + " " + (minute == 0 ? "hundred" : minute < 10 ? "oh \(cardinal(UInt64(minute), .none))"
            : cardinal(UInt64(minute), .none)))
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

    // MARK: Addresses

    private static let streets = [
        "st": "Street", "ave": "Avenue", "av": "Avenue", "rd": "Road", "dr": "Drive", "blvd": "Boulevard", "ln": "Lane",
        "ct": "Court", "pl": "Place", "sq": "Square", "hwy": "Highway", "expy": "Expressway", "pkwy": "Parkway",
        "ter": "Terrace", "cir": "Circle",
    ]
    private static let streetNames: Set<String> = [
        "street", "avenue", "road", "drive", "boulevard", "lane", "court", "place", "square", "highway", "parkway",
        "terrace",
        "broadway", "circle", "way",
    ]
    private static let directions = [
        "N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest", "SE": "Southeast",
        "SW": "Southwest",
    ]

    /// Whether a street's name begins at an offset: up to four words with a street's suffix.
    private func hasStreet(_ window: TokenWindow, at offset: Int) -> Bool {
        var place = offset
        for index in 0..<5 {
            let token = window[place]
            if token.isWord {
                let isSuffix = Self.streets[token.lower] != nil || Self.streetNames.contains(token.lower)
                if isSuffix, index > 0 {
                    return token.isCapitalized || index > 0 && token.lower == "st" || Self.streets[token.lower] != nil
                }
                guard token.isCapitalized else { return false }
                place += 1
                if window[place].isSymbol(".") { place += 1 }
            } else if token.isDigits, window[place + 1].isWord, ordinalSuffixes[window[place + 1].lower] != nil {
                place += 2
            } else {
                return false
            }
            guard window.kind(place) == .space else { return false }
            place += 1
        }
        return false
    }

    /// The number of a house before a street's name: "1428 Elm St." -> "fourteen twenty eight".
    private func houseNumber(_ window: TokenWindow) -> Reading? {
        // "221B Baker St."
        let isLettered = window[1].isUppercase && window[1].count == 1
        let end = isLettered ? 2 : 1
        guard window[0].count <= 5, window.kind(end) == .space, window.kind(-1) != .digits, !window[-1].isSymbol("$"),
            !window[-1].isSymbol("."), !window[-1].isSymbol(","), hasStreet(window, at: end + 1)
        else { return nil }
        return Reading(end, house(window[0].text) + (isLettered ? " " + window[1].text : ""))
    }

    /// A house number: in pairs, but a zero is said.
    private func house(_ digits: String) -> String {
        guard digits.utf8.count == 3, Int(digits).map({ $0 % 100 < 10 && $0 % 100 > 0 }) ?? false else {
            return code(digits)
        }
        return self.digits(digits)
    }

    /// "Main St." -> Street, "St. Paul" -> Saint, "Oak Dr." -> Drive.
    private func street(_ window: TokenWindow) -> Reading? {
        guard let name = Self.streets[window[0].lower], window.kind(-1) == .space else {
            return saint(window)
        }
        let isOrdinal = window[-2].isWord && ordinalSuffixes[window[-2].lower] != nil && window.kind(-3) == .digits
        // "St. John's St."
        let isPossessive = window[-2].text == "s" && window[-3].isSymbol("'") && window[-4].isCapitalized
        guard isOrdinal || isPossessive || (window[-2].isCapitalized && !titles.contains(window[-2].lower)) else {
            return saint(window)
        }
        let hasFullStop = window[1].isSymbol(".")
        let after = hasFullStop ? 2 : 1
        let isHouse = isAfterHouseNumber(window)
        guard isHouse || window[0].isCapitalized, !window[0].isUppercase || isHouse else { return saint(window) }
        // Before a name it is a title or a saint, unless a house number stands before.
        let next = window.skippingSpace(after)
        let startsSentence = window[next].isCapitalized && initialisms.commonWords.contains(window[next].lower)
        if window.kind(after) == .space, window[next].isCapitalized, !isHouse, !startsSentence { return saint(window) }
        guard
            hasFullStop || window.kind(after) != .space || isHouse || window[0].lower == "st"
                || !window[next].isCapitalized
        else { return nil }
        guard hasFullStop || isHouse || isOrdinal else { return nil }
        let ends =
            hasFullStop && Recognizers.endsSentence(window, at: 1) && !Recognizers.isInitialism(window, after: 1)
        return Reading(after, name + (ends ? "." : ""))
    }

    /// Whether a house number stands up to five words before.
    private func isAfterHouseNumber(_ window: TokenWindow) -> Bool {
        var offset = -2
        var words = 0
        while offset > -14, words < 6 {
            let token = window[offset]
            if token.isDigits, window.kind(offset + 1) == .space {
                return window.kind(offset - 1) != .symbol || !window[offset - 1].isSymbol("$")
            }
            guard token.isWord || token.kind == .space || token.isSymbol(".") || token.isDigits else { return false }
            if token.isWord {
                guard token.isCapitalized || ordinalSuffixes[token.lower] != nil else { return false }
                words += 1
            }
            offset -= 1
        }
        return false
    }

    private var titles: Set<String> {
        ["the", "a", "an", "dear", "and", "or", "with", "from", "to", "at", "in", "is", "was"]
    }

    /// "St. Paul"
    private func saint(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "St" || window[0].text == "Ste", window[1].isSymbol("."), window.kind(2) == .space,
            window[3].isCapitalized
        else { return nil }
        return Reading(2, "Saint")
    }

    /// "N", "S", "E", "W" in a street address.
    private func direction(_ window: TokenWindow) -> Reading? {
        guard let name = Self.directions[window[0].text], window.kind(-1) == .space else { return nil }
        let hasFullStop = window[1].isSymbol(".")
        let after = hasFullStop ? 2 : 1
        guard window.kind(-2) == .digits, window.kind(after) == .space, hasStreet(window, at: after + 1) else {
            return nil
        }
        return Reading(after, name)
    }

    /// A state before a postcode or at the end after a comma: "CA 95051", "City, NY".
    private func state(_ window: TokenWindow) -> Reading? {
        guard window[0].text.utf8.count == 2, window[0].isUppercase, let name = Self.states[window[0].text],
            window.kind(-1) == .space, window[-2].isSymbol(","), window[-3].isCapitalized, !window[-3].isUppercase
        else { return nil }
        let next = window.skippingSpace(window[1].isSymbol(",") ? 2 : 1)
        let hasPostcode = window.kind(next) == .digits && window[next].count == 5
        guard hasPostcode || window[1].isBlank && window.kind(1) != .space || window[1].kind == .symbol else {
            return nil
        }
        return Reading(1, name)
    }

    /// "CA 95051", "CA 95051-1234".
    private func postcode(_ window: TokenWindow) -> Reading? {
        guard window[0].count == 5, window.kind(-1) == .space, window.kind(1) != .word else { return nil }
        let before = window[-2].isSymbol(",") ? window[-3] : window[-2]
        // "Washington, D.C. 20500"
        if window[-2].isSymbol("."), window[-3].text == "C", window[-4].isSymbol("."), window[-5].text == "D" {
            return Reading(1, digits(window[0].text))
        }
        guard Self.states[before.text] != nil || Self.stateNames.contains(before.text) else { return nil }
        if window[1].isSymbol("-"), window[2].isDigits, window[2].count == 4 {
            return Reading(3, digits(window[0].text) + ", " + digits(window[2].text))
        }
        guard !(window[1].kind == .symbol && window.kind(2) == .digits) else { return nil }
        return Reading(1, digits(window[0].text))
    }

    private static let states = [
        "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
        "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
        "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
        "ME": "Maine",
        "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
        "MO": "Missouri",
        "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
        "NM": "New Mexico",
        "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
        "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
        "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
        "WI": "Wisconsin", "WY": "Wyoming", "DC": "D C",
    ]
    private static let stateNames = Set(states.values.filter { !$0.contains(" ") })

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

    /// "and/or", "w/o", "et al.", "C#".
    private func fixedWords(_ window: TokenWindow) -> Reading? {
        if window[1].isSymbol("/"), window.kind(2) == .word, window.kind(3) != .word, window.kind(-1) != .word,
            let spoken = Self.slashed[window[0].lower + "/" + window[2].lower]
        {
            return Reading(3, spoken)
        }
        switch window[0].text {
        case "PhD" where window.kind(1) != .digits: return Reading(1, "P H D")
        case "PhDs": return Reading(1, "P H D s")
        case "c"
        where window[1].isSymbol(".") && window.kind(-1) == .space && window[3].isLowercase
            && (window.kind(-2) == .digits || Recognizers.vulgarFractions[window[-2].scalar] != nil):
            let isFraction = window[-3].isSymbol("/") || window.kind(-2) == .symbol
            return Reading(2, isFraction || window[-2].text == "1" ? "cup" : "cups")
        case "c"
        where window[1].isSymbol(".") && window.kind(-1) == .space && ordinalSuffixes[window[-2].lower] != nil
            && window.kind(-3) == .digits:
            return Reading(2, "century")
        case "WWI": return Reading(1, "World War one")
        case "WWII": return Reading(1, "World War two")
        case "WW" where window[1].text == "1" && window.kind(2) != .digits: return Reading(2, "World War one")
        case "WW" where window[1].text == "2" && window.kind(2) != .digits: return Reading(2, "World War two")
        case "MSc" where window.kind(1) != .digits: return Reading(1, "M S C")
        case "BSc" where window.kind(1) != .digits: return Reading(1, "B S C")
        case "w" where window[1].isSymbol("/") && window.kind(2) != .word: return Reading(2, "with")
        case "al" where window[1].isSymbol(".") && window[-2].lower == "et": return Reading(2, "al")
        case "C", "F":
            return window[1].isSymbol("#") && window.kind(-1) != .word ? Reading(2, window[0].text + " sharp") : nil
        default: return nil
        }
    }

    private static let slashed = [
        "and/or": "and or", "w/o": "without", "b/c": "because", "n/a": "N A", "c/o": "care of",
        "km/h": "kilometers per hour",
        "m/s": "meters per second",
    ]

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
        "louis",
        "peter", "catherine", "nicholas", "alexander", "frederick", "napoleon", "francis", "leopold", "wilhelm", "otto",
        "paul",
        "benedict", "pius", "ivan", "justinian", "constantine", "darius", "xerxes", "victor", "ferdinand", "isabella",
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
