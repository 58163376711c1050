public import NIOCore
public import NIOHTTPTypes

/// Watches over one HTTP connection: a client that closes its side while it is answered has gone, one that was
/// refused with `Connection: close` gets a moment to read why, and the kernel keeps little for slow readers.
public final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    /// Called when the connection is closed.
    var onClose: (@Sendable () -> Void)?
    private var isAnswering = false
    private var closesAfterAnswer = false
    private var isClosing = false
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
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        // What follows a refused head is thrown away.
        guard !isClosing else {
            if case .body(let bytes) = part { discarded += bytes.readableBytes }
            return
        }
        if case .head = part { isAnswering = true }
        context.fireChannelRead(data)
    }

    public func read(context: ChannelHandlerContext) {
        if discarded < Self.mostDiscarded { context.read() }
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            closesAfterAnswer = head.headerFields[.connection] == "close"
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            isAnswering = false
            guard closesAfterAnswer else { return context.write(data, promise: promise) }
            isClosing = true
            context.writeAndFlush(data, promise: promise)
            // Closing at once would reset the connection while the client still sends, and lose the answer.
            context.close(mode: .output, promise: nil)
            let channel = context.channel
            context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
        }
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        context.fireUserInboundEventTriggered(event)
        if let event = event as? ChannelEvent, event == .inputClosed, isAnswering || isClosing {
            context.close(promise: nil)
        }
    }

    public func channelInactive(context: ChannelHandlerContext) {
        onClose?()
        onClose = nil
        context.fireChannelInactive()
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
