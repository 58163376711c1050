import SpeechText

/// What the engine's lock guards of one stream: where its text and its audio are. ``SpeechStream`` has what the compute
/// threads work with.
struct StreamState {
    enum Phase {
        /// All known text has been spoken; more may come.
        case awaitsText
        /// The text of `chunk` is to be prefilled.
        case needsPrefill
        /// The language model makes the frames of `chunk`.
        case speaking
        /// The language model has finished.
        case done
    }

    /// Why no more events come.
    enum End {
        /// Everything was decoded.
        case complete
        /// Cancelled by its listener, who gets `CancellationError`.
        case cancelled
        /// Stopped by its session; for the listener that is a regular end.
        case interrupted
        case failed(PocketTTSError)
    }

    /// What waits for the listener. A pause becomes frames as it is taken, so that its length costs no memory.
    private enum Delivery {
        case event(SpeechEvent)
        case silence(Silence)
    }

    let stream: SpeechStream
    /// Slots that the stream takes while it is active: 1, or more for a costly request.
    let slots: Int

    private(set) var phase = Phase.awaitsText
    /// The chunk that the language model is at, those that follow, and how many chunks are known in all.
    private(set) var chunk: PlannedChunk?
    private(set) var upcoming: [PlannedSegment]
    private(set) var chunkCount: Int
    private var isTextComplete: Bool
    /// What the next chunk will probably begin with.
    private(set) var draft = TextDraft()
    /// Whether the listener waits for its first audio, or for the first after a pause of the text.
    var isStarting = true
    /// What the language model has left for the codec.
    var queue: [SpeechStream.Item] = []
    var isDecoding = false
    /// Frames computed or being computed that the listener has not taken, and those of them that are decoded.
    var framesAhead = 0
    private var framesDecoded = 0
    private var playback: PlaybackClock

    private var events: [Delivery] = []
    private var listeners: [Wakeups.Listener] = []
    /// What the listener has taken.
    private(set) var delivered: SpokenExtent
    private(set) var end: End?
    /// The stream's reader and its session: the state is dropped with the last of them.
    var owners: Int

    init(_ stream: SpeechStream, slots: Int, isTextComplete: Bool, frame: Duration) {
        self.stream = stream
        self.slots = slots
        self.isTextComplete = isTextComplete
        upcoming = stream.plan.segments
        chunkCount = stream.plan.chunks.count
        playback = PlaybackClock(frame: frame)
        delivered = SpokenExtent(sampleRate: stream.sampleRate)
        owners = isTextComplete ? 1 : 2
        queue.reserveCapacity(16)
        events.reserveCapacity(16)
        advance()
    }

    // MARK: Text

    /// Moves on to the next chunk, once the one before has ended.
    mutating func advance() {
        let next = upcoming.firstIndex { $0.chunk != nil }
        for segment in upcoming[..<(next ?? upcoming.count)] {
            switch segment {
            case .pause(let samples, let range): queue.append(.pause(samples: samples, textRange: range))
            case .mark(let mark): queue.append(.mark(mark))
            case .chunk: break
            }
        }
        if let next, let first = upcoming[next].chunk {
            chunk = first
            phase = .needsPrefill
        } else if isTextComplete {
            queue.append(.end)
            phase = .done
        } else {
            phase = .awaitsText
        }
        upcoming.removeFirst(next.map { $0 + 1 } ?? upcoming.count)
    }

    /// More text.
    /// - Parameters:
    ///   - draft: what will follow the segments, as far as that is known.
    ///   - isComplete: whether this was the last.
    mutating func append(_ segments: [PlannedSegment], draft: TextDraft, isComplete: Bool) {
        upcoming += segments
        chunkCount += segments.count { $0.chunk != nil }
        self.draft = draft
        isTextComplete = isComplete
        guard phase == .awaitsText, end == nil else { return }
        // The listener has nothing left: audio is as urgent as at the start.
        if !segments.isEmpty, framesAhead == 0 { isStarting = true }
        advance()
    }

    /// Takes the result of the language model's pass.
    mutating func apply(_ result: SpeechStream.StepResult) {
        guard phase == .needsPrefill || phase == .speaking else { return }
        phase = .speaking
        if let slot = result.slot {
            queue.append(.latent(slot: slot, isLast: false))
        } else {
            framesAhead -= 1
        }
        if let chunkEnd = result.chunkEnd {
            if fades, case .latent(let slot, _) = queue.last {
                queue[queue.count - 1] = .latent(slot: slot, isLast: true)
            }
            queue.append(chunkEnd)
            advance()
        }
    }

    // MARK: Scheduling

    /// Whether the sound of the language model's chunk fades to its end.
    private var fades: Bool { chunk?.text.endsInFade ?? false }

    /// Whether there is nothing to compute until more text arrives.
    var isIdle: Bool { phase == .awaitsText && queue.isEmpty && !isDecoding }

    /// - Parameter prefetchUnit: tokens that are prefetched together or not at all; `nil` while the language model is
    ///   busy, when the stream's prefetched tokens belong to its pass.
    func scheduled(prefetchUnit: Int?) -> Scheduler.Stream {
        var seen = Scheduler.Stream(playback: playback)
        switch phase {
        case .needsPrefill: seen.languageModel = .prefill
        case .speaking: seen.languageModel = .step
        case .awaitsText:
            if let prefetchUnit, tokensToPrefetch(unit: prefetchUnit) != nil { seen.languageModel = .prefetch }
        case .done: break
        }
        if !isDecoding, let first = queue.first {
            if case .latent = first {
                let count = latents(limit: Scheduler.largestBlock)
                let isFollowed = count < queue.count - (holdsLatent ? 1 : 0)
                if count > 0 { seen.codec = .latents(count, isFollowed: isFollowed) }
            } else {
                seen.codec = .marker
            }
        }
        seen.isStarting = isStarting
        seen.framesAhead = framesAhead
        seen.framesDecoded = framesDecoded
        return seen
    }

    func tokensToPrefetch(unit: Int) -> [Int]? {
        draft.worthReading(after: stream.prefetched, unit: unit, limit: stream.cache.capacity)
    }

    /// Whether the latest latent must wait until it is known whether the chunk goes on: the last one fades out.
    private var holdsLatent: Bool {
        if fades, phase == .speaking, case .latent = queue.last { true } else { false }
    }

    private func latents(limit: Int) -> Int {
        let known = queue.count - (holdsLatent ? 1 : 0)
        var count = 0
        while count < known, count < limit, case .latent = queue[count] { count += 1 }
        return count
    }

    // MARK: Events

    /// What the codec takes off the queue: a marker, or as many latents as it shall decode, whose slots go to `slots`.
    mutating func takeItem(latents: Int, slots: inout [Int]) -> SpeechStream.Item? {
        guard var item = queue.first else { return nil }
        slots.removeAll(keepingCapacity: true)
        for case .latent(let slot, let isLast) in queue.prefix(latents) {
            slots.append(slot)
            item = .latent(slot: slot, isLast: isLast)
        }
        queue.removeFirst(max(1, slots.count))
        isDecoding = true
        return item
    }

    /// Gives an event to a listener that waits, or keeps it.
    mutating func deliver(_ event: SpeechEvent, _ wakeups: inout Wakeups) {
        guard end == nil else { return }
        if event.isFrame { framesDecoded += 1 }
        events.append(.event(event))
        serve(&wakeups)
    }

    mutating func deliver(_ silence: Silence, _ wakeups: inout Wakeups) {
        guard end == nil, silence.count > 0 else { return }
        events.append(.silence(silence))
        serve(&wakeups)
    }

    private mutating func serve(_ wakeups: inout Wakeups) {
        while !listeners.isEmpty, let event = takeEvent() { wakeups.append(listeners.removeFirst(), .success(event)) }
    }

    private mutating func takeEvent() -> SpeechEvent? {
        switch events.first {
        case nil: return nil
        case .event(let event):
            events.removeFirst()
            return take(event)
        case .silence(var silence):
            let event = SpeechEvent.audio(silence.takeFrame())
            if silence.count > 0 { events[0] = .silence(silence) } else { events.removeFirst() }
            delivered.add(event)
            playback.take()
            return event
        }
    }

    private mutating func take(_ event: SpeechEvent) -> SpeechEvent {
        delivered.add(event)
        if event.isFrame {
            framesAhead -= 1
            framesDecoded -= 1
            playback.take()
        }
        return event
    }

    /// A listener asks for the next event. Several may wait: each event goes to one of them.
    /// - Returns: whether an event was taken.
    mutating func listen(_ listener: Wakeups.Listener, _ wakeups: inout Wakeups) -> Bool {
        switch end {
        case .cancelled: wakeups.append(listener, .failure(CancellationError()))
        case .interrupted: wakeups.append(listener, .success(nil))
        case nil, .complete, .failed:
            if let event = takeEvent() {
                wakeups.append(listener, .success(event))
                return true
            }
            guard let end else {
                listeners.append(listener)
                return false
            }
            wakeups.append(listener, Self.result(of: end))
        }
        return false
    }

    /// Ends the stream, unless it has ended.
    mutating func finish(_ end: End, _ wakeups: inout Wakeups) {
        guard self.end == nil else { return }
        self.end = end
        phase = .done
        queue = []
        upcoming = []
        switch end {
        case .cancelled, .interrupted: events = []
        case .complete, .failed: break
        }
        for listener in listeners { wakeups.append(listener, Self.result(of: end)) }
        listeners = []
    }

    private static func result(of end: End) -> Result<SpeechEvent?, any Error> {
        switch end {
        case .complete, .interrupted: .success(nil)
        case .cancelled: .failure(CancellationError())
        case .failed(let error): .failure(error)
        }
    }
}

extension SpeechEvent {
    /// Whether it is a frame of audio, and not progress or the empty final chunk.
    fileprivate var isFrame: Bool {
        if case .audio(let chunk) = self { !chunk.isFinal && !chunk.isSilence } else { false }
    }
}
