import Foundation
import Hummingbird
import PocketTTS
import PocketTTSAudio

/// `POST /tts`, the reference's endpoint: a form with `text`, and `voice_url` or `voice_wav`. Audio comes as WAV unless
/// `response_format` asks for another format; the options of `/v1/audio/speech` are taken too.
struct TTSEndpoint: Sendable {
    let service: SpeechService

    func respond(to request: Request, context: some RequestContext) async throws -> Response {
        let arrival = ContinuousClock.now
        let type = request.headers[.contentType] ?? ""
        // A form without files has texts alone.
        let limit = FormFields.isMultipart(type) ? service.limits.uploadBytes : service.limits.bodyBytes
        let (bytes, reservation) = try await request.collectBody(
            in: context, upTo: limit, within: service.limits.bodyTime, budget: service.bodies)
        defer { withExtendedLifetime(reservation) {} }
        let form = try await FormFields.parse(bytes, contentType: type)
        guard let text = form.texts["text"] else { throw APIError.badRequest("text is missing.", parameter: "text") }
        try service.checkText(text, parameter: "text")
        var headers = HTTPFields()
        let (model, voice) = try voice(form, headers: &headers)
        let speech = SpeechRequest(
            model: model, text: text, voice: voice, options: try options(form),
            format: try AudioFormat(
                requested: form.texts["response_format"].flatMap { $0.isEmpty ? nil : $0 } ?? "wav"),
            speed: try number(form, "speed", Double.init) ?? 1)
        let streamFormat = try SpeechBody.StreamFormat(requested: form.texts["stream_format"])
        let client = request.client(in: context, service)
        let session = try await context.whileConnected { [logger = context.logger] in
            try await service.begin(speech, client: client, arrival: arrival, logger: logger)
        }
        let audio = SpeechResponse(session: session, context: context)
        switch streamFormat {
        case .audio:
            headers[.contentType] = speech.format.mediaType
            headers[.contentDisposition] = "attachment; filename=generated_speech.\(speech.format.suffixes[0])"
            return Response(status: .ok, headers: headers, body: audio.body(of: AudioFraming()))
        case .sse:
            headers[.contentType] = "text/event-stream"
            headers[.cacheControl] = "no-cache"
            return Response(status: .ok, headers: headers, body: audio.body(of: EventFraming()))
        }
    }

    private func voice(
        _ form: FormFields, headers: inout HTTPFields
    ) throws -> (model: ServedModel, voice: SpeechRequest.VoiceSource) {
        let recording = form.files["voice_wav"]
        // Browsers send an empty field for what was left out.
        let name = form.texts["voice_url"].flatMap { $0.isEmpty ? nil : $0 }
        guard recording == nil || name == nil else {
            throw APIError.badRequest("voice_url and voice_wav exclude each other: give one.", parameter: "voice_url")
        }
        if let name, name.contains("://") {
            throw APIError.badRequest(
                "this server fetches nothing for its clients: send the recording as voice_wav.", parameter: "voice_url")
        }
        let (model, voice) = try service.resolve(
            model: form.texts["model"], voice: name, headers: &headers)
        return (model, recording.map { .upload($0) } ?? .named(voice))
    }

    private func options(_ form: FormFields) throws -> SpeechOptions {
        var options = SpeechOptions(
            temperature: try number(form, "temperature", Double.init), seed: try number(form, "seed") { Int64($0) },
            samplerSteps: try number(form, "sampler_decode_steps") { Int($0) },
            noiseClamp: try number(form, "noise_clamp", Float.init),
            eosThreshold: try number(form, "eos_threshold", Float.init),
            framesAfterEOS: try number(form, "frames_after_eos") { Int($0) },
            maxTokensPerChunk: try number(form, "max_tokens") { Int($0) } ?? 50)
        try ReadingFields(
            normalize: form.texts["normalize"], language: form.texts["language"],
            inputFormat: form.texts["input_format"], lexicon: form.texts["lexicon"]
        ).apply(to: &options)
        return options
    }

    private func number<Number>(_ form: FormFields, _ name: String, _ parse: (String) -> Number?) throws -> Number? {
        guard let text = form.texts[name], !text.isEmpty else { return nil }
        guard let value = parse(text) else { throw APIError.badRequest("\(name) is not a number.", parameter: name) }
        return value
    }
}
