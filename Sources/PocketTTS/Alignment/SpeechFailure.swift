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
        /// Latents larger than those of the model's good speech: noise makes the words hard to understand.
        case noise
        case clipping
        /// Samples that are not numbers.
        case nonFinite = "non-finite"

        /// How much it harms the speech: words that are lost more than words said twice or in noise, these more than
        /// sound that is too long or too loud.
        var severity: Int {
            switch self {
            case .skippedWords, .earlyEnd, .babble, .nonFinite: 3
            case .jumpBack, .repetition, .noise: 2
            case .runOn, .silence, .clipping: 1
            }
        }
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

extension [SpeechFailure] {
    /// Whether these failures of one attempt harm the speech less than those of another: by the most serious, then by
    /// their number, then by the bytes of the text that they are about.
    func areLessSerious(than other: [SpeechFailure]) -> Bool { harm < other.harm }

    private var harm: (Int, Int, Int) {
        (map(\.kind.severity).max() ?? 0, count, reduce(0) { $0 + ($1.textRange?.count ?? 0) })
    }
}
