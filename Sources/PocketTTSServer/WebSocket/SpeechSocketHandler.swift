import NIOCore
import NIOWebSocket

/// One WebSocket: text messages in, text and audio out, control frames answered.
final class SpeechSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    static let maxMessageBytes = 64 << 10
    /// Messages that may wait before reading pauses.
    private static let maxPending = 32
    private static let pingInterval = TimeAmount.seconds(20)
    /// For the client to answer a close frame.
    private static let lingering = TimeAmount.seconds(1)

    /// Called when the client has left, also while its messages wait.
    var onClose: (@Sendable () -> Void)?
    private let messages: AsyncStream<SocketInput>.Continuation
    private var pending = 0
    private var isReadHeld = false
    private var isClosing = false
    private var isPeerAlive = true
    private var pings: RepeatedTask?

    init(messages: AsyncStream<SocketInput>.Continuation) { self.messages = messages }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = context.loopBound
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.pingInterval, delay: Self.pingInterval) { _ in
            this.value.checkPeer(bound.value)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    private func stop() {
        pings?.cancel()
        pings = nil
        endInput()
    }

    private func endInput() {
        messages.finish()
        onClose?()
        onClose = nil
    }

    private func checkPeer(_ context: ChannelHandlerContext) {
        guard isPeerAlive || isReadHeld else { return context.close(promise: nil) }
        isPeerAlive = false
        if context.channel.isWritable { write(.ping, ByteBuffer(), context) }
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        isPeerAlive = true
        switch frame.opcode {
        case .connectionClose: answerClose(frame, context)
        case _ where isClosing: break
        case .ping: if context.channel.isWritable { write(.pong, frame.unmaskedData, context) }
        case .pong: break
        default:
            let bytes = frame.unmaskedData
            guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
                return close(.invalidText, context)
            }
            pending += 1
            messages.yield(.message(text))
        }
    }

    /// Reading pauses while messages wait.
    func read(context: ChannelHandlerContext) {
        if pending < Self.maxPending || isClosing { context.read() } else { isReadHeld = true }
    }

    func messageTaken(_ context: ChannelHandlerContext) {
        pending -= 1
        guard isReadHeld, pending < Self.maxPending else { return }
        isReadHeld = false
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: messages.yield(.shutdown)
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { close(SocketViolation(error), context) }

    private func answerClose(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        guard !isClosing else { return context.close(promise: nil) }
        isClosing = true
        endInput()
        var data = frame.unmaskedData
        var answer = ByteBuffer()
        if let code = data.readInteger(as: UInt16.self) {
            let isKnown = (1000...1003).contains(code) || (1007...1014).contains(code) || (3000...4999).contains(code)
            answer.writeInteger(isKnown ? code : 1002)
        }
        write(.connectionClose, answer, context)
        context.close(mode: .output, promise: nil)
        closeLater(context)
    }

    // MARK: Out

    func close(_ violation: SocketViolation, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        endInput()
        var data = ByteBuffer()
        data.write(webSocketErrorCode: violation.code)
        data.writeString(violation.reason)
        write(.connectionClose, data, context)
        closeLater(context)
        // What the client still sends is read and dropped, so that it can read the reason.
        if isReadHeld { context.read() }
    }

    private func closeLater(_ context: ChannelHandlerContext) {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
    }

    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    }

    func send(
        _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext
    ) -> EventLoopFuture<Void> {
        guard !isClosing else { return context.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
        return context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)))
    }
}

@available(*, unavailable)
extension SpeechSocketHandler: Sendable {}

@available(*, unavailable)
extension SocketFrameGuard: Sendable {}

/// What arrives over a WebSocket.
enum SocketInput: Sendable {
    case message(String)
    /// The server is shutting down: no new session is begun.
    case shutdown
}

/// A WebSocket as its conversation sees it, from any task.
struct SpeechSocket: Sendable {
    private let handler: NIOLoopBound<SpeechSocketHandler>
    private let context: NIOLoopBound<ChannelHandlerContext>
    private let channel: any Channel

    /// On the channel's event loop, once the handler is in its pipeline.
    init(_ handler: SpeechSocketHandler, in channel: any Channel) throws {
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        context = NIOLoopBound(
            try channel.pipeline.syncOperations.context(handler: handler), eventLoop: channel.eventLoop)
    }

    /// Returns when the bytes are the system's.
    func send(text: ByteBuffer) async throws { try await send(.text, text) }

    func send(audio: ByteBuffer) async throws { try await send(.binary, audio) }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer) async throws {
        try await channel.eventLoop.flatSubmit { handler.value.send(opcode, data, context.value) }.get()
    }

    /// Lets the next message be read.
    func messageTaken() { channel.eventLoop.execute { handler.value.messageTaken(context.value) } }

    func close(_ violation: SocketViolation) {
        channel.eventLoop.execute { handler.value.close(violation, context.value) }
    }

    /// Closes the connection at once.
    func abort() { channel.close(promise: nil) }
}
