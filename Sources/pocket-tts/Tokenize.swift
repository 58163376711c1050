import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import SpeechText

/// Shows the chunks and tokens of a text.
struct Tokenize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the chunks and tokens that a text becomes.",
        discussion: examples(
            "pocket-tts tokenize \"Hello world.\"", "pocket-tts tokenize --language french_24l --json < text.txt",
            "Without --json: a line per chunk: its token ids, a tab, its prepared text. Only the tokenizer is fetched."
        ))

    @Argument(help: "The text; \"-\" or nothing reads it from a pipe.")
    var text: String?
    @OptionGroup var model: ModelOptions
    @OptionGroup var reading: ReadingOptions
    @Option(parsing: .unconditional, help: "Tokens per chunk of the text.")
    var maxTokens = 50
    @Flag(help: "Only the token ids of the text as it is, unprepared and undivided.")
    var raw = false
    @Flag(help: "Print JSON.")
    var json = false

    private struct Chunk: Encodable {
        let text: String
        let tokens: [Int]
        /// UTF-8 offsets in the text.
        let start, end: Int
    }

    func run() async throws {
        await runReportingErrors {
            let text = try TextInput.read(argument: text, option: nil)
            let parts = try await model.textParts(observer: DownloadDisplay(isQuiet: json).observe)
            var chunks: [Chunk]
            if raw {
                chunks = [Chunk(text: text, tokens: parts.tokenizer.encode(text), start: 0, end: text.utf8.count)]
            } else {
                let settings = TextSettings(
                    normalization: reading.normalize, language: reading.textLanguage ?? parts.language,
                    format: reading.inputFormat,
                    lexicon: try reading.lexicon.load(), maxTokens: maxTokens)
                chunks = try plan(text, parts.planner, settings)
            }
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                print(String(decoding: try encoder.encode(chunks), as: UTF8.self))
            } else {
                for chunk in chunks {
                    print(chunk.tokens.map(String.init).joined(separator: " "), chunk.text, separator: "\t")
                }
            }
        }
    }

    private func plan(
        _ text: String, _ planner: TextPlanner, _ settings: TextSettings
    ) throws(PocketTTSError) -> [Chunk] {
        do throws(TextError) {
            return try planner.plan(text, settings: settings).chunks.map {
                Chunk(
                    text: $0.text, tokens: $0.tokens, start: $0.sourceRange.lowerBound, end: $0.sourceRange.upperBound)
            }
        } catch {
            throw PocketTTSError(error)
        }
    }
}
