extension Recognizers {
    /// "9:45 PM", "8:15 a.m.", "14:05", "9:45:30", "5pm", "14h30".
    static func time(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> Quantity? {
        guard window.kind(offset) == .digits, window[offset].text.utf8.count <= 2, let hour = window[offset].number,
            window.kind(offset - 1) != .digits, !window[offset - 1].isSymbol(":")
        else { return nil }
        var time = ClockTime(hour: hour)
        var end = offset + 1
        let mark = window[end]
        if mark.isSymbol(":"), let minute = twoDigits(window, at: end + 1) {
            time.minute = minute
            end += 2
            if window[end].isSymbol(":"), let second = twoDigits(window, at: end + 1) {
                time.second = second
                end += 2
            }
            guard !window[end].isSymbol(":") || window.kind(end + 1) != .digits else { return nil }
            if offset == 0, time.second == nil, window.kind(end) != .word,
                isRatio(window, rules) || isScoreBesideScores(window, rules, to: end)
            {
                return nil
            }
            // "1:50 000" is a scale.
            if hour == 1, window.kind(end) == .space, window[end + 1].text == "000" { return nil }
            // "1:25.000" is a scale, "3:43.13" a time of sport.
            if window.kind(end) == .symbol, window[end].isSymbol(".") || window[end].isSymbol(","),
                window.kind(end + 1) == .digits
            {
                if let second = time.second, let minute = time.minute, window.kind(end + 2) != .word,
                    let units = timeUnits(rules)
                {
                    // "1:31:44.742"
                    let fraction = Numeral(integer: String(second), fraction: window[end + 1].text)
                    let parts = [
                        rules.quantity(Numeral(integer: String(hour)), units.hour),
                        rules.quantity(Numeral(integer: String(minute)), units.minute),
                        rules.quantity(fraction, units.second),
                    ]
                    return Quantity(kind: .time, spoken: parts.joinedWords(), end: end + 2)
                }
                guard window[end + 1].count <= 2, !rules.numberFormat.groups.contains(window[end].scalar),
                    time.second == nil, let minutes = rules.units["min"], let seconds = rules.units["s"],
                    let part = time.minute, window.kind(end + 2) != .word
                else { return nil }
                let fraction = Numeral(integer: String(part), fraction: window[end + 1].text)
                let spoken = [
                    rules.quantity(Numeral(integer: String(hour)), minutes), rules.quantity(fraction, seconds),
                ]
                let unit = window.skippingSpace(end + 2)
                let isUnit = window[unit].lower == "min" && window.kind(unit) == .word
                let isDotted = isUnit && window[unit + 1].isSymbol(".") && window[unit + 3].isLowercase
                return Quantity(
                    kind: .time, spoken: spoken.joinedWords(), end: isUnit ? isDotted ? unit + 2 : unit + 1 : end + 2)
            }
        } else if mark.isSymbol("."), let minute = twoDigits(window, at: end + 1),
            half(window, rules, at: window.skippingSpace(end + 2)) != nil
                || rules.hourMarks.contains(window[window.skippingSpace(end + 2)].lower)
        {
            time.minute = minute
            end += 2
        } else if rules.hourMarks.contains(mark.lower), mark.isWord, let minute = twoDigits(window, at: end + 1) {
            time.minute = minute
            end += 2
        }
        if let (half, next) = half(window, rules, at: window.skippingSpace(end)) {
            time.half = half
            end = next
            guard hour <= 12 else { return nil }
        } else {
            let word = window.skippingSpace(end)
            if rules.hourMarks.contains(window[word].lower), window[word].isWord {
                end = word + 1
                // "20.30 u.": the full stop of the mark.
                let after = window[end + 1]
                if window[word].count == 1, window[end].isSymbol("."),
                    after.isSymbol(",") || after.isSymbol(";") || after.isSymbol(")")
                        || after.kind == .space && window[end + 2].isLowercase
                {
                    end += 1
                }
                // "14 Uhr 30"
                if time.minute == nil, window.kind(end) == .space, let minute = twoDigits(window, at: end + 1),
                    window[word].count == 1 || window.kind(end + 2) != .space || !window[end + 3].isWord
                {
                    time.minute = minute
                    end += 2
                }
            } else if time.minute == nil {
                return nil
            } else if time.second != nil, window.kind(end) == .space, isHours(window[word], rules) {
                time.isDuration = true
                end = window[word + 1].isSymbol(".") && !endsSentence(window, at: word + 1) ? word + 2 : word + 1
            }
        }
        // "8 h 30 min 15 s"
        let unit = window.skippingSpace(end)
        if time.minute != nil, time.half == .none, window[end - 2].isWord || window.kind(end - 2) == .space,
            window[unit].lower == "min"
        {
            end = unit + 1
            time.isDuration = true
            let second = window.skippingSpace(end)
            if let value = window[second].number, value < 60, window[window.skippingSpace(second + 1)].text == "s" {
                time.second = value
                end = window.skippingSpace(second + 1) + 1
            }
        }
        guard hour <= 24, window.kind(end) != .digits else { return nil }
        time.isClock = !time.isDuration && zones.contains(window[window.skippingSpace(end)].text)
        if let pace = pace(window, rules, time, at: end) { return pace }
        return Quantity(kind: .time, spoken: rules.time(time), end: end)
    }

    /// Letters of time zones that every language uses.
    private static let zones: Set<String> = [
        "UTC", "GMT", "CET", "CEST", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "BST", "ET", "PT",
    ]

    /// "a ratio of 1:10", "Maßstab 1:50".
    private static func isRatio(_ window: TokenWindow, _ rules: Rules) -> Bool {
        var place = -1
        for _ in 0..<3 {
            guard window.kind(place) == .space, window[place - 1].isWord else { return false }
            let word = window[place - 1].lower
            if rules.has(word, as: .ratio) { return true }
            if rules.has(word, as: .beforeTime) { return false }
            place -= 2
        }
        return false
    }

    /// "21:15, 19:21 und 15:8": scores, since the last is no time.
    private static func isScoreBesideScores(_ window: TokenWindow, _ rules: Rules, to end: Int) -> Bool {
        guard window[end].isSymbol(",") || window.kind(end) == .space || window.kind(-1) == .space else { return false }
        return pairsBeside(window, rules, to: end) { $0.isSymbol(":") }.contains { first, second in
            second.count == 1 || (first.number ?? 0) > 24 || (second.number ?? 0) > 59
        }
    }

    /// "4:15/km": minutes and seconds for each unit.
    private static func pace(_ window: TokenWindow, _ rules: Rules, _ time: ClockTime, at end: Int) -> Quantity? {
        guard window[end].isSymbol("/"), time.half == .none, time.second == nil, let second = time.minute,
            let (unit, next) = unit(window, rules, at: end + 1, isSpaced: false), let units = timeUnits(rules)
        else { return nil }
        let parts = [
            rules.quantity(Numeral(integer: String(time.hour)), units.minute),
            second == 0 ? "" : rules.quantity(Numeral(integer: String(second)), units.second),
            rules.divisor(unit.singular, ofMoney: false),
        ]
        return Quantity(kind: .time, spoken: parts.joinedWords(), end: next)
    }

    static func timeUnits(_ rules: Rules) -> (hour: Noun, minute: Noun, second: Noun)? {
        guard let hour = rules.units["h"], let minute = rules.units["min"], let second = rules.units["s"] else {
            return nil
        }
        return (hour, minute, second)
    }

    /// The "Std." of "2:00:35 Std.", the "hours" of "2:00:35 hours".
    private static func isHours(_ token: Token, _ rules: Rules) -> Bool {
        guard let hour = rules.units["h"] else { return false }
        return rules.units[token.text] == hour || hour.plural.lowercased() == token.lower
    }

    /// 3'42"16 and 12': minutes and seconds of sport, where the marks are no feet and inches.
    static func sportTime(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        // 9"80
        if window[1].isSymbol("\""), window.kind(2) == .digits, window[2].count <= 2, window.kind(-1) == .space,
            window.kind(3) != .word, rules.numberFormat.decimal == ",", let seconds = rules.units["s"]
        {
            let first = rules.quantity(Numeral(integer: window[0].text), seconds)
            return Reading(3, first + " " + rules.number(Numeral(integer: window[2].text), .none))
        }
        guard window[1].isSymbol("'"), window.kind(-1) != .word, window[0].count <= 3,
            let minutes = rules.units["min"], let seconds = rules.units["s"],
            rules.numberFormat.decimal == "," || isPlayer(window)
        else { return nil }
        // "45'+2'"
        if window[2].isSymbol("+"), let first = window[0].number, let added = window[3].number,
            window.kind(3) == .digits, window[4].isSymbol("'"), window.kind(5) != .word
        {
            let amount = rules.quantity(Numeral(integer: String(added)), minutes)
            return Reading(5, [rules.cardinal(UInt64(first), .none), rules.words.plus, amount].joinedWords())
        }
        let first = rules.quantity(Numeral(integer: window[0].text), minutes)
        if window[2].count == 2, window.kind(2) == .digits, window[3].isSymbol("\"") {
            let second = rules.quantity(Numeral(integer: window[2].text), seconds)
            let hasRest = window.kind(4) == .digits && window[4].count <= 3
            let rest = hasRest ? " " + rules.number(Numeral(integer: window[4].text), .none) : ""
            return Reading(hasRest ? 5 : 4, first + " " + second + rest)
        }
        let after = window[2]
        guard after.isBlank || [".", ",", ";", ":", ")", "+"].contains(after.text), !isApostropheOpen(window) else {
            return nil
        }
        return Reading(2, first + (after.isSymbol("+") ? " " : ""))
    }

    /// "(Saka 12', 45+2')": the minutes of a match after a player's name, in brackets.
    private static func isPlayer(_ window: TokenWindow) -> Bool {
        let isAfterName = window.kind(-1) == .space && (window[-2].isCapitalized || window[-2].isSymbol(","))
        guard isAfterName || window[-1].isSymbol("+") else { return false }
        for place in stride(from: -1, to: -TokenWindow.back, by: -1) {
            if window[place].isSymbol("(") { return true }
            if window[place].isSymbol(")") || window[place].isSymbol(".") { return false }
        }
        return false
    }

    /// Whether a quotation in single marks is open.
    private static func isApostropheOpen(_ window: TokenWindow) -> Bool {
        (-TokenWindow.back..<0).contains { window[$0].isSymbol("'") && window[$0 - 1].isBlank }
    }

    /// Exactly two digits below sixty.
    private static func twoDigits(_ window: TokenWindow, at offset: Int) -> Int? {
        guard window.kind(offset) == .digits, window[offset].text.utf8.count == 2, let value = window[offset].number,
            value < 60
        else { return nil }
        return value
    }

    /// "am", "a.m.", "P.M": the half of the day, and the offset after it. A full stop that ends the sentence, too,
    /// stays.
    private static func half(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (ClockTime.Half, Int)? {
        guard window.kind(offset) == .word, !rules.dayHalves.isEmpty else { return nil }
        if let half = rules.dayHalves[window[offset].lower] {
            return window.kind(offset + 1) == .digits ? nil : (half, offset + 1)
        }
        // "p.m." and "p. m."
        guard window[offset + 1].isSymbol("."), window[offset].count == 1 else { return nil }
        let second = window.skippingSpace(offset + 2)
        guard window.kind(second) == .word,
            let half = rules.dayHalves[window[offset].lower + "." + window[second].lower],
            second == offset + 2 || window[second + 1].isSymbol(".")
        else { return nil }
        let end = second + 1
        let ends = endsSentence(window, at: end) && !isInitialism(window, after: end)
        return (half, window[end].isSymbol(".") && !ends ? end + 1 : end)
    }

    /// Whether the full stop at an offset ends a sentence: nothing follows, a line ends, or a capital follows.
    static func endsSentence(_ window: TokenWindow, at offset: Int) -> Bool {
        var next = offset + 1
        while window.kind(next) == .symbol, closing.contains(window[next].scalar) { next += 1 }
        switch window.kind(next) {
        case .end, .newline: return true
        case .space:
            next += 1
            while window.kind(next) == .symbol, opening.contains(window[next].scalar), next < offset + 6 { next += 1 }
            return window.kind(next) == .end || window.kind(next) == .newline || window[next].isCapitalized
        default: return false
        }
    }

    /// Whether the word after the full stop at an offset is an initialism that belongs to what stands before: "5 p.m.
    /// EST", "Pennsylvania Ave. NW", "Müller & Co. KG".
    static func isInitialism(_ window: TokenWindow, after offset: Int) -> Bool {
        guard window.kind(offset + 1) == .space else { return false }
        if window[offset + 2].isSymbol("(") { return true }
        let next = window[offset + 2]
        // "§§ 12 ff. StGB"
        let isMixed = next.text.count <= 6 && next.text.filter(\.isUppercase).count > 2
        return isMixed || next.isUppercase && (2...4).contains(next.count) && !window[offset + 4].isUppercase
    }

    static let closing: Set<Unicode.Scalar> = ["\"", "'", ")", "]", "»"]
    static let opening: Set<Unicode.Scalar> = ["\"", "'", "(", "[", "«", "¿", "¡", "-", "{"]
}
