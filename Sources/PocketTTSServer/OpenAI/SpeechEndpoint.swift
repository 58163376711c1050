import Foundation
import Hummingbird
import PocketTTSAudio

/// `POST /v1/audio/speech`.
struct SpeechEndpoint: Sendable {
    let service: SpeechService

    func respond(to request: Request, context: some RequestContext) async throws -> Response {
        let arrival = ContinuousClock.now
        let body = try APIError.decoding(SpeechBody.self, from: try await request.collectJSON(in: context, service))
        var headers = HTTPFields()
        let speech = try service.speechRequest(body, headers: &headers)
        let streamFormat = try SpeechBody.StreamFormat(requested: body.stream_format)
        let client = request.client(in: context, service)
        let session = try await context.whileConnected { [logger = context.logger] in
            try await service.begin(speech, client: client, arrival: arrival, logger: logger)
        }
        let response = SpeechResponse(session: session, context: context)
        func respond(_ streaming: some Framing, complete: some Framing) async throws -> Response {
            Response(
                status: .ok, headers: headers,
                body: body.stream == false
                    ? try await response.completeBody(of: complete, budget: service.bodies)
                    : response.body(of: streaming))
        }
        switch streamFormat {
        case .audio:
            headers[.contentType] = speech.format.mediaType
            return try await respond(AudioFraming(), complete: FileFraming())
        case .sse:
            headers[.contentType] = "text/event-stream"
            headers[.cacheControl] = "no-cache"
            return try await respond(EventFraming(), complete: EventFraming())
        }
    }
}
