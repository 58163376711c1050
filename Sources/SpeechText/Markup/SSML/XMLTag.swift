/// A start or end tag of XML.
struct XMLTag: Equatable {
    enum Kind { case start, end, empty }

    var kind: Kind
    var name: String
    /// Values with their entities replaced.
    var attributes: [String: String] = [:]

    /// Bytes that a tag, a comment or a section may have.
    static let longest = 8192

    /// Reads `<name attribute="value">`, all of it.
    /// - Throws: what is wrong with it.
    init(_ bytes: ArraySlice<UInt8>) throws(XMLFault) {
        var inside = bytes.dropFirst().dropLast()
        kind = .start
        if inside.first == UInt8(ascii: "/") {
            kind = .end
            inside = inside.dropFirst()
        } else if inside.last == UInt8(ascii: "/") {
            kind = .empty
            inside = inside.dropLast()
        }
        var cursor = Cursor(rest: inside)
        guard let name = cursor.name() else { throw XMLFault("\"<\" is no tag here: write &lt;") }
        self.name = name
        while cursor.skipSpaces() {
            guard !cursor.rest.isEmpty else { break }
            guard kind != .end, let attribute = cursor.name() else { throw XMLFault("the tag <\(name)> is malformed") }
            guard let value = cursor.value() else {
                throw XMLFault("the attribute \(attribute) of <\(name)> has no value in quotes")
            }
            guard !value.contains(UInt8(ascii: "<")) else {
                throw XMLFault("\"<\" in the attribute \(attribute): write &lt;")
            }
            guard try attributes.updateValue(XMLEntity.decoded(value), forKey: attribute) == nil else {
                throw XMLFault("the attribute \(attribute) of <\(name)> is given twice")
            }
        }
        guard cursor.rest.isEmpty else { throw XMLFault("the tag <\(name)> is malformed") }
    }

    /// Where a tag ends that begins with `bytes`: after its first ">" outside of quotes; `nil` if that is not there.
    static func end(of bytes: ArraySlice<UInt8>) -> Int? {
        var quote: UInt8?
        for (index, byte) in bytes.prefix(longest).enumerated() {
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index + 1
            }
        }
        return nil
    }

    private struct Cursor {
        var rest: ArraySlice<UInt8>

        /// Whether there were spaces.
        mutating func skipSpaces() -> Bool {
            let count = rest.count
            rest = rest.drop { XMLTag.isSpace($0) }
            return rest.count < count
        }

        mutating func name() -> String? {
            let name = rest.prefix { InlineMarkReader.isWordPart($0) || "-_:.".utf8.contains($0) }
            guard let first = name.first, InlineMarkReader.isLetter(first) || first == UInt8(ascii: "_") else {
                return nil
            }
            rest = rest.dropFirst(name.count)
            return String(decoding: name, as: UTF8.self)
        }

        /// `= "value"`.
        mutating func value() -> ArraySlice<UInt8>? {
            _ = skipSpaces()
            guard rest.first == UInt8(ascii: "=") else { return nil }
            rest = rest.dropFirst()
            _ = skipSpaces()
            guard let quote = rest.first, "\"'".utf8.contains(quote), let end = rest.dropFirst().firstIndex(of: quote)
            else { return nil }
            defer { rest = rest[(end + 1)...] }
            return rest[(rest.startIndex + 1)..<end]
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

/// References to characters: the five of XML, and numbers.
enum XMLEntity {
    /// Bytes of the longest reference, `&#x10FFFF;`.
    static let longest = 10

    /// What a reference stands for, of which `name` is what stands between "&" and ";".
    static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let name = String(decoding: name, as: UTF8.self)
        if let known = names[name] { return known }
        guard name.hasPrefix("#") else { return nil }
        let isHex = name.hasPrefix("#x")
        let digits = name.dropFirst(isHex ? 2 : 1)
        guard !digits.hasPrefix("+"), !digits.hasPrefix("-"), let value = UInt32(digits, radix: isHex ? 16 : 10),
            value >= 0x20 || value == 0x09 || value == 0x0A || value == 0x0D
        else { return nil }
        return Unicode.Scalar(value)
    }

    static func decoded(_ bytes: ArraySlice<UInt8>) throws(XMLFault) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var result = ""
        var rest = bytes
        while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
            result += String(decoding: rest[..<start], as: UTF8.self)
            let inside = rest[(start + 1)...].prefix(longest)
            guard let end = inside.firstIndex(of: UInt8(ascii: ";")), let scalar = scalar(inside[..<end]) else {
                throw XMLFault(unknown)
            }
            result.unicodeScalars.append(scalar)
            rest = rest[(end + 1)...]
        }
        return result + String(decoding: rest, as: UTF8.self)
    }

    static let unknown =
        "\"&\" begins no known reference: write &amp;, &lt;, &gt;, &quot;, &apos; or a number such as &#233;"

    private static let names: [String: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
}

/// What is wrong with a piece of XML.
struct XMLFault: Error {
    let reason: String
    /// Bytes from the start of what was read to the culprit.
    var offset = 0

    init(_ reason: String) { self.reason = reason }
}
