import Foundation
import HTTPTypes

/// Names of other services, which existing clients send: they stand for the usual model and the usual voice.
enum ForeignNames {
    private static let models: Set = [
        "tts-1", "tts-1-hd", "gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-03-20", "gpt-4o-mini-tts-2025-12-15", "kokoro",
    ]
    private static let openAIVoices: Set = [
        "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin",
        "cedar",
    ]

    /// A model of OpenAI's, Kokoro, or one of the families of Cartesia and ElevenLabs.
    static func isModel(_ name: String) -> Bool {
        models.contains(name) || name.hasPrefix("sonic") || name.hasPrefix("eleven_")
    }

    /// A voice of OpenAI's or Kokoro's, or an id as Cartesia (a UUID) and ElevenLabs (20 letters and digits) have them.
    static func isVoice(_ name: String) -> Bool {
        if openAIVoices.contains(name) || isKokoroVoice(name) || UUID(uuidString: name) != nil { return true }
        return name.utf8.count == 20 && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            && name.contains(where: \.isNumber) && name.contains(where: \.isUppercase)
    }

    /// A language, `f` or `m`, and a name, such as `af_heart`.
    private static func isKokoroVoice(_ name: String) -> Bool {
        name.wholeMatch(of: /[abefhijpz][fm]_[a-z0-9]+/) != nil
    }
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
    /// The model and the voice that a request names. Names of other services, empty names and none mean the usual
    /// ones; a model that is not named is the first that speaks `language`. Headers report what is not as asked for.
    /// - Parameters:
    ///   - model: the name of a model; a voice such as `MODEL/VOICE` names it, too.
    ///   - language: of a client that sends one with every request, such as `en`.
    /// - Throws: ``APIError`` for a name that is not there.
    func resolve(
        model modelName: String?, voice voiceName: String?, language: String? = nil, headers: inout HTTPFields
    ) throws -> (model: ServedModel, voice: String?) {
        // Clients send an empty text for a field that was left out.
        let modelName = modelName.flatMap { $0.isEmpty ? nil : $0 }
        let voiceName = voiceName.flatMap { $0.isEmpty ? nil : $0 }.map { aliases[$0] ?? $0 }
        let isForeign = modelName.map(ForeignNames.isModel) ?? true
        if let modelName, let named = self.model(named: modelName) {
            return (named, try voice(voiceName, of: named, &headers))
        }
        guard isForeign else { throw modelNotFound(modelName ?? "") }
        let model: ServedModel
        let voice: String?
        if let listed = listedVoices.first(where: { $0.id == voiceName && $0.id != $0.name }) {
            (model, voice) = (listed.model, listed.name)
        } else {
            let code = language.map { $0.prefix { $0.isLetter }.lowercased() }
            model = models.first { $0.languageCode == code } ?? models[0]
            voice = try self.voice(voiceName, of: model, &headers)
        }
        if modelName != nil { headers[.spokenModel] = model.name }
        return (model, voice)
    }

    /// The voice of a model by a name that a client sent; `nil` is the usual one.
    private func voice(_ name: String?, of model: ServedModel, _ headers: inout HTTPFields) throws -> String? {
        guard let name else { return nil }
        if model.voices.contains(name) { return name }
        let mix = VoiceMix(name)?.renamed { aliases[$0] ?? $0 }
        let parts = mix?.parts.map(\.name) ?? [name]
        guard let unknown = parts.first(where: { !model.voices.contains($0) }) else { return mix?.name ?? name }
        guard parts.allSatisfy(ForeignNames.isVoice) else {
            throw APIError.badRequest(
                "there is no voice \(unknown.excerpt)\(mix == nil ? "" : " to mix"), the voices are: "
                    + "\(model.voiceNames.joined(separator: ", ")).", parameter: "voice", code: "voice_not_found")
        }
        headers[.spokenVoice] = model.usualVoice ?? "none"
        return nil
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
