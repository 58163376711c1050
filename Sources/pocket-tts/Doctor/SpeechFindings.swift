import CommandSupport
import Foundation
import PocketTTS

/// A short text spoken with the embedded voice.
enum SpeechFindings {
    private static let text = "The quick brown fox jumps over the lazy dog."

    static func all() async -> [Finding] {
        do {
            return [try await speak()]
        } catch {
            return [
                Finding(
                    topic: "speech", text: "\(error)",
                    remedy: "install the program with its files again, or set POCKET_TTS_MODELS to their folder",
                    isFatal: true)
            ]
        }
    }

    private static func speak() async throws -> Finding {
        let folder = try SpeechModel.embeddedFolder()
        let model = try SpeechModel(folder: folder)
        let voice = try folder.usualVoice.map { (url: URL) throws(PocketTTSError) in
            try Voice(contentsOf: url, for: model)
        }
        let synthesizer = try Synthesizer(model: model)
        let start = ContinuousClock.now
        let samples = try await synthesizer.synthesize(text, voice: voice, options: .init(seed: 1))
        let speed = Double(samples.count) / Double(model.sampleRate) / ((.now - start) / .seconds(1))
        let text = "the embedded voice speaks \(String(format: "%.1f", speed)) times as fast as real time"
        return Finding(
            topic: "speech", text: text,
            remedy: speed < 1
                ? "too slow to listen while it speaks: use --precision int8, a release build, or a faster machine" : nil
        )
    }
}
