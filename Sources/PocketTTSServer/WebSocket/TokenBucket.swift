import NIOCore

/// Lets so many pass per second, and some more at once.
struct TokenBucket {
    private let perSecond: Double
    private let burst: Double
    private var tokens: Double
    private var last: NIODeadline

    init(perSecond: Double, burst: Double, now: NIODeadline = .now()) {
        self.perSecond = perSecond
        self.burst = burst
        tokens = burst
        last = now
    }

    /// Whether one more may pass.
    mutating func take(now: NIODeadline = .now()) -> Bool {
        tokens = min(burst, tokens + Double((now - last).nanoseconds) / 1e9 * perSecond)
        last = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
