/// Lengths of time whose marks mean something else elsewhere.
extension Recognizers {
    /// "1h 32m 45s", "2m 45s", 2h 5' 30", 32' 45": "m" is no metre here, and the marks are no feet and inches.
    static func lengthOfTime(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(-1) != .word, !window[-1].isSymbol("."), let units = timeUnits(rules) else { return nil }
        var parts: [(value: Int, mark: TimeMark)] = []
        var (place, end) = (0, 0)
        while window.kind(place) == .digits, let value = window[place].number,
            let mark = timeMark(window, rules, at: window.skippingSpace(place + 1)),
            parts.last.map({ $0.mark < mark }) ?? true, mark == .hours || value < 60
        {
            parts.append((value, mark))
            end = window.skippingSpace(place + 1) + 1
            place = window.skippingSpace(end)
        }
        guard parts.count > 1, parts.contains(where: { $0.mark == .minutes }) else { return nil }
        // 5' 10" is a height where numbers have a decimal point, and 3'42"16 has hundredths of a second.
        let isTime = window[end - 1].isWord || parts[0].mark == .hours || rules.numberFormat.decimal == ","
        guard isTime, window.kind(end) != .digits else { return nil }
        let spoken = parts.map { part in
            let unit =
                switch part.mark {
                case .hours: units.hour
                case .minutes: units.minute
                case .seconds: units.second
                }
            return rules.quantity(Numeral(integer: String(part.value)), unit)
        }
        let and = parts.count > 2 ? rules.words.and : ""
        return Reading(end, (spoken.dropLast() + [and, spoken[parts.count - 1]]).joinedWords())
    }

    private enum TimeMark: Int, Comparable {
        case hours, minutes, seconds

        static func < (first: TimeMark, second: TimeMark) -> Bool { first.rawValue < second.rawValue }
    }

    private static func timeMark(_ window: TokenWindow, _ rules: Rules, at place: Int) -> TimeMark? {
        let token = window[place]
        if token.isSymbol("'") { return .minutes }
        if token.isSymbol("\"") { return .seconds }
        guard token.isWord else { return nil }
        switch token.text {
        case "m": return .minutes
        case "s": return .seconds
        default: return token.count == 1 && rules.hourMarks.contains(token.lower) || token.text == "h" ? .hours : nil
        }
    }
}
