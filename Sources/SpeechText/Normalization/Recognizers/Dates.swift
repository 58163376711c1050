extension Recognizers {
    /// "2027-06-05", "05/06/2027", "5.6.2027".
    static func numericDate(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        let mark = window[1]
        guard mark.isSymbol("-") || mark.isSymbol("/") || mark.isSymbol("."), window.kind(2) == .digits,
            window[3].isSymbol(mark.scalar), window.kind(4) == .digits,
            !isNumberMark(window[-1]), window.kind(-1) != .word,
            window.kind(5) != .word,
            !(isNumberMark(window[5]) && (window.kind(6) == .digits || window.kind(6) == .word)),
            let first = window[0].number, let second = window[2].number, let third = window[4].number
        else { return nil }
        var date = CalendarDate(order: .yearFirst)
        date.previousWord = window[-1].isSymbol("'") ? window[-2].lower + "'" : context(window, rules, to: 5).previous
        let lengths = (window[0].count, window[2].count, window[4].count)
        if lengths.0 == 4, lengths.1 <= 2, lengths.2 <= 2 {
            (date.year, date.month, date.day) = (window[0].text, second, third)
        } else if lengths.0 <= 2, lengths.1 <= 2,
            lengths.2 == 4 || (lengths == (2, 2, 2) && (!mark.isSymbol("-") || rules.numericDateOrder == .dayFirst))
                || (lengths.2 == 2 && mark.isSymbol("/"))
                || (lengths.2 == 2 && mark.isSymbol(".") && isShortDate(window, rules))
        {
            let isMonthFirst = rules.numericDateOrder == .monthFirst ? first <= 12 : second > 12 && first <= 12
            date.order = isMonthFirst ? .monthFirst : .dayFirst
            (date.year, date.month, date.day) = (
                window[4].text, isMonthFirst ? first : second, isMonthFirst ? second : first
            )
            _ = third
        } else {
            return nil
        }
        guard isDate(date) else { return nil }
        return Reading(5, rules.date(date))
    }

    /// "12.5.24": a date where full stops stand in dates, unless a version stands there.
    private static func isShortDate(_ window: TokenWindow, _ rules: Rules) -> Bool {
        rules.numberFormat.decimal == "," && !isVersioned(window, rules) && !window[4].text.hasPrefix("0")
            && window[-1].kind != .symbol
    }

    /// "13/05", "05/06": a day and a month of which one has a zero before it.
    static func zeroDate(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[1].isSymbol("/"), window.kind(2) == .digits, window[0].count <= 2, window[2].count == 2,
            window[0].text.hasPrefix("0") && window[0].count == 2 || window[2].text.hasPrefix("0"),
            let first = window[0].number, let second = window[2].number, window[-1].isBlank || window[-1].isSymbol("("),
            !window[-2].isSymbol("."), window.kind(3) != .word,
            !(window.kind(3) == .symbol && window.kind(4) == .digits)
        else { return nil }
        let isMonthFirst = rules.numericDateOrder == .monthFirst
        let date = CalendarDate(
            day: isMonthFirst ? second : first, month: isMonthFirst ? first : second,
            order: isMonthFirst ? .monthFirst : .dayFirst)
        return isDate(date) ? Reading(3, rules.date(date)) : nil
    }

    /// "04/2018", "01/2016–03/2018": a month and a year, or two.
    static func monthAndYear(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        func date(at offset: Int) -> CalendarDate? {
            guard window.kind(offset) == .digits, window[offset].count == 2, let month = window[offset].number,
                (1...12).contains(month), window[offset + 1].isSymbol("/"), window[offset + 2].count == 4,
                let year = window[offset + 2].number, (1900...2099).contains(year), window.kind(offset + 3) != .word
            else { return nil }
            return CalendarDate(month: month, year: window[offset + 2].text, order: .monthFirst)
        }
        // "n. 04/2018" is a number.
        guard window[1].isSymbol("/"), let first = date(at: 0), window[-1].isBlank || window[-1].isSymbol("("),
            !window[-2].isSymbol("."),
            !window[3].isSymbol("/")
        else { return nil }
        let mark = window.skippingSpace(3)
        let second = window.skippingSpace(mark + 1)
        if isDash(window[mark]), (mark == 3) == (second == mark + 1), let last = date(at: second) {
            return Reading(second + 3, [rules.date(first), rules.words.to, rules.date(last)].joinedWords())
        }
        // Numbers of laws have no zero before them: "Lei 10/2015".
        return window[0].text.hasPrefix("0") ? Reading(3, rules.date(first)) : nil
    }

    /// "2023/24" and "2023/2024": the years of a season.
    static func season(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        // "2023/'24"
        let last = window[2].isSymbol("'") ? 3 : 2
        guard window[0].count == 4, let first = window[0].number, (1500...2098).contains(first),
            window[1].isSymbol("/")
                || isDash(window[1]) && rules.has(context(window, rules, to: 1).previous, as: .season)
                    && window[last].count == 2,
            window.kind(last) == .digits, let second = window[last].number,
            window[last].count == 2 && second == (first + 1) % 100 || second == first + 1,
            window.kind(last + 1) != .word, !window[last + 1].isSymbol("/"), window.kind(-1) != .word,
            window.kind(-1) != .symbol || window[-1].isSymbol("(")
        else { return nil }
        let end =
            window[last].count == 4 || second == 0
            ? rules.year(window[last].text) : rules.seasonEnd(window[last].text)
        return Reading(last + 1, rules.year(window[0].text) + " " + end)
    }

    /// "2024-02-29T12:30:00Z": a date and a time as ISO 8601 has them.
    static func timestamp(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window[0].count == 4, window[1].isSymbol("-"), window[2].count == 2, window[3].isSymbol("-"),
            window[4].count == 2, window[5].lower == "t", let month = window[2].number, let day = window[4].number,
            let hour = window[6].number, hour <= 24, window[7].isSymbol(":"), let minute = window[8].number,
            minute < 60, window.kind(-1) != .digits, window.kind(-1) != .word
        else { return nil }
        let date = CalendarDate(day: day, month: month, year: window[0].text, order: .yearFirst)
        guard isDate(date) else { return nil }
        var end = 9
        var second: Int?
        if window[end].isSymbol(":"), let value = window[end + 1].number, value < 60 {
            second = value > 0 ? value : nil
            end += 2
            // Fractions of a second.
            if window[end].isSymbol("."), window.kind(end + 1) == .digits,
                window[end + 1].text.allSatisfy({ $0 == "0" })
            {
                end += 2
            }
        }
        var spoken =
            rules.date(date) + ", " + rules.time(ClockTime(hour: hour, minute: minute, second: second, isClock: true))
        if window[end].lower == "z", window.kind(end) == .word {
            spoken += " " + rules.spelled("UTC")
            end += 1
        } else if window[end].isSymbol("+") || window[end].isSymbol("-"), let hours = window[end + 1].number, hours < 15
        {
            let sign = window[end].isSymbol("+") ? rules.words.plus : rules.words.minus
            spoken += " " + [sign, rules.cardinal(UInt64(hours), .none)].joinedWords()
            end += 2
            if window[end].isSymbol(":"), let minutes = window[end + 1].number, minutes < 60 {
                if minutes > 0 { spoken += " " + rules.cardinal(UInt64(minutes), .none) }
                end += 2
            }
        }
        return window.kind(end) == .word || window.kind(end) == .digits ? nil : Reading(end, spoken)
    }

    private static func isDate(_ date: CalendarDate) -> Bool {
        guard let day = date.day, let month = date.month else { return false }
        return (1...31).contains(day) && (1...12).contains(month)
    }

    private static func isNumberMark(_ token: Token) -> Bool {
        token.isSymbol("-") || token.isSymbol("/") || token.isSymbol(".") || token.isSymbol(",") || token.isSymbol(":")
    }

    /// "5 June 2027", "25th of July", "3. Mai", "le 1er mai".
    static func dayMonth(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard let day = window[0].number, (1...31).contains(day), window[0].count <= 2, window.kind(-1) != .digits,
            !isNumberMark(window[-1])
        else { return nil }
        var date = CalendarDate(day: day, order: .dayFirst)
        date.previousWord = context(window, rules, to: 1).previous
        var end = 1
        var first: Int?
        if let (last, next) = lastDay(window, at: end, after: day) {
            first = day
            date.day = last
            end = next
        }
        var hasSuffix = false
        if window.kind(end) == .word || window.kind(end) == .symbol,
            rules.ordinalSuffixes[window[end].lower] != nil
        {
            hasSuffix = true
            end += 1
        } else if rules.ordinalFullStop, window[end].isSymbol(".") {
            hasSuffix = true
            end += 1
        }
        let isHyphen = window[end].isSymbol("-")
        guard window.kind(end) == .space || isHyphen else { return nil }
        end += 1
        if window.kind(end) == .word, rules.dateLinks.contains(window[end].lower), window.kind(end + 1) == .space {
            end += 2
        }
        guard let (month, next) = self.month(window, rules, at: end) else { return nil }
        date.month = month
        date.writtenMonth = window[end].text
        let isAmbiguous = rules.ambiguousMonths.contains(window[end].lower) && window[end].isLowercase && !hasSuffix
        end = next
        takeYear(window, rules, &date, &end)
        // "1 jan. en 25 dec."
        let isDotted = window[end - 1].isSymbol(".")
        guard date.year != nil || !isAmbiguous || isDotted else { return nil }
        if isHyphen, date.year == nil { return nil }
        return Reading(end, first.map { rules.dateRange(from: $0, to: date) } ?? rules.date(date))
    }

    /// "jan.-mrt.", "Jan–Mar 2024": two months with a dash between them.
    static func monthRange(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(-1) != .word, let (first, next) = month(window, rules, at: 0) else { return nil }
        let dash = window.skippingSpace(next)
        guard isDash(window[dash]), (dash == next) == (window.kind(dash + 1) != .space) else { return nil }
        let second = window.skippingSpace(dash + 1)
        guard let (last, end) = month(window, rules, at: second), last != first, window.kind(end) != .digits,
            !window[end].isSymbol("-")
        else { return nil }
        let previous = window.kind(-1) == .space ? window[-2].lower : ""
        let names = (rules.monthNames[first - 1], rules.monthNames[last - 1])
        return Reading(end, rules.range(from: names.0, to: names.1, areTimes: false, after: previous))
    }

    /// "June 5th, 2027", "Jan. 15", "July 1876", "Jan-15-2020".
    static func monthDay(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(1) != .word, let (month, next) = self.month(window, rules, at: 0) else { return nil }
        let isHyphen = window[next].isSymbol("-")
        guard window.kind(next) == .space || isHyphen, window.kind(next + 1) == .digits else {
            return monthLinkYear(window, rules, month, next)
        }
        var date = CalendarDate(month: month, order: .monthFirst, writtenMonth: window[0].text)
        date.previousWord = context(window, rules, to: 1).previous
        let isAmbiguous = rules.ambiguousMonths.contains(window[0].lower) && window[0].isLowercase
        var end = next + 1
        if window[end].count <= 2, let day = window[end].number, (1...31).contains(day),
            rules.numericDateOrder == .monthFirst
        {
            if let (last, next) = lastDay(window, at: end + 1, after: day), !isHyphen {
                date.day = last
                end = next
                takeYear(window, rules, &date, &end)
                return Reading(end, rules.dateRange(from: day, to: date))
            }
            let after = window[end + 1]
            let isLonger = isNumberMark(after) && window.kind(end + 2) == .digits && !(isHyphen && after.isSymbol("-"))
            guard !isLonger else { return nil }
            end += 1
            if after.isWord {
                guard rules.ordinalSuffixes[after.lower] != nil else { return nil }
                end += 1
            }
            date.day = day
            takeYear(window, rules, &date, &end)
        } else if window[end].count == 4, !(isNumberMark(window[end + 1]) && window.kind(end + 2) == .digits),
            window.kind(end + 1) != .word
        {
            date.year = window[end].text
            end += 1
        } else {
            return nil
        }
        guard date.year != nil || !isAmbiguous else { return nil }
        return Reading(end, rules.date(date))
    }

    /// The last day of "5-7": the day and the offset after it.
    private static func lastDay(_ window: TokenWindow, at offset: Int, after day: Int) -> (Int, Int)? {
        guard window[offset].isSymbol("-") || window[offset].isSymbol("\u{2013}"), window.kind(offset + 1) == .digits,
            window[offset + 1].count <= 2, let last = window[offset + 1].number, last > day, last <= 31,
            window.kind(offset + 2) != .word, !(isNumberMark(window[offset + 2]) && window.kind(offset + 3) == .digits)
        else { return nil }
        return (last, offset + 2)
    }

    /// "mayo de 2027"
    private static func monthLinkYear(_ window: TokenWindow, _ rules: Rules, _ month: Int, _ next: Int) -> Reading? {
        guard window.kind(next) == .space, window.kind(next + 1) == .word,
            rules.dateLinks.contains(window[next + 1].lower),
            window.kind(next + 2) == .space, window.kind(next + 3) == .digits, window[next + 3].count == 4,
            window.kind(next + 4) != .word, !(isNumberMark(window[next + 4]) && window.kind(next + 5) == .digits)
        else { return nil }
        let date = CalendarDate(
            month: month, year: window[next + 3].text, order: .monthFirst, writtenMonth: window[0].text)
        return Reading(next + 4, rules.date(date))
    }

    /// A month's name or abbreviation with its full stop: the number and the offset after it.
    private static func month(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Int, Int)? {
        guard window.kind(offset) == .word, let month = rules.months[window[offset].lower] else { return nil }
        let isName = rules.monthNames[month - 1].lowercased() == window[offset].lower
        // The full stop of an abbreviation ends the text as well.
        let isLast = window.kind(offset + 2) == .end || window.kind(offset + 2) == .newline
        let isDotted = !isName && window[offset + 1].isSymbol(".") && !window[offset + 2].isSymbol(".") && !isLast
        return (month, isDotted ? offset + 2 : offset + 1)
    }

    /// A year after a date: " 2027", ", 2027", " de 2027".
    private static func takeYear(_ window: TokenWindow, _ rules: Rules, _ date: inout CalendarDate, _ end: inout Int) {
        var next = end
        let hasComma = window[next].isSymbol(",")
        if hasComma { next += 1 }
        guard window.kind(next) == .space || window[next].isSymbol("-") || hasComma else { return }
        if window.kind(next) == .space || window[next].isSymbol("-") { next += 1 }
        if window.kind(next) == .word, rules.dateLinks.contains(window[next].lower), window.kind(next + 1) == .space {
            next += 2
        }
        guard window.kind(next) == .digits, window[next].count == 4, window.kind(next + 1) != .word,
            !(isNumberMark(window[next + 1]) && window.kind(next + 2) == .digits)
        else { return }
        date.year = window[next].text
        date.hasComma = hasComma
        end = next + 1
    }
}
