/// Finds chunks, which have been through a tokenizer and back, in the text they come from.
///
/// Decoded text differs from its source in spaces and, with some tokenizers, in single characters (unknown ones,
/// Unicode normalisation). The aligner walks both texts without their spaces and, where they differ, skips as little
/// of both as makes them agree again.
struct TextAligner {
    /// How far it looks for agreement, and how many equal characters are one.
    private static let window = 24
    private static let agreement = 3

    private let source: [SourcedScalar]
    private var spoken: [Unicode.Scalar] = []
    /// Where each chunk's characters start in `spoken`, and where the last one's end.
    private var starts = [0]

    /// For each chunk the UTF-8 range of its words in the user's text; empty if none of its characters is found there.
    static func sourceRanges(of chunks: [String], in scalars: [SourcedScalar]) -> [Range<Int>] {
        TextAligner(chunks, scalars).ranges()
    }

    /// For each of `parts` the UTF-8 range in the user's text of its characters, `nil` if none of them is found there.
    /// Several parts may come from the same place.
    static func sourcePlaces(of parts: [String], in scalars: [SourcedScalar]) -> [Range<Int>?] {
        let aligner = TextAligner(parts, scalars)
        let places = aligner.places()
        return zip(aligner.starts, aligner.starts.dropFirst()).map { start, next in
            let found = places[start..<next].compactMap { $0.map { aligner.source[$0].source } }
            guard let first = found.first else { return nil }
            return found.dropFirst().reduce(first) {
                min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound)
            }
        }
    }

    private init(_ chunks: [String], _ scalars: [SourcedScalar]) {
        source = scalars.filter { !$0.scalar.isPythonSpace }
        spoken.reserveCapacity(source.count)
        for chunk in chunks {
            spoken.append(contentsOf: chunk.unicodeScalars.lazy.filter { !$0.isPythonSpace })
            starts.append(spoken.count)
        }
    }

    private func ranges() -> [Range<Int>] {
        let places = places()
        var end = 0
        return zip(starts, starts.dropFirst()).map { start, next in
            let found = places[start..<next].lazy.compactMap(\.self)
            guard let first = found.first, let last = found.last else { return end..<end }
            let lower = max(source[first].source.lowerBound, end)
            end = max(source[last].source.upperBound, lower)
            return lower..<end
        }
    }

    /// For each character of `spoken` its index in `source`.
    private func places() -> [Int?] {
        var places = [Int?](repeating: nil, count: spoken.count)
        var (index, position) = (0, 0)
        while index < spoken.count, position < source.count {
            var length = 1
            if spoken[index] != source[position].scalar {
                if let skip = resynchronise(index, position) {
                    index += skip.spoken
                    position += skip.source
                } else {
                    // Nothing in sight: as much of the one for as much of the other.
                    length = Self.window
                }
            }
            length = min(length, spoken.count - index, source.count - position)
            for offset in 0..<length { places[index + offset] = position + offset }
            index += length
            position += length
        }
        return places
    }

    /// How many characters to leave out of either side, `nil` when they do not agree within the window. One for one is
    /// tried first: a character became another one.
    private func resynchronise(_ index: Int, _ position: Int) -> (spoken: Int, source: Int)? {
        if agree(index + 1, position + 1) { return (0, 0) }
        for distance in 1...(2 * Self.window) {
            for skipped in max(0, distance - Self.window)...min(distance, Self.window)
            where agree(index + skipped, position + distance - skipped) {
                return (skipped, distance - skipped)
            }
        }
        return nil
    }

    /// Whether both go on alike, or end together.
    private func agree(_ index: Int, _ position: Int) -> Bool {
        for offset in 0..<Self.agreement {
            let ends = (index + offset >= spoken.count, position + offset >= source.count)
            if ends.0 && ends.1 { return true }
            if ends.0 || ends.1 || spoken[index + offset] != source[position + offset].scalar { return false }
        }
        return true
    }
}
