/// A listener's end of a stream: dropping it cancels what is unsaid.
final class SpeechListener: Sendable {
    let stream: SpeechStream
    let lease: SpeechEngine.Lease

    init(stream: SpeechStream, lease: SpeechEngine.Lease) {
        self.stream = stream
        self.lease = lease
    }

    func next() async throws -> SpeechEvent? { try await lease.engine.next(of: stream) }

    var events: AsyncThrowingStream<SpeechEvent, any Error> { AsyncThrowingStream { try await self.next() } }

    deinit {
        lease.engine.cancel(stream)
        lease.engine.release(stream)
    }
}
