import Hummingbird
import NIOCore

/// `GET /v1/models` and `GET /v1/audio/voices`.
struct Listings: Sendable {
    struct Model: ResponseEncodable {
        let id: String
        var object = "model"
        var created = 0
        var owned_by = "kyutai"
    }

    struct Models: ResponseEncodable {
        var object = "list"
        let data: [Model]
    }

    struct VoiceEntry: ResponseEncodable {
        let id: String
        let name: String
        let model: String
        let is_default: Bool
    }

    struct Voices: ResponseEncodable {
        var object = "list"
        let voices: [VoiceEntry]
    }

    let service: SpeechService

    func models() -> Models { Models(data: service.models.map(entry)) }

    func model(named name: String) throws -> Model {
        guard let model = service.model(named: name) else {
            throw APIError(
                status: .notFound, message: "there is no model \(name.excerpt).", parameter: "model", code: "model_not_found")
        }
        return entry(model)
    }

    func voices() -> Voices {
        Voices(
            voices: service.models.flatMap { model in
                model.voiceNames.map {
                    VoiceEntry(id: $0, name: $0, model: model.name, is_default: $0 == model.usualVoice)
                }
            })
    }

    private func entry(_ model: ServedModel) -> Model { Model(id: model.name) }
}
