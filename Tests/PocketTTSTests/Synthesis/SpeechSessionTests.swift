import Foundation
@testable import PocketTTS
import Testing

@Suite struct SpeechSessionTests {
    static let text =
        "Hello there. This is a longer sentence, with a pause, and with Pi, which is 3.14. And one more! Bye"

    /// The text in fragments of up to `longest` code points.
    private static func fragments(_ text: String, longest: Int) -> [String] {
        var fragments: [String] = []
        var rest = Array(text.unicodeScalars)[...]
        while !rest.isEmpty {
            let count = min(Int.random(in: 1...longest), rest.count)
            fragments.append(String(String.UnicodeScalarView(rest.prefix(count))))
            rest = rest.dropFirst(count)
        }
        return fragments
    }

    private static func read(_ session: SpeechSession) async throws -> (samples: [Float], chunks: [ChunkProgress]) {
        var samples: [Float] = []
        var chunks: [ChunkProgress] = []
        for try await event in session.events {
            switch event {
            case .chunkStarted: break
            case .audio(let chunk): samples += chunk.samples
            case .chunkFinished(let chunk): chunks.append(chunk)
            case .word, .failure, .retry, .mark: Issue.record("nobody asked for it")
            }
        }
        return (samples, chunks)
    }

    /// As one-shot, bit for bit: by character and in random fragments, sent at once and while it is read ahead.
    @Test(arguments: Precision.allCases)
    func fragmentationChangesNoSample(precision: Precision) async throws {
        let (model, voice) = try Fixtures.load("lsd", precision: precision)
        let synthesizer = try Synthesizer(model: model)
        for maxTokens in [12, 1000] {
            let options = SpeechOptions(temperature: 0.7, seed: 7, maxTokensPerChunk: maxTokens)
            // One-shot puts short sentences together: each for itself is what it does when no two fit.
            let sentences = maxTokens == 12 ? Self.text : String(repeating: "go on ", count: 30) + "and stop."
            let whole = try await synthesizer.synthesize(sentences, voice: voice, options: options)
            for (longest, pause) in [(1, 0), (1, 2), (6, 0), (6, 10), (1000, 0)] {
                let session = try await synthesizer.session(voice: voice, options: options)
                let result = Task { try await Self.read(session) }
                for fragment in Self.fragments(sentences, longest: longest) {
                    try session.send(fragment)
                    if pause > 0 { try await Task.sleep(for: .milliseconds(pause)) }
                }
                try session.finish()
                let (samples, chunks) = try await result.value
                #expect(samples == whole, "\(maxTokens) \(longest) \(pause)")
                #expect(chunks.last?.textRange.upperBound == sentences.utf8.count)
            }
        }
    }

    @Test func speaksBeforeTheTextIsComplete() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let session = try await synthesizer.session(voice: voice, options: .init(temperature: 0))
        var events = session.events.makeAsyncIterator()
        try session.send("Hello there. N")
        var started: [String] = []
        var finished = 0
        while finished < 1, let event = try await events.next() {
            if case .chunkStarted(let chunk) = event { started.append(chunk.text) }
            if case .chunkFinished = event { finished += 1 }
        }
        try session.send("o way")
        try session.flush()
        while finished < 2, let event = try await events.next() {
            if case .chunkStarted(let chunk) = event { started.append(chunk.text) }
            if case .chunkFinished = event { finished += 1 }
        }
        #expect(started == ["Hello there.", "No way."])
        try session.finish()
        guard case .audio(let last) = try await events.next() else { Issue.record("no final chunk"); return }
        #expect(last.isFinal && last.textRange == 13..<19)
        #expect(try await events.next() == nil)
        #expect(synthesizer.activeStreams == 0)
    }

    /// What is pending is in the cache before the sentence is complete, and is not read again.
    @Test(.timeLimit(.minutes(15))) func textIsPrefetched() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let session = try await synthesizer.session(voice: voice, options: .init(temperature: 0))
        let tokens = try model.planner.plan("This is a longer sentence.")[0].tokens.count
        try session.send("This is a longer sentence.")
        // However long it takes, the tokens are prefilled before anybody says that the sentence is complete.
        while synthesizer.usage.prefillRows < tokens { try await Task.sleep(for: .milliseconds(1)) }
        #expect(synthesizer.framesMade == 0)
        let before = synthesizer.usage.prefillRows
        #expect(before == tokens)
        try session.flush()
        var events = session.events.makeAsyncIterator()
        while let event = try await events.next() { if case .audio = event { break } }
        #expect(synthesizer.usage.prefillRows == before + 1)
    }

    @Test func textsWithNothingToSay() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        for fragments in [[], [""], [" ", "\n\t"]] {
            let session = try await synthesizer.session(voice: voice)
            for fragment in fragments { try session.send(fragment) }
            try session.flush()
            try session.finish()
            try session.finish()
            let (samples, chunks) = try await Self.read(session)
            #expect(samples.isEmpty && chunks.isEmpty)
        }
        #expect(synthesizer.activeStreams == 0)
    }

    @Test func textAfterTheEndIsRefused() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let finished = try await synthesizer.session(voice: voice)
        try finished.finish()
        #expect(throws: PocketTTSError.sessionOver) { try finished.send("Hello.") }
        let cancelled = try await synthesizer.session(voice: voice)
        #expect(cancelled.cancel().seconds == 0)
        #expect(throws: PocketTTSError.sessionOver) { try cancelled.flush() }
        try cancelled.finish()
    }

    /// What is reported as said is what was read, wherever speech is cut.
    @Test func bargingIn() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        for stop in [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 10_000] {
            let session = try await synthesizer.session(voice: voice, options: .init(temperature: 0))
            try session.send(Self.text)
            try session.finish()
            var said = SpokenExtent(sampleRate: model.sampleRate)
            var events = session.events.makeAsyncIterator()
            for _ in 0..<stop {
                guard let event = try await events.next() else { break }
                said.add(event)
            }
            #expect(session.cancel() == said)
            #expect(session.cancel() == said)
            #expect(try await events.next() == nil)
            if stop == 10_000 { #expect(said.textRange == 0..<Self.text.utf8.count && said.begunRange == nil) }
        }
        #expect(synthesizer.activeStreams == 0)
    }

    /// A cancel at any moment, from beside, ends the listener's loop and stops the computation.
    @Test(.timeLimit(.minutes(15))) func bargingInAtAnyMoment() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        for i in 0..<60 {
            let session = try await synthesizer.session(voice: voice)
            let reader = Task { try await Self.read(session) }
            let writer = Task {
                for fragment in Self.fragments(Self.text, longest: 5) { try session.send(fragment) }
                try session.finish()
            }
            // A moment of the work, and not of the clock.
            let frames = synthesizer.framesMade + i % 12
            while synthesizer.framesMade < frames { try await Task.sleep(for: .microseconds(200)) }
            let said = session.cancel()
            _ = await writer.result
            let (samples, chunks) = try await reader.value
            #expect(Double(samples.count) / Double(model.sampleRate) == said.seconds)
            #expect(chunks.last?.textRange.upperBound ?? 0 == said.textRange.upperBound)
        }
        #expect(synthesizer.activeStreams == 0)
    }

    @Test func tooMuchTextIsRefusedUntilSomeIsSaid() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model, configuration: .init(maxTextBytes: 200))
        let session = try await synthesizer.session(voice: voice)
        #expect(throws: PocketTTSError.textTooLong(bytes: 201, limit: 200)) {
            try session.send(String(repeating: "a", count: 201))
        }
        var sent = 0
        do {
            while sent < 1000 { try session.send("Hello there. "); sent += 1 }
            Issue.record("text piles up")
        } catch {
            #expect({ if case .textTooLong(_, 200) = error { true } else { false } }())
        }
        // 300 ms later still nobody listens: no more has been made than may be ahead of the listener.
        try await Task.sleep(for: .milliseconds(300))
        #expect(synthesizer.framesMade <= Scheduler.lookahead)
        try session.finish()
        let (_, chunks) = try await Self.read(session)
        #expect(chunks.count == sent)
    }

    @Test func longTextsInOneSession() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let session = try await synthesizer.session(voice: voice, options: .init(temperature: 0))
        let reader = Task { try await Self.read(session) }
        let sentence = "Yes, 4.5 it is! "
        for _ in 0..<300 { try session.send(sentence) }
        try session.finish()
        let chunks = try await reader.value.chunks
        #expect(chunks.count == 300)
        #expect(chunks.map(\.textRange.lowerBound) == (0..<300).map { $0 * sentence.utf8.count })
    }

    /// A chunk longer than the session was made for gets its room.
    @Test func aLongSentenceAfterShortOnes() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let options = SpeechOptions(temperature: 0, maxTokensPerChunk: 10)
        let long = String(repeating: "word ", count: 120) + "end."
        let session = try await synthesizer.session(voice: voice, options: options)
        let reader = Task { try await Self.read(session) }
        for fragment in Self.fragments("Hello. " + long, longest: 9) {
            try session.send(fragment)
            try await Task.sleep(for: .microseconds(500))
        }
        try session.finish()
        let expected = try await synthesizer.synthesize("Hello. " + long, voice: voice, options: options)
        #expect(try await reader.value.samples == expected)
    }

    @Test func droppedSessions() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model, configuration: .init(maxConcurrentStreams: 1))
        // The events outlive it, and end.
        var session: SpeechSession? = try await synthesizer.session(voice: voice)
        try session?.send("Hello there")
        let events = try #require(session?.events)
        session = nil
        var samples = 0
        for try await case .audio(let chunk) in events { samples += chunk.samples.count }
        #expect(samples > 0)
        // Both are dropped: its place is free.
        _ = try await synthesizer.session(voice: voice).send("Hello there.")
        #expect(try await !synthesizer.synthesize("Hello.", voice: voice).isEmpty)
    }

    @Test func cancellingTheReadersTask() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let session = try await synthesizer.session(voice: voice)
        let reader = Task { try await Self.read(session) }
        try session.send("Hello there. And")
        try await Task.sleep(for: .milliseconds(20))
        reader.cancel()
        _ = await reader.result
        #expect(synthesizer.activeStreams == 0)
        _ = session.cancel()
    }

    /// Sessions beside each other and beside one-shot speech: the same samples as alone.
    @Test func sessionsBesideEachOther() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let options = SpeechOptions(temperature: 0.7, seed: 7, maxTokensPerChunk: 12)
        let alone = try await Synthesizer(model: model).synthesize(Self.text, voice: voice, options: options)
        let synthesizer = try Synthesizer(model: model, configuration: .init(maxConcurrentStreams: 3))
        try await withThrowingTaskGroup(of: [Float].self) { group in
            for i in 0..<8 {
                group.addTask {
                    if i % 3 == 0 { return try await synthesizer.synthesize(Self.text, voice: voice, options: options) }
                    let session = try await synthesizer.session(voice: voice, options: options)
                    let reader = Task { try await Self.read(session) }
                    for fragment in Self.fragments(Self.text, longest: 4) {
                        try session.send(fragment)
                        try await Task.sleep(for: .milliseconds(1))
                    }
                    try session.finish()
                    return try await reader.value.samples
                }
            }
            for try await samples in group { #expect(samples == alone) }
        }
    }
}
