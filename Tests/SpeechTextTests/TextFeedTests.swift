import Foundation
import PocketTTS
@testable import SpeechText
import Testing

/// Text as people write it, whole and in fragments.
@Suite struct TextFeedTests {
    static func planner() throws -> TextPlanner {
        let url = TextCorpus.golden.appending(path: "tokenizers/unigram-prepend.json")
        return TextPlanner(tokenizer: try Tokenizer.load(contentsOf: url), config: TextConfig())
    }

    private static let settings = TextSettings(language: .english, maxTokens: 30, findsWords: true)
    private static let text = """
        # Costs of 2027

        - 3 cups: $4.50
        - **12** plates

        Dr. Brown came at 9:45 a.m. and paid 5% less… He's happy! The words go on and on without a mark and nobody \
        knows why they
        do that but they do it all the same because somebody forgot to write one and now it is too late for that
        """

    @Test func everyFragmentationGivesTheSameChunks() throws {
        let planner = try Self.planner()
        var whole: [SpeechSegment] = []
        var feed = try TextFeed(planner: planner, settings: Self.settings)
        try feed.append(Self.text, to: &whole)
        try feed.finish(to: &whole)
        #expect(whole.count >= 5)
        var generator = SplitMix(state: 3)
        for _ in 0..<40 {
            var feed = try TextFeed(planner: planner, settings: Self.settings)
            var chunks: [SpeechSegment] = []
            var rest = Substring(Self.text)
            while !rest.isEmpty {
                let fragment = rest.prefix(Int.random(in: 1...25, using: &generator))
                try feed.append(String(fragment), to: &chunks)
                rest = rest.dropFirst(fragment.count)
            }
            try feed.finish(to: &chunks)
            #expect(chunks == whole)
            #expect(feed.pendingBytes == 0)
        }
    }

    /// A word that the model cannot speak is silent: what follows the sentence is the change of voice.
    @Test func aSilentWordIsNoNextWord() throws {
        func segments(_ fragments: [String]) throws -> [SpeechSegment] {
            var feed = try TextFeed(planner: Self.planner(), settings: Self.settings)
            var segments: [SpeechSegment] = []
            for fragment in fragments { try feed.append(fragment, to: &segments) }
            try feed.finish(to: &segments)
            return segments
        }
        let text = "It is so. 漢[voice:a]b"
        let whole = try segments([text])
        #expect(try segments(text.map { String($0) }) == whole)
        guard case .speech(let first) = whole.first else { return }
        #expect(first.endsInFade)
    }

    /// A sentence is spoken as soon as the next word begins, before that word is known.
    @Test(arguments: ["Hello there. A", "Is it so? Th", "It costs $5. Dr"])
    func aSentenceDoesNotWaitForTheNextWord(text: String) throws {
        var feed = try TextFeed(planner: Self.planner(), settings: Self.settings)
        var chunks: [SpeechSegment] = []
        try feed.append(text, to: &chunks)
        #expect(chunks.count == 1)
        try feed.append("xx yy.", to: &chunks)
        try feed.finish(to: &chunks)
        let whole = Array((text + "xx yy.").utf8)
        #expect(chunks.count == 2)
        guard case .speech(let last) = chunks.last else { return }
        #expect(
            String(decoding: whole[last.sourceRange], as: UTF8.self)
                == text.split(separator: " ").last.map { $0 + "xx yy." })
    }

    @Test func rangesAreThoseOfTheWrittenText() throws {
        let chunks = try Self.planner().plan(Self.text, settings: Self.settings).chunks
        let bytes = Array(Self.text.utf8)
        let words = chunks.flatMap(\.words).map { String(decoding: bytes[$0.sourceRange], as: UTF8.self) }
        #expect(words.contains("$4.50"), "\(words)")
        #expect(words.contains("12"), "\(words)")
        #expect(words.contains { $0.hasPrefix("9:45") }, "\(words)")
        for (a, b) in zip(chunks, chunks.dropFirst()) { #expect(a.sourceRange.upperBound <= b.sourceRange.lowerBound) }
        #expect(chunks.last?.sourceRange.upperBound == bytes.count)
    }

    @Test func offIsWhatTheReferenceDoes() throws {
        let planner = try Self.planner()
        var settings = Self.settings
        settings.normalization = .off
        #expect(
            try planner.plan(Self.text, settings: settings).chunks.map(\.text)
                == planner.plan(Self.text, maxTokens: 30).map(\.text))
    }

    @Test func textWithNothingToReadIsUntouched() throws {
        let planner = try Self.planner()
        let text = "It rained all day. We stayed at home, and nobody came!"
        #expect(
            try planner.plan(text, settings: Self.settings).chunks.map(\.text)
                == planner.plan(text, maxTokens: 30).map(\.text))
    }

    @Test func whatCannotBeSpokenIsReported() throws {
        let plan = try Self.planner().plan("The word שלום means hello.", settings: Self.settings)
        #expect(Set(plan.unspeakable) == Set("שלום".unicodeScalars))
        #expect(throws: TextError.emptyText) { try Self.planner().plan("שלום", settings: Self.settings) }
    }

    private static let tagged = """
        One two three. [pause:1.5s] Then *four* [rate:1.5] five. [voice:alba] Six, and
        [pause:250ms][pause:0s] seven costs $5. The end
        """

    @Test func directivesAreSegments() throws {
        let plan = try Self.planner().plan(Self.tagged, settings: Self.settings)
        #expect(plan.voices == ["alba"])
        let bytes = Array(Self.tagged.utf8)
        let shown = plan.segments.map { segment in
            switch segment {
            case .speech(let chunk):
                "\(chunk.text)|\(chunk.delivery.rate)|\(chunk.delivery.voice ?? "")|\(chunk.endsInFade)"
            case .pause(let seconds, let range):
                "\(seconds) \(String(decoding: bytes[range], as: UTF8.self))"
            case .mark: "mark"
            }
        }
        #expect(
            shown == [
                "One two three.|1.0||true", "1.5 [pause:1.5s]", "Then four.|1.0||true", "Five.|1.5||true",
                "Six, and.|1.5|alba|true", "0.25 [pause:250ms]", "Seven costs five dollars. The end.|1.5|alba|false",
            ])
    }

    @Test func marksStandBeforeTheirChunk() throws {
        let text =
            "<speak><mark name='a'/>One <mark name='b'/>two.<mark name='c'/><break/>Three<mark name='d'/></speak>"
        var settings = Self.settings
        settings.format = .ssml
        let segments = try Self.planner().plan(text, settings: settings).segments
        let names = segments.map { segment in
            switch segment {
            case .speech: "speech"
            case .pause: "pause"
            case .mark(let name, _): name
            }
        }
        #expect(names == ["a", "b", "speech", "c", "pause", "speech", "d"])
    }

    @Test func silenceIsBounded() throws {
        let text = String(repeating: "a [pause:60s] ", count: 61)
        #expect(throws: TextError.tooMuchSilence(limit: 3600)) {
            try Self.planner().plan(text, settings: Self.settings)
        }
        let pause = try Self.planner().plan("[pause:1s]", settings: Self.settings).segments
        #expect(pause == [.pause(seconds: 1, sourceRange: 0..<10)])
    }

    @Test func directivesDoNotDependOnFragments() throws {
        let planner = try Self.planner()
        for format in [TextFormat.text, .ssml] {
            let text =
                format == .text
                ? Self.tagged
                : "<speak>One two. Three <break time='1s'/>is <mark name='m'/>$5."
                    + "<prosody rate='2'>Go <s>on</s></prosody> Dr. No</speak>"
            var settings = Self.settings
            settings.format = format
            var whole: [SpeechSegment] = []
            var feed = try TextFeed(planner: planner, settings: settings)
            try feed.append(text, to: &whole)
            try feed.finish(to: &whole)
            var generator = SplitMix(state: 3)
            for _ in 0..<40 {
                var feed = try TextFeed(planner: planner, settings: settings)
                var segments: [SpeechSegment] = []
                var rest = Substring(text)
                while !rest.isEmpty {
                    let fragment = rest.prefix(Int.random(in: 1...12, using: &generator))
                    try feed.append(String(fragment), to: &segments)
                    rest = rest.dropFirst(fragment.count)
                }
                try feed.finish(to: &segments)
                #expect(segments == whole)
                #expect(feed.pendingBytes == 0)
            }
        }
    }

    /// After a flush the text goes on, with places in the whole text.
    @Test func textGoesOnAfterAFlush() throws {
        var feed = try TextFeed(planner: Self.planner(), settings: Self.settings)
        var segments: [SpeechSegment] = []
        try feed.append("I paid $5 to him.", to: &segments)
        try feed.flush(to: &segments)
        try feed.append(" She took $6", to: &segments)
        try feed.finish(to: &segments)
        let chunks = segments.compactMap { if case .speech(let chunk) = $0 { chunk } else { nil } }
        #expect(chunks.map(\.text) == ["I paid five dollars to him.", "She took six dollars."])
        #expect(chunks.map(\.sourceRange) == [0..<17, 18..<29])
    }
}
