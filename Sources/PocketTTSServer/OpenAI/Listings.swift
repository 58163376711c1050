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
        /// The same, for Open WebUI's `/v1/audio/models`; left out elsewhere.
        var models: [Model]?
    }

    struct VoiceEntry: ResponseEncodable {
        let id: String
        let name: String
        let model: String
        let is_default: Bool
        /// What it may be used for, where that is known.
        let license: String?
    }

    struct Voices: ResponseEncodable {
        var object = "list"
        let voices: [VoiceEntry]
    }

    let service: SpeechService

    func models() -> Models { Models(data: service.models.map { Model(id: $0.name) }) }

    func audioModels() -> Models {
        let all = models().data
        return Models(data: all, models: all)
    }

    func model(named name: String) throws -> Model {
        // Names of other services are accepted by the speech endpoint: a client that looks one up finds it.
        let isKnown = service.model(named: name) != nil || ForeignNames.isModel(name)
        guard isKnown else { throw service.modelNotFound(name) }
        return Model(id: name)
    }

    func voices() -> Voices {
        Voices(
            voices: service.models.flatMap { model in
                model.voiceNames.map {
                    VoiceEntry(
                        id: $0, name: $0, model: model.name, is_default: $0 == model.usualVoice,
                        license: model.terms[$0])
                }
            })
    }
}
