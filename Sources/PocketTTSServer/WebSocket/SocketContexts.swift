import Synchronization

/// The utterances of one WebSocket by the ids that its client gives them.
final class SocketContexts: Sendable {
    /// Utterances that one connection may have at once.
    private static let most = 16

    private let contexts = Mutex<[String: LiveSpeech]>([:])

    func find(_ id: String) -> LiveSpeech? { contexts.withLock { $0[id] } }

    /// - Throws: ``APIError`` if there are too many.
    func add(_ speech: LiveSpeech, as id: String) throws {
        try contexts.withLock { contexts in
            guard contexts.count < Self.most else {
                throw APIError(
                    status: .tooManyRequests, message: "a connection has \(Self.most) contexts at most: end some.",
                    code: "too_many_contexts")
            }
            contexts[id] = speech
        }
    }

    func remove(_ id: String) { contexts.withLock { _ = $0.removeValue(forKey: id) } }

    /// Completes all texts and returns when they have been spoken.
    func finish() async {
        let all = contexts.withLock { Array($0.values) }
        for speech in all { speech.finish() }
        for speech in all { await speech.wait() }
    }

    func cancel() {
        for speech in contexts.withLock({ Array($0.values) }) { speech.cancel() }
    }
}
