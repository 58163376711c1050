import HTTPTypes
public import NIOCore
import NIOHTTP1
public import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Watches over one HTTP connection: a client that closes its side while it waits for speech has gone, one that was
/// refused with `Connection: close` gets a moment to read why, what is no HTTP is told so in OpenAI's form, and the
/// kernel keeps little for slow readers.
public final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    /// Called when the client has closed the connection, or its side of it: at once if that has happened already.
    var onClose: (@Sendable () -> Void)? {
        didSet { if hasGone { tellOfClose() } }
    }
    private(set) var hasGone = false
    private var closesAfterAnswer = false
    private var isClosing = false
    /// What made an end of the requests, until it has been told.
    private var parserError: HTTPParserError?
    /// Bytes that came after a refusal.
    private var discarded = 0

    /// About three seconds of 24 kHz audio.
    private static let sendBufferBytes = 128 << 10
    private static let lingering = TimeAmount.seconds(1)
    /// What is read of a refused body so that its sender comes to read the answer.
    private static let mostDiscarded = 1 << 20

    public init() {}

    public func handlerAdded(context: ChannelHandlerContext) {
        _ = context.channel.setOption(.socketOption(.so_sndbuf), value: .init(Self.sendBufferBytes))
        let pipeline = context.pipeline.syncOperations
        if let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) {
            try? pipeline.addHandler(HTTP10Handler(), position: .before(codec))
        }
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What follows a refused head is thrown away.
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
            let told = APIError(error)
            context.write(wrapOutboundOut(.head(told.head)), promise: promise)
            context.write(wrapOutboundOut(.body(told.json)), promise: nil)
        case .body: context.write(data, promise: promise)
        case .end:
            guard closesAfterAnswer else { return context.write(data, promise: promise) }
            isClosing = true
            context.writeAndFlush(data, promise: promise)
            // Closing at once would reset the connection while the client still sends, and lose the answer.
            context.close(mode: .output, promise: nil)
            let channel = context.channel
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
        tellOfClose()
        if isClosing { context.close(promise: nil) }
    }

    public func channelInactive(context: ChannelHandlerContext) {
        tellOfClose()
        context.fireChannelInactive()
    }

    private func tellOfClose() {
        hasGone = true
        guard let tell = onClose else { return }
        onClose = nil
        tell()
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
