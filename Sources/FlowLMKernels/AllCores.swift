import Dispatch

/// Divides `0..<count` among the machine's cores and waits for all parts: for loading weights, when no speech needs the
/// cores.
/// - Parameter atLeast: the smallest part that is worth a thread.
func onAllCores(_ count: Int, atLeast: Int = 1, _ body: @Sendable (Range<Int>) -> Void) {
    // More parts than most machines have cores, since another process may use a core.
    let parts = min(16, count / atLeast)
    guard parts > 1 else { return body(0..<count) }
    DispatchQueue.concurrentPerform(iterations: parts) { part in
        body(count * part / parts..<count * (part + 1) / parts)
    }
}
