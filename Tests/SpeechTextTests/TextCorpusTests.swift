import Foundation
import PocketTTS
import SpeechText
import Testing

/// Ids, decoded text and chunks equal the reference's: on the small committed set always, on the full corpus when
/// POCKET_TTS_TEXT_CORPUS names a folder that `scripts/reference/make-text-goldens.py --full` wrote.
@Suite struct TextCorpusTests {
    @Test func goldenEncodings() throws {
        let corpus = try TextCorpus(TextCorpus.golden)
        var comparison = TextComparison()
        for name in try corpus.tokenizerNames { try comparison.compareEncodings(corpus, tokenizer: name) }
        #expect(comparison.encodings > 4000)
        #expect(comparison.mismatches == 0, "\(comparison.examples.joined(separator: "\n"))")
    }

    @Test func goldenChunks() throws {
        let corpus = try TextCorpus(TextCorpus.golden)
        var comparison = TextComparison()
        try comparison.compareChunks(corpus)
        #expect(comparison.chunkings > 500)
        #expect(comparison.mismatches == 0, "\(comparison.examples.joined(separator: "\n"))")
    }

    static let fullCorpus = ProcessInfo.processInfo.environment["POCKET_TTS_TEXT_CORPUS"]

    @Test(.enabled(if: fullCorpus != nil))
    func fullCorpusMatches() throws {
        let corpus = try TextCorpus(URL(filePath: try #require(Self.fullCorpus), directoryHint: .isDirectory))
        #expect(corpus.texts.count >= 20_000)
        var comparison = TextComparison()
        for name in try corpus.tokenizerNames { try comparison.compareEncodings(corpus, tokenizer: name) }
        try comparison.compareChunks(corpus)
        print(
            "\(corpus.texts.count) texts, \(comparison.encodings) encodings (\(comparison.wrongIDs) with other ids, "
                + "\(comparison.wrongTexts) decoded otherwise), \(comparison.chunkings) chunkings "
                + "(\(comparison.wrongChunks) with other chunks, \(comparison.wrongRanges) with wrong ranges)")
        #expect(comparison.mismatches == 0, "\(comparison.examples.joined(separator: "\n"))")
    }
}
