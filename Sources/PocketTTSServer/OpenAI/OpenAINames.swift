import HTTPTypes

/// OpenAI's own names, which existing clients send: they stand for the usual model and the usual voice.
enum OpenAINames {
    static let models: Set = [
        "tts-1", "tts-1-hd", "gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-03-20", "gpt-4o-mini-tts-2025-12-15",
    ]
    static let voices: Set = [
        "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin",
        "cedar",
    ]
}

extension HTTPField.Name {
    /// `x-pocket-tts-NAME`: where a response differs from the request. The names are constants, and valid.
    private static func ours(_ name: String) -> HTTPField.Name { HTTPField.Name("x-pocket-tts-\(name)") ?? .server }

    static let spokenModel = ours("model")
    static let spokenVoice = ours("voice")
    static let ignored = ours("ignored")
    static let requestID = HTTPField.Name("x-request-id") ?? .server
}

extension SpeechService {
    /// The model and the voice that a request names, the usual ones for names of OpenAI's, empty names and none.
    /// Headers report where they are not those that were asked for.
    /// - Throws: ``APIError`` for a name that is not there.
    func resolve(
        model modelName: String?, voice voiceName: String?, headers: inout HTTPFields
    ) throws -> (model: ServedModel, voice: String?) {
        // Clients send an empty text for a field that was left out.
        let modelName = modelName.flatMap { $0.isEmpty ? nil : $0 }
        let voiceName = voiceName.flatMap { $0.isEmpty ? nil : $0 }
        var model = model(named: modelName)
        if model == nil, let modelName, OpenAINames.models.contains(modelName) { model = models.first }
        guard let model else { throw modelNotFound(modelName ?? "") }
        if let modelName, modelName != model.name { headers[.spokenModel] = model.name }
        guard let voiceName else { return (model, nil) }
        if model.voiceNames.contains(voiceName) { return (model, voiceName) }
        guard OpenAINames.voices.contains(voiceName) else {
            throw APIError.badRequest(
                "there is no voice \(voiceName.excerpt), the voices are: \(model.voiceNames.joined(separator: ", ")).",
                parameter: "voice", code: "voice_not_found")
        }
        headers[.spokenVoice] = model.usualVoice ?? "none"
        return (model, nil)
    }

    func modelNotFound(_ name: String) -> APIError {
        APIError(
            status: .notFound,
            message:
                "there is no model \(name.excerpt), the models are: \(models.map(\.name).joined(separator: ", ")).",
            parameter: "model", code: "model_not_found")
    }

    /// - Throws: ``APIError`` for a text that is too long or has nothing to say; `parameter` is what the request calls
    ///   it.
    func checkText(_ text: String, parameter: String) throws {
        let count = text.unicodeScalars.count
        guard count <= limits.textCharacters else {
            throw APIError.badRequest(
                "\(parameter) has \(count) characters, the limit is \(limits.textCharacters): split it into "
                    + "several requests.",
                parameter: parameter, code: "string_above_max_length")
        }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw APIError.badRequest("\(parameter) is empty: give at least one word.", parameter: parameter)
        }
        guard text.unicodeScalars.contains(where: \.isSpoken) else {
            throw APIError.badRequest(
                "\(parameter) has no letter and no digit: give at least one word.", parameter: parameter)
        }
    }
}

extension Unicode.Scalar {
    /// Whether a text with this scalar has something to say: a letter, a digit, or a sign with a name of its own, such
    /// as those of currencies. Punctuation and emoji have none.
    var isSpoken: Bool {
        switch properties.generalCategory {
        case .currencySymbol, .mathSymbol: true
        default: properties.isAlphabetic || properties.numericType != nil || "%&@#".unicodeScalars.contains(self)
        }
    }
}
