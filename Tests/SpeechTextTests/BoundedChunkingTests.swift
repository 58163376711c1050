import Foundation
import PocketTTS
@testable import SpeechText
import Testing

/// Chunks that never exceed the limit, and from which no word is missing.
@Suite struct BoundedChunkingTests {
    private static func planner(_ tokenizer: String) throws -> TextPlanner {
        let url = TextCorpus.golden.appending(path: "tokenizers/\(tokenizer)")
        var config = TextConfig()
        // The tokenizer of single characters knows no capital letters.
        config.capitalizeFirstLetter = tokenizer != "char.model"
        return TextPlanner(tokenizer: try Tokenizer.load(contentsOf: url), config: config)
    }

    private static let words = [
        "the", "wind", "blew", "over", "hills", "and", "we", "walked", "because", "rain", "fell", "or", "so", "long,",
        "far.",
        "internationalisation", "x", "really?", "that", "while",
    ]

    private static func text(words count: Int, using generator: inout some RandomNumberGenerator) -> String {
        (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
    }

    private static func letters(_ text: String) -> String { text.lowercased().filter(\.isLetter) }

    @Test(arguments: ["unigram-prepend.json", "bpe.model", "char.model"], [1, 5, 20, 50])
    func noChunkExceedsTheLimitAndNoWordIsLost(name: String, maxTokens: Int) throws {
        let planner = try Self.planner(name)
        var generator = SplitMix(state: 7)
        for count in [1, 3, 30, 133, 400] {
            let text = Self.text(words: count, using: &generator)
            let chunks = try planner.plan(text, maxTokens: maxTokens, policy: .bounded)
            // Two tokens are the least: a character and the full stop that the preparation adds.
            for chunk in chunks { #expect(chunk.tokens.count <= max(maxTokens, 5)) }
            #expect(Self.letters(chunks.map(\.text).joined()) == Self.letters(text))
        }
    }

    @Test func aWordThatIsTooLongIsCut() throws {
        let planner = try Self.planner("char.model")
        let word = String(repeating: "abcde", count: 300)
        let chunks = try planner.plan(word, maxTokens: 50, policy: .bounded)
        #expect(chunks.count >= 30)
        #expect(chunks.allSatisfy { $0.tokens.count <= 50 })
        #expect(chunks.map(\.text).joined().lowercased().filter(\.isLetter) == word)
    }

    /// What is written as one is spoken in one chunk, however it is spoken.
    @Test(arguments: [50, 80]) func noCutDividesWhatIsWrittenAsOne(maxTokens: Int) throws {
        let planner = try Self.planner("unigram-prepend.json")
        let settings = TextSettings(language: .english, maxTokens: maxTokens)
        let written = ["$3.50", "1,250", "9:45", "3-5", "50%", "1/2", "km/h", "rain", "and", "walked", "21st"]
        var generator = SplitMix(state: 5)
        for count in [40, 60, 200] {
            let text = (0..<count).map { _ in written.randomElement(using: &generator) ?? "" }.joined(separator: " ")
            let bytes = Array(text.utf8)
            let space = UInt8(ascii: " ")
            func isEnd(_ offset: Int) -> Bool {
                offset == 0 || offset == bytes.count || bytes[offset] == space || bytes[offset - 1] == space
            }
            let chunks = try planner.plan(text, settings: settings).chunks
            #expect(chunks.count > 1)
            for chunk in chunks {
                #expect(chunk.tokens.count <= maxTokens)
                #expect(isEnd(chunk.sourceRange.lowerBound) && isEnd(chunk.sourceRange.upperBound), "\(chunk.text)")
            }
            for (chunk, next) in zip(chunks, chunks.dropFirst()) {
                #expect(chunk.sourceRange.upperBound <= next.sourceRange.lowerBound, "\(chunk.text) | \(next.text)")
            }
        }
    }

    @Test func cutsStandBeforeConjunctions() throws {
        let planner = try Self.planner("unigram-prepend.json")
        let half = Array(repeating: "wind blew", count: 12).joined(separator: " ")
        let limit = planner.tokenizer.encode(half).count * 6 / 5
        let chunks = try planner.plan("\(half) because \(half)", maxTokens: limit, policy: .bounded)
        #expect(chunks.count == 2)
        #expect(chunks.contains { $0.text.lowercased().hasPrefix("because") }, "\(chunks.map(\.text))")
    }

    /// What the reference divides well is divided as it does.
    @Test func textWithinTheLimitIsChunkedAsByTheReference() throws {
        let planner = try Self.planner("unigram-prepend.json")
        let text = "It rained. We stayed in, read books, and waited; nobody came! Did you?"
        for maxTokens in [20, 50, 100] {
            #expect(
                try planner.plan(text, maxTokens: maxTokens, policy: .bounded)
                    == planner.plan(text, maxTokens: maxTokens, policy: .reference))
        }
    }

    @Test(arguments: ["unigram-prepend.json", "char.model"])
    func fragmentsGiveTheSameChunks(name: String) throws {
        let planner = try Self.planner(name)
        var generator = SplitMix(state: 11)
        for round in 0..<60 {
            let text = Self.text(words: [3, 40, 160][round % 3], using: &generator)
            let whole = try planner.plan(text, maxTokens: 20, joinsSentences: false, policy: .bounded)
            var feed = SentenceFeed(planner: planner, maxTokens: 20, policy: .bounded)
            var chunks: [TextChunk] = []
            var rest = Substring(text)
            while !rest.isEmpty {
                let fragment = rest.prefix(Int.random(in: 1...30, using: &generator))
                try feed.append(String(fragment), to: &chunks)
                rest = rest.dropFirst(fragment.count)
            }
            try feed.flush(to: &chunks)
            #expect(chunks.map(\.text) == whole.map(\.text))
        }
    }
}

/// A small generator, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
