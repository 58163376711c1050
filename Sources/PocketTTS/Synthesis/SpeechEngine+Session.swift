import SpeechText

/// Text that arrives while it is being spoken.
extension SpeechEngine {
    /// More of a stream's text.
    /// - Parameters:
    ///   - segments: what is known for good.
    ///   - draft: what will follow them, as far as that is known.
    ///   - isComplete: whether this was the last.
    func append(_ segments: [PlannedSegment], draft: TextDraft, isComplete: Bool, to stream: SpeechStream) {
        withState { $0.append(segments, draft: draft, isComplete: isComplete, to: stream) }
    }

    /// Bytes of a stream's text that the language model has not begun with.
    func pendingBytes(of stream: SpeechStream) -> Int {
        withState { state in
            // A pause or a mark counts as the shortest tag.
            state.find(stream)?.upcoming.reduce(0) { $0 + ($1.chunk?.text.text.utf8.count ?? 10) } ?? 0
        }
    }

    /// What a stream's listener has taken.
    func delivered(of stream: SpeechStream) -> SpokenExtent {
        withState { $0.find(stream)?.delivered } ?? SpokenExtent(sampleRate: sampleRate)
    }

    /// Stops a stream in the middle, which for its listener is the end; returns what the listener had.
    func interrupt(_ stream: SpeechStream) -> SpokenExtent {
        withState { $0.end(stream, .interrupted) }
        return delivered(of: stream)
    }
}
