import Foundation
import Hummingbird

/// `POST /v1/models` and `DELETE /v1/models/{model}`: an administrator loads and unloads models.
struct ModelEndpoints: Sendable {
    private struct Body: Decodable {
        let model: String
    }

    struct Deleted: ResponseEncodable {
        let id: String
        let object = "model"
        let deleted = true

        enum CodingKeys: CodingKey { case id, object, deleted }
    }

    let service: SpeechService
    let administration: ModelAdministration

    /// Answers when the model speaks; the first time it may have to be downloaded.
    func load(_ request: Request, context: some RequestContext) async throws -> Listings.Model {
        let body = try APIError.decoding(Body.self, from: try await request.collectJSON(in: context, service))
        guard !body.model.isEmpty else { throw APIError.badRequest("model is empty: name one.", parameter: "model") }
        // Once begun it is not given up: a client that left may ask again.
        let loading = Task { [service, administration] in
            try await service.list.load(body.model, by: administration) { try service.uploads?.restore([$0]) }
        }
        return Listings.Model(id: try await loading.value.name)
    }

    func unload(_ name: String) throws -> Deleted {
        try service.list.unload(name)
        return Deleted(id: name)
    }
}

extension APIError {
    init(_ error: ModelLoadingError) {
        switch error {
        case .unknown(let name):
            self.init(
                status: .notFound, message: "there is no model \(name).", parameter: "model", code: "model_not_found")
        case .tooLarge(let name, let bytes, let available):
            self.init(
                status: .init(code: 507, reasonPhrase: "Insufficient Storage"),
                message: "\(name) takes \(bytes >> 20) MiB and \(available >> 20) MiB are left: unload another model.",
                parameter: "model", code: "out_of_memory")
        case .unusable(let name, let reason):
            self.init(
                status: .badGateway, message: "\(name) cannot be loaded: \(reason)", parameter: "model",
                code: "model_unusable")
        }
    }
}
