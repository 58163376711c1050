/// A stretch of text during byte-pair merging.
struct MergeSymbol {
    var start: Int32
    /// Bytes, 0 once merged into its left neighbour.
    var length: Int32
    /// What a ``MergeRule`` knows the symbol by: a vocabulary id or a trie node.
    var tag: Int32
    fileprivate var previous: Int32 = -1
    fileprivate var next: Int32 = -1

    init(start: Int, length: Int, tag: Int) {
        self.start = Int32(truncatingIfNeeded: start)
        self.length = Int32(truncatingIfNeeded: length)
        self.tag = Int32(truncatingIfNeeded: tag)
    }

    var range: Range<Int> { Int(start)..<Int(start + length) }
}

/// Says which neighbours merge, into what, and at what cost.
protocol MergeRule {
    /// The merged symbol's tag and the cost (lowest first), `nil` when the two do not merge.
    func merge(_ left: MergeSymbol, _ right: MergeSymbol) -> (tag: Int, cost: Double)?
}

/// The merging loop of byte-pair encoding: always the cheapest pair, the leftmost among equals.
enum BytePairMerger {
    private struct Candidate {
        var cost: Double
        var left: Int32
        var right: Int32
        var tag: Int32
        var length: Int32

        @inline(__always)
        static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
            a.cost < b.cost || (a.cost == b.cost && a.left < b.left)
        }
    }

    /// What is left of `symbols` after all merges, in order.
    static func merge(_ symbols: [MergeSymbol], by rule: some MergeRule) -> [MergeSymbol] {
        var symbols = symbols
        for index in symbols.indices {
            symbols[index].previous = Int32(truncatingIfNeeded: index - 1)
            symbols[index].next = index + 1 < symbols.count ? Int32(truncatingIfNeeded: index + 1) : -1
        }

        func candidate(_ left: Int32, _ right: Int32) -> Candidate? {
            guard left >= 0, right >= 0 else { return nil }
            let (a, b) = (symbols[Int(left)], symbols[Int(right)])
            guard let merged = rule.merge(a, b) else { return nil }
            return Candidate(
                cost: merged.cost, left: left, right: right, tag: Int32(truncatingIfNeeded: merged.tag),
                length: a.length + b.length)
        }

        var queue = Heap(
            symbols.indices.dropLast().compactMap {
                candidate(Int32(truncatingIfNeeded: $0), Int32(truncatingIfNeeded: $0 + 1))
            },
            by: Candidate.precedes)
        while let top = queue.pop() {
            let (left, right) = (Int(top.left), Int(top.right))
            // Symbols only grow: equal length means that neither side changed since the pair was queued.
            guard symbols[left].length > 0, symbols[right].length > 0,
                symbols[left].length + symbols[right].length == top.length
            else { continue }
            symbols[left].length = top.length
            symbols[left].tag = top.tag
            symbols[left].next = symbols[right].next
            symbols[right].length = 0
            if symbols[left].next >= 0 { symbols[Int(symbols[left].next)].previous = top.left }
            if let pair = candidate(symbols[left].previous, top.left) { queue.push(pair) }
            if let pair = candidate(top.left, symbols[left].next) { queue.push(pair) }
        }
        return symbols.filter { $0.length > 0 }
    }
}

/// A binary heap with the first element, by `precedes`, on top.
private struct Heap<Element> {
    private var elements: [Element]
    private let precedes: (Element, Element) -> Bool

    init(_ elements: [Element], by precedes: @escaping (Element, Element) -> Bool) {
        self.elements = elements
        self.precedes = precedes
        for index in stride(from: elements.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
    }

    mutating func push(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(elements[child], elements[parent]) else { return }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> Element? {
        guard let top = elements.first else { return nil }
        let last = elements.removeLast()
        if !elements.isEmpty {
            elements[0] = last
            siftDown(0)
        }
        return top
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var child = 2 * parent + 1
            guard child < elements.count else { return }
            if child + 1 < elements.count, precedes(elements[child + 1], elements[child]) { child += 1 }
            guard precedes(elements[child], elements[parent]) else { return }
            elements.swapAt(child, parent)
            parent = child
        }
    }
}
