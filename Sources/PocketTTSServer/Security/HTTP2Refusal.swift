import NIOCore

/// Answers a client that begins with HTTP/2 (prior knowledge, without TLS) in HTTP/2: only HTTP/1.1 is served here.
final class HTTP2Refusal: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The start of the preface of RFC 9113, section 3.4.
    private static let preface = Array("PRI * HTTP/2.0".utf8)
    private static let message = Array("this server speaks HTTP/1.1 only".utf8)
    private static let lingering = TimeAmount.seconds(1)

    /// The connection's first bytes, while they may be the preface.
    private var start = ByteBuffer()
    private var isRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        var bytes = unwrapInboundIn(data)
        start.writeBuffer(&bytes)
        let known = start.readableBytesView.prefix(Self.preface.count)
        if known.elementsEqual(Self.preface) { return refuse(context) }
        guard !Self.preface.starts(with: known) else { return }
        context.fireChannelRead(wrapInboundOut(start))
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isRefused, start.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(start)) }
        context.fireChannelInactive()
    }

    private func refuse(_ context: ChannelHandlerContext) {
        isRefused = true
        var answer = ByteBuffer()
        // Empty SETTINGS, then GOAWAY with HTTP_1_1_REQUIRED and a text.
        answer.writeBytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
        answer.writeBytes([0, 0, UInt8(8 + Self.message.count), 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0d])
        answer.writeBytes(Self.message)
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
    }
}

@available(*, unavailable)
extension HTTP2Refusal: Sendable {}
