/// Listeners to resume once the engine's lock is released. There is seldom more than one, and the first takes no memory
/// from the heap.
struct Wakeups: Sendable {
    typealias Listener = UnsafeContinuation<SpeechEvent?, any Error>

    private struct Wakeup: Sendable {
        let listener: Listener
        let result: Result<SpeechEvent?, any Error>
    }

    private var first: Wakeup?
    private var others: [Wakeup] = []

    mutating func append(_ listener: Listener, _ result: Result<SpeechEvent?, any Error>) {
        let wakeup = Wakeup(listener: listener, result: result)
        if first == nil { first = wakeup } else { others.append(wakeup) }
    }

    /// Resumes the listeners in the order in which they were added.
    func resume() {
        if let first { first.listener.resume(with: first.result) }
        for wakeup in others { wakeup.listener.resume(with: wakeup.result) }
    }
}
