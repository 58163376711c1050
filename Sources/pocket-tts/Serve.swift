import ArgumentParser
import CommandSupport
import Foundation

/// Becomes the server, a program of its own: who speaks a text needs no web server, nor the time to build one.
struct Serve: ParsableCommand {
    static let configuration = ServeInformation.configuration

    // Checked here, so that the help and the errors need no server.
    @OptionGroup var flags: ServeFlags
    @OptionGroup var wyoming: WyomingFlags

    private static let program = "pocket-tts-server"

    func run() throws {
        let arguments = CommandLine.arguments.drop { $0 != Self._commandName }.dropFirst()
        // After following links, as the resources are found.
        let server = Bundle.main.bundleURL.appending(path: Self.program)
        var words = ([server.path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        execv(server.path, &words)
        note(
            "pocket-tts: \(server.path) cannot be started (\(String(cString: strerror(errno)))): install it with "
                + "scripts/install, or run scripts/serve, which builds it.")
        throw ExitCode(66)
    }
}
