import CommandSupport
import Foundation
import PocketTTSAudio

/// The samples of a file that is brought to a loudness: kept on disk until the loudness of all is known.
final class MeasuredSamples {
    private let file: FileHandle
    private let name: String
    private var meter: LoudnessMeter?
    private var sampleRate = 0
    private static let blockBytes = 1 << 18

    /// - Parameter path: the file that is written; the samples are kept in its folder, in a file without a name.
    /// - Throws: ``OutputError``.
    init(besides path: String) throws {
        name = path
        let temporary = "\(path).\(getpid()).samples.part"
        let descriptor = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw OutputError.cannotWrite(path, "Choose another --output-path.") }
        unlink(temporary)
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func add(_ samples: [Float], sampleRate: Int) throws {
        self.sampleRate = sampleRate
        let meter = meter ?? LoudnessMeter(sampleRate: sampleRate)
        self.meter = meter
        meter.add(samples)
        do {
            try samples.withUnsafeBytes { try file.write(contentsOf: $0) }
        } catch {
            throw OutputError(
                message: "writing \(name) failed: \(error.localizedDescription). Nothing was kept.",
                exitCode: OutputError.writingFailed)
        }
    }

    /// All samples in order, with the gain that brings them to `loudness` (LUFS).
    func replay(at loudness: Double, _ body: ([Float], _ sampleRate: Int) throws -> Void) throws {
        let gain = meter?.gain(to: loudness) ?? 1
        try file.seek(toOffset: 0)
        while let block = try file.read(upToCount: Self.blockBytes), !block.isEmpty {
            try body(block.withUnsafeBytes { $0.bindMemory(to: Float.self).map { $0 * gain } }, sampleRate)
        }
    }
}
