import PocketTTS
import Testing

/// How the embedded voices' speech begins, ends, and how loud it gets.
@Suite struct EmbeddedVoiceTests {
    private static let texts = [
        "Hello world.", "Please close the window before you leave.", "Yes.", "She speaks French and a little German.",
    ]

    /// The decoder takes what is before its first frame for zeros, not for silence: that was a click of 20 ms.
    @Test(arguments: ["woman", "man"]) func speechBeginsAndEndsInSilence(name: String) async throws {
        let folder = try SpeechModel.embeddedFolder()
        let model = try SpeechModel(folder: folder)
        let voice = try Voice(contentsOf: try #require(folder.voices[name]), for: model)
        let synthesizer = try Synthesizer(model: model)
        for text in Self.texts {
            let samples = try await synthesizer.synthesize(text, voice: voice)
            let loudest = samples.map(abs).max() ?? 0
            #expect(loudest > 0.1 && loudest < 1, "\(text)")
            #expect(samples.prefix(480).allSatisfy { abs($0) < 1e-3 }, "\(text)")
            #expect(samples.suffix(480).allSatisfy { abs($0) < 1e-3 }, "\(text)")
        }
    }
}
