import FlowLMKernels
import Foundation
import SpeechText
package import PocketTTS

/// Compares a model on disk with what the reference recorded about it.
package struct Parity {
    /// The outcome: figures to compare with bounds, and things that had to be equal and were not.
    package struct Report: Codable, Sendable {
        /// Largest absolute difference per quantity.
        package var differences: [String: Float] = [:]
        package var mismatches: [String] = []

        mutating func note(_ quantity: String, _ difference: Float) {
            differences[quantity] = max(differences[quantity] ?? 0, difference)
        }

        mutating func expect<T: Equatable>(_ what: String, _ actual: T, _ expected: T) {
            if actual != expected { mismatches.append("\(what): \(actual), the reference has \(expected)") }
        }
    }

    private let folder: URL
    private let golden: Golden
    private let tensors: SafetensorsFile
    private let model: SpeechModel

    /// - Parameter folder: a model folder with `golden.json` and `golden.safetensors`.
    package init(folder: URL, precision: Precision) throws {
        self.folder = folder
        golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: folder.appending(path: "golden.json")))
        tensors = try SafetensorsFile(contentsOf: folder.appending(path: golden.tensors))
        model = try SpeechModel(folder: .open(directory: folder), precision: precision)
    }

    package func run() async throws -> Report {
        var report = Report()
        try compareTexts(&report)
        try compareVoices(&report)
        for entry in golden.teacherForced { try compareTeacherForced(entry, &report) }
        for entry in golden.mimi { try compareMimi(entry, &report) }
        let synthesizer = try Synthesizer(model: model)
        for entry in golden.speech { try await compareSpeech(entry, synthesizer, &report) }
        return report
    }

    private func floats(_ name: String) throws -> [Float] {
        guard let tensor = tensors.tensor(named: name) else {
            throw PocketTTSError.invalidCheckpoint(path: tensors.path, tensor: name, reason: "the recording lacks it")
        }
        return try tensor.floats()
    }

    private func voice(_ id: String?) throws -> Voice? {
        guard let id else { return nil }
        guard let entry = golden.voices.first(where: { $0.id == id }) else {
            throw Failure("the recording names a voice '\(id)' that it does not have")
        }
        return try Voice(contentsOf: folder.appending(path: entry.file), for: model)
    }

    private func compareTexts(_ report: inout Report) throws {
        for text in golden.texts {
            let chunks = try model.plan(text.text, maxTokens: text.maxTokens)
            let plan = SpeechPlan(
                chunks: chunks, voice: nil, options: .init(), config: model.config,
                times: FlowTimes(steps: 1, head: model.flowLM.head))
            report.expect("text \(text.id): chunks", chunks.map(\.text), text.chunks.map(\.text))
            report.expect("text \(text.id): tokens", chunks.map(\.tokens), text.chunks.map(\.tokens))
            report.expect("text \(text.id): frame caps", plan.chunks.map(\.frameCap), text.chunks.map(\.maxFrames))
            report.expect(
                "text \(text.id): frames after EOS", plan.chunks.map(\.framesAfterEOS),
                text.chunks.map(\.framesAfterEOS))
        }
    }

    private func compareVoices(_ report: inout Report) throws {
        for entry in golden.voices {
            guard let voice = try voice(entry.id) else { continue }
            report.expect("voice \(entry.id): positions", voice.length, entry.positions)
            if let kv = entry.kv {
                let actual = (0..<voice.prefix.layers).flatMap { layer in
                    let contents = voice.prefix.contents(layer: layer)
                    return contents.keys + contents.values
                }
                report.note("voice keys and values", difference(actual, try floats(kv)))
            }
        }
    }

    /// Hidden states, EOS logits and latents when the latents fed back are the recording's.
    private func compareTeacherForced(_ entry: Golden.TeacherForced, _ report: inout Report) throws {
        let flowLM = model.flowLM
        let width = flowLM.latentDim
        let cache = flowLM.makeCache(
            after: try voice(entry.voice)?.prefix, positions: entry.tokens.count + entry.frames)
        let workspace = FlowLM.Workspace(for: flowLM, rows: 1)
        let prompt = flowLM.prefill(tokens: entry.tokens, cache: cache, workspace: workspace.transformer)
        let rows = entry.tokens.count
        let scratch = AlignedBuffer<Float>(count: prompt.count)
        let prefill = AlignedBuffer<Float>(count: rows * flowLM.conditionDim)
        flowLM.condition(
            prompt.pointer, rows: .together(rows), scratch: scratch.pointer, to: prefill.pointer,
            in: workspace.transformer.context)
        report.note("hidden states", difference(Array(prefill.elements), try floats(entry.prefill)))

        let inputs = try floats(entry.inputs)
        let noise = try floats(entry.noise)
        var hidden: [Float] = []
        var logits: [Float] = []
        var latents = [Int: [Float]]()
        let times = entry.outputs.map { FlowTimes(steps: $0.samplerSteps, head: flowLM.head) }
        for step in 0..<entry.frames {
            for (output, times) in zip(entry.outputs, times) {
                // The step is repeated for each number of sampler steps, from the same position.
                cache.position = (cache.prefix?.length ?? 0) + entry.tokens.count + step
                let previous = step == 0 ? flowLM.bosLatent : Array(inputs[(step - 1) * width..<step * width])
                workspace.previous.pointer.update(from: previous, count: width)
                workspace.latents.pointer.update(from: Array(noise[step * width..<(step + 1) * width]), count: width)
                flowLM.step([.init(cache: cache, times: times)], workspace: workspace)
                latents[output.samplerSteps, default: []] += workspace.latents.elements
            }
            hidden += workspace.conditions.elements
            logits += workspace.eosLogits.elements
        }
        report.note("hidden states", difference(hidden, try floats(entry.hidden)))
        report.note("EOS logits", difference(logits, try floats(entry.eosLogits)))
        for output in entry.outputs {
            report.note("latents", difference(latents[output.samplerSteps] ?? [], try floats(output.latents)))
        }
    }

    private func compareMimi(_ entry: Golden.Mimi, _ report: inout Report) throws {
        let latents = try floats(entry.latents)
        let one = model.decode(latents: latents, framesPerCall: 1)
        let many = model.decode(latents: latents, framesPerCall: entry.frames)
        report.expect("mimi \(entry.id): samples", one.count, entry.sampleCount)
        let stride = entry.audioStride
        report.note("audio of given latents", difference(every(stride, of: one), try floats(entry.audio)))
        report.note("audio of given latents", difference(every(stride, of: many), try floats(entry.audioAllAtOnce)))
        report.note("frame by frame against all at once", difference(one, many))
    }

    private func compareSpeech(
        _ entry: Golden.Speech, _ synthesizer: Synthesizer, _ report: inout Report
    ) async throws {
        guard let text = golden.texts.first(where: { $0.id == entry.text }) else {
            throw Failure("speech \(entry.id) names a text '\(entry.text)' that the recording does not have")
        }
        var options = SpeechOptions(
            temperature: entry.temperature, seed: entry.seed, samplerSteps: entry.samplerSteps,
            noiseClamp: entry.noiseClamp, eosThreshold: entry.eosThreshold, framesAfterEOS: entry.framesAfterEOS,
            maxTokensPerChunk: entry.maxTokens)
        // The reference reads its texts as they are written.
        options.normalization = .off
        var samples: [Float] = []
        var frames: [Int] = []
        var capped: [Bool] = []
        for try await event in try await synthesizer.events(text.text, voice: voice(entry.voice), options: options) {
            switch event {
            case .chunkStarted, .word, .failure, .retry, .mark: break
            case .audio(let chunk): samples += chunk.samples
            case .chunkFinished(let progress):
                frames.append(progress.frames)
                capped.append(progress.reachedFrameCap)
            }
        }
        report.expect("speech \(entry.id): frames", frames, entry.chunks.map(\.frames))
        report.expect("speech \(entry.id): reached the cap", capped, entry.chunks.map { $0.eosStep == nil })
        report.expect("speech \(entry.id): samples", samples.count, entry.sampleCount)
        report.note(
            entry.temperature == 0 ? "speech at temperature 0" : "speech with noise",
            difference(every(entry.audioStride, of: samples), try floats(entry.audio)))
    }

    private func every(_ step: Int, of samples: [Float]) -> [Float] {
        stride(from: 0, to: samples.count, by: step).map { samples[$0] }
    }

    private func difference(_ a: [Float], _ b: [Float]) -> Float {
        guard a.count == b.count else { return .infinity }
        // A NaN must not hide behind `max`.
        return zip(a, b).reduce(0) { ($1.0 - $1.1).isNaN ? .infinity : max($0, abs($1.0 - $1.1)) }
    }
}
