import Foundation
import NIOCore
import PocketTTS
import PocketTTSAudio

/// JSON objects with audio in base64 and the times of characters, in seconds from the start of the speech.
struct TimestampFraming: Framing {
    private struct Message: Encodable {
        let audio_base64: String
        /// `null` where no times are known.
        let alignment: Alignment?
        let normalized_alignment: Alignment?

        enum CodingKeys: CodingKey { case audio_base64, alignment, normalized_alignment }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(audio_base64, forKey: .audio_base64)
            try container.encode(alignment, forKey: .alignment)
            try container.encode(normalized_alignment, forKey: .normalized_alignment)
        }
    }

    private struct Alignment: Encodable {
        let characters: [String]
        let character_start_times_seconds: [Double]
        let character_end_times_seconds: [Double]

        init(_ part: CharacterAlignment.Part) {
            characters = part.characters
            character_start_times_seconds = part.starts.map(TimedText.milliseconds)
            character_end_times_seconds = part.ends.map(TimedText.milliseconds)
        }
    }

    /// One object with all of it, rather than a line for each part.
    let isWhole: Bool
    private var times = CharacterAlignment()
    private var part = CharacterAlignment.Part()
    private var file = ByteBuffer()
    private var text: String?

    init(isWhole: Bool) { self.isWhole = isWhole }

    mutating func frame(_ event: SpeechEvent, _ bytes: ByteBuffer, of session: ServedSession) -> ByteBuffer? {
        if session.reportsWords { text = text ?? session.text }
        if case .word(let word) = event, let text { part = part + times.add(word, of: text) }
        guard !isWhole else {
            file.writeImmutableBuffer(bytes)
            return nil
        }
        return bytes.readableBytes > 0 ? message(bytes) : nil
    }

    mutating func end(_ usage: ServedSession.Usage) -> ByteBuffer? {
        if let text, let rest = times.finish(text, seconds: usage.seconds) { part = part + rest }
        guard isWhole else { return part.characters.isEmpty ? nil : message(ByteBuffer()) }
        file.setBytes(usage.completeHeader, at: 0)
        return message(file)
    }

    func failure(_ error: APIError) -> ByteBuffer? { nil }

    private mutating func message(_ audio: ByteBuffer) -> ByteBuffer {
        defer { part = .init() }
        let alignment = part.characters.isEmpty ? nil : Alignment(part)
        var line = ByteBuffer(
            json: Message(
                audio_base64: Data(audio.readableBytesView).base64EncodedString(), alignment: alignment,
                normalized_alignment: alignment))
        line.writeString("\n")
        return line
    }
}
