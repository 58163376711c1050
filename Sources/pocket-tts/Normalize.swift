import ArgumentParser
import CommandSupport
import Foundation
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

    func run() async throws {
        await runReportingErrors {
            if let text, text != "-" { return show(text) }
            while let line = readLine() { show(line) }
        }
    }

    private func show(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let spoken = TextReader.read(String(line), language: language, format: inputFormat).text
            print(spoken.split(whereSeparator: \.isNewline).joined(separator: " "))
        }
    }
}
