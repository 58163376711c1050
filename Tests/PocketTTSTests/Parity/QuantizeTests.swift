import Foundation
import PocketTTS
import PocketTTSParity
import Testing

/// Calibrated files: written, loaded, refused.
@Suite struct QuantizeTests {
    private static let text =
        "The old ferry crosses the river. Storms come in the winter, and nobody minds. What a long day it was!"

    private func written(_ name: String, _ body: (URL, ModelFolder) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "rounded-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        let folder = try ModelFolder.open(directory: Fixtures.model(name))
        try ModelQuantizer(folder, to: .int4).write(
            to: file, text: Self.text, voice: Fixtures.model(name).appending(path: "voice.safetensors"), frames: 400)
        try body(file, folder)
    }

    @Test(arguments: ["lsd", "drifting"]) func calibrationBeatsPlainRounding(name: String) throws {
        try written(name) { file, folder in
            let (exact, voice) = try Fixtures.load(name, precision: .f32)
            let comparison = try PrecisionComparison(
                model: exact, voice: voice, text: "Hello there, this is a test.", frames: 60, temperature: 0.5, seed: 3)
            let (plain, _) = try Fixtures.load(name, precision: .int4)
            let calibrated = try SpeechModel(folder: folder.with(weights: file))
            #expect(calibrated.precision == .int4)
            #expect(calibrated.parameterCount == exact.parameterCount)
            let metadata = try SafetensorsFile(contentsOf: file).metadata
            #expect(metadata["pocket_tts.calibration_text"] == Self.text)
            #expect(metadata["pocket_tts.calibration_voice"] == "voice.safetensors")
            let errors = [plain, calibrated].map { comparison.compare($0, voice: voice).hiddenError }
            #expect(errors[1] < 0.8 * errors[0], "\(errors)")
        }
    }

    @Test func whatDoesNotFitIsRefused() throws {
        try written("lsd") { file, folder in
            let rounded = try folder.with(weights: file)
            #expect(throws: PocketTTSError.self) { try SpeechModel(folder: rounded, precision: .int8) }
            #expect(throws: PocketTTSError.self) { try ModelQuantizer(rounded, to: .int4) }
            #expect(throws: PocketTTSError.self) { try ModelQuantizer(folder, to: .bf16) }
            let other = try ModelFolder.open(directory: Fixtures.model("pointwise")).with(weights: file)
            #expect(throws: PocketTTSError.self) { try SpeechModel(folder: other) }
            let whole = try Data(contentsOf: file)
            try whole.dropLast(100).write(to: file)
            #expect(throws: PocketTTSError.self) { try folder.with(weights: file) }
        }
    }
}
