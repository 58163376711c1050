import HTTPTypes
public import NIOCore
import NIOHTTP1
public import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Guards one HTTP connection. A client that closes its side while it waits for speech has left. One that was refused
/// with `Connection: close` gets a moment to read why. One whose body goes on after the response is cut off. Bytes that
/// are no HTTP/1.1 are answered in OpenAI's form, and the kernel buffers little for slow readers.
public final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    /// Called when the client has closed the connection, or its side of it: at once if that has happened already.
    var onClose: (@Sendable () -> Void)? {
        didSet { if hasLeft { reportClose() } }
    }
    private(set) var hasLeft = false
    private var closesAfterAnswer = false
    private var isClosing = false
    /// What made the requests unreadable, until it is reported.
    private var parserError: HTTPParserError?
    /// Bytes that came after a refusal.
    private var discarded = 0
    /// Whether a request's head has arrived and its end has not.
    private var isReceiving = false
    /// Closes the connection if the body of an answered request does not end.
    private var bodyTimeout: Scheduled<Void>?
    private let bodyTime: TimeAmount

    /// About three seconds of 24 kHz audio.
    private static let sendBufferBytes = 128 << 10
    private static let lingering = TimeAmount.seconds(1)
    /// What is read of a refused body so that its sender comes to read the answer.
    private static let mostDiscarded = 1 << 20

    /// - Parameter bodyTime: how long the rest of a body may take whose request is answered already.
    public init(bodyTime: Duration = .seconds(10)) { self.bodyTime = .init(bodyTime) }

    public func handlerAdded(context: ChannelHandlerContext) {
        _ = context.channel.setOption(.socketOption(.so_sndbuf), value: .init(Self.sendBufferBytes))
        let pipeline = context.pipeline.syncOperations
        if let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) {
            try? pipeline.addHandler(HTTP10Handler(), position: .before(codec))
            try? pipeline.addHandler(HTTP2Refusal(), position: .first)
        }
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isReceiving = true
        case .end:
            isReceiving = false
            bodyTimeout?.cancel()
        case .body: break
        }
        // What follows a refused head is discarded.
        guard !isClosing else {
            if case .body(let bytes) = unwrapInboundIn(data) { discarded += bytes.readableBytes }
            return
        }
        context.fireChannelRead(data)
    }

    public func read(context: ChannelHandlerContext) {
        if discarded < Self.mostDiscarded { context.read() }
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind == .informational: context.write(data, promise: promise)
        case .head(let head):
            closesAfterAnswer = head.headerFields[.connection] == "close"
            guard let error = parserError, head.headerFields[.contentLength] == "0" else {
                return context.write(data, promise: promise)
            }
            // Hummingbird's answer to it is empty.
            parserError = nil
            let report = APIError(error)
            context.write(wrapOutboundOut(.head(report.head)), promise: promise)
            context.write(wrapOutboundOut(.body(report.json)), promise: nil)
        case .body: context.write(data, promise: promise)
        case .end:
            let channel = context.channel
            guard closesAfterAnswer else {
                if isReceiving {
                    bodyTimeout = context.eventLoop.scheduleTask(in: bodyTime) { channel.close(promise: nil) }
                }
                return context.write(data, promise: promise)
            }
            isClosing = true
            context.writeAndFlush(data, promise: promise)
            // Closing at once would reset the connection while the client still sends, and lose the answer.
            context.close(mode: .output, promise: nil)
            context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
        }
    }

    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Others follow it while the client sends on.
        if let error = error as? HTTPParserError { parserError = error }
        context.fireErrorCaught(error)
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        context.fireUserInboundEventTriggered(event)
        guard let event = event as? ChannelEvent, event == .inputClosed else { return }
        reportClose()
        if isClosing { context.close(promise: nil) }
    }

    public func channelInactive(context: ChannelHandlerContext) {
        bodyTimeout?.cancel()
        reportClose()
        context.fireChannelInactive()
    }

    private func reportClose() {
        hasLeft = true
        guard let report = onClose else { return }
        onClose = nil
        report()
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}

extension APIError {
    /// The head of a response that ends its connection.
    fileprivate var head: HTTPResponse {
        var fields = headers
        fields[.contentType] = "application/json"
        fields[.contentLength] = "\(json.readableBytes)"
        fields[.connection] = "close"
        return HTTPResponse(status: status, headerFields: fields)
    }
}
