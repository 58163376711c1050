import NIOCore
import Synchronization

/// A connection as its conversation sees it, from any task.
final class WyomingConnection: Sendable {
    private struct State {
        var isOpen = true
        var onClose: (@Sendable () -> Void)?
    }

    private let channel: any Channel
    private let state = Mutex(State())

    init(_ channel: any Channel) { self.channel = channel }

    /// Whether the client's side is open.
    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Called by the pipeline when the client has closed the connection, or its side of it.
    func clientClosed() {
        let action = state.withLock { state in
            state.isOpen = false
            return state.onClose.take()
        }
        action?()
    }

    func close() { channel.close(promise: nil) }

    /// Takes no more events.
    func endInput() { channel.close(mode: .input, promise: nil) }

    /// Runs `body`, and cancels it if the client closes the connection, or its side of it, meanwhile: a client that
    /// has to wait and closes its side has left.
    func whileOpen<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await body() }
        state.withLock { $0.onClose = { task.cancel() } }
        defer { state.withLock { $0.onClose = nil } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
