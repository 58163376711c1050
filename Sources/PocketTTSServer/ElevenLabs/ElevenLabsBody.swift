import HTTPTypes
import NIOCore
import PocketTTS
import PocketTTSAudio

/// A request in ElevenLabs' form. Further fields are passed over, among them the voice settings that the model does not
/// have.
struct ElevenLabsBody: Decodable {
    var text: String
    var model_id: String?
    var language_code: String?
    var voice_settings: ElevenLabsVoiceSettings?
    var seed: Int64?
    var apply_text_normalization: String?
}

struct ElevenLabsVoiceSettings: Decodable, Sendable {
    var speed: Double?
}

/// What the address and the first message of a request say, over HTTP or a WebSocket.
struct ElevenLabsChoices: Sendable {
    var voice: String
    var model: String?
    var language: String?
    var outputFormat: String?
    var normalization: String?
    var seed: Int64?
    var speed: Double?

    /// - Parameter text: `nil` for a text that arrives.
    /// - Throws: ``APIError`` that names what is wrong.
    func speech(_ service: SpeechService, text: String?, headers: inout HTTPFields) throws -> SpeechRequest {
        if let text { try service.checkText(text, parameter: "text") }
        let (model, voice) = try service.resolve(
            model: model, voice: voice, language: language, headers: &headers)
        var options = SpeechOptions(seed: seed)
        try ReadingFields(
            normalize: normalization.map { $0 == "on" ? "auto" : $0 }, language: nil, inputFormat: nil, lexicon: nil
        ).apply(to: &options)
        return SpeechRequest(
            model: model, text: text, voice: .named(voice), options: options,
            encoding: try AudioEncoding(elevenLabs: outputFormat), speed: speed ?? 1)
    }
}

extension AudioEncoding {
    /// A format such as `mp3_44100_128`, `pcm_16000` or `ulaw_8000`: a codec, a rate, and kbit/s.
    /// - Throws: ``APIError`` for one that there is not.
    init(elevenLabs name: String?) throws {
        let name = name.flatMap { $0.isEmpty ? nil : $0 } ?? "mp3_44100_128"
        let parts = name.split(separator: "_").map(String.init)
        let formats: [String: AudioFormat] = [
            "mp3": .mp3, "opus": .opus, "pcm": .s16le, "wav": .wav, "ulaw": .mulaw, "alaw": .alaw,
        ]
        let numbers = parts.dropFirst().map { Int($0) ?? 0 }
        let rates = [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
        guard let format = parts.first.flatMap({ formats[$0] }), let rate = numbers.first, rates.contains(rate),
            numbers.count <= (format == .mp3 || format == .opus ? 2 : 1),
            numbers.count < 2 || (8...320).contains(numbers[1])
        else {
            throw APIError.badRequest(
                "output_format is \(name.excerpt), allowed: mp3, opus, pcm, wav, ulaw or alaw with a rate of "
                    + "\(rates.map(String.init).joined(separator: ", ")) and, for mp3 and opus, kbit/s, "
                    + "such as mp3_44100_128 or pcm_16000.", parameter: "output_format", code: "invalid_output_format")
        }
        self.init(format, sampleRate: rate, kilobitsPerSecond: numbers.count > 1 ? numbers[1] : nil)
    }
}

/// Errors as ElevenLabs has them.
struct ElevenLabsErrorForm: ErrorForm {
    private struct Body: Encodable {
        struct Detail: Encodable {
            let status: String
            let message: String
            let param: String?
        }

        let detail: Detail
    }

    func json(_ error: APIError) -> ByteBuffer {
        ByteBuffer(
            json: Body(detail: .init(status: error.errorCode, message: error.message, param: error.parameter)))
    }
}
