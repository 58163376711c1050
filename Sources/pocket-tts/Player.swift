import Foundation

/// A program on this system that plays a WAV stream from its stdin.
struct Player {
    /// A shell command, such as `aplay -q -`.
    let command: String

    /// Programs in order of preference, with the arguments that make them read stdin.
    private static let known = [
        ("pw-play", "-"), ("paplay", "--raw --format=s16le --channels=1 --rate=24000"), ("aplay", "-q -"), ("play", "-q -t wav -"), ("ffplay", "-nodisp -autoexit -loglevel error -i -"),
        ("mpv", "--really-quiet -"),
    ]

    /// The program that `POCKET_TTS_PLAYER` names, else the first known one in `PATH`.
    static func found() -> Player? {
        let environment = ProcessInfo.processInfo.environment
        if let command = environment["POCKET_TTS_PLAYER"], !command.isEmpty { return Player(command: command) }
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let match = known.first { name, _ in folders.contains { access("\($0)/\(name)", X_OK) == 0 } }
        return match.map { Player(command: "\($0.0) \($0.1)") }
    }
}
