import AsyncAlgorithms
import NIOCore
import PocketTTS
import PocketTTSAudio
import Synchronization

/// One request's speech on its way to its listener: made as it is read, stopped by ``cancel(_:)`` or by dropping it.
final class Utterance: Sendable {
    /// Tokens read and frames made.
    struct Usage: Sendable {
        var tokens = 0
        var frames = 0
        var seconds = 0.0
    }

    enum Part: Sendable {
        case audio(ByteBuffer)
        /// Everything has been told.
        case end(Usage)
    }

    /// Why speech was stopped before its end.
    enum Stop: Error {
        case disconnected
        case timeLimit
        case stalled
    }

    private struct State {
        var task: Task<Void, Never>?
        var stop: Stop?
        /// Since when the listener has been busy with a part; `nil` while it waits for the next.
        var holding: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let parts = AsyncThrowingChannel<Part, any Error>()
    private let begin: Mutex<(@Sendable (Utterance) -> Void)?>
    private let limits: ServiceLimits
    private let metrics: SpeechMetrics

    init(
        events: AsyncThrowingStream<SpeechEvent, any Error>, pipeline: sending SpeechPipeline,
        ticket: Admission.Ticket, service: SpeechService, arrival: ContinuousClock.Instant
    ) {
        limits = service.limits
        metrics = service.metrics
        let maker = Maker(
            events: events, pipeline: pipeline, ticket: ticket, metrics: service.metrics,
            admission: service.admission, arrival: arrival)
        begin = Mutex { utterance in
            // The maker holds the channel, not the utterance: whoever drops that stops it.
            let parts = utterance.parts
            let task = Task { await maker.run(into: parts) }
            let isStopped = utterance.state.withLock { state in
                state.task = task
                return state.stop != nil
            }
            if isStopped { task.cancel() }
        }
    }

    deinit { cancel(.disconnected) }

    /// Stops within a frame; whoever reads the parts gets `reason`.
    func cancel(_ reason: Stop) {
        let task = state.withLock { state in
            if state.stop == nil { state.stop = reason }
            return state.task
        }
        task?.cancel()
    }

    /// Reads all parts; `receive` sets the pace. `giveUp` is called if it takes too long, so that it can be ended.
    /// - Throws: what `receive` throws, ``Stop``, or what went wrong while speaking.
    func forEachPart(
        giveUp: @escaping @Sendable () -> Void, _ receive: (Part) async throws -> Void
    ) async throws {
        let start = begin.withLock { begin in
            defer { begin = nil }
            return begin
        }
        start?(self)
        let watchdog = Task { [weak self, limits] in
            let deadline = ContinuousClock.now + limits.requestTime
            while true {
                try await Task.sleep(for: min(limits.stallTime / 4, .seconds(1)))
                guard let self else { return }
                guard let reason = self.reasonToStop(deadline: deadline) else { continue }
                self.cancel(reason)
                return giveUp()
            }
        }
        defer { watchdog.cancel() }
        do {
            try await withTaskCancellationHandler {
                for try await part in parts {
                    state.withLock { $0.holding = .now }
                    try await receive(part)
                    state.withLock { $0.holding = nil }
                    if case .end = part { return metrics.completed.increment() }
                }
                throw state.withLock { $0.stop } ?? Stop.disconnected
            } onCancel: {
                cancel(.disconnected)
            }
        } catch {
            let reason = state.withLock { $0.stop }
            cancel(.disconnected)
            if error is PocketTTSError || error is AudioEncodingError {
                metrics.failed.increment()
                throw error
            }
            metrics.cancelled.increment()
            throw reason ?? error
        }
    }

    private func reasonToStop(deadline: ContinuousClock.Instant) -> Stop? {
        let now = ContinuousClock.now
        if now > deadline { return .timeLimit }
        guard let since = state.withLock({ $0.holding }), now - since > limits.stallTime else { return nil }
        return .stalled
    }
}
