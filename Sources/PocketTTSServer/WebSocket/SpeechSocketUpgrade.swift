import Foundation
import HTTPTypes
import HummingbirdCore
import Logging
public import NIOCore
import NIOHTTP1
public import NIOHTTPTypes
import NIOWebSocket

/// Upgrades HTTP connections that ask for it to WebSockets that speak while text arrives, in our protocol, Cartesia's
/// or ElevenLabs'.
///
/// One of the first of Hummingbird's additional channel handlers, so that it serves beside the HTTP routes, on their
/// port:
///
///     .http1(configuration: .init(additionalChannelHandlers: [SpeechSocketUpgrade(service: service, logger: logger)]))
public final class SpeechSocketUpgrade: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    private enum State {
        case http
        /// The request's end has not arrived yet.
        case asked(HTTPRequest, SocketEndpoint)
        /// What arrives now is not HTTP, or is ignored.
        case over
    }

    private let service: SpeechService
    private let logger: Logger
    private let path: String
    private let sites: SitePolicy?
    private var state = State.http
    /// Requests that have not been answered to the end.
    private var unanswered = 0

    private static let subprotocol = "pocket-tts"
    private static let keyPrefix = "api-key."

    /// - Parameters:
    ///   - service: speaks.
    ///   - path: where the WebSocket of our own protocol is.
    ///   - logger: gets a line per utterance.
    ///   - sites: which web pages may connect; `nil` does not check.
    public init(
        service: SpeechService, logger: Logger, path: String = "/v1/audio/stream", sites: SitePolicy? = nil
    ) {
        self.service = service
        self.logger = logger
        self.path = path
        self.sites = sites
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.over, _): break
        case (.http, .head(let head)):
            if unanswered == 0, let endpoint = endpoint(head) {
                state = .asked(head, endpoint)
            } else {
                unanswered += 1
                context.fireChannelRead(data)
            }
        case (.http, _): context.fireChannelRead(data)
        case (.asked(let head, let endpoint), .end): answer(head, endpoint, context)
        case (.asked, _): refuse(.badRequest("a request for a WebSocket has no body."), context)
        }
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }

    private func endpoint(_ head: HTTPRequest) -> SocketEndpoint? {
        SocketEndpoint(path: String((head.path ?? "").prefix { $0 != "?" }), stream: path)
    }

    // MARK: The handshake

    private func answer(_ head: HTTPRequest, _ endpoint: SocketEndpoint, _ context: ChannelHandlerContext) {
        let fields = head.headerFields
        guard head.method == .get, fields.has("websocket", in: .upgrade), fields.has("upgrade", in: .connection) else {
            var error = APIError(
                status: .upgradeRequired, message: "this endpoint is a WebSocket: connect with ws:// or wss://.")
            error.headers[.upgrade] = "websocket"
            return refuse(error, context)
        }
        do {
            try sites?.check(authority: head.authority, headers: fields, changesState: true)
        } catch {
            return refuse(APIError(error), context)
        }
        let offered = fields[values: .secWebSocketProtocol].flatMap(list)
        let query = URLComponents(string: head.path ?? "")?.queryItems ?? []
        let pairs = query.map { (name: $0.name, value: $0.value ?? "") }
        let candidates =
            fields.keys(query: pairs)
            + offered.filter { $0.hasPrefix(Self.keyPrefix) }.map { String($0.dropFirst(Self.keyPrefix.count)) }
        let key = candidates.lazy.compactMap(service.keys.index).first
        guard service.keys.isEmpty || key != nil else { return refuse(.needsKey, context) }
        var headers = HTTPHeaders()
        if offered.contains(Self.subprotocol) { headers.add(name: "sec-websocket-protocol", value: Self.subprotocol) }
        let address = service.client(fields, address: context.remoteAddress?.ipAddress)
        let client = service.keys.count > 1 ? key.map { "key \($0)" } ?? address : address
        upgrade(head, headers, context) { [service, logger] socket in
            endpoint.dialogue(
                socket, query: Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }, service: service,
                client: client, logger: logger)
        }
    }

    private func upgrade(
        _ head: HTTPRequest, _ headers: HTTPHeaders, _ context: ChannelHandlerContext,
        _ dialogue: @escaping @Sendable (SpeechSocket) -> any SocketDialogue
    ) {
        let asked = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: path,
            headers: HTTPHeaders(head.headerFields.map { ($0.name.rawName, $0.value) }))
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(headers) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
        state = .over
        let (this, bound) = (NIOLoopBound(self, eventLoop: context.eventLoop), context.loopBound)
        upgrader.buildUpgradeResponse(channel: context.channel, upgradeRequest: asked, initialResponseHeaders: [:])
            .whenComplete { result in
                switch result {
                case .success(let headers): this.value.open(headers, bound.value, dialogue)
                case .failure:
                    let error = APIError.badRequest("Sec-WebSocket-Key or Sec-WebSocket-Version 13 is missing.")
                    this.value.refuse(error, bound.value)
                }
            }
    }

    private func open(
        _ headers: HTTPHeaders, _ context: ChannelHandlerContext,
        _ dialogue: (SpeechSocket) -> any SocketDialogue
    ) {
        var response = HTTPResponse(status: .switchingProtocols)
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { response.headerFields[name] = value }
        }
        context.writeAndFlush(wrapOutboundOut(.head(response)), promise: nil)
        let (inputs, continuation) = AsyncStream.makeStream(of: SocketInput.self)
        let channel = context.channel
        do {
            let pipeline = channel.pipeline.syncOperations
            // It would close the connection because no requests arrive.
            if let idle = try? pipeline.handler(type: HTTPConnectionStateHandler.self) {
                pipeline.removeHandler(idle, promise: nil)
            }
            let handler = SpeechSocketHandler(messages: continuation)
            // Before all HTTP handlers, which see nothing of the connection from here on.
            try pipeline.addHandlers(
                [
                    WebSocketFrameEncoder(),
                    ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: SpeechSocketHandler.maxMessageBytes)),
                    SocketFrameGuard(),
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024,
                        maxAccumulatedFrameSize: SpeechSocketHandler.maxMessageBytes),
                    handler,
                ], position: .first)
            let conversation = dialogue(try SpeechSocket(handler, in: channel))
            let task = Task { await conversation.run(inputs) }
            handler.onClose = { task.cancel() }
        } catch {
            channel.close(promise: nil)
        }
    }

    private func refuse(_ error: APIError, _ context: ChannelHandlerContext) {
        state = .over
        logger.info("refused", metadata: ["status": "\(error.status.code)", "endpoint": "\(path)"])
        let body = error.json
        var fields = error.headers
        fields[.contentType] = "application/json"
        fields[.contentLength] = "\(body.readableBytes)"
        fields[.connection] = "close"
        context.write(wrapOutboundOut(.head(HTTPResponse(status: error.status, headerFields: fields))), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}

@available(*, unavailable)
extension SpeechSocketUpgrade: Sendable {}

private func list(_ value: String) -> [String] {
    value.split(separator: ",").map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
}

extension HTTPFields {
    /// Whether one of a list of values is `token`, whatever its case.
    fileprivate func has(_ token: String, in name: HTTPField.Name) -> Bool {
        self[values: name].contains { list($0).contains { $0.lowercased() == token } }
    }
}
