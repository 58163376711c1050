import PocketTTS
import SpeechText

/// How a request wants its text read; the same fields at every endpoint.
struct ReadingFields {
    /// `auto` or `off`.
    var normalize: String?
    /// The language of the text, such as `en`.
    var language: String?
    /// `text` or `markdown`.
    var inputFormat: String?

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
