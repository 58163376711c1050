import Foundation
import Testing

@testable import PocketTTS

/// Our engine against Gradium's own, ptts 0.4.2, for small random models in the layout of Phonon
/// (`scripts/reference/make-phonon-goldens.py`).
@Suite struct PhononGoldenTests {
    static let models = ["phonon", "phonon-gguf"]

    private struct Golden: Decodable {
        struct Speech: Decodable {
            let id, text: String
            let voice: String?
            let eosThreshold: Float
            let conditions: [String: String]
            let frames: Int
        }

        let audioStride: Int
        let speech: [Speech]
    }

    @Test(arguments: models, [Precision.f32, .bf16])
    func speaksAsGradiumsEngine(name: String, precision: Precision) async throws {
        let folder = Fixtures.model(name)
        let golden = try JSONDecoder().decode(
            Golden.self, from: Data(contentsOf: folder.appending(path: "golden.json")))
        let recorded = try SafetensorsFile(contentsOf: folder.appending(path: "golden.safetensors"))
        for speech in golden.speech {
            let opened = try ModelFolder.open(directory: folder).with(conditions: speech.conditions)
            let model = try SpeechModel(folder: opened, precision: precision)
            let voice = try speech.voice.map { try Voice(contentsOf: #require(opened.voices[$0]), for: model) }
            var options = SpeechOptions(temperature: 0, eosThreshold: speech.eosThreshold)
            options.normalization = .off
            let samples = try await Synthesizer(model: model).synthesize(speech.text, voice: voice, options: options)
            #expect(samples.count == speech.frames * model.frameSize, "\(speech.id): end")
            let wanted = try #require(recorded.tensor(named: speech.id)).floats()
            let found = stride(from: 0, to: samples.count, by: golden.audioStride).map { samples[$0] }
            let difference = zip(wanted, found).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(difference <= 1e-4, "\(speech.id)")
        }
    }

    @Test func aFolderIsOpenedWithItsVoicesAndItsOwnHabits() throws {
        let folder = try ModelFolder.open(directory: Fixtures.model("phonon"))
        #expect(folder.voices.keys.sorted() == ["default", "latents", "unnamed"])
        #expect(folder.config.family == .phonon)
        #expect(!folder.canClone)
        #expect(folder.config.flowLM.conditions.map(\.value) == ["1", "0", "0"])
        let gguf = try ModelFolder.open(directory: Fixtures.model("phonon-gguf"))
        #expect(gguf.config.flowLM.defaultSteps == 2)
        #expect(gguf.checkpoint.type(of: "flow_lm.transformer.layers.0.linear1.weight") == .q8_0)
    }

    @Test func cloningIsRefusedWithoutAnEncoder() throws {
        let model = try SpeechModel(folder: .open(directory: Fixtures.model("phonon")))
        let error = #expect(throws: PocketTTSError.self) { try model.prepareCloning() }
        #expect("\(try #require(error))".contains("no encoder"))
    }

    @Test(arguments: [
        (["speed": "1"], "condition is speed, allowed: num_speakers, duration_delta, padding_bonus"),
        (["num_speakers": "7"], "condition num_speakers is 7, allowed: 0, 1, 2, 3, 4, 5"),
        (["duration_delta": "fast"], "condition duration_delta is fast, allowed: a number"),
        (["duration_delta": "1e38"], "condition duration_delta is 1e38, allowed: a number"),
    ])
    func conditionsThatTheModelDoesNotKnowAreRefused(values: [String: String], message: String) throws {
        let folder = try ModelFolder.open(directory: Fixtures.model("phonon"))
        let error = #expect(throws: PocketTTSError.self) { try folder.with(conditions: values) }
        #expect("\(try #require(error))" == message)
    }
}
