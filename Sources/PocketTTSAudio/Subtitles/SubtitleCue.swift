/// What stands on the screen at a time: one or two lines of a sentence.
struct SubtitleCue: Equatable {
    let lines: [String]
    let start: Double
    let end: Double

    /// Characters that a line has at most, unless a single word is longer; two lines make a cue.
    static let lineLength = 42
    /// Seconds for which a cue stays, where the next one leaves room.
    private static let shortest = 1.0

    /// The sentences of `subtitles`, divided where they are too long for a cue.
    static func cues(of subtitles: Subtitles, text: String) -> [SubtitleCue] {
        var rest = subtitles.words[...]
        var cues: [SubtitleCue] = []
        for sentence in subtitles.sentences {
            let words = rest.prefix { $0.textStart < sentence.textEnd }
            rest = rest.dropFirst(words.count)
            cues += divide(Array(words), of: sentence, text)
        }
        return cues.enumerated().map { index, cue in
            let limit = index + 1 < cues.count ? cues[index + 1].start : subtitles.duration
            return SubtitleCue(
                lines: cue.lines, start: cue.start, end: max(cue.end, min(cue.start + shortest, limit)))
        }
    }

    /// A word with the punctuation around it.
    private struct Piece {
        let text: String
        let start, end: Double
        var endsPhrase: Bool { text.last.map { ",;:\u{2013}\u{2014}".contains($0) } ?? false }
    }

    private static func divide(_ words: [TimedText], of sentence: TimedText, _ text: String) -> [SubtitleCue] {
        var pieces: [Piece] = []
        // What stands before the next word without a space: an opening quote, or the first word of "and/or".
        var (opening, openStart): (String, Double?) = ("", nil)
        for (index, word) in words.enumerated() {
            let isLast = index + 1 == words.count
            let from = index == 0 ? sentence.textStart : word.textStart
            let to = isLast ? sentence.textEnd : words[index + 1].textStart
            let slice = opening + String(Substring(text.utf8.dropFirst(from).prefix(max(0, to - from))))
            let start = openStart ?? word.start
            guard let space = isLast ? slice.endIndex : slice.lastIndex(where: \.isWhitespace) else {
                (opening, openStart) = (slice, start)
                continue
            }
            let line = slice[..<space].split(whereSeparator: \.isWhitespace).joined(separator: " ")
            pieces.append(Piece(text: line, start: start, end: word.end))
            (opening, openStart) = (isLast ? "" : String(slice[slice.index(after: space)...]), nil)
        }
        var cues: [SubtitleCue] = []
        var first = 0
        while first < pieces.count {
            var end = first + 1
            while end < pieces.count, lines(pieces[first...end]).count <= 2 { end += 1 }
            // A cue that is not the sentence's last ends with a phrase, if its second half has one.
            if end < pieces.count, let comma = pieces[first..<end].lastIndex(where: \.endsPhrase),
                comma + 1 - first > (end - first) / 2
            {
                end = comma + 1
            }
            let part = pieces[first..<end]
            cues.append(SubtitleCue(lines: lines(part), start: part[first].start, end: part[end - 1].end))
            first = end
        }
        return cues
    }

    private static func lines(_ pieces: ArraySlice<Piece>) -> [String] {
        var lines: [String] = []
        for piece in pieces {
            if let last = lines.last, last.count + 1 + piece.text.count <= lineLength {
                lines[lines.count - 1] = last + " " + piece.text
            } else {
                lines.append(piece.text)
            }
        }
        return lines
    }
}
