/// Byte-level views of text. Tokenizers compare code points, never Swift's canonical equivalence, so they work on
/// UTF-8.
enum UTF8Bytes {
    /// U+2581, which stands for a space in vocabularies.
    static let spaceMark = Array("\u{2581}".utf8)
    static let replacement = Array("\u{FFFD}".utf8)

    /// Length of the character that a lead byte announces; 1 for anything malformed.
    @inline(__always)
    static func length(ofLead byte: UInt8) -> Int {
        switch byte >> 4 {
        case 0xC, 0xD: 2
        case 0xE: 3
        case 0xF: 4
        default: 1
        }
    }

    /// Length of the well-formed character at `start`, `nil` when there is none.
    static func validLength(of bytes: ArraySlice<UInt8>, at start: Int) -> Int? {
        let lead = bytes[start]
        if lead < 0x80 { return 1 }
        let length = length(ofLead: lead)
        guard length > 1, start + length <= bytes.endIndex else { return nil }
        var scalar = UInt32(lead) & (0x7F >> UInt32(length))
        for byte in bytes[(start + 1)..<(start + length)] {
            guard byte & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
        guard scalar >= smallest[length], Unicode.Scalar(scalar) != nil else { return nil }
        return length
    }

    static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        var position = bytes.startIndex
        while position < bytes.endIndex {
            guard let length = validLength(of: bytes, at: position) else { return false }
            position += length
        }
        return true
    }

    static func hasPrefix(_ bytes: ArraySlice<UInt8>, _ prefix: [UInt8]) -> Bool {
        bytes.count >= prefix.count && bytes.prefix(prefix.count).elementsEqual(prefix)
    }

    /// Every occurrence of a non-empty pattern replaced, left to right.
    static func replacing(_ pattern: [UInt8], with content: [UInt8], in bytes: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        guard let first = pattern.first, bytes.contains(first) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 4)
        var position = 0
        while position < bytes.count {
            if bytes[position] == first, hasPrefix(bytes[position...], pattern) {
                result += content
                position += pattern.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }
}
