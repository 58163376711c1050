import ArgumentParser

@main
struct PocketTTSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pocket-tts",
        abstract: "Text goes in, 24 kHz speech streams out.",
        version: Version.current,
        subcommands: [Generate.self, Tokenize.self, ParityCommand.self])
}

enum Version {
    static let current = "0.1.0"
}
