/// English decades, eras, quarters and the short forms of times and large numbers.
extension English {
    /// "1980s", "1980's", "the 80s", "mid-80s".
    func decade(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, value % 10 == 0, window.kind(-1) != .word,
            let end = pluralEnd(window, at: 1)
        else { return nil }
        if window[0].count == 4, value >= 1000 { return Reading(end, decade(value)) }
        guard window[0].count == 2, value >= 20, window.kind(1) != .space else { return nil }
        let before = window[-1]
        let isCompound = before.isSymbol("-") && (window.kind(-2) == .word)
        let isAfterRange = (before.isSymbol("-") || before.isSymbol("\u{2013}"))
        let context = Recognizers.context(window, self, to: end)
        // "the 60s, 70s and 80s", "the low 70s"
        let isListed =
            window.kind(-1) == .space && window[-2].isSymbol(",") && window[-3].text == "s"
            && window.kind(-4) == .digits
        let isDecade =
            isCompound || isAfterRange || isListed || Self.decadeHeads.contains(context.previous)
            || window[1].isSymbol("'") || (before.isBlank && window.kind(-1) != .space)
        return isDecade ? Reading(end, decade(value)) : nil
    }

    private static let decadeHeads: Set<String> = [
        "the", "early", "late", "mid", "low", "high", "upper", "lower", "middle", "his", "her", "their", "my", "your",
        "our", "in", "of", "since", "and",
    ]

    /// The offset after "s", "'s" or " s" that makes digits a decade.
    private func pluralEnd(_ window: TokenWindow, at offset: Int) -> Int? {
        var end = offset
        if window[end].isSymbol("'") || (window.kind(end) == .space && window[0].count == 4) { end += 1 }
        return window[end].text == "s" && window.kind(end + 1) != .digits ? end + 1 : nil
    }

    /// "'80s", "'98".
    func apostropheYear(_ window: TokenWindow) -> Reading? {
        // "Q1'24"
        let isAfterQuarter = window.kind(-1) == .digits && ["q", "h"].contains(window[-2].lower)
        guard window[0].isSymbol("'"), window.kind(-1) != .word, window.kind(-1) != .digits || isAfterQuarter,
            window.kind(1) == .digits, window[1].count == 2, let value = window[1].number
        else { return nil }
        if window[2].text == "s", value % 10 == 0 { return Reading(3, value == 0 ? "two thousands" : decade(value)) }
        guard window.kind(2) != .word, window.kind(2) != .digits, !window[2].isSymbol("'") else { return nil }
        return Reading(2, (isAfterQuarter ? " " : "") + year(window[1].text))
    }

    /// The dash of "1960s-80s".
    func decadeRange(_ window: TokenWindow) -> Reading? {
        let second = window[1].isSymbol("'") ? 2 : 1
        guard Recognizers.isDash(window[0]), window[-1].text == "s", window.kind(-2) == .digits,
            window.kind(second) == .digits, window[second + 1].text == "s"
        else { return dayRange(window) }
        return Reading(1, " to ")
    }

    /// The dash of "June 3rd–5th" and "Oct. 1–Nov. 15".
    private func dayRange(_ window: TokenWindow) -> Reading? {
        guard Recognizers.isDash(window[0]), window.kind(1) != .space else { return nil }
        let isOrdinal = window[-1].isWord && ordinalSuffixes[window[-1].lower] != nil && window.kind(-2) == .digits
        let day = isOrdinal ? -2 : -1
        guard window.kind(day) == .digits, window[day].count <= 2, window.kind(day - 1) == .space else { return nil }
        let month = window[day - 2].isSymbol(".") ? window[day - 3] : window[day - 2]
        let isDay = months[month.lower] != nil && month.isCapitalized
        let isNextDay = isOrdinal && window.kind(1) == .digits && ordinalSuffixes[window[2].lower] != nil
        let isNextMonth = window[1].isCapitalized && months[window[1].lower] != nil
        return isDay && (isNextDay || isNextMonth) ? Reading(1, " to ") : nil
    }

    /// "6:05p", "11:30a".
    func shortHalf(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol(":"), let hour = window[0].number, (1...12).contains(hour), window[2].count == 2,
            let minute = window[2].number, minute < 60, ["a", "p"].contains(window[3].text),
            window[4].kind != .symbol || window[5].isBlank
        else { return nil }
        return Reading(4, time(ClockTime(hour: hour, minute: minute, half: window[3].text == "a" ? .am : .pm)))
    }

    /// "pop. 1.2M", "3.4B views": thousands and millions with decimals.
    func shortScale(_ window: TokenWindow) -> Reading? {
        guard window[1].isSymbol("."), window.kind(2) == .digits, window[2].count <= 2,
            let name = ["k": "thousand", "K": "thousand", "M": "million", "B": "billion", "mn": "million"][
                window[3].text],
            window[0].count <= 3, window.kind(-1) != .word, window[-1].kind != .symbol || window[-1].isSymbol("("),
            window[4].kind != .symbol || window[5].isBlank
        else { return nil }
        let amount = Numeral(integer: window[0].text, fraction: window[2].text)
        return Reading(4, number(amount, .none) + " " + name)
    }

    /// "340 AD", "44 B.C.".
    func era(_ window: TokenWindow) -> Reading? {
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
    func quarter(_ window: TokenWindow) -> Reading? {
        guard let value = window[0].number, (1...4).contains(value), window[0].count == 1, window[1].text == "Q",
            window.kind(2) == .digits, window[2].count == 2 || window[2].count == 4, window.kind(3) != .word
        else { return nil }
        return Reading(3, "the \(ordinal(UInt64(value), .none)) quarter of \(year(window[2].text))")
    }
}
