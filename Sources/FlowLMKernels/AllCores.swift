import Dispatch

/// Divides `0..<count` among the machine's cores and waits for all parts: for the loading of weights, when no speech needs
/// the cores yet.
/// - Parameter atLeast: fewer are not worth a part of their own.
func onAllCores(_ count: Int, atLeast: Int = 1, _ body: @Sendable (Range<Int>) -> Void) {
    // More parts than most machines have cores, as a core may be busy with something else.
    let parts = min(16, count / atLeast)
    guard parts > 1 else { return body(0..<count) }
    DispatchQueue.concurrentPerform(iterations: parts) { part in
        body(count * part / parts..<count * (part + 1) / parts)
    }
}
