import FlowLMKernels

/// The compute threads: each takes the scheduler's next task, and works for the pool while there is none.
extension SpeechEngine {
    enum ComputeTask: Sendable {
        case call(@Sendable (_ isStopped: Bool) -> Void)
        /// What the language model has left for the codec.
        case codec(SpeechStream.Item, SpeechStream)
        /// Text of a stream's next chunk.
        case prefill(PlannedChunk, SpeechStream)
        /// Tokens that a stream's next chunk will probably begin with.
        case prefetch([Int], SpeechStream)
        /// A frame for each stream of the worker's batch.
        case step
    }

    /// What one compute thread works with.
    final class Worker {
        let decoding: DecodingWorkspace
        /// Slots of the latents that this thread decodes.
        var slots: [Int] = []
        /// The streams of a step that this thread runs.
        var batch: [SpeechStream] = []

        init(for engine: SpeechEngine) {
            decoding = DecodingWorkspace(for: engine.decoder, in: ComputeContext(pool: engine.pool))
            slots.reserveCapacity(Scheduler.largestBlock)
            batch.reserveCapacity(engine.slots)
        }
    }

    func runWorker() {
        let worker = Worker(for: self)
        while let task = nextTask(for: worker) {
            switch task {
            case .call(let body):
                body(false)
                withState { $0.finishTask() }
            case .codec(let item, let stream): process(item, of: stream, worker)
            case .prefill(let chunk, let stream): prefill(chunk, of: stream)
            case .prefetch(let tokens, let stream): prefetch(tokens, of: stream)
            case .step:
                step(worker.batch)
                // An ended stream gives its memory to the next one at once.
                worker.batch.removeAll(keepingCapacity: true)
            }
        }
    }
}
