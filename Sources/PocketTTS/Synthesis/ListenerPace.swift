/// When a listener who plays what it takes in real time runs dry: by that the engine knows whom it must not let wait.
struct ListenerPace {
    /// The length of a frame.
    let frame: Duration
    /// When all that was taken will have been played.
    private var end: ContinuousClock.Instant

    /// A listener who has waited since `start`.
    init(frame: Duration, from start: ContinuousClock.Instant = .now) {
        self.frame = frame
        end = start
    }

    /// The listener takes a frame. One that was late itself plays on from now.
    mutating func take(at now: ContinuousClock.Instant = .now) { end = max(end, now) + frame }

    /// When the listener has nothing left to play, the frames included that are ahead of it.
    func deadline(framesAhead: Int) -> ContinuousClock.Instant { end + frame * framesAhead }
}
