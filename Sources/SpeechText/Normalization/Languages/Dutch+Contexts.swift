/// What only Dutch writes: "om 14.30", "jaren '80", "XXe eeuw", "Willem III", "5-jarig", "3x".
extension Dutch {
    func ownReading(_ window: TokenWindow) -> Reading? {
        switch window.kind(0) {
        case .digits: timeOrDate(window) ?? number(window)
        case .word:
            weekdays(window) ?? minute(window) ?? phrases.reading(window, starters: sentenceStarters) ?? roman(window)
                ?? street(window)
        case .symbol: Recognizers.apostropheYear(window, self) ?? half(window)
        default: nil
        }
    }

    private func timeOrDate(_ window: TokenWindow) -> Reading? {
        if let reading = postcode(window) ?? Recognizers.dottedHours(window, self) { return reading }
        if let reading = Recognizers.dottedTime(window, self, after: Self.timeHeads) { return reading }
        return dateWithApostrophe(window) ?? hyphenDate(window)
    }

    private func number(_ window: TokenWindow) -> Reading? {
        if let reading = compound(window) ?? emergency(window) ?? lapTime(window) ?? hourRange(window) {
            return reading
        }
        return Recognizers.shortDate(window, self, after: ["op", "van", "vanaf", "tot"]) ?? half(window)
    }

    private static let timeHeads: Set<String> = [
        "om", "rond", "vanaf", "tot", "na", "voor", "tussen", "vertrek", "aankomst", "uiterlijk",
    ]

    /// "1012 AB Amsterdam": two pairs of digits and two letters.
    private func postcode(_ window: TokenWindow) -> Reading? {
        guard window[0].count == 4, !window[0].text.hasPrefix("0"), window.kind(1) == .space || window[1].isUppercase
        else { return nil }
        let letters = window.skippingSpace(1)
        guard window[letters].isUppercase, window[letters].count == 2, window[letters].text.utf8.count == 2,
            window.kind(letters + 1) == .space && window[letters + 2].isCapitalized || window[letters + 1].isSymbol(",")
        else { return nil }
        let pairs = pairs(window[0].text).map { $0.hasPrefix("0") ? digits($0) : cardinal(UInt64($0) ?? 0, .none) }
        return Reading(letters + 1, (pairs + [spelled(window[letters].text)]).joinedWords())
    }

    /// "op 5-6 met", "op 15-9": a day and a month, where no range of what is counted can stand.
    private func hyphenDate(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("-"), window.kind(2) == .digits, window.kind(-1) == .space, window[-2].lower == "op",
            window[0].count <= 2, window[2].count <= 2, let day = window[0].number, (1...31).contains(day),
            let month = window[2].number, (1...12).contains(month), window.kind(3) != .word,
            window.kind(3) != .symbol || window.kind(4) != .digits
        else { return nil }
        let next = window[4].lower
        let isAlone = window.kind(3) != .space || functionWords.contains(next) || next == "om"
        guard day > month || isAlone else { return nil }
        return Reading(3, date(CalendarDate(day: day, month: month, order: .dayFirst)))
    }

    /// "12-3-'88"
    private func dateWithApostrophe(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("-") || window[1].isSymbol("/"), window[3].isSymbol(window[1].scalar),
            window[4].isSymbol("'"), window.kind(5) == .digits, window[5].count == 2, window[0].count <= 2,
            let day = window[0].number, (1...31).contains(day), let month = window[2].number, (1...12).contains(month),
            window.kind(6) != .word
        else { return nil }
        return Reading(6, date(CalendarDate(day: day, month: month, year: window[5].text, order: .dayFirst)))
    }

    /// The "min." of "89e min."
    private func minute(_ window: TokenWindow) -> Reading? {
        // "vorig jr."
        if window[0].lower == "jr", window[1].isSymbol("."), window.kind(-1) == .space,
            ["vorig", "dit", "per", "elk", "afgelopen", "volgend"].contains(window[-2].lower)
        {
            return Reading(2, "jaar" + (Recognizers.endsSentence(window, at: 1) ? "." : ""))
        }
        guard window[0].lower == "min", window.kind(-1) == .space, ["e", "de", "ste"].contains(window[-2].lower),
            window.kind(-3) == .digits
        else { return nil }
        let isDotted = window[1].isSymbol(".") && !Recognizers.endsSentence(window, at: 1)
        return Reading(isDotted ? 2 : 1, "minuut")
    }

    /// "3.42,16": minutes and seconds of sport.
    private func lapTime(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("."), window.kind(2) == .digits, window[2].count == 2, window[3].isSymbol(","),
            window.kind(4) == .digits, window[4].count <= 3, let minutes = window[0].number, minutes < 60,
            let seconds = window[2].number, seconds < 60, window.kind(5) != .digits, window.kind(-1) != .symbol
        else { return nil }
        let minute = quantity(Numeral(integer: window[0].text), Noun("minuut", "minuten"))
        let fraction = Numeral(integer: String(seconds), fraction: window[4].text)
        let unit = window.skippingSpace(5)
        let end =
            window[unit].lower == "min"
            ? window[unit + 1].isSymbol(".") && !Recognizers.endsSentence(window, at: unit + 1)
                ? unit + 2 : unit + 1 : 5
        return Reading(end, "\(minute) \(number(fraction, .none)) seconden")
    }

    /// "Bel 112": the number of the emergency services, digit by digit.
    private func emergency(_ window: TokenWindow) -> Reading? {
        guard ["112", "911"].contains(window[0].text), window.kind(-1) == .space,
            ["bel", "bellen", "belt", "belde", "alarmnummer", "nummer"].contains(window[-2].lower),
            window.kind(1) != .word, !(window[1].kind == .symbol && window.kind(2) == .digits)
        else { return nil }
        return Reading(1, digits(window[0].text))
    }

    /// "ma t/m vr", "Ma. t/m za."
    private func weekdays(_ window: TokenWindow) -> Reading? {
        guard let first = weekdays[window[0].lower], window.kind(-1) != .word, !window[-1].isSymbol("-") else {
            return nil
        }
        var link = window.skippingSpace(window[1].isSymbol(".") ? 2 : 1)
        // "ma 3 t/m vr 7 juni"
        let hasDay = window.kind(link) == .digits && window[link].count <= 2 && window.kind(link + 1) == .space
        if hasDay, window[link + 2].lower == "t", window[link + 3].isSymbol("/") { return Reading(link - 1, first) }
        if hasDay { link = -1 }
        guard link > 0, window[link].lower == "t", window[link + 1].isSymbol("/"), window[link + 2].lower == "m",
            window.kind(link + 3) == .space, let last = weekdays[window[link + 4].lower]
        else { return nil }
        let isDotted = window[1].isSymbol(".") && window[link + 5].isSymbol(".")
        let end = link + (isDotted ? 6 : 5)
        let ends = isDotted && Recognizers.endsSentence(window, at: end - 1)
        return Reading(end, "\(first) tot en met \(last)" + (ends ? "." : ""))
    }

    /// "5-jarig", "3x", "60er", "20'er", "3D-printer".
    private func compound(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, window.kind(-1) != .word,
            !window[-1].isSymbol(",") || window.kind(-2) != .digits
        else { return nil }
        if window[1].text == "D", value < 10, !window[2].isBlank {
            return Reading(2, cardinal(UInt64(value), .none) + " D")
        }
        guard window[1].isSymbol("-"), window[2].isLowercase,
            window[2].lower.hasPrefix("jarig") || window[2].lower.hasPrefix("daags")
                || window[2].lower.hasPrefix("voudig") || window[2].lower.hasPrefix("koppig")
        else { return nil }
        return Reading(3, (value == 1 ? "een" : cardinal(UInt64(value), .none)) + window[2].text)
    }

    /// "1/2 kop" -> "een halve kop", "1/2 uur" -> "een half uur", "2 1/2 kop" -> "tweeëneenhalve kop".
    private func half(_ window: TokenWindow) -> Reading? {
        guard let (whole, place) = Recognizers.half(window, self), window[place].isLowercase else { return nil }
        let noun = window[place].lower
        let isNeuter =
            ["uur", "jaar", "brood", "glas", "blik", "ei", "pond", "huis", "boek"].contains(noun)
            || noun.hasSuffix("je") || noun.hasSuffix("jes")
        if let whole, whole != 1 {
            let mixed = fraction(whole: whole, 1, 2)
            return Reading(place - 1, isNeuter ? mixed : mixed.dropLast() + "ve")
        }
        return Reading(
            place - 1, (whole == 1 ? "anderhal" : "een hal") + (isNeuter || whole == 1 && noun == "uur" ? "f" : "ve"))
    }

    /// "van 9-17 uur".
    private func hourRange(_ window: TokenWindow) -> Reading? {
        guard window[0].count <= 2, let from = window[0].number, from <= 24, window.kind(-1) != .digits,
            window[1].isSymbol("-") || window[1].isSymbol("\u{2013}"), let to = window[2].number, to <= 24,
            window.kind(3) == .space,
            window[4].lower == "uur"
        else { return nil }
        return Reading(5, "\(cardinal(UInt64(from), .none)) tot \(cardinal(UInt64(to), .none)) uur")
    }

    /// "XXe eeuw", "Willem III", "Willem I".
    private func roman(_ window: TokenWindow) -> Reading? {
        if let (value, suffix) = Recognizers.romanWithSuffix(window[0]), ordinalSuffixes[suffix] != nil, value > 1,
            value < 100,
            window[0].text != "De", window[0].text != "Me"
        {
            return Reading(1, ordinal(UInt64(value), .none))
        }
        guard window.kind(-1) == .space, Self.rulers.contains(window[-2].lower), window[-2].isCapitalized,
            let value = Recognizers.roman(window[0]), value < 40, window.kind(1) != .word,
            window[0].text != "I" || !window[1].isSymbol(".")
                || window.kind(2) != .space || !window[3].isCapitalized
        else { return nil }
        return Reading(1, regnal(value, after: window[-2].text))
    }

    private static let rulers = RuleTables.words(
        """
        willem lodewijk karel filips hendrik elizabeth elisabeth johannes paulus benedictus pius leo gregorius george
        eduard jacobus frederik napoleon boudewijn albert leopold peter catharina alexander nicolaas floris maria
        """)

    /// "Kerkstr. 5" -> "Kerkstraat", "Ordernr. 5" -> "Ordernummer".
    private func street(_ window: TokenWindow) -> Reading? {
        guard window[0].count > 4, window[1].isSymbol(".") else { return nil }
        let ends = Recognizers.endsSentence(window, at: 1) ? "." : ""
        if window[0].lower.hasSuffix("nr") { return Reading(2, window[0].text.dropLast() + "ummer" + ends) }
        guard window[0].lower.hasSuffix("str") else { return nil }
        return Reading(2, window[0].text + "aat" + ends)
    }
}
