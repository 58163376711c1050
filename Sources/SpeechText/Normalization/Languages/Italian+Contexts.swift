/// What only Italian writes: "XX secolo", "anni '80", "alle 14.30", "n. 5", "1 casa", "ore 15", whole millions before
/// a noun.
extension Italian {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits:
            Recognizers.dottedOrdinal(window, self) ?? half(window) ?? Recognizers.wholeMillions(window, self) { _ in
                "di"
            } ?? oneBeforeNoun(window)
                ?? Recognizers.dottedTime(window, self, after: Self.timeHeads) ?? degreeOrdinal(window) ?? thousands(
                    window) ?? Recognizers.shortDate(window, self, after: ["il", "del", "dal", "al"])
        case .word: phrases.reading(window) ?? number(window) ?? roman(window)
        case .symbol: Recognizers.apostropheYear(window, self) ?? half(window)
        default: nil
        }
    }

    /// "1/2 tazza" -> "mezza tazza", "2 1/2 tazze" -> "due tazze e mezzo".
    private func half(_ window: TokenWindow) -> Reading? {
        guard let (whole, place) = Recognizers.half(window, self), window[place].isLowercase else { return nil }
        let noun = window[place]
        let isFeminine = isFeminine(noun.lower)
        guard let whole else { return Reading(place - 1, isFeminine ? "mezza" : "mezzo") }
        let count = cardinal(whole, Agreement(gender: isFeminine ? .feminine : .masculine, precedesNoun: true))
        return Reading(place + 1, count + " " + noun.text + " e mezzo")
    }

    private static let timeHeads: Set<String> = ["alle", "ore", "dalle", "le", "all", "delle", "l"]

    /// "un amico", "uno studente", "un'amica", "una casa".
    private func oneBeforeNoun(_ window: TokenWindow) -> Reading? {
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
            scales[noun] == nil, !hourMarks.contains(noun)
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

    /// "50mila": joined with its number.
    private func thousands(_ window: TokenWindow) -> Reading? {
        guard window[1].lower == "mila", let value = window[0].number, window.kind(-1) != .symbol else { return nil }
        return Reading(2, cardinal(UInt64(value), .none) + "mila")
    }

    /// "1° maggio" is a date; "il 3° posto" an ordinal.
    private func degreeOrdinal(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("°"), let value = window[0].number, value > 0, value < 1000 else { return nil }
        if window[0].text == "1", window.kind(2) == .space, months[window[3].lower] != nil { return nil }
        let previous = Recognizers.context(window, self, to: 2).previous
        let isArticle =
            ["il", "lo", "del", "al", "dal", "nel", "sul", "un", "suo", "mio"].contains(previous)
            || window[-1].isSymbol("'")
        guard window.kind(2) == .space, window[3].isWord, isArticle else { return nil }
        return Reading(2, ordinal(UInt64(value), .masculine))
    }

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
        if next == "secolo" || next == "sec" { return Reading(1, ordinal(UInt64(value), .masculine)) }
        guard window.kind(-1) == .space, window[-2].isWord || window[-2].isSymbol(".") else { return nil }
        let head = window[-2].isSymbol(".") ? window[-3].lower : window[-2].lower
        let isSecond = (head == "e" || head == "al") && window[-4].isUppercase && window[-6].lower == "secoli"
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
        edoardo guglielmo
        napoleone federico nicola alessandro caterina francesco filippo ferdinando amedeo giulio sisto clemente
        bonifacio innocenzo maria
        """)
}
