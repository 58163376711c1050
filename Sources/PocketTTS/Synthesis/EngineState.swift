import SpeechText

/// Everything that compute threads and listeners share; the engine's `Mutex` guards it.
struct EngineState {
    typealias StreamID = ObjectIdentifier

    /// Slots for streams that speak at the same time.
    private let slots: Int
    /// Every stream that still has an owner.
    private var streams: [StreamID: StreamState] = [:]
    /// Streams that hold slots, in the order of their admission, and those that wait for one.
    private(set) var active: [StreamID] = []
    private var waiting: [StreamID] = []
    private var usedSlots = 0

    /// Calls that need a compute thread; their argument says whether the engine has stopped.
    private var calls: [@Sendable (_ isStopped: Bool) -> Void] = []
    private(set) var isStopped = false
    var framesMade = 0
    var usage = ComputeUsage()
    /// Threads that have a task.
    var computing = 0
    private var situation = Scheduler.Situation()

    /// Listeners to resume, and whether to wake the compute threads, once the lock is released.
    private(set) var wakeups = Wakeups()
    private(set) var hasChanged = false

    init(slots: Int) { self.slots = slots }

    mutating func notify() { hasChanged = true }

    /// What is to be done after the lock is released.
    mutating func takeEffects() -> (wakeups: Wakeups, hasChanged: Bool) {
        defer {
            wakeups = Wakeups()
            hasChanged = false
        }
        return (wakeups, hasChanged)
    }

    // MARK: Streams

    func find(_ stream: SpeechStream) -> StreamState? { streams[StreamID(stream)] }

    /// Changes a stream's state, if the stream still has an owner.
    mutating func update(_ stream: SpeechStream, _ body: (inout StreamState, inout Wakeups) -> Void) {
        guard let index = streams.index(forKey: StreamID(stream)) else { return }
        body(&streams.values[index], &wakeups)
    }

    /// Adds a stream. It becomes active, or waits behind those that are.
    mutating func add(_ state: StreamState) {
        let id = StreamID(state.stream)
        streams[id] = state
        waiting.append(id)
        admit()
        // A session without text needs no slot yet.
        if state.isIdle { waiting.removeAll { $0 == id } }
        notify()
    }

    /// More text of a stream, which may have given its slot back meanwhile.
    mutating func append(
        _ segments: [PlannedSegment], draft: TextDraft, isComplete: Bool, to stream: SpeechStream
    ) {
        update(stream) { state, _ in state.append(segments, draft: draft, isComplete: isComplete) }
        let id = StreamID(stream)
        guard let state = streams[id], state.end == nil else { return }
        if !active.contains(id), !waiting.contains(id) {
            waiting.append(id)
            admit()
            if state.isIdle { waiting.removeAll { $0 == id } }
        }
        notify()
    }

    /// Ends a stream; its slots go to those that wait.
    mutating func end(_ stream: SpeechStream, _ end: StreamState.End) {
        update(stream) { state, wakeups in state.finish(end, &wakeups) }
        let id = StreamID(stream)
        waiting.removeAll { $0 == id }
        deactivate(id)
        admit()
        notify()
    }

    /// An owner of the stream lets go of it.
    mutating func release(_ stream: SpeechStream) {
        update(stream) { state, _ in state.owners -= 1 }
        let id = StreamID(stream)
        guard let state = streams[id], state.owners == 0 else { return }
        if state.end == nil { end(stream, .cancelled) }
        streams[id] = nil
    }

    private mutating func deactivate(_ id: StreamID) {
        guard let index = active.firstIndex(of: id) else { return }
        active.remove(at: index)
        usedSlots -= streams[id]?.slots ?? 0
    }

    /// Gives free slots to the streams that wait, in their order, and slots that are held by sessions without text.
    private mutating func admit() {
        while let next = waiting.first, let needed = streams[next]?.slots {
            if usedSlots + needed <= slots {
                usedSlots += needed
                active.append(waiting.removeFirst())
            } else if let idle = active.first(where: { streams[$0]?.isIdle == true }) {
                deactivate(idle)
            } else {
                return
            }
        }
    }

    // MARK: Calls

    mutating func add(call: @escaping @Sendable (_ isStopped: Bool) -> Void) {
        calls.append(call)
        notify()
    }

    /// Ends everything.
    /// - Returns: calls that are not run any more.
    mutating func stop() -> [@Sendable (_ isStopped: Bool) -> Void] {
        isStopped = true
        for index in streams.values.indices { streams.values[index].finish(.failed(.shutDown), &wakeups) }
        active = []
        waiting = []
        usedSlots = 0
        notify()
        defer { calls = [] }
        return calls
    }

    // MARK: Tasks

    /// Applies the scheduler's decision: the one place where a thread takes a task.
    /// - Parameters:
    ///   - batch: gets the streams of a step.
    ///   - slots: gets the slots of the latents to decode.
    mutating func nextTask(prefetchUnit: Int, batch: inout [SpeechStream], slots: inout [Int]) -> SpeechEngine
        .ComputeTask?
    {
        situation.hasCalls = !calls.isEmpty
        situation.streams.removeAll(keepingCapacity: true)
        let unit = situation.isLanguageModelBusy ? nil : prefetchUnit
        for id in active {
            if let state = streams[id] { situation.streams.append(state.scheduled(prefetchUnit: unit)) }
        }
        let decision = Scheduler.decide(situation, at: .now)
        guard let task = apply(decision, prefetchUnit, &batch, &slots) else { return nil }
        computing += 1
        return task
    }

    private mutating func apply(
        _ decision: Scheduler.Decision, _ prefetchUnit: Int, _ batch: inout [SpeechStream], _ slots: inout [Int]
    ) -> SpeechEngine.ComputeTask? {
        switch decision {
        case .wait: return nil
        case .runCall: return .call(calls.removeFirst())
        case .decode(let index, let latents):
            guard let place = streams.index(forKey: active[index]),
                let item = streams.values[place].takeItem(latents: latents, slots: &slots)
            else { return nil }
            return .codec(item, streams.values[place].stream)
        case .prefill(let index):
            guard let state = streams[active[index]], let chunk = state.chunk else { return nil }
            situation.isLanguageModelBusy = true
            situation.lastPassWasStep = false
            return .prefill(chunk, state.stream)
        case .step:
            batch.removeAll(keepingCapacity: true)
            for (index, id) in active.enumerated() where situation.streams[index].canStep {
                guard let place = streams.index(forKey: id) else { continue }
                streams.values[place].framesAhead += 1
                batch.append(streams.values[place].stream)
            }
            situation.isLanguageModelBusy = true
            situation.lastPassWasStep = true
            return .step
        case .prefetch(let index):
            guard let state = streams[active[index]], let tokens = state.tokensToPrefetch(unit: prefetchUnit) else {
                return nil
            }
            situation.isLanguageModelBusy = true
            return .prefetch(tokens, state.stream)
        }
    }

    /// The thread that ran the language model has finished its pass.
    mutating func finishPass() {
        situation.isLanguageModelBusy = false
        finishTask()
    }

    mutating func finishTask() {
        computing -= 1
        notify()
    }
}
