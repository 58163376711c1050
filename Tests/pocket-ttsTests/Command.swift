import Foundation

struct CommandResult: Equatable {
    let code: Int32
    let output: Data
    let errors: String
}

/// Runs the pocket-tts that was built together with the tests.
enum Command {
    static let fixtures = repository.appending(path: "Tests/Fixtures")
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Beside the test bundle.
    private static var executable: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "pocket-tts")
    }

    /// - Parameter environment: all there is; `nil` = this process's.
    static func run(
        _ arguments: [String], input: Data = Data(), in folder: URL, environment: [String: String]? = nil
    ) throws -> CommandResult {
        try launch(executable, arguments, input, folder, environment)
    }

    /// `$0` in the script is the executable.
    static func shell(
        _ script: String, in folder: URL, environment: [String: String]? = nil
    ) throws -> CommandResult {
        try launch(URL(fileURLWithPath: "/bin/bash"), ["-c", script, executable.path], Data(), folder, environment)
    }

    private static func launch(
        _ url: URL, _ arguments: [String], _ input: Data, _ folder: URL, _ environment: [String: String]?
    ) throws -> CommandResult {
        // Files rather than pipes: whoever is not read must not block the process.
        let scratch = FileManager.default.temporaryDirectory.appending(path: "pocket-tts-io-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let paths = ["in", "out", "err"].map { scratch.appending(path: $0) }
        try input.write(to: paths[0])
        try Data().write(to: paths[1])
        try Data().write(to: paths[2])

        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.currentDirectoryURL = folder
        if let environment { process.environment = environment }
        process.standardInput = try FileHandle(forReadingFrom: paths[0])
        process.standardOutput = try FileHandle(forWritingTo: paths[1])
        process.standardError = try FileHandle(forWritingTo: paths[2])
        try process.run()
        process.waitUntilExit()
        return CommandResult(
            code: process.terminationStatus, output: try Data(contentsOf: paths[1]),
            errors: try String(contentsOf: paths[2], encoding: .utf8))
    }
}

extension Data {
    func littleEndian(at offset: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(self[startIndex + offset + $1]) << (8 * $1) }
    }
}
