@testable import PocketTTS
import Testing

@Suite struct MonotonicPathTests {
    private func path(_ rows: [[Float]]) -> [Int] {
        var path = MonotonicPath(words: rows[0].count)
        var found: [Int] = []
        for row in rows { if let word = path.add(row) { found.append(word) } }
        return found + path.remaining()
    }

    private func row(_ word: Int, of words: Int, _ share: Float = 0.8) -> [Float] {
        (0..<words).map { $0 == word ? share : (1 - share) / Float(words) }
    }

    @Test func followsWordsInOrder() {
        let expected = [0, 0, 1, 1, 1, 2, 3, 3]
        #expect(path(expected.map { row($0, of: 4) }) == expected)
    }

    @Test func oneStrayFrameDoesNotMoveIt() {
        #expect(path([0, 0, 3, 0, 1, 1, 2, 3].map { row($0, of: 4) }) == [0, 0, 0, 0, 1, 1, 2, 3])
    }

    @Test func skipsAWordThatIsNotSpoken() {
        let found = path([0, 0, 0, 2, 2, 2, 2, 2].map { row($0, of: 3, 0.95) })
        #expect(found == [0, 0, 0, 2, 2, 2, 2, 2])
    }

    @Test func whatIsFinalStaysAndAscends() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<50 {
            let words = random.int(1..<9)
            var path = MonotonicPath(words: words)
            var last = 0
            for frame in 0..<60 {
                let settled = path.add((0..<words).map { _ in Float(random.unit()) })
                #expect((settled != nil) == (frame >= MonotonicPath.lookAhead))
                if let settled {
                    #expect(settled >= last && settled <= last + 2)
                    last = settled
                }
            }
            let rest = path.remaining()
            #expect(rest.count == MonotonicPath.lookAhead)
            for word in rest {
                #expect(word >= last)
                last = word
            }
        }
    }

    @Test func fewFrames() {
        #expect(path([row(0, of: 2)]) == [0])
        #expect(MonotonicPath(words: 1).remaining().isEmpty)
    }
}

@Suite struct WordTimerTests {
    /// The words' times and how many frames after its end each word was reported.
    private func times(_ speech: SyntheticSpeech) -> (timed: [WordTimer.Timed], delays: [Double]) {
        var speech = speech
        let frames = speech.frames()
        var timer = WordTimer(words: speech.words, frameSeconds: SyntheticSpeech.frameSeconds)
        var loudness = Loudness(
            sampleRate: SyntheticSpeech.sampleRate, frameSize: SyntheticSpeech.frameSize, frames: frames.count)
        var (timed, delays): ([WordTimer.Timed], [Double]) = ([], [])
        for (index, frame) in frames.enumerated() {
            var new: [WordTimer.Timed] = []
            frame.samples.withUnsafeBufferPointer { _ = loudness.add($0) }
            timer.add(frame.weights, loudness: loudness, to: &new)
            delays += new.map { Double(index + 1) - $0.end / SyntheticSpeech.frameSeconds }
            timed += new
        }
        timer.finish(loudness: loudness, to: &timed)
        return (timed, delays)
    }

    @Test func wordsAreTimedToAFractionOfAFrame() {
        var errors: [Double] = []
        for seed in 0..<100 {
            let speech = SyntheticSpeech.good(words: 12, seed: UInt64(seed))
            let (timed, _) = times(speech)
            #expect(timed.map(\.word) == Array(0..<12), "seed \(seed)")
            for (found, known) in zip(timed, speech.times) {
                errors += [abs(found.start - known.start), abs(found.end - known.end)]
            }
            for (one, next) in zip(timed, timed.dropFirst()) {
                #expect(one.start <= one.end && one.end <= next.start + 1e-9)
            }
        }
        let mean = errors.reduce(0, +) / Double(errors.count)
        #expect(mean < 0.02, "\(mean)")
    }

    @Test func timesComeWithABoundedDelay() {
        // A word is over when the next one has begun, which is known three frames later.
        var speech = SyntheticSpeech(words: 8, seed: 1)
        for word in 0..<8 { speech.parts.append(.init(word: word, seconds: 0.24, isLoud: true)) }
        let (timed, delays) = times(speech)
        #expect(timed.count == 8)
        #expect(delays.count >= 6)
        #expect(delays.allSatisfy { $0 <= Double(MonotonicPath.lookAhead) + 1.5 })
    }

    @Test func pausesBelongToNoWord() {
        var speech = SyntheticSpeech(words: 2, seed: 1)
        speech.parts = [
            .init(word: nil, seconds: 0.2, isLoud: false), .init(word: 0, seconds: 0.3, isLoud: true),
            .init(word: nil, seconds: 0.4, isLoud: false), .init(word: 1, seconds: 0.3, isLoud: true),
            .init(word: nil, seconds: 0.24, isLoud: false),
        ]
        let (timed, _) = times(speech)
        #expect(timed.count == 2)
        for (found, known) in zip(timed, speech.times) {
            #expect(abs(found.start - known.start) < 0.011)
            #expect(abs(found.end - known.end) < 0.011)
        }
    }

    @Test func theSilenceBeforeTheFirstWordPartsNoWords() {
        var speech = SyntheticSpeech(words: 2, seed: 1)
        speech.parts = [
            .init(word: nil, seconds: 0.14, isLoud: false), .init(word: 0, seconds: 0.07, isLoud: true),
            .init(word: 1, seconds: 0.3, isLoud: true),
        ]
        let (timed, _) = times(speech)
        #expect(timed.count == 2)
        for (found, known) in zip(timed, speech.times) {
            #expect(abs(found.start - known.start) < 0.03, "\(found)")
            #expect(abs(found.end - known.end) < 0.03, "\(found)")
        }
    }

    @Test func aWordThatWasNotSpokenHasNoTime() {
        var speech = SyntheticSpeech(words: 3, seed: 1)
        speech.parts = [.init(word: 0, seconds: 0.4, isLoud: true), .init(word: 2, seconds: 0.4, isLoud: true)]
        #expect(times(speech).timed.map(\.word) == [0, 2])
    }
}
