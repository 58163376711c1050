import ArgumentParser
import CommandSupport
import Foundation
import PocketTTSParity

/// Checks a model on disk.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a model on disk: tensors, values, tokenizer, voices, codec.",
        discussion: examples(
            "pocket-tts verify --language english", "pocket-tts verify --model ./my-model --json",
            """
            Prints a line per check. Exit code 65 if one fails. The published English weights of April 2026 are also \
            compared with known numbers of the Python package.
            """))

    @OptionGroup var model: ModelOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        await runReportingErrors {
            let display = DownloadDisplay(isQuiet: json)
            let files = try await model.files(observer: display.observe)
            display.report(files.refusal)
            var results: [ModelCheck.Result] = []
            ModelCheck(folder: files.folder, name: files.entry?.name, precision: model.precision ?? .bf16).run {
                result in
                results.append(result)
                if !json { print("\(result.passed ? "pass" : "FAIL")  \(result.name): \(result.detail)") }
            }
            if json { try printJSON(results) }
            let failed = results.count { !$0.passed }
            if failed > 0 { throw CheckFailed(message: "\(failed) checks failed: fetch or export the model again.") }
        }
    }
}
