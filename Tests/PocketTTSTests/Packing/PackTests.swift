import Foundation
import PocketTTS
import PocketTTSParity
import Testing

/// Packed files: written, used in place, refused.
@Suite struct PackTests {
    /// A copy of a fixture model with a packed file beside its weights.
    private func packed(
        _ name: String, _ precision: Precision?, _ body: (_ file: URL, _ directory: URL) throws -> Void
    ) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "packed-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Fixtures.model(name).resolvingSymlinksInPath(), to: directory)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "packed.safetensors")
        try ModelPacker.pack(ModelFolder.open(directory: directory), to: precision, output: file)
        try body(file, directory)
    }

    @Test(arguments: Fixtures.models, Precision.allCases)
    func aPackedModelComputesWhatItsSourceDoes(name: String, precision: Precision) throws {
        try packed(name, precision) { file, directory in
            let source = try SpeechModel(folder: .open(directory: directory), precision: precision)
            let model = try SpeechModel(folder: .open(directory: file))
            #expect(model.precision == precision)
            #expect(model.parameterCount == source.parameterCount)
            let latents = (0..<5 * model.latentDim).map { Float(($0 * 37) % 101) / 50 - 1 }
            let samples = [source, model].map { $0.decode(latents: latents, framesPerCall: 2).map(\.bitPattern) }
            #expect(!samples[0].isEmpty && samples[0] == samples[1])
            let voice = directory.appending(path: "voice.safetensors")
            let comparison = try PrecisionComparison(
                model: source, voice: Voice(contentsOf: voice, for: source), text: "Hello there, this is a test.",
                frames: 10, temperature: 0.5, seed: 3)
            let figures = comparison.compare(model, voice: try Voice(contentsOf: voice, for: model))
            #expect([figures.latentError, figures.hiddenError, figures.eosLogitDifference] == [0, 0, 0])
        }
    }

    @Test func aPackedFileStandsForItsSourceWhereverItLies() throws {
        try packed("lsd", .bf16) { file, directory in
            let weights = directory.appending(path: "model.safetensors")
            try FileManager.default.removeItem(at: weights)
            _ = try SpeechModel(folder: .open(directory: file))
            try FileManager.default.moveItem(at: file, to: weights)
            _ = try SpeechModel(folder: .open(directory: directory))
        }
    }

    private func refusal(_ file: URL, precision: Precision? = nil) -> String {
        do {
            _ = try SpeechModel(folder: .open(directory: file), precision: precision)
            return "none"
        } catch { return error.localizedDescription + "\(error)" }
    }

    @Test func aStaleFileIsRefusedByName() throws {
        try packed("lsd", .int8) { file, directory in
            let weights = directory.appending(path: "model.safetensors")
            var bytes = try Data(contentsOf: weights)
            // The same contents at another time are no change.
            try bytes.write(to: weights)
            #expect(refusal(file) == "none")
            bytes[bytes.count - 1] ^= 1
            try bytes.write(to: weights)
            let reason = refusal(file)
            #expect(
                reason.contains(file.path) && reason.contains("model.safetensors, from which it was made"), "\(reason)")
        }
    }

    @Test func aDamagedOrForeignFileIsRefusedByName() throws {
        try packed("lsd", .int8) { file, directory in
            let whole = try Data(contentsOf: file)
            func expect(_ text: String, _ bytes: Data, _ comment: Comment) throws {
                try bytes.write(to: file)
                let reason = refusal(file)
                #expect(reason.contains(file.path) && reason.contains(text), "\(comment): \(reason)")
            }
            try expect(file.lastPathComponent, whole.dropLast(100), "truncated")
            let body = 8 + Int(whole.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
            for place in [body, body + 12345] {
                var bytes = whole
                bytes[place] ^= 0x80
                try expect("damaged", bytes, "a bit at \(place)")
            }
            let version = try #require(whole.range(of: Data(#"packed_version":"2""#.utf8)))
            var bytes = whole
            bytes[version.upperBound - 2] = UInt8(ascii: "9")
            try expect("version 9", bytes, "another version")

            try whole.write(to: file)
            #expect(refusal(file, precision: .bf16).contains("int8"))
            #expect(throws: PocketTTSError.self) {
                try ModelPacker.pack(
                    .open(directory: file), to: nil, output: directory.appending(path: "twice.safetensors"))
            }
            let other = try ModelFolder.open(directory: Fixtures.model("lsd-2026-01")).with(weights: file)
            #expect(throws: PocketTTSError.self) { try SpeechModel(folder: other) }
        }
    }
}
