import FlowLMKernels
import Foundation
import SpeechText
import Synchronization

/// Threads that step the language model for all streams together and decode its latents.
///
/// The threads keep `SpeechEngine` alive; its users keep a ``Lease``, and the threads end with the last of them.
final class SpeechEngine: Sendable {
    let flowLM: FlowLM
    let decoder: MimiDecoder
    let sampleRate: Int
    /// Tokens that are only right when they are prefilled together: BLAS promises no more.
    let prefetchUnit: Int
    let slots: Int
    let memory: StreamMemory
    let pool: ThreadPool
    private let model: SpeechModel
    /// What a pass of the language model works with. It belongs to the thread that runs the pass; there is one at a
    /// time.
    let pass: LanguageModelPass

    private let state: Mutex<EngineState>
    private let signal = WakeSignal()

    /// Keeps the engine's threads running.
    final class Lease: Sendable {
        let engine: SpeechEngine

        init(model: SpeechModel, configuration: Synthesizer.Configuration) {
            engine = SpeechEngine(model: model, configuration: configuration)
            for index in 0..<configuration.threads {
                let thread = Thread { [engine] in
                    if configuration.niceness > 0 { ThreadPool.lowerPriority(by: configuration.niceness) }
                    engine.runWorker()
                }
                thread.name = "pocket-tts.\(index)"
                thread.stackSize = 4 << 20
                thread.qualityOfService = .userInitiated
                thread.start()
            }
        }

        deinit { engine.stop() }
    }

    private init(model: SpeechModel, configuration: Synthesizer.Configuration) {
        self.model = model
        flowLM = model.flowLM
        decoder = model.decoder
        sampleRate = model.sampleRate
        prefetchUnit = model.precision == .f32 ? FlowLM.tokensPerPass : 1
        slots = configuration.maxConcurrentStreams
        memory = StreamMemory()
        pool = ThreadPool(threads: configuration.threads)
        pass = LanguageModelPass(flowLM, rows: slots, in: ComputeContext(pool: pool))
        state = Mutex(EngineState(slots: slots))
    }

    /// The error of everything that was computed with weights whose file has lost pages.
    var damage: PocketTTSError? { model.damage }

    // MARK: What readers and sessions call

    /// Admits a stream, or queues it behind those that are active.
    /// - Throws: ``PocketTTSError/shutDown``.
    func start(_ stream: SpeechStream, slots: Int, isTextComplete: Bool) throws(PocketTTSError) {
        let frame = Duration.seconds(1) * decoder.frameSize / sampleRate
        let isStopped = withState { state in
            if !state.isStopped {
                state.add(
                    StreamState(stream, slots: min(slots, self.slots), isTextComplete: isTextComplete, frame: frame))
            }
            return state.isStopped
        }
        if isStopped { throw .shutDown }
    }

    /// The stream's next event, `nil` after the last.
    func next(of stream: SpeechStream) async throws -> SpeechEvent? {
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { listener in
                withState { state in
                    var tookEvent = false
                    state.update(stream) { stream, wakeups in tookEvent = stream.listen(listener, &wakeups) }
                    // There is room for another frame.
                    if tookEvent { state.notify() }
                }
            }
        } onCancel: {
            cancel(stream)
        }
    }

    /// Stops a stream's computation; its listener gets `CancellationError`.
    func cancel(_ stream: SpeechStream) { withState { $0.end(stream, .cancelled) } }

    /// The stream's reader or its session lets go of it. The last one stops the computation.
    func release(_ stream: SpeechStream) { withState { $0.release(stream) } }

    /// Runs `body` on a compute thread; the caller's lease must outlive the call.
    /// - Throws: ``PocketTTSError/shutDown``.
    func onComputeThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async throws(PocketTTSError) -> Value
    {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, PocketTTSError>, Never>) in
            let call: @Sendable (Bool) -> Void = { isStopped in
                continuation.resume(returning: isStopped ? .failure(.shutDown) : .success(body()))
            }
            let isStopped = withState { state in
                if !state.isStopped { state.add(call: call) }
                return state.isStopped
            }
            if isStopped { call(true) }
        }
        return try result.get()
    }

    /// Streams that hold slots, and frames that the language model has made so far.
    var load: (streams: Int, frames: Int) { withState { ($0.active.count, $0.framesMade) } }

    var usageSoFar: ComputeUsage { withState { $0.usage } }

    /// Ends all streams and the threads.
    func stop() {
        for call in withState({ $0.stop() }) { call(true) }
    }

    // MARK: For the compute threads

    /// Runs `body` under the lock, then resumes the listeners it has woken. Never the other way round: resuming takes
    /// the task's own lock, which a task that is being cancelled holds while it waits for ours.
    func withState<Value: Sendable>(_ body: (inout EngineState) -> Value) -> Value {
        let (value, effects) = state.withLock { state in (body(&state), state.takeEffects()) }
        if effects.hasChanged { signal.notify() }
        effects.wakeups.resume()
        return value
    }

    /// The next task, waited for; `nil` once the engine has stopped.
    func nextTask(for worker: Worker) -> ComputeTask? {
        while true {
            let seen = signal.value
            let (task, isStopped, isComputing) = withState { state -> (ComputeTask?, Bool, Bool) in
                if state.isStopped { return (nil, true, false) }
                let task = state.nextTask(prefetchUnit: prefetchUnit, batch: &worker.batch, slots: &worker.slots)
                return (task, false, state.computing > 0)
            }
            if isStopped { return nil }
            if let task { return task }
            if isComputing {
                // Takes parts of the other threads' loops until there is something else to do.
                pool.work { signal.value == seen }
            } else {
                signal.wait(while: seen)
            }
        }
    }
}
