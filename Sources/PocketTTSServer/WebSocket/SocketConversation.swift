import HTTPTypes
import Logging
import NIOCore
import PocketTTS
import PocketTTSAudio
import Synchronization

/// One WebSocket's sessions, one after the other, each a text that arrives in fragments.
final class SocketConversation: SocketDialogue {
    private struct Running {
        let session: ServedSession
        let task: Task<Void, Never>
        var isTextComplete = false
        /// Seconds that the listener had played when it cancelled, if it said so.
        var played: Double?
    }

    let socket: SpeechSocket
    private let service: SpeechService
    private let client: String
    private let logger: Logger
    private let refusals: RefusalLog
    private let current = Mutex<Running?>(nil)

    init(socket: SpeechSocket, service: SpeechService, client: String, logger: Logger) {
        self.socket = socket
        self.service = service
        self.client = client
        self.logger = logger
        refusals = RefusalLog(logger)
    }

    func take(_ json: String) async throws {
        try await reportingErrors { try await handle(SocketRequest(json: json)) }
    }

    func finish() async throws {
        try current.withLock { try $0?.session.finish() }
        await current.withLock { $0?.task }?.value
    }

    func cancel() { current.withLock { $0?.session }?.stop(.disconnected) }

    /// - Throws: only if the socket takes nothing any more.
    private func reportingErrors(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as CancellationError {
            throw error
        } catch {
            let report = APIError(error)
            refusals.note(report, of: error, ["endpoint": "/v1/audio/stream"])
            try await socket.send(text: SocketEvent.error(report).json)
        }
    }

    private func handle(_ request: SocketRequest) async throws {
        switch request.type {
        case .start:
            guard current.withLock({ $0 == nil }) else {
                throw APIError.badRequest("a session is running: end or cancel it first.", parameter: "type")
            }
            _ = try await begin(request)
        case .text:
            guard let text = request.text else { throw APIError.badRequest("text is missing.", parameter: "text") }
            var running = current.withLock { $0 }
            if running == nil { running = try await begin(request) }
            guard let running, !running.isTextComplete else {
                throw APIError.badRequest("the text has ended: wait for done, or cancel.", parameter: "type")
            }
            try await running.session.send(text)
        case .flush: try current.withLock { $0?.session }?.flush()
        case .end:
            let session = current.withLock { current in
                current?.isTextComplete = true
                return current?.session
            }
            try session?.finish()
        case .cancel:
            let running = current.withLock { current in
                current?.played = request.played_seconds
                return current
            }
            running?.session.stop(.cancelled)
            await running?.task.value
        }
    }

    private func begin(_ request: SocketRequest) async throws -> Running {
        var headers = HTTPFields()
        let (model, voice) = try service.resolve(model: request.model, voice: request.voice, headers: &headers)
        let formatName = request.format.flatMap { $0.isEmpty ? nil : $0 } ?? "pcm_s16le"
        guard let format = AudioFormat(name: formatName) else {
            throw APIError.badRequest(
                "format is \(formatName.excerpt), allowed: \(AudioFormat.names).", parameter: "format")
        }
        let speech = SpeechRequest(
            model: model, text: nil, voice: .named(voice), options: try request.options(), format: format,
            speed: request.speed ?? 1)
        let session = try await service.begin(speech, client: client, logger: logger)
        var started = SocketEvent(.started)
        started.model = model.name
        started.voice = session.voice
        started.format = formatName
        started.sample_rate = session.sampleRate
        try await socket.send(text: started.json)
        // Under the lock, which the task takes when it ends.
        return current.withLock { current in
            let running = Running(session: session, task: Task { await self.speak(session) })
            current = running
            return running
        }
    }

    private func speak(_ session: ServedSession) async {
        var outcome: [SocketEvent]
        do {
            let usage = try await session.deliver(abort: socket.abort) { event, bytes in
                try await send(event, bytes, of: session)
            }
            var done = SocketEvent(.done)
            done.seconds = usage.seconds
            outcome = [done]
        } catch {
            outcome = [.error((error as? ServedSession.Stop)?.apiError ?? APIError(error)), SocketEvent(.done)]
        }
        let ended = current.withLock { $0.take() }
        if session.isCancelled, outcome.count == 1 {
            var said = SocketEvent.said(of: session, cancelled: true)
            said.last_word = session.lastWord(played: ended?.played)
            outcome.insert(said, at: 0)
        }
        for event in outcome { try? await socket.send(text: event.json) }
    }

    private func send(_ event: SpeechEvent, _ bytes: ByteBuffer, of session: ServedSession) async throws {
        switch event {
        case .chunkStarted(let chunk): try await socket.send(text: SocketEvent.chunk(chunk).json)
        case .word(let word): try await socket.send(text: SocketEvent.word(session.timedText(word)).json)
        case .mark(let mark): try await socket.send(text: SocketEvent.mark(mark).json)
        case .failure(let failure): try await socket.send(text: SocketEvent.failure(failure).json)
        case .audio, .chunkFinished, .retry: break
        }
        if bytes.readableBytes > 0 { try await socket.send(audio: bytes) }
        if case .chunkFinished = event {
            try await socket.send(text: SocketEvent.said(of: session, cancelled: false).json)
        }
    }
}
