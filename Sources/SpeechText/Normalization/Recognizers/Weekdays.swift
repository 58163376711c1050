/// Abbreviated days of the week.
extension Recognizers {
    /// "Mon–Fri", "lun.-ven.", "Mon, Feb 3", "mer. 3 mai": an abbreviation beside another one, or before a date.
    static func weekday(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(-1) != .word, window.kind(-1) != .digits, !window[-1].isSymbol("-"),
            let name = rules.weekdays[window[0].lower], window[0].isCapitalized || rules.hasLowercaseWeekdays
        else { return nil }
        let isDotted = window[1].isSymbol(".")
        let end = isDotted ? 2 : 1
        let dash = window.skippingSpace(end)
        let isPair = window[dash].isSymbol("/")
        if isPair || isDash(window[dash]),
            (dash == end) == (window.kind(dash + 1) != .space)
        {
            let second = window.skippingSpace(dash + 1)
            if let last = rules.weekdays[window[second].lower], last != name, !window[second + 1].isSymbol("-"),
                window[0].isCapitalized || window[second].isLowercase
            {
                var after = second + 1
                if window[after].isSymbol("."), isDotted, !endsText(window, at: after) { after += 1 }
                let previous = window.kind(-1) == .space ? window[-2].lower : ""
                var days = [name, last]
                while isPair, days.count < 7, window[after].isSymbol("/"), window.kind(after + 1) == .word,
                    let day = rules.weekdays[window[after + 1].lower]
                {
                    days.append(day)
                    after += 2
                }
                let spoken =
                    isPair
                    ? [days.dropLast().joined(separator: ", "), rules.words.and, days[days.count - 1]].joinedWords()
                    : rules.range(from: name, to: last, areTimes: false, after: previous)
                return Reading(after, spoken)
            }
        }
        // "du lun. au ven."
        if isDotted, window.kind(end) == .space, window.kind(end + 2) == .space,
            rules.has(window[end + 1].lower, as: .rangeLink), rules.weekdays[window[end + 3].lower] != nil
        {
            return Reading(end, name)
        }
        if isDotted, window.kind(-1) == .space, rules.has(window[-2].lower, as: .rangeLink), window[-3].isBlank,
            window[-4].isSymbol("."), rules.weekdays[window[-5].lower] != nil
        {
            return Reading(end, name + (endsText(window, at: 1) ? "." : ""))
        }
        if isInSeries(window, rules, to: end, isDotted: isDotted) {
            return Reading(end, name + (isDotted && endsText(window, at: 1) ? "." : ""))
        }
        let comma = window[end].isSymbol(",") ? end + 1 : end
        guard window.kind(comma) == .space else { return nil }
        let next = window[comma + 1]
        let isDate =
            rules.months[next.lower] != nil && window.kind(comma + 1) == .word
            || next.isDigits && next.count <= 2 && isDay(window, rules, at: comma + 1)
            || next.isDigits && isDotted && isHour(window, rules, at: comma + 1)
            // "ma. 3 tot vr. 7 maart"
            || next.isDigits && next.count <= 2 && isDotted && window.kind(comma + 2) == .space
                && rules.has(window[comma + 3].lower, as: .rangeLink) && rules.weekdays[window[comma + 5].lower] != nil
        return isDate ? Reading(end, name) : nil
    }

    /// "lun., mer. et ven.", "Mo, Mi u. Fr", "closed Sun.": one of several days, or one after a word such as "except".
    private static func isInSeries(_ window: TokenWindow, _ rules: Rules, to end: Int, isDotted: Bool) -> Bool {
        guard isDotted || window[0].isCapitalized else { return false }
        // "sauf dim.", "sauf le dim.", "zo. gesloten"
        let isExcepted =
            window.kind(-1) == .space
            && (rules.has(window[-2].lower, as: .exception)
                || window[-2].count <= 3 && window.kind(-3) == .space && rules.has(window[-4].lower, as: .exception))
        let isException = window.kind(end) == .space && rules.has(window[end + 1].lower, as: .exception)
        if isDotted, isExcepted || isException { return true }
        func isDay(_ offset: Int) -> Bool {
            window.kind(offset) == .word && rules.weekdays[window[offset].lower] != nil
                && (isDotted || window[offset].isCapitalized) && isDotted == window[offset + 1].isSymbol(".")
        }
        // "und", "u.", "&"
        func isAbbreviatedAnd(_ token: Token) -> Bool { rules.abbreviations[token.lower]?.spoken == rules.words.and }
        func isAnd(_ token: Token) -> Bool {
            token.lower == rules.words.and || token.isSymbol("&") || isAbbreviatedAnd(token)
        }
        var next = end
        if window[next].isSymbol(",") { next += 1 }
        guard window.kind(next) == .space || window.kind(-1) == .space else { return false }
        next += 1
        if isAnd(window[next]) { next = window[next + 1].isSymbol(".") ? next + 3 : next + 2 }
        if window.kind(end) != .end, isDay(next), next > end + 1 { return true }
        // A day before: "Mo, Mi u. |Fr|".
        var last = -2
        if window[last].isSymbol("."), isAbbreviatedAnd(window[last - 1]) { last -= 1 }
        if isAnd(window[last]) { last -= 2 }
        if window[last].isSymbol(",") { last -= 1 }
        if window[last].isSymbol(".") { last -= 1 }
        return last < -2 && isDay(last)
    }

    private static func endsText(_ window: TokenWindow, at offset: Int) -> Bool {
        window.kind(offset + 1) == .end || window.kind(offset + 1) == .newline
    }

    /// Whether digits at an offset are the day of a date.
    private static func isDay(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> Bool {
        guard let day = window[offset].number, (1...31).contains(day) else { return false }
        var end = offset + 1
        if rules.ordinalSuffixes[window[end].lower] != nil || window[end].isSymbol(".") { end += 1 }
        if window[end - 1].isSymbol("."), window.kind(end) == .digits { return true }
        if window[end].isSymbol("/") || window[end].isSymbol("-") { return window.kind(end + 1) == .digits }
        guard window.kind(end) == .space else { return false }
        end += 1
        if rules.dateLinks.contains(window[end].lower), window.kind(end + 1) == .space { end += 2 }
        return window.kind(end) == .word && rules.months[window[end].lower] != nil
    }

    /// Whether digits at an offset are a time of day, or the first of a range of hours.
    private static func isHour(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> Bool {
        guard let hour = window[offset].number, hour <= 24 else { return false }
        let mark = window[offset + 1]
        return mark.isSymbol(":") || mark.isSymbol("-") || mark.isSymbol("\u{2013}")
            || rules.hourMarks.contains(window[window.skippingSpace(offset + 1)].lower)
    }
}
