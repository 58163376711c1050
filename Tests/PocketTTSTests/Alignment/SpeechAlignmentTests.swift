import FlowLMKernels
import Foundation
@testable import PocketTTS
import Testing

/// Words and failures of the embedded voice, whose attention follows the text.
@Suite struct SpeechAlignmentTests {
    private static let text = "It costs $5 \u{2014} really! The old man sat down, and looked at the river."
    private static let words = [
        "It", "costs", "$5", "really", "The", "old", "man", "sat", "down", "and", "looked", "at", "the", "river",
    ]

    private static func embedded() throws -> (Synthesizer, Voice) {
        let folder = try SpeechModel.embeddedFolder()
        let model = try SpeechModel(folder: folder)
        let voice = try #require(folder.voices["woman"])
        return (try Synthesizer(model: model), try Voice(contentsOf: voice, for: model))
    }

    private struct Spoken {
        var samples: [Float] = []
        var words: [WordTime] = []
        var failures: [SpeechFailure] = []
        var retries: [SpeechRetry] = []
        /// Frames by which each word came after its end.
        var delays: [Double] = []
    }

    private static func spoken(_ events: AsyncThrowingStream<SpeechEvent, any Error>) async throws -> Spoken {
        var spoken = Spoken()
        for try await event in events {
            switch event {
            case .audio(let chunk): spoken.samples += chunk.samples
            case .word(let word):
                spoken.words.append(word)
                spoken.delays.append((Double(spoken.samples.count) / 24_000 - word.end) / 0.08)
            case .failure(let failure): spoken.failures.append(failure)
            case .retry(let retry): spoken.retries.append(retry)
            case .chunkStarted, .chunkFinished, .mark: break
            }
        }
        return spoken
    }

    private static func strings(_ words: [WordTime], of text: String) -> [String] {
        words.map { String(Substring(text.utf8.dropFirst($0.textRange.lowerBound).prefix($0.textRange.count))) }
    }

    @Test func wordsComeInOrderWithTheAudio() async throws {
        let (synthesizer, voice) = try Self.embedded()
        let spoken = try await Self.spoken(
            synthesizer.events(Self.text, voice: voice, options: SpeechOptions(reportsWords: true)))
        #expect(Self.strings(spoken.words, of: Self.text) == Self.words)
        #expect(spoken.failures.isEmpty)
        for (one, next) in zip(spoken.words, spoken.words.dropFirst()) {
            #expect(one.start < one.end && one.end <= next.start + 1e-9)
        }
        let seconds = Double(spoken.samples.count) / 24_000
        #expect(spoken.words.allSatisfy { $0.start >= 0 && $0.end <= seconds })
        // A block of four frames may be decoded at once.
        #expect(spoken.delays.dropLast().allSatisfy { $0 < 12 }, "\(spoken.delays)")
    }

    @Test(arguments: [FailurePolicy.keep, .retry, .error])
    func theAudioIsTheSame(policy: FailurePolicy) async throws {
        let (synthesizer, voice) = try Self.embedded()
        let plain = try await synthesizer.synthesize(Self.text, voice: voice)
        var options = SpeechOptions(reportsWords: true, onFailure: policy)
        let spoken = try await Self.spoken(synthesizer.events(Self.text, voice: voice, options: options))
        #expect(spoken.samples == plain)
        #expect(Self.strings(spoken.words, of: Self.text) == Self.words)
        options.reportsWords = false
        #expect(try await synthesizer.synthesize(Self.text, voice: voice, options: options) == plain)
    }

    @Test func theRandomNumbersGoOnFromChunkToChunk() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        // A random model's noise; short enough that nothing of it fails but the end, which only the cap finds.
        let text = "One, two; three: four. It costs $3.50 today! Is it fine?"
        var options = SpeechOptions(temperature: 0.7, seed: 1234, maxTokensPerChunk: 16)
        let plain = try await synthesizer.synthesize(text, voice: voice, options: options)
        options.onFailure = .retry
        let checked = try await Self.spoken(synthesizer.events(text, voice: voice, options: options))
        if checked.retries.isEmpty { #expect(checked.samples == plain) }
        let again = try await Self.spoken(synthesizer.events(text, voice: voice, options: options))
        #expect(again.samples == checked.samples)
        #expect(again.retries == checked.retries)
    }

    private static let failing = "Wait... what did you say?"

    /// Read as the reference reads it, in one chunk. The threshold lies below the logit at the pause: the speech ends
    /// there.
    private static func options(_ policy: FailurePolicy, reportsWords: Bool = true) -> SpeechOptions {
        var options = SpeechOptions(eosThreshold: -7.5, reportsWords: reportsWords, onFailure: policy)
        options.normalization = .off
        return options
    }

    /// An earlier state of the embedded voice ended its speech at three dots.
    @Test func threeDotsEndNothing() async throws {
        let (synthesizer, voice) = try Self.embedded()
        var options = Self.options(.keep)
        options.eosThreshold = nil
        let kept = try await Self.spoken(synthesizer.events(Self.failing, voice: voice, options: options))
        #expect(kept.failures.isEmpty)
        #expect(Self.strings(kept.words, of: Self.failing) == ["Wait", "what", "did", "you", "say"])
    }

    @Test func aFailureIsReportedAndRepairedBySteeringItsEnd() async throws {
        let (synthesizer, voice) = try Self.embedded()
        let kept = try await Self.spoken(
            synthesizer.events(Self.failing, voice: voice, options: Self.options(.keep)))
        #expect(kept.failures.map(\.kind) == [.earlyEnd])
        #expect(kept.failures.first?.textRange == 8..<24)
        #expect(Self.strings(kept.words, of: Self.failing) == ["Wait"])
        let retried = try await Self.spoken(
            synthesizer.events(
                Self.failing, voice: voice, options: Self.options(.retry)))
        #expect(retried.retries.map(\.change) == [.end])
        #expect(Self.strings(retried.words, of: Self.failing) == ["Wait", "what", "did", "you", "say"])
        await #expect(throws: SpeechFailureError.self) {
            try await synthesizer.synthesize(
                Self.failing, voice: voice, options: Self.options(.error, reportsWords: false))
        }
    }

    /// The threshold lies below nearly all logits: the model would end at once, over and over.
    @Test func speechThatEndsAtOnceIsRepaired() async throws {
        let (synthesizer, voice) = try Self.embedded()
        let text = "He painted the front door bright red."
        let plain = try await synthesizer.synthesize(text, voice: voice)
        var options = SpeechOptions(eosThreshold: -15, reportsWords: true, onFailure: .keep)
        let kept = try await Self.spoken(synthesizer.events(text, voice: voice, options: options))
        #expect(kept.failures.map(\.kind) == [.earlyEnd])
        options.onFailure = .retry
        let retried = try await Self.spoken(synthesizer.events(text, voice: voice, options: options))
        #expect(retried.retries.map(\.change) == [.end])
        #expect(Self.strings(retried.words, of: text).last == "red")
        // The whole sentence, but for the silence after the mark.
        #expect(retried.samples.elementsEqual(plain.prefix(retried.samples.count)))
        #expect(plain.dropFirst(retried.samples.count).allSatisfy { abs($0) < 1e-3 })
    }

    @Test func speechWithoutAnEndIsRepaired() async throws {
        let (synthesizer, voice) = try Self.embedded()
        // The voice goes on with sound of its own after a pause.
        let text = "The farmer sold his horses at the market."
        let plain = try await synthesizer.synthesize(text, voice: voice)
        let options = SpeechOptions(eosThreshold: 1e6, reportsWords: true, onFailure: .retry)
        let retried = try await Self.spoken(synthesizer.events(text, voice: voice, options: options))
        #expect(retried.retries.map(\.change) == [.end])
        #expect(Self.strings(retried.words, of: text).last == "market")
        #expect(retried.samples.starts(with: plain.dropLast(1920)))
        #expect(retried.samples.count < plain.count + 12_000)
    }

    /// The embedded voice was trained without noise.
    @Test func noiseIsLoweredToTheModelsOwn() async throws {
        let (synthesizer, voice) = try Self.embedded()
        let text = "He painted the front door bright red."
        let plain = try await synthesizer.synthesize(text, voice: voice)
        let options = SpeechOptions(temperature: 2, seed: 3, onFailure: .retry)
        let retried = try await Self.spoken(synthesizer.events(text, voice: voice, options: options))
        #expect(retried.retries.map(\.change) == [.temperature])
        #expect(retried.retries.first?.failures.map(\.kind) == [.clipping, .noise])
        #expect(retried.samples == plain)
    }

    @Test func lostWordsAreMoreSeriousThanATail() {
        func failures(_ kinds: SpeechFailure.Kind..., bytes: Int = 4) -> [SpeechFailure] {
            kinds.map { SpeechFailure(kind: $0, textRange: 0..<bytes, time: 0, chunk: 0) }
        }
        #expect(failures(.runOn, .silence).areLessSerious(than: failures(.earlyEnd)))
        #expect(failures(.jumpBack).areLessSerious(than: failures(.skippedWords)))
        #expect(failures(.runOn).areLessSerious(than: failures(.runOn, .silence)))
        #expect(failures(.skippedWords).areLessSerious(than: failures(.skippedWords, bytes: 5)))
        #expect(!failures(.runOn).areLessSerious(than: failures()))
    }

    @Test func aSessionReportsItsWords() async throws {
        let (synthesizer, voice) = try Self.embedded()
        let session = try await synthesizer.session(voice: voice, options: SpeechOptions(reportsWords: true))
        for character in Self.text { try session.send(String(character)) }
        try session.finish()
        let spoken = try await Self.spoken(session.events)
        #expect(Self.strings(spoken.words, of: Self.text) == Self.words)
        #expect(session.said.lastWord == spoken.words.last?.textRange)
        await #expect(throws: PocketTTSError.self) {
            try await synthesizer.session(voice: voice, options: SpeechOptions(onFailure: .retry))
        }
    }

    @Test func wordsNeedKnownHeads() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        await #expect(throws: PocketTTSError.self) {
            try await synthesizer.events("Hello.", voice: voice, options: SpeechOptions(reportsWords: true))
        }
    }

    @Test func headsComeFromAFileBesideTheModelOrTheCatalogue() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let own = folder.appending(path: "config.yaml")
        #expect(try AlignmentFile.find(folder: folder, configURL: own) == .unknown)
        let french = Repository.root.appending(path: "Models/configs/french.yaml")
        #expect(try AlignmentFile.find(folder: folder, configURL: french) == .init(heads: [.init(layer: 3, head: 9)]))
        try AlignmentFile(heads: [.init(layer: 1, head: 2), .init(layer: 0, head: 3)], latentEnergy: 0.75)
            .write(to: folder)
        #expect(
            try AlignmentFile.find(folder: folder, configURL: own)
                == .init(heads: [.init(layer: 0, head: 3), .init(layer: 1, head: 2)], latentEnergy: 0.75))
        for broken in [
            "{}", "[]", "{\"heads\":[[1,2]],\"latent_energy\":0}", "{\"heads\":[[1]]}", "{\"heads\":[[1,2],[1,2]]}",
            "{\"heads\":[[-1,2]]}",
        ] {
            try Data(broken.utf8).write(to: folder.appending(path: AlignmentFile.fileName))
            #expect(throws: PocketTTSError.self) { try AlignmentFile.find(folder: folder, configURL: own) }
        }
    }
}

/// The embedded voice's word times against those that pocketsphinx finds in its speech (scripts/tests/alignment).
@Suite struct WordTimeAccuracyTests {
    private struct Sentence: Decodable {
        let voice, text: String
        /// `[start, end]` in seconds.
        let words: [[Double]]
    }

    @Test func wordTimesAreThoseOfARecogniser() async throws {
        let sentences = try JSONDecoder().decode(
            [Sentence].self, from: Data(contentsOf: Fixtures.folder.appending(path: "alignment/word-times.json")))
        let folder = try SpeechModel.embeddedFolder()
        let model = try SpeechModel(folder: folder)
        let synthesizer = try Synthesizer(model: model)
        var errors: [Double] = []
        for sentence in sentences {
            let voice = try Voice(contentsOf: #require(folder.voices[sentence.voice]), for: model)
            var words: [WordTime] = []
            let options = SpeechOptions(reportsWords: true)
            for try await event in try await synthesizer.events(sentence.text, voice: voice, options: options) {
                if case .word(let word) = event { words.append(word) }
            }
            #expect(words.count == sentence.words.count, "\(sentence.text)")
            for (word, known) in zip(words, sentence.words) {
                errors += [abs(word.start - known[0]), abs(word.end - known[1])]
            }
        }
        #expect(sentences.count >= 10)
        #expect(errors.reduce(0, +) / Double(errors.count) < 0.04)
    }
}
