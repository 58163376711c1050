/// Tells which words of a text were written as one, such as those of "three dollars fifty cents" for "$3.50": no forced
/// cut parts them.
struct WordBonds {
    /// UTF-8 ranges of the text, ascending.
    private let unbroken: [Range<Int>]
    private let scalars: [SourcedScalar]

    /// - Parameter scalars: the prepared text, with its places in the text.
    init(unbroken: [Range<Int>], scalars: [SourcedScalar]) {
        self.unbroken = unbroken
        self.scalars = unbroken.isEmpty ? [] : scalars
    }

    /// The UTF-8 ranges of consecutive parts in the text; empty if no words belong together.
    func ranges(of parts: [String]) -> [Range<Int>] {
        unbroken.isEmpty ? [] : TextAligner.sourceRanges(of: parts, in: scalars)
    }

    /// For each word of a part, whether it belongs to the word before it; empty if none does.
    /// - Parameter range: the part's place in the text.
    func of(_ part: String, at range: Range<Int>) -> [Bool] {
        let first = unbroken.partition { $0.upperBound > range.lowerBound }
        guard first < unbroken.count, unbroken[first].lowerBound < range.upperBound else { return [] }
        let words = part.unicodeScalars.split(whereSeparator: \.isPythonSpace)
        let start = scalars.partition { $0.source.lowerBound >= range.lowerBound }
        let end = scalars.partition { $0.source.lowerBound >= range.upperBound }
        let places = TextAligner.sourcePlaces(
            of: words.map { String(String.UnicodeScalarView($0)) }, in: Array(scalars[start..<max(start, end)]))
        let owners = places.map { place in place.flatMap(owner) }
        return owners.indices.map { $0 > 0 && owners[$0] != nil && owners[$0] == owners[$0 - 1] }
    }

    /// The unbroken range that a word lies in.
    private func owner(of place: Range<Int>) -> Int? {
        let index = unbroken.partition { $0.upperBound > place.lowerBound }
        return index < unbroken.count && unbroken[index].lowerBound < place.upperBound ? index : nil
    }
}

private extension Array {
    /// The index of the first element for which `isAfter` holds, if it holds for all that follow it.
    func partition(_ isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension SpokenText {
    /// The UTF-8 ranges of the spoken text that stand for something written as one and have more than one word.
    var unbroken: [Range<Int>] {
        guard !isVerbatim else { return [] }
        let bytes = Array(text.utf8)
        return pieces.lazy.filter { !$0.isVerbatim && bytes[$0.spoken].contains(UInt8(ascii: " ")) }.map(\.spoken)
    }
}
