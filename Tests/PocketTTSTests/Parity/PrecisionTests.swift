import Foundation
import PocketTTS
import PocketTTSParity
import Testing

/// What rounded weights do to the output.
@Suite struct PrecisionTests {
    /// Teacher forced, on random weights, whose errors nothing averages out.
    @Test(arguments: Fixtures.models) func errorsGrowAsBitsGo(name: String) throws {
        let (exact, voice) = try Fixtures.load(name, precision: .f32)
        let comparison = try PrecisionComparison(
            model: exact, voice: voice, text: "Hello there, this is a test.", frames: 40, temperature: 0.5, seed: 3)
        var errors: [Precision: Double] = [:]
        for precision in Precision.allCases {
            let (model, voice) = try Fixtures.load(name, precision: precision)
            let figures = comparison.compare(model, voice: voice)
            errors[precision] = figures.latentError
            #expect(figures.latentError.isFinite && figures.hiddenError.isFinite)
        }
        #expect(errors[.f32] == 0)
        let (bf16, int8, int4) = (errors[.bf16] ?? .nan, errors[.int8] ?? .nan, errors[.int4] ?? .nan)
        #expect(bf16 < 1e-5)
        #expect(int8 > bf16 && int8 < 0.02, "rounded, and hardly to be noticed")
        #expect(int4 > 2 * int8 && int4 < 0.3)
    }

    /// A step reads every matrix of the language model once: those of the file but the table, the voice's projection,
    /// and the time embeddings, which are a request's constants.
    @Test func bytesOfAStep() throws {
        let folder = try ModelFolder.open(directory: Fixtures.model("lsd"))
        let unread = ["conditioner.embed", "speaker_proj", "time_embed"]
        let weights = folder.checkpoint["flow_lm"].names.filter { name in !unread.contains { name.contains($0) } }
            .compactMap { folder.checkpoint.view($0) }.filter { $0.shape.count == 2 }.reduce(0) { $0 + $1.elementCount }
        var bytes: [Precision: Int] = [:]
        for precision in Precision.allCases {
            bytes[precision] = try SpeechModel(folder: folder, precision: precision).stepWeightBytes
        }
        #expect(bytes[.f32] == 4 * weights)
        #expect((bytes[.int4] ?? 0) < (bytes[.int8] ?? 0) && (bytes[.int8] ?? 0) < (bytes[.bf16] ?? 0))
    }

    /// A codec that narrow has nothing to win from fewer bits, and this one's units that round the pitch would lose
    /// theirs.
    @Test(arguments: [Precision.int8, .int4]) func aNarrowCodecStaysExact(precision: Precision) throws {
        let folder = try SpeechModel.embeddedFolder()
        let rounded = try SpeechModel(folder: folder, precision: precision)
        // F32 adds up in another order than BF16; beside BF16 nothing may differ.
        for (exact, limit) in [(Precision.f32, 1e-4), (.bf16, 0)] {
            let comparison = try PrecisionComparison(
                model: try SpeechModel(folder: folder, precision: exact), voice: nil,
                text: "Hello there, this is a test.", frames: 20, temperature: 0, seed: 3)
            let figures = comparison.compare(rounded, voice: nil)
            #expect(figures.latentError > 1e-4, "the language model is rounded")
            #expect(figures.sampleError <= limit)
        }
    }

    /// The embedded voice ends where it should, and says it nearly the same.
    @Test func theEmbeddedVoiceEndsAtTheSameFrame() async throws {
        let folder = try SpeechModel.embeddedFolder()
        let texts = [
            "Hello world.", "The quick brown fox jumps over the lazy dog.",
            "She sells sea shells by the sea shore, every day.",
        ]
        var frames: [Precision: [Int]] = [:]
        for precision in [Precision.f32, .bf16, .int8] {
            let model = try SpeechModel(folder: folder, precision: precision)
            let voice = try Voice(contentsOf: try #require(folder.voices["woman"]), for: model)
            let synthesizer = try Synthesizer(model: model)
            for text in texts {
                for try await event in try await synthesizer.events(text, voice: voice, options: .init(seed: 1)) {
                    guard case .chunkFinished(let chunk) = event else { continue }
                    #expect(!chunk.reachedFrameCap)
                    frames[precision, default: []].append(chunk.frames)
                }
            }
        }
        #expect(frames[.f32]?.isEmpty == false)
        #expect(frames[.bf16] == frames[.f32])
        for (int8, f32) in zip(frames[.int8] ?? [], frames[.f32] ?? []) {
            #expect(abs(int8 - f32) <= 1, "the silence at the end may be a frame shorter or longer")
        }
        #expect(frames[.int8]?.count == frames[.f32]?.count)
    }
}
