import Foundation

/// Reads and writes voice files: safetensors files of an attention state, current or older, or of an audio prompt's
/// embedding (`pocket_tts/models/model_state.py`).
public enum VoiceFile {
    /// Loads a voice for a model.
    ///
    /// - Throws: `.fileNotFound`, `.fileUnusable`, or `.invalidVoice` for a malformed file and for a voice of
    ///   another model, with what it has and what the model needs.
    public static func load(contentsOf url: URL, for config: ModelConfig) throws(PocketTTSError) -> VoiceContents {
        let file: SafetensorsFile
        do throws(PocketTTSError) {
            file = try SafetensorsFile(contentsOf: url, purpose: "voice")
        } catch .invalidCheckpoint(let path, _, let reason) {
            throw .invalidVoice(path: path, reason: reason)
        }
        let contents: Result<VoiceContents, VoiceProblem> = Result { () throws(VoiceProblem) in
            try read(file, config)
        }
        try file.requireIntact()
        switch contents {
        case .success(let contents): return contents
        case .failure(let problem): throw .invalidVoice(path: file.path, reason: problem.reason)
        }
    }

    private static func read(_ file: SafetensorsFile, _ config: ModelConfig) throws(VoiceProblem) -> VoiceContents {
        if let latents = try VoiceEmbedding.readLatents(file, config) { return latents }
        if let embedding = try VoiceEmbedding.read(file, config) { return embedding }
        return try VoiceState.read(file, config.flowLM.transformer)
    }

    /// Writes an attention state as the reference's `export_model_state` does, readable by it and by
    /// ``load(contentsOf:for:)``.
    ///
    /// - Parameters:
    ///   - layers: one entry per layer of the model, each `[length, kvHeads, headDim]`.
    ///   - length: positions, the rotary offset of what follows.
    ///   - url: the file to write.
    ///   - config: of the model that the voice belongs to.
    /// - Throws: `.invalidVoice` when `layers` do not fit the model, `.fileUnusable` when the file cannot be written.
    public static func write(
        layers: [LayerKV], length: Int, to url: URL, for config: ModelConfig
    ) throws(PocketTTSError) {
        let transformer = config.flowLM.transformer
        let shape = [2, 1, length, transformer.numKVHeads, transformer.headDim]
        let (count, overflow) = length.multipliedReportingOverflow(by: transformer.kvDim)
        guard layers.count == transformer.numLayers else {
            throw .invalidVoice(
                path: url.path, reason: "has \(layers.count) layers, the model has \(transformer.numLayers)")
        }
        guard length >= 0, !overflow, layers.allSatisfy({ $0.keys.count == count && $0.values.count == count }) else {
            throw .invalidVoice(
                path: url.path, reason: "its layers do not hold \(length) positions of \(transformer.kvDim) values")
        }
        var tensors: [SafetensorsWriter.Tensor] = []
        for (index, layer) in layers.enumerated() {
            let cache = littleEndian(layer.keys) + littleEndian(layer.values)
            let offset = withUnsafeBytes(of: Int64(length).littleEndian) { Data($0) }
            tensors.append(.init(name: VoiceState.name(index, "cache"), dtype: .f32, shape: shape, data: cache))
            tensors.append(.init(name: VoiceState.name(index, "offset"), dtype: .i64, shape: [1], data: offset))
        }
        try SafetensorsWriter.write(tensors, to: url)
    }

    private static func littleEndian(_ values: [Float]) -> Data {
        // A closure: a key path of two steps is followed anew for each of the millions of values.
        values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }
    }
}

/// What a voice file holds.
public enum VoiceContents: Sendable, Equatable {
    /// The language model's keys and values for the voice's prompt: one entry per layer, `length` positions each.
    case keyValueState(layers: [LayerKV], length: Int)
    /// The prompt itself, whose keys and values are still to be computed: `[frames, width]` row-major, `width` =
    /// `d_model`.
    case embedding(frames: Int, width: Int, data: [Float])
    /// What the codec's encoder makes of a recording, before the model's projection: `[frames, width]` row-major,
    /// `width` = the codec's `dimension`.
    case speakerLatents(frames: Int, width: Int, data: [Float])
}

/// Keys (after the rotary embedding) and values of one layer, each `[length, kvHeads, headDim]` row-major.
public struct LayerKV: Sendable, Equatable {
    public var keys: [Float]
    public var values: [Float]

    public init(keys: [Float], values: [Float]) {
        self.keys = keys
        self.values = values
    }
}

/// What is wrong with a voice, without the file's path.
struct VoiceProblem: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}

extension TensorView {
    /// Elements as f32, all of which must be finite.
    func voiceValues() throws(VoiceProblem) -> [Float] {
        guard dtype.isWeight, let values = try? floats() else {
            throw VoiceProblem("tensor '\(name.excerpt)' has type \(dtype.rawValue), allowed: F32, BF16, F16")
        }
        guard values.allSatisfy(\.isFinite) else {
            throw VoiceProblem("tensor '\(name.excerpt)' holds values that are not finite")
        }
        return values
    }
}
