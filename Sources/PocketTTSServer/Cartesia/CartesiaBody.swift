import HTTPTypes
import PocketTTS
import PocketTTSAudio

/// A request in Cartesia's form, over HTTP or a WebSocket. Further fields are passed over, among them `emotion` and
/// `volume`, which the model does not have.
struct CartesiaBody: Decodable {
    /// An id, or an object with one.
    struct VoiceSpecifier: Decodable {
        let id: String

        init(from decoder: any Decoder) throws {
            guard let container = try? decoder.container(keyedBy: Keys.self) else {
                id = try decoder.singleValueContainer().decode(String.self)
                return
            }
            if let mode = try container.decodeIfPresent(String.self, forKey: .mode), mode != "id" {
                throw APIError.badRequest(
                    "voice.mode is \(mode.excerpt), allowed: id: Cartesia's embeddings mean nothing to this model.",
                    parameter: "voice.mode")
            }
            id = try container.decode(String.self, forKey: .id)
        }

        private enum Keys: CodingKey { case mode, id }
    }

    struct OutputFormat: Decodable {
        let container: String
        let encoding: String?
        let sample_rate: Int?
        let bit_rate: Int?
    }

    struct GenerationConfig: Decodable {
        let speed: Double?
    }

    var model_id: String?
    var transcript: String?
    var voice: VoiceSpecifier?
    var output_format: OutputFormat?
    var language: String?
    var speed: String?
    var generation_config: GenerationConfig?
    var normalization: String?
    var add_timestamps: Bool?
    var seed: Int64?

    var context_id: String?
    var `continue`: Bool?
    var flush: Bool?
    var cancel: Bool?
    var max_buffer_delay_ms: Int?
    /// Ours, with `cancel`: seconds of audio that were played.
    var played_seconds: Double?

    /// - Throws: ``APIError`` that names what is wrong.
    func encoding(rawOnly: Bool) throws -> AudioEncoding {
        guard let output_format else { return AudioEncoding(.s16le) }
        let rates = [8000, 16_000, 22_050, 24_000, 44_100, 48_000]
        let rate = output_format.sample_rate
        guard rate.map(rates.contains) ?? true else {
            let allowed = rates.map(String.init).joined(separator: ", ")
            throw APIError.badRequest(
                "output_format.sample_rate is \(rate ?? 0), allowed: \(allowed).",
                parameter: "output_format.sample_rate")
        }
        func samples() throws -> AudioFormat {
            let name = output_format.encoding ?? "pcm_s16le"
            let formats: [AudioFormat] = [.s16le, .f32le, .mulaw, .alaw]
            guard let format = AudioFormat(name: name), formats.contains(format) else {
                throw APIError.badRequest(
                    "output_format.encoding is \(name.excerpt), allowed: pcm_s16le, pcm_f32le, pcm_mulaw, pcm_alaw.",
                    parameter: "output_format.encoding")
            }
            return format
        }
        switch output_format.container {
        case "raw": return AudioEncoding(try samples(), sampleRate: rate)
        case "wav" where !rawOnly: return AudioEncoding(.wav, sampleRate: rate, waveSamples: try samples())
        case "mp3" where !rawOnly:
            let bits = output_format.bit_rate ?? 128_000
            guard (8000...320_000).contains(bits) else {
                throw APIError.badRequest(
                    "output_format.bit_rate is \(bits), allowed: 8000 to 320000.", parameter: "output_format.bit_rate")
            }
            return AudioEncoding(.mp3, sampleRate: rate, kilobitsPerSecond: bits / 1000)
        default:
            throw APIError.badRequest(
                "output_format.container is \(output_format.container.excerpt), "
                    + "allowed: \(rawOnly ? "raw" : "raw, wav, mp3").", parameter: "output_format.container")
        }
    }

    /// - Throws: ``APIError`` for a name that is not Cartesia's.
    private func listenersSpeed() throws -> Double {
        if let speed = generation_config?.speed { return speed }
        switch speed {
        case nil, "", "normal": return 1
        case "slow": return 0.8
        case "fast": return 1.2
        case let other?:
            throw APIError.badRequest(
                "speed is \(other.excerpt), allowed: slow, normal, fast.", parameter: "speed")
        }
    }

    /// The speech that this asks for.
    /// - Parameters:
    ///   - text: `nil` for a text that arrives.
    ///   - rawOnly: whether audio may have no container.
    /// - Throws: ``APIError`` that names what is wrong.
    func speech(
        _ service: SpeechService, text: String?, rawOnly: Bool, headers: inout HTTPFields
    ) throws -> SpeechRequest {
        if let text { try service.checkText(text, parameter: "transcript") }
        let (model, voice) = try service.resolve(
            model: model_id, voice: voice?.id, language: language, headers: &headers)
        var options = SpeechOptions(seed: seed)
        try ReadingFields(
            normalize: normalization.map { $0 == "off" ? "off" : "auto" }, language: nil, inputFormat: nil, lexicon: nil
        ).apply(to: &options)
        return SpeechRequest(
            model: model, text: text, voice: .named(voice), options: options,
            encoding: try encoding(rawOnly: rawOnly), speed: try listenersSpeed())
    }
}
