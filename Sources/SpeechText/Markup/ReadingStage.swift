/// What reads text that arrives in fragments. The pieces together are the same, however it is cut.
protocol TextStage: Sendable {
    /// Takes the next fragment, and returns what has become final. Source ranges count from the start of the text.
    mutating func append(_ fragment: String) -> SpokenText
    /// Ends the text, and returns the rest. The stage is then ready for another text.
    mutating func finish() -> SpokenText
}

/// A stage with the text that it was given and has not returned yet, for places in the user's text instead of places in
/// its input.
struct ReadingStage: Sendable {
    private var reader: any TextStage
    private var unread = SpokenText()
    /// Bytes that were dropped from the front of `unread`.
    private var dropped = 0
    /// The position in the user's text that has been reached.
    private var end: Int

    /// - Parameter start: where its first text begins in the user's.
    init(_ reader: some TextStage, from start: Int = 0) {
        self.reader = reader
        end = start
    }

    /// What has become final with more text.
    /// - Parameter isComplete: whether it is the end of a text; another one may follow.
    mutating func read(_ text: SpokenText, isComplete: Bool) -> SpokenText {
        unread.append(text)
        var read = reader.append(text.text)
        if isComplete { read.append(reader.finish()) }
        var result = place(read)
        if isComplete {
            if let last = unread.pieces.last?.source.upperBound, last > end {
                result.append("", source: end..<last, isVerbatim: false)
                end = last
            }
            unread = SpokenText()
            dropped = 0
        }
        return result
    }

    /// Passes over a part of the user's text, between two texts.
    mutating func skip(to position: Int) { end = max(end, position) }

    private mutating func place(_ read: SpokenText) -> SpokenText {
        var read = read
        read.pieces = read.pieces.map { piece in
            SpokenText.Piece(
                spoken: piece.spoken, source: piece.source.lowerBound - dropped..<piece.source.upperBound - dropped,
                isVerbatim: piece.isVerbatim)
        }
        let result = read.composed(with: unread, after: end)
        end = result.pieces.last?.source.upperBound ?? end
        let consumed = read.pieces.last?.source.upperBound ?? 0
        unread = unread.dropping(consumed)
        dropped += consumed
        return result
    }
}

extension SpokenText {
    /// The text without its first `count` bytes.
    func dropping(_ count: Int) -> SpokenText {
        guard count > 0 else { return self }
        var rest = SpokenText(text: String(decoding: text.utf8.dropFirst(count), as: UTF8.self))
        for piece in pieces
        where piece.spoken.upperBound > count || piece.spoken.isEmpty && piece.spoken.lowerBound >= count {
            let cut = max(count - piece.spoken.lowerBound, 0)
            let source = piece.isVerbatim ? piece.source.lowerBound + cut..<piece.source.upperBound : piece.source
            rest.pieces.append(
                Piece(
                    spoken: piece.spoken.lowerBound + cut - count..<piece.spoken.upperBound - count, source: source,
                    isVerbatim: piece.isVerbatim))
        }
        return rest
    }
}
