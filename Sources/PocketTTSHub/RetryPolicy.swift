import Foundation

/// How often a request is repeated, and how long it waits.
public struct RetryPolicy: Sendable {
    /// Consecutive attempts without progress before giving up.
    public var attempts = 5
    /// The wait after the first failure; it doubles with each further one.
    public var firstWait: Duration = .seconds(1)
    public var longestWait: Duration = .seconds(30)
    /// The longest wait that a server may request by `Retry-After`; a longer one is an error.
    public var longestRequestedWait: Duration = .seconds(300)
    /// A connection that brings no byte for this long counts as broken.
    public var stall: Duration = .seconds(20)
    public var connect: Duration = .seconds(10)

    public init() {}

    /// - Parameter failures: failures so far, at least one.
    func wait(afterFailures failures: Int) -> Duration {
        min(firstWait * (1 << min(failures - 1, 20)), longestWait)
    }

    /// Whether a later attempt may succeed.
    static func isTemporary(_ status: Int) -> Bool { [408, 425, 429, 500, 502, 503, 504].contains(status) }

    /// Seconds that a `Retry-After` header asks for: a number, or a date.
    static func seconds(retryAfter text: String, now: Date = Date()) -> Int? {
        if let seconds = Int(text.trimmingCharacters(in: .whitespaces)) { return max(0, seconds) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.date(from: text).map { max(0, Int($0.timeIntervalSince(now).rounded(.up))) }
    }
}
