/// Reads the fields of one protobuf message. Every length is checked against the bytes that are there.
struct ProtobufReader {
    enum Value {
        case varint(UInt64)
        case fixed32(UInt32)
        case fixed64(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field, `nil` at the end of the message.
    mutating func next() throws(TokenizerFormatError) -> (number: Int, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let key = try varint()
        guard key >> 3 >= 1, key >> 3 < 1 << 29 else {
            throw TokenizerFormatError("not a protobuf message (field number \(key >> 3))")
        }
        let number = Int(key >> 3)
        switch key & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, .fixed64(littleEndian(try take(8))))
        case 2: return (number, .bytes(try take(try varint())))
        case 5: return (number, .fixed32(UInt32(littleEndian(try take(4)))))
        default: throw TokenizerFormatError("not a protobuf message (wire type \(key & 7) in field \(number))")
        }
    }

    private mutating func varint() throws(TokenizerFormatError) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else {
                throw TokenizerFormatError("the file ends within a number: download it again")
            }
            // Bits past 64 are dropped, as protobuf readers do.
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
        }
        throw TokenizerFormatError("not a protobuf message (a number longer than 10 bytes)")
    }

    private mutating func take(_ count: UInt64) throws(TokenizerFormatError) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else {
            throw TokenizerFormatError(
                "the file ends early: \(count) bytes announced, \(rest.count) left; download it again")
        }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }

    private func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension ProtobufReader.Value {
    /// As `int32`, `bool` or an enum.
    func integer(_ name: String) throws(TokenizerFormatError) -> Int {
        guard case .varint(let value) = self else { throw TokenizerFormatError("\(name) is not a number") }
        return Int(Int64(bitPattern: value))
    }

    func float(_ name: String) throws(TokenizerFormatError) -> Float {
        guard case .fixed32(let bits) = self else { throw TokenizerFormatError("\(name) is not a 32-bit float") }
        return Float(bitPattern: bits)
    }

    func bytes(_ name: String) throws(TokenizerFormatError) -> ArraySlice<UInt8> {
        guard case .bytes(let bytes) = self else { throw TokenizerFormatError("\(name) is not a byte string") }
        return bytes
    }
}
