import Foundation
import NIOCore
import PocketTTS
import PocketTTSAudio

/// OpenAI's server-sent events: `speech.audio.delta` with audio in base64, at the end `speech.audio.done` with the
/// usage. The words whose times are known by then go with each of them, as `words`.
struct EventFraming: Framing {
    private struct Event: Encodable {
        let type: String
        var audio: String?
        var usage: Usage?
        /// Left out where there are none.
        var words: [TimedText]?
    }

    private struct Usage: Encodable {
        let input_tokens: Int
        let output_tokens: Int
        let total_tokens: Int
    }

    private var words = WordQueue()

    mutating func frame(_ event: SpeechEvent, _ bytes: ByteBuffer, of session: ServedSession) -> ByteBuffer? {
        words.add(event, of: session)
        guard bytes.readableBytes > 0 else { return nil }
        let audio = Data(bytes.readableBytesView).base64EncodedString()
        return line(Event(type: "speech.audio.delta", audio: audio, words: words.take()))
    }

    mutating func end(_ usage: ServedSession.Usage) -> ByteBuffer? {
        let figures = Usage(
            input_tokens: usage.tokens, output_tokens: usage.frames, total_tokens: usage.tokens + usage.frames)
        return line(Event(type: "speech.audio.done", usage: figures, words: words.take()))
    }

    func failure(_ error: APIError) -> ByteBuffer? { line(error.json) }

    private func line(_ event: Event) -> ByteBuffer? { line(ByteBuffer(json: event)) }

    private func line(_ json: ByteBuffer) -> ByteBuffer {
        var line = ByteBuffer(string: "data: ")
        line.writeImmutableBuffer(json)
        line.writeString("\n\n")
        return line
    }
}
