import Foundation
import NIOCore
import PocketTTS
import PocketTTSAudio

/// A message of Cartesia's WebSocket, and of its server-sent events.
struct CartesiaMessage: Encodable {
    struct WordTimestamps: Encodable {
        let words: [String]
        let start: [Double]
        let end: [Double]
    }

    let type: String
    var context_id: String?
    var done = false
    var status_code = 206
    var data: String?
    /// Milliseconds since the message before.
    var step_time: Double?
    var word_timestamps: WordTimestamps?
    var flush_id: Int?
    var flush_done: Bool?
    /// Ours, once the client has cancelled: the last word that was heard to its end.
    var last_word: TimedText?
    // Of an error: the last one is how older versions of the protocol have it.
    var title: String?
    var message: String?
    var error_code: String?
    var error: String?

    static func chunk(_ audio: ByteBuffer, milliseconds: Double) -> CartesiaMessage {
        var message = CartesiaMessage(type: "chunk")
        message.data = Data(audio.readableBytesView).base64EncodedString()
        message.step_time = milliseconds
        return message
    }

    static func word(_ word: TimedText) -> CartesiaMessage {
        var message = CartesiaMessage(type: "timestamps")
        message.word_timestamps = WordTimestamps(words: [word.text], start: [word.start], end: [word.end])
        return message
    }

    static func flushDone(_ id: Int) -> CartesiaMessage {
        var message = CartesiaMessage(type: "flush_done")
        message.flush_id = id
        message.flush_done = true
        return message
    }

    static var done: CartesiaMessage {
        var message = CartesiaMessage(type: "done")
        message.done = true
        message.status_code = 200
        return message
    }

    static func error(_ error: APIError) -> CartesiaMessage {
        var message = CartesiaMessage(type: "error")
        message.done = true
        message.status_code = error.status.code
        message.title = error.status.reasonPhrase
        message.message = error.message
        message.error_code = error.errorCode
        message.error = error.message
        return message
    }

    func of(_ context: String?) -> CartesiaMessage {
        var message = self
        message.context_id = context
        return message
    }
}

/// Errors as Cartesia has them.
struct CartesiaErrorForm: ErrorForm {
    private struct Body: Encodable {
        let title: String
        let message: String
        let error_code: String
        let status_code: Int
    }

    func json(_ error: APIError) -> ByteBuffer {
        ByteBuffer(
            json: Body(
                title: error.status.reasonPhrase, message: error.message, error_code: error.errorCode,
                status_code: error.status.code))
    }
}

/// The server-sent events of `/tts/sse`.
struct CartesiaFraming: Framing {
    let context: String?
    let hasTimestamps: Bool
    private var pacer = MessagePacer()

    init(context: String?, hasTimestamps: Bool) {
        self.context = context
        self.hasTimestamps = hasTimestamps
    }

    mutating func frame(_ event: SpeechEvent, _ bytes: ByteBuffer, of session: ServedSession) -> ByteBuffer? {
        var messages: [CartesiaMessage] = []
        if bytes.readableBytes > 0 { messages.append(.chunk(bytes, milliseconds: pacer.next())) }
        if hasTimestamps, case .word(let word) = event { messages.append(.word(session.spelled(word))) }
        return lines(messages)
    }

    mutating func end(_ usage: ServedSession.Usage) -> ByteBuffer? { lines([.done]) }
    func failure(_ error: APIError) -> ByteBuffer? { lines([.error(error)]) }

    private func lines(_ messages: [CartesiaMessage]) -> ByteBuffer? {
        guard !messages.isEmpty else { return nil }
        var buffer = ByteBuffer()
        for message in messages {
            buffer.writeString("event: \(message.type)\ndata: ")
            buffer.writeImmutableBuffer(ByteBuffer(json: message.of(context)))
            buffer.writeString("\n\n")
        }
        return buffer
    }
}

/// Milliseconds between messages.
struct MessagePacer: Sendable {
    private var last = ContinuousClock.now

    mutating func next() -> Double {
        let now = ContinuousClock.now
        defer { last = now }
        return ((now - last) / .milliseconds(1) * 10).rounded() / 10
    }
}
