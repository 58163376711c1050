import PocketTTS

/// A voice of one of the models, as clients that know of no models list it.
struct ListedVoice: Sendable {
    /// The voice's name; those of further models begin with their model's name.
    let id: String
    let model: ServedModel
    /// `nil` for a model that has no voices and speaks without one.
    let name: String?
}

extension SpeechService {
    /// The voices of all models.
    var listedVoices: [ListedVoice] {
        models.enumerated().flatMap { index, model in
            let names: [String?] = model.voiceNames.isEmpty ? [nil] : model.voiceNames
            return names.map { name in
                let id = name ?? model.name
                return ListedVoice(
                    id: index == 0 || name == nil ? id : "\(model.name)/\(id)", model: model, name: name)
            }
        }
    }
}
