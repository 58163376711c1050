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
    ///   - range: UTF-8 offsets in `whole`; white space at its ends is left out.
    ///   - start: seconds, kept to the millisecond like `end`.
    init(_ range: Range<Int>, of whole: String, start: Double, end: Double) {
        let bytes = whole.utf8.dropFirst(range.lowerBound).prefix(range.count)
        let space = bytes.prefix { Self.isSpace($0) }.count
        let trimmed = bytes.dropFirst(space).dropLast(
            bytes.dropFirst(space).reversed().prefix { Self.isSpace($0) }.count)
        text = String(Substring(trimmed))
        self.start = Self.milliseconds(start)
        self.end = Self.milliseconds(end)
        textStart = range.lowerBound + space
        textEnd = range.lowerBound + space + trimmed.count
    }

    /// Seconds as they are sent: whole milliseconds.
    package static func milliseconds(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// A word of `text`.
    public init(_ word: WordTime, of text: String) {
        self.init(word.textRange, of: text, start: word.start, end: word.end)
    }
}
