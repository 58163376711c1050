import Logging
import PocketTTS
import Synchronization

/// A text that is spoken while it arrives, for the doors that stream both ways: one session with its place in the
/// batch, its limits, its figures and its line in the log.
final class LiveSpeech: Sendable {
    /// Why speech was stopped before its end.
    enum Stop: Error {
        case timeLimit
        case noText
        case stalled
    }

    private struct State {
        var characters = 0
        var lastActivity = ContinuousClock.now
        var isDelivering = false
        var stop: Stop?
        var isCancelled = false
    }

    let model: ServedModel
    /// The voice's name, `nil` for none.
    let voice: String?
    private let session: SpeechSession
    private let service: SpeechService
    private let ticket: Admission.Ticket
    private let logger: Logger
    private let state = Mutex(State())

    fileprivate init(
        model: ServedModel, voice: String?, session: SpeechSession, service: SpeechService, ticket: Admission.Ticket,
        logger: Logger
    ) {
        self.model = model
        self.voice = voice
        self.session = session
        self.service = service
        self.ticket = ticket
        self.logger = logger
    }

    var sampleRate: Int { model.synthesizer.model.sampleRate }

    /// - Throws: `PocketTTSError` as ``SpeechSession/send(_:)``.
    func send(_ text: String) throws {
        state.withLock {
            $0.characters += text.unicodeScalars.count
            $0.lastActivity = .now
        }
        try session.send(text)
    }

    func flush() throws { try session.flush() }

    func finish() throws { try session.finish() }

    /// Stops at once; ``deliver(abort:_:)`` then ends as if all had been said.
    @discardableResult
    func cancel() -> SpokenExtent {
        state.withLock { $0.isCancelled = true }
        return session.cancel()
    }

    /// What has been delivered.
    var said: SpokenExtent { session.said }

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Hands on all events; `receive` sets the pace.
    /// - Parameter abort: called when `receive` has waited for too long, to make it throw.
    /// - Returns: what was said.
    /// - Throws: what `receive` throws, ``Stop``, or what went wrong while speaking.
    func deliver(
        abort: @escaping @Sendable () -> Void, _ receive: (SpeechEvent) async throws -> Void
    ) async throws -> SpokenExtent {
        let started = ContinuousClock.now
        let watchdog = Task { try await self.watch(abort: abort) }
        defer {
            watchdog.cancel()
            ticket.giveBack()
            service.admission.noteDuration((ContinuousClock.now - started) / .seconds(1))
        }
        do {
            var hasSpoken = false
            for try await event in session.events {
                if case .audio(let chunk) = event, !chunk.isFinal {
                    if !hasSpoken { noteFirstAudio() }
                    hasSpoken = true
                    service.metrics.frames.increment()
                }
                setDelivering(true)
                try await receive(event)
                setDelivering(false)
            }
            if let stop = state.withLock({ $0.stop }) { throw stop }
            try Task.checkCancellation()
            let said = session.cancel()
            if isCancelled { service.metrics.cancelled.increment() } else { service.metrics.completed.increment() }
            log(isCancelled ? "interrupted" : "spoken", said, since: started)
            return said
        } catch {
            let said = session.cancel()
            if error is PocketTTSError { service.metrics.failed.increment() } else { service.metrics.cancelled.increment() }
            log(explanation(of: error), said, since: started)
            throw state.withLock { $0.stop } ?? error
        }
    }

    /// Since the text that it begins with was there, or the last of it that has come.
    private func noteFirstAudio() {
        let seconds = (ContinuousClock.now - state.withLock { $0.lastActivity }) / .seconds(1)
        service.metrics.firstAudio.recordSeconds(seconds)
    }

    private func setDelivering(_ isDelivering: Bool) {
        state.withLock {
            $0.isDelivering = isDelivering
            $0.lastActivity = .now
        }
    }

    private func watch(abort: () -> Void) async throws {
        let limits = service.limits
        let deadline = ContinuousClock.now + limits.requestTime
        while true {
            try await Task.sleep(for: min(limits.stallTime / 4, .seconds(1)))
            let now = ContinuousClock.now
            let stop: Stop? = state.withLock { state in
                if now > deadline {
                    state.stop = .timeLimit
                } else if now - state.lastActivity > limits.stallTime {
                    state.stop = state.isDelivering ? .stalled : .noText
                }
                return state.stop
            }
            guard stop != nil else { continue }
            session.cancel()
            if state.withLock({ $0.isDelivering }) { abort() }
            return
        }
    }

    private func explanation(of error: any Error) -> String {
        switch state.withLock({ $0.stop }) {
        case .timeLimit: "stopped: over the time limit"
        case .noText: "stopped: no text came"
        case .stalled: "stopped: the listener took no audio"
        case nil: error is PocketTTSError ? "failed: \(error)" : "stopped: the listener has gone"
        }
    }

    private func log(_ message: String, _ said: SpokenExtent, since started: ContinuousClock.Instant) {
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        logger.info("\(message)", metadata: [
            "model": "\(model.name)", "characters": "\(state.withLock { $0.characters })",
            "audio_seconds": "\((said.seconds * 100).rounded() / 100)", "wall_seconds": "\((seconds * 100).rounded() / 100)",
        ])
    }
}

extension LiveSpeech.Stop {
    /// What the client is told.
    var apiError: APIError {
        switch self {
        case .timeLimit: APIError(status: .requestTimeout, message: "the speech took longer than is allowed.")
        case .noText: APIError(status: .requestTimeout, message: "no text came for too long.")
        case .stalled: APIError(status: .requestTimeout, message: "the audio was not taken in time.")
        }
    }
}

extension SpeechService {
    /// Waits for a place, and begins to listen for text.
    /// - Throws: ``APIError`` or ``Admission/Refusal`` if there is no such voice, or no place.
    func converse(
        model: ServedModel, voice name: String?, options: SpeechOptions, client: String, logger: Logger
    ) async throws -> LiveSpeech {
        let name = name ?? model.usualVoice
        var voice: Voice?
        if let name { voice = try await model.voice(named: name) }
        let ticket = try await admit(model, client: client)
        let session = try await model.synthesizer.session(voice: voice, options: options)
        return LiveSpeech(
            model: model, voice: name, session: session, service: self, ticket: ticket, logger: logger)
    }
}
