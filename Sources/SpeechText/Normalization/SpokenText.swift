/// Text as it is spoken, and where each part of it stands in the text that the user wrote.
public struct SpokenText: Sendable, Equatable {
    /// A part of the spoken text with the part of the source that it stands for. Ranges count UTF-8 bytes.
    public struct Piece: Sendable, Equatable {
        public var spoken: Range<Int>
        public var source: Range<Int>
        /// Whether the part is spoken as it is written, byte for byte, so that positions inside it correspond.
        public var isVerbatim: Bool

        public init(spoken: Range<Int>, source: Range<Int>, isVerbatim: Bool) {
            self.spoken = spoken
            self.source = source
            self.isVerbatim = isVerbatim
        }
    }

    public var text: String
    /// The parts, ascending and without gaps in either text. Spoken parts may be empty: characters that are not spoken.
    public var pieces: [Piece]

    public init(text: String = "", pieces: [Piece] = []) {
        self.text = text
        self.pieces = pieces
    }

    /// Text that is spoken as it is written. `offset` is where it begins in the source.
    public init(verbatim text: String, at offset: Int = 0) {
        self.text = text
        let count = text.utf8.count
        pieces = count == 0 ? [] : [Piece(spoken: 0..<count, source: offset..<offset + count, isVerbatim: true)]
    }

    /// Whether all of it is spoken as it is written.
    public var isVerbatim: Bool { pieces.allSatisfy(\.isVerbatim) }

    /// The bytes of the source that a range of the spoken bytes stands for. A range that touches a rewritten part gets
    /// all of that part's source.
    public func sourceRange(of spokenRange: Range<Int>) -> Range<Int> {
        guard let first = pieces.first, let last = pieces.last else { return 0..<0 }
        let lower = min(max(spokenRange.lowerBound, 0), last.spoken.upperBound)
        let upper = min(max(spokenRange.upperBound, lower), last.spoken.upperBound)
        let start = pieceIndex(containing: lower)
        guard start < pieces.count else { return last.source.upperBound..<last.source.upperBound }
        guard upper > lower else {
            let piece = pieces[start]
            let position =
                piece.isVerbatim
                ? piece.source.lowerBound + lower - piece.spoken.lowerBound
                : piece.source.lowerBound
            return position..<position
        }
        let end = pieceIndex(containing: upper - 1)
        let head = pieces[start]
        let tail = pieces[min(end, pieces.count - 1)]
        let from = head.isVerbatim ? head.source.lowerBound + lower - head.spoken.lowerBound : head.source.lowerBound
        let to = tail.isVerbatim ? tail.source.lowerBound + upper - tail.spoken.lowerBound : tail.source.upperBound
        return max(from, first.source.lowerBound)..<max(from, to)
    }

    /// The first piece whose spoken range ends after a position; the number of pieces if none does.
    private func pieceIndex(containing position: Int) -> Int {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].spoken.upperBound <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Adds a part at the end. Its source must begin where the source of the last part ends.
    mutating func append(_ spoken: String, source: Range<Int>, isVerbatim: Bool) {
        guard !spoken.isEmpty || !source.isEmpty else { return }
        let start = pieces.last?.spoken.upperBound ?? 0
        text += spoken
        let end = start + spoken.utf8.count
        if isVerbatim, let last = pieces.last, last.isVerbatim {
            pieces[pieces.count - 1].spoken = last.spoken.lowerBound..<end
            pieces[pieces.count - 1].source = last.source.lowerBound..<source.upperBound
        } else {
            pieces.append(Piece(spoken: start..<end, source: source, isVerbatim: isVerbatim))
        }
    }

    /// Adds text that follows in the source; its source positions are already positions in the same source.
    public mutating func append(_ other: SpokenText) {
        let offset = pieces.last?.spoken.upperBound ?? 0
        text += other.text
        for piece in other.pieces {
            let spoken = piece.spoken.lowerBound + offset..<piece.spoken.upperBound + offset
            if piece.isVerbatim, let last = pieces.last, last.isVerbatim {
                pieces[pieces.count - 1].spoken = last.spoken.lowerBound..<spoken.upperBound
                pieces[pieces.count - 1].source = last.source.lowerBound..<piece.source.upperBound
            } else {
                pieces.append(Piece(spoken: spoken, source: piece.source, isVerbatim: piece.isVerbatim))
            }
        }
    }

    /// The text with the words of each rewritten part changed.
    func mappedPieces(_ body: (String) -> String) -> SpokenText {
        let bytes = Array(text.utf8)
        var result = SpokenText()
        for piece in pieces {
            let words = String(decoding: bytes[piece.spoken], as: UTF8.self)
            result.append(piece.isVerbatim ? words : body(words), source: piece.source, isVerbatim: piece.isVerbatim)
        }
        return result
    }
}
