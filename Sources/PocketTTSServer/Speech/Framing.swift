import Foundation
import NIOCore
import PocketTTS
import PocketTTSAudio

/// How a session becomes the body of a response.
protocol Framing: Sendable {
    /// What an event adds to the body, with the bytes of audio that it completes.
    mutating func frame(_ event: SpeechEvent, _ bytes: ByteBuffer, of session: ServedSession) -> ByteBuffer?
    /// What follows the last audio.
    mutating func end(_ usage: ServedSession.Usage) -> ByteBuffer?
    /// What reports speech that fails halfway; `nil` if the connection's end must report it.
    func failure(_ error: APIError) -> ByteBuffer?
}

/// The audio and nothing else.
struct AudioFraming: Framing {
    func frame(_ event: SpeechEvent, _ bytes: ByteBuffer, of session: ServedSession) -> ByteBuffer? {
        bytes.readableBytes > 0 ? bytes : nil
    }

    func end(_ usage: ServedSession.Usage) -> ByteBuffer? { nil }
    func failure(_ error: APIError) -> ByteBuffer? { nil }
}

/// The audio as one file, whose header has its length.
struct FileFraming: Framing {
    private var file = ByteBuffer()

    mutating func frame(_ event: SpeechEvent, _ bytes: ByteBuffer, of session: ServedSession) -> ByteBuffer? {
        file.writeImmutableBuffer(bytes)
        return nil
    }

    mutating func end(_ usage: ServedSession.Usage) -> ByteBuffer? {
        file.setBytes(usage.completeHeader, at: 0)
        return file
    }

    func failure(_ error: APIError) -> ByteBuffer? { nil }
}

/// Words that wait for the next message to go with.
struct WordQueue: Sendable {
    private var words: [TimedText] = []

    mutating func add(_ event: SpeechEvent, of session: ServedSession) {
        if case .word(let word) = event { words.append(session.timedText(word)) }
    }

    /// The words since the last call; `nil` if there are none.
    mutating func take() -> [TimedText]? {
        defer { words.removeAll() }
        return words.isEmpty ? nil : words
    }
}

extension ByteBuffer {
    /// A value as JSON, its keys sorted.
    init(json value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(bytes: (try? encoder.encode(value)) ?? Data())
    }
}
