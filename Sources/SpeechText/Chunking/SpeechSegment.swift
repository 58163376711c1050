/// What happens next when a text is spoken.
public enum SpeechSegment: Sendable, Equatable {
    case speech(TextChunk)
    /// Silence. `sourceRange` is its tag's place in the user's text, in UTF-8 offsets.
    case pause(seconds: Double, sourceRange: Range<Int>)
    /// A mark of the text. It stands before the chunk that has its place, and is reached within that chunk if
    /// `sourceOffset` is.
    case mark(name: String, sourceOffset: Int)
}

/// Puts chunks and directives into the order in which they are spoken.
struct SegmentWriter: Sendable {
    private(set) var segments: [SpeechSegment] = []
    private var delivery = Delivery()
    private var marks: [(name: String, offset: Int)] = []
    private var silence = 0.0

    /// Adds chunks of the text before the next directive.
    mutating func append(_ chunks: [TextChunk]) {
        for var chunk in chunks {
            while let mark = marks.first, mark.offset < chunk.sourceRange.upperBound {
                segments.append(.mark(name: mark.name, sourceOffset: mark.offset))
                marks.removeFirst()
            }
            chunk.delivery = delivery
            segments.append(.speech(chunk))
        }
    }

    /// Adds a directive behind the chunks so far.
    /// - Throws: ``TextError/tooMuchSilence(limit:)``.
    mutating func append(_ directive: Directive, source: Range<Int>) throws(TextError) {
        switch directive {
        case .mark(let name): return marks.append((name, source.lowerBound))
        case .language: return
        case .pause(let seconds):
            silence += seconds
            guard silence <= Directive.longestSilence else { throw .tooMuchSilence(limit: Directive.longestSilence) }
            endRun()
            if seconds > 0 { segments.append(.pause(seconds: seconds, sourceRange: source)) }
        case .delivery(let new):
            endRun()
            delivery = new
        }
    }

    /// The text ends here, or something else begins.
    /// - Parameter isFading: whether the last chunk's sound fades to its end.
    mutating func endRun(isFading: Bool = true) {
        if isFading, case .speech(var chunk) = segments.last {
            chunk.endsInFade = true
            segments[segments.count - 1] = .speech(chunk)
        }
        segments += marks.map { .mark(name: $0.name, sourceOffset: $0.offset) }
        marks = []
    }

    /// Takes the segments so far out.
    mutating func take() -> [SpeechSegment] {
        defer { segments = [] }
        return segments
    }
}
