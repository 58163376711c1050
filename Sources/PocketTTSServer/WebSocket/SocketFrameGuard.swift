import NIOCore
import NIOWebSocket

/// Why a WebSocket is closed.
struct SocketViolation: Error {
    let code: WebSocketErrorCode
    let reason: String

    static let flood = SocketViolation(code: .policyViolation, reason: "too many frames")
    static let tooLong = SocketViolation(code: .messageTooLarge, reason: "message too long")
    static let invalidText = SocketViolation(code: .dataInconsistentWithMessage, reason: "invalid UTF-8")
    static let notText = SocketViolation(code: .unacceptableData, reason: "text messages only")

    static func malformed(_ reason: String) -> SocketViolation {
        SocketViolation(code: .protocolError, reason: reason)
    }

    init(code: WebSocketErrorCode, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// What an error of the handlers before ours means.
    init(_ error: any Error) {
        switch error {
        case let violation as SocketViolation: self = violation
        case NIOWebSocketError.invalidFrameLength, NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge,
            NIOWebSocketFrameAggregator.Error.tooManyFragments:
            self = .tooLong
        case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error: self = .malformed("malformed frames")
        default: self.init(code: .goingAway, reason: "connection lost")
        }
    }
}

/// Lets through the frames that a client may send, as many as it may.
final class SocketFrameGuard: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    /// A language model writes some hundred tokens a second at most.
    private var bucket = TokenBucket(perSecond: 500, burst: 2000)
    private var isClosed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosed else { return }
        if let violation = violation(of: unwrapInboundIn(data)) {
            isClosed = true
            context.fireErrorCaught(violation)
        } else {
            context.fireChannelRead(data)
        }
    }

    private func violation(of frame: WebSocketFrame) -> SocketViolation? {
        guard bucket.take() else { return .flood }
        guard frame.maskKey != nil else { return .malformed("frame without a mask") }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return .malformed("reserved bits") }
        switch frame.opcode {
        case .text, .continuation, .ping, .pong, .connectionClose: return nil
        case .binary: return .notText
        default: return .malformed("unknown opcode")
        }
    }
}
