import PocketTTS
import PocketTTSParity
import Testing

/// Our engine against recordings of the reference, for a small random model of each family.
@Suite struct GoldenTests {
    /// Bounds of what may differ. Free-running speech feeds its rounding errors back, so its bound is wider.
    static let bounds: [String: Float] = [
        "hidden states": 2e-5, "EOS logits": 2e-5, "latents": 2e-5, "voice keys and values": 2e-5,
        "audio of given latents": 1e-5, "frame by frame against all at once": 1e-6,
        "speech at temperature 0": 1e-3, "speech with noise": 1e-3,
    ]

    @Test(arguments: Fixtures.models, [Precision.f32, .bf16])
    func equalsTheReference(name: String, precision: Precision) async throws {
        let report = try await Parity(folder: Fixtures.model(name), precision: precision).run()
        #expect(report.mismatches.isEmpty)
        #expect(Set(report.differences.keys).isSuperset(of: ["hidden states", "latents", "speech at temperature 0"]))
        for (quantity, difference) in report.differences {
            #expect(difference <= Self.bounds[quantity] ?? 0, "\(quantity)")
        }
    }
}
