import Foundation
import HTTPTypes
import Logging
import NIOCore
import PocketTTS
import Synchronization

/// Cartesia's WebSocket: contexts side by side, each a text that arrives in transcripts.
final class CartesiaConversation: SocketDialogue {
    /// What a context has flushed, and how far it has been spoken.
    private struct Progress {
        /// Bytes of text so far, without the white space at its end.
        var textEnd = 0
        var sentBytes = 0
        var spokenEnd = 0
        /// Flushes that wait for their audio: their numbers, and where they are in the text.
        var flushes: [(id: Int, end: Int)] = []
        var lastFlush = 0
        var pacer = MessagePacer()
        /// Seconds that the listener had played when it cancelled, if it said so.
        var played: Double?

        mutating func add(_ text: String) {
            let spaces = text.utf8.reversed().prefix { $0 <= UInt8(ascii: " ") }.count
            if spaces < text.utf8.count { textEnd = sentBytes + text.utf8.count - spaces }
            sentBytes += text.utf8.count
        }

        /// Flushes all of whose audio has been sent.
        mutating func takeFlushes(all: Bool = false) -> [Int] {
            let done = flushes.prefix { all || $0.end <= spokenEnd }
            flushes.removeFirst(done.count)
            return done.map(\.id)
        }
    }

    let socket: SpeechSocket
    private let service: SpeechService
    private let client: String
    private let logger: Logger
    private let refusals: RefusalLog
    private let contexts = SocketContexts()
    private let progress = Mutex<[String: Progress]>([:])

    init(socket: SpeechSocket, service: SpeechService, client: String, logger: Logger) {
        self.socket = socket
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
            let body = try APIError.decoding(CartesiaBody.self, from: Data(json.utf8))
            context = body.context_id
            try await handle(body)
        } catch {
            let report = APIError(error)
            refusals.note(report, of: error, ["endpoint": "/tts/websocket"])
            try await send(.error(report), context)
        }
    }

    private func handle(_ body: CartesiaBody) async throws {
        guard let context = body.context_id, !context.isEmpty else {
            throw APIError.badRequest("context_id is missing.", parameter: "context_id")
        }
        if body.cancel == true {
            progress.withLock { $0[context]?.played = body.played_seconds }
            contexts.find(context)?.cancel()
            return
        }
        guard let transcript = body.transcript else {
            throw APIError.badRequest("transcript is missing.", parameter: "transcript")
        }
        let goesOn = body.continue ?? false
        let speech = try contexts.find(context) ?? begin(body, context, isWhole: !goesOn)
        if !transcript.isEmpty {
            try speech.send(transcript)
            progress.withLock { $0[context]?.add(transcript) }
            // The client has collected whole sentences itself.
            if body.max_buffer_delay_ms == 0 { speech.flush() }
        }
        if body.flush == true {
            speech.flush()
            let done = progress.withLock { progress -> [Int] in
                progress[context]?.lastFlush += 1
                if let end = progress[context]?.textEnd, let id = progress[context]?.lastFlush {
                    progress[context]?.flushes.append((id, end))
                }
                return progress[context]?.takeFlushes() ?? []
            }
            for id in done { try await send(.flushDone(id), context) }
        }
        if !goesOn { speech.finish() }
    }

    private func begin(_ body: CartesiaBody, _ context: String, isWhole: Bool) throws -> LiveSpeech {
        if isWhole { try service.checkText(body.transcript ?? "", parameter: "transcript") }
        var headers = HTTPFields()
        let request = try body.speech(service, text: nil, rawOnly: true, headers: &headers)
        let speech = LiveSpeech()
        try contexts.add(speech, as: context)
        progress.withLock { $0[context] = Progress() }
        speech.start(
            open: { [service, client, logger] in try await service.begin(request, client: client, logger: logger) },
            abort: { [socket] in socket.abort() },
            receive: { [self] event, bytes, session in
                try await receive(event, bytes, session, context, hasTimestamps: body.add_timestamps ?? false)
            },
            end: { [self, weak speech] result, session in
                guard let speech else { return }
                await end(result, session, speech, context)
            })
        return speech
    }

    private func receive(
        _ event: SpeechEvent, _ bytes: ByteBuffer, _ session: ServedSession, _ context: String, hasTimestamps: Bool
    ) async throws {
        if bytes.readableBytes > 0 {
            let (time, flush) = progress.withLock { progress -> (Double, Int?) in
                let last = progress[context]?.lastFlush ?? 0
                return (
                    progress[context]?.pacer.next() ?? 0, last > 0 ? progress[context]?.flushes.first?.id ?? last : nil
                )
            }
            var message = CartesiaMessage.chunk(bytes, milliseconds: time)
            message.flush_id = flush
            try await send(message, context)
        }
        switch event {
        case .word(let word) where hasTimestamps: try await send(.word(session.spelled(word)), context)
        case .chunkFinished(let chunk):
            let done = progress.withLock { progress -> [Int] in
                progress[context]?.spokenEnd = chunk.textRange.upperBound
                return progress[context]?.takeFlushes() ?? []
            }
            for id in done { try await send(.flushDone(id), context) }
        case .chunkStarted, .audio, .word, .mark, .failure, .retry: break
        }
    }

    private func end(
        _ result: Result<ServedSession.Usage, any Error>, _ session: ServedSession?, _ speech: LiveSpeech,
        _ context: String
    ) async {
        contexts.remove(context)
        var left = progress.withLock { $0.removeValue(forKey: context) } ?? Progress()
        if let report = result.report(of: speech) {
            try? await send(.error(report), context)
            return
        }
        for id in left.takeFlushes(all: true) { try? await send(.flushDone(id), context) }
        var done = CartesiaMessage.done
        if speech.isCancelled { done.last_word = session?.lastWord(played: left.played) }
        try? await send(done, context)
    }

    private func send(_ message: CartesiaMessage, _ context: String?) async throws {
        try await socket.send(text: ByteBuffer(json: message.of(context)))
    }
}
