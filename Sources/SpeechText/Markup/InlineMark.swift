/// Marks within a line of Markdown: emphasis, code, links. Their text is spoken, the marks are not.
enum InlineMark: Equatable {
    /// Not a mark: the bytes are text.
    case text(length: Int)
    /// Bytes that are not spoken here, and bytes further on in the line that are not spoken either.
    case open(length: Int, close: Range<Int>)
    /// Code, or a part without marks in it: bytes before, the text, bytes after.
    case literal(before: Int, text: Range<Int>, after: Int)
    /// Bytes that are not spoken.
    case silent(length: Int)
    /// A tag in brackets.
    case tag(BracketTag, length: Int)
    /// A tag that cannot be read.
    case malformed(String)
    /// More of the line must be seen.
    case undecided
}

/// Finds the mark at a place of a line. Positions count from the start of the line's bytes that are at hand.
struct InlineMarkReader {
    /// The line from here on, without its end.
    let line: ArraySlice<UInt8>
    /// Whether the line's end is known.
    let isWhole: Bool
    /// Whether escapes and tags are read, which plain text has for other purposes.
    let isMarkdown: Bool

    /// Bytes within which a mark must close. Text that is still being written waits for no more than these.
    private static let reach = 512

    /// Bytes that may begin a mark.
    static func isSpecial(_ byte: UInt8) -> Bool { "*_`[!~\\<".utf8.contains(byte) }

    /// - Parameter before: the byte before the line's part, `nil` at its start.
    func mark(after before: UInt8?) -> InlineMark {
        guard let first = line.first else { return .text(length: 0) }
        switch first {
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): return emphasis(first, after: before)
        case UInt8(ascii: "`"): return code()
        case UInt8(ascii: "["): return tagOrLink()
        case UInt8(ascii: "!"):
            guard line.count > 1 || isWhole else { return .undecided }
            return line.count > 1 && byte(1) == UInt8(ascii: "[") ? link(from: 1) : .text(length: 1)
        case UInt8(ascii: "\\") where isMarkdown:
            guard line.count > 1 || isWhole else { return .undecided }
            let isEscape = line.count > 1 && Self.isPunctuation(byte(1))
            return isEscape ? .literal(before: 1, text: 1..<2, after: 0) : .text(length: 1)
        case UInt8(ascii: "<") where isMarkdown: return tag()
        default: return .text(length: 1)
        }
    }

    private func byte(_ index: Int) -> UInt8 { line[line.startIndex + index] }

    /// What is known when a mark has not closed in the bytes at hand.
    private func unclosed(length: Int) -> InlineMark {
        isWhole || line.count >= Self.reach ? .text(length: length) : .undecided
    }

    private func emphasis(_ mark: UInt8, after before: UInt8?) -> InlineMark {
        let run = line.prefix { $0 == mark }.count
        guard run < line.count || isWhole else { return .undecided }
        let isTilde = mark == UInt8(ascii: "~")
        guard run <= 3, run < line.count, !Self.isSpace(byte(run)), before.map(Self.mayPrecede) ?? true,
            !isTilde || run == 2
        else { return .text(length: run) }
        var index = run
        let limit = min(line.count, Self.reach)
        while index < limit {
            guard byte(index) == mark else {
                index += 1
                continue
            }
            let length = line.dropFirst(index).prefix { $0 == mark }.count
            let end = index + length
            guard end + 1 < line.count || isWhole else { return .undecided }
            // Before a suffix, as in `__init__.py`, the marks belong to a name.
            let isName = end + 1 < line.count && byte(end) == UInt8(ascii: ".") && Self.isLetter(byte(end + 1))
            if length == run, !Self.isSpace(byte(index - 1)), end == line.count || !Self.isWordPart(byte(end)), !isName
            {
                return .open(length: run, close: index..<end)
            }
            index = end
        }
        return unclosed(length: run)
    }

    private func code() -> InlineMark {
        let mark = UInt8(ascii: "`")
        let run = line.prefix { $0 == mark }.count
        guard run < line.count || isWhole else { return .undecided }
        var index = run
        while index < min(line.count, Self.reach) {
            let length = line.dropFirst(index).prefix { $0 == mark }.count
            guard index + length < line.count || isWhole || length == 0 else { return .undecided }
            if length == run { return .literal(before: run, text: run..<index, after: run) }
            index += max(length, 1)
        }
        return unclosed(length: run)
    }

    private func tagOrLink() -> InlineMark {
        switch BracketTag.match(line, isWhole: isWhole) {
        case .none: link(from: 0)
        case .undecided: .undecided
        case .tag(let tag, let length): .tag(tag, length: length)
        case .malformed(let reason): .malformed(reason)
        }
    }

    /// `[text](address)`, and with `start` 1 `![description](address)`.
    private func link(from start: Int) -> InlineMark {
        let limit = min(line.count, Self.reach)
        var depth = 0
        var index = start
        while index < limit {
            if byte(index) == UInt8(ascii: "[") { depth += 1 }
            if byte(index) == UInt8(ascii: "]") {
                depth -= 1
                if depth == 0 { break }
            }
            index += 1
        }
        guard index < limit else { return unclosed(length: start + 1) }
        guard index + 1 < line.count || isWhole else { return .undecided }
        guard index + 1 < line.count, byte(index + 1) == UInt8(ascii: "(") else { return .text(length: start + 1) }
        var end = index + 2
        var parentheses = 1
        while end < min(line.count, 4 * Self.reach) {
            if byte(end) == UInt8(ascii: "(") { parentheses += 1 }
            if byte(end) == UInt8(ascii: ")") {
                parentheses -= 1
                if parentheses == 0 { return .open(length: start + 1, close: index..<(end + 1)) }
            }
            end += 1
        }
        return isWhole || line.count >= 4 * Self.reach ? .text(length: start + 1) : .undecided
    }

    /// A tag or a comment of HTML, or an address in angle brackets.
    private func tag() -> InlineMark {
        guard line.count > 1 || isWhole else { return .undecided }
        guard line.count > 1, byte(1) == UInt8(ascii: "/") || byte(1) == UInt8(ascii: "!") || Self.isLetter(byte(1))
        else {
            return .text(length: 1)
        }
        guard let end = line.firstIndex(of: UInt8(ascii: ">")) else { return unclosed(length: 1) }
        let length = end - line.startIndex + 1
        let inside = line.dropFirst().prefix(length - 2)
        if inside.contains(UInt8(ascii: "@")) || inside.contains(UInt8(ascii: ":")), !inside.contains(0x20) {
            return .literal(before: 1, text: 1..<(length - 1), after: 1)
        }
        return .silent(length: length)
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
    /// A letter, a digit, or a part of a character that is not ASCII.
    static func isWordPart(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) || byte >= 0x80 }
    static func isPunctuation(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) && !isWordPart(byte) }
    /// What may stand before an opening mark.
    static func mayPrecede(_ byte: UInt8) -> Bool { isSpace(byte) || "(['\"*_~-".utf8.contains(byte) }
}
