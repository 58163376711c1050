import Foundation
import PocketTTS
import PocketTTSAudio

/// Where the audio goes: stdout as it is made, or a file that appears only when it is complete.
final class AudioOutput {
    private let format: AudioFormat
    /// Known with the first samples.
    private var pipeline: SpeechPipeline?
    private let descriptor: Int32
    private let path: String
    /// The file being written, until it takes its final name.
    private var temporary: String?

    /// Opens the output now, so that an unwritable path is told before anything is computed.
    init(path: String, format: AudioFormat) throws {
        self.path = path
        self.format = format
        if path == "-" {
            descriptor = STDOUT_FILENO
            temporary = nil
            return
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists && status.st_mode & S_IFMT == S_IFDIR {
            throw OutputError.isFolder(path)
        }
        // A device or a pipe is written as it is; a file must not be seen half-written.
        if exists && status.st_mode & S_IFMT != S_IFREG {
            temporary = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        } else {
            let name = "\(path).\(getpid()).part"
            temporary = name
            descriptor = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        }
        guard descriptor >= 0 else {
            throw OutputError.cannotWrite(path, "Choose another --output-path.")
        }
    }

    /// Writes the bytes that an event completes.
    func write(_ event: SpeechEvent, sampleRate: Int) throws {
        let pipeline = try pipeline ?? SpeechPipeline(format: format, sampleRate: sampleRate)
        self.pipeline = pipeline
        try write(pipeline.process(event))
    }

    /// Completes the header and gives the file its name.
    func finish() throws {
        guard let temporary else { return }
        let header = pipeline?.completeHeader ?? []
        guard header.isEmpty || pwrite(descriptor, header, header.count, 0) == header.count, close(descriptor) == 0,
            rename(temporary, path) == 0
        else { throw failure() }
        self.temporary = nil
    }

    /// Leaves nothing behind of a file that was not finished.
    func abandon() {
        if let temporary { unlink(temporary) }
    }

    private func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { throw ReaderGone() }
                throw failure()
            }
            rest = rest.dropFirst(count)
        }
    }

    private func failure() -> OutputError {
        OutputError(
            message: "writing \(path) failed: \(String(cString: strerror(errno))). Nothing was kept.",
            exitCode: OutputError.writingFailed)
    }
}
