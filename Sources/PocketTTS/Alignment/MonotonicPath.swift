#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The likeliest way of frames through a chunk's words, in order, found while the frames come in (Viterbi).
///
/// From one frame to the next the way stays at a word, goes on to the next one, or skips one at a price. The word of a
/// frame is final ``lookAhead`` frames later; later words never contradict earlier ones. A frame allocates nothing.
struct MonotonicPath {
    /// Frames that may still change the word of a frame: 240 ms.
    static let lookAhead = 3
    /// Natural logarithm of the price of a skipped word.
    static let skipScore: Float = -3
    /// Added to each weight, so that one frame without attention does not rule a word out.
    static let floor: Float = 1e-3

    private let words: Int
    /// Best score of a way that ends at each word.
    private var scores: [Float]
    private var previous: [Float]
    /// How many words the best way went forward to reach each word, for the latest frames.
    /// A ring, `[lookAhead][words]`.
    private var moves: [UInt8]
    /// Frames so far.
    private(set) var frames = 0

    /// - Parameter words: 1 or more.
    init(words: Int) {
        self.words = words
        scores = [Float](repeating: -.infinity, count: words)
        previous = scores
        moves = [UInt8](repeating: 0, count: Self.lookAhead * words)
    }

    /// Takes the weight of each word in the next frame; returns the word of the frame ``lookAhead`` frames before it,
    /// `nil` for the first frames.
    mutating func add(_ weights: some RandomAccessCollection<Float>) -> Int? {
        swap(&scores, &previous)
        let slot = frames % Self.lookAhead * words
        for (word, weight) in weights.enumerated() {
            var (best, move) = (-Float.infinity, 0)
            if frames == 0 {
                best = word == 0 ? 0 : word == 1 ? Self.skipScore : -Float.infinity
            } else {
                for step in 0...min(2, word) {
                    let score = previous[word - step] + (step == 2 ? Self.skipScore : 0)
                    if score > best { (best, move) = (score, step) }
                }
            }
            scores[word] = best + log(weight + Self.floor)
            moves[slot + word] = UInt8(move)
        }
        frames += 1
        guard frames > Self.lookAhead else { return nil }
        let settled = ancestor(of: bestWord, before: Self.lookAhead)
        for word in scores.indices where ancestor(of: word, before: Self.lookAhead) != settled {
            scores[word] = -.infinity
        }
        return settled
    }

    /// The words of the last frames, which nothing can change any more: up to ``lookAhead`` of them.
    func remaining() -> [Int] {
        guard frames > 0 else { return [] }
        return (0..<min(frames, Self.lookAhead)).reversed().map { ancestor(of: bestWord, before: $0) }
    }

    private var bestWord: Int {
        var best = 0
        for word in 1..<max(words, 1) where scores[word] > scores[best] { best = word }
        return best
    }

    /// Where the best way to `word` was `count` frames ago.
    private func ancestor(of word: Int, before count: Int) -> Int {
        var word = word
        for age in 0..<count {
            word -= Int(moves[(frames - 1 - age) % Self.lookAhead * words + word])
        }
        return word
    }
}
