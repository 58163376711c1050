import Foundation
import NIOCore

/// The fields of a form, as browsers and curl send them.
struct FormFields: Sendable {
    private(set) var texts: [String: String] = [:]
    private(set) var files: [String: Data] = [:]

    /// Fields that hold a file, even if the client does not say so.
    private static let fileFields: Set = ["voice_wav", "audio_sample", "file"]
    private static let maxFields = 64
    private static let malformed = APIError.badRequest("the form's parts are malformed.")
    private static let tooMany = APIError.badRequest("the form has more than \(maxFields) fields.")

    static func isMultipart(_ contentType: String) -> Bool {
        contentType.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased() == "multipart/form-data"
    }

    /// Parses a form away from the cooperative pool, for it may be long.
    /// - Throws: as ``init(_:contentType:)``.
    static func parse(_ body: ByteBuffer, contentType: String) async throws -> FormFields {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async {
                continuation.resume(with: Result { try FormFields(Data(buffer: body), contentType: contentType) })
            }
        }
    }

    /// - Parameter contentType: the request's header.
    /// - Throws: ``APIError`` for a body that is no form, or has too many fields.
    init(_ body: Data, contentType: String) throws {
        let header = HeaderParameters(contentType)
        switch header.value.lowercased() {
        case "application/x-www-form-urlencoded": try readURLEncoded(body)
        case "multipart/form-data":
            guard let boundary = header["boundary"], !boundary.isEmpty, boundary.utf8.count <= 200 else {
                throw APIError.badRequest("the form has no boundary.")
            }
            try readMultipart(body, boundary: boundary)
        default:
            throw APIError.badRequest("a form is expected: multipart/form-data or application/x-www-form-urlencoded.")
        }
    }

    private mutating func readURLEncoded(_ body: Data) throws {
        guard let text = String(data: body, encoding: .utf8) else {
            throw APIError.badRequest("the form is not UTF-8.")
        }
        let pairs = text.split(separator: "&", maxSplits: Self.maxFields)
        guard pairs.count <= Self.maxFields else { throw Self.tooMany }
        for pair in pairs {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = sides.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = decoded[0], let value = sides.count > 1 ? decoded[1] : "" else {
                throw APIError.badRequest("the form's percent encoding is invalid.")
            }
            texts[name] = value
        }
    }

    private mutating func readMultipart(_ body: Data, boundary: String) throws {
        let delimiter = Data("--\(boundary)".utf8)
        guard var position = body.range(of: delimiter)?.upperBound else { throw Self.malformed }
        let next = Data("\r\n".utf8) + delimiter
        for _ in 0...Self.maxFields {
            if body[position...].starts(with: Data("--".utf8)) { return }
            guard body[position...].starts(with: Data("\r\n".utf8)),
                let head = body.range(of: Data("\r\n\r\n".utf8), in: position..<body.endIndex),
                // The blank line may follow the headers at once or, without any, the boundary.
                let end = body.range(of: next, in: (head.upperBound - 2)..<body.endIndex)
            else { throw Self.malformed }
            let content = head.upperBound <= end.lowerBound ? body[head.upperBound..<end.lowerBound] : Data()
            try add(content, headers: String(decoding: body[position..<head.lowerBound], as: UTF8.self))
            position = end.upperBound
        }
        throw Self.tooMany
    }

    private mutating func add(_ content: Data, headers: String) throws {
        let line =
            headers.split(whereSeparator: \.isNewline)
            .first { $0.lowercased().hasPrefix("content-disposition:") } ?? ""
        let disposition = HeaderParameters(String(line))
        guard let name = disposition["name"] else { throw Self.malformed }
        // The file's own name is not even kept.
        let fileName = disposition["filename"] ?? disposition["filename*"]
        // Browsers send this for a file field that was left empty.
        if fileName == "", content.isEmpty { return }
        if fileName != nil || Self.fileFields.contains(name) {
            if fileName != nil || !content.isEmpty { files[name] = Data(content) }
        } else {
            guard let text = String(data: content, encoding: .utf8) else {
                throw APIError.badRequest("\(name.excerpt) is not UTF-8.", parameter: name)
            }
            texts[name] = text
        }
    }
}

/// A header such as `form-data; name="a"; filename="b;c"`: a value and named parameters, which quotes may enclose.
private struct HeaderParameters {
    let value: String
    private var parameters: [String: String] = [:]

    init(_ header: String) {
        var parts: [String] = [""]
        var isQuoted = false
        var isEscaped = false
        for character in header {
            if character == ";", !isQuoted {
                parts.append("")
                continue
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && character == "\\" && !isEscaped
            parts[parts.count - 1].append(character)
        }
        value = parts[0].trimmingCharacters(in: .whitespaces)
        for part in parts.dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { continue }
            var text = sides[1].trimmingCharacters(in: .whitespaces)
            if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
                text = String(text.dropFirst().dropLast())
            }
            parameters[sides[0].trimmingCharacters(in: .whitespaces).lowercased()] = text
        }
    }

    subscript(name: String) -> String? { parameters[name] }
}
