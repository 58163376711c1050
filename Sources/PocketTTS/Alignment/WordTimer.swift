/// When each word of a chunk starts and ends, while its attention and its audio come in.
///
/// The frame at which a word begins is that of ``MonotonicPath``. Within the frames around it the boundary lies where
/// the two words' shares of the attention are equal, with straight lines between the middles of the frames. A pause in
/// the audio that is near belongs to neither: the word before ends and the word after starts with the sound.
struct WordTimer {
    /// A word and its seconds from the chunk's start.
    struct Timed: Equatable {
        let word: Int
        let start: Double
        let end: Double
    }

    /// Seconds of silence that are a pause; shorter ones are the closures of consonants.
    static let shortestPause = 0.12
    /// Seconds between a boundary and a pause that it belongs to.
    static let pauseReach = 0.08
    /// Seconds of silence at a word's end or start that do not belong to it.
    static let shortestEdge = 0.05

    private let words: Int
    private let frameSeconds: Double
    private var path: MonotonicPath
    /// Weights of the latest frames: a ring, `[historyLength][words]`.
    private var history: [Float]
    private static let historyLength = MonotonicPath.lookAhead + 2
    /// How much each word has been attended to.
    private var coverage: WordCoverage
    /// The word that is being spoken and where it begins, silence included.
    private var current: (word: Int, start: Double)?
    /// Frames whose word is final.
    private var settled = 0

    init(words: Int, frameSeconds: Double) {
        self.words = words
        self.frameSeconds = frameSeconds
        path = MonotonicPath(words: max(words, 1))
        history = [Float](repeating: 0, count: Self.historyLength * words)
        coverage = WordCoverage(words: words)
    }

    /// Takes the next frame's weights, `[words]`, after its audio was added to `loudness`; appends the words that are
    /// over.
    mutating func add(_ weights: [Float], loudness: Loudness, to timed: inout [Timed]) {
        guard words > 0 else { return }
        let slot = path.frames % Self.historyLength * words
        for word in 0..<words { history[slot + word] = weights[word] }
        coverage.add(weights)
        if let word = path.add(weights) { settle(word, loudness, &timed) }
    }

    /// The audio is complete: appends the words that are left.
    mutating func finish(loudness: Loudness, to timed: inout [Timed]) {
        guard words > 0 else { return }
        for word in path.remaining() { settle(word, loudness, &timed) }
        guard let current else { return }
        close(current.word, current.start, loudness.seconds, loudness, &timed)
        self.current = nil
    }

    private mutating func settle(_ word: Int, _ loudness: Loudness, _ timed: inout [Timed]) {
        let frame = settled
        settled += 1
        guard let before = current else {
            current = (word, 0)
            return
        }
        guard word > before.word else { return }
        let crossing = crossing(at: frame, from: before.word, to: word)
        let boundary = max(
            before.start,
            loudness.pause(
                near: crossing, reach: Self.pauseReach, length: Self.shortestPause) ?? crossing)
        // Words too short for a frame of their own share the boundary.
        let short = (before.word + 1..<word).filter { coverage.isSpoken($0) }
        let width = min(1, short.reduce(0) { $0 + Double(coverage.frames[$1]) }) * frameSeconds
        var start = max(before.start, boundary - width / 2)
        close(before.word, before.start, start, loudness, &timed)
        for word in short {
            let end = start + width / Double(short.count)
            timed.append(Timed(word: word, start: start, end: end))
            start = end
        }
        current = (word, start)
    }

    /// Where the attention goes over from one word to another, the frame before `frame` belonging to the one.
    private func crossing(at frame: Int, from: Int, to: Int) -> Double {
        let before = share(frame - 1, from) - share(frame - 1, to)
        let after = share(frame, from) - share(frame, to)
        guard before > 0, after < 0 else { return Double(frame) * frameSeconds }
        return (Double(frame) - 0.5 + Double(before / (before - after))) * frameSeconds
    }

    private func share(_ frame: Int, _ word: Int) -> Float { history[frame % Self.historyLength * words + word] }

    private func close(_ word: Int, _ start: Double, _ end: Double, _ loudness: Loudness, _ timed: inout [Timed]) {
        guard coverage.isSpoken(word) else { return }
        var (from, to) = (start, end)
        if let loud = loudness.loudPart(start, end) {
            if word == 0 || loud.start - start >= Self.shortestEdge { from = max(start, loud.start) }
            if word == words - 1 || end - loud.end >= Self.shortestEdge { to = min(end, loud.end) }
        }
        timed.append(Timed(word: word, start: from, end: max(from, to)))
    }
}
