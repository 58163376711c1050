/// Reads Markdown as prose, and gives lines that stand alone the full stop that their author left out.
///
/// Headings, list items, table rows and short lines become sentences. Marks of emphasis, code and links are left out,
/// their text is spoken. Text without any of these comes back byte for byte. The result does not depend on how the
/// text is cut into fragments; no more is held back than a mark, or the end of a line, needs. Tags in brackets become
/// directives.
public struct MarkdownReader: Sendable {
    private let isMarkdown: Bool
    /// Text that is not decided yet, and where it begins in the source.
    private var pending: [UInt8] = []
    private var offset = 0
    private var isAtStart = true
    private var isCode = false
    private var line = LineEnding()
    /// Of the last item of a numbered list.
    private var lastNumber: Int?
    /// Positions in the source of closing marks in this line, which are not spoken.
    private var closing: [Range<Int>] = []
    /// The byte before the pending text, within its line.
    private var before: UInt8?
    /// Where the pending text begins.
    private var place = TextPosition()
    /// What tags have asked for so far.
    private var delivery = Delivery()
    private var error: MarkupError?

    /// - Parameter isMarkdown: whether escapes and tags of HTML are read, too, which plain text has for other purposes.
    public init(isMarkdown: Bool) { self.isMarkdown = isMarkdown }

    /// Takes the next fragment, and returns what is decided. Source ranges count from the start of the whole text.
    /// - Throws: ``MarkupError`` for a tag that cannot be read; nothing can be read after it.
    public mutating func append(_ fragment: String) throws(MarkupError) -> Script {
        pending += fragment.utf8
        return try advance(isComplete: false)
    }

    /// Ends the text, and returns the rest.
    /// - Throws: as ``append(_:)``.
    public mutating func finish() throws(MarkupError) -> Script { try advance(isComplete: true) }

    private mutating func advance(isComplete: Bool) throws(MarkupError) -> Script {
        var result = Script()
        var position = 0
        while position < pending.count || isAtStart {
            guard let next = read(from: position, isComplete: isComplete, to: &result) else { break }
            position = next
        }
        if let error { throw error }
        place.advance(over: pending[..<position])
        pending.removeFirst(position)
        offset += position
        return result
    }

    /// Reads one element of the text. Returns where the next one begins, `nil` if more of the text must be seen.
    private mutating func read(from position: Int, isComplete: Bool, to result: inout Script) -> Int? {
        if isAtStart { return lineBreak(position..<position, isComplete: isComplete, to: &result) }
        let spaces = pending[position...].prefix { InlineMarkReader.isSpace($0) }.count
        let afterSpaces = position + spaces
        guard afterSpaces < pending.count else {
            guard isComplete else { return nil }
            copy(position..<afterSpaces, to: &result)
            return afterSpaces
        }
        if let length = newline(at: afterSpaces, isComplete: isComplete) {
            guard length > 0 else { return nil }
            return lineBreak(position..<afterSpaces + length, isComplete: isComplete, to: &result)
        }
        if spaces > 0 {
            copy(position..<afterSpaces, to: &result)
            return afterSpaces
        }
        return inline(from: position, isComplete: isComplete, to: &result)
    }

    /// The length of a line's end, 0 if that is not decided, `nil` if there is none.
    private func newline(at position: Int, isComplete: Bool) -> Int? {
        switch pending[position] {
        case 0x0A: 1
        case 0x0D where position + 1 < pending.count: pending[position + 1] == 0x0A ? 2 : 1
        case 0x0D: isComplete ? 1 : 0
        default: nil
        }
    }

    /// Ends a line with `range`, its trailing spaces and line break, and begins the next one.
    private mutating func lineBreak(_ range: Range<Int>, isComplete: Bool, to result: inout Script) -> Int? {
        let rest = pending[range.upperBound...]
        if rest.isEmpty, isComplete {
            copy(range, to: &result)
            isAtStart = false
            return range.upperBound
        }
        guard let prefix = LinePrefix(rest, isWhole: isComplete, isCode: isCode, lastNumber: lastNumber) else {
            return nil
        }
        let start = range.upperBound + prefix.length
        if !isAtStart, let stop = line.stop(before: prefix.kind, text: pending[start...]) {
            result.append(stop, source: offset + range.lowerBound..<offset + range.lowerBound, isVerbatim: false)
        }
        copy(range, to: &result)
        if prefix.kind == .blank {
            copy(range.upperBound..<start, to: &result)
        } else if prefix.length > 0 {
            result.append(
                prefix.spoken, source: offset + range.upperBound..<offset + start, isVerbatim: false)
        }
        if prefix.kind == .mark(isFence: true) { isCode.toggle() }
        if let number = prefix.number { lastNumber = number }
        line = LineEnding(kind: prefix.kind)
        closing = []
        before = nil
        isAtStart = false
        return start
    }

    /// Text of a line up to the next mark, or a mark.
    private mutating func inline(from position: Int, isComplete: Bool, to result: inout Script) -> Int? {
        if let mark = closing.first, mark.lowerBound == offset + position {
            closing.removeFirst()
            result.append("", source: mark, isVerbatim: false)
            return position + mark.count
        }
        let limit = min(closing.first.map { $0.lowerBound - offset } ?? .max, pending.count)
        let isTable = line.kind == .tableRow
        if isTable, pending[position] == UInt8(ascii: "|") { return cell(position, to: &result) }
        let isLiteral = line.kind == .code
        if isLiteral || !InlineMarkReader.isSpecial(pending[position]) {
            let end = pending[position..<limit].dropFirst().firstIndex { byte in
                InlineMarkReader.isSpace(byte) || byte == 0x0A || byte == 0x0D
                    || !isLiteral && InlineMarkReader.isSpecial(byte) || isTable && byte == UInt8(ascii: "|")
            }
            copy(position..<(end ?? limit), to: &result)
            return end ?? limit
        }
        let end = pending[position...].firstIndex { $0 == 0x0A || $0 == 0x0D }
        // What is inside of an opened mark ends where that closes.
        let isInside = closing.first != nil
        let reader = InlineMarkReader(
            line: pending[position..<(isInside ? limit : end ?? pending.count)],
            isWhole: isInside || end != nil || isComplete, isMarkdown: isMarkdown)
        switch reader.mark(after: before) {
        case .undecided: return nil
        case .text(let length):
            copy(position..<position + length, to: &result)
            return position + length
        case .silent(let length):
            result.append("", source: offset + position..<offset + position + length, isVerbatim: false)
            return position + length
        case .literal(let leading, let text, let trailing):
            let start = offset + position
            result.append("", source: start..<start + leading, isVerbatim: false)
            copy(position + text.lowerBound..<position + text.upperBound, to: &result)
            let end = start + text.upperBound
            result.append("", source: end..<end + trailing, isVerbatim: false)
            return position + text.upperBound + trailing
        case .tag(let tag, let length):
            let start = offset + position
            result.append(directive(of: tag), source: start..<start + length)
            before = UInt8(ascii: " ")
            return position + length
        case .malformed(let reason):
            var culprit = place
            culprit.advance(over: pending[..<position])
            error = MarkupError(reason, at: culprit)
            return nil
        case .open(let length, let close):
            let start = offset + position
            result.append("", source: start..<start + length, isVerbatim: false)
            closing.insert(start + close.lowerBound..<start + close.upperBound, at: 0)
            return position + length
        }
    }

    private mutating func directive(of tag: BracketTag) -> Directive {
        switch tag {
        case .pause(let seconds): return .pause(seconds: seconds)
        case .rate(let rate): delivery.rate = rate
        case .voice(let name): delivery.voice = name
        }
        return .delivery(delivery)
    }

    /// The edge of a table's cell: a pause between cells, nothing at the ends of the row.
    private mutating func cell(_ position: Int, to result: inout Script) -> Int {
        let rest = pending[(position + 1)...].prefix { $0 != 0x0A && $0 != 0x0D }
        let hasMore = rest.contains { !InlineMarkReader.isSpace($0) && $0 != UInt8(ascii: "|") }
        let source = offset + position..<offset + position + 1
        result.append(line.hasWords && hasMore && !line.endsWithMark ? "," : "", source: source, isVerbatim: false)
        before = UInt8(ascii: " ")
        return position + 1
    }

    private mutating func copy(_ range: Range<Int>, to result: inout Script) {
        guard !range.isEmpty else { return }
        let bytes = pending[range]
        line.note(bytes)
        before = bytes.last
        result.append(
            String(decoding: bytes, as: UTF8.self), source: offset + range.lowerBound..<offset + range.upperBound,
            isVerbatim: true)
    }
}
