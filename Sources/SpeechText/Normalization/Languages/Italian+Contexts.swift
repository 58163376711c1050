/// What only Italian writes: "XX secolo", "anni '80", "alle 14.30", "n. 5", "1 casa", "ore 15", whole millions before
/// a noun.
extension Italian {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits: numberReading(window) ?? dateReading(window)
        case .word: nameReading(window) ?? phrases.reading(window) ?? roman(window)
        case .symbol: Recognizers.apostropheYear(window, self) ?? half(window)
        default: nil
        }
    }

    private func numberReading(_ window: TokenWindow) -> Reading? {
        Recognizers.dottedOrdinal(window, self) ?? half(window) ?? Recognizers.wholeMillions(window, self) { _ in "di" }
            ?? oneBeforeNoun(window) ?? thousands(window) ?? aged(window) ?? Recognizers.postcode(window, self)
    }

    private func dateReading(_ window: TokenWindow) -> Reading? {
        minuteOfPlay(window) ?? aroundTheClock(window) ?? dayOrTime(window)
    }

    /// "24h/24", "7g/7": all hours, all days.
    private func aroundTheClock(_ window: TokenWindow) -> Reading? {
        guard window[2].isSymbol("/"), let count = window[0].number, let all = window[3].number,
            window.kind(4) != .word,
            window[1].text == "h" && all == 24 || ["g", "gg"].contains(window[1].text) && all == 7
        else { return nil }
        let noun = all == 24 ? "ore" : "giorni"
        return Reading(4, "\(cardinal(UInt64(count), .none)) \(noun) su \(cardinal(UInt64(all), .none))")
    }

    /// "al 12'": the minute of a match.
    private func minuteOfPlay(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("'"), window.kind(2) != .digits, window.kind(2) != .word, let value = window[0].number,
            value < 130,
            ["al", "dal", "del", "nel", "il"].contains(Recognizers.context(window, self, to: 1).previous)
                || window.kind(-1) == .space && window[-2].isSymbol("'") || window.kind(-1) == .symbol,
            window[-1].kind != .symbol || window[-2].lower.hasSuffix("all")
        else { return nil }
        let gap = window[2].isSymbol("+") ? " " : ""
        return Reading(2, ordinal(UInt64(value), .masculine) + gap)
    }

    private func dayOrTime(_ window: TokenWindow) -> Reading? {
        Recognizers.dottedTime(window, self, after: Self.timeHeads) ?? degreeOrdinal(window)
            ?? Recognizers.shortDate(window, self, after: ["il", "del", "dal", "al", "l'", "dell'", "dall'", "all'"])
    }

    private func nameReading(_ window: TokenWindow) -> Reading? {
        // "S.S. 16"
        if window[0].text == "S", window[1].isSymbol("."), window[2].text == "S", window[3].isSymbol("."),
            window.kind(window.skippingSpace(4)) == .digits
        {
            return Reading(4, "strada statale")
        }
        // "in v. Roma 12"; elsewhere "v." is a version, or "see".
        if window[0].text == "v", window[1].isSymbol("."), window.kind(2) == .space, window[3].isCapitalized,
            window.kind(-1) == .space, window[-2].lower == "in"
        {
            return Reading(2, "via")
        }
        return saint(window) ?? minuteOrPerson(window) ?? name(window)
    }

    /// "S. Anna", "S. Maria", "S. Stefano", "S. Pietro".
    private func saint(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "S", window[1].isSymbol("."), window.kind(window.skippingSpace(2)) == .word,
            window.kind(-1) != .word, !window[-1].isSymbol(".")
        else { return nil }
        let place = window.skippingSpace(2)
        let name = window[place]
        guard name.isCapitalized, !name.isUppercase, name.count > 2 else { return nil }
        if "aeiouàèéìòù".contains(name.lower.prefix(1)) { return Reading(place, "sant'") }
        let men: Set<String> = ["luca", "andrea", "nicola", "mattia", "battista"]
        if name.lower.hasSuffix("a"), !men.contains(name.lower) { return Reading(2, "santa") }
        let second = name.lower.dropFirst().first ?? "a"
        return Reading(2, name.lower.hasPrefix("s") && !"aeiouàèéìòù".contains(second) ? "santo" : "san")
    }

    /// "al min. 89"; "5 euro a pers."
    private func minuteOrPerson(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("."), window.kind(-1) == .space else { return nil }
        if window[0].lower == "pers", ["a", "per"].contains(window[-2].lower) {
            return Reading(2, "persona" + (Recognizers.endsSentence(window, at: 1) ? "." : ""))
        }
        if window[0].text == "Vs", window.kind(2) == .space, window[3].isLowercase { return Reading(2, "Vostra") }
        if window[0].lower == "cap", window[3].isCapitalized, Recognizers.roman(window[3]) == nil {
            return Reading(2, "capitano")
        }
        guard window[0].lower == "min", ["al", "dal", "nel", "del", "il"].contains(window[-2].lower),
            window.kind(window.skippingSpace(2)) == .digits
        else { return nil }
        return Reading(2, "minuto")
    }

    private func name(_ window: TokenWindow) -> Reading? {
        number(window) ?? hour(window) ?? firstCentury(window)
    }

    /// "1/2 tazza" -> "mezza tazza", "2 1/2 tazze" -> "due tazze e mezzo".
    private func half(_ window: TokenWindow) -> Reading? {
        if let (end, noun) = Recognizers.halfAfterNoun(window, self) {
            return Reading(end, noun == "ore" || isFeminine(noun) ? "mezza" : "mezzo")
        }
        guard let (whole, place) = Recognizers.half(window, self), window[place].isLowercase else { return nil }
        let noun = window[place]
        let isFeminine = isFeminine(noun.lower)
        guard let whole else { return Reading(place - 1, isFeminine ? "mezza" : "mezzo") }
        if whole == 1 {
            // "1 1/2 tazze" is one cup.
            let one = singular(of: noun.text)
            return Reading(place + 1, self.isFeminine(one) ? "una \(one) e mezza" : "un \(one) e mezzo")
        }
        let count = cardinal(whole, Agreement(gender: isFeminine ? .feminine : .masculine, precedesNoun: true))
        return Reading(place + 1, count + " " + noun.text + " e mezzo")
    }

    private func singular(of noun: String) -> String {
        if let known = ["bicchieri": "bicchiere", "mesi": "mese"][noun] { return known }
        if noun.hasSuffix("ai") { return noun + "o" }
        if noun.hasSuffix("i") { return noun.dropLast() + "o" }
        return noun.hasSuffix("e") && !noun.hasSuffix("iere") && noun != "mese" ? noun.dropLast() + "a" : noun
    }

    private static let timeHeads: Set<String> = [
        "alle", "ore", "dalle", "le", "all", "delle", "l", "part", "arr", "partenza", "arrivo", "alba", "tramonto",
    ]

    /// "un amico", "uno studente", "un'amica", "una casa".
    private func oneBeforeNoun(_ window: TokenWindow) -> Reading? {
        // "all'1": one o'clock.
        if window[0].text == "1", window[-1].isSymbol("'"), ["all", "dall"].contains(window[-2].lower),
            window.kind(1) != .symbol || window.kind(2) != .digits, !window[1].isSymbol("%"),
            window.kind(1) != .space || window.kind(2) != .word || functionWords.contains(window[2].lower)
        {
            return Reading(1, "una")
        }
        // "l'1 gennaio"
        if window[0].text == "1", window[-1].isSymbol("'"), window.kind(1) == .space, months[window[2].lower] != nil {
            return Reading(1, "uno")
        }
        guard window[0].text == "1", window.kind(1) == .space, window[2].isLowercase, window.kind(-1) != .symbol,
            window.kind(-1) != .word
        else { return nil }
        let noun = window[2].lower
        let agreement = self.agreement(Recognizers.context(window, self, to: 1, value: 1), isOrdinal: false)
        guard agreement.precedesNoun, units[window[2].text] == nil, currencies[window[2].text] == nil,
            scales[noun] == nil, scaleAbbreviations[noun] == nil, !hourMarks.contains(noun)
        else { return nil }
        let startsInVowel = noun.first.map { "aeiouàèéìòùh".contains($0) } ?? false
        if agreement.gender == .feminine {
            return startsInVowel ? Reading(3, "un'" + window[2].text) : Reading(1, "una")
        }
        let second = noun.dropFirst().first ?? " "
        let takesUno =
            ["z", "x", "y"].contains(noun.prefix(1)) || ["gn", "ps", "pn"].contains(noun.prefix(2))
            || noun.hasPrefix("s") && !"aeiouàèéìòù".contains(second)
        return Reading(1, takesUno ? "uno" : "un")
    }

    /// "85enne", "ventenni": the age is one word with its ending.
    private func aged(_ window: TokenWindow) -> Reading? {
        guard ["enne", "enni"].contains(window[1].lower), let value = window[0].number, value < 200,
            window.kind(-1) != .word
        else { return nil }
        let number = cardinal(UInt64(value), .none)
        let stem =
            number.hasSuffix("é") || number.hasSuffix("e") || number.hasSuffix("i") || number.hasSuffix("a")
                || number.hasSuffix("o") ? String(number.dropLast()) : number
        return Reading(2, stem + window[1].lower)
    }

    /// "h 15.30": the hour mark stands before the time.
    private func hour(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "h", window.kind(-1) != .digits, window.kind(-1) != .word,
            window[1].isSymbol(".") || window.kind(1) == .space
        else { return nil }
        let place = window.skippingSpace(window[1].isSymbol(".") ? 2 : 1)
        guard let hour = window[place].number, hour <= 24,
            window[place + 1].isSymbol(".") || window[place + 1].isSymbol(":"),
            let minute = window[place + 2].number, window[place + 2].count == 2, minute < 60
        else { return nil }
        return Reading(place + 3, "ore " + time(ClockTime(hour: hour, minute: minute)))
    }

    /// The first numeral of "tra il XVIII e il XIX secolo".
    private func firstCentury(_ window: TokenWindow) -> Reading? {
        guard let value = Recognizers.roman(window[0]), window.kind(1) == .space, window[2].lower == "e",
            window.kind(3) == .space
        else { return nil }
        let second = ["il", "del", "nel", "al"].contains(window[4].lower) ? 6 : 4
        guard Recognizers.roman(window[second]) != nil, ["secolo", "sec"].contains(window[second + 2].lower) else {
            return nil
        }
        return Reading(1, ordinal(UInt64(value), .masculine))
    }

    /// "50mila": joined with its number.
    private func thousands(_ window: TokenWindow) -> Reading? {
        guard window[1].lower == "mila", let value = window[0].number, window.kind(-1) != .symbol else { return nil }
        return Reading(2, cardinal(UInt64(value), .none) + "mila")
    }

    /// "1° maggio" is a date; "il 3° posto" an ordinal.
    private func degreeOrdinal(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("°"), let value = window[0].number, value > 0, value < 10_000 else { return nil }
        if window[0].text == "1", window.kind(2) == .space, months[window[3].lower] != nil { return nil }
        let previous = Recognizers.context(window, self, to: 2).previous
        let isRank =
            ["arrivato", "arrivata", "arrivati", "classificato", "classificata", "finito", "giunto", "giunta"]
            .contains(previous) || window[3].lower == "p" && window[4].isSymbol(".")
            || Self.ranked.contains(window[3].lower)
        // "1° nei 110", "il 4° e il 1°": one degree is rare.
        if value == 1, window.kind(2) != .word, !["C", "F"].contains(window[window.skippingSpace(2)].text),
            !["di", "a"].contains(previous), window[-1].isBlank || window[-1].isSymbol("(")
        {
            return Reading(2, ordinal(1, .masculine))
        }
        // "1°, 2° e 3°"
        let isNext =
            window[-2].isSymbol(",") && window[-3].isSymbol("°") && window[-4].number == value - 1
            || window[-2].lower == "e" && window[-4].isSymbol("°") && window[-5].number == value - 1
        if isNext, value <= 10, window.kind(2) != .word, !["C", "F"].contains(window[window.skippingSpace(2)].text) {
            return Reading(2, ordinal(UInt64(value), .masculine))
        }
        let isArticle =
            isRank || ["il", "lo", "del", "al", "dal", "nel", "sul", "un", "suo", "mio"].contains(previous)
            || window[-1].isSymbol("'")
        // "È arrivato 1°, lei 2ª"
        let isAlone = isRank && window.kind(2) != .word && window.kind(2) != .digits
        guard window.kind(2) == .space && window[3].isWord && isArticle || isAlone else { return nil }
        return Reading(2, ordinal(UInt64(value), .masculine))
    }

    /// What is counted in order: "3° piano".
    private static let ranked = RuleTables.words(
        """
        piano posto secolo anno giorno mese premio livello tempo turno gol capitolo articolo comma figlio compleanno
        anniversario classificato episodio
        """)

    /// "n° 5", "nº 5".
    private func number(_ window: TokenWindow) -> Reading? {
        guard window[0].lower == "n", window[1].isSymbol("°"), window.kind(-1) != .word else { return nil }
        return Reading(2, "numero")
    }

    private func roman(_ window: TokenWindow) -> Reading? {
        guard let value = Recognizers.roman(window[0]), window.kind(1) != .word,
            !window[-1].isSymbol("'") || window[0].text.utf8.count > 1
        else { return nil }
        let next = window.kind(1) == .space ? window[2].lower : ""
        // "Piazza IV Novembre"
        if months[next] != nil, window[0].text.utf8.count > 1 { return Reading(1, cardinal(UInt64(value), .none)) }
        if next == "secolo" || next == "sec" { return Reading(1, ordinal(UInt64(value), .masculine)) }
        guard window.kind(-1) == .space, window[-2].isWord || window[-2].isSymbol(".") else { return nil }
        let head = window[-2].isSymbol(".") ? window[-3].lower : window[-2].lower
        let isSecond =
            (head == "e" || head == "al") && window[-4].isUppercase
            && ["secoli", "sec"].contains(window[window[-6].isSymbol(".") ? -7 : -6].lower)
        if isSecond
            || ["secolo", "secoli", "sec", "secc", "capitolo", "cap", "atto", "libro", "canto", "volume"].contains(head)
        {
            return Reading(1, ordinal(UInt64(value), .masculine))
        }
        if ["scena", "parte", "sezione", "guerra", "repubblica", "edizione", "legislatura"].contains(head) {
            return Reading(1, ordinal(UInt64(value), .feminine))
        }
        if ["il", "la", "del", "della", "al", "alla", "nel", "nella"].contains(head), !next.isEmpty, value < 100,
            !["C", "D", "M", "L"].contains(window[0].text),
            window[0].text != "I" || next.count > 3, !functionWords.contains(next)
        {
            return Reading(1, ordinal(UInt64(value), head.hasSuffix("a") ? .feminine : .masculine))
        }
        guard Self.rulers.contains(head), window[-2].isCapitalized, value < 40,
            window[0].text != "I" || next.isEmpty || !window[2].isCapitalized
        else { return nil }
        return Reading(1, regnal(value, after: window[-2].text))
    }

    private static let rulers = RuleTables.words(
        """
        luigi carlo enrico vittorio emanuele umberto elisabetta giovanni paolo benedetto pio leone gregorio giorgio
        edoardo guglielmo napoleone federico nicola alessandro caterina francesco filippo ferdinando amedeo giulio sisto
        clemente bonifacio innocenzo maria
        """)
}
