/// What only French writes: "n° 5", "XIXe siècle", "Ier", "2nde", "17/18 juin", whole millions before a noun.
extension French {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits: numberReading(window) ?? dateReading(window)
        case .word:
            minute(window) ?? travel(window) ?? spoons(window) ?? phrases.reading(window) ?? number(window)
                ?? nameReading(window)
        case .symbol: perDay(window) ?? spoon(window) ?? Recognizers.apostropheYear(window, self) ?? half(window)
        default: nil
        }
    }

    private func numberReading(_ window: TokenWindow) -> Reading? {
        spoon(window) ?? articleNumber(window) ?? pressure(window) ?? Recognizers.wholeMillions(
            window, self, link: millionLink) ?? second(window)
    }

    private func dateReading(_ window: TokenWindow) -> Reading? {
        days(window) ?? shortDate(window) ?? Recognizers.shortDate(window, self, after: []) ?? oClock(window)
            ?? aroundTheClock(window) ?? half(window)
    }

    private func nameReading(_ window: TokenWindow) -> Reading? {
        roman(window) ?? saint(window) ?? master(window)
    }

    /// "1/2 heure" -> "une demi-heure", "2 1/2 tasses" -> "deux tasses et demie".
    private func half(_ window: TokenWindow) -> Reading? {
        // "2 h 1/2"
        if window.kind(-1) == .space, window[-2].text == "h", let end = Recognizers.halfEnd(window, at: 0),
            window.kind(end) != .word
        {
            return Reading(end, "et demie")
        }
        // "2 jours ½"
        if window.kind(-1) == .space, window[-2].isLowercase, !functionWords.contains(window[-2].lower),
            window.kind(-3) == .space, window.kind(-4) == .digits,
            let end = Recognizers.halfEnd(window, at: 0), window.kind(end) != .space || !window[end + 1].isWord,
            window.kind(end) != .word
        {
            return Reading(end, isFeminine(window[-2].lower) ? "et demie" : "et demi")
        }
        guard let (whole, place) = Recognizers.half(window, self), window[place].isLowercase else { return nil }
        let noun = window[place]
        let isFeminine = isFeminine(noun.lower)
        guard let whole else { return Reading(place + 1, (isFeminine ? "une demi-" : "un demi-") + noun.text) }
        return Reading(
            place + 1,
            cardinal(whole, isFeminine ? .feminine : .none) + " " + noun.text + " et demi" + (isFeminine ? "e" : ""))
    }

    private func millionLink(_ noun: String) -> String {
        let first = noun.first ?? " "
        if Self.aspirated.contains(where: { noun.hasPrefix($0) }) { return "de" }
        return "aeiouyhéèêàâîôœ".contains(first) ? "d'" : "de"
    }

    private static let aspirated = [
        "haut", "héros", "hari", "handi", "hollan", "hongr", "huit", "onz", "yen", "yaourt", "yuan",
    ]

    /// The "123-4" of "art. L. 123-4", "R123-4".
    private func articleNumber(_ window: TokenWindow) -> Reading? {
        let letter = window[-2].isSymbol(".") ? window[-3] : window[-1].isWord ? window[-1] : window[-2]
        guard window[1].isSymbol("-"), window.kind(2) == .digits, window[0].count > 1,
            ["L", "R", "D", "A"].contains(letter.text), let first = window[0].number, let last = window[2].number,
            window.kind(3) != .word
        else { return nil }
        return Reading(3, "\(cardinal(UInt64(first), .none)) tiret \(cardinal(UInt64(last), .none))")
    }

    /// "dép. 07h52", "arr. 9:14": the times of a journey; "l. 3": a line.
    private func travel(_ window: TokenWindow) -> Reading? {
        // "p. 45, l. 3-7"
        if window[0].text == "l", window[1].isSymbol("."), window.kind(2) == .space, window.kind(3) == .digits {
            return Reading(2, "ligne")
        }
        guard window[1].isSymbol("."), window[0].count == 3,
            let word = ["dép": "départ", "arr": "arrivée"][window[0].lower],
            window.kind(window.skippingSpace(2)) == .digits,
            window[window.skippingSpace(2) + 1].isSymbol(":") || window[window.skippingSpace(2) + 1].lower == "h"
        else { return nil }
        return Reading(2, word)
    }

    /// "2 c. à soupe", "3/4 c. à c.", "1 cuil. à café": spoons in the plural, and after a fraction.
    private func spoons(_ window: TokenWindow) -> Reading? {
        guard ["c", "cuil", "cuill", "cs", "cc"].contains(window[0].lower), window.kind(-1) == .space,
            window.kind(-2) == .digits || Recognizers.vulgarFractions[window[-2].scalar] != nil
        else { return nil }
        let isShort = window[0].count == 2
        let preposition = window.skippingSpace(window[1].isSymbol(".") ? 2 : 1)
        // "c.à.s."
        let isDotted = window[preposition + 1].isSymbol(".")
        let kind = isShort ? 0 : window.skippingSpace(isDotted ? preposition + 2 : preposition + 1)
        guard isShort || ["à", "a"].contains(window[preposition].lower),
            let name = ["s": "soupe", "soupe": "soupe", "c": "café", "café": "café", "cs": "soupe", "cc": "café"][
                window[kind].lower]
        else { return nil }
        var end = kind + 1
        var ends = false
        if window[end].isSymbol("."), window[kind].count < 3 {
            ends = window.kind(end + 1) == .end || window.kind(end + 1) == .newline
            end += 1
        }
        let isFraction = window[-3].isSymbol("/") || window.kind(-2) == .symbol
        let isHalf = window[-2].isSymbol("½") || window[-2].text == "2" && window[-4].text == "1"
        let isPlural = !isFraction && (window[-2].number ?? 0) > 1
        let spoon = (isFraction && !isHalf ? "de " : "") + (isPlural ? "cuillères" : "cuillère")
        return Reading(end, spoon + " à " + name + (ends ? "." : ""))
    }

    /// The "/j" of "3 fois/j".
    private func perDay(_ window: TokenWindow) -> Reading? {
        guard window[0].isSymbol("/"), window[-1].isWord, window[1].text == "j",
            window[2].isBlank || window[2].isSymbol(".")
                || window[2].isSymbol(",")
        else { return nil }
        return Reading(2, " par jour")
    }

    /// "TA 12/8": a blood pressure.
    private func pressure(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("/"), window.kind(2) == .digits, window.kind(-1) == .space,
            window[-2].text == "TA" || window[-2].lower == "tension", window[0].count <= 3, window[2].count <= 3,
            window.kind(3) != .word, let high = window[0].number, let low = window[2].number
        else { return nil }
        return Reading(3, "\(cardinal(UInt64(high), .none)) \(cardinal(UInt64(low), .none))")
    }

    /// "2nd", "2nde".
    private func second(_ window: TokenWindow) -> Reading? {
        if window[0].text == "2", window[1].text == "de" { return Reading(2, "seconde") }
        guard window[0].text == "2", ["nd", "nde", "nds", "ndes"].contains(window[1].lower) else { return nil }
        return Reading(2, "seco" + window[1].lower)
    }

    /// "les 17/18 juin", "les 17-18-19 juin": days of one month.
    private func days(_ window: TokenWindow) -> Reading? {
        let mark = window[1]
        guard mark.isSymbol("/") || mark.isSymbol("-"), window.kind(2) == .digits, window.kind(-1) != .word else {
            return nil
        }
        var days = [window[0]]
        var end = 1
        while window[end].isSymbol(mark.scalar), window.kind(end + 1) == .digits, days.count < 5 {
            days.append(window[end + 1])
            end += 2
        }
        guard days.allSatisfy({ $0.count <= 2 && (1...31).contains($0.number ?? 0) }), window.kind(end) == .space,
            months[window[end + 1].lower] != nil
        else { return nil }
        return Reading(
            end,
            days.map { $0.text == "1" ? "premier" : cardinal(UInt64($0.number ?? 0), .none) }.joined(separator: " "))
    }

    /// "le 17/06", "17.06": a day and a month after an article or with a leading zero.
    private func shortDate(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("/") || window[1].isSymbol("."), window.kind(2) == .digits, window[2].count == 2,
            let day = window[0].number, let month = window[2].number, (1...31).contains(day), (1...12).contains(month),
            window[0].count <= 2, window.kind(-1) != .digits, window.kind(3) != .word, window.kind(3) != .digits,
            !(window.kind(3) == .symbol && window.kind(4) == .digits)
        else { return nil }
        let previous = Recognizers.context(window, self, to: 3).previous
        guard previous == "le" || previous == "du" || previous == "au" || window[1].isSymbol("."),
            window[2].text.hasPrefix("0") || previous == "le"
        else { return nil }
        return Reading(3, date(CalendarDate(day: day, month: month, order: .dayFirst)))
    }

    /// "9 h" and "9h" before a word that makes it a time are read by the engine; "9h-12h" is a range of times.
    private func oClock(_ window: TokenWindow) -> Reading? {
        guard window[1].text == "H", window[0].count <= 2, let hour = window[0].number, hour <= 24,
            window.kind(2) == .digits,
            window[2].count == 2, let minute = window[2].number, minute < 60, window.kind(3) != .word
        else { return nil }
        return Reading(3, time(ClockTime(hour: hour, minute: minute)))
    }

    /// "1 c. à s.", "1/2 c. à c.": a spoon is feminine.
    private func spoon(_ window: TokenWindow) -> Reading? {
        let isHalf =
            window[0].isSymbol("½") || window[0].text == "1" && window[1].isSymbol("/") && window[2].text == "2"
        let end = isHalf && window.kind(0) == .digits ? 3 : 1
        guard isHalf || window[0].text == "1", window.kind(-1) != .symbol, window.kind(-1) != .digits,
            window.kind(end) == .space,
            ["c", "cuil", "cuill"].contains(window[end + 1].lower) && window[end + 2].isSymbol(".")
                && window[window.skippingSpace(end + 3)].lower == "à"
                || ["cs", "cc"].contains(window[end + 1].text) && window.kind(end + 2) == .space
        else { return nil }
        return Reading(end, isHalf ? "une demi" : "une")
    }

    /// The "min." of "90e min.": a minute.
    private func minute(_ window: TokenWindow) -> Reading? {
        guard window[0].lower == "min", window.kind(-1) == .space, ["e", "ème", "re", "er"].contains(window[-2].lower),
            window.kind(-3) == .digits
        else { return nil }
        let isDotted = window[1].isSymbol(".") && !Recognizers.endsSentence(window, at: 1)
        return Reading(isDotted ? 2 : 1, "minute")
    }

    /// "24h/24", "7j/7": all hours, all days.
    private func aroundTheClock(_ window: TokenWindow) -> Reading? {
        let mark = window.skippingSpace(1)
        guard window[mark].text == "h" || window[mark].text == "j", window[mark + 1].isSymbol("/"),
            window.kind(mark + 2) == .digits,
            let count = window[0].number, let all = window[mark + 2].number, count <= all, all == 24 || all == 7,
            window.kind(-1) != .word, window.kind(mark + 3) != .word
        else { return nil }
        let noun = window[mark].text == "h" ? "heures" : "jours"
        return Reading(mark + 3, "\(cardinal(UInt64(count), .none)) \(noun) sur \(cardinal(UInt64(all), .none))")
    }

    /// "n° 5", "N°5", "nᵒ 3", "n°s 3 et 4".
    private func number(_ window: TokenWindow) -> Reading? {
        guard window.kind(-1) != .word, window[-1].isSymbol("'") == false || window.kind(-2) == .word else {
            return nil
        }
        if window[0].lower == "nᵒ" || window[0].lower == "nº" { return Reading(1, "numéro") }
        if window[0].lower == "n", window[1].isSymbol("°") {
            if window[2].text == "s" { return Reading(3, "numéros") }
            return Reading(2, "numéro")
        }
        return nil
    }

    /// "XIXe siècle", "Ve République", "François Ier", "Louis XIV", "Charles V".
    private func roman(_ window: TokenWindow) -> Reading? {
        if let (value, suffix) = Recognizers.romanWithSuffix(window[0]), ordinalSuffixes[suffix] != nil,
            value < 100 || suffix == "e"
        {
            // "Ce", "De" and "Me" are words.
            guard value > 1 || suffix != "e",
                !["Ce", "De", "Me", "Le", "Ces", "Des", "Mes", "Les"].contains(window[0].text)
            else { return nil }
            guard suffixFits(suffix, UInt64(value)) else { return nil }
            return Reading(1, ordinal(UInt64(value), ordinalSuffixes[suffix] ?? .none))
        }
        guard window.kind(-1) == .space, Self.rulers.contains(window[-2].lower), window[-2].isCapitalized,
            let value = Recognizers.roman(window[0]), value < 40, window.kind(1) != .word
        else { return nil }
        return Reading(1, regnal(value, after: window[-2].text))
    }

    private static let rulers = RuleTables.words(
        """
        louis charles henri françois philippe napoléon georges george édouard jacques guillaume frédéric paul jean pie
        benoît léon grégoire élisabeth elizabeth catherine nicolas pierre alexandre alphonse ferdinand juan albert
        léopold baudouin ramsès clovis
        """)

    /// "St-Denis", "Ste-Anne".
    private func saint(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "St" || window[0].text == "Ste", window[1].isSymbol("-"), window[2].isCapitalized,
            window.kind(-1) != .word
        else { return nil }
        return Reading(1, window[0].text == "St" ? "Saint" : "Sainte")
    }

    /// "Me Dupont": a lawyer's title. At the beginning of a sentence "Me" is a pronoun.
    private func master(_ window: TokenWindow) -> Reading? {
        guard window[0].text == "Me", window.kind(-1) == .space, window.kind(-2) == .word || window[-2].isSymbol(","),
            window.kind(1) == .space,
            window[2].isCapitalized
        else { return nil }
        return Reading(1, "maître")
    }
}
