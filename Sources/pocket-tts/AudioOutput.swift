import Foundation
import PocketTTS

/// The destination of the audio: stdout as it is made, or a file that appears only when it is complete.
final class AudioOutput {
    private let format: PCMEncoder.Format
    /// Known with the first samples.
    private var encoder: PCMEncoder?
    private let descriptor: Int32
    private let path: String
    /// The file being written, until it takes its final name.
    private var temporary: String?
    private var samples = 0

    /// Opens the output, so that an unwritable path is an error before anything is computed.
    init(path: String, format: PCMEncoder.Format) throws {
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

    func write(_ chunk: AudioChunk) throws {
        let encoder = try encoder ?? start(sampleRate: chunk.sampleRate)
        samples += chunk.samples.count
        try write(encoder.encode(chunk.samples))
    }

    /// Completes the header and gives the file its name.
    func finish() throws {
        guard let temporary else { return }
        let header = encoder?.header(sampleCount: samples) ?? []
        guard header.isEmpty || pwrite(descriptor, header, header.count, 0) == header.count, close(descriptor) == 0,
            rename(temporary, path) == 0
        else { throw failure() }
        self.temporary = nil
    }

    /// Removes a file that is not finished.
    func abandon() {
        if let temporary { unlink(temporary) }
    }

    private func start(sampleRate: Int) throws -> PCMEncoder {
        let new = PCMEncoder(format: format, sampleRate: sampleRate)
        encoder = new
        try write(new.header(sampleCount: nil))
        return new
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
