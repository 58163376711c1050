import Foundation
import NIOCore
import PocketTTS
import PocketTTSAudio

/// What a client may say. Other fields are passed over, as OpenAI does.
struct SocketRequest: Decodable {
    enum Kind: String, Decodable { case start, text, flush, end, cancel }

    var type: Kind
    var text: String?
    var model: String?
    var voice: String?
    var format: String?
    var temperature: Double?
    var seed: Int64?
    var max_tokens: Int?

    var options: SpeechOptions {
        var options = SpeechOptions(temperature: temperature, seed: seed)
        if let max_tokens { options.maxTokensPerChunk = max_tokens }
        return options
    }

    /// - Throws: ``APIError`` that says what is wrong.
    init(json: String) throws {
        do {
            self = try JSONDecoder().decode(SocketRequest.self, from: Data(json.utf8))
        } catch let error as DecodingError {
            if case .dataCorrupted(let context) = error, context.codingPath.last?.stringValue == "type" {
                throw APIError.badRequest("type is not one of start, text, flush, end, cancel.", parameter: "type")
            }
            throw APIError(error)
        }
    }
}

/// What the server says.
struct SocketEvent: Encodable {
    enum Kind: String, Encodable { case started, chunk, said, done, error }

    var type: Kind
    var model: String?
    var voice: String?
    var format: String?
    var sample_rate: Int?
    var index: Int?
    /// UTF-8 offsets in all text since `started`.
    var text_start: Int?
    var text_end: Int?
    var seconds: Double?
    /// What was begun, but not said to its end.
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

    static func said(_ said: SpokenExtent, cancelled: Bool) -> SocketEvent {
        var event = SocketEvent(.said)
        event.text_start = said.textRange.lowerBound
        event.text_end = said.textRange.upperBound
        event.seconds = said.seconds
        if let begun = said.begunRange {
            event.begun_start = begun.lowerBound
            event.begun_end = begun.upperBound
            event.begun_seconds = said.begunSeconds
        }
        event.cancelled = cancelled
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
