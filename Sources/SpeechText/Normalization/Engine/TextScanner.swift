/// Divides text into tokens and folds its characters on the way. The division depends on nothing but the text from the
/// start of a token on, so scanning may resume at any token.
struct TextScanner {
    /// No token is longer, in characters: memory and look-ahead stay bounded.
    static let longestToken = 96

    private let bytes: ArraySlice<UInt8>
    private let offset: Int
    private var position: Int
    private var tokens: [Token] = []
    private var kind = Token.Kind.end
    private var text = String.UnicodeScalarView()
    private var start = 0
    private var count = 0
    private var isVerbatim = true
    private var hasMarks = false

    /// Tokens of valid UTF-8. `offset` is the position of its first byte in the source.
    static func tokens(of bytes: ArraySlice<UInt8>, offset: Int) -> [Token] {
        var scanner = TextScanner(bytes: bytes, offset: offset)
        scanner.scan()
        return scanner.tokens
    }

    private init(bytes: ArraySlice<UInt8>, offset: Int) {
        self.bytes = bytes
        self.offset = offset - bytes.startIndex
        position = bytes.startIndex
        tokens.reserveCapacity(bytes.count / 3 + 4)
    }

    private mutating func scan() {
        while position < bytes.endIndex {
            let byte = bytes[position]
            if byte < 0x80 {
                add(Unicode.Scalar(byte), Self.kind(ofASCII: byte), length: 1)
            } else {
                let (scalar, length) = decode()
                addFolded(scalar, length: length)
            }
        }
        close()
    }

    private func decode() -> (Unicode.Scalar, Int) {
        let lead = bytes[position]
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = UInt32(lead) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for index in 1..<length { value = value << 6 | UInt32(bytes[position + index] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    private static func kind(ofASCII byte: UInt8) -> Token.Kind {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .word
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digits
        case UInt8(ascii: " "), UInt8(ascii: "\t"): .space
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0B, 0x0C: .newline
        default: .symbol
        }
    }

    private mutating func addFolded(_ scalar: Unicode.Scalar, length: Int) {
        switch CharacterFolding.fold(scalar) {
        case .invisible: extend(with: nil, length: length)
        // Digits stay digits: a mark over them is not spoken.
        case .mark: extend(with: kind == .digits ? nil : scalar, length: length)
        case .enclosingMark:
            // A keycap stands apart.
            extend(with: nil, length: length)
            if kind == .digits { close() }
        case .same(let kind): add(scalar, kind, length: length)
        case .replaced(let replacement):
            let end = position + length
            // Numbers in circles stand apart.
            let isApart = (0x2460...0x24FF).contains(scalar.value)
            if isApart { close() }
            for (index, item) in replacement.unicodeScalars.enumerated() {
                let kind = item.isASCII ? Self.kind(ofASCII: UInt8(item.value)) : CharacterFolding.kind(of: item)
                add(item, kind, length: index == 0 ? length : 0)
                isVerbatim = false
            }
            position = end
            if isApart { close() }
        }
    }

    private mutating func add(_ scalar: Unicode.Scalar, _ kind: Token.Kind, length: Int) {
        let joins =
            kind == self.kind && count < Self.longestToken
            && (kind == .word || kind == .digits || (kind == .space && scalar.isASCII && isVerbatim)
                || (kind == .newline && text.last == "\r" && scalar == "\n"))
        if !joins {
            close()
            self.kind = kind
            start = position
        }
        text.append(scalar)
        count += 1
        position += length
    }

    /// A character that belongs to the token before it: a combining mark, or one that is not spoken (nil).
    private mutating func extend(with mark: Unicode.Scalar?, length: Int) {
        if kind == .end || kind == .space || kind == .newline || count >= Self.longestToken {
            close()
            kind = mark == nil ? .nothing : .word
            start = position
        }
        if let mark {
            text.append(mark)
            hasMarks = true
        }
        isVerbatim = mark != nil && isVerbatim
        count += 1
        position += length
    }

    private mutating func close() {
        guard kind != .end else { return }
        var value = String(text)
        var unchanged = isVerbatim
        if hasMarks {
            let composed = CharacterFolding.composed(value)
            unchanged = unchanged && composed.utf8.elementsEqual(value.utf8)
            value = composed
        }
        if kind == .word, CharacterFolding.hasLookAlikes(value) {
            value = CharacterFolding.withoutLookAlikes(value)
            unchanged = false
        }
        if kind == .space, !unchanged { value = " " }
        let lower = kind == .word ? value.lowercased() : value
        tokens.append(
            Token(
                kind: kind, text: value, lower: lower, source: start + offset..<position + offset, isVerbatim: unchanged
            ))
        text = String.UnicodeScalarView()
        count = 0
        isVerbatim = true
        hasMarks = false
        kind = .end
    }
}
