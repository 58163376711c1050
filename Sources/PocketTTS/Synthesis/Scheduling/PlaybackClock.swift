/// When a listener that plays in real time underruns. The scheduler serves the listener with the earliest deadline
/// first.
struct PlaybackClock {
    /// The length of a frame.
    let frame: Duration
    /// When everything that the listener took will have been played.
    private var end: ContinuousClock.Instant

    /// A listener that has waited since `start`.
    init(frame: Duration, from start: ContinuousClock.Instant = .now) {
        self.frame = frame
        end = start
    }

    /// The listener takes a frame. After an underrun it plays on from now.
    mutating func take(at now: ContinuousClock.Instant = .now) { end = max(end, now) + frame }

    /// When the listener underruns if it takes the next `framesAhead` frames in time and no more follow.
    func deadline(framesAhead: Int) -> ContinuousClock.Instant { end + frame * framesAhead }
}
