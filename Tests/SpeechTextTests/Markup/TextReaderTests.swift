@testable import SpeechText
import Testing

@Suite struct TextReaderTests {
    private static func read(_ text: String, format: TextFormat = .text) throws -> String {
        try TextReader.read(text, language: nil, format: format).text
    }

    @Test(arguments: [
        ("Apples\nPears\nPlums\nCherries", "Apples.\nPears.\nPlums.\nCherries"),
        ("### The plan\nWe go at noon.", "The plan.\nWe go at noon."),
        (
            "**Note:** we need:\n- *one* cup\n- _two_ spoons\n* `three` forks",
            "Note: we need:\none cup.\ntwo spoons.\nthree forks"
        ),
        ("See [the manual](https://example.org/manual) first.", "See the manual first."),
        ("![A cat](cat.png) sleeps.", "A cat sleeps."),
        ("Run `git pull` now.\n| a | b |\n|---|---|\n| 1 | 2 |", "Run git pull now.\n a , b .\n\n 1 , 2 "),
        ("1. Mix\n2. Bake", "1: Mix.\n2: Bake"),
        ("- [ ] call\n- [x] write", "call.\nwrite"),
        ("> quoted words\n> go on here", "quoted words.\ngo on here"),
        ("Title\n=====\n\nBody text", "Title.\n\n\nBody text"),
        ("~~old~~ new", "old new"),
        ("```swift\nlet a_b = *c\n```\nDone", "\nlet a_b = *c.\n\nDone"),
        ("***both*** and __strong__", "both and strong"),
        ("One paragraph\n\nand another", "One paragraph.\n\nand another"),
        (
            "Two roads diverged in a yellow wood\nAnd sorry I could not",
            "Two roads diverged in a yellow wood.\nAnd sorry I could not"
        ),
    ])
    func marksAreLeftOut(text: String, expected: String) throws {
        #expect(try Self.read(text) == expected)
    }

    @Test(arguments: [
        "Plain words, nothing else. Really? Yes!", "2 * 3 * 4 = 24", "snake_case_name and __init__.py", "a*b*c", "*",
        "**", "[x]",
        "He said [sic] so.", "`", "one ` two", "C:\\temp\\*.txt", "a < b and c > d", "-5 degrees", "#hashtag",
        "A line that was wrapped by an editor at a width of\nsome seventy columns goes on.", "It is the\nend.", "",
        "\n", "  x  ",
    ])
    func otherTextIsUntouched(text: String) throws {
        let spoken = try TextReader.read(text, language: nil).spoken
        #expect(spoken.text == text)
        #expect(spoken.isVerbatim)
    }

    @Test func markdownReadsEscapesAndTags() throws {
        #expect(try Self.read(#"1\. not *a* \*list\*"#, format: .markdown) == "1. not a *list*")
        #expect(
            try Self.read("a <b>bold</b> <!-- no --> <https://x.org> word<br>", format: .markdown)
                == "a bold  https://x.org word")
    }

    /// Fragments of any size give the same text, the same pieces, and all of the source.
    @Test(arguments: [Language?.none, .english])
    func fragmentsGiveTheSameText(language: Language?) throws {
        let parts = [
            "**", "*", "_", "`", "[", "](u)", "![", "~~", "# ", "- ", "1. ", "| ", "|---|\n", "\n", "\r\n", "\n\n",
            "```\n", " ", "word", "Word", "é",
            "3.5", "$5", "Dr.", "!", "?", ".", ":", "\\", "<b>", "> ", "—", "…", "日", "10:30", "U.S.",
        ]
        var generator = SplitMix(state: 5)
        for round in 0..<400 {
            let text = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
                parts.randomElement(using: &generator) ?? ""
            }
            .joined()
            let format: TextFormat = round % 2 == 0 ? .text : .markdown
            let whole = try TextReader.read(text, language: language, format: format)
            var reader = TextReader(language: language, format: format)
            var spoken = SpokenText()
            var rest = Array(text.unicodeScalars)[...]
            while !rest.isEmpty {
                let fragment = rest.prefix(Int.random(in: 1...6, using: &generator))
                var view = String.UnicodeScalarView()
                view.append(contentsOf: fragment)
                spoken.append(try reader.append(String(view)).spoken)
                rest = rest.dropFirst(fragment.count)
            }
            spoken.append(try reader.finish().spoken)
            #expect(spoken.text == whole.text, "\(text.debugDescription)")
            var (spokenEnd, sourceEnd) = (0, 0)
            for piece in spoken.pieces {
                #expect(
                    piece.spoken.lowerBound == spokenEnd && piece.source.lowerBound == sourceEnd,
                    "\(text.debugDescription)")
                (spokenEnd, sourceEnd) = (piece.spoken.upperBound, piece.source.upperBound)
                if piece.isVerbatim {
                    #expect(
                        Array(spoken.text.utf8)[piece.spoken] == Array(text.utf8)[piece.source],
                        "\(text.debugDescription)")
                }
            }
            #expect(spokenEnd == spoken.text.utf8.count && sourceEnd == text.utf8.count, "\(text.debugDescription)")
        }
    }
}
