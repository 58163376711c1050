/// A read-only byte trie: byte strings to small numbers, walked one byte at a time.
///
/// Nodes are numbered breadth first, so the edge with index `e` leads to node `e + 1` and a node costs nine bytes.
struct PieceTrie: Sendable {
    /// Where a walk starts.
    static let root = 0
    /// Where a walk ends that left the trie.
    static let dead = -1

    /// Edges of node `n` are `firstEdge[n] ..< firstEdge[n + 1]`, sorted by label.
    private var firstEdge: [Int32] = []
    private var labels: [UInt8] = []
    /// Value of the string that ends at a node, -1 = none does.
    private var values: [Int32] = []

    /// A string that is given twice keeps its last value. Empty strings are left out: no walk could report them.
    init(_ pieces: [(bytes: [UInt8], value: Int)]) {
        let order = pieces.indices.filter { !pieces[$0].bytes.isEmpty }
            .sorted { a, b in
                let (x, y) = (pieces[a].bytes, pieces[b].bytes)
                if x.lexicographicallyPrecedes(y) { return true }
                return x == y && a < b
            }
        values = [-1]
        var frontier = [order.indices]
        var depth = 0
        while !frontier.isEmpty {
            var next: [Range<Int>] = []
            for range in frontier {
                firstEdge.append(Int32(labels.count))
                var lower = range.lowerBound
                // Strings that end here sort first.
                while lower < range.upperBound, pieces[order[lower]].bytes.count == depth { lower += 1 }
                while lower < range.upperBound {
                    let label = pieces[order[lower]].bytes[depth]
                    var upper = lower
                    var value: Int32 = -1
                    while upper < range.upperBound, pieces[order[upper]].bytes[depth] == label {
                        if pieces[order[upper]].bytes.count == depth + 1 { value = Int32(pieces[order[upper]].value) }
                        upper += 1
                    }
                    labels.append(label)
                    values.append(value)
                    next.append(lower..<upper)
                    lower = upper
                }
            }
            frontier = next
            depth += 1
        }
        firstEdge.append(Int32(labels.count))
    }

    /// The node one byte further, or ``dead``.
    @inline(__always)
    func step(from node: Int, by byte: UInt8) -> Int {
        var lower = Int(firstEdge[node])
        var upper = Int(firstEdge[node + 1])
        while upper - lower > 8 {
            let middle = (lower + upper) / 2
            if labels[middle] <= byte { lower = middle } else { upper = middle }
        }
        while lower < upper {
            if labels[lower] == byte { return lower + 1 }
            lower += 1
        }
        return Self.dead
    }

    /// The value of the string that ends at a node, `nil` when none does.
    @inline(__always)
    func value(at node: Int) -> Int? {
        guard node >= 0 else { return nil }
        let value = values[node]
        return value < 0 ? nil : Int(value)
    }

    /// The node after a stretch of bytes, or ``dead``.
    func walk(from start: Int = root, _ bytes: some Sequence<UInt8>) -> Int {
        var node = start
        for byte in bytes {
            if node < 0 { return Self.dead }
            node = step(from: node, by: byte)
        }
        return node
    }

    /// The value of exactly this string.
    func value(of bytes: some Sequence<UInt8>) -> Int? { value(at: walk(bytes)) }

    /// The longest string of the trie that `bytes` starts with at `start`.
    func longestMatch(in bytes: [UInt8], at start: Int) -> (end: Int, value: Int)? {
        var node = Self.root
        var best: (end: Int, value: Int)?
        var position = start
        while position < bytes.count {
            node = step(from: node, by: bytes[position])
            if node < 0 { break }
            position += 1
            if let value = value(at: node) { best = (position, value) }
        }
        return best
    }
}
