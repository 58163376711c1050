import PocketTTS
import SpeechText

/// A text as subtitles show it, without its markup.
struct ReadableText {
    let text: String
    private let pieces: [SpokenText.Piece]

    /// - Parameter options: those that the text is read with.
    init(_ text: String, options: SpeechOptions) {
        // No language: numbers and abbreviations stay as they are written.
        let script =
            options.normalization == .auto
            ? try? TextReader.read(text, language: nil, format: options.textFormat) : nil
        let readable = script?.spoken ?? SpokenText(verbatim: text)
        self.text = readable.text
        pieces = readable.pieces.filter { !$0.spoken.isEmpty }
    }

    /// Words of the user's text with their places in this text.
    func placed(_ words: [WordTime]) -> [WordTime] {
        words.compactMap { word in
            range(of: word.textRange).map { WordTime(textRange: $0, start: word.start, end: word.end) }
        }
    }

    private func range(of source: Range<Int>) -> Range<Int>? {
        let touched = pieces.filter { $0.source.overlaps(source) }
        guard let first = touched.first, let last = touched.last else { return nil }
        let start = first.isVerbatim ? max(0, source.lowerBound - first.source.lowerBound) : 0
        let end = last.isVerbatim ? max(0, last.source.upperBound - source.upperBound) : 0
        let (lower, upper) = (first.spoken.lowerBound + start, last.spoken.upperBound - end)
        return lower < upper ? lower..<upper : nil
    }
}
