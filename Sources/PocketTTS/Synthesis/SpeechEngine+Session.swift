import SpeechText

/// Text that arrives while it is being spoken.
extension SpeechEngine {
    /// More of a stream's text.
    /// - Parameters:
    ///   - draft: what will follow the chunks, as far as that is known.
    ///   - isComplete: whether this was the last.
    func append(_ chunks: [TextChunk], draft: TextDraft, isComplete: Bool, to stream: SpeechStream) {
        withLock {
            stream.upcoming += chunks.lazy.map(stream.plan.bounded)
            stream.chunkCount += chunks.count
            stream.draft = draft
            stream.isTextComplete = isComplete
            if stream.phase == .awaitsText {
                // Its listener has nothing left: audio is as urgent as at the start.
                if !chunks.isEmpty, stream.framesAhead == 0 { stream.isStarting = true }
                stream.advance()
            }
            notifyWorkers()
        }
    }

    /// Bytes of a stream's text that the language model has not begun with.
    func pendingBytes(of stream: SpeechStream) -> Int {
        withLock { stream.upcoming.reduce(0) { $0 + $1.text.text.utf8.count } }
    }

    /// What a stream's listener has taken.
    func delivered(of stream: SpeechStream) -> SpokenExtent { withLock { stream.delivered } }

    /// Stops a stream in the middle, which for its listener is the end; returns what the listener had.
    func interrupt(_ stream: SpeechStream) -> SpokenExtent {
        withLock {
            if !stream.isCancelled, !stream.isClosed {
                stream.isCancelled = true
                stream.isInterrupted = true
                stream.events = []
                wake(stream, .success(nil))
                remove(stream)
            }
            return stream.delivered
        }
    }
}
