/// Two quantities with a dash, a colon or a cross between them.
extension Recognizers {
    static func range(_ window: TokenWindow, _ rules: Rules, from first: Quantity) -> Reading? {
        let isSpaced = window.kind(first.end) == .space
        let mark = window.skippingSpace(first.end)
        let token = window[mark]
        guard token.kind == .symbol || token.lower == "x" else { return nil }
        let next = isSpaced ? mark + 2 : mark + 1
        if isSpaced, window.kind(mark + 1) != .space { return nil }
        if !isSpaced, token.isSymbol("-"), window.kind(next) == .space, window.kind(next + 1) == .digits,
            window[window.skippingSpace(next + 2)].isSymbol("=")
        {
            return dash(window, rules, from: first, isSpaced: false, next: next + 1)
        }
        switch token.scalar {
        case "-", "\u{2013}", "\u{2014}", "\u{2212}":
            return dash(window, rules, from: first, isSpaced: isSpaced, next: next)
        case ":" where isSpaced && first.kind == .plain:
            // "10 : 2 = 5", "3 : 1".
            guard let second = plainQuantity(window, rules, at: next) else { return nil }
            let after = window.skippingSpace(second.end)
            let isDivision = window[after].isSymbol("=")
            guard isDivision || window.kind(after) != .word && window.kind(after) != .digits else { return nil }
            let word = isDivision ? rules.words.dividedBy : rules.words.ratio
            return Reading(second.end, [first.spoken, word, second.spoken].joinedWords())
        case ":" where !isSpaced && first.kind == .plain:
            var sides = [rules.number(first.numeral, .none)]
            var end = first.end
            while sides.count < 8, window[end].isSymbol(":"), let side = plainQuantity(window, rules, at: end + 1) {
                sides.append(side.spoken)
                end = side.end
            }
            guard sides.count > 1 else { return nil }
            if sides.count == 2, let duration = runningTime(window, rules, to: end) { return duration }
            // "ISO 9001:2015"
            if sides.count == 2, window.kind(-1) == .space,
                ["iso", "din", "en", "iec", "une", "nbr"].contains(window[-2].lower),
                window[end - 1].count == 4
            {
                return Reading(end, sides[0] + " " + rules.year(window[end - 1].text))
            }
            // "12:3=4"
            let isDivision = sides.count == 2 && window[end].isSymbol("=")
            return Reading(
                end, sides.joined(separator: " " + (isDivision ? rules.words.dividedBy : rules.words.ratio) + " "))
        case "/" where !isSpaced && first.kind == .plain && first.numeral.fraction != nil:
            // "4.5/5"
            guard let second = plainQuantity(window, rules, at: next) else { return nil }
            return Reading(second.end, [first.spoken, rules.words.outOf, second.spoken].joinedWords())
        case "/" where [.measure, .money, .time].contains(first.kind):
            // "350°F/180°C", "20 cm / 8 in", "7:05/7:35"
            var spoken = first.spoken
            var end = first.end
            for _ in 0..<4 {
                let slash = window.skippingSpace(end)
                guard window[slash].isSymbol("/"),
                    let part = quantity(window, rules, at: window.skippingSpace(slash + 1)), part.kind == first.kind
                else { break }
                spoken += ", " + part.spoken
                end = part.end
            }
            return end > first.end ? Reading(end, spoken) : nil
        case "×", "x", "X":
            // "2x+1" is algebra, "0x80" a code.
            guard first.kind == .plain || first.kind == .measure || first.kind == .expression,
                window.kind(next) == .digits || isSpaced,
                isSpaced || first.numeral.integer != "0", let second = quantity(window, rules, at: next),
                [.plain, .expression, .measure, .money].contains(second.kind)
            else { return nil }
            // "6 × 7" is a product, "6 x 7 m" are sides.
            let isEquation = window[window.skippingSpace(second.end)].isSymbol("=")
            let isProduct =
                first.kind == .plain && second.kind == .plain && (token.isSymbol("×") || isEquation)
                || second.kind == .money
            let word = isProduct ? rules.words.times : rules.words.by
            var spoken = [rules.number(first.numeral, .none), word, second.spoken]
            if first.kind != .plain { spoken[0] = first.spoken }
            var end = second.end
            // A third side.
            let third = window.skippingSpace(end)
            if window[third].isSymbol("×") || window[third].lower == "x",
                let last = quantity(window, rules, at: window.kind(end) == .space ? third + 2 : third + 1),
                last.kind == .plain || last.kind == .measure || last.kind == .expression
            {
                spoken += [word, last.spoken]
                end = last.end
            }
            return Reading(end, spoken.joinedWords())
        default: return nil
        }
    }

    /// "FC Köln 1 - 1 Mainz 05", "Betis 1-3 Barça": a score between the names of two sides.
    private static func isMatch(
        _ window: TokenWindow, _ rules: Rules, from first: Quantity, to second: Quantity, isSpaced: Bool
    ) -> Bool {
        guard let from = first.numeral.value, let to = second.numeral.value, from < 100, to < 100,
            window.kind(-1) == .space, window[-2].isCapitalized, window.kind(second.end) == .space,
            window[second.end + 1].isCapitalized
        else { return false }
        // Where all nouns have capitals, numbers that rise may be a range.
        return !rules.joinsNouns || from >= to || isSpaced
    }

    /// Whether both are single digits.
    static func isBare(_ first: Quantity, _ second: Quantity) -> Bool {
        [first, second].allSatisfy { $0.numeral.integer.utf8.count == 1 && $0.numeral.fraction == nil }
    }

    /// "in 42:15": minutes and seconds, since no clock shows them.
    private static func runningTime(_ window: TokenWindow, _ rules: Rules, to end: Int) -> Reading? {
        guard window.kind(0) == .digits, end == 3, let value = window[0].number, (24..<60).contains(value),
            let seconds = window[2].number, window[2].count == 2, seconds < 60, window.kind(-1) == .space,
            rules.has(window[-2].lower, as: .within), let minute = rules.units["min"],
            let second = rules.units["s"]
        else { return nil }
        let spoken = [
            rules.quantity(Numeral(integer: window[0].text), minute),
            rules.quantity(Numeral(integer: String(seconds)), second),
        ]
        let unit = window.skippingSpace(3)
        let hasUnit = window[unit].lower == "min" || window[unit].lower == minute.plural.lowercased()
        return Reading(hasUnit ? unit + 1 : 3, spoken.joinedWords())
    }

    /// "3-6" of "6-4, 3-6, 7-6", "19-21" of "21-15, 19-21 und 15-8": a score among scores.
    private static func isSet(
        _ window: TokenWindow, _ rules: Rules, _ first: Quantity, _ second: Quantity
    ) -> Bool {
        guard window.kind(0) == .digits, second.end == 3, first.kind == .plain, second.kind == .plain else {
            return false
        }
        let others = pairsBeside(window, rules, to: second.end, isMark: isDash)
        guard !isBare(first, second) else { return others.contains { $0.count == 1 && $1.count == 1 } }
        return others.contains { ($0.number ?? 0) > ($1.number ?? 0) }
    }

    /// The pairs of numbers, of three digits at most and with a mark between, that stand beside the pair at the current
    /// token with commas or "and" between: 6-4 and 7-6 at the second of "6-4, 3-6, 7-6".
    static func pairsBeside(
        _ window: TokenWindow, _ rules: Rules, to end: Int, isMark: (Token) -> Bool
    ) -> [(Token, Token)] {
        func pair(at offset: Int) -> (Token, Token)? {
            let (first, second) = (window[offset], window[offset + 2])
            guard first.isDigits, isMark(window[offset + 1]), second.isDigits, first.count <= 3, second.count <= 3
            else { return nil }
            return (first, second)
        }
        /// Where the next pair begins after one that ends before an offset.
        func next(after offset: Int) -> Int? {
            if window[offset].isSymbol(","), window.kind(offset + 1) == .space { return offset + 2 }
            return window.kind(offset) == .space && window[offset + 1].lower == rules.words.and ? offset + 3 : nil
        }
        func last(before offset: Int) -> Int? {
            guard window.kind(offset - 1) == .space else { return nil }
            if window[offset - 2].isSymbol(",") { return offset - 5 }
            return window[offset - 2].lower == rules.words.and ? offset - 6 : nil
        }
        var found: [(Token, Token)] = []
        var ahead = next(after: end)
        while let start = ahead, found.count < 8, let pair = pair(at: start) {
            found.append(pair)
            ahead = next(after: start + 3)
        }
        var behind = last(before: 0)
        while let start = behind, start >= -TokenWindow.back, let pair = pair(at: start) {
            found.append(pair)
            behind = last(before: start)
        }
        return found
    }

    private static func plainQuantity(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> Quantity? {
        guard let (numeral, end) = numeral(window, rules, at: offset), window.kind(end) != .word else { return nil }
        return Quantity(kind: .plain, spoken: rules.number(numeral, .none), end: end, numeral: numeral)
    }

    static func dash(
        _ window: TokenWindow, _ rules: Rules, from first: Quantity, isSpaced: Bool, next: Int
    ) -> Reading? {
        guard window[next].scalar != "-", let second = quantity(window, rules, at: next) else { return nil }
        // "2-4-8" and "covid-19-2" are no ranges.
        let before = window[-1]
        if window.kind(-1) == .space, ["boeing", "airbus", "embraer", "iso", "din"].contains(window[-2].lower) {
            return nil
        }
        if before.isSymbol("-") || (window[second.end].isSymbol("-") && window.kind(second.end + 1) != .space) {
            return nil
        }
        // "3 - 3° piano": an address goes on.
        if isSpaced, first.kind == .plain, window[second.end - 1].isSymbol("°"), window.kind(second.end) == .space,
            window[second.end + 1].isLowercase
        {
            return nil
        }
        let low = first.numeral
        let high = second.numeral
        let areTimes = first.kind == .time || second.kind == .time
        let previous = context(window, rules, to: 1).previous
        func range(_ first: String, _ last: String) -> Reading {
            Reading(second.end, rules.range(from: first, to: last, areTimes: areTimes, after: previous))
        }
        if window[window.skippingSpace(second.end)].isSymbol("=") {
            return Reading(second.end, [first.spoken, rules.words.minus, second.spoken].joinedWords())
        }
        // "5 - 20121 Milano": a house number and a postcode.
        if isSpaced, !high.isGrouped, high.integer.utf8.count >= 5, low.integer.utf8.count < 4 { return nil }
        if first.kind == .plain, second.kind == .plain, let from = low.value, let to = high.value, before.kind != .word
        {
            if isMatch(window, rules, from: first, to: second, isSpaced: isSpaced) {
                return Reading(second.end, [first.spoken, rules.words.score, second.spoken].joinedWords())
            }
            if from >= to, !first.isYear || !second.isYear {
                // "1939-45", "2001-02", "1980-81"
                let isYears =
                    first.isYear
                    || low.integer.utf8.count == 4 && (1500...2099).contains(from) && !low.isGrouped
                        && to > from % 100 && to - from % 100 < 30 && !window[-2].isSymbol(".")
                if isYears, high.integer.utf8.count == 2 {
                    return range(
                        first.spoken, high.integer.hasPrefix("0") ? rules.year(high.integer) : second.spoken)
                }
                if isSpaced {
                    return Reading(second.end, [first.spoken, rules.words.minus, second.spoken].joinedWords())
                }
                // "pp. 233–41"
                if from >= 100, high.integer.utf8.count < low.integer.utf8.count, to > from % 100,
                    window[first.end].isSymbol("\u{2013}") || rules.has(previous, as: .numbered) || previous == "pp"
                {
                    return range(first.spoken, second.spoken)
                }
                guard from < 200 || first.numeral.integer.utf8.count == 3 && from - to < 100 else { return nil }
            }
            // "3-1" and "2-2" are scores, and so are "(0-1)" and "0-3" where nothing is counted.
            let isBracketed = before.isSymbol("(") && window[second.end].isSymbol(")") && from < 10
            let isNil = from == 0 && window.kind(window.skippingSpace(second.end)) != .word && isBare(first, second)
            if from >= to && !first.isYear || isBracketed || isNil || isSet(window, rules, first, second) {
                return Reading(second.end, [first.spoken, rules.words.score, second.spoken].joinedWords())
            }
            if first.isYear != second.isYear, high.integer.utf8.count == low.integer.utf8.count {
                return range(rules.year(low.integer), rules.year(high.integer))
            }
            // "2-3x a week"
            if let fold = rules.words.fold, window[second.end].text == "x", window.kind(second.end + 1) == .space,
                window.kind(second.end + 2) == .word
            {
                let spoken = range(first.spoken, second.spoken).spoken
                return Reading(second.end + 1, spoken + " " + fold)
            }
            return range(first.spoken, second.spoken)
        }
        guard first.kind == second.kind || first.kind == .plain || (first.kind == .money && second.kind == .plain)
        else { return nil }
        if first.kind == .plain, first.isYear, second.kind != .plain, let value = low.value {
            return range(rules.cardinal(value, .none), second.spoken)
        }
        // "$5-10": the amount after the dash has the currency of the first.
        if first.kind == .money, second.kind == .plain, let (symbol, _) = currencyBefore(window, rules, at: 0) {
            if let (scale, end) = scale(window, rules, at: second.end) {
                let words = (rules.number(low, .none), rules.money(high, symbol, scale: scale))
                return Reading(
                    end, rules.range(from: words.0, to: words.1, areTimes: false, after: previous))
            }
            return range(rules.number(low, .none), rules.money(high, symbol, scale: nil))
        }
        guard before.kind != .word, second.kind != .ordinal || first.kind == .ordinal || first.kind == .plain
        else { return nil }
        return range(first.spoken, second.spoken)
    }
}
