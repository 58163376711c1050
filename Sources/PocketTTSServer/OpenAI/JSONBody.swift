import Foundation

extension APIError {
    /// Decodes a client's JSON.
    /// - Throws: ``APIError`` that names the field, or half a surrogate pair, which `JSONDecoder` reports as invalid
    ///   JSON.
    static func decoding<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            if let escape = loneSurrogate(in: data) {
                throw APIError.badRequest(
                    "the body has half a character, \(escape): send both halves of a surrogate pair together.",
                    parameter: APIError(error).parameter, code: "lone_surrogate")
            }
            throw APIError(error)
        }
    }

    /// The first `\uD800` to `\uDFFF` that is no half of a pair.
    private static func loneSurrogate(in data: Data) -> String? {
        let bytes = [UInt8](data)
        /// The code unit of an escape at `index`.
        func unit(at index: Int) -> UInt16? {
            guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
            else {
                return nil
            }
            return UInt16(String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16)
        }
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            guard let first = unit(at: index) else {
                // Another escape, such as of the backslash itself.
                index += 2
                continue
            }
            if UTF16.isLeadSurrogate(first), let second = unit(at: index + 6), UTF16.isTrailSurrogate(second) {
                index += 12
                continue
            }
            if UTF16.isSurrogate(first) { return "\\u" + String(first, radix: 16, uppercase: true) }
            index += 6
        }
        return nil
    }
}
