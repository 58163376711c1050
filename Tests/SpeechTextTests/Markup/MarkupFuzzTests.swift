import Testing

@testable import SpeechText

/// What holds for every text in every format, tried on random texts of markup that makes trouble.
@Suite struct MarkupFuzzTests {
    private static let parts = [
        "<speak>", "</speak>", "<s>", "</s>", "<p>", "</p>", "<break/>", "<break time='1s'/>", "<mark name='m'/>",
        "<prosody rate='2'>", "</prosody>", "<voice name='v'>", "</voice>", "<sub alias='a b'>", "</sub>",
        "<say-as interpret-as='date'>", "</say-as>", "<lang xml:lang='de'>", "</lang>", "<!--", "-->", "<![CDATA[",
        "]]>", "<", ">", "&amp;", "&#65;", "&", ";", "'", "\"", "=", "/", "[pause:1s]", "[pause:", "[rate:2]",
        "[voice:a]", "[", "]", "(", ")", "**", "*", "_", "__", "`", "```\n", "# ", "- ", "1. ", "2. ", "| ", "\n",
        "\r\n", " ", " ", " ", "word", "Dr.", "$3.50", "5", "1/2", "3.", "Mai", "U.S.", "...", "é", "漢", "\u{301}",
        "—", "12:30", "a,", "b.",
    ]

    private static func text(_ random: inout NormalizerPropertyTests.Random, _ format: TextFormat) -> String {
        let body = (0..<Int.random(in: 0...24, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
        return format == .ssml && Bool.random(using: &random) ? "<speak>\(body.joined())</speak>" : body.joined()
    }

    private static func read(_ fragments: [String], _ format: TextFormat) -> Result<Script, MarkupError> {
        var reader = TextReader(language: .german, format: format)
        return Result { () throws(MarkupError) in
            var script = Script()
            for fragment in fragments { script.append(try reader.append(fragment)) }
            script.append(try reader.finish())
            return script
        }
    }

    /// Fragments give the same, or the same error; every byte has its place; no digit is lost or invented.
    @Test(arguments: TextFormat.allCases) func readersHoldTheirPromises(format: TextFormat) {
        var random = NormalizerPropertyTests.Random(state: 11)
        for _ in 0..<Fuzzing.repetitions {
            let text = Self.text(&random, format)
            let whole = Self.read([text], format)
            let parts = Self.read(NormalizerPropertyTests.randomPieces(text, &random), format)
            switch (whole, parts) {
            case (.success(let whole), .success(let parts)):
                #expect(whole.text == parts.text, "\(text.debugDescription)")
                var ends = (0, 0)
                for piece in whole.spoken.pieces {
                    #expect(
                        piece.spoken.lowerBound == ends.0 && piece.source.lowerBound == ends.1,
                        "\(text.debugDescription)")
                    ends = (piece.spoken.upperBound, piece.source.upperBound)
                }
                #expect(ends.1 == text.utf8.count, "\(text.debugDescription)")
                let hasDigit = whole.text.contains { $0.isASCII && $0.isNumber }
                #expect(!hasDigit, "\(text.debugDescription): \(whole.text.debugDescription)")
            case (.failure(let whole), .failure(let parts)): #expect(whole == parts, "\(text.debugDescription)")
            default: Issue.record("\(text.debugDescription): \(whole) and in parts \(parts)")
            }
        }
    }

    /// Chunks are within the limit and in order, and the same however the text arrives.
    @Test(arguments: TextFormat.allCases) func chunksHoldTheirPromises(format: TextFormat) throws {
        var random = NormalizerPropertyTests.Random(state: 12)
        let planner = try TextFeedTests.planner()
        let settings = TextSettings(language: .english, format: format, maxTokens: 12)
        for _ in 0..<Fuzzing.repetitions / 10 {
            let text = Self.text(&random, format)
            if let plan = try? planner.plan(text, settings: settings) {
                var end = 0
                for chunk in plan.chunks {
                    #expect(chunk.tokens.count <= 12, "\(text.debugDescription)")
                    #expect(chunk.sourceRange.lowerBound >= end, "\(text.debugDescription)")
                    end = chunk.sourceRange.lowerBound
                }
            }
            func segments(_ fragments: [String]) throws -> [SpeechSegment] {
                var feed = try TextFeed(planner: planner, settings: settings)
                var segments: [SpeechSegment] = []
                for fragment in fragments { try feed.append(fragment, to: &segments) }
                try feed.finish(to: &segments)
                return segments
            }
            let whole = Result { try segments([text]) }
            let parts = Result { try segments(NormalizerPropertyTests.randomPieces(text, &random)) }
            if let whole = try? whole.get() {
                #expect(try parts.get() == whole, "\(text.debugDescription)")
            }
        }
    }
}
