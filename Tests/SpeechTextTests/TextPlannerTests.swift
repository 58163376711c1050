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
        #expect(
            planner.unknownCharacters(in: "\u{5E9}\u{5DC} \u{5E9}, \u{2603}.") == ["\u{5E9}", "\u{5DC}", "\u{2603}"])
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

    /// A rule for a word matches the whole word, not the end of a longer one; every other word is phones, too.
    @Test(arguments: ["Wow", "server", "they've", "Noah", "burger", "hey", "um", "apps", "xqserver", "café", "MAIL"])
    func theEmbeddedVoiceReadsNoLetters(word: String) throws {
        let planner = try SpeechModel(folder: SpeechModel.embeddedFolder()).planner
        func pieces(_ text: String) throws -> String {
            planner.tokenizer.decode(try planner.plan(text).flatMap(\.tokens))
        }
        for text in ["\(word).", word, "The \(word), please"] {
            let spoken = try pieces(text)
            #expect(!spoken.contains { $0.isASCII && $0.isLetter }, "\(text): \(spoken)")
        }
        let alone = try pieces("\(word).").pythonStripped.dropLast().trimmingCharacters(in: .whitespaces)
        #expect(try pieces("The \(word), please").contains(" \(alone) "), "\(word) is \(alone) at the start")
    }

    @Test func theEmbeddedVoiceTellsTheLetterAFromTheArticle() throws {
        let planner = try SpeechModel(folder: SpeechModel.embeddedFolder()).planner
        func spoken(_ text: String) throws -> String {
            planner.tokenizer.decode(try planner.plan(text).flatMap(\.tokens))
        }
        let article = try spoken("It was a plan.").components(separatedBy: " ")[2]
        #expect(try !spoken("The U S A, plan A.").components(separatedBy: " ").contains(article))
    }

    /// A chunk's words as (text, what its tokens spell).
    private static func words(_ chunks: [TextChunk], of text: String, _ planner: TextPlanner) -> [[String]] {
        chunks.map { chunk in
            chunk.words.map { word in
                let source = String(
                    Substring(text.utf8.dropFirst(word.sourceRange.lowerBound).prefix(word.sourceRange.count)))
                return source + " = " + planner.tokenizer.decode(chunk.tokens[word.tokens]).pythonStripped
            }
        }
    }

    @Test func wordsAreThoseOfTheUsersText() throws {
        let planner = try Self.planner { $0.replaceCharacters = ["$": " dollar "] }
        let text =
            "  \u{201C}Don't pay $5 -- for a well-known caf\u{E9},\u{201D} he said\u{2014}twice (100%). \u{1F600}"
        let plan = try planner.plan(text, maxTokens: 1000, findsWords: true)
        let found = Self.words(plan, of: text, planner).flatMap(\.self)
        #expect(
            found.map { $0.components(separatedBy: " = ")[0] } == [
                "Don't", "pay", "$5", "for", "a", "well-known", "caf\u{E9}", "he", "said", "twice", "100%", "\u{1F600}",
            ])
        #expect(found[2] == "$5 = dollar 5")
        #expect(found[0].contains("Don't"))
        // Words ascend, and each has tokens of its own.
        for chunk in plan {
            for (one, next) in zip(chunk.words, chunk.words.dropFirst()) {
                #expect(one.tokens.upperBound <= next.tokens.lowerBound)
                #expect(one.sourceRange.upperBound <= next.sourceRange.lowerBound)
            }
        }
        #expect(try planner.plan(text).allSatisfy(\.words.isEmpty))
    }

    @Test func wordsSurviveAPronouncingLexicon() throws {
        let planner = try SpeechModel(folder: SpeechModel.embeddedFolder()).planner
        let text = "Hello world, it costs $5 today. \"Don't zzyzx!\" he said."
        let plan = try planner.plan(text, findsWords: true)
        let found = Self.words(plan, of: text, planner).map { $0.map { $0.components(separatedBy: " = ")[0] } }
        #expect(found == [["Hello", "world", "it", "costs", "$5", "today"], ["Don't", "zzyzx", "he", "said"]])
    }

    @Test func aFeedFindsTheSameWords() throws {
        let planner = try Self.planner()
        let text = "One small boat left. Nobody, in two years, saw it again! Where is it now?"
        var feed = SentenceFeed(planner: planner, maxTokens: 50, findsWords: true)
        var chunks: [TextChunk] = []
        for character in text { try feed.append(String(character), to: &chunks) }
        try feed.flush(to: &chunks)
        let whole = try planner.plan(text, joinsSentences: false, findsWords: true)
        #expect(chunks.flatMap(\.words) == whole.flatMap(\.words))
        #expect(chunks.flatMap(\.words).map(\.sourceRange) == TextWord.ranges(in: text))
    }

    @Test func rangesInAnotherTextJoinWhatStandsForOneWord() {
        // "five dollars now", from "$5 now".
        let words = [
            TextWord(sourceRange: 0..<4, tokens: 0..<1), TextWord(sourceRange: 5..<12, tokens: 1..<3),
            TextWord(sourceRange: 13..<16, tokens: 3..<4),
        ]
        let chunk = TextChunk(
            text: "five dollars now", tokens: [1, 2, 3, 4], framesAfterEOSGuess: 5, sourceRange: 0..<16, words: words)
        let mapped = chunk.mapped { range in
            range.lowerBound < 13 ? 0..<(range.upperBound > 13 ? 6 : 2) : range.lowerBound - 10..<range.upperBound - 10
        }
        #expect(
            mapped.words == [
                TextWord(sourceRange: 0..<2, tokens: 0..<3), TextWord(sourceRange: 3..<6, tokens: 3..<4),
            ])
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
        ("a   b", "A  b."), ("a\r\nb", "A b."), ("hi -–;", "Hi."), ("hi,\" ", "Hi.\""), ("(hi)", "(hi)."),
        ("hi…\"", "Hi…\""),
        ("\"'", "\"'"), ("-", "."),
    ])
    func preparation(text: String, expected: String) throws {
        let prepared = TextPreparation(config: TextConfig()).prepare(text)
        #expect(prepared.map { isSame($0.text, expected) } == true, "\(prepared?.text ?? "nothing")")
    }

    @Test func strayCommasAfterDeletedQuotes() {
        var config = TextConfig()
        config.replaceCharacters = ["\"": ""]
        #expect(
            TextPreparation(config: config).prepare("\"Hi?\", she said…\u{2003}; \"Ok?,,\"")?.text
                == "Hi? she said… Ok?.")
    }
}
