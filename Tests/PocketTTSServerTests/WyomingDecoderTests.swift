import NIOCore
import NIOEmbedded
@testable import PocketTTSServer
import Testing

@Suite struct WyomingDecoderTests {
    /// The events in `bytes`, which arrive in pieces of `size`.
    private static func events(_ bytes: [UInt8], size: Int) throws -> [WyomingEvent] {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(WyomingDecoder()))
        for start in stride(from: 0, to: bytes.count, by: size) {
            try channel.writeInbound(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        }
        var events: [WyomingEvent] = []
        while let event = try channel.readInbound(as: WyomingEvent.self) { events.append(event) }
        _ = try channel.finish()
        return events
    }

    @Test(arguments: [1, 2, 7, 1000])
    func eventsInPieces(size: Int) throws {
        var bytes = Array(#"{"type":"describe","version":"1.10.2"}"#.utf8) + [10]
        let data = Array(#"{"text":"Hé\n.","voice":{"name":"a","x":[]}}"#.utf8)
        bytes += Array(#"{"type":"synthesize","data_length":\#(data.count),"payload_length":3}"#.utf8) + [10]
        bytes += data + [1, 10, 3]
        bytes += Array(#"{"type":"synthesize-chunk","data":{"text":"b"},"extra":{"c":1}}"#.utf8) + [10]
        let events = try Self.events(bytes, size: size)
        #expect(events.map(\.type) == ["describe", "synthesize", "synthesize-chunk"])
        #expect(events.map(\.fields.text) == [nil, "Hé\n.", "b"])
        #expect(events[1].fields.voice?.name == "a")
    }

    @Test(arguments: [
        "garbage\n", "[]\n", "{}\n", "{\"type\":1}\n", "\n", "{\"type\":\"a\",\"data_length\":-1}\n",
        "{\"type\":\"a\",\"data_length\":99999999999}\n", "{\"type\":\"a\",\"payload_length\":9999999}\n",
        "{\"type\":\"a\",\"data_length\":3}\n[1]", "{\"type\":\"a\",\"data_length\":5}\n[1]", "{\"type\":\"a\"",
        String(repeating: "x", count: 70_000),
    ])
    func garbageIsRefused(text: String) {
        #expect(throws: WyomingProtocolError.self) { try Self.events(Array(text.utf8), size: 1000) }
    }

    @Test func whatIsSaidCanBeReadAgain() throws {
        let bytes = WyomingEvent.encode("synthesize", ["text": "Hello\n"], payload: ByteBuffer(bytes: [1, 2, 3]))
        let events = try Self.events(
            Array(bytes.readableBytesView) + Array(WyomingEvent.encode("a").readableBytesView), size: 5)
        #expect(events.map(\.type) == ["synthesize", "a"])
        #expect(events[0].fields.text == "Hello\n")
    }
}
