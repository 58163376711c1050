import HTTPTypes
import PocketTTS

/// The answer to `describe`: the voices of all models.
struct WyomingInfo: Encodable {
    struct Attribution: Encodable {
        let name: String
        let url: String
    }

    struct Voice: Encodable {
        let name: String
        let description: String
        let attribution: Attribution
        let installed = true
        let version: String? = nil
        let languages: [String]

        enum CodingKeys: CodingKey { case name, description, attribution, installed, version, languages }
    }

    struct Program: Encodable {
        let name = "pocket-tts"
        let description = "Streaming text to speech on the CPU"
        let attribution = WyomingInfo.attribution
        let installed = true
        let version = "1.0"
        let voices: [Voice]
        let supports_synthesize_streaming = true

        enum CodingKeys: CodingKey {
            case name, description, attribution, installed, version, voices, supports_synthesize_streaming
        }
    }

    let tts: [Program]

    private static let attribution = Attribution(
        name: "Kyutai Pocket TTS", url: "https://github.com/kyutai-labs/pocket-tts")

    init(_ service: SpeechService) {
        tts = [
            Program(
                voices: service.listedVoices.map { voice in
                    Voice(
                        name: voice.id, description: "\(voice.name ?? "the model's own voice") (\(voice.model.name))",
                        attribution: Self.attribution, languages: [voice.model.languageCode])
                })
        ]
    }
}

extension SpeechService {
    /// The voice that is asked for by name, by language, or not at all; an empty name counts as none.
    /// - Throws: ``APIError`` if there is none.
    func resolve(_ wanted: WyomingEvent.Fields.Voice?) throws -> (model: ServedModel, voice: String?) {
        if let name = wanted?.name, !name.isEmpty {
            if let model = model(named: name) {
                if let speaker = wanted?.speaker, model.voiceNames.contains(speaker) { return (model, speaker) }
                return (model, nil)
            }
            var headers = HTTPFields()
            return try resolve(model: nil, voice: name, headers: &headers)
        }
        if let language = wanted?.language?.lowercased(), !language.isEmpty {
            guard let model = models.first(where: { language.hasPrefix($0.languageCode) }) else {
                throw APIError.badRequest(
                    "no voice speaks \(language.excerpt).", parameter: "language", code: "language_not_found")
            }
            return (model, nil)
        }
        return (models[0], nil)
    }
}
