import FlowLMKernels
import Foundation

/// Two threads that hand each other latents: one steps the language model for all streams together, one decodes.
///
/// The threads keep `SpeechEngine` alive; whoever needs them keeps a ``Lease``, and they end with the last one.
final class SpeechEngine: @unchecked Sendable {
    let flowLM: FlowLM
    let decoder: MimiDecoder
    let maxStreams: Int
    let sampleRate: Int

    /// Guards everything below and the last group of `SpeechStream`'s fields.
    let condition = NSCondition()
    var streams: [SpeechStream] = []
    var waiting: [SpeechStream] = []
    var codecWork: [() -> Void] = []
    var isStopped = false
    var framesMade = 0
    /// Listeners to resume once the lock is released.
    private var wakeups: [(listener: Listener, result: Result<SpeechEvent?, any Error>)] = []

    typealias Listener = CheckedContinuation<SpeechEvent?, any Error>

    /// Held by the thread that computes, where only one may.
    private let turn: NSLock?

    /// Keeps the engine's threads running.
    final class Lease: Sendable {
        let engine: SpeechEngine

        init(model: SpeechModel, configuration: Synthesizer.Configuration) {
            engine = SpeechEngine(model: model, configuration: configuration)
            for (name, body) in [("flow-lm", engine.runLanguageModel), ("mimi", engine.runCodec)] {
                let thread = Thread(block: body)
                thread.name = "pocket-tts.\(name)"
                thread.stackSize = 4 << 20
                thread.qualityOfService = .userInitiated
                thread.start()
            }
        }

        deinit { engine.stop() }
    }

    private init(model: SpeechModel, configuration: Synthesizer.Configuration) {
        flowLM = model.flowLM
        decoder = model.decoder
        sampleRate = model.sampleRate
        maxStreams = configuration.maxConcurrentStreams
        turn = configuration.threads == 1 ? NSLock() : nil
    }

    // MARK: What listeners call

    /// Starts a stream, or queues it behind those that speak.
    func start(_ stream: SpeechStream) {
        withLock {
            if isStopped {
                stream.isClosed = true
            } else if streams.count < maxStreams {
                streams.append(stream)
            } else {
                waiting.append(stream)
            }
            condition.broadcast()
        }
    }

    /// The stream's next event, `nil` after the last.
    func next(of stream: SpeechStream) async throws -> SpeechEvent? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { listener in
                withLock { listen(to: stream, listener) }
            }
        } onCancel: {
            cancel(stream)
        }
    }

    private func listen(to stream: SpeechStream, _ listener: Listener) {
        stream.listener = listener
        if stream.isCancelled {
            wake(stream, .failure(CancellationError()))
        } else if !stream.events.isEmpty {
            wake(stream, .success(take(stream.events.removeFirst(), of: stream)))
        } else if stream.isClosed {
            wake(stream, .success(nil))
        } else if isStopped {
            wake(stream, .failure(PocketTTSError.shutDown))
        }
    }

    /// Stops a stream's computation; its listener gets `CancellationError`.
    func cancel(_ stream: SpeechStream) {
        withLock {
            guard !stream.isCancelled else { return }
            stream.isCancelled = true
            wake(stream, .failure(CancellationError()))
            remove(stream)
        }
    }

    /// Runs `body` on the codec's thread; the caller's lease must outlive the call.
    func onCodecThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            withLock {
                codecWork.append { continuation.resume(returning: body()) }
                condition.broadcast()
            }
        }
    }

    /// Streams that speak now, and frames that the language model has made so far.
    var load: (streams: Int, frames: Int) { withLock { (streams.count, framesMade) } }

    private func stop() {
        withLock {
            isStopped = true
            for stream in streams + waiting { wake(stream, .failure(PocketTTSError.shutDown)) }
            streams = []
            waiting = []
            condition.broadcast()
        }
    }

    // MARK: Bookkeeping, under the lock

    /// Runs `body` under the lock, then resumes whom it has woken. Never the other way round: resuming takes the task's own
    /// lock, which a task that is being cancelled holds while it waits for ours.
    func withLock<Value>(_ body: () throws -> Value) rethrows -> Value {
        condition.lock()
        var woken: [(listener: Listener, result: Result<SpeechEvent?, any Error>)] = []
        defer {
            swap(&woken, &wakeups)
            condition.unlock()
            for (listener, result) in woken { listener.resume(with: result) }
        }
        return try body()
    }

    private func wake(_ stream: SpeechStream, _ result: Result<SpeechEvent?, any Error>) {
        guard let listener = stream.listener else { return }
        stream.listener = nil
        wakeups.append((listener, result))
    }

    func remove(_ stream: SpeechStream) {
        waiting.removeAll { $0 === stream }
        let active = streams.count
        streams.removeAll { $0 === stream }
        if streams.count < active, !waiting.isEmpty { streams.append(waiting.removeFirst()) }
        condition.broadcast()
    }

    /// An event goes to the listener who waits for it, or into the queue.
    func deliver(_ event: SpeechEvent, of stream: SpeechStream) {
        guard !stream.isCancelled else { return }
        if stream.listener != nil {
            wake(stream, .success(take(event, of: stream)))
        } else {
            stream.events.append(event)
        }
    }

    private func take(_ event: SpeechEvent, of stream: SpeechStream) -> SpeechEvent {
        if case .audio(let chunk) = event, !chunk.isFinal {
            stream.framesAhead -= 1
            condition.broadcast()
        }
        return event
    }

    func close(_ stream: SpeechStream) {
        stream.isClosed = true
        wake(stream, .success(nil))
        remove(stream)
    }

    func compute<Value>(_ body: () -> Value) -> Value {
        guard let turn else { return body() }
        return turn.withLock(body)
    }
}
