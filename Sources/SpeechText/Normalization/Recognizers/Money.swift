extension Recognizers {
    /// A currency's symbol or code at an offset, and the offset of the number after it.
    static func currencyBefore(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Currency, Int)? {
        guard let (currency, end) = currency(window, rules, at: offset) else { return nil }
        let number = window.skippingSpace(end)
        // "$ and 5": a symbol with a space belongs to a number only if it is the number's.
        let mark = window[number]
        let isSignOrMark =
            mark.isSymbol(rules.numberFormat.decimal)
            || number == end && (mark.isSymbol("-") || mark.isSymbol("\u{2212}"))
        guard window.kind(number) == .digits || (isSignOrMark && window.kind(number + 1) == .digits) else { return nil }
        return (currency, number)
    }

    /// The longest symbol or code at an offset.
    private static func currency(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Currency, Int)? {
        let first = window[offset]
        guard first.kind == .symbol || (first.isWord && first.text.utf8.count <= 4), window.kind(offset - 1) != .word
        else { return nil }
        if window.kind(offset + 1) == .symbol, first.isWord,
            let currency = rules.currencies[first.text + window[offset + 1].text]
        {
            return (currency, offset + 2)
        }
        return rules.currencies[first.text].map { ($0, offset + 1) }
    }

    static func money(_ window: TokenWindow, _ rules: Rules, at offset: Int, sign: Numeral.Sign) -> Quantity? {
        if let (currency, number) = currencyBefore(window, rules, at: offset) {
            let isNegative = window[number].isSymbol("-") || window[number].isSymbol("\u{2212}")
            guard var (numeral, end) = numeral(window, rules, at: isNegative ? number + 1 : number) else { return nil }
            numeral.sign = isNegative ? .minus : sign
            takeCents(window, rules, &numeral, &end)
            var scale: Scale?
            if let (found, next) = self.scale(window, rules, at: end) { (scale, end) = (found, next) }
            return perUnit(window, rules, currency, numeral, scale, end)
        }
        guard var (numeral, end) = numeral(window, rules, at: offset) else { return nil }
        numeral.sign = sign
        takeCents(window, rules, &numeral, &end)
        let scale = scale(window, rules, at: end)
        let place = window.skippingSpace(scale?.1 ?? end)
        guard window.kind(place) != .end, let (currency, next) = currencyAfter(window, rules, at: place) else {
            return nil
        }
        return perUnit(window, rules, currency, numeral, scale?.0, next)
    }

    private static func currencyAfter(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Currency, Int)? {
        let first = window[offset]
        guard first.kind == .symbol || (first.isWord && first.text.utf8.count <= 8) else { return nil }
        var found: (Currency, Int)?
        if first.isWord, window.kind(offset + 1) == .symbol,
            let currency = rules.currencies[first.text + window[offset + 1].text]
        {
            found = (currency, offset + 2)
        } else if let currency = rules.currencies[first.text] {
            found = (currency, offset + 1)
        }
        // "5 $3": the symbol belongs to the number after it.
        guard let found, window.kind(found.1) != .digits else { return nil }
        return found
    }

    /// "million", or an abbreviation of it: "bn", "M".
    private static func scale(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Scale, Int)? {
        let place = window[offset].isSymbol("-") ? offset + 1 : window.skippingSpace(offset)
        guard window.kind(place) == .word else { return nil }
        let word = window[place]
        if let scale = rules.scales[word.lower] { return (scale, place + 1) }
        if !window[offset].isSymbol("-"), let scale = rules.scaleAbbreviations[word.text] {
            // "Mio." and "Mrd.": the full stop belongs to it if a word or a symbol follows.
            let isDotted =
                window[place + 1].isSymbol(".") && window.kind(place + 2) == .space
                && !window[place + 3].isCapitalized
            return (scale, isDotted ? place + 2 : place + 1)
        }
        return nil
    }

    /// An amount with "/month" after it, if there is one.
    private static func perUnit(
        _ window: TokenWindow, _ rules: Rules, _ currency: Currency, _ numeral: Numeral, _ scale: Scale?, _ end: Int
    ) -> Quantity {
        var result = Quantity(
            kind: .money, spoken: rules.money(numeral, currency, scale: scale), end: end, numeral: numeral)
        if window[end].isSymbol("/"), window.kind(end + 1) == .word {
            let word = window[end + 1]
            let unit = rules.units[word.text]?.singular ?? rules.units[word.lower]?.singular ?? word.text
            result.spoken += " " + rules.words.per + " " + unit
            result.end = end + 2
        } else if scale != nil, window.kind(end) == .space,
            [currency.major.singular, currency.major.plural].contains(window[end + 1].lower)
        {
            // "$1.5 million dollars": the currency is said once.
            result.end = end + 2
        }
        return result
    }

    /// Cents after a comma where the decimal mark is a full stop: "€3,50".
    private static func takeCents(_ window: TokenWindow, _ rules: Rules, _ numeral: inout Numeral, _ end: inout Int) {
        guard rules.numberFormat.decimal == ".", numeral.fraction == nil, !numeral.isGrouped, window[end].isSymbol(","),
            window.kind(end + 1) == .digits, window[end + 1].count == 2,
            !(window.kind(end + 2) == .symbol && window.kind(end + 3) == .digits)
        else { return }
        numeral.fraction = window[end + 1].text
        end += 2
    }
}
