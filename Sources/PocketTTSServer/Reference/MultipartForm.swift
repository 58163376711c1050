import Foundation

/// The fields of a form, as browsers and curl send them.
struct FormFields {
    private(set) var texts: [String: String] = [:]
    private(set) var files: [String: Data] = [:]

    /// - Parameter contentType: the request's header.
    /// - Throws: ``APIError`` for a body that is no form.
    init(_ body: Data, contentType: String) throws {
        let parts = contentType.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        switch parts.first?.lowercased() {
        case "application/x-www-form-urlencoded": try readURLEncoded(body)
        case "multipart/form-data":
            let boundary = parts.dropFirst().lazy.compactMap { Self.parameter("boundary", of: $0) }.first
            guard let boundary, !boundary.isEmpty, boundary.utf8.count <= 200 else {
                throw APIError.badRequest("the form has no boundary.")
            }
            try readMultipart(body, boundary: boundary)
        default:
            throw APIError.badRequest("a form is expected: multipart/form-data or application/x-www-form-urlencoded.")
        }
    }

    private mutating func readURLEncoded(_ body: Data) throws {
        guard let text = String(data: body, encoding: .utf8) else { throw APIError.badRequest("the form is not UTF-8.") }
        for pair in text.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = sides.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = decoded[0], let value = sides.count > 1 ? decoded[1] : "" else {
                throw APIError.badRequest("the form's percent signs make no sense.")
            }
            texts[name] = value
        }
    }

    private mutating func readMultipart(_ body: Data, boundary: String) throws {
        let delimiter = Data("--\(boundary)".utf8)
        guard var position = body.range(of: delimiter)?.upperBound else { throw Self.malformed }
        let next = Data("\r\n".utf8) + delimiter
        for _ in 0..<Self.mostFields {
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
        throw APIError.badRequest("the form has more than \(Self.mostFields) fields.")
    }

    private mutating func add(_ content: Data, headers: String) throws {
        let disposition = headers.split(whereSeparator: \.isNewline)
            .first { $0.lowercased().hasPrefix("content-disposition:") } ?? ""
        let parameters = disposition.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let name = parameters.lazy.compactMap({ Self.parameter("name", of: $0) }).first else { throw Self.malformed }
        // The file's own name is the client's business: it is not even kept.
        if parameters.contains(where: { Self.parameter("filename", of: $0) != nil }) {
            files[name] = Data(content)
        } else {
            guard let text = String(data: content, encoding: .utf8) else {
                throw APIError.badRequest("\(name.excerpt) is not UTF-8.", parameter: name)
            }
            texts[name] = text
        }
    }

    /// The value of `name=value` or `name="value"`.
    private static func parameter(_ name: String, of text: String) -> String? {
        guard text.lowercased().hasPrefix("\(name)=") else { return nil }
        return text.dropFirst(name.count + 1).trimmingCharacters(in: ["\""])
    }

    private static let mostFields = 64
    private static let malformed = APIError.badRequest("the form's parts make no sense.")
}
