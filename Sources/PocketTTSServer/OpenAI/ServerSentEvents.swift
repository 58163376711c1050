import Foundation
import NIOCore

/// How parts of an utterance become bytes of a response.
protocol Framing: Sendable {
    func frame(_ part: Utterance.Part) -> ByteBuffer?
    /// What is told when speech ends before its time; `nil` if the connection's end must tell it.
    func frame(_ error: APIError) -> ByteBuffer?
}

/// The audio and nothing else.
struct AudioFraming: Framing {
    func frame(_ part: Utterance.Part) -> ByteBuffer? {
        if case .audio(let bytes) = part { bytes } else { nil }
    }

    func frame(_ error: APIError) -> ByteBuffer? { nil }
}

/// OpenAI's server-sent events: `speech.audio.delta` with audio in base64, at the end `speech.audio.done` with the usage.
struct EventFraming: Framing {
    func frame(_ part: Utterance.Part) -> ByteBuffer? {
        switch part {
        case .audio(let bytes):
            let audio = Data(bytes.readableBytesView).base64EncodedString()
            return ByteBuffer(string: #"data: {"type":"speech.audio.delta","audio":"\#(audio)"}"# + "\n\n")
        case .end(let usage):
            let figures =
                #"{"input_tokens":\#(usage.tokens),"output_tokens":\#(usage.frames),"total_tokens":\#(usage.tokens + usage.frames)}"#
            return ByteBuffer(string: #"data: {"type":"speech.audio.done","usage":\#(figures)}"# + "\n\n")
        }
    }

    func frame(_ error: APIError) -> ByteBuffer? {
        ByteBuffer(string: "data: \(String(buffer: error.json))\n\n")
    }
}
