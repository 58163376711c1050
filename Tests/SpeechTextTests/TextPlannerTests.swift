import Foundation
import PocketTTS
@testable import SpeechText
import Testing

@Suite struct TextPlannerTests {
    private static func planner(
        _ tokenizer: String = "unigram-prepend.json", _ change: (inout TextConfig) -> Void = { _ in }
    ) throws -> TextPlanner {
        var config = TextConfig()
        change(&config)
        let url = TextCorpus.golden.appending(path: "tokenizers/\(tokenizer)")
        return TextPlanner(tokenizer: try Tokenizer.load(contentsOf: url), config: config)
    }

    @Test(arguments: ["", " \n\t", "\u{A0}\u{3000}", "\u{1C}\u{85}"])
    func nothingToSay(text: String) throws {
        let planner = try Self.planner()
        #expect(throws: TextError.emptyText) { try planner.plan(text) }
    }

    /// The reference speaks the first chunk, then stops with an error at the one its second preparation empties.
    @Test func chunksThatBecomeEmptyAreSkipped() throws {
        let planner = try Self.planner { config in
            config.replaceCharacters = ["a": "b", "b": ""]
            config.appendTerminalPunctuation = false
            config.capitalizeFirstLetter = false
        }
        #expect(throws: TextError.emptyText) { try planner.plan("aaa") }
    }

    @Test(arguments: ["unigram-prepend.json"])
    func namesUnknownCharacters(tokenizer: String) throws {
        let planner = try Self.planner(tokenizer)
        #expect(planner.unknownCharacters(in: "Hello, it is 5 o'clock!").isEmpty)
        #expect(planner.unknownCharacters(in: "\u{5E9}\u{5DC} \u{5E9}, \u{2603}.") == ["\u{5E9}", "\u{5DC}", "\u{2603}"])
        #expect(planner.unknownCharacters(in: "").isEmpty)
    }

    @Test func maxTokensMustBePositive() throws {
        let planner = try Self.planner()
        #expect(throws: TextError.invalidTokenLimit(0)) {
            try planner.plan("Hello.", maxTokens: 0)
        }
    }

    @Test func decimalsAreNotCut() throws {
        let chunks = try Self.planner().plan("Pi is 3.14. It goes on.", maxTokens: 1)
        #expect(chunks.map(\.text) == ["Pi is 3.14.", "It goes on."])
        #expect(chunks.map(\.framesAfterEOSGuess) == [5, 5])
    }

    @Test func rangesCoverTheWordsOfTheirChunk() throws {
        let text = "  «Hé oui», dit-elle ;  \"c'est 3.5 %\"!\n\nNon? Si… 🙂 là-bas. "
        for name in ["unigram-prepend.json", "char.model", "symbols.model", "unigram-rules.json"] {
            let planner = try Self.planner(name) { $0.replaceCharacters = ["«": "", "»": "", "\"": ""] }
            let chunks = try planner.plan(text, maxTokens: 1)
            let bytes = Array(text.utf8)
            let words = chunks.map { String(decoding: bytes[$0.sourceRange], as: UTF8.self) }
            #expect(words.first?.hasPrefix("Hé oui") == true, "\(name) \(words)")
            #expect(words.contains { $0.hasPrefix("Non?") }, "\(name) \(words)")
            #expect(words.last?.hasSuffix("là-bas.") == true, "\(name) \(words)")
            for (a, b) in zip(chunks, chunks.dropFirst()) {
                #expect(a.sourceRange.upperBound <= b.sourceRange.lowerBound)
            }
        }
    }

    /// The embedded voice's tokenizer turns words into phones; chunks are still found in what the user wrote.
    @Test func rangesSurviveAPronouncingLexicon() throws {
        let folder = try SpeechModel.embeddedFolder()
        let planner = TextPlanner(
            tokenizer: try Tokenizer.load(contentsOf: folder.tokenizer), config: folder.config.text)
        let sentences = ["Please close the window.", "It costs 12 euros, at most!", "Xqzt said: \"no\"?"]
        let text = sentences.joined(separator: "  ")
        let chunks = try planner.plan(text, maxTokens: 1)
        let bytes = Array(text.utf8)
        let words = chunks.map { String(decoding: bytes[$0.sourceRange], as: UTF8.self) }
        #expect(words.first == sentences[0], "\(words)")
        #expect(words.last?.hasSuffix("?") == true, "\(words)")
        #expect(words.contains { $0.contains("euros") && !$0.contains("Xqzt") && !$0.contains("window") }, "\(words)")
    }

    @Test func longTextsKeepTheirWords() throws {
        let sentence = "Prices rose by 3.5% in 2024, from 1.250 to 1.293; nobody knew why… 🙂 But 5. 5 was the limit! "
        let text = String(repeating: sentence, count: 400)
        for name in ["unigram-prepend.json", "bpe.model"] {
            let chunks = try Self.planner(name).plan(text)
            let words = chunks.flatMap { $0.text.split(separator: " ") }
            #expect(words.count == text.split(separator: " ").count)
            #expect(chunks.last?.sourceRange.upperBound == text.utf8.count - 1)
            #expect(chunks.allSatisfy { $0.tokens.count <= 55 })
        }
    }

    @Test(arguments: [
        ("ß", "SS."), ("ŉa", "ʼNa."), ("ǆ", "Ǆ."), ("ǅ", "Ǆ."), ("ﬁne", "FIne."), ("Élan", "Élan."), ("1st", "1st."),
        ("a   b", "A  b."), ("a\r\nb", "A b."), ("hi -–;", "Hi."), ("hi,\" ", "Hi.\""), ("(hi)", "(hi)."), ("hi…\"", "Hi…\""),
        ("\"'", "\"'"), ("-", "."),
    ])
    func preparation(text: String, expected: String) throws {
        let prepared = TextPreparation(config: TextConfig()).prepare(text)
        #expect(prepared.map { isSame($0.text, expected) } == true, "\(prepared?.text ?? "nothing")")
    }

    @Test func strayCommasAfterDeletedQuotes() {
        var config = TextConfig()
        config.replaceCharacters = ["\"": ""]
        #expect(TextPreparation(config: config).prepare("\"Hi?\", she said…\u{2003}; \"Ok?,,\"")?.text == "Hi? she said… Ok?.")
    }
}
