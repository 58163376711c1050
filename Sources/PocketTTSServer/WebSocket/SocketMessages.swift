import Foundation
import NIOCore
import PocketTTS

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
    enum Kind: String, Encodable { case started, chunk, mark, said, done, error }

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

    static func said(_ said: SpokenExtent?, cancelled: Bool) -> SocketEvent {
        var event = SocketEvent(.said)
        event.cancelled = cancelled
        guard let said else { return event }
        event.text_start = said.textRange.lowerBound
        event.text_end = said.textRange.upperBound
        event.seconds = said.seconds
        if let begun = said.begunRange {
            event.begun_start = begun.lowerBound
            event.begun_end = begun.upperBound
            event.begun_seconds = said.begunSeconds
        }
        return event
    }

    static func error(_ error: APIError) -> SocketEvent {
        var event = SocketEvent(.error)
        event.error = error.details
        return event
    }

    var json: ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: (try? encoder.encode(self)) ?? Data())
    }
}
