import Foundation
import NIOCore

/// How a session becomes bytes of a response.
protocol Framing: Sendable {
    func audio(_ bytes: ByteBuffer) -> ByteBuffer
    /// What follows the last audio.
    func end(_ usage: ServedSession.Usage) -> ByteBuffer?
    /// What reports speech that fails halfway; `nil` if the connection's end must report it.
    func failure(_ error: APIError) -> ByteBuffer?
}

/// The audio and nothing else.
struct AudioFraming: Framing {
    func audio(_ bytes: ByteBuffer) -> ByteBuffer { bytes }
    func end(_ usage: ServedSession.Usage) -> ByteBuffer? { nil }
    func failure(_ error: APIError) -> ByteBuffer? { nil }
}

/// OpenAI's server-sent events: `speech.audio.delta` with audio in base64, at the end `speech.audio.done` with the
/// usage.
struct EventFraming: Framing {
    func audio(_ bytes: ByteBuffer) -> ByteBuffer {
        let audio = Data(bytes.readableBytesView).base64EncodedString()
        return ByteBuffer(string: #"data: {"type":"speech.audio.delta","audio":"\#(audio)"}"# + "\n\n")
    }

    func end(_ usage: ServedSession.Usage) -> ByteBuffer? {
        let total = usage.tokens + usage.frames
        let figures = #"{"input_tokens":\#(usage.tokens),"output_tokens":\#(usage.frames),"total_tokens":\#(total)}"#
        return ByteBuffer(string: #"data: {"type":"speech.audio.done","usage":\#(figures)}"# + "\n\n")
    }

    func failure(_ error: APIError) -> ByteBuffer? {
        ByteBuffer(string: "data: \(String(buffer: error.json))\n\n")
    }
}
