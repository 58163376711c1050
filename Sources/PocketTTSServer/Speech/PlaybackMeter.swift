/// The figures of a client that plays everything as it comes: time to the first audio, gaps, real-time factor.
struct PlaybackMeter {
    private let metrics: SpeechMetrics
    /// When what was delivered so far will have been played; `nil` before the first audio.
    private var end: ContinuousClock.Instant?
    /// Seconds of audio, and seconds spent waiting for the engine rather than for the client.
    private var seconds = 0.0
    private var waited = 0.0
    /// Whether the next audio may have waited for its text.
    private var awaitsText = true

    init(_ metrics: SpeechMetrics) { self.metrics = metrics }

    /// The next audio may follow a text that is not written yet.
    mutating func awaitText() { awaitsText = true }

    /// When the client, which is ready for audio, underruns unless the engine makes some; `nil` if the next audio may
    /// wait for its text.
    func deadline(asked: ContinuousClock.Instant, isTextComplete: Bool) -> ContinuousClock.Instant? {
        awaitsText && !isTextComplete ? nil : end ?? asked
    }

    /// Whether so much is left to play.
    func isAhead(by reserve: Duration, at now: ContinuousClock.Instant) -> Bool {
        end.map { $0 - now >= reserve } ?? false
    }

    /// Notes audio that has just come.
    /// - Parameters:
    ///   - seconds: its length.
    ///   - asked: when the client was ready for it.
    ///   - text: when the latest text arrived.
    mutating func note(
        seconds: Double, asked: ContinuousClock.Instant, text: ContinuousClock.Instant,
        now: ContinuousClock.Instant = .now
    ) {
        // Waiting for text is not waiting for the engine.
        let ready = awaitsText ? max(asked, text) : asked
        awaitsText = false
        waited += max((now - ready) / .seconds(1), 0)
        self.seconds += seconds
        guard let end else {
            metrics.firstAudio.recordSeconds((now - text) / .seconds(1))
            self.end = now + .seconds(seconds)
            return
        }
        // A client that is slow itself underruns when it asks again.
        let dry = max(end, ready)
        if now > dry, seconds > 0 { metrics.gaps.recordSeconds((now - dry) / .seconds(1)) }
        self.end = max(end, now) + .seconds(seconds)
    }

    /// Notes the end of a session that was spoken, or cancelled by its client.
    func finish() {
        if waited > 0, seconds > 0 { metrics.realTimeFactor.record(seconds / waited) }
    }
}
