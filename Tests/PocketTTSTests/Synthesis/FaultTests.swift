import FlowLMKernels
import Foundation
import Testing

@testable import PocketTTS

/// Requests and models that once harmed others: what they cost is bounded, and what is wrong is reported.
@Suite struct FaultTests {
    private static let text = "Hello there. This is a longer sentence, with a pause. And one more!"

    /// The lsd fixture with a NaN in one tensor.
    private func poisoned(_ name: String, _ precision: Precision = .bf16) throws -> (model: SpeechModel, voice: Voice) {
        let folder = try ModelFolder.open(directory: Fixtures.model("lsd"))
        let source = try SafetensorsFile(contentsOf: Fixtures.model("lsd").appending(path: "model.safetensors"))
        let file = FileManager.default.temporaryDirectory.appending(path: "poisoned-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(source.tensor(named: name) != nil)
        let tensors = source.names.compactMap { source.tensor(named: $0) }.map { tensor in
            var data = Data(tensor.bytes)
            if tensor.name == name {
                // A quiet NaN in the first element's upper half.
                let size = tensor.dtype.bits / 8
                data[size - 2] = 0xc0
                data[size - 1] = 0x7f
            }
            return SafetensorsWriter.Tensor(name: tensor.name, dtype: tensor.dtype, shape: tensor.shape, data: data)
        }
        try SafetensorsWriter.write(tensors, to: file)
        let model = try SpeechModel(folder: folder.with(weights: file), precision: precision)
        return (model, try Voice(contentsOf: Fixtures.model("lsd").appending(path: "voice.safetensors"), for: model))
    }

    @Test(arguments: [
        ("flow_lm.out_norm.bias", "the language model"),
        ("flow_lm.transformer.layers.0.norm1.weight", "the language model"),
        ("mimi.decoder.model.0.conv.bias", "the codec"),
    ])
    func aBrokenModelEndsTheStreamWithAnError(tensor: String, stage: String) async throws {
        for precision in [Precision.f32, .bf16, .int8] {
            let (model, voice) = try poisoned(tensor, precision)
            let synthesizer = try Synthesizer(model: model)
            let stream = try await synthesizer.speak(Self.text, voice: voice)
            await #expect {
                for try await chunk in stream { #expect(chunk.samples.allSatisfy { $0.isFinite }) }
            } throws: {
                if case .notFinite(stage, 0, _) = $0 as? PocketTTSError { true } else { false }
            }
            #expect(synthesizer.activeStreams == 0)
        }
    }

    /// One stream's broken numbers are its own: those beside it are as without it.
    @Test func othersDoNotNotice() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let options = SpeechOptions(temperature: 0.7, seed: 7)
        let alone = try await Synthesizer(model: model).synthesize(Self.text, voice: voice, options: options)
        let synthesizer = try Synthesizer(model: model)
        var layers = (0..<voice.prefix.layers).map { voice.prefix.contents(layer: $0) }
        layers[0].values[0] = .nan
        let prefix = KVPrefix(length: voice.prefix.length, kvDim: voice.prefix.kvDim, layers: layers)
        let brokenVoice = Voice(prefix: prefix, promptPasses: 0)
        let broken = Task { try await synthesizer.synthesize(Self.text, voice: brokenVoice, options: options) }
        let whole = Task { try await synthesizer.synthesize(Self.text, voice: voice, options: options) }
        await #expect { _ = try await broken.value } throws: {
            if case .notFinite = $0 as? PocketTTSError { true } else { false }
        }
        #expect(try await whole.value == alone)
        #expect(try await synthesizer.synthesize(Self.text, voice: voice, options: options) == alone)
    }

    @Test func optionsAreCheckedAsTheFloatsTheyBecome() throws {
        for temperature in [1e300, 1e39, -1e-300] {
            #expect {
                try SpeechOptions(temperature: temperature).validate()
            } throws: {
                if case .invalidOption("temperature", _, _) = $0 as? PocketTTSError { true } else { false }
            }
        }
        #expect(throws: PocketTTSError.self) { try SpeechOptions(samplerSteps: 65).validate() }
        try SpeechOptions(temperature: 0, samplerSteps: 64).validate()
    }

    /// Requests with many sampler steps are charged for them, and leave no tables behind.
    @Test func samplerStepsAreCharged() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        #expect(model.cost(of: .init()) == 1)
        let cost = model.cost(of: .init(samplerSteps: 64))
        #expect(cost > 2 && cost < 64)
        #expect(model.cost(of: .init(samplerSteps: 2)) > 1)
        #expect(try Fixtures.load("pointwise").model.cost(of: .init(samplerSteps: 64)) == 1)

        var cache = FlowTimesCache()
        for steps in 1...20 { #expect(cache.get(steps: steps, head: model.flowLM.head).conditions.count == steps) }
        #expect(cache.count == FlowTimesCache.limit)
        let kept = cache.get(steps: 20, head: model.flowLM.head)
        #expect(cache.get(steps: 20, head: model.flowLM.head) === kept)

        // It takes all the slots, so that the others wait until it is gone.
        let synthesizer = try Synthesizer(model: model, configuration: .init(maxConcurrentStreams: 2))
        var costly: AsyncThrowingStream<AudioChunk, any Error>? = try await synthesizer.speak(
            Self.text, voice: voice, options: .init(samplerSteps: 64))
        let other = try await synthesizer.speak("Hello.", voice: voice)
        #expect(synthesizer.activeStreams == 1)
        var iterator = costly?.makeAsyncIterator()
        #expect(try await iterator?.next() != nil)
        #expect(synthesizer.activeStreams == 1)
        iterator = nil
        costly = nil
        var samples = 0
        for try await chunk in other { samples += chunk.samples.count }
        #expect(samples > 0)
    }

    /// While a long text is planned the synthesizer serves others.
    @Test(.timeLimit(.minutes(15))) func longTextsArePlannedBesideTheActor() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let long = String(repeating: "This goes on and on. ", count: 20_000)
        Synthesizer.planning.suspend()
        let planned = Task { try await synthesizer.speak(long, voice: voice) }
        for _ in 0..<20 { #expect(try await !synthesizer.synthesize("Hello.", voice: voice).isEmpty) }
        #expect(synthesizer.activeStreams == 0)
        Synthesizer.planning.resume()
        var iterator = try await planned.value.makeAsyncIterator()
        #expect(try await iterator.next() != nil)
    }

    /// Two tasks that read one stream share its chunks; neither waits for ever.
    @Test(.timeLimit(.minutes(15)), arguments: [FailurePolicy.keep, .retry])
    func twoReadersOfOneStream(policy: FailurePolicy) async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let options = SpeechOptions(temperature: 0.7, seed: 7, onFailure: policy)
        let whole = try await synthesizer.synthesize(Self.text, voice: voice, options: options)
        let stream = try await synthesizer.speak(Self.text, voice: voice, options: options)
        let samples = try await withThrowingTaskGroup(of: [Int: [Float]].self) { group in
            for _ in 0..<2 {
                group.addTask {
                    var read: [Int: [Float]] = [:]
                    for try await chunk in stream where !chunk.isFinal {
                        read[Int((chunk.startTime * 1000).rounded())] = chunk.samples
                    }
                    return read
                }
            }
            var all: [Int: [Float]] = [:]
            for try await read in group { all.merge(read) { _, new in new } }
            return all.sorted { $0.key < $1.key }.flatMap(\.value)
        }
        #expect(samples == whole)
    }

    /// A session that has nothing to say leaves its place to others, and gets one again when it has.
    @Test(.timeLimit(.minutes(15))) func anIdleSessionGivesItsPlaceBack() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model, configuration: .init(maxConcurrentStreams: 1))
        let options = SpeechOptions(temperature: 0.7, seed: 7)
        let session = try await synthesizer.session(voice: voice, options: options)
        // Before its first word.
        #expect(try await !synthesizer.synthesize("Hello.", voice: voice).isEmpty)
        var events = session.events.makeAsyncIterator()
        try session.send("Hello there. ")
        try session.flush()
        var samples: [Float] = []
        func readChunk() async throws {
            while let event = try await events.next() {
                if case .audio(let chunk) = event { samples += chunk.samples }
                if case .chunkFinished = event { return }
            }
        }
        try await readChunk()
        // Between two sentences.
        #expect(try await !synthesizer.synthesize("Hello.", voice: voice).isEmpty)
        try session.send("One more!")
        try session.finish()
        try await readChunk()
        #expect(try await events.next() != nil)
        #expect(try await events.next() == nil)
        let expected = try await synthesizer.synthesize(
            "Hello there. One more!", voice: voice, options: .init(temperature: 0.7, seed: 7, maxTokensPerChunk: 8))
        #expect(samples.count > 0 && expected.count > 0)
        #expect(synthesizer.activeStreams == 0)
    }

    @Test(.timeLimit(.minutes(15))) func shuttingDown() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let session = try await synthesizer.session(voice: voice)
        let waiting = Task { for try await _ in session.events {} }
        let unread = try await synthesizer.speak(Self.text, voice: voice)
        synthesizer.shutDown()
        synthesizer.shutDown()
        await #expect(throws: PocketTTSError.shutDown) { try await waiting.value }
        await #expect(throws: PocketTTSError.shutDown) { for try await _ in unread {} }
        await #expect(throws: PocketTTSError.shutDown) { try await synthesizer.speak(Self.text, voice: voice) }
        await #expect(throws: PocketTTSError.shutDown) { try await synthesizer.session(voice: voice) }
        await #expect(throws: PocketTTSError.shutDown) {
            try await synthesizer.decode(latents: [Float](repeating: 0, count: model.latentDim))
        }
        #expect(synthesizer.activeStreams == 0)
    }

    /// Memory that is kept for streams to come is bounded, however large the streams were.
    @Test func keptMemoryIsBounded() throws {
        let (model, _) = try Fixtures.load("lsd")
        let memory = StreamMemory()
        let perPosition = model.flowLM.cacheBytes(positions: 1)
        for share in [2, 3, 1, 4, 2, 2, 3] {
            let caches = try (0..<3).map { _ in
                try memory.makeCache(model.flowLM, after: nil, positions: StreamMemory.keptBytes / share / perPosition)
            }
            for cache in caches { memory.keep(cache) }
            #expect(memory.bytes <= StreamMemory.keptBytes)
        }
        #expect(memory.bytes > 0)
        let huge = StreamMemory.keptBytes / perPosition + 2
        memory.keep(try memory.makeCache(model.flowLM, after: nil, positions: huge))
        #expect(memory.bytes <= StreamMemory.keptBytes)
    }

    @Test func memoryThatCannotBeHadIsAnError() throws {
        let (model, _) = try Fixtures.load("lsd")
        #expect {
            _ = try StreamMemory().makeCache(model.flowLM, after: nil, positions: 1 << 40)
        } throws: {
            if case .outOfMemory(let bytes, _) = $0 as? PocketTTSError { bytes > 1 << 40 } else { false }
        }
    }
}
