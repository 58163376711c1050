extension Recognizers {
    /// A currency's symbol or code at an offset, and the offset of the number after it.
    static func currencyBefore(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Currency, Int)? {
        guard let (currency, end) = currency(window, rules, at: offset) else { return nil }
        let number = window.skippingSpace(end)
        // "$ and 5": a symbol with a space belongs to a number only if it is the number's.
        let mark = window[number]
        let isSignOrMark =
            mark.isSymbol(rules.numberFormat.decimal) || mark.isSymbol("-") || mark.isSymbol("\u{2212}")
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
        // "Euro 6", "Euro 2016": a norm and a championship.
        if first.text == "Euro", window.kind(offset + 1) == .space, let number = window[offset + 2].number,
            number < 8 || (1960...2060).contains(number),
            window[offset + 3].kind != .symbol || window[offset + 4].isBlank
        {
            return nil
        }
        // One letter before digits makes a code: "F1".
        if first.isWord, first.count == 1 { return nil }
        return rules.currencies[first.text].map { ($0, offset + 1) }
    }

    static func money(_ window: TokenWindow, _ rules: Rules, at offset: Int, sign: Numeral.Sign) -> Quantity? {
        if case (var currency, let number)? = currencyBefore(window, rules, at: offset) {
            let isNegative = window[number].isSymbol("-") || window[number].isSymbol("\u{2212}")
            guard var (numeral, end) = numeral(window, rules, at: isNegative ? number + 1 : number) else { return nil }
            numeral.sign = isNegative ? .minus : sign
            takeCents(window, rules, &numeral, &end)
            if let shared = sharedScale(window, rules, currency, numeral, at: end) { return shared }
            takeThousands(window, rules, at: offset, &numeral)
            var scale: Scale?
            if let (found, next) = self.scale(window, rules, at: end) { (scale, end) = (found, next) }
            // "$1.500 MXN": the code says which dollars or pesos they are.
            if window[offset].kind == .symbol, window.kind(end) == .space, window[end + 1].isUppercase,
                window[end + 1].count == 3, let coded = rules.currencies[window[end + 1].text]
            {
                (currency, end) = (coded, end + 2)
            }
            // "$500 pesos": the word says which they are.
            if window.kind(end) == .space, window[end + 1].isLowercase, window[offset].kind == .symbol {
                if window[end + 1].lower == currency.major.plural.lowercased() {
                    end += 2
                } else if window[end + 1].lower == "pesos", let pesos = rules.currencies["MXN"] {
                    (currency, end) = (Currency(Noun("peso", "pesos", .masculine), pesos.minor), end + 2)
                }
            }
            return perUnit(window, rules, currency, numeral, scale, end)
        }
        guard var (numeral, end) = numeral(window, rules, at: offset) else { return nil }
        numeral.sign = sign
        takeCents(window, rules, &numeral, &end)
        // With a space where the comma is the decimal mark: "5 £20 notes" are none.
        let symbol = rules.numberFormat.decimal == "," ? window.skippingSpace(end) : end
        if let (currency, cents) = centsBehind(window, rules, numeral, at: symbol) {
            numeral.fraction = cents
            return perUnit(window, rules, currency, numeral, nil, symbol + 2)
        }
        let scale = scale(window, rules, at: end)
        let place = window.skippingSpace(scale?.1 ?? end)
        guard window.kind(place) != .end, let (currency, next) = currencyAfter(window, rules, at: place) else {
            return nil
        }
        return perUnit(window, rules, currency, numeral, scale?.0, next)
    }

    /// "12€50", "12 €50": the cents stand behind the symbol.
    private static func centsBehind(
        _ window: TokenWindow, _ rules: Rules, _ numeral: Numeral, at offset: Int
    ) -> (Currency, String)? {
        guard numeral.fraction == nil, window.kind(offset) == .symbol,
            let currency = rules.currencies[window[offset].text],
            currency.minor != nil, window.kind(offset + 1) == .digits, window[offset + 1].count == 2,
            window.kind(offset + 2) != .word,
            !(window.kind(offset + 2) == .symbol && window.kind(offset + 3) == .digits)
        else { return nil }
        return (currency, window[offset + 1].text)
    }

    /// "$65 to 70 million": the scale and the currency of the second number are those of the first, too.
    private static func sharedScale(
        _ window: TokenWindow, _ rules: Rules, _ currency: Currency, _ numeral: Numeral, at end: Int
    ) -> Quantity? {
        guard window.kind(end) == .space, window.kind(end + 1) == .word, window.kind(end + 2) == .space,
            window[end + 1].lower != rules.words.and, rules.has(window[end + 1].lower, as: .rangeLink),
            case let (second, next)? = self.numeral(window, rules, at: end + 3),
            let (scale, last) = self.scale(window, rules, at: next)
        else { return nil }
        let spoken = [
            rules.number(numeral, .none), window[end + 1].text, rules.money(second, currency, scale: scale),
        ]
        return Quantity(kind: .money, spoken: spoken.joinedWords(), end: last, numeral: numeral)
    }

    /// "US$5,000": half of the countries that speak Spanish write it so, and dollars and pesos have no thousandths.
    private static func takeThousands(_ window: TokenWindow, _ rules: Rules, at offset: Int, _ numeral: inout Numeral) {
        guard rules.numberFormat.groupsDollarsWithComma, !numeral.isGrouped, let fraction = numeral.fraction,
            fraction.utf8.count == 3, (1...3).contains(numeral.integer.utf8.count), !numeral.hasLeadingZero,
            numeral.integer != "0", window[offset].isSymbol("$") || window[offset + 1].isSymbol("$")
        else { return }
        numeral.integer += fraction
        numeral.fraction = nil
        numeral.isGrouped = true
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
    static func scale(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Scale, Int)? {
        let place = window[offset].isSymbol("-") ? offset + 1 : window.skippingSpace(offset)
        guard window.kind(place) == .word else { return nil }
        let word = window[place]
        if let scale = rules.scales[word.lower] { return (scale, place + 1) }
        // "k.k." is an abbreviation of its own.
        if word.count == 1, window[place + 1].isSymbol("."), window.kind(window.skippingSpace(place + 2)) == .word,
            place + 2 == window.skippingSpace(place + 2) || window[place + 3].count == 1
        {
            return nil
        }
        if !window[offset].isSymbol("-"), window.kind(place + 1) != .digits,
            let scale = rules.scaleAbbreviations[word.text]
        {
            // "Mio." and "Mrd.": the full stop belongs to it if a word or a symbol follows.
            let isDotted =
                isFullStopInside(window, at: place + 1)
                || window[place + 1].isSymbol(".") && window.kind(place + 2) == .space
                    && !endsSentence(window, at: place + 1)
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
        if numeral.fraction == nil || scale != nil, rules.isAttributive(context(window, rules, to: end)),
            result.spoken.hasSuffix(currency.major.plural)
        {
            // "a $5 bill", "a $48.6 million budget"
            result.spoken = result.spoken.dropLast(currency.major.plural.count) + currency.major.singular
        }
        // "5 € / Monat"
        let isSpaced =
            window.kind(end) == .space && window[end + 1].isSymbol("/") && window.kind(end + 2) == .space
            && (window[end + 3].isLowercase || rules.units[window[end + 3].text] != nil)
        let slash = isSpaced ? end + 1 : end
        if window[slash].isSymbol("/"), window.kind(isSpaced ? slash + 2 : slash + 1) == .word {
            let end = isSpaced ? slash + 1 : slash
            let word = window[end + 1]
            let unit = rules.units[word.text]?.singular ?? rules.units[word.lower]?.singular ?? word.text
            result.spoken += " " + rules.divisor(unit, ofMoney: true)
            let isDotted =
                isFullStopInside(window, at: end + 2)
                || window[end + 2].isSymbol(".") && window.kind(end + 3) == .space && window[end + 4].isLowercase
            result.end = isDotted ? end + 3 : end + 2
        } else if scale != nil, window.kind(end) == .space,
            [currency.major.singular, currency.major.plural].contains(window[end + 1].lower)
        {
            // "$1.5 million dollars": the currency is said once.
            result.end = end + 2
        } else if isFullStopInside(window, at: end), window[end - 1].isWord {
            // "75 cts., 80 cts."
            result.end = end + 1
        }
        return result
    }

    /// Whether a full stop has another mark behind it and ends no sentence: "3 mld., 4 mld."
    static func isFullStopInside(_ window: TokenWindow, at offset: Int) -> Bool {
        window[offset].isSymbol(".") && [",", ";", ":"].contains(window[offset + 1].text)
    }

    /// Cents after a comma where the decimal mark is a full stop: "€3,50".
    private static func takeCents(_ window: TokenWindow, _ rules: Rules, _ numeral: inout Numeral, _ end: inout Int) {
        // "20.-" as in Switzerland.
        if window[end].isSymbol("."), isDash(window[end + 1]), window.kind(end + 2) != .digits, numeral.fraction == nil
        {
            end += isDash(window[end + 2]) ? 3 : 2
        }
        guard rules.numberFormat.decimal == ".", numeral.fraction == nil, !numeral.isGrouped, window[end].isSymbol(","),
            window.kind(end + 1) == .digits, window[end + 1].count == 2,
            !(window.kind(end + 2) == .symbol && window.kind(end + 3) == .digits)
        else { return }
        numeral.fraction = window[end + 1].text
        end += 2
    }
}
