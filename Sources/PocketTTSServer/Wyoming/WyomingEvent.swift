import Foundation
import NIOCore

/// One event of the Wyoming protocol: a line of JSON, then as many bytes of data (JSON) and of payload as it says.
struct WyomingEvent: Sendable {
    /// Fields that the events for speech have; a client's others are passed over.
    struct Fields: Decodable, Sendable {
        struct Voice: Decodable, Sendable {
            var name: String?
            var language: String?
            var speaker: String?
        }

        var text: String?
        var voice: Voice?
        var text_format: String?
    }

    var type: String
    var fields = Fields()

    private struct SentHeader: Encodable {
        let type: String
        let version: String
        let data_length: Int?
        let payload_length: Int?
    }

    /// The bytes of an event of ours.
    static func encode(_ type: String, _ data: some Encodable, payload: ByteBuffer? = nil) -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(data)) ?? Data()
        let header = SentHeader(
            type: type, version: "1.10.2", data_length: data.isEmpty ? nil : data.count,
            payload_length: payload?.readableBytes)
        var bytes = ByteBuffer(bytes: (try? encoder.encode(header)) ?? Data())
        bytes.writeInteger(UInt8(ascii: "\n"))
        bytes.writeBytes(data)
        if let payload { bytes.writeImmutableBuffer(payload) }
        return bytes
    }

    static func encode(_ type: String) -> ByteBuffer { encode(type, [String: String]()) }
}

/// What is wrong with what a client sent.
struct WyomingProtocolError: Error {
    let reason: String
}

/// Cuts a connection's bytes into events.
struct WyomingDecoder: ByteToMessageDecoder {
    typealias InboundOut = WyomingEvent

    private struct Header: Decodable {
        var type: String
        var data: WyomingEvent.Fields?
        var data_length: Int?
        var payload_length: Int?
    }

    static let longestHeader = 64 << 10
    static let longestData = 256 << 10
    static let longestPayload = 1 << 20

    private var header: Header?
    /// Bytes of a payload, of which no event for speech has any, that are still to be passed over.
    private var skipped = 0

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let event = try next(&buffer) else { return .needMoreData }
        context.fireChannelRead(wrapInboundOut(event))
        return .continue
    }

    mutating func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        while try decode(context: context, buffer: &buffer) == .continue {}
        guard !seenEOF || buffer.readableBytes == 0 && header == nil else {
            throw WyomingProtocolError(reason: "the connection ends within an event")
        }
        return .needMoreData
    }

    /// The next event, if all of it is there.
    private mutating func next(_ buffer: inout ByteBuffer) throws -> WyomingEvent? {
        let skip = min(skipped, buffer.readableBytes)
        buffer.moveReaderIndex(forwardBy: skip)
        skipped -= skip
        guard skipped == 0 else { return nil }
        if header == nil { header = try readHeader(&buffer) }
        guard let known = header else { return nil }
        var fields = known.data ?? .init()
        let length = known.data_length ?? 0
        if length > 0 {
            guard let data = buffer.readSlice(length: length) else { return nil }
            do {
                fields = try JSONDecoder().decode(WyomingEvent.Fields.self, from: Data(data.readableBytesView))
            } catch {
                throw WyomingProtocolError(reason: "the data of \(known.type.excerpt) is not as it should be")
            }
        }
        header = nil
        skipped = known.payload_length ?? 0
        return WyomingEvent(type: known.type, fields: fields)
    }

    private func readHeader(_ buffer: inout ByteBuffer) throws -> Header? {
        let view = buffer.readableBytesView
        guard let end = view.prefix(Self.longestHeader).firstIndex(of: UInt8(ascii: "\n")) else {
            guard view.count < Self.longestHeader else { throw WyomingProtocolError(reason: "the header is too long") }
            return nil
        }
        let line = Data(view[..<end])
        buffer.moveReaderIndex(forwardBy: line.count + 1)
        guard let header = try? JSONDecoder().decode(Header.self, from: line) else {
            throw WyomingProtocolError(reason: "a line of JSON with a type is expected")
        }
        guard (0...Self.longestData).contains(header.data_length ?? 0),
            (0...Self.longestPayload).contains(header.payload_length ?? 0)
        else { throw WyomingProtocolError(reason: "the event is too long") }
        return header
    }
}
