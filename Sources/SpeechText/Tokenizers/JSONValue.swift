/// A JSON document, read strictly: for tokenizer files and for the headers of weights.
///
/// Foundation's decoders are no use here: they put object keys into Swift dictionaries, where canonically equivalent
/// keys ("é" composed and decomposed) collide, and vocabularies contain such pairs. Numbers are computed as
/// `serde_json`, the reader inside `tokenizers`, computes them: up to one unit in the last place off, which decides
/// ties between paths. Members of an object are in the order of the file; a name that is given twice is there twice.
package enum JSONValue {
    case null
    case bool(Bool)
    case number(Double, integer: Int?)
    case string([UInt8])
    case array([JSONValue])
    case object([(key: [UInt8], value: JSONValue)])

    /// - Parameter maximumValues: a document with more values is refused, whose tree would need too much memory.
    package init(_ bytes: [UInt8], maximumValues: Int = .max) throws(JSONError) {
        var parser = JSONParser(bytes, maximumValues: maximumValues)
        self = try parser.document()
    }
}

/// What is wrong with a JSON document, and where.
package struct JSONError: Error {
    package let reason: String
}

private struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    /// As deep as `serde_json` goes.
    private static let maximumDepth = 127

    private var valuesLeft: Int

    init(_ bytes: [UInt8], maximumValues: Int) {
        self.bytes = bytes
        valuesLeft = maximumValues
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw error("something follows the document") }
        return value
    }

    private func error(_ what: String) -> JSONError {
        JSONError(reason: "invalid JSON at byte \(position): \(what)")
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(word: String) throws(JSONError) {
        guard UTF8Bytes.hasPrefix(bytes[position...], Array(word.utf8)) else { throw error("a value is expected") }
        position += word.utf8.count
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth)") }
        guard valuesLeft > 0 else { throw error("too many values") }
        valuesLeft -= 1
        skipSpace()
        guard let byte = current else { throw error("the file ends early; download it again") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try take(word: "true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try take(word: "false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try take(word: "null")
            return .null
        default: return try number()
        }
    }

    private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            guard take(UInt8(ascii: ",")) else { throw error("',' or ']' is expected") }
        }
    }

    private mutating func members(depth: Int) throws(JSONError) -> [(key: [UInt8], value: JSONValue)] {
        position += 1
        var members: [(key: [UInt8], value: JSONValue)] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error("a key is expected") }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("':' is expected") }
            members.append((key, try value(depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return members }
            guard take(UInt8(ascii: ",")) else { throw error("',' or '}' is expected") }
        }
    }

    private mutating func string() throws(JSONError) -> [UInt8] {
        position += 1
        var result: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard UTF8Bytes.isValid(result[...]) else { throw error("a string is not UTF-8") }
                return result
            case UInt8(ascii: "\\"): result += try escape()
            case 0..<0x20: throw error("a control character in a string")
            default: result.append(byte)
            }
        }
        throw error("the file ends within a string; download it again")
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard let byte = current else { throw error("the file ends within a string; download it again") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if 0xD800..<0xDC00 ~= code {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw error("half a surrogate pair") }
                let low = try hexadecimal()
                guard 0xDC00..<0xE000 ~= low else { throw error("half a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair") }
            return Array(String(scalar).utf8)
        default: throw error("an unknown escape")
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits are expected")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    /// `serde_json`'s arithmetic: the leading digits that fit into 64 bits, times or over a power of ten.
    private mutating func number() throws(JSONError) -> JSONValue {
        let isNegative = take(UInt8(ascii: "-"))
        guard let first = current, isDigit(first) else { throw error("a value is expected") }
        var significand: UInt64 = 0
        var exponent = 0
        var isFull = false
        var isInteger = true
        while let byte = current, isDigit(byte) {
            if !append(byte, to: &significand, &isFull) { exponent += 1 }
            position += 1
            if first == UInt8(ascii: "0"), let next = current, isDigit(next) { throw error("a leading zero") }
        }
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard let digit = current, isDigit(digit) else { throw error("a digit is expected") }
            while let byte = current, isDigit(byte) {
                if append(byte, to: &significand, &isFull) { exponent -= 1 }
                position += 1
            }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            let negativeExponent = take(UInt8(ascii: "-"))
            if !negativeExponent { _ = take(UInt8(ascii: "+")) }
            guard let digit = current, isDigit(digit) else { throw error("a digit is expected") }
            var written = 0
            while let byte = current, isDigit(byte) {
                written = min(written * 10 + Int(byte - 48), 1_000_000)
                position += 1
            }
            exponent += negativeExponent ? -written : written
        }
        var value = Double(significand)
        while exponent < -308, value != 0 {
            value /= 1e308
            exponent += 308
        }
        if value != 0 {
            guard exponent <= 308 else { throw error("a number out of range") }
            value = exponent >= 0 ? value * Self.powersOfTen[exponent] : value / Self.powersOfTen[-exponent]
        }
        guard value.isFinite else { throw error("a number out of range") }
        let integer = isInteger && !isFull ? Int(exactly: significand).map { isNegative ? -$0 : $0 } : nil
        return .number(isNegative ? -value : value, integer: integer)
    }

    /// False when the digit no longer fits; all that follow do not count either.
    private func append(_ byte: UInt8, to significand: inout UInt64, _ isFull: inout Bool) -> Bool {
        guard !isFull else { return false }
        let (product, overflow) = significand.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(byte - 48))
        isFull = overflow || carry
        if !isFull { significand = sum }
        return !isFull
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private static let powersOfTen: [Double] = (0...308).map { Double("1e\($0)") ?? .infinity }
}
