import CommandSupport
import Foundation
import PocketTTS

/// Speaks each line of stdin as soon as it arrives.
struct LineSpeech {
    let maker: SpeechMaker
    let voice: Voice?
    let flags: SpeechFlags

    /// Speaks all lines into one output.
    /// - Throws: ``CheckFailed`` at the end if some lines could not be spoken, ``PocketTTSError`` if there was none.
    func speak(to output: AudioOutput, progress: ProgressLine) async throws {
        try await forEachLine { line, _ in
            try await maker.speak(line, voice: voice, to: output, progress: progress)
            progress.end(path: nil)
        }
        try output.finish()
    }

    /// Writes a file per line into a folder and prints each file's path on stdout when it is complete.
    /// - Throws: ``CheckFailed`` at the end if some lines could not be spoken, ``PocketTTSError`` if there was none.
    func speak(into folder: URL, progress: ProgressLine) async throws {
        let format = flags.format ?? .wav
        try OutputError.makeFolder(folder)
        try await forEachLine { line, number in
            let name = String(format: "%04d.%@", number, format.suffixes.first ?? format.rawValue)
            let path = folder.appending(path: name).path
            let output = try AudioOutput(path: path, sound: flags.sound(path: path))
            defer { output.abandon() }
            try await maker.speak(line, voice: voice, to: output, progress: progress)
            try output.finish()
            progress.end(path: path)
            FileHandle.standardOutput.write(Data("\(path)\n".utf8))
        }
    }

    /// A line that cannot be spoken is reported, and the next one follows.
    private func forEachLine(_ body: (_ line: String, _ number: Int) async throws -> Void) async throws {
        var lines = InputLines()
        var (number, failures) = (0, 0)
        while let line = await lines.next() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            number += 1
            do {
                try await body(line, number)
            } catch let error where error is PocketTTSError || error is StrictFailure {
                failures += 1
                _ = report(error)
            }
        }
        try Task.checkCancellation()
        guard number > 0 else { throw PocketTTSError.invalidText(reason: "stdin has no line to speak.") }
        if failures > 0 { throw CheckFailed(message: "\(failures) of \(number) lines were not spoken.") }
    }
}

/// The lines of stdin, read by a thread of their own, one at a time.
private struct InputLines {
    private let wanted = DispatchSemaphore(value: 0)
    private var lines: AsyncStream<String>.Iterator

    init() {
        let (stream, continuation) = AsyncStream<String>.makeStream()
        lines = stream.makeAsyncIterator()
        Thread.detachNewThread { [wanted] in
            while true {
                wanted.wait()
                guard let line = readLine() else { return continuation.finish() }
                continuation.yield(line)
            }
        }
    }

    /// `nil` at the end, or when the task is cancelled.
    mutating func next() async -> String? {
        wanted.signal()
        return await lines.next()
    }
}
