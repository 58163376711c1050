/// Forms of science and schoolbooks: operands, units without a number, angles in degrees, minutes and seconds.
extension Recognizers {
    /// Whether an operator with spaces around it stands before the current token, and an operand before that:
    /// "x³ - 2x", "3/8 + 1/8".
    static func isOperand(_ window: TokenWindow) -> Bool {
        guard window.kind(-1) == .space, window.kind(-2) == .symbol, window.kind(-3) == .space,
            ["+", "-", "\u{2212}", "=", "×", "·"].contains(window[-2].text)
        else { return false }
        return ["+", "="].contains(window[-2].text) || isTerm(window, at: -4)
    }

    /// Whether a number, an exponent or a variable stands at an offset.
    static func isTerm(_ window: TokenWindow, at offset: Int) -> Bool {
        window.kind(offset) == .digits || window.kind(offset) == .symbol && superscripts[window[offset].scalar] != nil
            || window[offset].isLowercase && ["x", "y", "z", "n"].contains(window[offset].text)
    }

    /// "km/h", "kg/m³": a unit with a divisor, without a number.
    static func bareUnit(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(0) == .word, window[1].isSymbol("/"), window.kind(2) == .word,
            window.kind(-1) == .space || window.kind(-1) == .end || window[-1].isSymbol("("),
            window[0].count > 1 || superscripts[window[3].scalar] != nil,
            rules.units[window[2].text] != nil || rules.units[window[0].text + "/" + window[2].text] != nil,
            let (noun, end) = unit(window, rules, at: 0, isSpaced: false), end > 2, !window[end].isSymbol("/")
        else { return nil }
        return Reading(end, noun.plural)
    }

    /// "48° 51' 24"": an angle or a place on the globe.
    static func angle(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(-1) != .word, window.kind(-1) != .digits, let degree = rules.units["°"],
            let minute = rules.units["min"], let second = rules.units["s"], window[1].isSymbol("°")
        else { return nil }
        let minutes = window.skippingSpace(2)
        guard window.kind(minutes) == .digits, window[minutes].count <= 2, window[minutes + 1].isSymbol("'") else {
            return nil
        }
        var parts = [(window[0], degree), (window[minutes], minute)]
        var end = minutes + 2
        let seconds = window.skippingSpace(end)
        if window.kind(seconds) == .digits, window[seconds].count <= 2, window[seconds + 1].isSymbol("\"") {
            parts.append((window[seconds], second))
            end = seconds + 2
        }
        let spoken = parts.map { rules.quantity(Numeral(integer: $0.text), $1) }.joinedWords()
        // "48°51'24\"N"
        let letter = window.skippingSpace(end)
        if let bearing = rules.bearings[window[letter].text], window.kind(letter + 1) != .word,
            !window[letter + 1].isSymbol("-")
        {
            return Reading(letter + 1, spoken + " " + bearing)
        }
        return Reading(end, spoken + (window.kind(end) == .word ? " " : ""))
    }

    /// "NaCl", "HCl", "CaCO": the symbols of elements, letter by letter.
    static func formula(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        let text = window[0].text
        guard (3...8).contains(text.utf8.count), window[0].isCapitalized, !window[0].isUppercase,
            text.utf8.dropFirst().contains(where: { (0x41...0x5A).contains($0) }), text.utf8.count == text.count,
            window.kind(-1) != .word
        else { return nil }
        let symbols = symbols(in: text)
        guard symbols.count > 1, symbols.allSatisfy({ elements.contains($0) }) else { return nil }
        return Reading(1, rules.spelled(text.uppercased()))
    }

    /// "C6H12O6": elements and numbers, of which one has two digits; shorter ones are read as codes.
    static func countedFormula(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard window.kind(1) == .digits else { return nil }
        var (end, spoken, hasLongNumber): (Int, [String], Bool) = (0, [], false)
        while end < 16 {
            let token = window[end]
            if window.kind(end) == .digits, end > 0, token.count <= 2, let count = token.number, count > 1 {
                hasLongNumber = hasLongNumber || token.count == 2
                spoken.append(rules.cardinal(UInt64(count), .none))
            } else if window.kind(end) == .word, symbols(in: token.text).allSatisfy({ elements.contains($0) }) {
                spoken.append(rules.spelled(token.text.uppercased()))
            } else {
                break
            }
            end += 1
        }
        guard end > 2, hasLongNumber, window.kind(end) != .word, window.kind(end) != .digits else { return nil }
        return Reading(end, spoken.joinedWords())
    }

    /// "NaCl" -> Na, Cl: each begins with a capital.
    private static func symbols(in text: String) -> [String] {
        text.reduce(into: []) { symbols, character in
            if character.isUppercase || symbols.isEmpty {
                symbols.append(String(character))
            } else {
                symbols[symbols.count - 1].append(character)
            }
        }
    }

    private static let elements = RuleTables.words(
        "H C N O F P S K I Na Mg Al Si Cl Ca Cr Mn Fe Ni Cu Zn Br Ag Ba Hg Pb Li Ti")

    /// The slash of "3 fois/jour", "4 Tabletten/Tag".
    static func perSlash(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        // "3 fois/sem."
        if window[0].isSymbol("/"), window[-1].lower == "x" || rules.has(window[-1].lower, as: .times) {
            if let reading = perUnit(window, rules) { return reading }
        }
        // "3.500 € brutos/mes"
        if window[0].isSymbol("/"), rules.has(window[-1].lower, as: .wage), rules.has(window[1].lower, as: .divisor) {
            return Reading(2, " " + rules.divisor(window[1].text, ofMoney: true))
        }
        guard window[0].isSymbol("/"), window.kind(-1) == .word,
            window.kind(-2) == .digits && window[-1].lower == "x"
                || window.kind(-2) == .space && window.kind(-3) == .digits,
            rules.has(window[1].lower, as: .divisor), window.kind(2) != .digits, !window[2].isSymbol("/")
        else { return nil }
        // "5 days/wk."
        return perUnit(window, rules) ?? Reading(1, " " + rules.words.per + " ")
    }

    /// A slash and the abbreviation of a unit.
    private static func perUnit(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        guard let unit = rules.units[window[1].text], window.kind(1) == .word, window.kind(2) != .digits else {
            return nil
        }
        let isDotted = window[2].isSymbol(".") && !endsSentence(window, at: 2)
        return Reading(isDotted ? 3 : 2, " " + rules.divisor(unit.singular, ofMoney: false))
    }
}
