import HTTPTypes
import PocketTTS
import PocketTTSAudio

/// The body of `POST /v1/audio/speech`: OpenAI's fields, and further options.
struct SpeechBody: Decodable, Sendable {
    /// A name, or an object with an id.
    struct VoiceName: Decodable, Sendable {
        let name: String

        init(from decoder: any Decoder) throws {
            if let container = try? decoder.container(keyedBy: Keys.self) {
                name = try container.decode(String.self, forKey: .id)
            } else {
                name = try decoder.singleValueContainer().decode(String.self)
            }
        }

        private enum Keys: CodingKey { case id }
    }

    let input: String
    let model: String?
    let voice: VoiceName?
    let response_format: String?
    let speed: Double?
    let stream_format: String?
    let instructions: String?
    /// Whether the body may be sent while the speech is made, which is the default; else its length is known.
    let stream: Bool?

    let temperature: Double?
    let seed: Int64?
    let sampler_decode_steps: Int?
    let noise_clamp: Float?
    let eos_threshold: Float?
    let frames_after_eos: Int?
    let max_tokens: Int?
    let normalize: String?
    let language: String?
    let input_format: String?
    let lexicon: LexiconField?
    let on_failure: String?

    /// How the audio is framed.
    enum StreamFormat: String, CaseIterable {
        case audio, sse

        /// - Throws: ``APIError`` for another name; none, or an empty one, is ``audio``.
        init(requested: String?) throws {
            guard let requested, !requested.isEmpty else {
                self = .audio
                return
            }
            guard let known = StreamFormat(rawValue: requested) else {
                throw APIError.badRequest(
                    "stream_format is \(requested.excerpt), allowed: audio, sse.", parameter: "stream_format")
            }
            self = known
        }
    }

    func options() throws -> SpeechOptions {
        var options = SpeechOptions(
            temperature: temperature, seed: seed, samplerSteps: sampler_decode_steps, noiseClamp: noise_clamp,
            eosThreshold: eos_threshold, framesAfterEOS: frames_after_eos, maxTokensPerChunk: max_tokens ?? 50)
        try ReadingFields(
            normalize: normalize, language: language, inputFormat: input_format, lexicon: lexicon?.contents
        ).apply(to: &options)
        return options
    }

    /// What happens when the speech fails. A listener would have to wait for a retry: only a response that is complete
    /// before it is sent has the time.
    /// - Parameter findsFailures: whether the model's failures are known as they happen.
    func failurePolicy(findsFailures: Bool) throws -> FailurePolicy {
        guard let on_failure else { return stream == false && findsFailures ? .retry : .keep }
        guard let policy = FailurePolicy(rawValue: on_failure) else {
            let allowed = FailurePolicy.allCases.map(\.rawValue).joined(separator: ", ")
            throw APIError.badRequest(
                "on_failure is \(on_failure.excerpt), allowed: \(allowed).", parameter: "on_failure")
        }
        guard policy == .keep || stream == false else {
            throw APIError.badRequest(
                "on_failure \(policy.rawValue) holds speech back until it is checked: add \"stream\": false.",
                parameter: "on_failure")
        }
        return policy
    }
}

extension SpeechService {
    /// What a body in OpenAI's form asks for.
    /// - Throws: ``APIError`` that names the field that is wrong.
    func speechRequest(_ body: SpeechBody, headers: inout HTTPFields) throws -> SpeechRequest {
        let (model, voice) = try resolve(model: body.model, voice: body.voice?.name, headers: &headers)
        try checkText(body.input, parameter: "input")
        if body.instructions != nil { headers[.ignored] = "instructions" }
        var options = try body.options()
        options.onFailure = try body.failurePolicy(
            findsFailures: !model.synthesizer.model.alignmentHeads.isEmpty)
        return SpeechRequest(
            model: model, text: body.input, voice: .named(voice), options: options,
            format: try AudioFormat(requested: body.response_format), speed: body.speed ?? 1)
    }
}

extension AudioFormat {
    /// The format that a request names; MP3 if it names none, or an empty one.
    init(requested: String?) throws {
        guard let requested, !requested.isEmpty else {
            self = .mp3
            return
        }
        guard requested != "aac" else {
            throw APIError.badRequest(
                "response_format aac is not available: there is no maintained free encoder of it; use mp3 or opus.",
                parameter: "response_format")
        }
        guard let known = AudioFormat(name: requested) else {
            throw APIError.badRequest(
                "response_format is \(requested.excerpt), allowed: \(AudioFormat.names).",
                parameter: "response_format")
        }
        self = known
    }
}

extension String {
    /// At most 40 characters, for messages.
    var excerpt: String { count > 40 ? "\"\(prefix(40))…\"" : "\"\(self)\"" }
}
