/// Street addresses in English: house numbers, "St." for Street and Saint, directions, states and postcodes.
extension English {
    private static let streets = [
        "st": "Street", "ave": "Avenue", "av": "Avenue", "rd": "Road", "dr": "Drive", "blvd": "Boulevard", "ln": "Lane",
        "ct": "Court", "pl": "Place", "sq": "Square", "hwy": "Highway", "expy": "Expressway", "pkwy": "Parkway",
        "ter": "Terrace", "cir": "Circle",
    ]
    private static let streetNames: Set<String> = [
        "street", "avenue", "road", "drive", "boulevard", "lane", "court", "place", "square", "highway", "parkway",
        "terrace", "broadway", "circle", "way",
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
    func houseNumber(_ window: TokenWindow) -> Reading? {
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
    func street(_ window: TokenWindow) -> Reading? {
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
            // "48B Baker St"
            let isLettered = window[offset + 1].isUppercase && window[offset + 1].count == 1
            if token.isDigits, window.kind(isLettered ? offset + 2 : offset + 1) == .space {
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
    func direction(_ window: TokenWindow) -> Reading? {
        guard let name = Self.directions[window[0].text], window.kind(-1) == .space else { return nil }
        let hasFullStop = window[1].isSymbol(".")
        let after = hasFullStop ? 2 : 1
        // "on W. 3rd St."
        let isNumbered =
            hasFullStop && window.kind(2) == .space && window.kind(3) == .digits
            && ordinalSuffixes[window[4].lower] != nil
        if isNumbered, hasStreet(window, at: 3) || Self.streets[window[6].lower] != nil { return Reading(2, name) }
        guard window.kind(-2) == .digits, window.kind(after) == .space, hasStreet(window, at: after + 1) else {
            return nil
        }
        return Reading(after, name)
    }

    /// A state before a postcode or at the end after a comma: "CA 95051", "City, NY".
    func state(_ window: TokenWindow) -> Reading? {
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

    /// "Tulsa, Okla.", "(D-Calif.)": the newspapers' abbreviations of states.
    func newspaperState(_ window: TokenWindow) -> Reading? {
        if window[-1].isSymbol("-"), ["D", "R", "I"].contains(window[-2].text), window[-3].isSymbol("(") {
            let end = window[1].isSymbol(".") ? 2 : 1
            guard window[end].isSymbol(")") else { return nil }
            return (Self.shortStates[window[0].text] ?? Self.states[window[0].text]).map { Reading(end, $0) }
        }
        guard window[1].isSymbol("."), window.kind(-1) == .space, window[-2].isSymbol(","),
            window[-3].isCapitalized || window[-3].isUppercase, let name = Self.shortStates[window[0].text]
        else { return nil }
        return Reading(2, name + (Recognizers.endsSentence(window, at: 1) ? "." : ""))
    }

    private static let shortStates = [
        "Ala": "Alabama", "Ariz": "Arizona", "Ark": "Arkansas", "Calif": "California", "Colo": "Colorado",
        "Conn": "Connecticut", "Del": "Delaware", "Fla": "Florida", "Ga": "Georgia", "Ill": "Illinois", "Kan": "Kansas",
        "Ky": "Kentucky", "Md": "Maryland", "Mich": "Michigan", "Minn": "Minnesota", "Okla": "Oklahoma",
        "Ore": "Oregon", "Pa": "Pennsylvania", "Tenn": "Tennessee", "Tex": "Texas", "Va": "Virginia",
        "Wis": "Wisconsin", "Wyo": "Wyoming",
    ]

    /// "CA 95051", "CA 95051-1234".
    func postcode(_ window: TokenWindow) -> Reading? {
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
        "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
        "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
        "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
        "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
        "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
        "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "DC": "D C",
    ]
    private static let stateNames = Set(states.values.filter { !$0.contains(" ") })
}
