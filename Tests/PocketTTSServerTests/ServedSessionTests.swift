import Foundation
import Hummingbird
import Logging
import NIOCore
@testable import PocketTTSServer
import PocketTTS
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct ServedSessionTests {
    /// Keeps the lines of a log.
    private final class Lines: Sendable {
        private struct Handler: LogHandler {
            let lines: Lines
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.trace

            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }

            func log(event: LogEvent) {
                let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                lines.kept.withLock { $0.append(([event.message.description] + fields).joined(separator: " ")) }
            }
        }

        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }
    }

    private func metrics(_ endpoints: Endpoints) throws -> String { try #require(endpoints.service.registry).render() }

    /// Speaks a text that arrives in fragments.
    private func speakLive(
        _ endpoints: Endpoints, _ fragments: [String], options: SpeechOptions = .init(seed: 1), logger: Logger = .silent
    ) async throws -> ServedSession.Usage {
        let request = SpeechRequest(
            model: endpoints.service.models[0], text: nil, voice: .named(nil), options: options, format: .s16le)
        let session = try await endpoints.service.begin(request, client: "a", logger: logger)
        for fragment in fragments { try await session.send(fragment) }
        try session.finish()
        return try await session.deliver(abort: {}) { _, _ in }
    }

    @Test func liveSessionsHaveTheFiguresOfRequests() async throws {
        let endpoints = try await Endpoints()
        let usage = try await speakLive(endpoints, ["Hello the", "re. How are ", "you?"])
        #expect(usage.frames > 0 && usage.tokens > 0 && usage.seconds > 0)
        let text = try metrics(endpoints)
        for line in [
            "pocket_tts_time_to_first_audio_seconds_count 1", "pocket_tts_times_real_time_count 1",
            "pocket_tts_requests_total{outcome=\"completed\"} 1",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        #expect(endpoints.service.admission.load.active == 0)
    }

    @Test func wholeTextsAndFragmentsGiveTheSameBytes() async throws {
        let endpoints = try await Endpoints()
        func bytes(_ text: String?, _ fragments: [String]) async throws -> Data {
            let request = SpeechRequest(
                model: endpoints.service.models[0], text: text, voice: .named(nil), options: .init(seed: 3),
                format: .s16le)
            let session = try await endpoints.service.begin(request, client: "a", logger: .silent)
            for fragment in fragments { try await session.send(fragment) }
            try session.finish()
            var data = Data()
            try await session.deliver(abort: {}) { _, bytes in data += Data(buffer: bytes) }
            return data
        }
        let whole = try await bytes("Hello there, my friend.", [])
        #expect(!whole.isEmpty)
        #expect(try await bytes(nil, ["Hello the", "re, my ", "friend."]) == whole)
    }

    @Test func speechCutAtTheFrameCapIsCountedAndLogged() async throws {
        let endpoints = try await Endpoints()
        let lines = Lines()
        let options = SpeechOptions(seed: 1, eosThreshold: .infinity)
        let usage = try await speakLive(endpoints, ["Hi."], options: options, logger: lines.logger)
        #expect(usage.cutChunks == 1)
        #expect(try metrics(endpoints).contains("pocket_tts_chunks_cut_at_frame_cap_total 1\n"))
        #expect(lines.all.count == 1 && lines.all[0].contains("cut_at_frame_cap=1"))
    }

    @Test func textsCannotForgeLogLines() async throws {
        let lines = Lines()
        let endpoints = try await Endpoints(logsTexts: true)
        let text = "Hello.\n2026-01-01 info listening\r\u{2028}x\u{1b}[2J\u{85}\u{202e}"
        let request = SpeechRequest(
            model: endpoints.service.models[0], text: text, voice: .named(nil), options: .init(seed: 1))
        let session = try await endpoints.service.begin(request, client: "a", logger: lines.logger)
        try await session.deliver(abort: {}) { _, _ in }
        let line = try #require(lines.all.first)
        #expect(lines.all.count == 1 && line.contains("text=Hello.\\u{a}2026"))
        for scalar in ["\n", "\r", "\u{2028}", "\u{1b}", "\u{85}", "\u{202e}"] { #expect(!line.contains(scalar)) }
    }

    @Test func aPauseInTheTextIsNotAnUnderrun() {
        let registry = PrometheusRegistry.forSpeech()
        let start = ContinuousClock.now
        func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }
        var meter = PlaybackMeter(SpeechMetrics(factory: registry))
        meter.note(seconds: 0.08, asked: at(0), text: at(0), now: at(0.1))
        meter.note(seconds: 0.08, asked: at(0.1), text: at(0), now: at(0.15))
        #expect(registry.render().contains("pocket_tts_playback_gap_seconds_count 0\n"))
        // Ten seconds without text, then audio 50 ms after it.
        meter.awaitText()
        meter.note(seconds: 0.08, asked: at(0.15), text: at(10), now: at(10.05))
        // The pause alone is no gap; the 50 ms are one, for nothing was left to play.
        #expect(registry.render().contains("pocket_tts_playback_gap_seconds_count 1\n"))
        meter.note(seconds: 0.08, asked: at(10.05), text: at(10), now: at(11))
        #expect(registry.render().contains("pocket_tts_playback_gap_seconds_count 2\n"))
        meter.finish()
        // 0.32 s of audio in 0.1 + 0.05 + 0.05 + 0.95 s.
        #expect(registry.render().contains("pocket_tts_times_real_time_sum 0.278"))
    }

    @Test func anUnderrunIsSeenBeforeItHappens() {
        let start = ContinuousClock.now
        func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }
        var meter = PlaybackMeter(SpeechMetrics(factory: PrometheusRegistry.forSpeech()))
        #expect(meter.deadline(asked: at(0), isTextComplete: false) == nil, "there may be no text yet")
        #expect(meter.deadline(asked: at(0), isTextComplete: true) == at(0))
        #expect(!meter.isAhead(by: .zero, at: at(0)))
        meter.note(seconds: 0.5, asked: at(0), text: at(0), now: at(0.25))
        #expect(meter.deadline(asked: at(0.25), isTextComplete: false) == at(0.75))
        #expect(meter.isAhead(by: .milliseconds(500), at: at(0.25)))
        #expect(!meter.isAhead(by: .milliseconds(500), at: at(0.5)))
        meter.awaitText()
        #expect(meter.deadline(asked: at(0.25), isTextComplete: false) == nil)
    }

    @Test func aSessionMayWaitForItsText() async throws {
        let endpoints = try await Endpoints {
            $0.stallTime = .milliseconds(40); $0.textTime = .seconds(60)
        }
        let request = SpeechRequest(
            model: endpoints.service.models[0], text: nil, voice: .named(nil), options: .init(seed: 1), format: .s16le)
        let session = try await endpoints.service.begin(request, client: "a", logger: .silent)
        async let delivered = session.deliver(abort: {}) { _, _ in }
        try await session.send("Hello there. And")
        // Much longer than a client may take no audio.
        try await Task.sleep(for: .milliseconds(400))
        try await session.send(" more.")
        try session.finish()
        #expect(try await delivered.frames > 0)
    }

    @Test func aSessionWithoutTextEnds() async throws {
        let endpoints = try await Endpoints {
            $0.stallTime = .milliseconds(40); $0.textTime = .milliseconds(100)
        }
        let request = SpeechRequest(model: endpoints.service.models[0], text: nil, voice: .named(nil), format: .s16le)
        let session = try await endpoints.service.begin(request, client: "a", logger: .silent)
        await #expect(throws: ServedSession.Stop.noText) { try await session.deliver(abort: {}) { _, _ in } }
        #expect(endpoints.service.admission.load.active == 0)
    }

    @Test func moreSamplerStepsTakeMoreOfTheMachine() async throws {
        let endpoints = try await Endpoints(capacity: 3)
        let service = endpoints.service
        let model = service.models[0]
        let ordinary = try await service.admit(model, client: "a")
        let costly = SpeechOptions(samplerSteps: 64)
        #expect(model.synthesizer.model.cost(of: costly) > 2)
        // There is room for two more ordinary ones, and not for this one.
        let waiting = Task { try await service.admit(model, options: costly, client: "b") }
        while service.admission.load.waiting == 0 { await Task.yield() }
        ordinary.giveBack()
        let ticket = try await waiting.value
        #expect(service.admission.load == .init(active: 1, waiting: 0))
        ticket.giveBack()
    }

    @Test func cloningStopsWhenItsClientLeaves() async throws {
        let isBlocked = DispatchSemaphore(value: 0)
        let begun = AsyncStream.makeStream(of: Void.self)
        let endpoints = try await Endpoints(keeper: { (_, make) throws(PocketTTSError) in
            begun.continuation.yield()
            isBlocked.wait()
            return try make()
        })
        defer { isBlocked.signal() }
        let request = SpeechRequest(
            model: endpoints.service.models[0], text: "Hello.",
            voice: .upload(waveFile([Float](repeating: 0.1, count: 48000))))
        let task = Task { try await endpoints.service.begin(request, client: "a", logger: .silent) }
        for await _ in begun.stream { break }
        #expect(endpoints.service.admission.load.active == 1)
        task.cancel()
        // At once, though the encoder is still at work.
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(endpoints.service.admission.load.active == 0)
    }
}
