import Hummingbird
import PocketTTS
import PocketTTSAudio

/// Cartesia's `POST /tts/bytes`, `POST /tts/sse` and `GET /voices`.
struct CartesiaEndpoints: Sendable {
    struct Voice: ResponseEncodable {
        struct Locale: Encodable {
            let locale: String
            let is_native = true

            enum CodingKeys: CodingKey { case locale, is_native }
        }

        let id: String
        let name: String
        let description: String
        let language: String
        let locales: [Locale]
        let access = "public"
        let visibility = "all"
        let created_at = "2026-01-01T00:00:00Z"
        let is_owner = false
        let is_public = true
        let tagline = ""

        enum CodingKeys: CodingKey {
            case id, name, description, language, locales, access, visibility, created_at, is_owner, is_public, tagline
        }
    }

    struct Voices: ResponseEncodable {
        let data: [Voice]
        let has_more = false

        enum CodingKeys: CodingKey { case data, has_more }
    }

    let service: SpeechService

    /// Audio alone.
    func bytes(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let (session, _, headers) = try await begin(request, context, rawOnly: false)
        var answer = headers
        answer[.contentType] = session.encoding.format.mediaType
        let response = SpeechResponse(session: session, context: context)
        return Response(status: .ok, headers: answer, body: response.body(of: AudioFraming()))
    }

    /// Audio and words as server-sent events.
    func events(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let (session, body, headers) = try await begin(request, context, rawOnly: true)
        var answer = headers
        answer[.contentType] = "text/event-stream"
        answer[.cacheControl] = "no-cache"
        let framing = CartesiaFraming(context: body.context_id, hasTimestamps: body.add_timestamps ?? false)
        let response = SpeechResponse(session: session, context: context)
        return Response(status: .ok, headers: answer, body: response.body(of: framing))
    }

    private func begin(
        _ request: Request, _ context: some RequestContext, rawOnly: Bool
    ) async throws -> (ServedSession, CartesiaBody, HTTPFields) {
        let arrival = ContinuousClock.now
        let body = try APIError.decoding(CartesiaBody.self, from: try await request.collectJSON(in: context, service))
        guard let text = body.transcript else {
            throw APIError.badRequest("transcript is missing.", parameter: "transcript")
        }
        var headers = HTTPFields()
        let speech = try body.speech(service, text: text, rawOnly: rawOnly, headers: &headers)
        let client = request.client(in: context, service)
        let session = try await context.whileConnected { [logger = context.logger] in
            try await service.begin(speech, client: client, arrival: arrival, logger: logger)
        }
        return (session, body, headers)
    }

    /// Voices after the one that the query names, `limit` of them.
    func voices(_ request: Request) throws -> Voices {
        var voices = service.listedVoices.map(voice)
        if let last = request.uri.queryParameters["starting_after"] {
            voices = Array(voices.drop { $0.id != String(last) }.dropFirst())
        }
        if let limit = request.uri.queryParameters["limit"].flatMap({ Int($0) }) {
            voices = Array(voices.prefix(max(0, limit)))
        }
        return Voices(data: voices)
    }

    func voice(id: String) throws -> Voice {
        guard let known = service.listedVoices.first(where: { $0.id == id }) else {
            throw APIError(
                status: .notFound, message: "there is no voice \(id.excerpt).", parameter: "id",
                code: "voice_not_found")
        }
        return voice(known)
    }

    private func voice(_ listed: ListedVoice) -> Voice {
        let language = listed.model.languageCode
        return Voice(
            id: listed.id, name: listed.name ?? listed.id, description: "A voice of \(listed.model.name)",
            language: language, locales: [Voice.Locale(locale: language)])
    }
}
