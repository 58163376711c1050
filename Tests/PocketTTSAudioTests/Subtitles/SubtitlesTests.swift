import Foundation
import PocketTTS
@testable import PocketTTSAudio
import Testing

@Suite struct SubtitlesTests {
    private static let text = "It costs $5, Mr. Smith said.  \u{201C}Really?\u{201D} Yes."

    /// The words of `text`, half a second each.
    private static func times(_ words: [String], in text: String) -> [WordTime] {
        var from = text.startIndex
        return words.enumerated().compactMap { index, word in
            guard let found = text.range(of: word, range: from..<text.endIndex) else { return nil }
            from = found.upperBound
            let start = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
            return WordTime(
                textRange: start..<start + word.utf8.count, start: 0.5 * Double(index), end: 0.5 * Double(index) + 0.4)
        }
    }

    private static let subtitles = Subtitles(
        text: text, words: times(["It", "costs", "$5", "Mr", "Smith", "said", "Really", "Yes"], in: text))

    @Test func jsonHasWordsAndSentencesInSecondsAndOffsets() throws {
        let object =
            try JSONSerialization.jsonObject(with: Self.subtitles.contents(.json)) as? [String: [[String: Any]]]
        let words = try #require(object?["words"]), sentences = try #require(object?["sentences"])
        #expect(Set(try #require(object).keys) == ["words", "sentences"])
        #expect(
            words.compactMap { $0["text"] as? String } == ["It", "costs", "$5", "Mr", "Smith", "said", "Really", "Yes"])
        #expect(Set(words[2].keys) == ["text", "start", "end", "text_start", "text_end"])
        #expect(words[2]["start"] as? Double == 1.0)
        #expect(words[2]["end"] as? Double == 1.4)
        #expect(words[2]["text_start"] as? Int == 9)
        #expect(words[2]["text_end"] as? Int == 11)
        #expect(
            sentences.compactMap { $0["text"] as? String } == [
                "It costs $5, Mr. Smith said.", "\u{201C}Really?\u{201D}", "Yes.",
            ])
        #expect(sentences[1]["text_start"] as? Int == 30)
        #expect(sentences[1]["start"] as? Double == 3.0)
    }

    @Test func subRipAndWebVTT() throws {
        let srt = String(decoding: try Self.subtitles.contents(.srt), as: UTF8.self)
        #expect(
            srt == """
                1
                00:00:00,000 --> 00:00:02,900
                It costs $5, Mr. Smith said.

                2
                00:00:03,000 --> 00:00:03,500
                \u{201C}Really?\u{201D}

                3
                00:00:03,500 --> 00:00:04,500
                Yes.


                """)
        let vtt = String(decoding: try Self.subtitles.contents(.vtt), as: UTF8.self)
        #expect(vtt.hasPrefix("WEBVTT\n\n00:00:00.000 --> 00:00:02.900\nIt costs"))
    }

    @Test func cuesEndWithTheAudio() throws {
        let words = Self.times(["It", "costs"], in: Self.text)
        let srt = Subtitles(text: Self.text, words: words, duration: 0.95)
        #expect(String(decoding: try srt.contents(.srt), as: UTF8.self).contains("00:00:00,000 --> 00:00:00,950"))
    }

    @Test func textStaysAsItIsWritten() throws {
        let text = "Cups and/or (tall) glasses, 1 --> 2 <b>&c."
        let subtitles = Subtitles(
            text: text, words: Self.times(["Cups", "and", "or", "tall", "glasses", "1", ">", "2", "b", "c"], in: text))
        #expect(SubtitleCue.cues(of: subtitles, text: text).first?.lines.joined(separator: " ") == text)
        let vtt = String(decoding: try subtitles.contents(.vtt), as: UTF8.self)
        #expect(vtt.contains("1 --&gt; 2 &lt;b&gt;&amp;c."))
        let srt = String(decoding: try subtitles.contents(.srt), as: UTF8.self)
        #expect(srt.contains("1 \u{2192} 2 <b>&c."))
    }

    @Test func partsOfOneWordAreOneWithoutTheSpaceAround() {
        let text = "See https://a.b/c now."
        let times = [4..<17, 4..<17, 4..<17, 17..<22].enumerated().map { index, range in
            WordTime(textRange: range, start: Double(index), end: Double(index) + 0.9)
        }
        let words = Subtitles(text: text, words: times).words
        #expect(words.map(\.text) == ["https://a.b/c", "now."])
        #expect(words.map(\.start) == [0, 3] && words.map(\.end) == [2.9, 3.9])
        #expect(words.map(\.textStart) == [4, 18] && words.map(\.textEnd) == [17, 22])
    }

    @Test func longSentencesAreDividedIntoCuesOfTwoLines() {
        let words = (1...40).map { "word\($0)" }
        let text = words.map { $0 == "word20" ? $0 + "," : $0 }.joined(separator: " ") + "."
        let cues = SubtitleCue.cues(of: Subtitles(text: text, words: Self.times(words, in: text)), text: text)
        #expect(cues.count >= 3)
        #expect(cues.allSatisfy { $0.lines.count <= 2 && $0.lines.allSatisfy { $0.count <= SubtitleCue.lineLength } })
        #expect(cues.flatMap(\.lines).joined(separator: " ") == text)
        #expect(cues.contains { $0.lines.last?.hasSuffix("word20,") == true })
        for (one, next) in zip(cues, cues.dropFirst()) { #expect(one.end <= next.start) }
    }

    @Test(arguments: [
        ("One. Two? Three!", 3), ("He said \"no.\" She left.", 2), ("The 3.5 mm cable, e.g. this one.", 1),
        ("Wait... what?", 1), ("A title\n\nThe text", 2), ("J. S. Bach wrote it.", 1), ("So did I. He too.", 2),
        ("", 0),
    ])
    func sentences(text: String, count: Int) {
        #expect(SentenceRanges.find(in: text).count == count)
    }

    @Test func formatsByExtension() {
        #expect(Subtitles.Format(path: "a/b.SRT") == .srt)
        #expect(Subtitles.Format(path: "x.vtt") == .vtt)
        #expect(Subtitles.Format(path: "x.txt") == nil)
    }
}
