import SpeechText

/// Keeps a chunk's speech from ending before its last word is spoken, and from going on long after it.
///
/// The attention shows where in the text the speech is. The model's own decision counts as long as it agrees: the last
/// word has been spoken, and the attention has gone on to the mark after it.
struct EndSteering {
    /// Frames (2 s) without a further word after which the model may end all the same: it is stuck.
    static let longestHold = 25

    /// Frames in a row at the mark after the last word that end the chunk without the model's wish. Where it does wish,
    /// three or four of them come first.
    static let longestMark = 8

    /// Frames in a row at that mark after which the chunk ends once the attention leaves it: no text is left to speak.
    static let shortestMark = 3

    private let words: [TextWord]
    private let thresholds: FailureThresholds
    private let lastWordLimit: Int
    private var shares: [Float]
    private var coverage: WordCoverage
    private var spoken = 0
    private var framesAtLast = 0
    /// Frames in a row that attended to the mark after the last word.
    private var framesAtMark = 0
    /// Frames since the model first wanted to end, or since a further word; `nil` = it did not want to.
    private var held: Int?

    /// - Parameter words: of the chunk; with none, the model decides alone.
    init(words: [TextWord], thresholds: FailureThresholds = .init()) {
        self.words = words
        self.thresholds = thresholds
        lastWordLimit = thresholds.longestLastWord(tokens: words.last?.tokens.count ?? 0)
        shares = [Float](repeating: 0, count: words.count)
        coverage = WordCoverage(words: words.count)
    }

    /// Takes the next frame and decides whether the chunk's end has come.
    /// - Parameters:
    ///   - attention: of the frame to each token of the chunk, `[tokens]`.
    ///   - wantsEnd: the model's decision.
    mutating func isEnd(attention: UnsafeBufferPointer<Float>, wantsEnd: Bool) -> Bool {
        guard !words.isEmpty else { return wantsEnd }
        words.shares(of: attention, to: &shares)
        coverage.add(shares)
        while spoken < words.count, coverage.isSpoken(spoken) {
            spoken += 1
            held = held.map { _ in 0 }
        }
        if coverage.isSpoken(words.count - 1) {
            framesAtLast += 1
            let framesBefore = framesAtMark
            let isOver = isLastWordOver(attention)
            let hasLeftMark = framesAtMark == 0 && framesBefore >= Self.shortestMark
            return wantsEnd && isOver || hasLeftMark || framesAtMark >= Self.longestMark
                || framesAtLast >= lastWordLimit
        }
        if wantsEnd || held != nil { held = (held ?? 0) + 1 }
        return (held ?? 0) > Self.longestHold
    }

    /// Whether this frame and the one before attend to the mark after the last word; yes if there is no mark.
    private mutating func isLastWordOver(_ attention: UnsafeBufferPointer<Float>) -> Bool {
        guard let mark = words.mark(in: attention) else { return true }
        framesAtMark = mark.reduce(0, +) >= thresholds.attended ? framesAtMark + 1 : 0
        return framesAtMark >= 2
    }
}

extension [TextWord] {
    /// The part of a frame's attention that goes to what follows the last word, a mark; `nil` where nothing does.
    func mark(in attention: UnsafeBufferPointer<Float>) -> Slice<UnsafeBufferPointer<Float>>? {
        guard let end = last?.tokens.upperBound, end < attention.count else { return nil }
        return attention[end...]
    }

    /// Each word's share of a frame's attention: the sum over its tokens.
    func shares(of attention: UnsafeBufferPointer<Float>, to shares: inout [Float]) {
        for (index, word) in enumerated() {
            var sum: Float = 0
            for token in word.tokens.clamped(to: 0..<attention.count) { sum += attention[token] }
            shares[index] = sum
        }
    }
}
