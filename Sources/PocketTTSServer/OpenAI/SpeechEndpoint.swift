import Foundation
import Hummingbird
import PocketTTSAudio

/// `POST /v1/audio/speech`.
struct SpeechEndpoint: Sendable {
    let service: SpeechService

    func respond(to request: Request, context: some RequestContext) async throws -> Response {
        let arrival = ContinuousClock.now
        let (bytes, reservation) = try await request.collectBody(
            in: context, upTo: service.limits.bodyBytes, within: service.limits.bodyTime, budget: service.bodies)
        let body = try APIError.decoding(SpeechBody.self, from: Data(buffer: bytes))
        withExtendedLifetime(reservation) {}
        var headers = HTTPFields()
        let (model, voice) = try service.resolve(model: body.model, voice: body.voice?.name, headers: &headers)
        try service.checkText(body.input, parameter: "input")
        if body.instructions != nil { headers[.ignored] = "instructions" }
        let streamFormat = try body.streamFormat()
        let speech = SpeechRequest(
            model: model, text: body.input, voice: .named(voice), options: try body.options(),
            format: try AudioFormat(requested: body.response_format), speed: body.speed ?? 1)
        let client = request.client(in: context, service)
        let session = try await context.whileConnected { [logger = context.logger] in
            try await service.begin(speech, client: client, arrival: arrival, logger: logger)
        }
        let audio = SpeechResponse(session: session, context: context)
        switch streamFormat {
        case .audio:
            headers[.contentType] = speech.format.mediaType
            return Response(status: .ok, headers: headers, body: audio.body(of: AudioFraming()))
        case .sse:
            headers[.contentType] = "text/event-stream"
            headers[.cacheControl] = "no-cache"
            return Response(status: .ok, headers: headers, body: audio.body(of: EventFraming()))
        }
    }
}
