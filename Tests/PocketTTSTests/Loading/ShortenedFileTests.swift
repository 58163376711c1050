import Foundation
@testable import PocketTTS
import Testing

/// Files that someone else shortens while they are mapped: an error, and the process goes on. One at a time: while many
/// files are mapped, further ones are read into memory, where shortening them changes nothing.
@Suite(.serialized) struct ShortenedFileTests {
    private func withModel(_ body: (_ directory: URL) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "shortened-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Fixtures.model("lsd").resolvingSymlinksInPath(), to: directory)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory)
    }

    private func shorten(_ file: URL, to bytes: off_t) { #expect(truncate(file.path, bytes) == 0) }

    private func isReported(_ error: any Error, _ file: URL) -> Bool {
        guard case .fileUnusable(let path, let reason)? = error as? PocketTTSError else { return false }
        return path == file.path && reason.contains("shortened while it was in use")
    }

    @Test func afterItWasOpened() async throws {
        try await withModel { directory in
            let folder = try ModelFolder.open(directory: directory)
            let weights = directory.appending(path: "model.safetensors")
            shorten(weights, to: 8192)
            #expect {
                try SpeechModel(folder: folder)
            } throws: {
                isReported($0, weights)
            }
        }
    }

    @Test func whilePackedWeightsAreUsedInPlace() async throws {
        try await withModel { directory in
            let file = directory.appending(path: "packed.safetensors")
            try ModelPacker.pack(ModelFolder.open(directory: directory), to: .int8, output: file)
            let model = try SpeechModel(folder: .open(directory: file))
            let voice = try Voice(contentsOf: directory.appending(path: "voice.safetensors"), for: model)
            let synthesizer = try Synthesizer(model: model)
            _ = try await synthesizer.synthesize("Hello there.", voice: voice)
            shorten(file, to: 4096)
            await #expect {
                try await synthesizer.synthesize("Hello there.", voice: voice)
            } throws: {
                isReported($0, file)
            }
            // Another model is not concerned.
            let (other, otherVoice) = try Fixtures.load("lsd")
            _ = try await Synthesizer(model: other).synthesize("Hello there.", voice: otherVoice)
        }
    }

    @Test func whileItIsCopied() async throws {
        try await withModel { directory in
            let folder = try ModelFolder.open(directory: directory)
            let weights = directory.appending(path: "model.safetensors")
            let output = directory.appending(path: "packed.safetensors")
            shorten(weights, to: 8192)
            #expect(throws: PocketTTSError.self) { try ModelPacker.pack(folder, to: .bf16, output: output) }
            #expect(!FileManager.default.fileExists(atPath: output.path))
        }
    }

    /// More than can be guarded: the others are read into memory, and lose nothing.
    @Test func manyMappingsAtOnce() async throws {
        try await withModel { directory in
            let file = directory.appending(path: "voice.safetensors")
            let mapped = try (0..<600).map { _ in try MappedFile(file, purpose: "voice") }
            #expect(throws: Never.self) { for file in mapped { try file.requireIntact() } }
            let sum = try Data(contentsOf: file).reduce(0) { $0 &+ Int($1) }
            shorten(file, to: 0)
            let whole = mapped.filter { $0.bytes.reduce(0) { $0 &+ Int($1) } == sum }
            #expect(whole.count >= 600 - 256)
            #expect(whole.allSatisfy { $0.damage == nil } && mapped.filter { $0.damage == nil }.count == whole.count)
        }
    }

    @Test func anEmptyFile() async throws {
        try await withModel { directory in
            let file = directory.appending(path: "empty")
            try Data().write(to: file)
            #expect(try MappedFile(file, purpose: "recording").bytes.isEmpty)
        }
    }
}
