/// Reads the little-endian fields of a GGUF file one after another, never beyond its end.
struct GGUFReader {
    private let file: UnsafeRawBufferPointer
    private(set) var position = 0
    /// Arrays of arrays in metadata.
    private static let deepestArray = 4

    init(_ file: UnsafeRawBufferPointer) { self.file = file }

    private var bytesLeft: Int { file.count - position }

    /// - Parameter what: the field, for messages.
    mutating func bytes(_ count: Int, of what: String) throws(HeaderProblem) -> UnsafeRawBufferPointer.SubSequence {
        guard count <= bytesLeft else {
            throw HeaderProblem("the file is truncated: it ends within \(what), fetch it again")
        }
        defer { position += count }
        return file[position..<(position + count)]
    }

    mutating func number<Number: FixedWidthInteger>(
        _: Number.Type, of what: String
    ) throws(HeaderProblem) -> Number {
        let start = position
        _ = try bytes(MemoryLayout<Number>.size, of: what)
        return Number(littleEndian: file.loadUnaligned(fromByteOffset: start, as: Number.self))
    }

    /// A number of 64 bits without a sign that an `Int` holds.
    mutating func natural(of what: String) throws(HeaderProblem) -> Int {
        let number = try number(UInt64.self, of: what)
        guard let value = Int(exactly: number) else { throw HeaderProblem("\(what) is \(number), too large") }
        return value
    }

    /// How many items follow, each of at least `leastBytes` bytes.
    mutating func count(_ what: String, leastBytes: Int) throws(HeaderProblem) -> Int {
        let count = try natural(of: what)
        guard count <= bytesLeft / leastBytes else {
            throw HeaderProblem("\(what) is \(count), more than the \(bytesLeft) bytes that follow can hold")
        }
        return count
    }

    mutating func string(_ what: String, limit: Int) throws(HeaderProblem) -> String {
        let length = try natural(of: what)
        guard length <= limit else {
            throw HeaderProblem("\(what) is \(length) bytes long, the limit is \(limit)")
        }
        guard let text = String(validating: try bytes(length, of: what), as: UTF8.self) else {
            throw HeaderProblem("\(what) is not UTF-8")
        }
        return text
    }

    /// Passes over a metadata value.
    /// - Returns: the value, if it is a whole number that is not negative.
    mutating func metadata(of key: String) throws(HeaderProblem) -> Int? {
        let what = "the metadata '\(key.excerpt)'"
        return try value(type: number(UInt32.self, of: what), what, depth: 0)
    }

    private mutating func value(type: UInt32, _ what: String, depth: Int) throws(HeaderProblem) -> Int? {
        switch type {
        case 0, 7: return Int(try number(UInt8.self, of: what))
        case 1: return Int(try number(Int8.self, of: what))
        case 2: return Int(try number(UInt16.self, of: what))
        case 3: return Int(try number(Int16.self, of: what))
        case 4: return Int(try number(UInt32.self, of: what))
        case 5: return Int(try number(Int32.self, of: what))
        case 6: _ = try bytes(4, of: what)
        case 8: _ = try bytes(natural(of: what), of: what)
        case 9:
            guard depth < Self.deepestArray else { throw HeaderProblem("\(what) is nested too deep") }
            let element = try number(UInt32.self, of: what)
            guard element <= 12 else { throw HeaderProblem("\(what) has the unknown type \(element)") }
            if let size = Self.sizes[element] {
                let count = try count(what, leastBytes: size)
                _ = try bytes(count * size, of: what)
            } else {
                for _ in 0..<(try count(what, leastBytes: 8)) { _ = try value(type: element, what, depth: depth + 1) }
            }
        case 10: return Int(exactly: try number(UInt64.self, of: what))
        case 11: return Int(exactly: try number(Int64.self, of: what))
        case 12: _ = try bytes(8, of: what)
        default: throw HeaderProblem("\(what) has the unknown type \(type)")
        }
        return nil
    }

    /// Bytes of the types that have a fixed size.
    private static let sizes: [UInt32: Int] = [
        0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8,
    ]
}
