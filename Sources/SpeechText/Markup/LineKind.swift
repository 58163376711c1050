/// What a line of Markdown is, as far as its reading goes.
enum LineKind: Equatable {
    case plain, blank, heading, listItem, quote, tableRow, code
    /// A line of marks that is not spoken: a rule, the underline of a heading, a table's separator, a fence of code.
    case mark(isFence: Bool)

    /// Whether such a line is a sentence of its own, with or without a full stop.
    var standsAlone: Bool {
        switch self {
        case .plain, .quote: false
        default: true
        }
    }
}

/// The beginning of a line: what it is, and how its first bytes are spoken.
struct LinePrefix: Equatable {
    var kind: LineKind
    /// Bytes before the line's text.
    var length: Int
    /// What is spoken in their place: the number of a list's item.
    var spoken = ""
    /// Of an item of a numbered list.
    var number: Int?
}

extension LinePrefix {
    /// Classifies the line at the start of `bytes`.
    /// - Parameters:
    ///   - isWhole: whether `bytes` has the whole line.
    ///   - lastNumber: the number of the last item of a list.
    /// - Returns: `nil` if more of the line must be seen.
    init?(_ bytes: ArraySlice<UInt8>, isWhole: Bool, isCode: Bool, lastNumber: Int? = nil) {
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        let hasEnd = isWhole || line.count < bytes.count
        let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
        let text = line.dropFirst(indent)
        guard let first = text.first else {
            guard hasEnd else { return nil }
            self.init(kind: .blank, length: indent)
            return
        }
        if first == UInt8(ascii: "`") || first == UInt8(ascii: "~") {
            let fence = text.prefix { $0 == first }.count
            if !hasEnd, text.count < 4096, fence >= 3 || fence == text.count { return nil }
            if fence >= 3, hasEnd {
                self.init(kind: .mark(isFence: true), length: line.count)
                return
            }
        }
        if isCode {
            self.init(kind: .code, length: indent)
            return
        }
        switch first {
        case UInt8(ascii: "#"):
            let marks = text.prefix { $0 == first }.count
            guard marks < text.count || hasEnd else { return nil }
            if marks <= 6, marks == text.count || text[text.startIndex + marks] == 0x20 {
                let length = marks + Self.spaces(text.dropFirst(marks))
                guard length < text.count || hasEnd else { return nil }
                self.init(kind: .heading, length: indent + length)
                return
            }
        case UInt8(ascii: ">"):
            guard text.count > 1 || hasEnd else { return nil }
            if text.count == 1 || text[text.startIndex + 1] == 0x20 || text[text.startIndex + 1] == first {
                let inner = 1 + Self.spaces(text.dropFirst())
                guard
                    let rest = LinePrefix(
                        bytes.dropFirst(indent + inner), isWhole: isWhole, isCode: false, lastNumber: lastNumber)
                else { return nil }
                let kind = rest.kind == .plain ? .quote : rest.kind
                self.init(kind: kind, length: indent + inner + rest.length, spoken: rest.spoken, number: rest.number)
                return
            }
        case UInt8(ascii: "|"):
            guard hasEnd || text.count >= 4096 else { return nil }
            let isSeparator = text.allSatisfy { "|:- \t+".utf8.contains($0) }
            self.init(kind: isSeparator ? .mark(isFence: false) : .tableRow, length: isSeparator ? line.count : indent)
            return
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "_"), UInt8(ascii: "="):
            let isMarks = text.allSatisfy { $0 == first || $0 == 0x20 || $0 == 0x09 }
            if isMarks, !hasEnd { return nil }
            let count = text.count { $0 == first }
            if isMarks, count >= 3 {
                self.init(kind: .mark(isFence: false), length: line.count)
                return
            }
            if first != UInt8(ascii: "_"), first != UInt8(ascii: "="), text.count > 1,
                text[text.startIndex + 1] == 0x20 || text[text.startIndex + 1] == 0x09
            {
                let rest = text.dropFirst(1 + Self.spaces(text.dropFirst()))
                guard let box = Self.checkbox(rest, hasEnd: hasEnd) else { return nil }
                guard rest.count > box || hasEnd else { return nil }
                self.init(kind: .listItem, length: indent + text.count - rest.count + box)
                return
            }
        case 0xE2:
            // A bullet, U+2022 or U+2023.
            guard text.count > 3 || hasEnd else { return nil }
            let isBullet =
                text.count > 3 && text[text.startIndex + 1] == 0x80
                && (text[text.startIndex + 2] == 0xA2 || text[text.startIndex + 2] == 0xA3)
            if isBullet {
                let length = 3 + Self.spaces(text.dropFirst(3))
                guard length < text.count || hasEnd else { return nil }
                self.init(kind: .listItem, length: indent + length)
                return
            }
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let digits = text.prefix { (0x30...0x39).contains($0) }.count
            guard digits + 1 < text.count || hasEnd || digits > 9 else { return nil }
            if digits <= 9, digits + 1 < text.count, ".)".utf8.contains(text[text.startIndex + digits]),
                text[text.startIndex + digits + 1] == 0x20
            {
                let number = String(decoding: text.prefix(digits), as: UTF8.self)
                let length = digits + 1 + Self.spaces(text.dropFirst(digits + 1))
                let isDotted = text[text.startIndex + digits] == UInt8(ascii: ".")
                // "3. Platz" is an ordinal unless it goes on a list, and "1. Mai" is a day.
                let continues = Int(number).map { $0 <= 1 || lastNumber == $0 - 1 } ?? false
                guard let isDay = isDotted ? Self.isOrdered(text.dropFirst(length), hasEnd: hasEnd) : false else {
                    return nil
                }
                guard !isDotted || continues && !isDay else { break }
                guard length < text.count || hasEnd else { return nil }
                self.init(kind: .listItem, length: indent + length, spoken: number + ": ", number: Int(number))
                return
            }
        default: break
        }
        self.init(kind: .plain, length: 0)
    }

    /// Whether the text begins with a month, or with what else has an ordinal before it ("1. FC Köln"), in a language
    /// that writes ordinals with a full stop; `nil` if more must be seen.
    private static func isOrdered(_ text: ArraySlice<UInt8>, hasEnd: Bool) -> Bool? {
        let word = text.prefix(12).prefix { InlineMarkReader.isLetter($0) || $0 >= 0x80 }
        guard word.count < text.count || hasEnd || word.count >= 12 else { return nil }
        return ordered.contains(String(decoding: word, as: UTF8.self).lowercased())
    }

    private static let ordered: Set<String> = [
        "fc", "fsv", "fck", "bundesliga", "liga", "weltkrieg", "advent", "runde", "platz", "halbzeit", "januar",
        "jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
        "dezember", "jan", "feb", "apr", "aug", "sept", "sep", "okt", "nov", "dez",
    ]

    private static func spaces(_ bytes: ArraySlice<UInt8>) -> Int { bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count }

    /// Bytes of a task's box, `[ ] ` or `[x] `; `nil` if more must be seen.
    private static func checkbox(_ bytes: ArraySlice<UInt8>, hasEnd: Bool) -> Int? {
        guard bytes.first == UInt8(ascii: "[") else { return 0 }
        guard bytes.count >= 4 else { return hasEnd ? 0 : nil }
        let start = bytes.startIndex
        let isBox =
            " xX".utf8.contains(bytes[start + 1]) && bytes[start + 2] == UInt8(ascii: "]") && bytes[start + 3] == 0x20
        return isBox ? 4 : 0
    }
}
