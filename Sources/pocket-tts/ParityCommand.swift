import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import PocketTTSParity

/// Compares a model folder with the reference's recorded outputs (scripts/reference/verify-full-size).
struct ParityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parity", abstract: "Compare with a recording of the reference, as JSON.", shouldDisplay: false)

    @Argument(help: "A model folder with golden.json.")
    var folder: String
    @Option(help: "f32 or bf16.")
    var precision: Precision = .f32

    func run() async throws {
        await runReportingErrors {
            let report = try await Parity(folder: URL(fileURLWithPath: folder), precision: precision).run()
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        }
    }
}
