import Foundation
import HTTPTypes
import Logging
import NIOCore
import PocketTTS
import Synchronization

/// ElevenLabs' WebSockets: `stream-input` speaks one text and closes the connection, `multi-stream-input` has contexts
/// side by side.
final class ElevenLabsConversation: SocketDialogue {
    let socket: SpeechSocket
    private let isMultiContext: Bool
    private let choices: ElevenLabsChoices
    /// Whether each message is a phrase that is to be spoken at once.
    private let isAutomatic: Bool
    private let hasAbsoluteTimes: Bool
    private let service: SpeechService
    private let client: String
    private let logger: Logger
    private let refusals: RefusalLog
    private let contexts = SocketContexts()
    private let clocks = Mutex<[String: AlignmentClock]>([:])
    private static let onlyContext = "default"

    /// - Parameter query: of the address, which chooses the model, the format and how texts are read.
    init(
        socket: SpeechSocket, voice: String, isMultiContext: Bool, query: [String: String], service: SpeechService,
        client: String, logger: Logger
    ) {
        self.socket = socket
        self.isMultiContext = isMultiContext
        choices = ElevenLabsChoices(
            voice: voice, model: query["model_id"], language: query["language_code"],
            outputFormat: query["output_format"], normalization: query["apply_text_normalization"],
            seed: query["seed"].flatMap { Int64($0) })
        isAutomatic = query["auto_mode"] == "true"
        // Clients that ask for alignment with the audio count from the start of the context.
        hasAbsoluteTimes = query["sync_alignment"] == "true"
        self.service = service
        self.client = client
        self.logger = logger
        refusals = RefusalLog(logger)
    }

    func finish() async { await contexts.finish() }

    func cancel() { contexts.cancel() }

    func take(_ json: String) async throws {
        var context: String?
        do {
            let request = try APIError.decoding(ElevenLabsRequest.self, from: Data(json.utf8))
            context = request.context
            try await handle(request)
        } catch {
            let report = APIError(error)
            refusals.note(report, of: error, ["endpoint": "/v1/text-to-speech"])
            try await fail(report, context)
        }
    }

    private func fail(_ report: APIError, _ context: String?) async throws {
        try await socket.send(text: ElevenLabsMessage(report, context: context).json)
        // A client of one text waits for the end of the connection.
        if !isMultiContext { socket.close(.init(code: .policyViolation, reason: String(report.message.prefix(40)))) }
    }

    private func handle(_ request: ElevenLabsRequest) async throws {
        if request.close_socket == true {
            await contexts.finish()
            return socket.close(Self.normal)
        }
        let id = isMultiContext ? request.context ?? Self.onlyContext : Self.onlyContext
        let known = contexts.find(id)
        if request.close_context == true {
            // A second time while it still speaks: its listener has interrupted it.
            if let known, known.isTextComplete { known.cancel() } else { known?.finish() }
            return
        }
        guard let text = request.text ?? (request.flush == true ? "" : nil) else {
            throw APIError.badRequest("text is missing.", parameter: "text")
        }
        guard !text.isEmpty else {
            if request.flush == true { known?.flush() } else if !isMultiContext { try await finish(known) }
            return
        }
        let speech = try known ?? begin(id, request.voice_settings)
        try speech.send(text)
        if request.flush == true || isAutomatic && Self.endsPhrase(text) { speech.flush() }
    }

    /// The only text is complete: an empty one is an end, too.
    private func finish(_ speech: LiveSpeech?) async throws {
        if let speech { return speech.finish() }
        var final = ElevenLabsMessage(context: nil)
        final.isFinal = true
        try await socket.send(text: final.json)
        socket.close(Self.normal)
    }

    private static let normal = SocketViolation(code: .normalClosure, reason: "")

    private static func endsPhrase(_ text: String) -> Bool {
        let closing = Set("\"'”’)]»")
        let last = text.last { !$0.isWhitespace && !closing.contains($0) }
        return last.map { ".!?…。！？".contains($0) } ?? false
    }

    private func begin(_ id: String, _ settings: ElevenLabsVoiceSettings?) throws -> LiveSpeech {
        var (choices, headers) = (choices, HTTPFields())
        choices.speed = settings?.speed
        let request = try choices.speech(service, text: nil, headers: &headers)
        let speech = LiveSpeech()
        try contexts.add(speech, as: id)
        clocks.withLock { $0[id] = AlignmentClock(isAbsolute: hasAbsoluteTimes) }
        speech.start(
            open: { [service, client, logger] in try await service.begin(request, client: client, logger: logger) },
            abort: { [socket] in socket.abort() },
            receive: { [self] event, bytes, session in
                var message = ElevenLabsMessage(context: name(id))
                if bytes.readableBytes > 0 { message.audio = Data(bytes.readableBytesView).base64EncodedString() }
                if case .word(let word) = event {
                    message.alignment = align(id) { $0.add(word, of: session.text) }
                    message.normalizedAlignment = message.alignment
                }
                guard message.audio != nil || message.alignment != nil else { return }
                try await socket.send(text: message.json)
            },
            end: { [self, weak speech] result, session in
                guard let speech else { return }
                await end(id, result, session, speech)
            })
        return speech
    }

    private func align(
        _ id: String, _ part: (inout CharacterAlignment) -> CharacterAlignment.Part?
    ) -> ElevenLabsMessage.Alignment? {
        clocks.withLock { clocks in
            var clock = clocks[id]
            defer { clocks[id] = clock }
            return clock?.message(part)
        }
    }

    /// What messages call a context; those of `stream-input` have none.
    private func name(_ id: String) -> String? { isMultiContext ? id : nil }

    private func end(
        _ id: String, _ result: Result<ServedSession.Usage, any Error>, _ session: ServedSession?,
        _ speech: LiveSpeech
    ) async {
        contexts.remove(id)
        if let report = result.report(of: speech) {
            clocks.withLock { $0[id] = nil }
            try? await fail(report, name(id))
            return
        }
        // A message of its own: clients look no further into the final one.
        if case .success(let usage) = result, let session, session.reportsWords, !speech.isCancelled,
            let rest = align(id, { $0.finish(session.text, seconds: usage.seconds) })
        {
            var message = ElevenLabsMessage(context: name(id))
            message.alignment = rest
            message.normalizedAlignment = rest
            try? await socket.send(text: message.json)
        }
        clocks.withLock { $0[id] = nil }
        var final = ElevenLabsMessage(context: name(id))
        final.isFinal = true
        try? await socket.send(text: final.json)
        if !isMultiContext { socket.close(Self.normal) }
    }
}
