import Foundation
import Hummingbird
import PocketTTS
import PocketTTSAudio

/// `POST /dev/captioned_speech`, as Kokoro-FastAPI has it: the fields of `/v1/audio/speech` and its own, answered with
/// lines of JSON, or with one object for `"stream": false`.
struct CaptionedSpeechEndpoint: Sendable {
    /// What Kokoro-FastAPI adds to OpenAI's fields; others of its own have no effect.
    private struct Fields: Decodable {
        let return_timestamps: Bool?
    }

    let service: SpeechService

    func respond(to request: Request, context: some RequestContext) async throws -> Response {
        let arrival = ContinuousClock.now
        let data = try await request.collectJSON(in: context, service)
        let body = try APIError.decoding(SpeechBody.self, from: data)
        let fields = try APIError.decoding(Fields.self, from: data)
        var headers = HTTPFields()
        let speech = try service.speechRequest(body, headers: &headers)
        let hasTimestamps = fields.return_timestamps ?? true
        guard !hasTimestamps || !speech.model.synthesizer.model.alignmentHeads.isEmpty else {
            throw APIError.badRequest(
                "the times of words are not known for the model \(speech.model.name.excerpt): "
                    + "set return_timestamps to false, or find its heads with pocket-tts align --find-heads.",
                parameter: "return_timestamps")
        }
        let client = request.client(in: context, service)
        let session = try await context.whileConnected { [logger = context.logger] in
            try await service.begin(speech, client: client, arrival: arrival, logger: logger)
        }
        let isWhole = body.stream == false
        let framing = CaptionFraming(
            mediaType: speech.format.mediaType, isWhole: isWhole, hasTimestamps: hasTimestamps)
        let response = SpeechResponse(session: session, context: context)
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-cache"
        return Response(
            status: .ok, headers: headers,
            body: isWhole
                ? try await response.completeBody(of: framing, budget: service.bodies) : response.body(of: framing))
    }
}
