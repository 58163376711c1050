@testable import PocketTTS
import Testing

@Suite struct FailureDetectorTests {
    private static let words = 10

    /// A good sentence to which `change` does something.
    private static func frames(
        _ seed: UInt64, _ change: (inout SyntheticSpeech, inout SplitMix64) -> Void = { _, _ in }
    ) -> [SyntheticSpeech.Frame] {
        var speech = SyntheticSpeech.good(words: words, seed: seed)
        var random = SplitMix64(seed: seed &+ 1000)
        change(&speech, &random)
        return speech.frames()
    }

    private static func place(of word: Int, in speech: SyntheticSpeech) -> Int {
        speech.parts.firstIndex { $0.word == word } ?? 0
    }

    @Test func goodSpeechRaisesNoAlarm() {
        let alarms = (0..<500).filter { seed in
            !SyntheticSpeech.findings(Self.frames(UInt64(seed)), words: Self.words).isEmpty
        }
        #expect(alarms.count <= 5, "\(alarms)")
    }

    /// Each kind of failure is provoked a hundred times.
    @Test(arguments: SpeechFailure.Kind.allCases)
    func failuresAreDetected(kind: SpeechFailure.Kind) {
        let missed = (0..<100).filter { seed in
            var isCut = false
            let frames = Self.frames(UInt64(seed)) { speech, random in
                switch kind {
                case .skippedWords:
                    let word = random.int(1..<Self.words - 2)
                    speech.parts.removeAll { $0.word == word }
                case .jumpBack:
                    let at = Self.place(of: random.int(5..<Self.words), in: speech)
                    speech.parts.insert(.init(word: random.int(0..<4), seconds: 0.5, isLoud: true), at: at + 1)
                case .repetition:
                    let at = Self.place(of: 7, in: speech)
                    let again = speech.parts[Self.place(of: 3, in: speech)..<at].map { part in
                        SyntheticSpeech.Part(word: part.word, seconds: part.seconds + 0.1, isLoud: part.isLoud)
                    }
                    speech.parts.insert(contentsOf: again + again, at: at + 1)
                case .earlyEnd:
                    speech.parts.removeSubrange(Self.place(of: random.int(3..<Self.words), in: speech)...)
                case .runOn:
                    if random.unit() < 0.5 {
                        speech.parts.append(.init(word: Self.words - 1, seconds: 2, isLoud: true))
                    } else {
                        isCut = true
                    }
                case .babble:
                    let at = Self.place(of: random.int(1..<Self.words), in: speech)
                    speech.parts.insert(.init(word: nil, seconds: 1.2, isLoud: true), at: at)
                case .silence:
                    let at = Self.place(of: random.int(1..<Self.words), in: speech)
                    speech.parts.insert(.init(word: nil, seconds: 1.8, isLoud: false), at: at)
                case .noise, .clipping, .nonFinite: break
                }
            }
            var spoiled = frames
            if kind == .noise {
                for frame in 5..<20 { spoiled[frame].latent = spoiled[frame].latent.map { 1.6 * $0 } }
            } else if kind == .clipping {
                for index in 900..<940 { spoiled[4].samples[index] = 1 }
            } else if kind == .nonFinite {
                spoiled[4].samples[77] = seed.isMultiple(of: 2) ? .nan : .infinity
            }
            let found = SyntheticSpeech.findings(spoiled, words: Self.words, reachedCap: isCut)
            return !found.contains { $0.kind == kind }
        }
        #expect(missed.count <= 5, "\(missed)")
    }

    @Test func aFailureIsNoticedBeforeTheChunkEnds() {
        let frames = Self.frames(3) { speech, _ in speech.parts.removeAll { $0.word == 2 } }
        let found = SyntheticSpeech.findings(frames, words: Self.words)
        #expect(found.map(\.kind) == [.skippedWords])
        #expect(found.first?.words == 2..<3)
        #expect((found.first?.frame ?? .max) < frames.count / 2)
    }

    @Test func anEndWithinTheLastWordIsEarlyWhereAMarkFollows() {
        var frames = Self.frames(4)
        while let last = frames.last, last.weights[Self.words - 1] < 0.6 { frames.removeLast() }
        let found = SyntheticSpeech.findings(frames, words: Self.words, endsInMark: true)
        #expect(found.map(\.kind) == [.earlyEnd])
        #expect(found.first?.words == Self.words - 1..<Self.words)
        #expect(SyntheticSpeech.findings(frames, words: Self.words, endsInMark: false).isEmpty)
    }

    @Test func withoutWordsOnlyTheAudioIsWatched() {
        var frames = Self.frames(1)
        for index in frames.indices { frames[index].weights = [] }
        #expect(SyntheticSpeech.findings(frames, words: 0).isEmpty)
        #expect(SyntheticSpeech.findings(frames, words: 0, reachedCap: true).map(\.kind) == [.runOn])
        frames[3].samples[0] = .nan
        #expect(SyntheticSpeech.findings(frames, words: 0).map(\.kind) == [.nonFinite])
    }
}
