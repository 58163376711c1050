/// Reads a text that arrives in fragments and divides it into segments, each as soon as what follows can no longer
/// change it.
///
/// Each sentence is a chunk of its own. However the text is cut into fragments, the segments are the same.
package struct TextFeed {
    private var feed: SentenceFeed
    private var reader: TextReader?
    private let planner: TextPlanner
    private var writer = SegmentWriter()
    /// What was spoken so far and is not in a chunk yet, and how many bytes of spoken text come before it.
    private var spoken = SpokenText()
    private var dropped = 0
    /// The end of the user's text that is not in `spoken` yet, since its reading may still change.
    private var unread: [UInt8] = []
    /// Characters that the model lacks and nothing stands in for, each once, in the order of the text.
    package private(set) var unspeakable: [Unicode.Scalar] = []

    /// - Throws: ``TextError/phonemesNotSpoken(word:)``.
    package init(planner: TextPlanner, settings: TextSettings) throws(TextError) {
        self.planner = planner
        feed = SentenceFeed(
            planner: planner, maxTokens: settings.maxTokens, policy: settings.policy, findsWords: settings.findsWords)
        reader = settings.normalization == .auto ? try planner.reader(settings) : nil
    }

    /// Bytes of text that are in no chunk yet.
    package var pendingBytes: Int { feed.pending.utf8.count + unread.count }

    /// The tokens of the pending text, as far as they are likely to stay.
    package var draft: TextDraft { feed.draft }

    /// Takes a fragment, and adds the segments that are complete now.
    /// - Throws: ``TextError/chunkTooLong(excerpt:tokens:limit:)``; the text that is pending is forgotten then,
    ///   `segments` has what was complete before it. ``TextError/malformedMarkup(_:)``, after which nothing can be
    ///   read, and ``TextError/tooMuchSilence(limit:)``.
    package mutating func append(_ fragment: String, to segments: inout [SpeechSegment]) throws(TextError) {
        defer { segments += writer.take() }
        guard reader != nil else {
            return try divide { feed, chunks throws(TextError) in
                try feed.append(fragment, to: &chunks)
            }
        }
        unread += fragment.utf8
        try add(try read { reader throws(MarkupError) in try reader.append(fragment) })
        // How the next word is read may depend on what follows it. That it begins is enough to end the sentence before
        // it.
        guard nextWordBegins else { return }
        try divide { feed, chunks throws(TextError) in try feed.expectWord(to: &chunks) }
    }

    /// The sentence so far is complete: what is pending ends a chunk.
    /// - Throws: as ``append(_:to:)``.
    package mutating func flush(to segments: inout [SpeechSegment]) throws(TextError) {
        defer { segments += writer.take() }
        if reader != nil { try add(try read { reader throws(MarkupError) in try reader.flush() }) }
        try endRun()
        writer.endRun()
    }

    /// The text is complete.
    /// - Throws: as ``append(_:to:)``, also for markup that is not complete.
    package mutating func finish(to segments: inout [SpeechSegment]) throws(TextError) {
        defer { segments += writer.take() }
        if reader != nil { try add(try read { reader throws(MarkupError) in try reader.finish() }) }
        try endRun()
        writer.endRun(isFading: false)
    }

    private mutating func read(
        _ body: (inout TextReader) throws(MarkupError) -> Script
    ) throws(TextError) -> Script {
        guard var changed = reader else { return Script() }
        reader = nil
        defer { reader = changed }
        do throws(MarkupError) {
            return try body(&changed)
        } catch {
            throw .malformedMarkup(error)
        }
    }

    private mutating func add(_ script: Script) throws(TextError) {
        for part in script.parts {
            switch part {
            case .text(let text):
                unread.removeFirst(text.pieces.reduce(0) { $0 + $1.source.count })
                let (known, missing) = planner.speakable(text)
                for scalar in missing where !unspeakable.contains(scalar) { unspeakable.append(scalar) }
                spoken.append(known)
                let unbroken = known.unbroken
                try divide { feed, chunks throws(TextError) in
                    try feed.append(known.text, unbroken: unbroken, to: &chunks)
                }
            case .directive(let directive, let source):
                unread.removeFirst(source.count)
                if case .mark = directive {} else { try endRun() }
                try writer.append(directive, source: source)
            }
        }
    }

    /// What is pending ends a chunk.
    private mutating func endRun() throws(TextError) {
        try divide { feed, chunks throws(TextError) in try feed.flush(to: &chunks) }
    }

    /// Whether the text that is not read yet is a space and the start of a word that the model can speak. A word of
    /// other characters is silent: a pause or a change of voice may follow, before which the speech fades.
    private var nextWordBegins: Bool {
        let text = String(decoding: unread.prefix(64), as: UTF8.self).unicodeScalars
        let word = text.drop(while: \.isPythonSpace)
        guard word.count < text.count, let first = word.first, first.properties.isAlphabetic else { return false }
        return planner.speakable(SpokenText(verbatim: String(Character(first)))).unspeakable.isEmpty
    }

    /// Adds the chunks that the feed completes, with ranges in the user's text, and forgets the text before them.
    private mutating func divide(
        _ body: (inout SentenceFeed, inout [TextChunk]) throws(TextError) -> Void
    ) throws(TextError) {
        var found: [TextChunk] = []
        defer { take(found) }
        try body(&feed, &found)
    }

    private mutating func take(_ found: [TextChunk]) {
        guard reader != nil else { return writer.append(found) }
        writer.append(
            found.map { chunk in
                chunk.mapped { spoken.sourceRange(of: $0.lowerBound - dropped..<$0.upperBound - dropped) }
            })
        guard let end = found.last?.sourceRange.upperBound, end > dropped else { return }
        spoken = spoken.dropping(end - dropped)
        dropped = end
    }
}
