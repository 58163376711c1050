/// Finds chunks, which have been through a tokenizer and back, in the text they come from.
///
/// Decoded text differs from its source in spaces and, with some tokenizers, in single characters (unknown ones, Unicode
/// normalisation). The aligner walks both texts without their spaces and, where they differ, skips as little of both as
/// makes them agree again.
struct TextAligner {
    private let scalars: [SourcedScalar]
    private var position = 0
    /// Source offset behind the last chunk.
    private var end = 0

    /// How far it looks for agreement, and how many equal characters are one.
    private static let window = 24
    private static let agreement = 3

    init(_ scalars: [SourcedScalar]) {
        self.scalars = scalars.filter { !$0.scalar.isPythonSpace }
    }

    /// UTF-8 range of the next chunk in the user's text; empty if none of its characters is found there.
    mutating func sourceRange(of chunk: String) -> Range<Int> {
        let chunk = Array(chunk.unicodeScalars.lazy.filter { !$0.isPythonSpace })
        var start: Int?
        var index = 0
        while index < chunk.count, position < scalars.count {
            var length = 1
            if chunk[index] != scalars[position].scalar {
                if let skip = resynchronise(chunk, index) {
                    index += skip.chunk
                    position += skip.text
                } else {
                    // Nothing in sight: as much of the one for as much of the other.
                    length = min(Self.window, chunk.count - index, scalars.count - position)
                }
            }
            if start == nil { start = max(scalars[position].source, end) }
            index += length
            position += length
        }
        guard let start else { return end..<end }
        let last = scalars[position - 1]
        end = max(last.source + UTF8.width(last.scalar), start)
        return start..<end
    }

    /// How many characters to leave out of the chunk and of the text, `nil` when they do not agree within the window.
    private func resynchronise(_ chunk: [Unicode.Scalar], _ index: Int) -> (chunk: Int, text: Int)? {
        for distance in 1...(2 * Self.window) {
            for skipped in max(0, distance - Self.window)...min(distance, Self.window)
            where agrees(chunk, index + skipped, position + distance - skipped) {
                return (skipped, distance - skipped)
            }
        }
        return nil
    }

    /// Whether both go on alike, as far as the chunk goes.
    private func agrees(_ chunk: [Unicode.Scalar], _ index: Int, _ position: Int) -> Bool {
        guard index < chunk.count else { return false }
        return (0..<min(Self.agreement, chunk.count - index)).allSatisfy { offset in
            position + offset < scalars.count && chunk[index + offset] == scalars[position + offset].scalar
        }
    }
}
