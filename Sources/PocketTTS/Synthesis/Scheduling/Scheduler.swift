/// Decides what a free compute thread does next. A pure function: it reads a ``Situation`` and changes nothing.
///
/// In order of precedence:
///
/// 1. calls that need a compute thread,
/// 2. decoding for listeners that wait for their first audio,
/// 3. the prefill of a stream that starts; while a speaking stream is short of frames, such passes alternate with
///    steps,
/// 4. decoding, the earliest deadline first,
/// 5. a step for all streams that have room for a frame, alternating with prefills of later chunks,
/// 6. prefetching text whose chunk is not complete yet.
///
/// Decoding comes before the language model so that as many streams as possible share its next pass over the weights.
enum Scheduler {
    /// Frames that may be computed before the listener takes the first.
    static let lookahead = 8
    /// Frames that a speaking stream must have in hand so that it can wait for the prefill of another.
    static let reserve = 3
    /// Frames that the codec decodes in one call at most.
    static let largestBlock = 4

    /// What the scheduler knows about one stream.
    struct Stream {
        enum LanguageModelWork {
            case none
            /// Text of a chunk is to be prefilled.
            case prefill
            /// The next frame of a chunk.
            case step
            /// Tokens that the next chunk will probably begin with.
            case prefetch
        }

        enum CodecWork: Equatable {
            case none
            /// The start or the end of a chunk, or of the speech.
            case marker
            /// Latents in a row, at most ``Scheduler/largestBlock``; `isFollowed`: more items are queued behind them.
            case latents(Int, isFollowed: Bool)
        }

        var languageModel = LanguageModelWork.none
        /// `.none` also while a thread decodes for this stream.
        var codec = CodecWork.none
        /// Whether the listener waits for its first audio, or for the first after a pause of the text.
        var isStarting = false
        /// Frames that are computed or being computed and that the listener has not taken.
        var framesAhead = 0
        /// Those of them that are decoded.
        var framesDecoded = 0
        var playback: PlaybackClock

        var deadline: ContinuousClock.Instant { playback.deadline(framesAhead: framesAhead) }

        /// Whether the next step makes a frame for this stream.
        var canStep: Bool { languageModel == .step && framesAhead < Scheduler.lookahead }

        /// Whether the next chunk may be prefilled. Its first frame comes with the text, so it may exceed the lookahead
        /// by one: the text must not wait until the chunk before has been played.
        var canPrefill: Bool { languageModel == .prefill && framesAhead <= Scheduler.lookahead }

        /// Whether the listener can wait for the prefill of another stream and for its own next frame after that.
        func hasReserve(at now: ContinuousClock.Instant) -> Bool {
            deadline >= now + playback.frame * Scheduler.reserve
        }

        /// Latents to decode now; 0 if waiting for more is better.
        ///
        /// A block of frames costs less than its frames one by one. Blocks grow with what the listener has in hand: as
        /// many frames as a computer that is just faster than real time makes before the listener underruns.
        func decodableLatents(at now: ContinuousClock.Instant) -> Int {
            guard case .latents(let count, let isFollowed) = codec else { return 0 }
            let moreMayCome = !isFollowed && canStep
            guard count < Scheduler.largestBlock, moreMayCome, !isStarting else { return count }
            return playback.deadline(framesAhead: framesDecoded) < now + playback.frame * (count + 1) ? count : 0
        }
    }

    struct Situation {
        /// Streams that hold slots, in the order of their admission.
        var streams: [Stream] = []
        /// Whether a call waits for a compute thread.
        var hasCalls = false
        /// Whether a thread runs a pass of the language model; there is one pass at a time.
        var isLanguageModelBusy = false
        /// Whether the latest pass was a step, and not a prefill.
        var lastPassWasStep = false
    }

    /// Streams are named by their index in the situation.
    enum Decision: Equatable {
        /// Nothing can be done.
        case wait
        case runCall
        /// Decode `latents` latents, or process a marker if that is 0.
        case decode(stream: Int, latents: Int)
        case prefill(stream: Int)
        /// One frame for every stream that ``Stream/canStep``.
        case step
        case prefetch(stream: Int)
    }

    static func decide(_ situation: borrowing Situation, at now: ContinuousClock.Instant) -> Decision {
        let streams = situation.streams
        if situation.hasCalls { return .runCall }
        if let decoding = decoding(streams, now, where: { $0.isStarting }) { return decoding }
        if !situation.isLanguageModelBusy, let first = firstPrefill(streams, now, situation.lastPassWasStep) {
            return .prefill(stream: first)
        }
        if let decoding = decoding(streams, now, where: { _ in true }) { return decoding }
        guard !situation.isLanguageModelBusy else { return .wait }
        let next = mostUrgent(streams) { $0.canPrefill }
        // Listeners that read as fast as they can would leave no time between steps.
        if let next, situation.lastPassWasStep { return .prefill(stream: next) }
        if streams.contains(where: \.canStep) { return .step }
        if let next { return .prefill(stream: next) }
        if let stream = streams.firstIndex(where: { $0.languageModel == .prefetch }) {
            return .prefetch(stream: stream)
        }
        return .wait
    }

    /// The text of the first stream that starts, unless a listener might underrun meanwhile and the latest pass was no
    /// step.
    private static func firstPrefill(
        _ streams: [Stream], _ now: ContinuousClock.Instant, _ lastPassWasStep: Bool
    ) -> Int? {
        guard let first = streams.firstIndex(where: { $0.languageModel == .prefill && $0.isStarting }) else {
            return nil
        }
        return lastPassWasStep || streams.allSatisfy { !$0.canStep || $0.hasReserve(at: now) } ? first : nil
    }

    private static func decoding(
        _ streams: [Stream], _ now: ContinuousClock.Instant, where isWanted: (Stream) -> Bool
    ) -> Decision? {
        let found = mostUrgent(streams) { stream in
            isWanted(stream) && (stream.codec == .marker || stream.decodableLatents(at: now) > 0)
        }
        return found.map { .decode(stream: $0, latents: streams[$0].decodableLatents(at: now)) }
    }

    /// The stream whose listener underruns first.
    private static func mostUrgent(_ streams: [Stream], _ isWanted: (Stream) -> Bool) -> Int? {
        var found: Int?
        for index in streams.indices where isWanted(streams[index]) {
            if found.map({ streams[index].deadline < streams[$0].deadline }) ?? true { found = index }
        }
        return found
    }
}
