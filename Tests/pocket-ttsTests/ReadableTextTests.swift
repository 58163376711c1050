import Foundation
import PocketTTS
import SpeechText
import Testing
@testable import pocket_tts

@Suite struct ReadableTextTests {
    /// The words of the user's text, a second each, as they stand in the readable one.
    private static func words(_ words: [String], of text: String, _ format: TextFormat) -> (String, [String]) {
        var options = SpeechOptions()
        options.textFormat = format
        let readable = ReadableText(text, options: options)
        var from = text.startIndex
        let times = words.enumerated().compactMap { index, word -> WordTime? in
            guard let found = text.range(of: word, range: from..<text.endIndex) else { return nil }
            from = found.upperBound
            let start = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
            return WordTime(
                textRange: start..<start + word.utf8.count, start: Double(index), end: Double(index) + 0.5)
        }
        let placed = readable.placed(times).map { word in
            String(decoding: Array(readable.text.utf8)[word.textRange], as: UTF8.self)
        }
        return (readable.text, placed)
    }

    @Test func markdownIsGone() {
        let (text, words) = Self.words(
            ["noon", "the", "manual", "$5"], of: "**At noon**, see [the manual](https://a.b/c) for $5.", .markdown)
        #expect(text == "At noon, see the manual for $5.")
        #expect(words == ["noon", "the", "manual", "$5"])
    }

    @Test func tagsAndEntitiesOfSSMLAreGone() {
        let (text, words) = Self.words(
            ["Set", "&amp;", "go"], of: "<speak>Set &amp; <break time=\"1s\"/>go.</speak>", .ssml)
        #expect(!text.contains("<") && text.contains("&") && !text.contains("amp"))
        #expect(words == ["Set", "&", "go"])
    }

    @Test func plainTextStays() {
        let (text, words) = Self.words(["Café", "😀", "now"], of: "Café 😀 now", .text)
        #expect(text == "Café 😀 now")
        #expect(words == ["Café", "😀", "now"])
    }
}
