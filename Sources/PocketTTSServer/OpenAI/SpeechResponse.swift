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

    func body(of framing: some Framing) -> ResponseBody {
        ResponseBody { writer in
            connection?.onClose { [weak session] in session?.stop(.disconnected) }
            defer { connection?.onClose(nil) }
            do {
                let usage = try await session.deliver(abort: { connection?.close() }) { _, bytes in
                    if bytes.readableBytes > 0 { try await writer.write(framing.audio(bytes)) }
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
}
