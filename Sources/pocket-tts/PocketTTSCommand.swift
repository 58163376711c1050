import ArgumentParser
import CommandSupport
import Foundation
import PocketTTSModels

@main
struct PocketTTSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pocket-tts",
        abstract: "Text to speech on the CPU: 24 kHz audio, streamed as it is made.",
        discussion: examples("pocket-tts generate \"Hello world.\" -o hello.wav", "pocket-tts serve"),
        version: Version.current,
        subcommands: [
            Generate.self, Serve.self, ExportVoice.self, VoicesCommand.self, ModelsCommand.self, VerifyCommand.self,
            Quantize.self, Pack.self, Normalize.self, Tokenize.self, Align.self, Bench.self, DoctorCommand.self,
            ParityCommand.self,
            ComparePrecision.self, BenchWorkerCommand.self,
        ])

    static func main() async {
        do {
            var command = try CommandLineArguments.parse(Array(CommandLine.arguments.dropFirst()))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            leave(0)
        } catch  where exitCode(for: error) == .success {
            // ArgumentParser throws the help and the version.
            exit(withError: error)
        } catch {
            let line = CommandLineArguments.firstLine(of: message(for: error))
            FileHandle.standardError.write(
                Data("pocket-tts: \(line) (see \(CommandLineArguments.command) --help)\n".utf8))
            Foundation.exit(exitCode(for: error).rawValue)
        }
    }
}
