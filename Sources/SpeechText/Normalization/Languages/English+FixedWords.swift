/// English words of a fixed form: those of chats, abbreviations that a neighbour decides, and pairs with a slash.
extension English {
    /// "b4", "l8r", "2nite": words of chats with a digit in them.
    func chatWord(_ window: TokenWindow) -> Reading? {
        guard window[-1].isBlank,
            window.kind(1) == .digits || window.kind(0) == .digits && window.kind(1) == .word
        else { return nil }
        var (text, end) = ("", 0)
        while end < 3, window.kind(end) == .word || window.kind(end) == .digits {
            text += window[end].lower
            end += 1
        }
        guard end > 1, window[end].isBlank || [".", "!", ",", "?"].contains(window[end].text),
            let spoken = Self.chatWords[text]
        else { return nil }
        return Reading(end, spoken)
    }

    private static let chatWords = [
        "b4": "before", "gr8": "great", "l8r": "later", "h8": "hate", "w8": "wait", "m8": "mate", "str8": "straight",
        "2nite": "tonight", "2night": "tonight", "2moro": "tomorrow", "2morrow": "tomorrow",
    ]

    /// "and/or", "w/o", "et al.", "C#".
    func fixedWords(_ window: TokenWindow) -> Reading? {
        if window[1].isSymbol("/"), window.kind(2) == .word, window.kind(3) != .word, window.kind(-1) != .word,
            let spoken = Self.slashed[window[0].lower + "/" + window[2].lower]
        {
            return Reading(3, spoken)
        }
        switch window[0].text {
        case "PhD" where window.kind(1) != .digits: return Reading(1, "P H D")
        case "PhDs": return Reading(1, "P H D s")
        case "c"
        where window[1].isSymbol(".") && window.kind(-1) == .space
            && (window[3].isLowercase || window[3].isSymbol("("))
            && (window.kind(-2) == .digits || Recognizers.vulgarFractions[window[-2].scalar] != nil):
            let isFraction = window[-3].isSymbol("/") || window.kind(-2) == .symbol
            // "2¼ c.", "1 1/2 c."
            let isMixed = window.kind(-2) == .symbol ? window.kind(-3) == .digits : window.kind(-6) == .digits
            return Reading(2, isFraction ? isMixed ? "cups" : "cup" : window[-2].text == "1" ? "cup" : "cups")
        case "v"
        where window[1].isSymbol(".") && window[-2].isCapitalized && window.kind(2) == .space
            && window[3].isCapitalized:
            return Reading(2, "versus")
        case "c"
        where window[1].isSymbol(".") && window.kind(-1) == .space && ordinalSuffixes[window[-2].lower] != nil
            && window.kind(-3) == .digits:
            return Reading(2, "century")
        case "Sr" where window[1].isSymbol(".") && !window[-2].isCapitalized && window[3].isCapitalized:
            return Reading(2, "Senior")
        case "Jr" where window[1].isSymbol(".") && !window[-2].isCapitalized && window[3].isCapitalized:
            return Reading(2, "Junior")
        case "est", "Est":
            guard window[1].isSymbol("."), window[-1].isBlank, window.kind(2) == .space else { return nil }
            if window[3].count == 4 && window.kind(3) == .digits || window[3].lower == "in" {
                return Reading(2, "established")
            }
            // "beat est. by two cents"
            if window[3].lower == "by" { return Reading(2, "estimates") }
            return window[3].isLowercase || window.kind(3) == .digits ? Reading(2, "estimated") : nil
        case "x" where window.kind(-1) == .digits && window[1].isSymbol("/") && has(window[2].lower, as: .divisor):
            return Reading(1, " times")
        case "Apt", "apt":
            return window.kind(1) == .space && window.kind(2) == .digits ? Reading(1, "apartment") : nil
        case "WWI": return Reading(1, "World War one")
        case "WWII": return Reading(1, "World War two")
        case "WW" where window[1].text == "1" && window.kind(2) != .digits: return Reading(2, "World War one")
        case "WW" where window[1].text == "2" && window.kind(2) != .digits: return Reading(2, "World War two")
        case "MSc" where window.kind(1) != .digits: return Reading(1, "M S C")
        case "BSc" where window.kind(1) != .digits: return Reading(1, "B S C")
        case "w" where window[1].isSymbol("/") && window.kind(2) != .word: return Reading(2, "with")
        case "al" where window[1].isSymbol(".") && window[-2].lower == "et": return Reading(2, "al")
        case "C", "F":
            return window[1].isSymbol("#") && window.kind(-1) != .word ? Reading(2, window[0].text + " sharp") : nil
        default: return nil
        }
    }

    private static let slashed = [
        "and/or": "and or", "w/o": "without", "b/c": "because", "n/a": "N A", "c/o": "care of",
        "km/h": "kilometers per hour", "m/s": "meters per second", "y/y": "year over year",
        "s/n": "serial number", "p/n": "part number", "q/q": "quarter over quarter", "m/m": "month over month",
    ]
}
