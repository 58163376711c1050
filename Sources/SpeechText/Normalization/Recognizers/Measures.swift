extension Recognizers {
    /// A number with a unit: "5 km", "5km", "5-km", "21 °C", "2 m²", "90 km/h".
    static func measure(_ window: TokenWindow, _ rules: Rules, _ numeral: Numeral, _ end: Int, from: Int = 0)
        -> Quantity?
    {
        if let (scale, next) = scaleBefore(window, rules, end) {
            // "100 million kg"
            guard let (noun, last) = unit(window, rules, at: window.skippingSpace(next), isSpaced: true) else {
                return nil
            }
            let spoken = [rules.quantity(numeral, scale.noun), noun.plural].joinedWords()
            return Quantity(kind: .measure, spoken: spoken, end: last, numeral: numeral)
        }
        let slash = window.skippingSpace(end)
        if window[slash].isSymbol("/"), let (noun, next) = unit(window, rules, at: slash + 1, isSpaced: false),
            window[slash + 1].count > 1 || next > slash + 2
        {
            // "12/kg", "40/m²"
            let spoken = [rules.number(numeral, .none), rules.words.per, noun.singular].joinedWords()
            return Quantity(kind: .measure, spoken: spoken, end: next, numeral: numeral)
        }
        // "seat 12A"
        if window[end].text == "A", rules.has(window[-2].lower, as: .place) { return nil }
        // "802.11ac"
        if window[end].text == "ac", window.kind(end) == .word { return nil }
        // "4K" is a resolution, "4 K" a temperature.
        if window[end].text == "K", window.kind(end) == .word { return nil }
        if let (scale, next) = abbreviatedScale(window, rules, end) {
            return Quantity(kind: .measure, spoken: rules.quantity(numeral, scale.noun), end: next, numeral: numeral)
        }
        let isHyphenated = window[end].isSymbol("-") && window.kind(end + 1) == .word
        // "00451-A" and "12-A" are codes.
        if isHyphenated, numeral.hasLeadingZero && numeral.fraction == nil || window[end + 1].text == "A" { return nil }
        let start = isHyphenated ? end + 1 : window.skippingSpace(end)
        guard let (noun, next) = unit(window, rules, at: start, isSpaced: window.kind(end) == .space) else {
            return nil
        }
        if isHyphenated {
            guard window.kind(next) == .space || window.kind(next) == .symbol && window[start].count > 1,
                // "6-ft-tall"
                // "3,5-mm-Buchse", "10-km-loop"
                !window[next].isSymbol("-") || rules.unitFollowers.contains(window[next + 1].lower)
                    || rules.joinsNouns && window.kind(next + 1) == .word
            else { return nil }
            let spoken = [rules.number(numeral, Agreement(gender: noun.gender, precedesNoun: true)), noun.singular]
            return Quantity(kind: .measure, spoken: spoken.joinedWords(), end: next, numeral: numeral)
        }
        if rules.isAttributive(context(window, rules, from: from, to: next)) {
            let spoken = rules.number(numeral, .none) + " " + noun.singular
            return Quantity(kind: .measure, spoken: spoken, end: next, numeral: numeral)
        }
        return Quantity(kind: .measure, spoken: rules.quantity(numeral, noun), end: next, numeral: numeral)
    }

    private static func scaleBefore(_ window: TokenWindow, _ rules: Rules, _ end: Int) -> (Scale, Int)? {
        guard window.kind(end) == .space, window.kind(end + 1) == .word, let scale = rules.scales[window[end + 1].lower]
        else { return nil }
        return (scale, end + 2)
    }

    /// "1 Mio. Menschen": an abbreviated scale before what is counted.
    private static func abbreviatedScale(_ window: TokenWindow, _ rules: Rules, _ end: Int) -> (Scale, Int)? {
        guard window.kind(end) == .space, window.kind(end + 1) == .word,
            window[end + 1].count >= 2 || window[end + 1].text == "M" && isScaleOf(window, rules, at: end + 1),
            rules.units[window[end + 1].text] == nil || isScaleOf(window, rules, at: end + 1),
            let scale = rules.scaleAbbreviations[window[end + 1].text]
        else { return nil }
        let after = window[end + 2].isSymbol(".") ? end + 3 : end + 2
        // "3 Mio. Das ist viel."
        if after == end + 3, window.kind(after) == .space, window[after + 1].isCapitalized,
            rules.sentenceStarters.contains(window[after + 1].lower)
        {
            return (scale, end + 2)
        }
        if window.kind(after) == .space, window.kind(after + 1) == .word { return (scale, after) }
        // "1 mld": three letters are no word.
        let isInside = after == end + 3 && [",", ";", ":", ")", "("].contains(window[window.skippingSpace(after)].text)
        return window[end + 1].count > 2 ? (scale, isInside ? after : end + 2) : nil
    }

    /// "68 M d'habitants", "10 mi de habitantes": millions of what is counted.
    private static func isScaleOf(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> Bool {
        ["M", "mi", "MM"].contains(window[offset].text) && window.kind(offset + 1) == .space
            && rules.has(window[offset + 2].lower, as: .of)
            && (window.kind(offset + 3) == .space || window[offset + 3].isSymbol("'"))
    }

    /// The unit at an offset and the offset after it.
    static func unit(_ window: TokenWindow, _ rules: Rules, at offset: Int, isSpaced: Bool) -> (Noun, Int)? {
        // A letter before the number makes both parts of a code: "W26s".
        guard var (noun, end) = simpleUnit(window, rules, at: offset) else { return nil }
        // "5/6 min 1/100": minus.
        if window[offset].text == rules.words.minus, window.kind(end) == .space, window.kind(end + 1) == .digits,
            !["s", "sec"].contains(window[window.skippingSpace(end + 2)].text)
        {
            return nil
        }
        // "10 t/m 20" is no ton per metre in Dutch.
        if window[end].isSymbol("/"), rules.has(window[offset].text + "/" + window[end + 1].text, as: .rangeLink) {
            return nil
        }
        if rules.unitsBeforeNoWord.contains(window[offset].text), end == offset + 1, isSpaced,
            window.kind(end) == .space || window.kind(end) == .word,
            !rules.unitFollowers.contains(window[window.skippingSpace(end)].lower),
            // "3,5 ha di bosco"
            !(window[offset].text == "ha" && rules.has(window[window.skippingSpace(end)].lower, as: .of)),
            // "230 V und 16 A"
            !(["V", "W"].contains(window[offset].text)
                && rules.functionWords.contains(window[window.skippingSpace(end)].lower))
        {
            return nil
        }
        // "2 caps./dag"
        if window[end].isSymbol("."), window[end + 1].isSymbol("/"), window.kind(end + 2) == .word { end += 1 }
        if window[end].isSymbol("/"), let (divisor, next) = simpleUnit(window, rules, at: end + 1) {
            let words = " " + rules.divisor(divisor.singular, ofMoney: false)
            noun = Noun(noun.singular + words, noun.plural + words, noun.gender)
            end = next
        } else if window[end].isSymbol("/"), window.kind(end + 1) == .digits,
            let (amount, next) = numeral(window, rules, at: end + 1), amount.fraction == nil,
            let value = amount.value, [10, 100, 1000].contains(value),
            let (divisor, last) = simpleUnit(window, rules, at: window.skippingSpace(next))
        {
            // "7,4 l/100 km", "50 kcal/100 ml"
            let count = [rules.words.forEvery ?? rules.words.per, rules.cardinal(value, .none), divisor.plural]
            let words = " " + count.joinedWords()
            noun = Noun(noun.singular + words, noun.plural + words, noun.gender)
            end = last
        } else if window[end].isSymbol("/"), window[end + 1].isLowercase || window[end + 1].isCapitalized,
            window[end + 1].count > 2, !window[end + 1].isUppercase
        {
            // "kWh/day", "g/Tag"
            let divisor = " " + rules.divisor(window[end + 1].text, ofMoney: false)
            noun = Noun(noun.singular + divisor, noun.plural + divisor, noun.gender)
            end += 2
        }
        // "2021-2024 J. Doe": an initial; "Gl. 3 A-C": letters.
        if isSpaced, end == offset + 1, window[offset].count == 1, window[offset].isUppercase {
            let isInitial =
                window[end].isSymbol(".") && window.kind(end + 1) == .space && window[end + 2].isCapitalized
                && !rules.sentenceStarters.contains(window[end + 2].lower)
            if isInitial || window[end].isSymbol("-") && window[end + 1].count == 1 { return nil }
        }
        // "m s⁻²", "m·s⁻¹"
        if window.kind(end) == .space || window[end].isSymbol("·"), window.kind(end + 1) == .word,
            let (divisor, next) = simpleUnit(window, rules, at: end + 1),
            divisor.singular.hasPrefix(rules.words.per + " "),
            exponent(window, at: end + 2) != nil
        {
            noun = Noun(noun.singular + " " + divisor.singular, noun.plural + " " + divisor.singular, noun.gender)
            end = next
        }
        let isCompound =
            window.kind(end) == .digits && simpleUnit(window, rules, at: end + 1) != nil
            && window[offset].count > 1 && window.kind(end + 2) != .word && window.kind(end + 2) != .digits
        guard window.kind(end) != .word, window.kind(end) != .digits || isCompound else { return nil }
        guard !window[end].isSymbol(".") || window.kind(end + 1) != .word else { return nil }
        // "les 5 s'en vont": an elided word.
        guard !window[end].isSymbol("'") || window.kind(end + 1) != .word else { return nil }
        if window[offset].isSymbol("\""), isQuoted(window, before: offset) { return nil }
        // The full stop of an abbreviated unit: "5 ft. tall", "5 ft.,", "5 ft. 3 in.".
        if window[offset].isWord, window[end].isSymbol(".") {
            let after = window[end + 1]
            let isCompound =
                window.kind(end + 2) == .digits && simpleUnit(window, rules, at: window.skippingSpace(end + 3)) != nil
            // "1 Pck. Backpulver", "1 comp. 3 veces"
            // "1,5 Std. Fahrt, 30 Min. Pause": a noun that no verb follows.
            let isNoun =
                rules.joinsNouns && window[end + 2].isCapitalized
                && !rules.sentenceStarters.contains(window[end + 2].lower)
            let isContainer =
                rules.containers.contains(window[offset].text) && (window.kind(end + 2) == .digits || isNoun)
                || isNoun && window.kind(end + 3) == .symbol
            let goesOn = after.kind == .space && (window[end + 2].isLowercase || isCompound || isContainer)
            let isInside =
                after.kind == .space && ["(", "~", "≈", "=", "+", "×", ":", ";"].contains(window[end + 2].text)
            if goesOn || isInside || after.isSymbol(",") || after.isSymbol(")") || after.isSymbol(";")
                || after.isSymbol(":")
            {
                end += 1
            }
        }
        return (noun, end)
    }

    /// Whether a quotation is open before an offset: then the mark closes it and is no inch.
    private static func isQuoted(_ window: TokenWindow, before offset: Int) -> Bool {
        var isOpen = false
        for place in -TokenWindow.back..<offset where window[place].isSymbol("\"") {
            // A mark after a number is that of inches unless it closes a quotation.
            let isInch = window[place - 1].isDigits || vulgarFractions[window[place - 1].scalar] != nil
            if isOpen || !isInch { isOpen.toggle() }
        }
        return isOpen
    }

    /// A symbol of the table, with an exponent.
    private static func simpleUnit(_ window: TokenWindow, _ rules: Rules, at offset: Int) -> (Noun, Int)? {
        let first = window[offset]
        guard first.isWord || (first.kind == .symbol && !first.isSymbol(".") && !first.isSymbol(",")) else {
            return nil
        }
        var found: (Noun, Int)?
        // Longest first: "°C", "km/h", "fl oz".
        for length in stride(from: 3, through: 1, by: -1) {
            var key = first.text
            var isBroken = false
            for index in 1..<3 where index < length {
                let token = window[offset + index]
                if token.isBlank, token.kind != .space { isBroken = true }
                key += token.text
            }
            if isBroken { continue }
            if let noun = rules.units[key] {
                found = (noun, offset + length)
                break
            }
        }
        if found == nil, first.isWord, window[offset + 1].isSymbol("."), window.kind(offset + 2) == .space,
            window.kind(offset + 3) == .word, let noun = rules.units[first.text + " " + window[offset + 3].text]
        {
            // "sq. ft."
            found = (noun, offset + 4)
        }
        guard let (noun, end) = found else { return nil }
        if let (power, next) = exponent(window, at: end), (-3...3).contains(power), power != 0, power != 1 {
            let whole = power.magnitude == 1 ? noun : rules.power(Int(power.magnitude), of: noun)
            // "mol⁻¹"
            return (power > 0 ? whole : Noun(rules.words.per + " " + whole.singular), next)
        }
        if first.isWord, window.kind(end) == .digits, let power = window[end].number, power == 2 || power == 3,
            window.kind(end + 1) != .word
        {
            return (rules.power(power, of: noun), end + 1)
        }
        return (noun, end)
    }
}
