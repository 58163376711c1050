import Foundation
import NIOCore
import PocketTTS
import PocketTTSAudio

/// The body of Kokoro-FastAPI's captioned speech: JSON objects with audio in base64 and the words whose times are known
/// by then.
struct CaptionFraming: Framing {
    private struct Caption: Encodable {
        let audio: String
        let audio_format: String
        /// `null` if the client wants none.
        let timestamps: [Word]?

        enum CodingKeys: CodingKey { case audio, audio_format, timestamps }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(audio, forKey: .audio)
            try container.encode(audio_format, forKey: .audio_format)
            try container.encode(timestamps, forKey: .timestamps)
        }
    }

    private struct Word: Encodable {
        let word: String
        let start_time: Double
        let end_time: Double
    }

    let mediaType: String
    /// One object with all of it, rather than a line for each part.
    let isWhole: Bool
    let hasTimestamps: Bool

    private var words = WordQueue()
    private var file = ByteBuffer()

    init(mediaType: String, isWhole: Bool, hasTimestamps: Bool) {
        self.mediaType = mediaType
        self.isWhole = isWhole
        self.hasTimestamps = hasTimestamps
    }

    mutating func frame(_ event: SpeechEvent, _ bytes: ByteBuffer, of session: ServedSession) -> ByteBuffer? {
        words.add(event, of: session)
        guard !isWhole else {
            file.writeImmutableBuffer(bytes)
            return nil
        }
        return bytes.readableBytes > 0 ? line(bytes, words.take()) : nil
    }

    mutating func end(_ usage: ServedSession.Usage) -> ByteBuffer? {
        let rest = words.take()
        guard isWhole else { return rest.map { line(ByteBuffer(), $0) } }
        file.setBytes(usage.completeHeader, at: 0)
        return line(file, rest)
    }

    func failure(_ error: APIError) -> ByteBuffer? { nil }

    private func line(_ audio: ByteBuffer, _ words: [TimedText]?) -> ByteBuffer {
        let timestamps = (words ?? []).map { Word(word: $0.text, start_time: $0.start, end_time: $0.end) }
        var line = ByteBuffer(
            json: Caption(
                audio: Data(audio.readableBytesView).base64EncodedString(), audio_format: mediaType,
                timestamps: hasTimestamps ? timestamps : nil))
        line.writeString("\n")
        return line
    }
}
