import HTTPTypes
import HummingbirdCore
import Logging
public import NIOCore
import NIOHTTP1
public import NIOHTTPTypes
import NIOWebSocket

/// Turns the HTTP connections that ask for it into WebSockets that speak while text arrives.
///
/// One of the first of Hummingbird's additional channel handlers, so that it serves beside the HTTP routes, on their port:
///
///     .http1(configuration: .init(additionalChannelHandlers: [SpeechSocketUpgrade(service: service, logger: logger)]))
public final class SpeechSocketUpgrade: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    private enum State {
        case http
        /// The request's end is awaited.
        case asked(HTTPRequest)
        /// What comes now is not HTTP, or not for anybody.
        case over
    }

    private let service: SpeechService
    private let logger: Logger
    private let path: String
    private let allowedOrigin: String?
    private var state = State.http
    /// Requests that have not been answered to the end.
    private var unanswered = 0

    private static let subprotocol = "pocket-tts"
    private static let keyPrefix = "api-key."

    /// - Parameters:
    ///   - path: where the WebSocket is.
    ///   - allowedOrigin: the origin whose pages may connect besides our own, `*` for all; `nil` for no other.
    public init(
        service: SpeechService, logger: Logger, path: String = "/v1/audio/stream", allowedOrigin: String? = nil
    ) {
        self.service = service
        self.logger = logger
        self.path = path
        self.allowedOrigin = allowedOrigin
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.over, _): break
        case (.http, .head(let head)) where unanswered == 0 && head.path?.prefix { $0 != "?" } ?? "" == path:
            state = .asked(head)
        case (.http, .head):
            unanswered += 1
            context.fireChannelRead(data)
        case (.http, _): context.fireChannelRead(data)
        case (.asked(let head), .end): answer(head, context)
        case (.asked, _): refuse(.badRequest("a request for a WebSocket has no body."), context)
        }
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }

    // MARK: The handshake

    private func answer(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        let fields = head.headerFields
        guard head.method == .get, fields.has("websocket", in: .upgrade), fields.has("upgrade", in: .connection) else {
            var error = APIError(status: .upgradeRequired, message: "this is a WebSocket: connect with ws:// or wss://.")
            error.headers[.upgrade] = "websocket"
            return refuse(error, context)
        }
        guard isAllowed(origin: fields[.origin], host: head.authority) else {
            return refuse(APIError(status: .forbidden, message: "pages of this origin may not connect."), context)
        }
        let offered = fields[values: .secWebSocketProtocol].flatMap(list)
        let token = fields.bearerToken ?? offered.first { $0.hasPrefix(Self.keyPrefix) }.map { String($0.dropFirst(Self.keyPrefix.count)) }
        let key = token.flatMap(service.keys.index)
        guard service.keys.isEmpty || key != nil else { return refuse(.needsKey, context) }
        var headers = HTTPHeaders()
        if offered.contains(Self.subprotocol) { headers.add(name: "sec-websocket-protocol", value: Self.subprotocol) }
        let address = context.remoteAddress?.ipAddress ?? "unknown"
        let client = service.keys.count > 1 ? key.map { "key \($0)" } ?? address : address
        upgrade(head, headers, client: client, context)
    }

    /// Any page that a browser shows could connect to a server on the same machine.
    private func isAllowed(origin: String?, host: String?) -> Bool {
        guard let origin, allowedOrigin != "*", origin != allowedOrigin else { return true }
        return origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init) == host
    }

    private func upgrade(
        _ head: HTTPRequest, _ headers: HTTPHeaders, client: String, _ context: ChannelHandlerContext
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
                case .success(let headers): this.value.open(headers, client: client, bound.value)
                case .failure:
                    let error = APIError.badRequest("Sec-WebSocket-Key or Sec-WebSocket-Version 13 is missing.")
                    this.value.refuse(error, bound.value)
                }
            }
    }

    private func open(_ headers: HTTPHeaders, client: String, _ context: ChannelHandlerContext) {
        var response = HTTPResponse(status: .switchingProtocols)
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { response.headerFields[name] = value }
        }
        context.writeAndFlush(wrapOutboundOut(.head(response)), promise: nil)
        let (inputs, continuation) = AsyncStream.makeStream(of: SocketInput.self)
        let channel = context.channel
        do {
            let pipeline = channel.pipeline.syncOperations
            // It would close the connection for want of requests.
            if let idle = try? pipeline.handler(type: HTTPConnectionStateHandler.self) {
                pipeline.removeHandler(idle, promise: nil)
            }
            let handler = SpeechSocketHandler(messages: continuation)
            // In front of all that is HTTP, which sees nothing of the connection from here on.
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
            let conversation = SocketConversation(
                socket: try SpeechSocket(handler, in: channel), service: service, client: client, logger: logger)
            Task { await conversation.run(inputs) }
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
