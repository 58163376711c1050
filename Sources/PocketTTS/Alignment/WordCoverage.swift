/// How many frames' worth of attention each word of a chunk has had: whether it has been spoken.
struct WordCoverage {
    /// Shares of a frame's attention below this say nothing: a word's neighbours get that much.
    static let leastShare: Float = 0.1
    /// Frames of attention below which a word has not been spoken.
    static let spoken: Float = 0.15

    private(set) var frames: [Float]

    init(words: Int) { frames = [Float](repeating: 0, count: words) }

    /// - Parameter weights: each word's share of a frame's attention.
    mutating func add(_ weights: [Float]) {
        for word in frames.indices where weights[word] >= Self.leastShare { frames[word] += weights[word] }
    }

    func isSpoken(_ word: Int) -> Bool { frames[word] >= Self.spoken }
}
