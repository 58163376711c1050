import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio

/// The samples of a file that is brought to a loudness: kept on disk until the loudness of all is known.
final class MeasuredSamples {
    private let file: FileHandle
    private let name: String
    private var meter: LoudnessMeter?
    /// Stretches of one rate in their order: their audio without samples, and how many they have.
    private var parts: [(chunk: AudioChunk, samples: Int)] = []
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

    func add(_ chunk: AudioChunk) throws {
        let meter = meter ?? LoudnessMeter(sampleRate: chunk.sampleRate)
        self.meter = meter
        meter.add(chunk.samples)
        var part = chunk
        part.samples = []
        if let last = parts.last, last.chunk.rate == chunk.rate, last.chunk.isSilence == chunk.isSilence {
            parts[parts.count - 1].samples += chunk.samples.count
        } else {
            parts.append((part, chunk.samples.count))
        }
        do {
            try chunk.samples.withUnsafeBytes { try file.write(contentsOf: $0) }
        } catch {
            throw OutputError(
                message: "writing \(name) failed: \(error.localizedDescription). Nothing was kept.",
                exitCode: OutputError.writingFailed)
        }
    }

    /// All audio in order, and the gain that brings it to `loudness` (LUFS).
    func replay(at loudness: Double, _ body: (AudioChunk, _ gain: Float) throws -> Void) throws {
        let gain = meter?.gain(to: loudness) ?? 1
        try file.seek(toOffset: 0)
        for part in parts {
            var rest = part.samples * MemoryLayout<Float>.stride
            while rest > 0, let block = try file.read(upToCount: min(rest, Self.blockBytes)), !block.isEmpty {
                rest -= block.count
                var chunk = part.chunk
                chunk.samples = block.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
                try body(chunk, gain)
            }
        }
    }
}
