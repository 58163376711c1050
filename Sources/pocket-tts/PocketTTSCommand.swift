import ArgumentParser
import Foundation

@main
struct PocketTTSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pocket-tts",
        abstract: "Text goes in, 24 kHz speech streams out.",
        version: Version.current,
        subcommands: [
            Generate.self, Serve.self, ExportVoice.self, VoicesCommand.self, ModelsCommand.self, VerifyCommand.self,
            Quantize.self, Tokenize.self, Bench.self, ParityCommand.self, ComparePrecision.self, BenchWorkerCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            leave(0)
        } catch where exitCode(for: error) == .success {
            // Help and version are asked for by way of errors.
            exit(withError: error)
        } catch {
            let line = message(for: error).split(separator: "\n").first ?? "invalid arguments"
            FileHandle.standardError.write(Data("pocket-tts: \(line) (see pocket-tts --help)\n".utf8))
            Foundation.exit(exitCode(for: error).rawValue)
        }
    }
}

enum Version {
    static let current = "0.1.0"
}
