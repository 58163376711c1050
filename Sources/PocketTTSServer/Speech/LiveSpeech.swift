import NIOCore
import PocketTTS
import Synchronization

/// One utterance of several on a connection, whose text arrives in fragments. Fragments are taken while the utterance
/// waits for a slot, too.
final class LiveSpeech: Sendable {
    private enum Step: Sendable {
        case text(String)
        case flush
        case finish
    }

    private struct State {
        var session: ServedSession?
        var task: Task<Void, Never>?
        /// Bytes of text that the session has not got yet.
        var waitingBytes = 0
        var isTextComplete = false
        var isCancelled = false
        /// What was wrong with the text.
        var error: (any Error)?
    }

    private let steps: AsyncStream<Step>
    private let continuation: AsyncStream<Step>.Continuation
    private let state = Mutex(State())
    private static let mostWaitingBytes = 500_000

    init() { (steps, continuation) = AsyncStream.makeStream() }

    /// Speaks.
    /// - Parameters:
    ///   - open: waits for a slot and begins the session.
    ///   - abort: called when `receive` has waited for too long, to make it throw.
    ///   - receive: gets every event, with the bytes that it completes.
    ///   - end: gets what came of it; the session is `nil` if there was none.
    func start(
        open: @escaping @Sendable () async throws -> ServedSession, abort: @escaping @Sendable () -> Void,
        receive: @escaping @Sendable (SpeechEvent, ByteBuffer, ServedSession) async throws -> Void,
        end: @escaping @Sendable (Result<ServedSession.Usage, any Error>, ServedSession?) async -> Void
    ) {
        let task = Task {
            let result: Result<ServedSession.Usage, any Error>
            do {
                result = .success(try await run(open, abort, receive))
            } catch {
                result = .failure(state.withLock { $0.error } ?? error)
            }
            continuation.finish()
            await end(result, state.withLock { $0.session })
        }
        state.withLock { $0.task = task }
    }

    /// Returns when the utterance is over.
    func wait() async { await state.withLock { $0.task }?.value }

    /// Adds to the text.
    /// - Throws: ``APIError`` after the text has ended, `PocketTTSError` if too much of it waits.
    func send(_ text: String) throws {
        try state.withLock { state in
            guard !state.isTextComplete else {
                throw APIError.badRequest("the text of this context has ended: use another one.")
            }
            let bytes = state.waitingBytes + text.utf8.count
            guard bytes <= Self.mostWaitingBytes else {
                throw PocketTTSError.textTooLong(bytes: bytes, limit: Self.mostWaitingBytes)
            }
            state.waitingBytes = bytes
        }
        continuation.yield(.text(text))
    }

    /// Ends the sentence here: what was sent is spoken without waiting for what follows.
    func flush() { continuation.yield(.flush) }

    /// Completes the text.
    func finish() {
        state.withLock { $0.isTextComplete = true }
        continuation.yield(.finish)
    }

    var isTextComplete: Bool { state.withLock { $0.isTextComplete } }
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Stops at once.
    func cancel() {
        let (session, task) = state.withLock { state in
            state.isCancelled = true
            state.isTextComplete = true
            return (state.session, state.task)
        }
        // While it waits for a slot there is nothing but the task.
        if let session { session.stop(.cancelled) } else { task?.cancel() }
    }

    private func run(
        _ open: () async throws -> ServedSession, _ abort: @escaping @Sendable () -> Void,
        _ receive: (SpeechEvent, ByteBuffer, ServedSession) async throws -> Void
    ) async throws -> ServedSession.Usage {
        let session = try await open()
        let isCancelled = state.withLock { state in
            state.session = session
            return state.isCancelled
        }
        if isCancelled { session.stop(.cancelled) }
        let feeder = Task { await feed(session) }
        defer { feeder.cancel() }
        return try await session.deliver(abort: abort) { event, bytes in try await receive(event, bytes, session) }
    }

    private func feed(_ session: ServedSession) async {
        for await step in steps {
            do {
                switch step {
                case .text(let text):
                    state.withLock { $0.waitingBytes -= text.utf8.count }
                    try await session.send(text)
                case .flush: try session.flush()
                case .finish: try session.finish()
                }
            } catch PocketTTSError.sessionOver {
                return
            } catch {
                state.withLock { $0.error = error }
                session.stop(.disconnected)
                return
            }
        }
    }
}

extension Result where Success == ServedSession.Usage {
    /// What a client has to know if speech failed; `nil` if it did not, or if the client cancelled it.
    func report(of speech: LiveSpeech) -> APIError? {
        guard case .failure(let error) = self, !speech.isCancelled else { return nil }
        return (error as? ServedSession.Stop)?.apiError ?? APIError(error)
    }
}
