import Foundation
import Testing

@testable import SpeechText

@Suite struct TextNormalizerTests {
    /// Written and spoken forms of Tests/Fixtures/normalization/<language>.tsv.
    static func cases(_ language: Language) throws -> [(written: String, spoken: String)] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/normalization/\(language).tsv")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            try #require(columns.count == 2, "\(line)")
            return (columns[0], columns[1])
        }
    }

    @Test(arguments: [Language.english]) func writtenFormsAreSpoken(language: Language) throws {
        let normalizer = TextNormalizer(language: language)
        let cases = try Self.cases(language)
        #expect(cases.count >= 300)
        for (written, spoken) in cases { #expect(normalizer.normalize(written).text == spoken, "\(written)") }
    }

    @Test(arguments: [
        "The town was quiet, and the boats lay in the harbour; nobody came.",
        "\"Is it true?\" she asked. It is – or so they say.\n\nNext paragraph: yes!",
        "We can't go, they've left, it won't work.", "  Two  spaces\tand a tab  ", "", " ", "\n", "naïve café",
        "well-known rock 'n' roll",
        "I am here. A man came. OK, NO WAY!", "Wow! That is great news.",
    ])
    func textWithNothingToNormaliseIsUntouched(text: String) {
        for language in Language.allCases where language == .english {
            #expect(TextNormalizer(language: language).normalize(text) == SpokenText(verbatim: text))
        }
    }

    @Test func languagesAreFoundByCodeAndName() {
        #expect(Language(name: "en") == .english)
        #expect(Language(name: "en-GB") == .english)
        #expect(Language(name: "pt_BR") == .portuguese)
        #expect(Language(name: "German") == .german)
        #expect(Language(name: "english_2026-01") == .english)
        #expect(Language(name: "klingon") == nil)
        #expect(Language(name: "") == nil)
    }

    /// The words of a number say its digits again.
    @Test func englishNumbersAreReadBack() {
        var random = NormalizerPropertyTests.Random(state: 4)
        for _ in 0..<2000 {
            let value = UInt64.random(
                in: 0..<UInt64(pow(10, Double.random(in: 0...18, using: &random))) + 1, using: &random)
            #expect(Self.value(of: English.rules.cardinal(value, .none)) == value)
        }
        #expect(Self.value(of: English.rules.cardinal(.max, .none)) == .max)
    }

    private static func value(of words: String) -> UInt64 {
        var total: UInt64 = 0
        var part: UInt64 = 0
        let names = (0..<100).map { (English.rules.cardinal(UInt64($0), .none), UInt64($0)) }.filter {
            !$0.0.contains(" ")
        }
        let small = Dictionary(uniqueKeysWithValues: names)
        let powers: [String: UInt64] = [
            "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000,
            "quadrillion": 1_000_000_000_000_000, "quintillion": 1_000_000_000_000_000_000,
        ]
        for word in words.split(separator: " ").map(String.init) {
            if let value = small[word] {
                part += value
            } else if word == "hundred" {
                part *= 100
            } else if let power = powers[word] {
                total += part * power
                part = 0
            }
        }
        return total + part
    }
}
