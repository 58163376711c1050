import FlowLMKernels
import Foundation
import Synchronization

/// Threads that step the language model for all streams together, and decode what it makes.
///
/// The threads keep `SpeechEngine` alive; whoever needs them keeps a ``Lease``, and they end with the last one.
final class SpeechEngine: @unchecked Sendable {
    let flowLM: FlowLM
    let decoder: MimiDecoder
    let maxStreams: Int
    let sampleRate: Int
    /// Tokens that are only right when they are read together: BLAS promises no more.
    let prefetchUnit: Int

    /// Guards everything below and the last group of `SpeechStream`'s fields.
    let condition = NSCondition()
    var streams: [SpeechStream] = []
    var waiting: [SpeechStream] = []
    var work: [() -> Void] = []
    var isStopped = false
    var framesMade = 0
    var usage = ComputeUsage()
    /// Threads that have a task.
    var computing = 0
    /// Whether a thread runs the language model; what follows belongs to it.
    var isPassing = false
    /// Whether the language model's latest pass made frames, and did not read a next chunk.
    var stepWasLast = false
    var batch: [SpeechStream] = []
    var rows: [FlowLM.StepRow] = []
    let lmWorkspace: FlowLM.Workspace
    let memory = StreamMemory()

    /// Grows whenever there may be something new to do; read without the lock by those that help others meanwhile.
    let changes = Atomic<Int>(0)
    let pool: ThreadPool

    /// Listeners to resume once the lock is released: mostly one.
    private var wakeup: Wakeup?
    private var moreWakeups: [Wakeup] = []

    typealias Listener = UnsafeContinuation<SpeechEvent?, any Error>
    private typealias Wakeup = (listener: Listener, result: Result<SpeechEvent?, any Error>)

    /// Keeps the engine's threads running.
    final class Lease: Sendable {
        let engine: SpeechEngine

        init(model: SpeechModel, configuration: Synthesizer.Configuration) {
            engine = SpeechEngine(model: model, configuration: configuration)
            for index in 0..<configuration.threads {
                let thread = Thread(block: engine.runWorker)
                thread.name = "pocket-tts.\(index)"
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
        prefetchUnit = model.precision == .f32 ? FlowLM.tokensPerPass : 1
        maxStreams = configuration.maxConcurrentStreams
        pool = ThreadPool(threads: configuration.threads)
        lmWorkspace = FlowLM.Workspace(for: flowLM, rows: maxStreams, in: ComputeContext(pool: pool))
        batch.reserveCapacity(maxStreams)
        rows.reserveCapacity(maxStreams)
    }

    // MARK: What listeners call

    /// Starts a stream, or queues it behind those that speak.
    func start(_ stream: SpeechStream) {
        withLock {
            stream.advance()
            if isStopped {
                stream.isClosed = true
            } else if streams.count < maxStreams {
                streams.append(stream)
            } else {
                waiting.append(stream)
            }
            notifyWorkers()
        }
    }

    /// The stream's next event, `nil` after the last.
    func next(of stream: SpeechStream) async throws -> SpeechEvent? {
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { listener in
                withLock { listen(to: stream, listener) }
            }
        } onCancel: {
            cancel(stream)
        }
    }

    private func listen(to stream: SpeechStream, _ listener: Listener) {
        stream.listener = listener
        if stream.isCancelled {
            wake(stream, stream.isInterrupted ? .success(nil) : .failure(CancellationError()))
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

    /// Runs `body` on a compute thread; the caller's lease must outlive the call.
    func onComputeThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            withLock {
                work.append {
                    let value = body()
                    self.withLock { self.computing -= 1 }
                    continuation.resume(returning: value)
                }
                notifyWorkers()
            }
        }
    }

    /// Streams that speak now, and frames that the language model has made so far.
    var load: (streams: Int, frames: Int) { withLock { (streams.count, framesMade) } }

    var usageSoFar: ComputeUsage { withLock { usage } }

    private func stop() {
        withLock {
            isStopped = true
            for stream in streams + waiting { wake(stream, .failure(PocketTTSError.shutDown)) }
            streams = []
            waiting = []
            notifyWorkers()
        }
    }

    // MARK: Bookkeeping, under the lock

    /// Runs `body` under the lock, then resumes whom it has woken. Never the other way round: resuming takes the task's own
    /// lock, which a task that is being cancelled holds while it waits for ours.
    func withLock<Value>(_ body: () throws -> Value) rethrows -> Value {
        condition.lock()
        defer {
            let first = wakeup
            let more = moreWakeups
            wakeup = nil
            if !more.isEmpty { moreWakeups = [] }
            condition.unlock()
            if let first { first.listener.resume(with: first.result) }
            for (listener, result) in more { listener.resume(with: result) }
        }
        return try body()
    }

    func wake(_ stream: SpeechStream, _ result: Result<SpeechEvent?, any Error>) {
        guard let listener = stream.listener else { return }
        stream.listener = nil
        if wakeup == nil {
            wakeup = (listener, result)
        } else {
            moreWakeups.append((listener, result))
        }
    }

    func remove(_ stream: SpeechStream) {
        waiting.removeAll { $0 === stream }
        let active = streams.count
        streams.removeAll { $0 === stream }
        if streams.count < active, !waiting.isEmpty { streams.append(waiting.removeFirst()) }
        notifyWorkers()
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
        stream.delivered.add(event)
        if case .audio(let chunk) = event, !chunk.isFinal {
            stream.framesAhead -= 1
            stream.pace.take()
            notifyWorkers()
        }
        return event
    }

    func close(_ stream: SpeechStream) {
        stream.isClosed = true
        wake(stream, .success(nil))
        remove(stream)
    }
}
