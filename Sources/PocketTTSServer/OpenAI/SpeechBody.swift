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

    /// How the audio is framed.
    enum StreamFormat: String, CaseIterable { case audio, sse }

    func streamFormat() throws -> StreamFormat {
        guard let stream_format else { return .audio }
        guard let known = StreamFormat(rawValue: stream_format) else {
            throw APIError.badRequest(
                "stream_format is \(stream_format.excerpt), allowed: audio, sse.", parameter: "stream_format")
        }
        return known
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
}

extension AudioFormat {
    /// The format that a request names, MP3 if it names none.
    init(requested: String?) throws {
        guard let requested else {
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
