import Foundation

/// A tag in brackets, as people type it into plain text: `[pause:1.5s]`, `[rate:1.2]`, `[voice:alba]`.
enum BracketTag: Equatable {
    case pause(seconds: Double)
    case rate(Double)
    /// `nil`: the voice of the request, `[voice:default]`.
    case voice(String?)

    enum Match: Equatable {
        case none
        /// More of the line must be seen.
        case undecided
        case tag(BracketTag, length: Int)
        case malformed(String)
    }

    /// Bytes that a tag may have.
    static let longest = 128

    /// The tag that begins with the line's first byte, a bracket.
    /// - Parameter isWhole: whether the line's end is known.
    static func match(_ line: ArraySlice<UInt8>, isWhole: Bool) -> Match {
        let start = line.prefix(longest)
        guard let name = names.first(where: { agrees(start, $0) }) else { return .none }
        let label = name.utf8.count + 2
        guard line.count >= label else { return isWhole ? .none : .undecided }
        guard let end = start.firstIndex(of: UInt8(ascii: "]")) else {
            return isWhole || line.count >= longest ? .malformed("\"[\(name):\" has no closing bracket") : .undecided
        }
        // `[voice: a story](address)` is a link.
        guard end + 1 < line.endIndex || isWhole else { return .undecided }
        if end + 1 < line.endIndex, line[end + 1] == UInt8(ascii: "(") { return .none }
        let value = String(decoding: line[(line.startIndex + label)..<end], as: UTF8.self)
            .drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        let length = end + 1 - line.startIndex
        switch name {
        case "pause":
            guard let seconds = MarkupValue.seconds(String(value), bareUnit: 1) else {
                return .malformed(
                    "the pause is \"\(String(value))\", allowed: 0 to 60 seconds, such as [pause:1.5s] or [pause:500ms]"
                )
            }
            return .tag(.pause(seconds: seconds), length: length)
        case "rate":
            guard let rate = MarkupValue.rate(String(value)) else {
                return .malformed("the rate is \"\(String(value))\", allowed: 0.25 to 4, such as [rate:1.2]")
            }
            return .tag(.rate(rate), length: length)
        default:
            guard !value.isEmpty else { return .malformed("the voice has no name, expected [voice:NAME]") }
            return .tag(.voice(value.elementsEqual("default") ? nil : String(value)), length: length)
        }
    }

    private static let names = ["pause", "rate", "voice"]

    /// Whether a line begins with `[name:`, or with as much of it as there is.
    private static func agrees(_ line: ArraySlice<UInt8>, _ name: String) -> Bool {
        zip(line, "[\(name):".utf8).allSatisfy { byte, wanted in
            byte == wanted || InlineMarkReader.isLetter(byte) && byte | 0x20 == wanted
        }
    }
}

/// Values of tags and of attributes.
enum MarkupValue {
    /// Seconds of a pause: `1.5s`, `500ms`; `nil` for anything else and beyond ``Directive/longestPause``.
    /// - Parameter bareUnit: seconds that a number without a unit counts; `nil` = it needs one.
    static func seconds(_ text: String, bareUnit: Double?) -> Double? {
        let text = text.lowercased()
        let unit: Double
        var digits = text[...]
        if text.hasSuffix("ms") {
            (unit, digits) = (0.001, text.dropLast(2))
        } else if text.hasSuffix("s") {
            (unit, digits) = (1, text.dropLast())
        } else if let bareUnit {
            unit = bareUnit
        } else {
            return nil
        }
        while digits.last == " " { digits.removeLast() }
        guard let value = number(digits), value * unit <= Directive.longestPause else { return nil }
        return value * unit
    }

    /// A rate: a factor (`1.2`), a percentage (`120%`), a change (`+20%`), or a word of SSML; `nil` out of range.
    static func rate(_ text: String) -> Double? {
        guard let value = rates[text] ?? factor(text), Delivery.rates.contains(value) else { return nil }
        return value
    }

    /// A gain: decibels (`+6dB`), a change (`-20%`), or a word of SSML; `nil` out of range.
    static func gain(_ text: String) -> Float? {
        var value = gains[text]
        if value == nil, text.lowercased().hasSuffix("db") {
            value = signed(text.dropLast(2)).map { pow(10, $0 / 20) }
        }
        guard let gain = (value ?? factor(text)).map({ Float($0) }), Delivery.gains.contains(gain) else { return nil }
        return gain
    }

    private static let rates = ["x-slow": 0.5, "slow": 0.75, "medium": 1, "default": 1, "fast": 1.25, "x-fast": 1.5]
    private static let gains = [
        "silent": 0, "x-soft": 0.25, "soft": 0.5, "medium": 1, "default": 1, "loud": 2, "x-loud": 4,
    ]

    private static func factor(_ text: String) -> Double? {
        guard text.hasSuffix("%") else { return number(text[...]) }
        let digits = text.dropLast()
        if digits.first == "+" || digits.first == "-" { return signed(digits).map { 1 + $0 / 100 } }
        return number(digits).map { $0 / 100 }
    }

    private static func signed(_ text: Substring) -> Double? {
        switch text.first {
        case "+": number(text.dropFirst())
        case "-": number(text.dropFirst()).map { -$0 }
        default: number(text)
        }
    }

    /// Digits with at most one decimal point.
    private static func number(_ text: Substring) -> Double? {
        guard text.utf8.count <= 12, text.utf8.contains(where: { (0x30...0x39).contains($0) }),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") })
        else { return nil }
        return Double(text)
    }
}
