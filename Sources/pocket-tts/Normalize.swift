import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import SpeechText

/// Shows how a text is read, a line of output for each line of input.
struct Normalize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how numbers, abbreviations and symbols of a text are read.",
        discussion: examples(
            "pocket-tts normalize \"Dr. Brown paid $3.50 on 5/6/2027.\"",
            "pocket-tts normalize --language de < zeilen.txt",
            "Each line is read by itself and printed as one line. No model is needed."))

    @Argument(help: "The text; \"-\" or nothing reads it from stdin.")
    var text: String?
    @Option(help: "The language of the text: \(Language.allCases.map(\.rawValue).joined(separator: ", ")).")
    var language = Language.english
    @Option(help: "What the text is written in: \(TextFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var inputFormat = TextFormat.text
    @OptionGroup var lexicon: LexiconOption

    func run() async throws {
        await runReportingErrors {
            let lexicon = try lexicon.load()
            // A document of SSML is one text, whatever its lines.
            if inputFormat == .ssml { return try show(TextInput.read(argument: text ?? "-", option: nil), lexicon) }
            if let text, text != "-" {
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) { try show(line, lexicon) }
            } else {
                while let line = readLine() { try show(line, lexicon) }
            }
        }
    }

    private func show(_ text: some StringProtocol, _ lexicon: PronunciationLexicon) throws {
        do throws(MarkupError) {
            let spoken = try TextReader.read(
                String(text), language: language, format: inputFormat, lexicon: lexicon
            ).text
            print(spoken.split(whereSeparator: \.isNewline).joined(separator: " "))
        } catch {
            throw PocketTTSError.invalidText(reason: "\(error)")
        }
    }
}
