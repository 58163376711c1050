import Foundation
import NIOCore

/// A message of an ElevenLabs client over a WebSocket.
struct ElevenLabsRequest: Decodable {
    var text: String?
    var context_id: String?
    var contextId: String?
    var flush: Bool?
    var close_context: Bool?
    var close_socket: Bool?
    var voice_settings: ElevenLabsVoiceSettings?

    var context: String? { context_id ?? contextId }
}

/// A message of the server, over ElevenLabs' WebSockets.
struct ElevenLabsMessage: Encodable {
    struct Alignment: Encodable {
        let chars: [String]
        let charStartTimesMs: [Int]
        let charDurationsMs: [Int]

        /// - Parameter start: milliseconds that times count from.
        init(_ part: CharacterAlignment.Part, from start: Int) {
            chars = part.characters
            let starts = part.starts.map { Int(($0 * 1000).rounded()) }
            let ends = part.ends.map { Int(($0 * 1000).rounded()) }
            charStartTimesMs = starts.map { $0 - start }
            charDurationsMs = zip(starts, ends).map { $1 - $0 }
        }
    }

    var audio: String?
    var isFinal: Bool?
    var alignment: Alignment?
    var normalizedAlignment: Alignment?
    var contextId: String?
    // Of an error.
    var message: String?
    var error: String?
    var code: Int?

    init(context: String?) { contextId = context }

    init(_ report: APIError, context: String?) {
        contextId = context
        message = report.message
        error = report.errorCode
        code = 1008
    }

    var json: ByteBuffer { ByteBuffer(json: self) }
}

/// The times of an utterance's characters as its messages have them.
struct AlignmentClock: Sendable {
    /// Whether times count from the start of the utterance; else each message's count from the end of the one before.
    let isAbsolute: Bool
    private var times = CharacterAlignment()
    private var end = 0

    init(isAbsolute: Bool) { self.isAbsolute = isAbsolute }

    mutating func message(_ part: (inout CharacterAlignment) -> CharacterAlignment.Part?) -> ElevenLabsMessage
        .Alignment?
    {
        guard let part = part(&times), let last = part.ends.last else { return nil }
        defer { end = Int((last * 1000).rounded()) }
        return .init(part, from: isAbsolute ? 0 : end)
    }
}
