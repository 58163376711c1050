public import Hummingbird
public import NIOCore
import NIOHTTPTypes

/// A request context that knows its connection: speech for a client that has left then stops at once, and clients
/// are distinguished by their addresses.
public protocol ConnectionRequestContext: RemoteAddressRequestContext {
    /// `nil` where there is no connection, as in tests of a router alone.
    var channel: (any Channel)? { get }
}

extension ConnectionRequestContext {
    public var remoteAddress: SocketAddress? { channel?.remoteAddress }

    /// Calls `action` once the connection is closed; `nil` takes it back.
    func onClose(_ action: (@Sendable () -> Void)?) {
        guard let channel else { return }
        channel.eventLoop.execute {
            let guarded = try? channel.pipeline.syncOperations.handler(type: ConnectionGuard.self)
            guarded?.onClose = action
            if guarded == nil, !channel.isActive { action?() }
        }
    }

    /// Lets a client begin that waits for `100 Continue` before it sends its body.
    func invite() { channel?.writeAndFlush(HTTPResponsePart.head(.init(status: .continue)), promise: nil) }

    func close() { channel?.close(promise: nil) }
}

extension RequestContext {
    /// Runs `body`, and cancels it if the client leaves meanwhile, as far as the connection is known.
    func whileConnected<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        guard let connection = self as? any ConnectionRequestContext else { return try await body() }
        let task = Task { try await body() }
        connection.onClose { task.cancel() }
        defer { connection.onClose(nil) }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch is CancellationError where !Task.isCancelled {
            throw APIError.clientHasGone
        }
    }
}

/// The context that ``SpeechServer`` uses.
public struct SpeechRequestContext: ConnectionRequestContext {
    public var coreContext: CoreRequestContextStorage
    public let channel: (any Channel)?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
