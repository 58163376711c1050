/// When a word of a request's text is heard.
public struct WordTime: Sendable, Equatable {
    /// The word in the request's text, without the punctuation around it, in UTF-8 offsets.
    public let textRange: Range<Int>
    /// Seconds from the start of the utterance.
    public let start: Double
    public let end: Double

    public init(textRange: Range<Int>, start: Double, end: Double) {
        self.textRange = textRange
        self.start = start
        self.end = end
    }
}
