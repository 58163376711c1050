/// Reads a text that arrives in fragments and divides it into chunks, each as soon as what follows can no longer
/// change it.
///
/// Each sentence is a chunk of its own. However the text is cut into fragments, the chunks are the same.
package struct TextFeed {
    private var feed: SentenceFeed
    private var reader: TextReader?
    private let planner: TextPlanner
    /// What was spoken so far and is not in a chunk yet, and how many bytes of spoken text come before it.
    private var spoken = SpokenText(text: "", pieces: [])
    private var dropped = 0
    /// The end of the user's text that is not in `spoken` yet, since its reading may still change.
    private var unread: [UInt8] = []
    /// Characters that the model lacks and nothing stands in for, each once, in the order of the text.
    package private(set) var unspeakable: [Unicode.Scalar] = []

    package init(planner: TextPlanner, settings: TextSettings) {
        self.planner = planner
        feed = SentenceFeed(
            planner: planner, maxTokens: settings.maxTokens, policy: settings.policy, findsWords: settings.findsWords)
        reader =
            settings.normalization == .auto
            ? TextReader(language: settings.language, format: settings.format, lexicon: settings.lexicon) : nil
    }

    /// Bytes of text that are in no chunk yet.
    package var pendingBytes: Int { feed.pending.utf8.count + unread.count }

    /// The tokens of the pending text, as far as they are likely to stay.
    package var draft: TextDraft { feed.draft }

    /// Takes a fragment, and adds the chunks that are complete now.
    /// - Throws: ``TextError/chunkTooLong(excerpt:tokens:limit:)``; the text that is pending is forgotten then,
    ///   `chunks` has what was complete before it.
    package mutating func append(_ fragment: String, to chunks: inout [TextChunk]) throws(TextError) {
        guard reader != nil, let read = reader?.append(fragment) else { return try feed.append(fragment, to: &chunks) }
        unread += fragment.utf8
        try add(read, to: &chunks)
    }

    /// The text so far is complete: what is pending ends a chunk.
    /// - Throws: as ``append(_:to:)``.
    package mutating func flush(to chunks: inout [TextChunk]) throws(TextError) {
        if reader != nil, let read = reader?.finish() { try add(read, to: &chunks) }
        var found: [TextChunk] = []
        defer { take(found, to: &chunks) }
        try feed.flush(to: &found)
    }

    private mutating func add(_ read: SpokenText, to chunks: inout [TextChunk]) throws(TextError) {
        unread.removeFirst(read.pieces.reduce(0) { $0 + $1.source.count })
        let (known, missing) = read.restricted(to: planner.isSpeakable)
        for scalar in missing where !unspeakable.contains(scalar) { unspeakable.append(scalar) }
        spoken.append(known)
        var found: [TextChunk] = []
        defer { take(found, to: &chunks) }
        try feed.append(known.text, to: &found)
        // How the next word is read may depend on what follows it. That it begins is enough to end the sentence before
        // it.
        if nextWordBegins { try feed.expectWord(to: &found) }
    }

    /// Whether the text that is not read yet is a space and the start of a word.
    private var nextWordBegins: Bool {
        let text = String(decoding: unread.prefix(64), as: UTF8.self).unicodeScalars
        let word = text.drop(while: \.isPythonSpace)
        return word.count < text.count && word.first?.properties.isAlphabetic == true
    }

    /// Adds chunks with ranges in the user's text, and forgets the text before them.
    private mutating func take(_ found: [TextChunk], to chunks: inout [TextChunk]) {
        guard reader != nil else { return chunks += found }
        chunks += found.map { chunk in
            chunk.mapped { spoken.sourceRange(of: $0.lowerBound - dropped..<$0.upperBound - dropped) }
        }
        guard let end = found.last?.sourceRange.upperBound, end > dropped else { return }
        spoken = spoken.dropping(end - dropped)
        dropped = end
    }
}
