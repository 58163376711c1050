import FlowLMKernels
import Foundation
import SpeechText

/// Rounds a model's weights with what the model itself says as the measure, layer after layer: each layer is rounded
/// for the inputs that the rounded layers before it make. Keeps the statistics of one layer at a time in memory.
public struct ModelQuantizer {
    /// How far the work is.
    public enum Progress: Sendable, Equatable {
        /// Frames spoken for calibration, of at most so many.
        case speaking(frames: Int, of: Int)
        /// A part of the model is being rounded; parts are counted from 1.
        case rounding(part: Int, of: Int)
        case writing
    }

    /// Fewer frames than this say too little about the inputs of a layer.
    public static let fewestFrames = 50

    /// Every so many frames one is spoken without noise, as at temperature 0: the flow head shall know that, too.
    private static let framesPerQuiet = 4

    private let folder: ModelFolder
    private let precision: Precision
    private let onProgress: (Progress) throws -> Void
    private let context = ComputeContext()

    /// - Parameters:
    ///   - folder: a model as published.
    ///   - precision: int8 or int4.
    ///   - onProgress: called on the same thread; an error that it throws ends the work.
    /// - Throws: `.invalidOption` for another precision, `.fileUnusable` for weights that are rounded already.
    public init(
        _ folder: ModelFolder, to precision: Precision, onProgress: @escaping (Progress) throws -> Void = { _ in }
    ) throws(PocketTTSError) {
        guard precision == .int8 || precision == .int4 else {
            throw .invalidOption(name: "precision", value: precision.rawValue, allowed: "int8 or int4")
        }
        guard folder.checkpoint.rounding == nil else {
            throw .fileUnusable(
                path: folder.checkpoint.path,
                reason: "its weights are rounded already: give the file they were made from.")
        }
        self.folder = folder
        self.precision = precision
        self.onProgress = onProgress
    }

    /// Speaks `text`, rounds, and writes one safetensors file that takes the place of the model's weights.
    ///
    /// Blocks for seconds to minutes: call it from a thread of its own.
    /// - Parameters:
    ///   - output: the file to write.
    ///   - text: what the model speaks for the calibration.
    ///   - name: the voice file that it speaks with; `nil` is no voice.
    ///   - seed: of the random numbers.
    ///   - frames: how many to speak at most; a layer's inputs should occur a few times as often as there are of them.
    ///   - metadata: further texts for the file.
    /// - Throws: ``PocketTTSError`` for a text with too little to say, weights that do not fit, a file that cannot be
    ///   written.
    public func write(
        to output: URL, text: String, voice name: URL? = nil, frames: Int = 3000, seed: Int64 = 1,
        metadata: [String: String] = [:]
    ) throws {
        try SafetensorsWriter.checkWritable(output)
        let (speech, voice) = try record(text, voice: name, frames: frames, seed: seed)
        let rounded = try round(speech, after: voice)
        try onProgress(.writing)
        var texts = metadata
        texts["pocket_tts.calibration_voice"] = name?.lastPathComponent ?? "none"
        texts["pocket_tts.source"] = URL(fileURLWithPath: folder.checkpoint.path).lastPathComponent
        texts["pocket_tts.calibration_text"] = text
        texts["pocket_tts.calibration_seed"] = String(seed)
        texts["pocket_tts.calibration_frames"] = String(
            speech.reduce(0) { $0 + $1.noise.count } / folder.config.mimi.latentDim)
        try RoundedFile.write(rounded, of: folder.checkpoint, precision: precision, metadata: texts, to: output)
    }

    /// Speaks the text, and where chance makes it different each time again and again, until there are enough frames.
    private func record(
        _ text: String, voice name: URL?, frames: Int, seed: Int64
    ) throws -> ([CalibrationSpeech], after: KVPrefix?) {
        let model = try SpeechModel(folder: folder, precision: .bf16)
        let voice = try name.map { try Voice(contentsOf: $0, for: model) } ?? model.voiceWithoutPrompt
        let chunks = try model.plan(text, maxTokens: SpeechOptions().maxTokensPerChunk)
        let times = times(of: model.flowLM)
        let plan = SpeechPlan(
            chunks: chunks, voice: nil, options: .init(seed: seed), config: model.config, times: times)
        let std = Float(plan.temperature.squareRoot())
        var generator = TorchGenerator(seed: seed)
        var speech: [CalibrationSpeech] = []
        var spoken = 0
        var drawn = 0
        repeat {
            for chunk in plan.chunks where spoken < frames {
                try onProgress(.speaking(frames: spoken, of: frames))
                var eosFrame: Int?
                let said = model.flowLM.record(
                    chunk.text.tokens, after: voice?.prefix, frames: min(chunk.frameCap, frames - spoken), times: times,
                    in: context,
                    isEnd: { frame, logit in
                        if frame >= plan.bounds.framesBeforeEOS, logit > plan.eosThreshold {
                            eosFrame = eosFrame ?? frame
                        }
                        return eosFrame.map { frame >= $0 + chunk.framesAfterEOS } ?? false
                    },
                    draw: { noise in
                        drawn += 1
                        generator.fillNormal(noise, std: drawn.isMultiple(of: Self.framesPerQuiet) ? 0 : std)
                    })
                spoken += said.noise.count / model.latentDim
                speech.append(said)
            }
        } while spoken < frames && std > 0 && spoken > 0
        guard spoken >= Self.fewestFrames else {
            throw PocketTTSError.invalidText(
                reason:
                    "its speech has \(spoken) frames, calibration needs \(Self.fewestFrames) and gets better up "
                    + "to some thousands: give a longer text."
            )
        }
        return (speech, voice?.prefix)
    }

    private func times(of flowLM: FlowLM) -> FlowTimes {
        FlowTimes(steps: folder.config.flowLM.defaultSteps, head: flowLM.head)
    }

    /// All matrices that the precision rounds, by name.
    private func round(
        _ speech: [CalibrationSpeech], after voice: KVPrefix?
    ) throws -> [String: RoundedValues] {
        var rounded: [String: RoundedValues] = [:]
        var part = 0
        while true {
            // The model as far as it is rounded.
            let roundable = RoundableMatrices()
            let source = folder.checkpoint.replacing(rounded, precision: precision)
            let flowLM = try FlowLM(
                source["flow_lm"], config: folder.config.flowLM, latentDim: folder.config.mimi.latentDim,
                loader: LayerLoader(precision: precision, roundable: roundable))
            let parts = roundable.parts
            guard let next = parts.first else { return rounded }
            part += 1
            try onProgress(.rounding(part: part, of: part - 1 + parts.count))

            var statistics: [ObjectIdentifier: InputStatistics] = [:]
            context.observer = { linear, x, ldx, rows in
                let id = ObjectIdentifier(linear)
                guard next.contains(id) else { return }
                let seen = statistics[id] ?? InputStatistics(inputs: linear.inputs)
                statistics[id] = seen
                seen.add(x, ldx: ldx, rows: rows)
            }
            defer { context.observer = nil }
            let times = times(of: flowLM)
            for speech in speech { flowLM.replay(speech, after: voice, times: times, in: context) }
            for id in next {
                guard let seen = statistics.removeValue(forKey: id), let matrices = roundable.matrices[id] else {
                    continue
                }
                guard let rounding = CalibratedRounding(seen) else {
                    throw PocketTTSError.invalidCheckpoint(
                        path: folder.checkpoint.path, tensor: matrices.first?.name,
                        reason: "its inputs are not finite: the model does not speak")
                }
                for matrix in matrices {
                    let weight = try folder.checkpoint.values(matrix.name, shape: [matrix.outputs, matrix.inputs])
                    rounded[matrix.name] = rounding.round(
                        weight.floats.array, outputs: matrix.outputs, bits: matrix.bits)
                }
            }
        }
    }
}
