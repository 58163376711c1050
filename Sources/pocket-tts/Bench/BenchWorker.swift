import CommandSupport
import Foundation
import PocketTTS

/// A process of its own that loads one model at one precision, so that its memory and its start can be measured.
final class BenchWorker {
    let ready: BenchWorkerCommand.Ready
    private let process: Process
    private let requests: FileHandle
    private let replies: FileHandle
    private var unread = Data()

    /// - Parameter arguments: flags for the model, the voice and the threads.
    init(arguments: [String]) throws {
        let input = Pipe()
        let output = Pipe()
        process = Process()
        process.executableURL = Self.executable
        process.arguments = ["bench-worker"] + arguments
        process.standardInput = input
        process.standardOutput = output
        requests = input.fileHandleForWriting
        replies = output.fileHandleForReading
        try process.run()
        var unread = Data()
        ready = try Self.reply(from: replies, process, &unread)
        self.unread = unread
    }

    deinit {
        try? requests.close()
        process.waitUntilExit()
    }

    func measure(_ request: Measurement.Request) throws -> Measurement {
        try requests.write(contentsOf: JSONEncoder().encode(request) + Data("\n".utf8))
        return try Self.reply(from: replies, process, &unread)
    }

    /// This program.
    static let executable = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])

    private static func reply<Reply: Decodable>(
        from handle: FileHandle, _ process: Process, _ unread: inout Data
    ) throws -> Reply {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = unread[..<end]
                unread = Data(unread[unread.index(after: end)...])
                return try JSONDecoder().decode(Reply.self, from: Data(line))
            }
            let more = handle.availableData
            guard !more.isEmpty else {
                process.waitUntilExit()
                throw WorkerFailure(exitCode: process.terminationStatus)
            }
            unread += more
        }
    }

    /// Seconds from the start of `pocket-tts generate` to the first byte of audio on its stdout.
    static func secondsToFirstByte(speaking text: String, arguments: [String]) throws -> Double {
        let output = Pipe()
        let process = Process()
        process.executableURL = executable
        process.arguments = ["generate", text, "--output-path", "-", "--format", "s16le", "--quiet"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        let start = ContinuousClock.now
        try process.run()
        let first = output.fileHandleForReading.availableData
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        process.terminate()
        process.waitUntilExit()
        guard !first.isEmpty else { throw WorkerFailure(exitCode: process.terminationStatus) }
        return seconds
    }
}
