/// Something that went wrong in a chunk's speech, found in its attention and its audio.
public struct SpeechFailure: Sendable, Equatable {
    public enum Kind: String, Sendable, Equatable, CaseIterable, Codable {
        /// Words were passed over.
        case skippedWords = "skipped-words"
        /// The speech went back to an earlier word.
        case jumpBack = "jump-back"
        /// Words were said again.
        case repetition
        /// The speech ended before the last word.
        case earlyEnd = "early-end"
        /// The speech went on after the last word.
        case runOn = "run-on"
        /// Sound that belongs to no word.
        case babble
        case silence
        case clipping
        /// Samples that are not numbers.
        case nonFinite = "non-finite"
    }

    public let kind: Kind
    /// The words concerned, in UTF-8 offsets of the request's text; `nil` where no words are.
    public let textRange: Range<Int>?
    /// Seconds from the start of the utterance at which it was noticed.
    public let time: Double
    /// The chunk, from 0, and which attempt at it, from 0.
    public let chunk: Int
    public let attempt: Int

    public init(kind: Kind, textRange: Range<Int>?, time: Double, chunk: Int, attempt: Int = 0) {
        self.kind = kind
        self.textRange = textRange
        self.time = time
        self.chunk = chunk
        self.attempt = attempt
    }
}
