import Foundation
import NIOCore
import PocketTTS
import PocketTTSAudio

/// A message of the client. Other fields are ignored, as OpenAI does.
struct SocketRequest: Decodable {
    enum Kind: String, Decodable {
        case start, text, flush, end, cancel

        init(from decoder: any Decoder) throws {
            let name = try decoder.singleValueContainer().decode(String.self)
            guard let kind = Kind(rawValue: name) else {
                throw APIError.badRequest(
                    "type is \(name.excerpt), allowed: start, text, flush, end, cancel.", parameter: "type")
            }
            self = kind
        }
    }

    var type: Kind
    var text: String?
    var model: String?
    var voice: String?
    var format: String?
    var temperature: Double?
    var seed: Int64?
    var max_tokens: Int?
    var normalize: String?
    var language: String?
    var input_format: String?
    var lexicon: LexiconField?
    var speed: Double?
    /// With `cancel`: seconds of audio that were played.
    var played_seconds: Double?

    func options() throws -> SpeechOptions {
        var options = SpeechOptions(temperature: temperature, seed: seed)
        if let max_tokens { options.maxTokensPerChunk = max_tokens }
        try ReadingFields(
            normalize: normalize, language: language, inputFormat: input_format, lexicon: lexicon?.contents
        ).apply(to: &options)
        return options
    }

    /// - Throws: ``APIError`` that names the field.
    init(json: String) throws {
        self = try APIError.decoding(SocketRequest.self, from: Data(json.utf8))
    }
}

/// A message of the server.
struct SocketEvent: Encodable {
    enum Kind: String, Encodable { case started, chunk, word, mark, failure, said, done, error }

    var type: Kind
    var model: String?
    var voice: String?
    var format: String?
    var sample_rate: Int?
    var index: Int?
    /// Of a mark.
    var name: String?
    /// UTF-8 offsets in all text since `started`.
    var text_start: Int?
    var text_end: Int?
    var seconds: Double?
    /// What was begun, but not spoken to its end.
    var begun_start: Int?
    var begun_end: Int?
    var begun_seconds: Double?
    var cancelled: Bool?
    /// A word, and when it is heard; or the kind of a failure, and when it was noticed.
    var text: String?
    var start: Double?
    var end: Double?
    var kind: String?
    var time: Double?
    /// After `cancel`: the last word that was heard to its end.
    var last_word: TimedText?
    var error: APIError.Details?

    init(_ type: Kind) { self.type = type }

    static func chunk(_ chunk: ChunkProgress) -> SocketEvent {
        var event = SocketEvent(.chunk)
        event.index = chunk.index
        event.text_start = chunk.textRange.lowerBound
        event.text_end = chunk.textRange.upperBound
        return event
    }

    static func mark(_ mark: MarkTime) -> SocketEvent {
        var event = SocketEvent(.mark)
        event.name = mark.name
        event.seconds = mark.time
        event.text_start = mark.textOffset
        return event
    }

    static func word(_ word: TimedText) -> SocketEvent {
        var event = SocketEvent(.word)
        event.text = word.text
        event.text_start = word.textStart
        event.text_end = word.textEnd
        event.start = word.start
        event.end = word.end
        return event
    }

    static func failure(_ failure: SpeechFailure) -> SocketEvent {
        var event = SocketEvent(.failure)
        event.kind = failure.kind.rawValue
        event.text_start = failure.textRange?.lowerBound
        event.text_end = failure.textRange?.upperBound
        event.time = failure.time
        return event
    }

    /// How much of a session's text was delivered.
    static func said(of session: ServedSession, cancelled: Bool) -> SocketEvent {
        var event = SocketEvent(.said)
        event.cancelled = cancelled
        guard let said = session.said else { return event }
        event.text_start = said.textRange.lowerBound
        event.text_end = said.textRange.upperBound
        event.seconds = session.delivered(said.seconds)
        if let begun = said.begunRange {
            event.begun_start = begun.lowerBound
            event.begun_end = begun.upperBound
            event.begun_seconds = session.delivered(said.begunSeconds)
        }
        return event
    }

    static func error(_ error: APIError) -> SocketEvent {
        var event = SocketEvent(.error)
        event.error = error.details
        return event
    }

    var json: ByteBuffer { ByteBuffer(json: self) }
}
