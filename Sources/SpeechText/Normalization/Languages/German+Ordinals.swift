/// German ordinals, which are digits with a full stop, and the case that their neighbours ask for.
extension German {
    /// The grammatical form that the words before an ordinal ask for; nil if nothing shows that it is one.
    func ordinalAgreement(_ window: TokenWindow, noun: Token) -> Agreement? {
        let gender = gender(of: noun.lower)
        guard window.kind(-1) == .space || window[-1].isSymbol("("), window.kind(-2) == .word else { return nil }
        let previous = window[-2].lower
        let before = window.kind(-3) == .space && window.kind(-4) == .word ? window[-4].lower : ""
        let joins = ["und", "oder", "sowie"].contains(previous)
        if joins, window[-4].isSymbol("."), window.kind(-5) == .digits, window.kind(-6) == .space {
            // "auf dem 1. oder 2. Platz": as the first of the two.
            let isOblique = ["dem", "den", "des", "im", "am", "zum", "zur", "beim", "vom"].contains(window[-7].lower)
            return Agreement(gender: gender, grammaticalCase: isOblique ? .dative : .nominative, isDefinite: true)
        }
        switch previous {
        case "der":
            // "in der 3. Klasse", "nach der 2. Halbzeit"; "der 3. Versuch".
            let isOblique =
                Self.datives.contains(before) || Self.genitives.contains(before)
                || (gender == .feminine && window[-4].isCapitalized && !before.isEmpty)
            return Agreement(gender: gender, grammaticalCase: isOblique ? .dative : .nominative, isDefinite: true)
        case "die", "das", "diese", "dieses", "dieser", "jede", "jedes", "jeder", "welche", "welches":
            return Agreement(gender: gender, isDefinite: true)
        case "dem", "den", "des", "im", "am", "zum", "zur", "beim", "vom", "ins", "ans", "diesem", "diesen", "jedem",
            "jeden", "ihren",
            "seinen", "meinen", "ihrem", "seinem", "meinem", "einem", "einer", "eines", "unserem", "unseren", "unserer",
            "keinem", "keinen",
            "seiner", "ihrer", "meiner", "deinen", "deinem", "deiner", "einen":
            if previous == "ins" || previous == "ans" { return Agreement(gender: .neuter, isDefinite: true) }
            return Agreement(gender: gender, grammaticalCase: .dative, isDefinite: true)
        case "ein", "mein", "sein", "ihr", "dein", "unser", "euer", "kein": return Agreement(gender: gender)
        case "eine", "meine", "seine", "ihre", "deine", "unsere", "keine", "erste":
            return Agreement(gender: .feminine, isDefinite: true)
        case "in", "mit", "von", "seit", "ab", "nach", "vor", "zu", "aus", "bei", "auf":
            return Agreement(gender: gender, grammaticalCase: .dative, isDefinite: true)
        case "bis", "und", "oder", "sowie":
            return Agreement(gender: gender, grammaticalCase: before.isEmpty ? .nominative : .dative, isDefinite: true)
        default: return nil
        }
    }

    private static let genitives = RuleTables.words(
        "während wegen trotz statt anlässlich innerhalb außerhalb seitens bezüglich ende anfang mitte teil beginn")

    /// "der 3. Versuch", "im 19. Jahrhundert", "zum 2. Mal", "2. Weltkrieg"; "der 1. und 2. Platz".
    func ordinal(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, value <= 9_999_999, window[0].count <= 7,
            !(window[0].count > 1 && window[0].text.hasPrefix("0")),
            window.kind(-1) != .word, window.kind(-1) != .digits
        else { return nil }
        if window[1].isSymbol("."), window.kind(2) == .space, window.kind(3) == .word {
            let next = window[3]
            // "1. und 2. Platz", "1. bis 3. Mai"
            if ["und", "oder", "bis", "sowie"].contains(next.lower), window.kind(4) == .space,
                window.kind(5) == .digits,
                window[6].isSymbol("."), window.kind(7) == .space, window[8].isCapitalized
            {
                let isDay = months[window[8].lower] != nil
                let previous = window.kind(-2) == .word ? window[-2].lower : ""
                let agreement =
                    isDay
                    ? dayAgreement(previous)
                    : ordinalAgreement(window, noun: window[8]) ?? Agreement(gender: gender(of: window[8].lower))
                return Reading(2, ordinal(UInt64(value), agreement))
            }
            guard next.isCapitalized, months[next.lower] == nil else {
                // "am 3. und"; "die 2. größte Stadt": lower case after it.
                guard next.isLowercase, let agreement = ordinalAgreement(window, noun: nounAfter(window, 3)) else {
                    return nil
                }
                return Reading(2, ordinal(UInt64(value), agreement))
            }
            // "Ich komme am 24. Dann feiern wir."
            if Self.sentenceStarts.contains(next.lower), window.kind(-1) == .space, value <= 31,
                ["am", "zum", "vom", "den", "bis", "dem"].contains(window[-2].lower)
            {
                return Reading(2, ordinal(UInt64(value), Agreement(grammaticalCase: .dative, isDefinite: true)) + ".")
            }
            if let agreement = ordinalAgreement(window, noun: next) {
                // After "ab", "bis", "vor" and the like a year may end the sentence.
                let isYear = window[0].count == 4 && value >= 1000
                return isYear && Self.yearHeads.contains(window[-2].lower)
                    ? nil : Reading(2, ordinal(UInt64(value), agreement))
            }
            let isTitle = Self.ordinalNouns.contains(next.lower)
            guard isTitle else { return nil }
            return Reading(2, ordinal(UInt64(value), Agreement(gender: gender(of: next.lower))))
        }
        // "die 2. 2004"
        if window[1].isSymbol("."), window.kind(2) == .space, window.kind(3) == .digits, window[3].count == 4,
            window.kind(-1) == .space, ["der", "die", "das"].contains(window[-2].lower), window[0].count < 3
        {
            return Reading(2, ordinal(UInt64(value), Agreement(isDefinite: true)))
        }
        // "Heute ist der 3.", "2." alone in its line.
        if window[1].isSymbol("."), window.kind(2) == .end || window.kind(2) == .newline {
            if window.kind(-1) == .end || window.kind(-1) == .newline {
                return Reading(2, ordinal(UInt64(value), .masculine) + ".")
            }
            let article = window.kind(-1) == .space ? window[-2].lower : ""
            if ["der", "die", "das"].contains(article), window[0].count < 4 {
                return Reading(2, ordinal(UInt64(value), Agreement(isDefinite: true)) + ".")
            }
            if ["am", "dem", "den", "des", "zum", "zur", "vom", "im", "jeden", "jedem"].contains(article),
                article != "im" || window[0].count < 4
            {
                return Reading(2, ordinal(UInt64(value), Agreement(grammaticalCase: .dative, isDefinite: true)) + ".")
            }
        }
        if let minute = minuteOfPlay(window) { return minute }
        // "am 3.", "jeden 1. eines Monats" before a mark.
        if window[1].isSymbol("."), window.kind(2) != .word, window.kind(2) != .digits, window.kind(-1) == .space,
            ["am", "zum", "vom", "den", "jeden", "bis", "dem", "beim"].contains(window[-2].lower), value <= 31,
            window[2].isSymbol(",") || window[2].isSymbol(")")
        {
            return Reading(2, ordinal(UInt64(value), Agreement(grammaticalCase: .dative, isDefinite: true)))
        }
        // "das 1., nicht das 2.", "Tore (23., 67. Min.)": no sentence ends before a comma.
        if window[1].isSymbol("."), window[2].isSymbol(",") || window[2].isSymbol(";"), window[0].count < 4,
            window[-1].isBlank || window[-1].isSymbol("(")
        {
            return Reading(2, ordinal(UInt64(value), Agreement(isDefinite: true)))
        }
        // "3ter", "121tem", "20ste".
        if window[1].isWord,
            let stem = ["ter", "te", "ten", "tem", "tes", "ster", "ste", "sten", "stem", "stes"].first(where: {
                $0 == window[1].lower
            })
        {
            let ending = stem.drop { $0 == "s" }.dropFirst()
            return Reading(2, ordinalStem(UInt64(value)) + ending)
        }
        return nil
    }

    /// "(Kane 12., 45.+2, Müller 78.)": the minutes of goals; "jeder 4. (25 %)".
    private func minuteOfPlay(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, value < 130, window[1].isSymbol("."),
            window.kind(-1) == .space || window[-1].isSymbol("(") && window[-3].isCapitalized
        else { return nil }
        let number = ordinal(UInt64(value), Agreement(gender: .feminine, isDefinite: true))
        // "Krüger (17.)", "Naifi (90.+4)"
        if window[-1].isSymbol("("), window[2].isSymbol(")") { return Reading(2, number) }
        let isEach = ["jeder", "jede", "jedes"].contains(window[-2].lower)
        if isEach, window.kind(2) == .space, window.kind(3) == .symbol {
            return Reading(2, ordinal(UInt64(value), Agreement(isDefinite: true)))
        }
        guard window[-2].isCapitalized || window[-2].isSymbol(",") || window[-1].isSymbol("("),
            months[window[-2].lower] == nil
        else { return nil }
        if window[2].isSymbol("+"), let added = window[3].number {
            return Reading(4, [number, words.plus, cardinal(UInt64(added), .none)].joinedWords())
        }
        let isInBrackets = (2...TokenWindow.back).contains { window[-$0].isSymbol("(") }
        return isInBrackets && (window[2].isSymbol(",") || window[2].isSymbol(")")) ? Reading(2, number) : nil
    }

    /// Words after which four digits with a full stop are a year at the end of a sentence.
    private static let yearHeads = RuleTables.words("in mit von seit ab nach vor zu aus bei auf bis und oder sowie")
    private static let ordinalNouns = RuleTables.words(
        """
        weltkrieg liga bundesliga platz tag woche monat jahr jahrhundert jh jhd runde etage stock klasse mal teil
        kapitel akt szene versuch auflage halbzeit quartal semester geburtstag stunde advent spieltag staffel person fc
        obergeschoss schritt rang band sinfonie symphonie og ug dg aufl buch reihe gang halbjahr hälfte preis sieger tor
        saison spiel satz grad geschoss min minute spielminute wahl
        """)

    /// The noun after adjectives in lower case.
    private func nounAfter(_ window: TokenWindow, _ offset: Int) -> Token {
        var place = offset
        while place < offset + 6, window[place].isLowercase, window.kind(place + 1) == .space { place += 2 }
        return window[place]
    }

    /// "am 3.5.", "vom 1.2. bis 3.4.": a day and a month without a year.
    func dayAndMonth(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("."), let day = window[0].number, (1...31).contains(day), window[0].count <= 2,
            window.kind(-1) != .digits, !window[-1].isSymbol(".")
        else { return nil }
        let second = window.skippingSpace(2)
        guard let month = window[second].number, (1...12).contains(month), window[second].count <= 2 else { return nil }
        var previous = window.kind(-2) == .word ? window[-2].lower : ""
        // "am 24.12. und 31.12."
        if previous == "und", window[-4].isSymbol("."), window[-5].isDigits, window[-6].isSymbol("."),
            window[-7].isDigits, window.kind(-9) == .word
        {
            previous = window[-9].lower
        }
        let heads: Set<String> = ["am", "vom", "zum", "den", "bis", "ab", "seit", "der", "dem"]
        var end = second + 1
        if window[end].isSymbol("."), window.kind(end + 1) != .digits {
            // The full stop of the month may end the sentence, too.
            let isLast = window.kind(end + 1) == .end || window.kind(end + 1) == .newline
            guard second == 2 || heads.contains(previous) else { return nil }
            end += 1
            let date = self.date(CalendarDate(day: day, month: month, order: .dayFirst, previousWord: previous))
            if window.kind(end) == .space, window.kind(end + 1) == .digits, window[end + 1].count == 4 {
                return Reading(end + 2, date + " " + year(window[end + 1].text))
            }
            return Reading(end, date + (isLast ? "." : ""))
        }
        guard second == 2, window[second].count == 2 && window[second].text.hasPrefix("0") || window.kind(-1) == .end,
            !window[end].isSymbol("."), window.kind(end) != .word, window.kind(end) != .digits,
            window.kind(end) == .end || heads.contains(previous), window[second].text != "00"
        else { return nil }
        return Reading(end, date(CalendarDate(day: day, month: month, order: .dayFirst, previousWord: previous)))
    }

    /// The second day of "am 2. und 3. Mai".
    func secondDay(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("."), window.kind(2) == .space, months[window[3].lower] != nil,
            let day = window[0].number, (1...31).contains(day),
            window.kind(-1) == .space, ["und", "oder", "sowie"].contains(window[-2].lower), window.kind(-3) == .space,
            window[-4].isSymbol("."),
            window.kind(-5) == .digits, window.kind(-6) == .space
        else { return nil }
        return Reading(2, ordinal(UInt64(day), dayAgreement(window[-7].lower)))
    }

    /// "kostet 1 €" -> "einen Euro", "nach 1 h" -> "nach einer Stunde": one of a unit in the case of its place. Amounts
    /// are objects more often than subjects.
    func oneUnit(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "1", window.kind(-1) == .space, window.kind(-2) == .word, window.kind(1) == .space
        else { return nil }
        let noun: Noun
        let end: Int
        if let currency = currencies[window[2].text], window.kind(3) != .digits {
            (noun, end) = (currency.major, 3)
        } else if let (unit, next) = Recognizers.unit(window, self, at: 2, isSpaced: true) {
            (noun, end) = (unit, next)
        } else {
            return nil
        }
        let previous = window[-2].lower
        var agreement = Agreement(gender: noun.gender, grammaticalCase: .accusative, precedesNoun: true)
        if Self.datives.contains(previous), previous != "in", previous != "an", previous != "auf" {
            agreement.grammaticalCase = .dative
        }
        if ["ist", "war", "sind", "wird", "bleibt", "heißt", "oder", "und"].contains(previous) {
            agreement.grammaticalCase = .nominative
        }
        // "1 m lang": the accusative of a measure.
        let measured = ["lang", "breit", "hoch", "tief", "weit", "dick", "groß", "schwer", "entfernt", "alt"]
        if window.kind(end) == .space, measured.contains(window[end + 1].lower) {
            agreement.grammaticalCase = .accusative
        }
        return Reading(end, cardinal(1, agreement) + " " + noun.singular)
    }

    /// "vom 1.–3. Mai", "1./2. Mai": days of one month.
    func ordinalRange(_ window: TokenWindow) -> Reading? {
        guard let first = window[0].number, (1...31).contains(first), window[0].count <= 2, window[1].isSymbol("."),
            window.kind(-1) != .digits, !window[-1].isSymbol(".")
        else { return nil }
        let isSpaced = window.kind(2) == .space
        let mark = isSpaced ? 3 : 2
        let isPair = window[mark].isSymbol("/")
        guard isPair || window[mark].isSymbol("-") || window[mark].isSymbol("\u{2013}"),
            isSpaced == (window.kind(mark + 1) == .space)
        else { return nil }
        let day = window.skippingSpace(mark + 1)
        guard let last = window[day].number, (1...31).contains(last), window[day].count <= 2,
            window[day + 1].isSymbol("."), window.kind(day + 2) == .space, let month = months[window[day + 3].lower]
        else { return nil }
        let previous = window.kind(-1) == .space && window.kind(-2) == .word ? window[-2].lower : ""
        let isDotted = window[day + 4].isSymbol(".") && window[day + 3].lower != monthNames[month - 1].lowercased()
        var end = isDotted && window.kind(day + 5) != .end ? day + 5 : day + 4
        var date = CalendarDate(day: last, month: month, order: .dayFirst, previousWord: previous)
        if window.kind(end) == .space, window.kind(end + 1) == .digits, window[end + 1].count == 4 {
            date.year = window[end + 1].text
            end += 2
        }
        let start = ordinal(UInt64(first), dayAgreement(previous))
        return Reading(end, [start, isPair ? "und" : words.to, self.date(date)].joinedWords())
    }

    /// "der 1., 2. und 3. Platz": ordinals that share a noun.
    func ordinalSeries(_ window: TokenWindow) -> Reading? {
        var values: [UInt64] = []
        var spoken: [String] = []
        var offset = 0
        var links: [String] = []
        while values.count < 8 {
            guard let value = window[offset].number, value < 1000, window.kind(offset) == .digits,
                window[offset + 1].isSymbol(".")
            else { return nil }
            values.append(UInt64(value))
            if window[offset + 2].isSymbol(","), window.kind(offset + 3) == .space, window.kind(offset + 4) == .digits {
                links.append(",")
                offset += 4
            } else if window.kind(offset + 2) == .space, ["und", "oder", "bis"].contains(window[offset + 3].lower),
                window.kind(offset + 4) == .space, window.kind(offset + 5) == .digits, !links.isEmpty
            {
                links.append(" " + window[offset + 3].text)
                offset += 5
            } else {
                break
            }
        }
        guard values.count > 2, links.contains(","), window.kind(offset + 2) == .space,
            window[offset + 3].isCapitalized
        else { return nil }
        // "am 1., 2. und 3. Mai"
        let areDays = months[window[offset + 3].lower] != nil
        let article = window.kind(-1) == .space && window.kind(-2) == .word ? window[-2].lower : ""
        let isOblique = ["dem", "den", "des", "im", "am", "zum", "zur", "beim", "vom"].contains(article)
        let isDefinite = isOblique || ["der", "die", "das"].contains(article)
        let agreement =
            areDays
            ? dayAgreement(article)
            : Agreement(
                gender: gender(of: window[offset + 3].lower), grammaticalCase: isOblique ? .dative : .nominative,
                isDefinite: isDefinite)
        for (index, value) in values.enumerated() {
            spoken.append(ordinal(value, agreement) + (index < links.count ? links[index] : ""))
        }
        return Reading(offset + 2, spoken.joined(separator: " "))
    }

    /// "Hauptstr. 5a, 10115 Berlin": five digits between an address and a town.
    func postcode(_ window: TokenWindow) -> Reading? {
        guard window[0].count == 5, window.kind(1) == .space, window[2].isCapitalized else { return nil }
        let isAfterHouse =
            window.kind(-1) == .space && window[-2].isSymbol(",")
            && (window.kind(-3) == .digits || window.kind(-4) == .digits && window[-3].count == 1)
        let isAfterCountry = window[-1].isSymbol("-") && window[-2].text == "D"
        guard isAfterHouse || isAfterCountry else { return nil }
        return Reading(1, digits(window[0].text))
    }
}
