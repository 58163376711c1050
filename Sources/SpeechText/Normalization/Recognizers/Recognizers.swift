/// The written forms that the engine knows, in the order in which they are tried. The chains are short, since the
/// compiler takes seconds to check one of ten calls.
enum Recognizers {
    typealias Rules = any LanguageRules

    /// What stands at the current token; nil if it is spoken as it is written.
    static func reading(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        switch window.kind(0) {
        case .word: word(window, rules)
        case .digits: number(window, rules)
        case .symbol: symbol(window, rules)
        case .nothing: Reading(1, "")
        // The token itself, not only its kind: streamed text waits until it is whole.
        case .space: window[1].kind == .symbol ? space(window) : nil
        case .newline, .end: nil
        }
    }

    /// A space before a mark.
    private static func space(_ window: TokenWindow) -> Reading? {
        // No space before the pause that a "|" becomes.
        if window[1].isSymbol("|") || isEllipsis(window) || isLooseComma(window) { return Reading(1, "") }
        return emoticon(window) ?? menuStep(window)
    }

    private static func number(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        digitsWithMarks(window, rules)
            ?? angle(window, rules)
            ?? telephone(window, rules)
            ?? dayMonth(window, rules)
            ?? dotted(window, rules)
            ?? quantityOrRange(window, rules)
    }

    private static func digitsWithMarks(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        code(window, rules) ?? verse(window, rules) ?? rules.ownReading(window) ?? fixedForm(window, rules)
            ?? digitalObject(window, rules) ?? groupedDigits(window, rules)
    }

    private static func groupedDigits(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        address(window, rules) ?? calendar(window, rules) ?? multiple(window, rules) ?? version(window, rules)
            ?? lengthOfTime(window, rules) ?? height(window, rules) ?? sportTime(window, rules)
    }

    private static func calendar(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        timestamp(window, rules) ?? numericDate(window, rules) ?? monthAndYear(window, rules)
            ?? zeroDate(window, rules) ?? season(window, rules)
    }

    private static func word(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        name(window, rules)
            ?? monthRange(window, rules)
            ?? monthDay(window, rules)
            ?? quantityOrRange(window, rules)
            ?? letters(window, rules)
    }

    private static func letters(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        abbreviation(window, rules)
            ?? romanNumeral(window, rules)
            ?? initials(window, rules)
            ?? lonelyRoman(window, rules)
            ?? initialism(window, rules)
            ?? formula(window, rules)
    }

    private static func name(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        bareUnit(window, rules) ?? bearing(window, rules) ?? code(window, rules) ?? weekday(window, rules)
            ?? rules.ownReading(window)
            ?? address(window, rules)
    }

    private static func symbol(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        emoticon(window) ?? rules.ownReading(window) ?? enclosed(window, rules) ?? address(window, rules)
            ?? signOrMark(window, rules)
    }

    private static func enclosed(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        bracketedAddress(window, rules) ?? dunder(window, rules) ?? tag(window)
    }

    private static func signOrMark(_ window: TokenWindow, _ rules: Rules) -> Reading? {
        telephone(window, rules) ?? quantityOrRange(window, rules) ?? punctuation(window, rules)
            ?? readSymbol(window, rules)
    }
}
