import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio

/// Joins the sound of chapters, kept as samples of 16 bits, into one file with chapter marks.
struct Audiobook {
    let chapters: [URL]
    let marks: ChapterMarks
    let sampleRate: Int

    private static let blockBytes = 1 << 18

    /// Writes the file, and a cue sheet and ffmpeg's metadata beside it where there are several chapters.
    func write(to url: URL, format: AudioFormat) throws {
        let output = try AudioOutput(path: url.path, sound: Sound(format: format, speed: 1, volume: 1))
        defer { output.abandon() }
        try forEachBlock { block in
            let samples = block.withUnsafeBytes { $0.bindMemory(to: Int16.self).map(Self.float) }
            try output.write(
                AudioChunk(samples: samples, sampleRate: sampleRate, startTime: 0, textRange: 0..<0, isFinal: false))
        }
        try output.finish()
        guard marks.marks.count > 1 else { return }
        let base = url.deletingPathExtension()
        try write(marks.cue(file: url.lastPathComponent), to: base.appendingPathExtension("cue"))
        try write(marks.ffmetadata, to: base.appendingPathExtension("ffmetadata"))
    }

    /// Has ffmpeg make an audiobook with chapters.
    func writeM4B(to url: URL) throws {
        let part = "\(url.path).\(getpid()).part"
        let metadata = URL(fileURLWithPath: "\(url.path).\(getpid()).ffmetadata.part")
        for path in [part, metadata.path] { UnfinishedFiles.insert(path) }
        defer {
            for path in [part, metadata.path] {
                unlink(path)
                UnfinishedFiles.remove(path)
            }
        }
        try write(marks.ffmetadata, to: metadata)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.find("ffmpeg") ?? "/usr/bin/ffmpeg")
        process.arguments =
            ["-y", "-loglevel", "error", "-f", "s16le", "-ar", "\(sampleRate)", "-ac", "1", "-i", "pipe:0"]
            + ["-f", "ffmetadata", "-i", metadata.path, "-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
            + ["-c:a", "aac", "-b:a", "64k", "-f", "mp4", part]
        let pipe = Pipe()
        process.standardInput = pipe
        process.standardOutput = FileHandle.standardError
        let failure = OutputError(
            message: "ffmpeg could not make \(url.path).", exitCode: OutputError.writingFailed)
        do {
            try process.run()
            try pipe.fileHandleForReading.close()
            try forEachBlock { try pipe.fileHandleForWriting.write(contentsOf: $0) }
            try pipe.fileHandleForWriting.close()
        } catch let error as CancellationError {
            process.terminate()
            throw error
        } catch {
            try? pipe.fileHandleForWriting.close()
            throw failure
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0, rename(part, url.path) == 0 else { throw failure }
    }

    private func forEachBlock(_ body: (Data) throws -> Void) throws {
        for chapter in chapters {
            let file = try FileHandle(forReadingFrom: chapter)
            defer { try? file.close() }
            while let block = try file.read(upToCount: Self.blockBytes), !block.isEmpty {
                try Task.checkCancellation()
                try body(block)
            }
        }
    }

    private func write(_ text: String, to url: URL) throws {
        do {
            try text.write(to: url, atomically: true, encoding: .utf8)
        } catch {
            throw OutputError(
                message: "writing \(url.path) failed: \(error.localizedDescription)",
                exitCode: OutputError.writingFailed)
        }
    }

    /// In the middle of what becomes the same 16 bits again, since encoders cut off toward zero.
    private static func float(_ sample: Int16) -> Float {
        (Float(sample) + (sample == 0 ? 0 : sample > 0 ? 0.5 : -0.5)) / 32767
    }
}
