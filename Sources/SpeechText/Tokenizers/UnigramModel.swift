/// A stretch of text and the vocabulary entry it became.
struct TokenSpan: Equatable {
    var range: Range<Int>
    var id: Int
}

/// Unigram segmentation: the path through the text with the highest sum of scores (Viterbi), as both
/// SentencePiece and `tokenizers` find it: the first path found wins a tie.
struct UnigramModel: Sendable {
    /// How sums are rounded, which decides near ties.
    enum Precision: Sendable {
        /// SentencePiece computes sums as 32-bit floats.
        case float
        /// `tokenizers` computes them as 64-bit floats.
        case double
    }

    private static let unknownPenalty = 10.0

    private let trie: PieceTrie
    /// Score by id; user-defined pieces have theirs per byte.
    private let scores: [Double]
    private let unknownID: Int
    private let unknownScore: Double
    private let precision: Precision
    /// Score of a user-defined piece of `length` bytes is `length * userDefinedScore - 0.1`.
    private let userDefined: (ids: Set<Int>, scorePerByte: Float)

    init(
        trie: PieceTrie, scores: [Double], unknownID: Int, minScore: Double, precision: Precision,
        userDefined: (ids: Set<Int>, scorePerByte: Float) = ([], 0)
    ) {
        self.trie = trie
        self.scores = scores
        self.unknownID = unknownID
        self.precision = precision
        self.userDefined = userDefined
        unknownScore =
            switch precision {
            case .float: Double(Float(minScore) - Float(Self.unknownPenalty))
            case .double: minScore - Self.unknownPenalty
            }
    }

    private struct Node {
        var score = 0.0
        /// Where the last piece of the best path to here starts; -1 = no path yet.
        var start: Int32 = -1
        var id: Int32 = 0
    }

    /// Segments that cover `text`; a character outside the vocabulary is a segment of its own with `unknownID`.
    func segment(_ text: [UInt8]) -> [TokenSpan] {
        guard !text.isEmpty else { return [] }
        var best = [Node](repeating: Node(), count: text.count + 1)

        func offer(_ candidate: Double, id: Int, from start: Int, to end: Int) {
            let sum = precision == .float ? Double(Float(candidate)) : candidate
            guard best[end].start < 0 || sum > best[end].score else { return }
            best[end] = Node(score: sum, start: Int32(truncatingIfNeeded: start), id: Int32(truncatingIfNeeded: id))
        }

        var start = 0
        while start < text.count {
            let soFar = best[start].score
            let length = min(UTF8Bytes.length(ofLead: text[start]), text.count - start)
            var coveredAlone = false
            var node = PieceTrie.root
            var position = start
            while position < text.count {
                node = trie.step(from: node, by: text[position])
                if node < 0 { break }
                position += 1
                guard let id = trie.value(at: node) else { continue }
                offer(score(of: id, length: position - start) + soFar, id: id, from: start, to: position)
                if position - start == length { coveredAlone = true }
            }
            if !coveredAlone {
                offer(unknownScore + soFar, id: unknownID, from: start, to: start + length)
            }
            start += length
        }

        var spans: [TokenSpan] = []
        var end = text.count
        while end > 0 {
            let node = best[end]
            spans.append(TokenSpan(range: Int(node.start)..<end, id: Int(node.id)))
            end = Int(node.start)
        }
        spans.reverse()
        return spans
    }

    @inline(__always)
    private func score(of id: Int, length: Int) -> Double {
        if !userDefined.ids.isEmpty, userDefined.ids.contains(id) {
            return Double(Float(Double(Float(length) * userDefined.scorePerByte) - 0.1))
        }
        return scores[id]
    }
}
