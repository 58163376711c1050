import ArgumentParser
import Foundation

/// The arguments of this process.
enum CommandLineArguments {
    /// Parses arguments. A text that starts with a dash, such as `-5 degrees.`, is an argument and not an option.
    static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        do {
            return try PocketTTSCommand.parseAsRoot(arguments)
        } catch  where PocketTTSCommand.exitCode(for: error) != .success {
            // Behind "--" every argument is a positional one.
            for (index, argument) in arguments.enumerated() where looksLikeText(argument) && !arguments.contains("--") {
                let moved = arguments[..<index] + arguments[(index + 1)...] + ["--", argument]
                if let command = try? PocketTTSCommand.parseAsRoot(Array(moved)) { return command }
            }
            throw error
        }
    }

    /// Whether an argument starts with a dash, yet has no option's form.
    private static func looksLikeText(_ argument: String) -> Bool {
        guard argument.first == "-", let second = argument.dropFirst().first else { return false }
        return argument.contains(where: \.isWhitespace) || !(second.isLetter || second == "-")
    }

    /// What ArgumentParser says, in one line: the first, with the list of allowed values that may follow it.
    static func firstLine(of message: String) -> String {
        let lines = message.split(separator: "\n")
        guard let first = lines.first else { return "invalid arguments" }
        let values = lines.dropFirst().prefix { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
        return values.isEmpty ? String(first) : "\(first) \(values.joined(separator: ", "))"
    }

    /// The command that this process runs, such as `pocket-tts models fetch`.
    static var command: String { command(CommandLine.arguments.dropFirst()) }

    private static func command(_ arguments: some Sequence<String>) -> String {
        var type: any ParsableCommand.Type = PocketTTSCommand.self
        var names = [type._commandName]
        for argument in arguments {
            guard let next = type.configuration.subcommands.first(where: { $0._commandName == argument }) else { break }
            type = next
            names.append(argument)
        }
        return names.joined(separator: " ")
    }
}
