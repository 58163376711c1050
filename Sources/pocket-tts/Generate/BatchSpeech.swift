import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio

/// Speaks the rows of a batch file into a folder, several at the same time: each pass over the weights serves all of
/// them.
struct BatchSpeech: Sendable {
    let maker: SpeechMaker
    let folder: URL
    let flags: BatchSound
    /// Rows that are spoken at the same time.
    let streams: Int

    /// What of the flags the files need.
    struct BatchSound: Sendable {
        /// `nil`: the format that a row's name ends with, else WAV.
        let format: AudioFormat?
        let sound: Sound
        let isQuiet: Bool
    }

    private enum Outcome: Sendable {
        case spoken(seconds: Double)
        case failed(any Error)
    }

    /// - Parameter voices: by the names in the rows; `nil` is the command's voice.
    /// - Throws: ``CheckFailed`` at the end if some rows could not be spoken; before that
    ///   ``PocketTTSError/invalidText(reason:)`` if two would go to the same file.
    func speak(_ rows: [BatchFile.Row], voices: [String?: Result<Voice?, any Error>]) async throws {
        var owners: [String: String] = [:]
        for row in rows {
            if let other = owners.updateValue(row.name, forKey: fileName(row)) {
                throw PocketTTSError.invalidText(
                    reason: "the names \"\(other)\" and \"\(row.name)\" mean the same file, \(fileName(row)).")
            }
        }
        try OutputError.makeFolder(folder)
        let start = ContinuousClock.now
        var (seconds, failures) = (0.0, 0)
        await withTaskGroup(of: (BatchFile.Row, Outcome).self) { group in
            var waiting = rows.makeIterator()
            func startNext() {
                guard !Task.isCancelled, let row = waiting.next() else { return }
                let voice = voices[row.voice] ?? .success(nil)
                group.addTask { (row, await outcome(row, voice)) }
            }
            for _ in 0..<streams { startNext() }
            for await (row, outcome) in group {
                switch outcome {
                case .spoken(let length):
                    seconds += length
                    if !flags.isQuiet { note("\(fileName(row)): \(String(format: "%.1f", length)) s") }
                case .failed(is CancellationError): break
                case .failed(let error):
                    failures += 1
                    _ = report(error, label: "\(row.name): ")
                }
                startNext()
            }
        }
        try Task.checkCancellation()
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        if !flags.isQuiet {
            note(String(format: "%d files, %.1f s of speech in %.1f s", rows.count - failures, seconds, elapsed))
        }
        if failures > 0 { throw CheckFailed(message: "\(failures) of \(rows.count) rows were not spoken.") }
    }

    private func outcome(_ row: BatchFile.Row, _ voice: Result<Voice?, any Error>) async -> Outcome {
        do {
            let path = folder.appending(path: fileName(row)).path
            var sound = flags.sound
            sound.format = flags.format ?? AudioFormat(path: path) ?? .wav
            let output = try AudioOutput(path: path, sound: sound)
            defer { output.abandon() }
            let progress = ProgressLine(isQuiet: flags.isQuiet, item: row.name)
            try await maker.speak(row.text, voice: try voice.get(), to: output, progress: progress)
            try output.finish()
            return .spoken(seconds: progress.seconds)
        } catch {
            return .failed(error)
        }
    }

    /// The row's name, with the format's suffix unless it ends with it.
    private func fileName(_ row: BatchFile.Row) -> String {
        let named = AudioFormat(path: row.name)
        guard let format = flags.format else { return named == nil ? "\(row.name).wav" : row.name }
        return named == format ? row.name : "\(row.name).\(format.suffixes.first ?? format.rawValue)"
    }
}
