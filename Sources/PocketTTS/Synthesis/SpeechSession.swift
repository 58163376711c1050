import Synchronization
import SpeechText

/// Speaks a text while it is being written, by a language model for example.
///
/// Each sentence is spoken as soon as what follows it shows that it is complete; until then its tokens are read ahead.
/// The same text gives the same samples, whatever fragments it arrives in. They are those of
/// ``Synthesizer/speak(_:voice:options:)`` where that, too, speaks each sentence for itself: `speak` puts short sentences
/// together, for which a session would have to wait.
public final class SpeechSession: Sendable {
    /// The audio and the progress, to be read by one task. Ends after ``finish()``, when all has been said, or with
    /// ``cancel()``. Made as it is read, like the stream of ``Synthesizer/speak(_:voice:options:)``; it stays valid when
    /// the session is dropped, which counts as ``finish()``. Dropping both stops the computation.
    public let events: AsyncThrowingStream<SpeechEvent, any Error>

    private let stream: SpeechStream
    private let lease: SpeechEngine.Lease
    private let maxTextBytes: Int
    /// `nil` once the text is complete.
    private let feed: Mutex<TextFeed?>

    init(_ listener: SpeechListener, feed: TextFeed, maxTextBytes: Int) {
        events = listener.events
        stream = listener.stream
        lease = listener.lease
        self.maxTextBytes = maxTextBytes
        self.feed = Mutex(feed)
    }

    /// Adds to the text; a fragment may end anywhere, also within a word.
    ///
    /// - Throws: ``PocketTTSError/textTooLong(bytes:limit:)`` if more text would wait to be spoken than
    ///   ``Synthesizer/Configuration/maxTextBytes``; nothing of the fragment is taken then.
    ///   ``PocketTTSError/textChunkTooLong(excerpt:tokens:limit:)`` for a sentence without an end; the rest of the fragment
    ///   is dropped with it, and the session goes on. ``PocketTTSError/sessionOver`` after ``finish()`` or ``cancel()``.
    public func send(_ fragment: String) throws(PocketTTSError) {
        try change { feed, chunks throws(PocketTTSError) in
            let bytes = lease.engine.pendingBytes(of: stream) + feed.pendingBytes + fragment.utf8.count
            guard bytes <= maxTextBytes else { throw .textTooLong(bytes: bytes, limit: maxTextBytes) }
            do throws(TextError) { try feed.append(fragment, to: &chunks) } catch { throw PocketTTSError(error) }
        }
    }

    /// Ends the sentence here: what has been sent is spoken without waiting for what follows.
    /// - Throws: as ``send(_:)``.
    public func flush() throws(PocketTTSError) {
        try change { feed, chunks throws(PocketTTSError) in
            do throws(TextError) { try feed.flush(to: &chunks) } catch { throw PocketTTSError(error) }
        }
    }

    /// Says that the text is complete; does nothing if it is already. ``events`` ends once all has been said.
    /// - Throws: ``PocketTTSError/textChunkTooLong(excerpt:tokens:limit:)`` for what was pending; the rest is spoken.
    public func finish() throws(PocketTTSError) {
        try feed.withLock { feed throws(PocketTTSError) in
            guard var last = feed else { return }
            feed = nil
            var chunks: [TextChunk] = []
            defer { lease.engine.append(chunks, draft: TextDraft(), isComplete: true, to: stream) }
            do throws(TextError) { try last.flush(to: &chunks) } catch { throw PocketTTSError(error) }
        }
    }

    /// Stops at once, in the middle of a word if need be, and ends ``events``.
    /// - Returns: what had been read from ``events``. How much of that was heard is up to the player.
    @discardableResult
    public func cancel() -> SpokenExtent {
        feed.withLock { $0 = nil }
        return lease.engine.interrupt(stream)
    }

    /// What has been read from ``events`` so far.
    public var said: SpokenExtent { lease.engine.delivered(of: stream) }

    private func change(
        _ body: (inout TextFeed, inout [TextChunk]) throws(PocketTTSError) -> Void
    ) throws(PocketTTSError) {
        try feed.withLock { feed throws(PocketTTSError) in
            guard var changed = feed else { throw .sessionOver }
            var chunks: [TextChunk] = []
            defer {
                let draft = changed.draft
                feed = changed
                lease.engine.append(chunks, draft: draft, isComplete: false, to: stream)
            }
            try body(&changed, &chunks)
        }
    }

    deinit {
        // Nobody can send any more. An error would be about a rest that nobody completed.
        try? finish()
    }
}
