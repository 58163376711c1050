import FlowLMKernels
import Foundation
@testable import PocketTTS
import PocketTTSAudio
import Synchronization
import Testing

/// Voices from recordings, against what the reference makes of the same samples.
struct CloningTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures")
    private static let families = ["lsd", "lsd-2026-01", "flow-matching", "drifting", "pointwise"]

    private func model(_ family: String, _ precision: Precision = .bf16) throws -> SpeechModel {
        let folder = Self.fixtures.appending(path: "models/\(family)")
        return try SpeechModel(folder: .open(directory: folder), precision: precision)
    }

    private func golden(_ family: String) throws -> SafetensorsFile {
        try SafetensorsFile(contentsOf: Self.fixtures.appending(path: "cloning/\(family).safetensors"))
    }

    /// The prompt of scripts/reference/make-cloning-goldens.py.
    private var prompt: [Float] { noise(38411).map { $0 * 0.25 } }

    private func difference(_ a: [Float], _ b: [Float]) -> Float {
        a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
    }

    private func values(of voice: Voice) -> [Float] {
        (0..<voice.prefix.layers).flatMap { layer in
            let contents = voice.prefix.contents(layer: layer)
            return contents.keys + contents.values
        }
    }

    @Test(arguments: families, [Precision.bf16, .f32])
    func equalsTheReference(family: String, precision: Precision) throws {
        let model = try model(family, precision)
        let voice = try Voice(samples: prompt, sampleRate: 24000, for: model)
        let expected = try #require(try golden(family).tensor(named: "kv")).floats()
        #expect(difference(values(of: voice), expected) < 1e-4)
    }

    /// Encodes in blocks of 1 and of 4 frames and all at once: bit for bit the same latents, those of the reference.
    @Test(arguments: families)
    func blocksDoNotMatter(family: String) throws {
        let encoder = try model(family).voiceEncoder.get().mimi
        let samples = AudioClip(samples: prompt, sampleRate: 24000).endingOnPause().samples
        let expected = try #require(try golden(family).tensor(named: "latents")).floats()
        let frames = expected.count / encoder.latentDim
        let padded = AlignedBuffer(samples + [Float](repeating: 0, count: frames * encoder.frameSize - samples.count))
        func latents(block: Int) -> [Float] {
            let convolutions = SEANetEncoder.State(
                for: encoder.convolutions,
                steps: RowBatch(count: block * encoder.stepsPerFrame, group: encoder.stepsPerFrame))
            let state = MimiEncoder.State(for: encoder, frames: block)
            let steps = AlignedBuffer<Float>(count: block * encoder.stepsPerFrame * encoder.convolutions.dimension)
            let latents = AlignedBuffer<Float>(count: expected.count)
            for first in stride(from: 0, to: frames, by: block) {
                let count = min(block, frames - first)
                encoder.convolutions.apply(
                    padded.pointer + first * encoder.frameSize,
                    steps: RowBatch(count: count * encoder.stepsPerFrame, group: encoder.stepsPerFrame),
                    state: convolutions, to: steps.pointer)
                encoder.condense(
                    steps.pointer, frames: count, state: state, to: latents.pointer + first * encoder.latentDim)
            }
            return Array(latents.elements)
        }
        let whole = latents(block: frames)
        #expect(difference(whole, expected) < 1e-4)
        let isSame = latents(block: 1) == whole && latents(block: 4) == whole
        #expect(isSame)
    }

    @Test func savedVoicesAreTheSame() throws {
        let folder = try TemporaryFolder()
        let model = try model("drifting")
        let voice = try Voice(samples: prompt, sampleRate: 24000, for: model)
        let file = folder.url.appending(path: "voice.safetensors")
        try voice.save(to: file, for: model)
        let loaded = try Voice(contentsOf: file, for: model)
        #expect(loaded.length == voice.length)
        let isSame = values(of: loaded) == values(of: voice)
        #expect(isSame)
        let other = try self.model("lsd")
        #expect(throws: PocketTTSError.self) { try voice.save(to: file, for: other) }
    }

    @Test func mixing() throws {
        let model = try model("lsd")
        let long = try Voice(samples: prompt, sampleRate: 24000, for: model)
        let short = try Voice(samples: noise(24000), sampleRate: 24000, for: model)
        let all = try Voice(mixing: long, with: short, weight: 0, for: model)
        // The prompt is encoded in blocks of other sizes, which must not matter.
        let isSame = values(of: all) == values(of: long)
        #expect(isSame)
        let half = try Voice(mixing: short, with: long, for: model)
        #expect(half.length == long.length)
        #expect(difference(values(of: half), values(of: long)) > 0.01)
        #expect(throws: PocketTTSError.self) { try Voice(mixing: long, with: short, weight: 1.5, for: model) }
        let state = try Voice(contentsOf: Self.fixtures.appending(path: "models/lsd/voice.safetensors"), for: model)
        #expect(throws: PocketTTSError.self) { try Voice(mixing: long, with: state, for: model) }
    }

    @Test func filesOfAnyRate() throws {
        let folder = try TemporaryFolder()
        let model = try model("lsd")
        let samples = (0..<48000 * 2).map { 0.3 * sin(Float($0) * 0.02) }
        let data = waveFile(samples, rate: 48000)
        var warnings: [AudioWarning] = []
        let voice = try Voice(file: folder.file("a.wav", data), for: model) { warnings.append($0) }
        #expect(warnings.isEmpty)
        // 2 s and a pause of 80 ms, behind the BOS row.
        #expect(voice.length == 27)
        let upload = try Voice(data: data, for: model)
        let isSame = values(of: upload) == values(of: voice)
        #expect(isSame)
        let long = AudioClip(samples: [Float](repeating: 0, count: 10) + noise(8000 * 31), sampleRate: 8000)
        warnings = []
        #expect(try Voice(recording: long, for: model) { warnings.append($0) }.length == 377)
        #expect(warnings == [.cut(seconds: 30), .lowSampleRate(8000)])
    }

    @Test(arguments: [0, 1, 2, 7, 20, 60])
    func cancelled(questions: Int) throws {
        let model = try model("lsd")
        let asked = Mutex(0)
        // A clone of 20 s asks many times; it ends soon after the first yes, whichever thread got it.
        #expect(throws: PocketTTSError.cloningCancelled) {
            try Voice(
                samples: noise(24000 * 20), sampleRate: 24000, for: model,
                isCancelled: {
                    asked.withLock {
                        $0 += 1; return $0 > questions
                    }
                })
        }
        #expect(asked.withLock { $0 } <= questions + 2)
    }

    @Test func refusesWhatIsNoVoice() throws {
        let model = try model("lsd")
        func reason(_ samples: [Float], _ rate: Int = 24000) -> String {
            do { _ = try Voice(samples: samples, sampleRate: rate, for: model) } catch { return "\(error)" }
            return "accepted"
        }
        #expect(reason([]).contains("no samples"))
        #expect(reason([Float](repeating: 0, count: 48000)).contains("silent"))
        #expect(reason([.nan] + noise(24000)).contains("sample 0 is nan"))
        #expect(reason(noise(24000), 16000).contains("16000 samples per second"))
        // Less than the 20 ms that a pause is looked for in, and a single sample.
        for count in [1, 100, 479, 1920] { #expect(reason(noise(count + 1)) == "accepted") }
    }

    /// The open weights: the encoder is there but zeroed.
    @Test func refusesAZeroedEncoder() throws {
        let folder = try TemporaryFolder()
        let source = Self.fixtures.appending(path: "models/lsd")
        for name in ["config.yaml", "tokenizer.json"] {
            try FileManager.default.copyItem(at: source.appending(path: name), to: folder.url.appending(path: name))
        }
        var data = try Data(contentsOf: source.appending(path: "model.safetensors"))
        let headerSize = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try #require(
            try JSONSerialization.jsonObject(with: data[8..<8 + headerSize]) as? [String: [String: Any]])
        for (name, entry) in header where name.hasPrefix("mimi.encoder") {
            let offsets = try #require(entry["data_offsets"] as? [Int])
            let range = 8 + headerSize + offsets[0]..<8 + headerSize + offsets[1]
            data.replaceSubrange(range, with: Data(count: range.count))
        }
        try data.write(to: folder.url.appending(path: "model.safetensors"))
        let open = try SpeechModel(folder: .open(directory: folder.url))
        var message = ""
        do { _ = try Voice(samples: prompt, sampleRate: 24000, for: open) } catch { message = "\(error)" }
        #expect(message.contains("cannot") || message.contains("not clone"))
        #expect(message.contains("huggingface.co/kyutai/pocket-tts"))
        // Ready-made voices still speak.
        #expect(throws: Never.self) { try Voice(contentsOf: source.appending(path: "voice.safetensors"), for: open) }
    }
}
