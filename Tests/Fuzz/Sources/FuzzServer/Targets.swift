import Foundation
import FuzzSupport
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket
import PocketTTSAudio
@testable import PocketTTSServer

let targets = [
    FuzzTarget("form", form), FuzzTarget("body", body), FuzzTarget("websocket", websocket),
    FuzzTarget("wyoming", wyoming), FuzzTarget("http", http),
]

private let formTypes = [
    "multipart/form-data; boundary=b", "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=\"a;b\\\"c\"",
]

@Sendable private func form(_ bytes: [UInt8]) {
    guard let (type, rest) = split(bytes, formTypes) else { return }
    _ = try? FormFields(Data(rest), contentType: type)
    _ = try? FormFields(Data(rest), contentType: String(decoding: rest.prefix(100), as: UTF8.self))
}

/// JSON of every endpoint, as a body or as a message.
@Sendable private func body(_ bytes: [UInt8]) {
    let data = Data(bytes)
    do {
        let body = try APIError.decoding(SpeechBody.self, from: data)
        _ = try body.options()
        _ = try body.failurePolicy(findsFailures: true)
        _ = try SpeechBody.StreamFormat(requested: body.stream_format)
    } catch { _ = APIError(error).json }
    do {
        let body = try APIError.decoding(CartesiaBody.self, from: data)
        _ = try body.encoding(rawOnly: false)
    } catch { _ = CartesiaErrorForm().json(APIError(error)) }
    do {
        let body = try APIError.decoding(ElevenLabsBody.self, from: data)
        _ = ElevenLabsChoices(voice: body.text, model: body.model_id)
    } catch { _ = ElevenLabsErrorForm().json(APIError(error)) }
    _ = try? APIError.decoding(ElevenLabsRequest.self, from: data)
    let text = String(decoding: bytes, as: UTF8.self)
    do { _ = try SocketRequest(json: text).options() } catch { _ = SocketEvent.error(APIError(error)).json }
    for scalar in text.escapedForLog.unicodeScalars { check(scalar.value >= 0x20, "a control character for the log") }
    _ = VoiceMix(text)
    _ = try? AudioEncoding(elevenLabs: text)
    _ = try? TrustedProxies([text])
    try? SitePolicy(hosts: []).check(authority: text, headers: [.origin: text], changesState: true)
}

/// Frames, whole and in pieces.
@Sendable private func websocket(_ bytes: [UInt8]) {
    guard let (size, rest) = split(bytes, [1, 3, 100_000]) else { return }
    let (inputs, continuation) = AsyncStream.makeStream(of: SocketInput.self)
    let channel = EmbeddedChannel()
    let limit = SpeechSocketHandler.maxMessageBytes
    try? channel.pipeline.syncOperations.addHandlers(
        WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limit)), SocketFrameGuard(),
        NIOWebSocketFrameAggregator(
            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024, maxAccumulatedFrameSize: limit),
        SpeechSocketHandler(messages: continuation))
    try? channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    write(rest, in: size, to: channel)
    continuation.finish()
    _ = inputs
    _ = try? channel.finish(acceptAlreadyClosed: true)
}

@Sendable private func wyoming(_ bytes: [UInt8]) {
    guard let (size, rest) = split(bytes, [1, 3, 100_000]) else { return }
    let channel = EmbeddedChannel(handler: ByteToMessageHandler(WyomingDecoder()))
    write(rest, in: size, to: channel)
    while (try? channel.readInbound(as: WyomingEvent.self)) != nil {}
    _ = try? channel.finish(acceptAlreadyClosed: true)
}

/// The handlers before Hummingbird's.
@Sendable private func http(_ bytes: [UInt8]) {
    guard let (size, rest) = split(bytes, [1, 3, 100_000]) else { return }
    let channel = EmbeddedChannel()
    try? channel.pipeline.syncOperations.configureHTTPServerPipeline()
    try? channel.pipeline.syncOperations.addHandlers(HTTP1ToHTTPServerCodec(secure: false), ConnectionGuard())
    try? channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    write(rest, in: size, to: channel)
    while let part = try? channel.readInbound(as: HTTPRequestPart.self) {
        if case .end = part {
            _ = try? channel.writeOutbound(HTTPResponsePart.head(.init(status: .ok)))
            _ = try? channel.writeOutbound(HTTPResponsePart.end(nil))
        }
    }
    _ = try? channel.finish(acceptAlreadyClosed: true)
}

private func write(_ bytes: ArraySlice<UInt8>, in size: Int, to channel: EmbeddedChannel) {
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: size) {
        let piece = bytes[start..<min(start + size, bytes.endIndex)]
        do { try channel.writeInbound(ByteBuffer(bytes: piece)) } catch { return }
    }
}
