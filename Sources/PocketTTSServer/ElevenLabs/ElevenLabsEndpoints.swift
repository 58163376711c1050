import Foundation
import Hummingbird
import PocketTTS
import PocketTTSAudio

/// ElevenLabs' `POST /v1/text-to-speech/{voice}` with its variants, `GET /v1/voices` and `GET /v1/models`.
struct ElevenLabsEndpoints: Sendable {
    /// How the speech comes.
    enum Delivery: Sendable {
        /// As one file.
        case file
        /// As bytes of a file while they are made.
        case stream
        /// As one JSON object with the times of all characters.
        case timestamps
        /// As lines of JSON.
        case timestampStream
    }

    static let deliveries: [(suffix: String, Delivery)] = [
        ("", .file), ("/stream", .stream), ("/with-timestamps", .timestamps),
        ("/stream/with-timestamps", .timestampStream),
    ]

    struct Voice: ResponseEncodable {
        struct VerifiedLanguage: Encodable {
            let language: String
            let model_id: String
        }

        let voice_id: String
        let name: String
        let category = "premade"
        let description: String
        let labels: [String: String]
        let samples: [String] = []
        let available_for_tiers: [String] = []
        let high_quality_base_model_ids: [String]
        let verified_languages: [VerifiedLanguage]

        enum CodingKeys: CodingKey {
            case voice_id, name, category, description, labels, samples, available_for_tiers
            case high_quality_base_model_ids, verified_languages
        }
    }

    struct Voices: ResponseEncodable {
        let voices: [Voice]
        let has_more = false
        let total_count: Int

        enum CodingKeys: CodingKey { case voices, has_more, total_count }
    }

    struct Model: ResponseEncodable {
        struct Language: Encodable {
            let language_id: String
            let name: String
        }

        let model_id: String
        let name: String
        let description = "Pocket TTS"
        let can_do_text_to_speech = true
        let can_do_voice_conversion = false
        let can_use_style = false
        let can_use_speaker_boost = false
        let serves_pro_voices = false
        let requires_alpha_access = false
        let token_cost_factor = 0.0
        let max_characters_request_free_user: Int
        let max_characters_request_subscribed_user: Int
        let maximum_text_length_per_request: Int
        let languages: [Language]

        enum CodingKeys: CodingKey {
            case model_id, name, description, can_do_text_to_speech, can_do_voice_conversion, can_use_style
            case can_use_speaker_boost, serves_pro_voices, requires_alpha_access, token_cost_factor
            case max_characters_request_free_user, max_characters_request_subscribed_user
            case maximum_text_length_per_request, languages
        }
    }

    let service: SpeechService

    func speak(
        _ request: Request, _ context: some RequestContext, voice: String, _ delivery: Delivery
    ) async throws -> Response {
        let arrival = ContinuousClock.now
        let body = try APIError.decoding(ElevenLabsBody.self, from: try await request.collectJSON(in: context, service))
        let choices = ElevenLabsChoices(
            voice: voice.removingPercentEncoding ?? voice, model: body.model_id, language: body.language_code,
            outputFormat: request.uri.queryParameters["output_format"].map(String.init),
            normalization: body.apply_text_normalization, seed: body.seed, speed: body.voice_settings?.speed)
        var headers = HTTPFields()
        var speech = try choices.speech(service, text: body.text, headers: &headers)
        let isComplete = delivery == .file || delivery == .timestamps
        // Nobody listens before it is complete.
        if isComplete, !speech.model.synthesizer.model.alignmentHeads.isEmpty { speech.options.onFailure = .retry }
        let client = request.client(in: context, service)
        let session = try await context.whileConnected { [speech, logger = context.logger] in
            try await service.begin(speech, client: client, arrival: arrival, logger: logger)
        }
        let response = SpeechResponse(session: session, context: context)
        let hasTimes = delivery == .timestamps || delivery == .timestampStream
        headers[.contentType] = hasTimes ? "application/json" : speech.format.mediaType
        let answer =
            switch delivery {
            case .file: try await response.completeBody(of: FileFraming(), budget: service.bodies)
            case .stream: response.body(of: AudioFraming())
            case .timestamps:
                try await response.completeBody(of: TimestampFraming(isWhole: true), budget: service.bodies)
            case .timestampStream: response.body(of: TimestampFraming(isWhole: false))
            }
        return Response(status: .ok, headers: headers, body: answer)
    }

    func voices() -> Voices {
        let voices = service.listedVoices.map(voice)
        return Voices(voices: voices, total_count: voices.count)
    }

    func voice(id: String) throws -> Voice {
        guard let known = service.listedVoices.first(where: { $0.id == id }) else {
            throw APIError(
                status: .notFound, message: "there is no voice \(id.excerpt).", parameter: "voice_id",
                code: "voice_not_found")
        }
        return voice(known)
    }

    private func voice(_ listed: ListedVoice) -> Voice {
        let (model, language) = (listed.model.name, listed.model.languageCode)
        return Voice(
            voice_id: listed.id, name: listed.name ?? listed.id, description: "A voice of \(model)",
            labels: ["language": language], high_quality_base_model_ids: [model],
            verified_languages: [.init(language: language, model_id: model)])
    }

    func models() -> [Model] {
        let characters = service.limits.textCharacters
        return service.models.map { model in
            Model(
                model_id: model.name, name: model.name, max_characters_request_free_user: characters,
                max_characters_request_subscribed_user: characters, maximum_text_length_per_request: characters,
                languages: [.init(language_id: model.languageCode, name: model.languageCode)])
        }
    }
}
