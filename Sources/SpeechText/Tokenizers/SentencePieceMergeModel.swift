/// SentencePiece's BPE (and CHAR, which never merges): neighbours merge when their concatenation is a piece, the
/// highest score first.
struct SentencePieceMergeModel: Sendable {
    /// Pieces that text can become.
    let pieces: PieceTrie
    /// Unknown, control and byte pieces; they win where both tries know a string.
    let reserved: PieceTrie
    /// Score by id, `nil` = characters never merge.
    let scores: [Float]?
    /// Pieces that take part in merging but are split again at the end.
    let unused: Set<Int>
    /// Pieces that are found first and never merge.
    let userDefined: PieceTrie?
    let unknownID: Int

    private static let frozen = -2

    private struct Rule: MergeRule {
        let text: [UInt8]
        let pieces: PieceTrie
        let scores: [Float]

        func merge(_ left: MergeSymbol, _ right: MergeSymbol) -> (tag: Int, cost: Double)? {
            guard left.tag >= 0, right.tag != SentencePieceMergeModel.frozen else { return nil }
            let node = pieces.walk(from: Int(left.tag), text[right.range])
            return pieces.value(at: node).map { (node, -Double(scores[$0])) }
        }
    }

    func segment(_ text: [UInt8]) -> [TokenSpan] {
        var symbols: [MergeSymbol] = []
        symbols.reserveCapacity(text.count)
        var start = 0
        while start < text.count {
            if let match = userDefined?.longestMatch(in: text, at: start) {
                symbols.append(MergeSymbol(start: start, length: match.end - start, tag: Self.frozen))
                start = match.end
            } else {
                let length = min(UTF8Bytes.length(ofLead: text[start]), text.count - start)
                let node = pieces.walk(text[start..<(start + length)])
                symbols.append(MergeSymbol(start: start, length: length, tag: node))
                start += length
            }
        }
        guard let scores else { return symbols.map { TokenSpan(range: $0.range, id: id(of: text[$0.range])) } }
        let rule = Rule(text: text, pieces: pieces, scores: scores)
        guard !unused.isEmpty else {
            return BytePairMerger.merge(symbols, by: rule).map {
                TokenSpan(range: $0.range, id: id(of: text[$0.range]))
            }
        }
        let recorder = SplitRecorder(rule: rule, unused: unused)
        return BytePairMerger.merge(symbols, by: recorder).flatMap { split($0.range, text, recorder.leftLengths) }
    }

    private func id(of piece: ArraySlice<UInt8>) -> Int {
        reserved.value(of: piece) ?? pieces.value(of: piece) ?? unknownID
    }

    /// Remembers of which parts an unused piece was last seen to be made.
    private final class SplitRecorder: MergeRule {
        let rule: Rule
        let unused: Set<Int>
        /// Bytes of the left part by piece id.
        private(set) var leftLengths: [Int: Int] = [:]

        init(rule: Rule, unused: Set<Int>) {
            self.rule = rule
            self.unused = unused
        }

        func merge(_ left: MergeSymbol, _ right: MergeSymbol) -> (tag: Int, cost: Double)? {
            let merged = rule.merge(left, right)
            if let merged, let id = rule.pieces.value(at: merged.tag), unused.contains(id) {
                leftLengths[id] = Int(left.length)
            }
            return merged
        }
    }

    private func split(_ range: Range<Int>, _ text: [UInt8], _ leftLengths: [Int: Int]) -> [TokenSpan] {
        var spans: [TokenSpan] = []
        var pending = [range]
        while let part = pending.popLast() {
            let id = self.id(of: text[part])
            if unused.contains(id), let left = leftLengths[id] {
                pending.append((part.lowerBound + left)..<part.upperBound)
                pending.append(part.lowerBound..<(part.lowerBound + left))
            } else {
                spans.append(TokenSpan(range: part, id: id))
            }
        }
        return spans
    }
}
