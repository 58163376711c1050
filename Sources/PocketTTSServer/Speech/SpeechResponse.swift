import Hummingbird
import NIOCore

/// Writes a session's audio into the body of a response.
struct SpeechResponse: Sendable {
    let session: ServedSession
    private let connection: (any ConnectionRequestContext)?

    init(session: ServedSession, context: some RequestContext) {
        self.session = session
        connection = context as? any ConnectionRequestContext
    }

    /// A body that is written while the speech is made.
    func body(of framing: some Framing) -> ResponseBody {
        ResponseBody { writer in
            var framing = framing
            connection?.onClose { [weak session] in session?.stop(.disconnected) }
            defer { connection?.onClose(nil) }
            do {
                let usage = try await session.deliver(abort: { connection?.close() }) { event, bytes in
                    if let part = framing.frame(event, bytes, of: session) { try await writer.write(part) }
                }
                if let end = framing.end(usage) { try await writer.write(end) }
            } catch {
                guard !(error is ServedSession.Stop), let bytes = framing.failure(APIError(error)) else {
                    // Without the end of the body the client knows that the audio is not complete.
                    connection?.close()
                    throw error
                }
                try await writer.write(bytes)
            }
            try await writer.finish(nil)
        }
    }

    /// A body of known length, once the speech is complete.
    /// - Parameter budget: has to have room for it.
    /// - Throws: ``APIError``, or what went wrong while speaking.
    func completeBody(of framing: some Framing, budget: BodyBudget) async throws -> ResponseBody {
        var (framing, body) = (framing, ByteBuffer())
        let reservation = budget.makeReservation()
        var size = 0
        connection?.onClose { [weak session] in session?.stop(.disconnected) }
        defer { connection?.onClose(nil) }
        do {
            let usage = try await session.deliver(abort: {}) { event, bytes in
                size += bytes.readableBytes
                try reservation.grow(to: size)
                if let part = framing.frame(event, bytes, of: session) { body.writeImmutableBuffer(part) }
            }
            if let end = framing.end(usage) { body.writeImmutableBuffer(end) }
        } catch let stop as ServedSession.Stop {
            throw stop.apiError
        }
        return ResponseBody(contentLength: body.readableBytes) { [body] writer in
            try await writer.write(body)
            try await writer.finish(nil)
            withExtendedLifetime(reservation) {}
        }
    }
}
