import Foundation
import Hummingbird

/// `POST`, `GET` and `DELETE /v1/audio/voices`: clients add voices from recordings, where the server lets them.
struct VoiceEndpoints: Sendable {
    struct Voice: ResponseEncodable {
        let id: String
        let name: String
        let object = "audio.voice"
        let model: String
        /// Seconds since 1970.
        let created_at: Int

        enum CodingKeys: CodingKey { case id, name, object, model, created_at }
    }

    struct Deleted: ResponseEncodable {
        let id: String
        let object = "audio.voice"
        let deleted = true

        enum CodingKeys: CodingKey { case id, object, deleted }
    }

    let service: SpeechService
    let uploads: VoiceUploads

    /// A form with `name`, the recording as `audio_sample`, and `model` where there are several.
    func create(_ request: Request, context: some RequestContext) async throws -> Voice {
        let (bytes, reservation) = try await request.collectBody(
            in: context, upTo: service.limits.uploadBytes, within: service.limits.bodyTime, budget: service.bodies)
        defer { withExtendedLifetime(reservation) {} }
        let form = try await FormFields.parse(bytes, contentType: request.headers[.contentType] ?? "")
        guard let name = form.texts["name"] else { throw APIError.badRequest("name is missing.", parameter: "name") }
        guard let recording = form.files["audio_sample"] ?? form.files["file"] ?? form.files["voice_wav"] else {
            throw APIError.badRequest("audio_sample is missing: a recording.", parameter: "audio_sample")
        }
        var headers = HTTPFields()
        let model = try service.resolve(model: form.texts["model"], voice: nil, headers: &headers).model
        try uploads.check(name, model)
        let client = request.client(in: context, service)
        // It computes: one of the places for speech.
        try await context.whileConnected { [service] in
            let ticket = try await service.admit(model, options: .init(), client: client)
            defer { ticket.giveBack() }
            do {
                _ = try await model.voices.clone(recording, seconds: service.limits.uploadSeconds)
            } catch {
                var report = APIError(error)
                if report.parameter == "voice_wav" { report.parameter = "audio_sample" }
                throw report
            }
        }
        try uploads.add(name, recording, to: model)
        return try voice(name, of: model)
    }

    func voice(_ name: String) throws -> Voice {
        guard let model = service.models.first(where: { uploads.date(of: name, in: $0) != nil }) else {
            throw APIError(
                status: .notFound, message: "no client has added a voice \(name.excerpt).", parameter: "voice",
                code: "voice_not_found")
        }
        return try voice(name, of: model)
    }

    private func voice(_ name: String, of model: ServedModel) throws -> Voice {
        let date = uploads.date(of: name, in: model) ?? .now
        return Voice(id: name, name: name, model: model.name, created_at: Int(date.timeIntervalSince1970))
    }

    func delete(_ name: String) throws -> Deleted {
        let model = service.models.first { uploads.date(of: name, in: $0) != nil } ?? service.models[0]
        try uploads.remove(name, from: model)
        return Deleted(id: name)
    }
}
