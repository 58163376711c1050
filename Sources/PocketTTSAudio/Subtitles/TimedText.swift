import PocketTTS

/// A stretch of a text, a word or a sentence, and when it is heard.
public struct TimedText: Sendable, Equatable, Encodable {
    public let text: String
    /// Seconds from the start of the audio.
    public let start: Double
    public let end: Double
    /// UTF-8 offsets in the whole text.
    public let textStart: Int
    public let textEnd: Int

    enum CodingKeys: String, CodingKey {
        case text, start, end
        case textStart = "text_start"
        case textEnd = "text_end"
    }

    /// - Parameters:
    ///   - range: UTF-8 offsets in `whole`.
    ///   - start: seconds, kept to the millisecond like `end`.
    init(_ range: Range<Int>, of whole: String, start: Double, end: Double) {
        text = String(Substring(whole.utf8.dropFirst(range.lowerBound).prefix(range.count)))
        self.start = (start * 1000).rounded() / 1000
        self.end = (end * 1000).rounded() / 1000
        textStart = range.lowerBound
        textEnd = range.upperBound
    }

    /// A word of `text`.
    public init(_ word: WordTime, of text: String) {
        self.init(word.textRange, of: text, start: word.start, end: word.end)
    }
}
