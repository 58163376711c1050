@testable import PocketTTS

/// Frames of speech that was never spoken: attention and audio of words with known times, and of failures.
struct SyntheticSpeech {
    static let frameSize = 1920
    static let sampleRate = 24_000
    static let frameSeconds = 0.08

    /// A stretch of the audio in which one word, or none, is spoken; times in seconds.
    struct Part {
        var word: Int?
        var seconds: Double
        /// Sound without a word is babble.
        var isLoud: Bool
    }

    struct Frame {
        /// `[words]`
        var weights: [Float]
        var samples: [Float]
        var latent: [Float]
    }

    var words: Int
    var parts: [Part] = []
    private var random: SplitMix64

    init(words: Int, seed: UInt64) {
        self.words = words
        random = SplitMix64(seed: seed)
    }

    /// All words in order, some short, with pauses between some.
    static func good(words: Int, seed: UInt64) -> SyntheticSpeech {
        var speech = SyntheticSpeech(words: words, seed: seed)
        speech.pause()
        for word in 0..<words { speech.say(word) }
        speech.pause()
        return speech
    }

    mutating func say(_ word: Int) {
        parts.append(Part(word: word, seconds: 0.07 + 0.5 * random.unit() * random.unit(), isLoud: true))
        if random.unit() < 0.15 { pause() }
    }

    mutating func pause() { parts.append(Part(word: nil, seconds: 0.08 + 0.2 * random.unit(), isLoud: false)) }

    /// When each word is first spoken.
    var times: [(word: Int, start: Double, end: Double)] {
        var (time, times): (Double, [(word: Int, start: Double, end: Double)]) = (0, [])
        for part in parts {
            if let word = part.word { times.append((word, time, time + part.seconds)) }
            time += part.seconds
        }
        return times
    }

    /// A frame attends to each word for the part of it in which that word is spoken, and to its neighbours a little.
    mutating func frames() -> [Frame] {
        let total = parts.reduce(0) { $0 + $1.seconds }
        let count = Int((total / Self.frameSeconds).rounded(.up))
        var frames: [Frame] = []
        for index in 0..<count {
            let (start, end) = (Double(index) * Self.frameSeconds, Double(index + 1) * Self.frameSeconds)
            var weights = (0..<words).map { _ in 0.05 * random.unit() / Double(words) }
            var samples = [Float](repeating: 0, count: Self.frameSize)
            var (time, last): (Double, Int?) = (0, nil)
            for part in parts {
                let overlap = min(end, time + part.seconds) - max(start, time)
                if overlap > 0 {
                    let share = overlap / Self.frameSeconds
                    if let word = part.word {
                        let leak = 0.09 * random.unit()
                        weights[word] += share * (1 - leak)
                        weights[min(word + 1, words - 1)] += share * leak
                    } else if part.isLoud {
                        for word in 0..<words { weights[word] += share / Double(words) * 0.2 }
                    } else {
                        weights[last ?? 0] += share * 0.4
                    }
                    if part.isLoud {
                        let first = Int((max(start, time) - start) * Double(Self.sampleRate))
                        let length = Int(overlap * Double(Self.sampleRate))
                        for sample in first..<min(Self.frameSize, first + length) {
                            samples[sample] = Float(0.2 * (random.unit() - 0.5))
                        }
                    }
                }
                last = part.word ?? last
                time += part.seconds
            }
            let latent = (0..<32).map { _ in Float(2.6 * (random.unit() - 0.5)) }
            frames.append(Frame(weights: weights.map { Float($0) }, samples: samples, latent: latent))
        }
        return frames
    }

    /// What the detector finds.
    static func findings(
        _ frames: [Frame], words: Int, reachedCap: Bool = false, endsInMark: Bool = false
    ) -> [FailureDetector.Finding] {
        var detector = FailureDetector(words: words, lastWordTokens: 3, latentEnergy: 0.8)
        var loudness = Loudness(sampleRate: sampleRate, frameSize: frameSize, frames: frames.count)
        for frame in frames {
            frame.samples.withUnsafeBufferPointer { samples in
                let level = loudness.add(samples)
                frame.latent.withUnsafeBufferPointer {
                    detector.add(frame.weights, samples: samples, level: level, latent: $0)
                }
            }
        }
        detector.finish(reachedCap: reachedCap, endsInMark: endsInMark)
        return detector.findings
    }
}

/// A small deterministic source of test data.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// In 0..<1.
    mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }

    mutating func int(_ range: Range<Int>) -> Int { range.lowerBound + Int(unit() * Double(range.count)) }
}
