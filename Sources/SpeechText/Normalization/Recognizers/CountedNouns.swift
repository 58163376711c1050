extension Recognizers {
    /// Whole millions before a noun: "1 000 000 personnes" -> "un million de" before "personnes". `link` is the word
    /// between; an elided link ("d'") takes the noun with it.
    static func wholeMillions(_ window: TokenWindow, _ rules: Rules, link: (String) -> String) -> Reading? {
        guard case (let numeral, let end)? = numeral(window, rules, at: 0), numeral.fraction == nil,
            let value = numeral.value,
            value >= 1_000_000, value % 1_000_000 == 0, window.kind(-1) != .digits, window.kind(-1) != .word,
            window.kind(end) == .space, window[end + 1].isLowercase
        else { return nil }
        let noun = window[end + 1]
        guard !rules.functionWords.contains(noun.lower), rules.units[noun.text] == nil,
            rules.currencies[noun.text] == nil,
            window[end + 2].kind != .symbol || !window[end + 2].isSymbol("/") && !window[end + 2].isSymbol("'")
        else { return nil }
        let link = link(noun.lower)
        let spoken = rules.cardinal(value, .masculine) + " " + link
        return link.hasSuffix("'") ? Reading(end + 2, spoken + noun.text) : Reading(end, spoken)
    }

    /// "1/2", "½", "2 1/2", "2½" before a noun in lower or upper case that is no unit: the whole number, if there is
    /// one, and the offset of the noun.
    static func half(_ window: TokenWindow, _ rules: Rules) -> (whole: UInt64?, noun: Int)? {
        var whole: UInt64?
        var end = halfEnd(window, at: 0)
        if end == nil, let value = window[0].number, window.kind(0) == .digits, window[0].count < 4 {
            whole = UInt64(value)
            end = halfEnd(window, at: window.skippingSpace(1))
        }
        guard let end, window.kind(-1) != .digits, window.kind(-1) != .word, !window[-1].isSymbol("/"),
            window.kind(end) == .space,
            window[end + 1].isWord, window[end + 1].count > 1,
            // "1/2 sobre de levadura": a noun that is a preposition, too.
            !rules.functionWords.contains(window[end + 1].lower)
                || rules.has(window[end + 1].lower, as: .portion) && rules.has(window[end + 3].lower, as: .of),
            rules.units[window[end + 1].text] == nil, rules.scales[window[end + 1].lower] == nil
        else { return nil }
        return (whole, end + 1)
    }

    /// The offset after "½" or "1/2" at an offset.
    static func halfEnd(_ window: TokenWindow, at offset: Int) -> Int? {
        if window[offset].isSymbol("½") { return offset + 1 }
        return window[offset].text == "1" && window[offset + 1].isSymbol("/") && window[offset + 2].text == "2"
            ? offset + 3 : nil
    }

    /// The half of "2 ore e 1/2", "1 h y 1/2": the offset after it and the noun before it.
    static func halfAfterNoun(_ window: TokenWindow, _ rules: Rules) -> (end: Int, noun: String)? {
        guard window.kind(-1) == .space, window[-2].lower == rules.words.and, window.kind(-3) == .space,
            window.kind(-4) == .word, let end = halfEnd(window, at: 0),
            window.kind(end) != .space || window.kind(end + 1) != .word
                || rules.functionWords.contains(window[end + 1].lower)
        else { return nil }
        let noun = window[-4].text == "h" ? rules.units["h"]?.plural ?? "" : window[-4].lower
        return (end, noun)
    }

    /// "3.º", "1.ᵉʳ": an ordinal's letters after a full stop.
    static func dottedOrdinal(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard case let (numeral, end)? = numeral(window, rules, at: 0), numeral.fraction == nil,
            let value = numeral.value, value > 0,
            window[end].isSymbol("."), window.kind(end + 1) == .word,
            let form = rules.ordinalSuffixes[window[end + 1].lower],
            !window[end + 1].scalar.isASCII || form.precedesNoun || isSpelledSuffix(window, rules, value, at: end + 1),
            window.kind(end + 2) != .digits
        else { return nil }
        let context = context(window, rules, to: end + 2, value: value)
        var agreement = rules.agreement(context, isOrdinal: true)
        if form.gender != .unspecified { agreement.gender = form.gender }
        agreement.isPlural = agreement.isPlural || form.isPlural
        agreement.precedesNoun = agreement.precedesNoun || form.precedesNoun
        return Reading(end + 2, rules.ordinal(value, agreement))
    }

    /// The "do" of "2.do", the "ra" of "3.ra".
    private static func isSpelledSuffix(
        _ window: TokenWindow, _ rules: Rules, _ value: UInt64, at offset: Int
    ) -> Bool {
        window[offset].count == 2 && rules.suffixFits(window[offset].lower, value)
            && (window[offset + 1].isBlank || window[offset + 1].isSymbol(","))
    }

    /// A decade or year after an apostrophe and a head: "anni '80", "nel '68".
    static func apostropheYear(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].isSymbol("'"), window.kind(-1) != .word, window.kind(-1) != .digits, window.kind(1) == .digits,
            window[1].count == 2 || window[1].count == 3, window.kind(2) != .word, window.kind(2) != .digits,
            !window[2].isSymbol("'"),
            let value = window[1].number
        else { return nil }
        return Reading(2, value < 10 ? rules.digits(window[1].text) : rules.cardinal(UInt64(value), .none))
    }

    /// A time of day with a full stop after one of the words before it: "alle 14.30", "om 9.05".
    static func dottedTime(_ window: TokenWindow, _ rules: Rules, after heads: Set<String>) -> Reading? {
        // "ore 10.30-11.15"
        let isRange =
            isDash(window[3]) && window.kind(4) == .digits && window[4].count <= 2 && window[5].isSymbol(".")
            && window.kind(6) == .digits && window[6].count == 2 && window.kind(7) != .word
            && (window[4].number ?? 25) <= 24 && (window[6].number ?? 60) < 60
        guard window[1].isSymbol("."), window.kind(2) == .digits, window[2].count == 2, window[0].count <= 2,
            let hour = window[0].number, hour <= 24, let minute = window[2].number, minute < 60,
            window.kind(3) != .digits, window.kind(3) != .word,
            isRange || !(window.kind(3) == .symbol && window.kind(4) == .digits),
            !rules.hourMarks.contains(window[window.skippingSpace(3)].lower)
        else { return nil }
        let isAfterHead =
            heads.contains(context(window, rules, to: 3).previous)
            || (window[-1].isSymbol("'") && heads.contains(window[-2].lower))
        // "8.00-16.30": quarters of an hour on both sides, and nothing that they count.
        let quarters: Set<Int> = [0, 15, 30, 45]
        let areHours =
            isRange && quarters.contains(minute) && quarters.contains(window[6].number ?? 1)
            && (window[0].text != window[4].text)
            && unit(window, rules, at: window.skippingSpace(7), isSpaced: true) == nil
            && currencyBefore(window, rules, at: -1) == nil && currencyBefore(window, rules, at: -2) == nil
            && rules.currencies[window[window.skippingSpace(7)].text] == nil
            && !window[window.skippingSpace(7)].isSymbol("%") && window.kind(-1) != .symbol
        guard isAfterHead || areHours else { return nil }
        let first = rules.time(ClockTime(hour: hour, minute: minute))
        guard isRange, let last = window[4].number, let part = window[6].number else { return Reading(3, first) }
        let second = rules.time(ClockTime(hour: last, minute: part))
        guard isAfterHead else {
            let previous = context(window, rules, to: 7).previous
            return Reading(7, rules.range(from: first, to: second, areTimes: true, after: previous))
        }
        return Reading(7, [first, rules.words.to, second].joinedWords())
    }

    /// The first time of "van 9.00 tot 17.30 uur", "9.00-12.30 Uhr": the mark of the hour stands after the second.
    static func dottedHours(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[1].isSymbol("."), window[2].count == 2, window[0].count <= 2, let hour = window[0].number,
            hour <= 24, let minute = window[2].number, minute < 60
        else { return nil }
        let link = window.skippingSpace(3)
        guard rules.has(window[link].lower, as: .rangeLink) || isDash(window[link]) else { return nil }
        let last = window.skippingSpace(link + 1)
        guard window.kind(last) == .digits, window[last + 1].isSymbol("."), window[last + 2].count == 2,
            rules.hourMarks.contains(window[window.skippingSpace(last + 3)].lower)
        else { return nil }
        // The dash is "to".
        let hasDash = link == 3 && isDash(window[link])
        let time = rules.time(ClockTime(hour: hour, minute: minute))
        return hasDash ? Reading(4, time + " " + rules.words.to + " ") : Reading(3, time)
    }

    /// "le 17/06", "el 31/12": a day and a month after one of the words that stand before dates.
    static func shortDate(_ window: TokenWindow, _ rules: Rules, after heads: Set<String>) -> Reading? {
        let mark = window[1]
        guard mark.isSymbol("/") || mark.isSymbol("-"), window.kind(2) == .digits else { return nil }
        // "l'11/11"
        let isElided = window[-1].isSymbol("'") && window[-2].isWord
        let head = isElided ? window[-2].lower + "'" : context(window, rules, to: 3).previous
        let isAfterDay = isWeekday(head, rules)
        guard window[2].count == 2 || isAfterDay && window[2].count == 1, window[0].count <= 2,
            let day = window[0].number, let month = window[2].number, (1...31).contains(day), (1...12).contains(month),
            window.kind(3) != .word, window.kind(3) != .digits,
            !(window.kind(3) == .symbol && window.kind(4) == .digits),
            mark.isSymbol("/") || window[2].text.hasPrefix("0"), heads.contains(head) || isAfterDay
        else { return nil }
        return Reading(3, rules.date(CalendarDate(day: day, month: month, order: .dayFirst)))
    }

    private static func isWeekday(_ word: String, _ rules: Rules) -> Bool {
        rules.weekdays[word] != nil || rules.weekdays.values.contains { $0.lowercased() == word }
    }

    /// "1m85": metres and centimetres of a height.
    static func height(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard rules.numberFormat.decimal == ",", window[0].count == 1, window[1].text == "m", window.kind(2) == .digits,
            window[2].count == 2, window.kind(3) != .word, window.kind(-1) != .word, window.kind(-1) != .symbol,
            let rest = window[2].number, let metre = rules.units["m"]
        else { return nil }
        let metres = rules.quantity(Numeral(integer: window[0].text), metre)
        return Reading(3, metres + " " + rules.cardinal(UInt64(rest), .none))
    }

    /// "S. Juan", "S. Paulo": a saint, if the name is one of a saint.
    static func saint(_ window: TokenWindow, _ names: Set<String>, _ title: String) -> Reading? {
        guard window[0].text == "S", window[1].isSymbol("."), window.kind(2) == .space, window[3].isCapitalized,
            names.contains(window[3].lower), window.kind(-1) != .word, !window[-1].isSymbol("'")
        else { return nil }
        return Reading(2, title)
    }

    /// "máx. 15º", "horno a 180º": the sign of an ordinal for that of a degree.
    static func temperature(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[1].isSymbol("º") || window[1].text == "º", window.kind(2) != .word, window.kind(-1) == .space,
            let value = window[0].number, let degree = rules.units["°"]
        else { return nil }
        let head = window[-2].isSymbol(".") ? window[-3].lower : window[-2].lower
        let isHead = rules.has(head, as: .temperature)
        // "el 125º aniversario"
        let countsNoun =
            window.kind(2) == .space && window[3].isLowercase && !rules.functionWords.contains(window[3].lower)
        guard isHead || !countsNoun && (value >= 100 && window[-2].isWord || head == "a" && value > 12) else {
            return nil
        }
        return Reading(2, rules.quantity(Numeral(integer: window[0].text), degree))
    }

    /// A postcode of five digits before a place: "28001 Madrid", "- 20121 Milano".
    static func postcode(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        let before = window[window.skippingSpaceBack(-1)]
        guard window[0].count == 5, window.kind(1) == .space, window[2].isCapitalized,
            before.isSymbol(",") || isDash(before) || before.isBlank
        else { return nil }
        return Reading(1, rules.digits(window[0].text))
    }

    /// A Roman numeral with letters of an ordinal: "XIXe", "IIIᵉ", "Ier". The value and the letters.
    static func romanWithSuffix(_ token: Token) -> (Int, String)? {
        guard token.isWord, token.text.utf8.count <= 14 else { return nil }
        let letters = token.text.prefix { "IVXLCDM".contains($0) }
        guard !letters.isEmpty, letters.count < token.text.count else { return nil }
        // "Le", "De" and "Me" are words.
        guard letters.count > 1 || "IVX".contains(letters) else { return nil }
        guard let value = roman(String(letters)) else { return nil }
        return (value, String(token.text.dropFirst(letters.count)))
    }
}
