import Logging
import NIOCore
import PocketTTS
import PocketTTSAudio
import SpeechText
import Synchronization

/// What is spoken over one connection of the Wyoming protocol.
///
/// An error ends the connection after its `error` event: clients such as Home Assistant wait for more audio otherwise.
struct WyomingConversation: Sendable {
    typealias Outbound = NIOAsyncChannelOutboundWriter<ByteBuffer>

    private struct Running {
        let session: ServedSession
        /// Whether all was spoken.
        let task: Task<Bool, Never>
    }

    private struct SampleFormat: Encodable {
        let rate: Int
        let width = 2
        let channels = 1
        /// Milliseconds since the start.
        var timestamp: Int

        enum CodingKeys: CodingKey { case rate, width, channels, timestamp }
    }

    /// An error that has been sent: the connection ends.
    private struct Reported: Error {}

    private let service: SpeechService
    private let outbound: Outbound
    private let connection: WyomingConnection
    private let client: String
    private let logger: Logger
    private let refusals: RefusalLog

    init(
        service: SpeechService, outbound: Outbound, connection: WyomingConnection, client: String, logger: Logger
    ) {
        self.service = service
        self.outbound = outbound
        self.connection = connection
        self.client = client
        self.logger = logger
        refusals = RefusalLog(logger)
    }

    /// Handles events until the client sends no more, and completes what it has asked for.
    func run(_ events: NIOAsyncChannelInboundStream<WyomingEvent>) async {
        var streaming: Running?
        do {
            for try await event in events { try await handle(event, &streaming) }
            try await finish(streaming)
        } catch {
            streaming?.session.stop(.disconnected)
            _ = await streaming?.task.value
            // A connection that is lost needs no report.
            guard let error = error as? WyomingProtocolError else { return }
            refusals.note(.badRequest(error.reason), of: error, ["endpoint": "wyoming"])
            try? await send(error.reason, code: "invalid_event")
        }
    }

    private func handle(_ event: WyomingEvent, _ streaming: inout Running?) async throws {
        switch event.type {
        case "describe": try await outbound.write(WyomingEvent.encode("info", WyomingInfo(service)))
        case "ping": try await outbound.write(WyomingEvent.encode("pong", ["text": event.fields.text ?? ""]))
        case "synthesize":
            // Clients send the whole text once more, for servers that do not stream.
            guard streaming == nil else { return }
            let running = try await reportingErrors {
                let text = event.fields.text ?? ""
                try service.checkText(text, parameter: "text")
                let running = try await begin(event)
                try await running.session.send(text)
                return running
            }
            try await finish(running)
        case "synthesize-start":
            try await finish(streaming)
            streaming = nil
            streaming = try await reportingErrors { try await begin(event) }
        case "synthesize-chunk":
            let session = streaming?.session
            try await reportingErrors { try await session?.send(event.fields.text ?? "") }
        case "synthesize-stop":
            try await finish(streaming)
            streaming = nil
            try await outbound.write(WyomingEvent.encode("synthesize-stopped"))
        default: break
        }
    }

    private func begin(_ event: WyomingEvent) async throws -> Running {
        let (model, voice) = try service.resolve(event.fields.voice)
        var options = SpeechOptions()
        if let format = event.fields.text_format {
            guard let known = TextFormat(rawValue: format) else {
                let allowed = TextFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw APIError.badRequest(
                    "text_format is \(format.excerpt), allowed: \(allowed).", parameter: "text_format")
            }
            options.textFormat = known
        }
        let speech = SpeechRequest(
            model: model, text: nil, voice: .named(voice), options: options, format: .s16le)
        let session = try await connection.whileOpen { [service, client, logger, connection] in
            try await service.begin(speech, client: client, logger: logger) { connection.isOpen }
        }
        return Running(session: session, task: Task { await speak(session) })
    }

    private func finish(_ running: Running?) async throws {
        guard let running else { return }
        let session = running.session
        try await reportingErrors { try session.finish() }
        let isSpoken = await withTaskCancellationHandler {
            await running.task.value
        } onCancel: {
            session.stop(.disconnected)
        }
        guard isSpoken else { throw Reported() }
    }

    /// - Returns: whether all was spoken; if not, that has been reported.
    private func speak(_ session: ServedSession) async -> Bool {
        var format = SampleFormat(rate: session.sampleRate, timestamp: 0)
        var hasBegun = false
        func begin() async throws {
            if !hasBegun { try await outbound.write(WyomingEvent.encode("audio-start", format)) }
            hasBegun = true
        }
        do {
            let usage = try await session.deliver(abort: { connection.close() }) { event, bytes in
                // Not before speech begins: a text may be refused until then.
                try await begin()
                // Not part of the protocol: clients pass over events that they do not know.
                if case .word(let word) = event {
                    try await outbound.write(WyomingEvent.encode("synthesize-word", session.timedText(word)))
                }
                guard case .audio(let chunk) = event, bytes.readableBytes > 0 else { return }
                format.timestamp = Int(chunk.startTime * 1000)
                try await outbound.write(WyomingEvent.encode("audio-chunk", format, payload: bytes))
            }
            try await begin()
            try await outbound.write(WyomingEvent.encode("audio-stop", ["timestamp": Int(usage.seconds * 1000)]))
            return true
        } catch {
            session.stop(.disconnected)
            // Where the connection is lost, so is this.
            try? await report((error as? ServedSession.Stop)?.apiError ?? APIError(error))
            connection.endInput()
            return false
        }
    }

    /// Sends an error to the client, and ends the conversation.
    private func reportingErrors<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            guard !(error is CancellationError) else { throw error }
            let apiError = APIError(error)
            refusals.note(apiError, of: error, ["endpoint": "wyoming"])
            try await report(apiError)
            throw Reported()
        }
    }

    private func report(_ error: APIError) async throws {
        try await send(error.message, code: error.code ?? "\(error.status.code)")
    }

    private func send(_ text: String, code: String) async throws {
        try await outbound.write(WyomingEvent.encode("error", ["text": text, "code": code]))
    }
}
