import Foundation
import PocketTTS
@testable import SpeechText
import Testing

/// Text as people write it, whole and in fragments.
@Suite struct TextFeedTests {
    private static func planner() throws -> TextPlanner {
        let url = TextCorpus.golden.appending(path: "tokenizers/unigram-prepend.json")
        return TextPlanner(tokenizer: try Tokenizer.load(contentsOf: url), config: TextConfig())
    }

    private static let settings = TextSettings(language: .english, maxTokens: 30, findsWords: true)
    private static let text = """
        # Costs of 2027

        - 3 cups: $4.50
        - **12** plates

        Dr. Brown came at 9:45 a.m. and paid 5% less… He's happy! The words go on and on without a mark and nobody knows why they
        do that but they do it all the same because somebody forgot to write one and now it is too late for that
        """

    @Test func everyFragmentationGivesTheSameChunks() throws {
        let planner = try Self.planner()
        var whole: [TextChunk] = []
        var feed = TextFeed(planner: planner, settings: Self.settings)
        try feed.append(Self.text, to: &whole)
        try feed.flush(to: &whole)
        #expect(whole.count >= 5)
        var generator = SplitMix(state: 3)
        for _ in 0..<40 {
            var feed = TextFeed(planner: planner, settings: Self.settings)
            var chunks: [TextChunk] = []
            var rest = Substring(Self.text)
            while !rest.isEmpty {
                let fragment = rest.prefix(Int.random(in: 1...25, using: &generator))
                try feed.append(String(fragment), to: &chunks)
                rest = rest.dropFirst(fragment.count)
            }
            try feed.flush(to: &chunks)
            #expect(chunks == whole)
            #expect(feed.pendingBytes == 0)
        }
    }

    /// A sentence is spoken as soon as the next word begins, before that word is known.
    @Test(arguments: ["Hello there. A", "Is it so? Th", "It costs $5. Dr"])
    func aSentenceDoesNotWaitForTheNextWord(text: String) throws {
        var feed = TextFeed(planner: try Self.planner(), settings: Self.settings)
        var chunks: [TextChunk] = []
        try feed.append(text, to: &chunks)
        #expect(chunks.count == 1)
        try feed.append("xx yy.", to: &chunks)
        try feed.flush(to: &chunks)
        let whole = Array((text + "xx yy.").utf8)
        #expect(chunks.count == 2)
        #expect(
            String(decoding: whole[chunks[1].sourceRange], as: UTF8.self)
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
}
