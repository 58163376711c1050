@testable import SpeechText
import Testing

@Suite struct PronunciationLexiconTests {
    private static let lexicon = try? PronunciationLexicon(
        contents: """
            # words
            kubectl	cube control
            Nguyen	win
            chat	shah	fr
            c++	see plus plus
            new york	noo york
            york	yoark
            """)

    private static func read(_ text: String, _ language: Language? = nil) throws -> String {
        try TextReader.read(text, language: language, lexicon: lexicon ?? .init()).text
    }

    @Test(arguments: [
        ("Use kubectl now.", "Use cube control now."),
        ("KUBECTL, kubectls and mykubectl", "cube control, kubectls and mykubectl"),
        ("Mr Nguyen and mr nguyen", "Mr win and mr nguyen"),
        ("C++ and c++11", "see plus plus and see plus plus11"),
        ("New York, York, Yorks", "noo york, yoark, Yorks"),
        ("a chat", "a chat"),
        ("", ""),
    ])
    func wholeWordsAreReplaced(text: String, spoken: String) throws {
        #expect(try Self.read(text) == spoken)
    }

    @Test func entriesOfALanguageAreForThatLanguage() throws {
        #expect(try Self.read("un chat", .french) == "un shah")
        #expect(try Self.read("a chat", .english) == "a chat")
    }

    @Test func laterLexiconsWin() throws {
        let merged = try #require(Self.lexicon).merging(try PronunciationLexicon(contents: "kubectl\tkube cuddle"))
        #expect(try TextReader.read("kubectl", language: nil, lexicon: merged).text == "kube cuddle")
    }

    @Test func fragmentsGiveTheSameText() throws {
        let text = "New York and new yorker, kubectl c++ Nguyen chat new yor"
        var generator = SplitMix(state: 9)
        for _ in 0..<100 {
            var reader = TextReader(language: nil, lexicon: Self.lexicon ?? .init())
            var spoken = SpokenText()
            var rest = Substring(text)
            while !rest.isEmpty {
                let fragment = rest.prefix(Int.random(in: 1...5, using: &generator))
                spoken.append(try reader.append(String(fragment)).spoken)
                rest = rest.dropFirst(fragment.count)
            }
            spoken.append(try reader.finish().spoken)
            #expect(try spoken.text == Self.read(text))
            #expect(spoken.pieces.last?.source.upperBound == text.utf8.count)
        }
    }

    /// Phonemes pass the stages that read letters, where the model's tokens are phonemes.
    @Test func phonemesNeedAModelThatSpeaksThem() throws {
        let lexicon = try PronunciationLexicon(contents: "Nguyen\t/wɪn 1/")
        #expect(lexicon.wordInPhonemes == "Nguyen")
        #expect(PronunciationLexicon().merging(lexicon).wordInPhonemes == "Nguyen")
        let spoken = try TextReader.read("It is Nguyen.", language: .english, lexicon: lexicon).spoken
        #expect(spoken.mappedPieces(PhoneticNotation.restored).text == "It is wɪn 1.")
        let planner = try TextFeedTests.planner()
        #expect(throws: TextError.phonemesNotSpoken(word: "Nguyen")) {
            try planner.plan("Nguyen", settings: TextSettings(language: .english, lexicon: lexicon))
        }
    }

    @Test(arguments: [
        ("word", "line 1"), ("a\tb\n\n\tx", "line 3"), ("a\t", "line 1"), ("a\tb\txx", "line 1"),
        ("a\tb\tc\td", "line 1"),
    ])
    func errorsNameTheLine(contents: String, line: String) {
        do {
            _ = try PronunciationLexicon(contents: contents)
            Issue.record("no error for \(contents)")
        } catch {
            #expect("\(error)".hasPrefix(line))
        }
    }
}
