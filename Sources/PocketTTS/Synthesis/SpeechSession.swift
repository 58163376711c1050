import Synchronization
import SpeechText

/// Speaks a text while it is being written, by a language model for example.
///
/// A sentence is spoken as soon as the text after it shows that it is complete; until then its tokens are prefetched
/// into the KV cache. The same text gives the same samples, whatever fragments it arrives in.
/// ``Synthesizer/speak(_:voice:options:)`` gives the same samples, too, if it speaks each sentence as a chunk of its
/// own; it joins short sentences, for which a session would have to wait.
///
/// A session without text to speak does not take the place of another stream.
public final class SpeechSession: Sendable {
    /// The audio and the progress, to be read by one task. It ends after ``finish()``, once all text is spoken, or with
    /// ``cancel()``. Audio is computed as it is read, like that of ``Synthesizer/speak(_:voice:options:)``. The stream
    /// stays valid when the session is dropped, which counts as ``finish()``. Dropping both stops the computation.
    public let events: AsyncThrowingStream<SpeechEvent, any Error>

    private let stream: SpeechStream
    private let lease: SpeechEngine.Lease
    private let maxTextBytes: Int
    private let model: SpeechModel
    private let voices: VoiceSource
    private let input: Mutex<Input>

    private struct Input {
        /// `nil` once the text is complete.
        var feed: TextFeed?
        /// Voices that the text has named.
        var voices: [String: Voice] = [:]
        var unspeakable: [Unicode.Scalar] = []
    }

    init(
        _ listener: SpeechListener, feed: TextFeed, maxTextBytes: Int, model: SpeechModel,
        voices: @escaping VoiceSource
    ) {
        self.model = model
        self.voices = voices
        events = listener.events
        stream = listener.stream
        lease = listener.lease
        self.maxTextBytes = maxTextBytes
        input = Mutex(Input(feed: feed))
    }

    /// Adds to the text; a fragment may end anywhere, also within a word. It is read on the caller's thread, which
    /// takes about a millisecond per KiB: send a long text in parts.
    ///
    /// - Throws: ``PocketTTSError/textTooLong(bytes:limit:)`` if more text would wait to be spoken than
    ///   ``Synthesizer/Configuration/maxTextBytes``; nothing of the fragment is taken then.
    ///   ``PocketTTSError/textChunkTooLong(excerpt:tokens:limit:)`` for a sentence without an end; the rest of the
    ///   fragment is dropped with it, and the session goes on. ``PocketTTSError/invalidText(reason:)`` for malformed
    ///   markup, after which nothing more can be read. What finds voices throws for unknown ones.
    ///   ``PocketTTSError/sessionOver`` after ``finish()`` or ``cancel()``.
    public func send(_ fragment: String) throws(PocketTTSError) {
        try change { feed, segments throws(PocketTTSError) in
            let bytes = lease.engine.pendingBytes(of: stream) + feed.pendingBytes + fragment.utf8.count
            guard bytes <= maxTextBytes else { throw .textTooLong(bytes: bytes, limit: maxTextBytes) }
            do throws(TextError) { try feed.append(fragment, to: &segments) } catch { throw PocketTTSError(error) }
        }
    }

    /// Ends the sentence here: what has been sent is spoken without waiting for what follows.
    /// - Throws: as ``send(_:)``.
    public func flush() throws(PocketTTSError) {
        try change { feed, segments throws(PocketTTSError) in
            do throws(TextError) { try feed.flush(to: &segments) } catch { throw PocketTTSError(error) }
        }
    }

    /// Says that the text is complete; does nothing if it is already. ``events`` ends once all has been said.
    /// - Throws: ``PocketTTSError/textChunkTooLong(excerpt:tokens:limit:)`` for what was pending; the rest is spoken.
    public func finish() throws(PocketTTSError) {
        try input.withLock { input throws(PocketTTSError) in
            guard var last = input.feed else { return }
            input.feed = nil
            var segments: [SpeechSegment] = []
            var planned: [PlannedSegment] = []
            defer { lease.engine.append(planned, draft: TextDraft(), isComplete: true, to: stream) }
            let result = Result { () throws(TextError) in try last.finish(to: &segments) }
            input.unspeakable = last.unspeakable
            planned = try plan(segments, &input.voices)
            do throws(TextError) { try result.get() } catch { throw PocketTTSError(error) }
        }
    }

    /// Characters of the text so far that the model lacks and nothing stands in for: they are not spoken.
    public var unspeakable: [Unicode.Scalar] { input.withLock { $0.feed?.unspeakable ?? $0.unspeakable } }

    /// Stops at once, even within a word, and ends ``events``.
    /// - Returns: what had been read from ``events``. Only the player knows how much of that was played.
    @discardableResult
    public func cancel() -> SpokenExtent {
        input.withLock { $0.feed = nil }
        return lease.engine.interrupt(stream)
    }

    /// What has been read from ``events`` so far.
    public var said: SpokenExtent { lease.engine.delivered(of: stream) }

    private func change(
        _ body: (inout TextFeed, inout [SpeechSegment]) throws(PocketTTSError) -> Void
    ) throws(PocketTTSError) {
        try input.withLock { input throws(PocketTTSError) in
            guard var changed = input.feed else { throw .sessionOver }
            input.feed = nil
            var segments: [SpeechSegment] = []
            var planned: [PlannedSegment] = []
            defer {
                let draft = changed.draft
                input.feed = changed
                lease.engine.append(planned, draft: draft, isComplete: false, to: stream)
            }
            let result = Result { () throws(PocketTTSError) in try body(&changed, &segments) }
            planned = try plan(segments, &input.voices)
            try result.get()
        }
    }

    /// Finds the voices that segments name.
    private func plan(
        _ segments: [SpeechSegment], _ known: inout [String: Voice]
    ) throws(PocketTTSError) -> [PlannedSegment] {
        for case .speech(let chunk) in segments {
            guard let name = chunk.delivery.voice, known[name] == nil else { continue }
            let voice = try voices(name)
            try voice.check(fits: model)
            known[name] = voice
        }
        let found = known
        return segments.map { stream.plan.planned($0, found) }
    }

    deinit {
        // No more text can be sent. An error would concern text that was never completed.
        try? finish()
        lease.engine.release(stream)
    }
}
