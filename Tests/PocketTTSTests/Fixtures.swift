import Foundation
import PocketTTS

/// The small random models and recordings in Tests/Fixtures.
enum Fixtures {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static let models = ["drifting", "flow-matching", "lsd", "lsd-2026-01", "pointwise"]

    static func model(_ name: String) -> URL { folder.appending(path: "models/\(name)") }

    /// A loaded model and its KV voice.
    static func load(_ name: String, precision: Precision = .bf16) throws -> (model: SpeechModel, voice: Voice) {
        let model = try SpeechModel(folder: .open(directory: model(name)), precision: precision)
        return (model, try Voice(contentsOf: Self.model(name).appending(path: "voice.safetensors"), for: model))
    }
}
