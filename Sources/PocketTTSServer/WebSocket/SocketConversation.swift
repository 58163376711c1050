import HTTPTypes
import Logging
import NIOCore
import PocketTTS
import PocketTTSAudio
import Synchronization

/// What is said over one WebSocket: one utterance after the other, each a text that comes in fragments.
final class SocketConversation: Sendable {
    private struct Speaking {
        let speech: LiveSpeech
        let task: Task<Void, Never>
        var isTextComplete = false
    }

    private let socket: SpeechSocket
    private let service: SpeechService
    private let client: String
    private let logger: Logger
    private let refusals: RefusalLog
    private let current = Mutex<Speaking?>(nil)

    init(socket: SpeechSocket, service: SpeechService, client: String, logger: Logger) {
        self.socket = socket
        self.service = service
        self.client = client
        self.logger = logger
        refusals = RefusalLog(logger)
    }

    /// Listens until the client has gone.
    func run(_ inputs: AsyncStream<SocketInput>) async {
        do {
            for await input in inputs {
                switch input {
                case .message(let json):
                    try await tellingErrors { try await handle(SocketRequest(json: json)) }
                    socket.messageTaken()
                case .shutdown:
                    // What has been sent is still said.
                    try current.withLock { try $0?.speech.finish() }
                    await current.withLock { $0?.task }?.value
                    socket.close(SocketViolation(code: .goingAway, reason: "the server is about to stop"))
                }
            }
        } catch {
            // The socket takes nothing any more.
        }
        current.withLock { $0?.speech }?.cancel()
    }

    /// - Throws: only if the socket takes nothing any more.
    private func tellingErrors(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            let told = APIError(error)
            refusals.note(told, of: error, ["endpoint": "/v1/audio/stream"])
            try await socket.send(text: SocketEvent.error(told).json)
        }
    }

    private func handle(_ request: SocketRequest) async throws {
        switch request.type {
        case .start:
            guard current.withLock({ $0 == nil }) else {
                throw APIError.badRequest("an utterance is being spoken: end or cancel it first.", parameter: "type")
            }
            _ = try await begin(request)
        case .text:
            guard let text = request.text else { throw APIError.badRequest("text is missing.", parameter: "text") }
            var speech = current.withLock { $0 }
            if speech == nil { speech = try await begin(request) }
            guard let speech, !speech.isTextComplete else {
                throw APIError.badRequest("the text has ended: wait for done, or cancel.", parameter: "type")
            }
            try speech.speech.send(text)
        case .flush: try current.withLock { $0?.speech }?.flush()
        case .end:
            let speech = current.withLock { current in
                current?.isTextComplete = true
                return current?.speech
            }
            try speech?.finish()
        case .cancel:
            let speaking = current.withLock { $0 }
            speaking?.speech.cancel()
            await speaking?.task.value
        }
    }

    private func begin(_ request: SocketRequest) async throws -> Speaking {
        var headers = HTTPFields()
        let (model, voice) = try service.resolve(model: request.model, voice: request.voice, headers: &headers)
        let format = request.format ?? "pcm_s16le"
        guard let audioFormat = AudioFormat(name: format) else {
            throw APIError.badRequest("format is \(format.excerpt), allowed: \(AudioFormat.names).", parameter: "format")
        }
        let speech = try await service.converse(
            model: model, voice: voice, options: request.options, client: client, logger: logger)
        var started = SocketEvent(.started)
        started.model = model.name
        started.voice = speech.voice
        started.format = format
        started.sample_rate = speech.sampleRate
        try await socket.send(text: started.json)
        // Under the lock, which the task takes when it ends.
        return current.withLock { current in
            let speaking = Speaking(speech: speech, task: Task { await self.speak(speech, audioFormat) })
            current = speaking
            return speaking
        }
    }

    private func speak(_ speech: LiveSpeech, _ format: AudioFormat) async {
        let outcome: [SocketEvent]
        do {
            let pipeline = try SpeechPipeline(format: format, sampleRate: speech.sampleRate)
            let said = try await speech.deliver(abort: socket.abort) { try await tell($0, of: speech, pipeline) }
            var done = SocketEvent(.done)
            done.seconds = said.seconds
            outcome = speech.isCancelled ? [.said(said, cancelled: true), done] : [done]
        } catch {
            outcome = [.error((error as? LiveSpeech.Stop)?.apiError ?? APIError(error)), SocketEvent(.done)]
        }
        current.withLock { $0 = nil }
        for event in outcome { try? await socket.send(text: event.json) }
    }

    private func tell(_ event: SpeechEvent, of speech: LiveSpeech, _ pipeline: SpeechPipeline) async throws {
        switch event {
        case .chunkStarted(let chunk): try await socket.send(text: SocketEvent.chunk(chunk).json)
        case .audio:
            let bytes = try pipeline.process(event)
            if !bytes.isEmpty { try await socket.send(audio: ByteBuffer(bytes: bytes)) }
        case .chunkFinished: try await socket.send(text: SocketEvent.said(speech.said, cancelled: false).json)
        case .word, .failure, .retry: break
        }
    }
}
