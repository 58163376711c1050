import Foundation
import PocketTTS
@testable import SpeechText
import Testing

@Suite struct SentenceFeedTests {
    static let tokenizers = ["unigram-prepend.json", "unigram.model", "bpe.model", "bpe-bare.json", "char.model"]

    private static func planner(
        _ tokenizer: String = "unigram-prepend.json", _ change: (inout TextConfig) -> Void = { _ in }
    ) throws -> TextPlanner {
        var config = TextConfig()
        change(&config)
        return TextPlanner(tokenizer: try TextCorpus(TextCorpus.golden).tokenizer(tokenizer), config: config)
    }

    private static func chunks(
        _ fragments: some Sequence<String>, _ planner: TextPlanner, maxTokens: Int = 50
    ) throws -> [TextChunk] {
        var feed = SentenceFeed(planner: planner, maxTokens: maxTokens)
        var chunks: [TextChunk] = []
        for fragment in fragments { try feed.append(fragment, to: &chunks) }
        try feed.flush(to: &chunks)
        return chunks
    }

    /// The same text by code points, by words, cut anywhere.
    private static func fragmentations(_ text: String) -> [[String]] {
        let scalars = Array(text.unicodeScalars)
        var generator = SystemRandomNumberGenerator()
        var words = [""]
        for scalar in scalars {
            if scalar == " " { words.append("") }
            words[words.count - 1].unicodeScalars.append(scalar)
        }
        let random = (0..<3).map { _ in
            var fragments: [String] = [""]
            for scalar in scalars {
                if Int.random(in: 0..<6, using: &generator) == 0 { fragments.append("") }
                fragments[fragments.count - 1].unicodeScalars.append(scalar)
            }
            return fragments
        }
        return [scalars.map { String($0) }, words] + random
    }

    @Test(arguments: tokenizers)
    func fragmentationChangesNothing(tokenizer: String) throws {
        let corpus = try TextCorpus(TextCorpus.golden)
        for (index, text) in corpus.texts.enumerated() where text.utf8.count < 500 && index % 4 == 0 {
            let config = corpus.configs[index / 4 % corpus.configs.count]
            let planner = TextPlanner(tokenizer: try corpus.tokenizer(tokenizer), config: config)
            for maxTokens in [10, 50] {
                let whole = try Self.chunks([text], planner, maxTokens: maxTokens)
                for fragments in Self.fragmentations(text) {
                    let chunks = try Self.chunks(fragments, planner, maxTokens: maxTokens)
                    #expect(chunks == whole, "\(text.debugDescription)")
                }
            }
        }
    }

    static let texts = [
        "Hello there. How are you? I am fine, thank you!  And you… well. Bye",
        "Pi is 3.14. It goes on. Version 2. 5 came later! Then 3 more. No. 1.",
        "\"Hi?\", she said. \"Who is it?\" \"Me.\" He left; she (too!) stayed.\n\n"
            + "The end: e.g. example.com is a site. Ok?!... Yes.",
        "one two three, four five six; seven eight nine ten: eleven twelve thirteen, fourteen fifteen. " + "And so on.",
        "Prices rose by 3.5% in 2024, from 1.250 to 1.293; nobody knew why. But 5. 5 was the limit!",
        "", " ", "...", "?", "a", "a.b", ". . .", "Hello , world . Fine",
    ]

    /// Chunks are those of the text as a whole, each sentence for itself.
    @Test(arguments: ["unigram-prepend.json", "unigram.model", "bpe.model"])
    func chunksAreThoseOfTheWholeText(tokenizer: String) throws {
        for quotes in ["\"", ""] {
            let planner = try Self.planner(tokenizer) { $0.replaceCharacters = ["\"": quotes, "’": "'"] }
            for text in Self.texts {
                for maxTokens in [20, 50] {
                    let expected = (try? planner.plan(text, maxTokens: maxTokens, joinsSentences: false)) ?? []
                    #expect(
                        try Self.chunks([text], planner, maxTokens: maxTokens) == expected, "\(text.debugDescription)")
                }
            }
        }
    }

    /// The embedded voice has a mark put before each word, for its pronouncing lexicon.
    @Test func theEmbeddedVoiceDividesWordsByMoreThanSpaces() throws {
        let planner = try SpeechModel(folder: SpeechModel.embeddedFolder()).planner
        for text in Self.texts + ["Well-known names. Then (so it goes) – yes! A line\nand the next/last one. Done."] {
            let whole = try Self.chunks([text], planner)
            // A part of "example.com" is a word of its own only at a chunk's start.
            if !text.contains(".com") {
                let plan = (try? planner.plan(text, joinsSentences: false)) ?? []
                #expect(whole == plan, "\(text.debugDescription)")
            }
            for fragments in Self.fragmentations(text) {
                #expect(try Self.chunks(fragments, planner) == whole, "\(text.debugDescription)")
            }
        }
        var feed = SentenceFeed(planner: planner, maxTokens: 50)
        var chunks: [TextChunk] = []
        try feed.append("Hello there. H", to: &chunks)
        #expect(chunks.count == 1)
    }

    /// What has been sent before a chunk is there: no more than the first character of the next word.
    @Test(arguments: [
        ("Hello there. H", ["Hello there."]), ("Hello there. ", []), ("Hello there.", []), ("It is 3.", []),
        ("It is 3.1", []),
        ("It is 3.14. W", ["It is 3.14."]), ("See example.com", []), ("See example.com n", ["See example."]),
        ("He said \"no.\" \"W", ["He said no."]),
    ])
    func aSentenceIsSureOnceTheNextBegins(text: String, expected: [String]) throws {
        let planner = try Self.planner { $0.replaceCharacters = ["\"": ""] }
        var feed = SentenceFeed(planner: planner, maxTokens: 50)
        var chunks: [TextChunk] = []
        for scalar in text.unicodeScalars {
            #expect(chunks.isEmpty)
            try feed.append(String(scalar), to: &chunks)
        }
        #expect(chunks.map(\.text) == expected)
    }

    /// The tokens that are read ahead are those of the chunk, all of them once the sentence looks complete.
    @Test func draftsArePrefixesOfTheChunk() throws {
        let planner = try Self.planner()
        var feed = SentenceFeed(planner: planner, maxTokens: 50)
        var chunks: [TextChunk] = []
        var drafts: [TextDraft] = []
        for word in ["Hello", " there,", " my", " friend", "s."] {
            try feed.append(word, to: &chunks)
            drafts.append(feed.draft)
        }
        try feed.append(" Ne", to: &chunks)
        let tokens = try #require(chunks.first?.tokens)
        #expect(drafts.map(\.isSentence) == [false, false, false, false, true])
        #expect(drafts.allSatisfy { tokens.starts(with: $0.tokens) })
        #expect(drafts.last?.tokens == tokens)
        #expect(drafts[3].tokens.count >= 3)
    }

    /// A stretch without an end is refused as soon as it is too long, and forgotten; what comes after it is spoken.
    @Test func endlessSentences() throws {
        let planner = try Self.planner()
        for word in ["word ", "1. ", "x"] {
            var feed = SentenceFeed(planner: planner, maxTokens: 50)
            var chunks: [TextChunk] = []
            let sent = String(repeating: word, count: 20_000)
            #expect {
                try feed.append(sent, to: &chunks); try feed.flush(to: &chunks)
            } throws: {
                if case .chunkTooLong(_, let tokens, 1000) = $0 as? TextError { tokens > 1000 } else { false }
            }
            #expect(chunks.isEmpty && feed.pending.isEmpty)
            try feed.append("Hello.", to: &chunks)
            try feed.flush(to: &chunks)
            #expect(chunks.map(\.text) == ["Hello."])
        }
    }

    /// Offsets count from the start of everything that was sent.
    @Test func offsetsGoOn() throws {
        let planner = try Self.planner()
        var feed = SentenceFeed(planner: planner, maxTokens: 50)
        var chunks: [TextChunk] = []
        try feed.append("Hé.  One", to: &chunks)
        try feed.flush(to: &chunks)
        try feed.append(" Two. Three.", to: &chunks)
        try feed.flush(to: &chunks)
        let bytes = Array("Hé.  One Two. Three.".utf8)
        #expect(
            chunks.map { String(decoding: bytes[$0.sourceRange], as: UTF8.self) } == ["Hé.", "One", "Two.", "Three."])
    }
}
