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
    /// - Throws: ``UsageError`` without a player, or without a device that a known one could play to: some players
    ///   then do not fail.
    static func find() throws(UsageError) -> Player {
        let environment = ProcessInfo.processInfo.environment
        if let command = environment["POCKET_TTS_PLAYER"], !command.isEmpty { return Player(command: command) }
        guard let match = known.first(where: { Program.find($0.0) != nil }) else {
            throw UsageError(
                "--play found no player: install alsa-utils (aplay), or set POCKET_TTS_PLAYER to a command that plays "
                    + "WAV from stdin.")
        }
        guard hasSoundDevice(environment) else {
            throw UsageError(
                "--play found no sound device here: use -o FILE, or set POCKET_TTS_PLAYER to a command that plays WAV "
                    + "from stdin.")
        }
        return Player(command: "\(match.0) \(match.1)")
    }

    /// Whether there is a sound card, or a sound server of the user's.
    private static func hasSoundDevice(_ environment: [String: String]) -> Bool {
        #if os(Linux)
        if environment["PULSE_SERVER"] != nil || environment["PIPEWIRE_REMOTE"] != nil { return true }
        let runtime = environment["XDG_RUNTIME_DIR"] ?? "/run/user/\(getuid())"
        let sockets = ["\(runtime)/pulse/native", "\(runtime)/pipewire-0"]
        let devices = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/snd")) ?? []
        // Devices that play have names such as pcmC0D0p.
        return sockets.contains(where: { access($0, F_OK) == 0 })
            || devices.contains(where: { $0.hasPrefix("pcm") && $0.hasSuffix("p") })
        #else
        return true
        #endif
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
                """
                the player "\(command)" failed: set POCKET_TTS_PLAYER to a command that plays WAV from stdin, or use \
                -o FILE.
                """,
            exitCode: OutputError.writingFailed)
    }
}
