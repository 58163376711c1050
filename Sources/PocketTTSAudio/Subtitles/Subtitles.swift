import Foundation
import PocketTTS

/// The words of an utterance with their times, as files that players and editors read.
public struct Subtitles: Sendable {
    public enum Format: String, Sendable, CaseIterable {
        /// SubRip.
        case srt
        /// WebVTT.
        case vtt
        /// `{"words": [...], "sentences": [...]}`, see ``TimedText``.
        case json

        /// The format that a file's extension names.
        public init?(path: String) {
            self.init(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
        }
    }

    public let words: [TimedText]
    /// Sentences with a word that was spoken. A sentence lasts from its first word's start to its last one's end.
    public let sentences: [TimedText]
    private let text: String
    /// Seconds of audio, beyond which no cue stays.
    let duration: Double

    /// - Parameters:
    ///   - text: the request's text.
    ///   - times: its words, in the order in which they are spoken. Parts of one word count as one: a long address may
    ///     be spoken in several chunks.
    ///   - duration: seconds of audio.
    public init(text: String, words times: [WordTime], duration: Double = .infinity) {
        self.text = text
        self.duration = duration
        let times = Self.joined(times)
        words = times.map { TimedText($0, of: text) }
        var rest = times[...]
        sentences = SentenceRanges.find(in: text).compactMap { range in
            let spoken = rest.prefix { $0.textRange.lowerBound < range.upperBound }
            rest = rest.dropFirst(spoken.count)
            guard let first = spoken.first, let last = spoken.last else { return nil }
            return TimedText(range, of: text, start: first.start, end: last.end)
        }
    }

    private static func joined(_ times: [WordTime]) -> [WordTime] {
        times.reduce(into: []) { result, word in
            guard let last = result.last, last.textRange.overlaps(word.textRange) else { return result.append(word) }
            let start = min(last.textRange.lowerBound, word.textRange.lowerBound)
            let end = max(last.textRange.upperBound, word.textRange.upperBound)
            result[result.count - 1] = WordTime(textRange: start..<end, start: last.start, end: word.end)
        }
    }

    /// The contents of a file in `format`.
    public func contents(_ format: Format) throws -> Data {
        switch format {
        case .json: try json()
        case .srt: Data(cueText(separator: ",", line: Self.subRip) { "\($0 + 1)\n" }.utf8)
        case .vtt: Data(("WEBVTT\n\n" + cueText(separator: ".", line: Self.webVTT) { _ in "" }).utf8)
        }
    }

    /// SubRip has no escapes: players would take the arrow for the one between two times.
    private static func subRip(_ line: String) -> String {
        line.replacingOccurrences(of: "-->", with: "\u{2192}")
    }

    private static func webVTT(_ line: String) -> String {
        line.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }

    private struct Document: Encodable {
        let words, sentences: [TimedText]
    }

    private func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(Document(words: words, sentences: sentences)) + Data("\n".utf8)
    }

    private func cueText(separator: String, line: (String) -> String, heading: (Int) -> String) -> String {
        SubtitleCue.cues(of: self, text: text).enumerated().map { index, cue in
            let times = "\(Self.clock(cue.start, separator)) --> \(Self.clock(cue.end, separator))"
            return "\(heading(index))\(times)\n\(cue.lines.map(line).joined(separator: "\n"))\n\n"
        }.joined()
    }

    /// `00:01:02,345`
    private static func clock(_ seconds: Double, _ separator: String) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        let (minutes, rest) = (milliseconds / 60_000, milliseconds % 60_000)
        return String(format: "%02d:%02d:%02d", minutes / 60, minutes % 60, rest / 1000) + separator
            + String(format: "%03d", rest % 1000)
    }
}
