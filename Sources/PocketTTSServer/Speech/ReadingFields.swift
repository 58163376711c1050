import PocketTTS
import SpeechText

/// How a request wants its text read; the same fields at every endpoint.
struct ReadingFields {
    /// `auto` or `off`.
    var normalize: String?
    /// The language of the text, such as `en`.
    var language: String?
    /// `text`, `markdown` or `ssml`.
    var inputFormat: String?
    /// Lines of a written form, a tab, and how it is spoken.
    var lexicon: String?

    /// Bytes that a request's lexicon may have.
    static let longestLexicon = 64 << 10

    /// - Throws: ``APIError`` that names the field and its values.
    func apply(to options: inout SpeechOptions) throws {
        if let normalize, !normalize.isEmpty {
            options.normalization = try value(normalize, "normalize", TextNormalization.allCases.map(\.rawValue)) {
                TextNormalization(rawValue: $0)
            }
        }
        if let language, !language.isEmpty {
            options.language = try value(language, "language", Language.allCases.map(\.rawValue)) { Language(name: $0) }
        }
        if let inputFormat, !inputFormat.isEmpty {
            options.textFormat = try value(inputFormat, "input_format", TextFormat.allCases.map(\.rawValue)) {
                TextFormat(rawValue: $0)
            }
        }
        if let lexicon, !lexicon.isEmpty {
            let count = lexicon.utf8.count
            guard count <= Self.longestLexicon else {
                throw APIError.badRequest(
                    "lexicon has \(count) bytes, the limit is \(Self.longestLexicon).", parameter: "lexicon")
            }
            do {
                options.lexicon = try PronunciationLexicon(contents: lexicon)
            } catch {
                throw APIError.badRequest("lexicon, \(error).", parameter: "lexicon")
            }
        }
    }

    private func value<Value>(
        _ text: String, _ name: String, _ allowed: [String], _ parse: (String) -> Value?
    ) throws -> Value {
        guard let value = parse(text) else {
            throw APIError.badRequest(
                "\(name) is \(text.excerpt), allowed: \(allowed.joined(separator: ", ")).", parameter: name)
        }
        return value
    }
}

/// A lexicon in JSON: the lines of a file, or an object of written forms and how they are spoken.
struct LexiconField: Decodable, Sendable {
    /// As a file has it.
    let contents: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let words = try? container.decode([String: String].self) {
            for (form, spoken) in words where (form + spoken).contains(where: { $0.isNewline || $0 == "\t" }) {
                throw APIError.badRequest(
                    "lexicon: \(form.excerpt) or its respelling has a line end or a tab.", parameter: "lexicon")
            }
            // Sorted, so that the same request always reads the same.
            contents = words.sorted { $0.key < $1.key }.map { "\($0)\t\($1)\n" }.joined()
        } else {
            contents = try container.decode(String.self)
        }
    }
}
