extension SpokenText {
    /// This text, which was made of the spoken text of `first`, with positions in the source of `first`.
    ///
    /// - Parameter end: the position in that source at which the text before this one ends. What `first` leaves out of
    ///   its source is attached where it stands.
    func composed(with first: SpokenText, after end: Int) -> SpokenText {
        var result = SpokenText()
        var reached = end
        let bytes = Array(text.utf8)
        func add(_ spoken: Range<Int>, _ source: Range<Int>, isVerbatim: Bool) {
            if source.lowerBound > reached { result.append("", source: reached..<source.lowerBound, isVerbatim: false) }
            let source = max(source.lowerBound, reached)..<max(source.upperBound, reached)
            result.append(String(decoding: bytes[spoken], as: UTF8.self), source: source, isVerbatim: isVerbatim)
            reached = source.upperBound
        }
        var index = 0
        for piece in pieces {
            while index < first.pieces.count, first.pieces[index].spoken.upperBound <= piece.source.lowerBound {
                index += 1
            }
            guard piece.isVerbatim else {
                add(piece.spoken, first.sourceRange(of: piece.source), isVerbatim: false)
                continue
            }
            var position = piece.source.lowerBound
            while position < piece.source.upperBound, index < first.pieces.count {
                let part = first.pieces[index]
                if part.spoken.upperBound <= position {
                    index += 1
                    continue
                }
                let upper = min(part.spoken.upperBound, piece.source.upperBound)
                let spoken = piece.spoken.lowerBound + position - piece.source.lowerBound
                let source =
                    part.isVerbatim
                    ? part.source.lowerBound + position - part.spoken.lowerBound..<part.source.lowerBound + upper
                        - part.spoken.lowerBound
                    : part.source
                add(spoken..<spoken + upper - position, source, isVerbatim: part.isVerbatim)
                position = upper
            }
        }
        return result
    }
}
