import Logging
import NIOCore
import PocketTTS
import PocketTTSAudio
import Synchronization

/// One client's speech, at every endpoint: its place in the batch, its limits, its figures and its line in the log.
///
/// The text is complete at the start (HTTP) or arrives with ``send(_:)`` (WebSocket, Wyoming). ``deliver(abort:_:)``
/// hands on the audio; ``stop(_:)`` ends it from anywhere and returns the slot at once.
final class ServedSession: Sendable {
    /// What was spoken.
    struct Usage: Sendable {
        /// Tokens of the text.
        var tokens = 0
        /// Frames (80 ms) of audio.
        var frames = 0
        /// Seconds of audio, at the listener's speed.
        var seconds = 0.0
        /// Chunks of the text whose speech was cut at the frame cap.
        var cutChunks = 0
        /// Failures of the speech that were found and not mended by a retry.
        var failures: [SpeechFailure.Kind: Int] = [:]
        /// What the first bytes of a file become, see `SpeechPipeline.completeHeader`.
        var completeHeader: [UInt8] = []
    }

    /// Why speech was stopped before its end.
    enum Stop: Error {
        /// The client left.
        case disconnected
        /// The client asked for it: to ``deliver(abort:_:)`` this is an end like any other.
        case cancelled
        /// Over ``ServiceLimits/requestTime``.
        case timeLimit
        /// No text came for ``ServiceLimits/textTime``.
        case noText
        /// The client took no audio for ``ServiceLimits/stallTime``.
        case stalled
    }

    private struct State {
        /// `nil` once the session is over: nothing is computed then.
        var events: AsyncThrowingStream<SpeechEvent, any Error>?
        /// The request's text, or what has arrived of it.
        var text: String
        /// When the listener has what the model made.
        var playback = PlaybackTime()
        /// The words that have been delivered, in the order in which they are spoken.
        var words: [WordTime] = []
        /// When the request or the latest text arrived.
        var lastText: ContinuousClock.Instant
        /// When the latest audio was delivered, or text arrived.
        var lastActivity = ContinuousClock.now
        var isTextComplete: Bool
        var isDelivering = false
        var stop: Stop?
        var usage = Usage()
    }

    let model: ServedModel
    /// The voice's name, `nil` for none.
    let voice: String?
    let encoding: AudioEncoding
    private let input: SpeechSession?
    private let speed: Double
    private let service: SpeechService
    private let ticket: Admission.Ticket
    private let logger: Logger
    private let state: Mutex<State>

    init(
        _ request: SpeechRequest, voice: String?, events: AsyncThrowingStream<SpeechEvent, any Error>,
        input: SpeechSession?, service: SpeechService, ticket: Admission.Ticket, arrival: ContinuousClock.Instant,
        logger: Logger
    ) {
        model = request.model
        encoding = request.encoding
        speed = request.speed
        self.voice = voice
        self.input = input
        self.service = service
        self.ticket = ticket
        self.logger = logger
        state = Mutex(
            State(
                events: events, text: request.text ?? "", lastText: arrival, isTextComplete: input == nil))
    }

    /// Samples per second of the audio that is delivered.
    var sampleRate: Int { encoding.sampleRate ?? model.synthesizer.model.sampleRate }

    // MARK: Text

    /// Adds to the text. Voices that it may name are loaded first.
    /// - Throws: `PocketTTSError` as `SpeechSession.send(_:)`.
    func send(_ text: String) async throws {
        // Before the engine has it: words of it may come at once.
        let (length, seen) = state.withLock { state in
            defer { state.text += text }
            state.lastText = .now
            state.lastActivity = .now
            return (state.text.utf8.count, state.text.suffix(Self.longestName) + text)
        }
        for name in model.voices.names where model.voices.loaded(name) == nil && seen.contains(name) {
            _ = try await model.voices.voice(name)
        }
        do {
            try input?.send(text)
        } catch {
            // Nothing of it was taken: offsets go on as if it had not come.
            if case .textTooLong = error {
                state.withLock { $0.text = String(Substring($0.text.utf8.prefix(length))) }
            }
            throw error
        }
    }

    /// Characters of the text that may be the first part of a voice's name.
    private static let longestName = 128

    /// Speaks what was sent without waiting for the end of the sentence.
    func flush() throws { try input?.flush() }

    /// Completes the text.
    func finish() throws {
        state.withLock { $0.isTextComplete = true }
        try input?.finish()
    }

    /// What has been delivered of a text that arrives; its seconds are those of the model.
    var said: SpokenExtent? { input?.said }

    // MARK: Words

    /// Whether the session's events say when each word is spoken.
    var reportsWords: Bool { !model.synthesizer.model.alignmentHeads.isEmpty }

    /// A word with its text.
    func timedText(_ word: WordTime) -> TimedText { state.withLock { TimedText(word, of: $0.text) } }

    /// The text so far, the request's or what has arrived of it.
    var text: String { state.withLock { $0.text } }

    /// The last word that was heard to its end; `nil` if none was, or if words are not known.
    /// - Parameter played: seconds of the audio that the listener has played; `nil` = all that was delivered.
    func lastWord(played: Double?) -> TimedText? {
        state.withLock { state in
            // A client knows the ends as they are sent.
            let heard =
                played.map { played in state.words.last { TimedText.milliseconds($0.end) <= played } }
                ?? state.words.last
            return heard.map { TimedText($0, of: state.text) }
        }
    }

    /// Seconds of the model's audio as the listener has them.
    func delivered(_ seconds: Double) -> Double { state.withLock { $0.playback.played(at: seconds) } }

    // MARK: Audio

    /// Stops within a frame and returns the slot; the first reason counts.
    func stop(_ reason: Stop) {
        let events = state.withLock { state in
            if state.stop == nil { state.stop = reason }
            defer { state.events = nil }
            return state.events
        }
        input?.cancel()
        ticket.giveBack()
        // Dropped outside of the lock, for this calls the engine.
        withExtendedLifetime(events) {}
    }

    var isCancelled: Bool { state.withLock { $0.stop == .cancelled } }

    /// Hands on all events with the bytes that each completes; `receive` sets the pace.
    /// - Parameter abort: called when `receive` has waited for too long, to make it throw.
    /// - Throws: what `receive` throws, ``Stop``, or what went wrong while speaking.
    @discardableResult
    func deliver(
        abort: @escaping @Sendable () -> Void, _ receive: (SpeechEvent, ByteBuffer) async throws -> Void
    ) async throws -> Usage {
        let started = ContinuousClock.now
        let watchdog = Task { [weak self, limits = service.limits] in
            let deadline = started + limits.requestTime
            while true {
                try await Task.sleep(for: min(limits.stallTime / 4, .seconds(1)))
                guard let self else { return }
                guard let reason = self.reasonToStop(deadline: deadline) else { continue }
                let isDelivering = self.state.withLock { $0.isDelivering }
                self.stop(reason)
                if isDelivering { abort() }
                return
            }
        }
        defer { watchdog.cancel() }
        let result: Result<Void, any Error>
        do {
            try await withTaskCancellationHandler {
                try await handOn(receive)
            } onCancel: {
                stop(.disconnected)
            }
            result = .success(())
        } catch {
            stop(.disconnected)
            result = .failure(error.isOurs ? error : state.withLock { $0.stop } ?? error)
        }
        service.admission.noteDuration((ContinuousClock.now - started) / .seconds(1))
        ticket.giveBack()
        return try conclude(result, since: started)
    }

    private func handOn(_ receive: (SpeechEvent, ByteBuffer) async throws -> Void) async throws {
        let pipeline = try SpeechPipeline(
            encoding: encoding, sampleRate: model.synthesizer.model.sampleRate, speed: speed)
        var meter = PlaybackMeter(service.metrics)
        while true {
            let asked = ContinuousClock.now
            ticket.needsAudio(by: meter.deadline(asked: asked, isTextComplete: state.withLock(\.isTextComplete)))
            guard let made = try await nextEvent() else { break }
            let arrival = ContinuousClock.now
            // Before the last bytes: a client that has them may ask again at once.
            if case .audio(let chunk) = made, chunk.isFinal { ticket.giveBack() }
            let bytes = ByteBuffer(bytes: try pipeline.process(made))
            state.withLock { $0.playback = pipeline.playback }
            let event = pipeline.timed(made)
            note(event)
            if case .audio(let chunk) = event {
                note(chunk, seconds: pipeline.playedSeconds(chunk), asked: asked, now: arrival, &meter)
                // While the client takes it, the session does not wait for the engine; but what the engine was late
                // with is not made up for yet.
                let isLate = arrival - asked > Self.promptness && !meter.isAhead(by: Admission.reserve, at: arrival)
                ticket.needsAudio(by: isLate ? arrival : nil)
            } else if case .chunkFinished = event, !state.withLock(\.isTextComplete) {
                // What follows may not be written yet.
                meter.awaitText()
            }
            setDelivering(true)
            try await receive(event, bytes)
            setDelivering(false)
        }
        state.withLock { $0.usage.completeHeader = pipeline.completeHeader }
        if let stop = state.withLock({ $0.stop }), stop != .cancelled { throw stop }
        // A cancelled stream may just end; half an utterance must not pass for a whole one.
        try Task.checkCancellation()
        meter.finish()
    }

    /// Audio that took less was there already, and its client is what is slow.
    private static let promptness: Duration = .milliseconds(10)

    /// `nil` at the end, or once the session is stopped. Nothing but the state holds the stream between two events:
    /// stopping drops it, and with it the computation, also while an event is being delivered.
    private func nextEvent() async throws -> SpeechEvent? {
        guard let events = state.withLock({ $0.events }) else { return nil }
        var iterator = events.makeAsyncIterator()
        let event = try await iterator.next()
        return state.withLock { $0.stop == nil } ? event : nil
    }

    private func note(_ event: SpeechEvent) {
        switch event {
        case .chunkStarted(let chunk): state.withLock { $0.usage.tokens += chunk.tokens }
        case .chunkFinished(let chunk) where chunk.reachedFrameCap:
            state.withLock { $0.usage.cutChunks += 1 }
            service.metrics.cutChunks.increment()
        case .audio, .chunkFinished, .mark: break
        case .word(let word): state.withLock { $0.words.append(word) }
        case .failure(let failure):
            service.metrics.failures[failure.kind]?.increment()
            state.withLock { $0.usage.failures[failure.kind, default: 0] += 1 }
        case .retry(let retry):
            service.metrics.retries[retry.change]?.increment()
            state.withLock { state in
                for failure in retry.failures { state.usage.failures[failure.kind, default: 1] -= 1 }
                state.usage.failures = state.usage.failures.filter { $0.value > 0 }
            }
        }
    }

    private func note(
        _ chunk: AudioChunk, seconds: Double, asked: ContinuousClock.Instant, now: ContinuousClock.Instant,
        _ meter: inout PlaybackMeter
    ) {
        let isFrame = !chunk.isFinal && !chunk.isSilence
        let lastText = state.withLock { state in
            state.usage.seconds += seconds
            if isFrame { state.usage.frames += 1 }
            return state.lastText
        }
        if isFrame { service.metrics.frames.increment() }
        meter.note(seconds: seconds, asked: asked, text: lastText, now: now)
    }

    private func setDelivering(_ isDelivering: Bool) {
        state.withLock {
            $0.isDelivering = isDelivering
            $0.lastActivity = .now
        }
    }

    private func reasonToStop(deadline: ContinuousClock.Instant) -> Stop? {
        let now = ContinuousClock.now
        let limits = service.limits
        return state.withLock { state in
            if now > deadline { return .timeLimit }
            let idle = now - state.lastActivity
            if state.isDelivering { return idle > limits.stallTime ? .stalled : nil }
            return !state.isTextComplete && idle > limits.textTime ? .noText : nil
        }
    }

    // MARK: The end

    private func conclude(_ result: Result<Void, any Error>, since started: ContinuousClock.Instant) throws -> Usage {
        let (usage, text, stop) = state.withLock { ($0.usage, $0.text, $0.stop) }
        let metrics = service.metrics
        let message: String
        switch result {
        case .success where stop == .cancelled:
            metrics.cancelled.increment()
            message = "interrupted"
        case .success:
            metrics.completed.increment()
            message = "spoken"
        case .failure(let error):
            if error.isOurs {
                metrics.failed.increment()
                message = "failed: \(error)"
            } else {
                metrics.cancelled.increment()
                message = "stopped: \((error as? Stop ?? .disconnected).explanation)"
            }
        }
        var line: Logger.Metadata = [
            "model": "\(model.name)", "format": "\(encoding.format.rawValue)",
            "characters": "\(text.unicodeScalars.count)",
            "audio_seconds": "\(usage.seconds.hundredths)",
            "wall_seconds": "\(((ContinuousClock.now - started) / .seconds(1)).hundredths)",
        ]
        if usage.cutChunks > 0 { line["cut_at_frame_cap"] = "\(usage.cutChunks)" }
        if !usage.failures.isEmpty {
            let kinds = usage.failures.map { "\($0.key.rawValue)=\($0.value)" }.sorted()
            line["failures"] = "\(kinds.joined(separator: " "))"
        }
        if service.logsTexts { line["text"] = "\(text.escapedForLog)" }
        logger.info("\(message.escapedForLog)", metadata: line)
        try result.get()
        return usage
    }
}

extension ServedSession.Stop {
    /// For the log.
    fileprivate var explanation: String {
        switch self {
        case .disconnected: "the client disconnected"
        case .cancelled: "the client cancelled"
        case .timeLimit: "over the time limit"
        case .noText: "no text arrived"
        case .stalled: "the client took no audio"
        }
    }

    /// For the client.
    var apiError: APIError {
        switch self {
        case .disconnected, .cancelled: .clientHasGone
        case .timeLimit:
            APIError(status: .requestTimeout, message: "the speech took longer than the limit: send less text.")
        case .noText: APIError(status: .requestTimeout, message: "no text arrived for too long: start again.")
        case .stalled: APIError(status: .requestTimeout, message: "the audio was not read in time.")
        }
    }
}

extension Error {
    /// Whether speaking went wrong, and not the client or its connection.
    fileprivate var isOurs: Bool { self is PocketTTSError || self is AudioEncodingError || self is SpeechFailureError }
}

extension Double {
    fileprivate var hundredths: Double { (self * 100).rounded() / 100 }
}
