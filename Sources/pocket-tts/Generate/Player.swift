import CommandSupport
import Foundation

/// A program on this system that plays a WAV stream from its stdin.
struct Player {
    /// A shell command, such as `aplay -q -`.
    let command: String

    /// Programs in order of preference, with the arguments that make them read stdin.
    private static let known = [
        ("aplay", "-q -"), ("play", "-q -t wav -"), ("ffplay", "-nodisp -autoexit -loglevel error -i -"),
        ("mpv", "--really-quiet -"),
    ]

    /// The command that `POCKET_TTS_PLAYER` names, else the first known program in `PATH`.
    static func found() -> Player? {
        let environment = ProcessInfo.processInfo.environment
        if let command = environment["POCKET_TTS_PLAYER"], !command.isEmpty { return Player(command: command) }
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let match = known.first { name, _ in folders.contains { access("\($0)/\(name)", X_OK) == 0 } }
        return match.map { Player(command: "\($0.0) \($0.1)") }
    }
}

/// A player that runs.
final class PlayerProcess {
    private let process = Process()
    private let pipe = Pipe()
    private let command: String

    init(_ player: Player) throws(OutputError) {
        command = player.command
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec \(command)"]
        process.standardInput = pipe
        process.standardOutput = FileHandle.standardError
        do { try process.run() } catch { throw failure }
        try? pipe.fileHandleForReading.close()
    }

    /// The descriptor that the player reads from.
    var input: Int32 { pipe.fileHandleForWriting.fileDescriptor }

    /// Waits until all is played.
    func finish() throws(OutputError) {
        try? pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw failure }
    }

    /// Ends the player. It inherits the signals that this process ignores, but none can ignore SIGKILL.
    func stop() { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var failure: OutputError {
        OutputError(
            message:
                "the player \"\(command)\" failed: set POCKET_TTS_PLAYER to a command that plays WAV from stdin, or use -o FILE.",
            exitCode: OutputError.writingFailed)
    }
}
