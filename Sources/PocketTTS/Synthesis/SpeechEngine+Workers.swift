import FlowLMKernels
import Foundation
import SpeechText

/// The compute threads: each takes whatever is most urgent, and those that find nothing help the others.
extension SpeechEngine {
    enum ComputeTask {
        case work(() -> Void)
        /// What the language model has left for the codec.
        case item(SpeechStream.Item, SpeechStream)
        /// Text of a stream's next chunk.
        case prefill(SpeechStream)
        /// Tokens that a stream's next chunk will probably begin with.
        case prefetch([Int], SpeechStream)
        /// A frame for each stream of `batch`.
        case step
    }

    func runWorker() {
        let decoding = DecodingWorkspace(for: decoder, in: ComputeContext(pool: pool))
        while let task = nextTask(decoding) {
            switch task {
            case .work(let body): body()
            case .item(let item, let stream): process(item, of: stream, decoding)
            case .prefill(let stream): prefill(stream)
            case .prefetch(let tokens, let stream): prefetch(tokens, of: stream)
            case .step: stepBatch()
            }
        }
    }

    /// The next task, waited for; `nil` when the engine stops.
    private func nextTask(_ decoding: DecodingWorkspace) -> ComputeTask? {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped {
            if let task = findTask(decoding) {
                computing += 1
                return task
            }
            if computing > 0 {
                // Someone computes: take parts of it until there is something else to do.
                let seen = changes.load(ordering: .relaxed)
                condition.unlock()
                pool.work { changes.load(ordering: .relaxed) == seen }
                condition.lock()
            } else {
                condition.wait()
            }
        }
        return nil
    }

    /// First audio before anything else, as long as nobody who already speaks falls silent over it; then audio that is
    /// ready to be made, so that by the time the language model runs again, as many streams as possible share its pass
    /// over the weights.
    private func findTask(_ decoding: DecodingWorkspace) -> ComputeTask? {
        if !work.isEmpty { return .work(work.removeFirst()) }
        if let task = takeItem(decoding, where: { $0.isStarting }) { return task }
        if !isPassing, let task = firstChunk() { return task }
        if let task = takeItem(decoding, where: { _ in true }) { return task }
        guard !isPassing else { return nil }
        // Next chunks and steps in turn: listeners who read as fast as they can would leave no time between steps.
        if stepWasLast, let task = nextChunk() { return task }
        batch.removeAll(keepingCapacity: true)
        for stream in streams where stream.phase == .speaking && stream.hasRoom { batch.append(stream) }
        if !batch.isEmpty {
            for stream in batch { stream.framesAhead += 1 }
            isPassing = true
            stepWasLast = true
            return .step
        }
        if let task = nextChunk() { return task }
        for stream in streams where stream.phase == .awaitsText {
            guard let tokens = stream.draft.worthReading(
                after: stream.prefetched, unit: prefetchUnit, limit: stream.cache.capacity)
            else { continue }
            isPassing = true
            return .prefetch(tokens, stream)
        }
        return nil
    }

    /// The text of a newStream, in the order they came. While the listener of somebody who speaks would run dry over it,
    /// such passes take turns with steps.
    private func firstChunk() -> ComputeTask? {
        guard let newStream = streams.first(where: { $0.phase == .needsPrefill && $0.isStarting }) else { return nil }
        let now = ContinuousClock.now
        let mayWait = streams.allSatisfy { $0.phase != .speaking || !$0.hasRoom || $0.hasReserve(at: now) }
        return stepWasLast || mayWait ? readText(of: newStream) : nil
    }

    /// The text of a chunk after the first.
    private func nextChunk() -> ComputeTask? {
        mostUrgent { $0.phase == .needsPrefill && $0.hasRoomForStart }.map(readText)
    }

    private func readText(of stream: SpeechStream) -> ComputeTask {
        isPassing = true
        stepWasLast = false
        return .prefill(stream)
    }

    /// What the codec does next; with a latent come those behind it.
    private func takeItem(_ decoding: DecodingWorkspace, where isWanted: (SpeechStream) -> Bool) -> ComputeTask? {
        let now = ContinuousClock.now
        let found = mostUrgent { stream in
            guard !stream.isDecoding, let item = stream.queue.first, isWanted(stream) else { return false }
            if case .latent = item { return stream.decodableLatents(at: now) > 0 }
            return true
        }
        guard let stream = found else { return nil }
        stream.isDecoding = true
        let item = stream.queue[0]
        decoding.slots.removeAll(keepingCapacity: true)
        if case .latent = item {
            for case .latent(let slot) in stream.queue.prefix(stream.decodableLatents(at: now)) { decoding.slots.append(slot) }
        }
        stream.queue.removeFirst(max(1, decoding.slots.count))
        return .item(item, stream)
    }

    /// The stream whose listener runs dry first.
    private func mostUrgent(_ isWanted: (SpeechStream) -> Bool) -> SpeechStream? {
        var found: SpeechStream?
        for stream in streams where isWanted(stream) {
            if found.map({ stream.deadline < $0.deadline }) ?? true { found = stream }
        }
        return found
    }

    /// Under the lock: something has changed that another thread may have waited for.
    func notifyWorkers() {
        changes.add(1, ordering: .relaxed)
        condition.broadcast()
    }
}
