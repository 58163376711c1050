/// What is wrong with a file's header, without the file's path.
struct HeaderProblem: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}

/// Reads the few JSON forms of a safetensors header, strictly.
///
/// A general JSON parser is of no use here: those at hand merge duplicate names, round large numbers and
/// recurse as deep as the file says. This one knows objects of known fields, strings and natural numbers.
struct HeaderReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
    var isAtEnd: Bool { position == bytes.count }

    func problem(_ reason: String) -> HeaderProblem {
        HeaderProblem("the header is not valid: \(reason) at byte \(position)")
    }

    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func expect(_ character: Unicode.Scalar) throws(HeaderProblem) {
        skipSpace()
        guard let byte = next else { throw problem("it ends where '\(character)' was expected") }
        guard byte == UInt8(ascii: character) else { throw problem("expected '\(character)'") }
        position += 1
    }

    /// Consumes `character` if it comes next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Calls `body` at each value of an object, with its name. Names must differ.
    mutating func object(
        _ body: (inout HeaderReader, String) throws(HeaderProblem) -> Void
    ) throws(HeaderProblem) {
        try expect("{")
        if take("}") { return }
        var seen: Set<String> = []
        repeat {
            let name = try string()
            guard seen.insert(name).inserted else { throw problem("the name '\(name.excerpt)' appears twice,") }
            try expect(":")
            try body(&self, name)
        } while take(",")
        try expect("}")
    }

    mutating func naturals() throws(HeaderProblem) -> [Int] {
        try expect("[")
        if take("]") { return [] }
        var values: [Int] = []
        repeat { values.append(try natural()) } while take(",")
        try expect("]")
        return values
    }

    private mutating func natural() throws(HeaderProblem) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(byte - 0x30))
            guard !overflow, !carry else { throw problem("a number is too large") }
            value = sum
            position += 1
        }
        guard position > start else { throw problem("expected a number that is 0 or more") }
        guard position == start + 1 || bytes[start] != 0x30 else { throw problem("a number starts with 0") }
        return value
    }

    mutating func string() throws(HeaderProblem) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw problem("a string is not UTF-8,") }
                return string
            case UInt8(ascii: "\\"):
                text.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20:
                throw problem("a control character in a string")
            default:
                text.append(byte)
            }
        }
        throw problem("it ends inside a string")
    }

    private mutating func escape() throws(HeaderProblem) -> Unicode.Scalar {
        guard let byte = next else { throw problem("it ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw problem("an unknown escape in a string")
        }
    }

    private mutating func unicodeEscape() throws(HeaderProblem) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // A high surrogate must be followed by a low one.
        guard unit < 0xDC00, next == UInt8(ascii: "\\") else { throw problem("half a surrogate pair") }
        position += 1
        guard next == UInt8(ascii: "u") else { throw problem("half a surrogate pair") }
        position += 1
        let low = try codeUnit()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
        else { throw problem("half a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(HeaderProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw problem("a malformed \\u escape")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
