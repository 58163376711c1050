import PocketTTS
import PocketTTSAudio

extension ServedSession {
    /// A word with the punctuation around it, as clients look for it in the text that they sent: `"Hello,"`.
    func spelled(_ word: WordTime) -> TimedText {
        let range = Self.spelledRange(of: word.textRange, in: text)
        return timedText(WordTime(textRange: range, start: word.start, end: word.end))
    }

    /// The range with what surrounds it up to white space, without letters and digits of other words.
    static func spelledRange(of range: Range<Int>, in text: String) -> Range<Int> {
        let scalars = text.unicodeScalars
        let utf8 = text.utf8
        guard range.upperBound <= utf8.count else { return range }
        var start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        var end = utf8.index(utf8.startIndex, offsetBy: range.upperBound)
        while end < scalars.endIndex, scalars[end].isAttached { scalars.formIndex(after: &end) }
        // What stands between two words without a space belongs to the first.
        var first = start
        while first > scalars.startIndex, scalars[scalars.index(before: first)].isAttached {
            scalars.formIndex(before: &first)
        }
        if first == scalars.startIndex || scalars[scalars.index(before: first)].properties.isWhitespace {
            start = first
        }
        return utf8.distance(from: utf8.startIndex, to: start)..<utf8.distance(from: utf8.startIndex, to: end)
    }
}

extension Unicode.Scalar {
    /// Whether it belongs to the word beside it: neither white space nor a part of another word.
    fileprivate var isAttached: Bool {
        !properties.isWhitespace && !properties.isAlphabetic && properties.numericType == nil
    }
}
