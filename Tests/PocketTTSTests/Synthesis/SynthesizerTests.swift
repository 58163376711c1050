import Foundation
@testable import PocketTTS
import Testing

@Suite struct SynthesizerTests {
    static let text = "Hello there. This is a longer sentence, with a pause. And one more!"

    @Test func sameSeedSameBytesAloneOrBesideOthersAndForAnyThreadCount() async throws {
        for precision in Precision.allCases {
            let (model, voice) = try Fixtures.load("lsd", precision: precision)
            let options = SpeechOptions(temperature: 0.7, seed: 7, maxTokensPerChunk: 12)
            let alone = try await Synthesizer(model: model).synthesize(Self.text, voice: voice, options: options)
            #expect(alone.count > 20 * model.frameSize)

            let oneThread = try Synthesizer(model: model, configuration: .init(threads: 1))
            #expect(try await oneThread.synthesize(Self.text, voice: voice, options: options) == alone)

            // Beside streams of other lengths, seeds and step counts, more of them than may speak at once.
            let shared = try Synthesizer(model: model, configuration: .init(maxConcurrentStreams: 3))
            try await withThrowingTaskGroup(of: (Int, [Float]).self) { group in
                for i in 0..<7 {
                    group.addTask {
                        let isOurs = i % 2 == 0
                        let options = isOurs ? options : SpeechOptions(seed: Int64(i), samplerSteps: i)
                        return (
                            i,
                            try await shared.synthesize(
                                isOurs ? Self.text : "Others talk.", voice: voice, options: options)
                        )
                    }
                }
                for try await (i, samples) in group where i % 2 == 0 { #expect(samples == alone) }
            }
        }
    }

    /// Streams that begin and are cancelled while others speak change no sample of theirs, and speak as if alone.
    @Test(arguments: [Precision.f32, .bf16, .int8]) func comingAndGoingChangesNothing(precision: Precision) async throws
    {
        let (model, voice) = try Fixtures.load("lsd", precision: precision)
        let synthesizer = try Synthesizer(model: model)
        @Sendable func options(_ seed: Int) -> SpeechOptions {
            .init(temperature: 0.7, seed: Int64(seed), eosThreshold: .infinity, maxTokensPerChunk: 12)
        }
        let others = (0..<3).map { seed in
            Task { try await synthesizer.synthesize(Self.text, voice: voice, options: options(seed)) }
        }
        var joined: [Float] = []
        for frames in 1...5 {
            while synthesizer.framesMade < 20 * frames { try await Task.sleep(for: .milliseconds(1)) }
            joined = []
            for try await chunk in try await synthesizer.speak("Others talk.", voice: voice, options: options(9)) {
                joined += chunk.samples
                if joined.count >= frames * model.frameSize { break }
            }
        }
        let alone = try Synthesizer(model: model)
        for (seed, other) in others.enumerated() {
            let samples = try await other.value
            #expect(try await alone.synthesize(Self.text, voice: voice, options: options(seed)) == samples)
        }
        let whole = try await alone.synthesize("Others talk.", voice: voice, options: options(9))
        #expect(joined.count == 5 * model.frameSize && whole.starts(with: joined))
    }

    /// Listeners who never let the batch run empty must not keep another from its next chunk.
    @Test func aNextChunkIsReadWhileOthersSpeak() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let endless = String(repeating: "and on and on ", count: 60)
        let others = (0..<6).map { seed in
            Task {
                try await synthesizer.synthesize(
                    endless, voice: voice,
                    options: .init(seed: Int64(seed), eosThreshold: .infinity, maxTokensPerChunk: 900))
            }
        }
        while synthesizer.activeStreams < 6 { try await Task.sleep(for: .milliseconds(1)) }
        let options = SpeechOptions(seed: 7, maxTokensPerChunk: 12)
        let samples = try await synthesizer.synthesize(Self.text, voice: voice, options: options)
        #expect(synthesizer.activeStreams == 6)
        for other in others { other.cancel() }
        #expect(try await Synthesizer(model: model).synthesize(Self.text, voice: voice, options: options) == samples)
    }

    @Test func differentSeedsDiffer() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let one = try await synthesizer.synthesize("Hello.", voice: voice, options: .init(temperature: 0.7, seed: 1))
        let two = try await synthesizer.synthesize("Hello.", voice: voice, options: .init(temperature: 0.7, seed: 2))
        #expect(one != two)
    }

    @Test func chunksFollowEachOtherAndEndWithAFinalOne() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        var samples = 0
        var started: [ChunkProgress] = []
        var finished: [ChunkProgress] = []
        var final = 0
        for try await event in try await synthesizer.events(
            Self.text, voice: voice, options: .init(temperature: 0, maxTokensPerChunk: 12))
        {
            switch event {
            case .chunkStarted(let chunk):
                #expect(started.count == finished.count)
                started.append(chunk)
            case .audio(let chunk):
                #expect(final == 0)
                #expect(chunk.startTime == Double(samples) / 24_000)
                #expect(chunk.sampleRate == 24_000)
                #expect(chunk.isFinal == chunk.samples.isEmpty)
                if !chunk.isFinal { #expect(chunk.textRange == started.last?.textRange) }
                samples += chunk.samples.count
                final += chunk.isFinal ? 1 : 0
            case .word, .failure, .retry, .mark: Issue.record("nobody asked for it")
            case .chunkFinished(let chunk): finished.append(chunk)
            }
        }
        #expect(final == 1)
        #expect(started.count > 1 && started.map(\.index) == Array(0..<started.count))
        #expect(started.map(\.text) == finished.map(\.text))
        #expect(finished.reduce(0) { $0 + $1.frames } * model.frameSize == samples)
        let words = started.map { String(decoding: Array(Self.text.utf8)[$0.textRange], as: UTF8.self) }
        #expect(words.joined(separator: " ") == Self.text)
    }

    @Test func reachingTheFrameCapIsReported() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        var capped: [Bool] = []
        for try await event in try await synthesizer.events(
            "Hello.", voice: voice, options: .init(temperature: 0, eosThreshold: .infinity))
        {
            if case .chunkFinished(let chunk) = event { capped.append(chunk.reachedFrameCap) }
        }
        #expect(capped == [true])
    }

    @Test func anUnreadStreamStopsComputing() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let stream = try await synthesizer.speak(Self.text, voice: voice)
        try await Task.sleep(for: .milliseconds(300))
        #expect(synthesizer.framesMade == Scheduler.lookahead)
        var iterator = stream.makeAsyncIterator()
        _ = try await iterator.next()
        try await Task.sleep(for: .milliseconds(300))
        #expect(synthesizer.framesMade == Scheduler.lookahead + 1)
        _ = try await iterator.next()
    }

    @Test func leavingTheLoopStopsComputing() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        for try await _ in try await synthesizer.speak(Self.text, voice: voice) { break }
        let made = synthesizer.framesMade
        try await Task.sleep(for: .milliseconds(300))
        #expect(synthesizer.framesMade <= made + 1)
        #expect(synthesizer.activeStreams == 0)
    }

    @Test func droppingAStreamUnreadFreesItsPlace() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model, configuration: .init(maxConcurrentStreams: 1))
        _ = try await synthesizer.speak(Self.text, voice: voice)
        let samples = try await synthesizer.synthesize("Hello.", voice: voice)
        #expect(!samples.isEmpty)
    }

    @Test func cancellingTheTaskThrows() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let long = String(repeating: "This goes on and on. ", count: 200)
        let task = Task { try await synthesizer.synthesize(long, voice: voice) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(synthesizer.activeStreams == 0)
        let again = try await synthesizer.synthesize("Hello.", voice: voice)
        #expect(!again.isEmpty)
    }

    /// Cancelling takes the task's own lock and then the engine's, resuming once took them the other way round.
    @Test(.timeLimit(.minutes(15))) func cancellingAtAnyMomentNeverBlocks() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        // So long that none is finished before it is cancelled.
        let long = String(repeating: "This goes on and on. ", count: 150)
        for i in 0..<60 {
            let task = Task { try await synthesizer.synthesize(long, voice: voice) }
            // A moment of the work, and not of the clock; the yields spread the cancels over the time between two
            // frames.
            let frames = synthesizer.framesMade + i % 12
            while synthesizer.framesMade < frames { try await Task.sleep(for: .microseconds(200)) }
            for _ in 0..<i { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(synthesizer.activeStreams == 0)
    }

    @Test func theEngineLivesAsLongAsItsStreams() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        var synthesizer: Synthesizer? = try Synthesizer(model: model)
        let stream = try #require(try await synthesizer?.speak("Hello.", voice: voice, options: .init(temperature: 0)))
        synthesizer = nil
        var samples = 0
        for try await chunk in stream { samples += chunk.samples.count }
        #expect(samples > 0)
    }

    @Test func withoutAVoice() async throws {
        let (model, _) = try Fixtures.load("lsd-2026-01")
        let samples = try await Synthesizer(model: model).synthesize("Hello.", options: .init(temperature: 0))
        #expect(samples.count.isMultiple(of: model.frameSize) && samples.allSatisfy(\.isFinite))
    }

    @Test func badRequestsAreRefusedAtOnce() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let other = try Fixtures.load("drifting").voice
        let synthesizer = try Synthesizer(model: model, configuration: .init(maxTextBytes: 20_000))
        for text in ["", " \n\t", "\u{200b}\u{3000}".replacing("\u{200b}", with: "")] {
            await #expect(throws: PocketTTSError.emptyText) { try await synthesizer.speak(text, voice: voice) }
        }
        await #expect(throws: PocketTTSError.textTooLong(bytes: 20_001, limit: 20_000)) {
            try await synthesizer.speak(String(repeating: "a", count: 20_001), voice: voice)
        }
        // Only the reference's way to divide a text knows words that cannot be divided.
        let reference = {
            var options = SpeechOptions()
            options.normalization = .off
            return options
        }()
        let word = String(repeating: "x", count: 5000)
        await #expect { try await synthesizer.speak(word, voice: voice, options: reference) } throws: {
            if case .textChunkTooLong(_, let tokens, 1000) = $0 as? PocketTTSError { tokens > 1000 } else { false }
        }
        await #expect { try await synthesizer.speak("Hi.", voice: other) } throws: {
            if case .invalidVoice = $0 as? PocketTTSError { true } else { false }
        }
        let options: [(String, SpeechOptions)] = [
            ("temperature", .init(temperature: -1)), ("temperature", .init(temperature: .nan)),
            ("temperature", .init(temperature: .infinity)), ("sampler-decode-steps", .init(samplerSteps: 0)),
            ("noise-clamp", .init(noiseClamp: 0)), ("noise-clamp", .init(noiseClamp: .nan)),
            ("eos-threshold", .init(eosThreshold: .nan)), ("frames-after-eos", .init(framesAfterEOS: -1)),
            ("max-tokens", .init(maxTokensPerChunk: 0)),
        ]
        for (name, options) in options {
            await #expect { try await synthesizer.speak("Hi.", voice: voice, options: options) } throws: {
                if case .invalidOption(name, _, _) = $0 as? PocketTTSError { true } else { false }
            }
        }
        for threads in [0, 10_000] {
            #expect(throws: PocketTTSError.invalidOption(name: "threads", value: "\(threads)", allowed: "1 to 1024")) {
                try Synthesizer(model: model, configuration: .init(threads: threads))
            }
        }
    }

    @Test func latentsAreDecoded() async throws {
        let (model, _) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let latents = (0..<5 * model.latentDim).map { Float(sin(Double($0))) }
        let samples = try await synthesizer.decode(latents: latents)
        #expect(samples.count == 5 * model.frameSize)
        #expect(samples == model.decode(latents: latents, framesPerCall: 5))
        await #expect(throws: PocketTTSError.self) { try await synthesizer.decode(latents: [1]) }
    }
}
