import Logging
import NIOCore
import PocketTTS
import PocketTTSAudio
import Synchronization

/// What is said over one connection of the Wyoming protocol.
struct WyomingConversation: Sendable {
    typealias Outbound = NIOAsyncChannelOutboundWriter<ByteBuffer>

    private struct Speaking {
        let speech: LiveSpeech
        let task: Task<Void, Never>
    }

    private struct SampleFormat: Encodable {
        let rate: Int
        let width = 2
        let channels = 1
        /// Milliseconds since the start.
        var timestamp: Int

        enum CodingKeys: CodingKey { case rate, width, channels, timestamp }
    }

    private let service: SpeechService
    private let outbound: Outbound
    private let abort: @Sendable () -> Void
    private let client: String
    private let logger: Logger
    private let refusals: RefusalLog

    init(
        service: SpeechService, outbound: Outbound, client: String, logger: Logger, abort: @escaping @Sendable () -> Void
    ) {
        self.service = service
        self.outbound = outbound
        self.client = client
        self.logger = logger
        refusals = RefusalLog(logger)
        self.abort = abort
    }

    /// Listens until the client says nothing any more, and lets what it has asked for finish.
    func run(_ events: NIOAsyncChannelInboundStream<WyomingEvent>) async {
        var streaming: Speaking?
        do {
            for try await event in events { try await handle(event, &streaming) }
            await finish(streaming)
        } catch {
            streaming?.speech.cancel()
            await streaming?.task.value
            // A connection that is lost is no news.
            guard let error = error as? WyomingProtocolError else { return }
            refusals.note(.badRequest(error.reason), of: error, ["door": "wyoming"])
            try? await tell(error.reason, code: "invalid_event")
        }
    }

    private func handle(_ event: WyomingEvent, _ streaming: inout Speaking?) async throws {
        switch event.type {
        case "describe": try await outbound.write(WyomingEvent.encode("info", WyomingInfo(service)))
        case "ping": try await outbound.write(WyomingEvent.encode("pong", ["text": event.fields.text ?? ""]))
        case "synthesize":
            // Clients send the whole text once more, for servers that do not stream.
            guard streaming == nil else { return }
            try await tellingErrors {
                let text = event.fields.text ?? ""
                try service.checkText(text, parameter: "text")
                let speaking = try await begin(event)
                try speaking.speech.send(text)
                await finish(speaking)
            }
        case "synthesize-start":
            await finish(streaming)
            streaming = nil
            try await tellingErrors { streaming = try await begin(event) }
        case "synthesize-chunk":
            try await tellingErrors { try streaming?.speech.send(event.fields.text ?? "") }
        case "synthesize-stop":
            await finish(streaming)
            streaming = nil
            try await outbound.write(WyomingEvent.encode("synthesize-stopped"))
        default: break
        }
    }

    private func begin(_ event: WyomingEvent) async throws -> Speaking {
        let (model, voice) = try service.resolve(event.fields.voice)
        if let format = event.fields.text_format, format != "text" {
            throw APIError.badRequest("text_format is \(format.excerpt), only text is spoken.", parameter: "text_format")
        }
        let speech = try await service.converse(model: model, voice: voice, options: .init(), client: client, logger: logger)
        return Speaking(speech: speech, task: Task { await speak(speech) })
    }

    private func finish(_ speaking: Speaking?) async {
        guard let speaking else { return }
        // A rest that is no sentence is told by the log; what came before it is spoken.
        do { try speaking.speech.finish() } catch { try? await tell(error) }
        await withTaskCancellationHandler {
            await speaking.task.value
        } onCancel: {
            speaking.speech.cancel()
        }
    }

    private func speak(_ speech: LiveSpeech) async {
        var format = SampleFormat(rate: speech.sampleRate, timestamp: 0)
        do {
            let pipeline = try SpeechPipeline(format: .s16le, sampleRate: speech.sampleRate)
            try await outbound.write(WyomingEvent.encode("audio-start", format))
            let said = try await speech.deliver(abort: abort) { event in
                guard case .audio(let chunk) = event, !chunk.isFinal else { return }
                format.timestamp = Int(chunk.startTime * 1000)
                let payload = ByteBuffer(bytes: try pipeline.process(event))
                try await outbound.write(WyomingEvent.encode("audio-chunk", format, payload: payload))
            }
            try await outbound.write(WyomingEvent.encode("audio-stop", ["timestamp": Int(said.seconds * 1000)]))
        } catch {
            // Where the connection is lost, so is this.
            try? await tell((error as? LiveSpeech.Stop)?.apiError ?? error)
            speech.cancel()
        }
    }

    /// - Throws: only if the connection takes nothing any more.
    private func tellingErrors(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            let told = APIError(error)
            refusals.note(told, of: error, ["door": "wyoming"])
            try await tell(told)
        }
    }

    private func tell(_ error: any Error) async throws {
        let told = APIError(error)
        try await tell(told.message, code: told.code ?? "\(told.status.code)")
    }

    private func tell(_ text: String, code: String) async throws {
        try await outbound.write(WyomingEvent.encode("error", ["text": text, "code": code]))
    }
}
