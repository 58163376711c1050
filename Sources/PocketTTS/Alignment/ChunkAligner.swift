import SpeechText

/// Follows one chunk of a text through its attention and its audio: when each word is spoken, and what goes wrong.
struct ChunkAligner {
    private let words: [TextWord]
    private var weights: [Float]
    private var loudness: Loudness
    private var timer: WordTimer
    private var detector: FailureDetector
    private var reported = 0
    private var endsInMark = false

    /// What a frame has brought to light, in seconds and frames from the chunk's start.
    private(set) var timed: [WordTimer.Timed] = []

    /// - Parameters:
    ///   - words: of the chunk.
    ///   - frames: frames that the chunk may have.
    ///   - latentEnergy: of the model's good speech, see ``ModelAlignment``.
    init(
        words: [TextWord], frames: Int, frameSize: Int, sampleRate: Int, latentEnergy: Float?,
        thresholds: FailureThresholds = .init()
    ) {
        self.words = words
        weights = [Float](repeating: 0, count: words.count)
        loudness = Loudness(sampleRate: sampleRate, frameSize: frameSize, frames: frames)
        timer = WordTimer(words: words.count, frameSeconds: Double(frameSize) / Double(sampleRate))
        detector = FailureDetector(
            words: words.count, lastWordTokens: words.last?.tokens.count ?? 0, latentEnergy: latentEnergy,
            thresholds: thresholds)
    }

    /// Takes the next frame: how it attends to each token, `[tokens]`, its samples and its latent.
    mutating func add(
        attention: UnsafeBufferPointer<Float>, samples: UnsafeBufferPointer<Float>, latent: UnsafeBufferPointer<Float>
    ) {
        timed.removeAll(keepingCapacity: true)
        words.shares(of: attention, to: &weights)
        endsInMark = words.mark(in: attention) != nil
        let level = loudness.add(samples)
        timer.add(weights, loudness: loudness, to: &timed)
        detector.add(weights, samples: samples, level: level, latent: latent)
    }

    /// The chunk is complete.
    mutating func finish(reachedCap: Bool) {
        timed.removeAll(keepingCapacity: true)
        timer.finish(loudness: loudness, to: &timed)
        detector.finish(reachedCap: reachedCap, endsInMark: endsInMark)
    }

    /// The place in the user's text of a word.
    func textRange(of word: Int) -> Range<Int> { words[word].sourceRange }

    /// Failures that were not taken before.
    mutating func takeFailures() -> ArraySlice<FailureDetector.Finding> {
        defer { reported = detector.findings.count }
        return detector.findings[reported...]
    }

    /// The place in the user's text of what a failure is about.
    func textRange(of finding: FailureDetector.Finding) -> Range<Int>? {
        guard let range = finding.words, let first = words[range].first, let last = words[range].last else {
            return nil
        }
        return first.sourceRange.lowerBound..<last.sourceRange.upperBound
    }
}
