import FlowLMKernels
import Foundation

/// A voice, ready to speak: the language model's keys and values for a prompt. Immutable, shared by all streams.
public final class Voice: Sendable {
    package let prefix: KVPrefix
    /// Passes of the language model that computed it. The reference draws noise for each, so a seed's numbers start
    /// after them.
    let promptPasses: Int
    /// The prompt without its BOS row, `[frames, dModel]`, if it is known: mixing needs it.
    let embedding: [Float]?

    /// Positions of the prompt, BOS row included.
    public var length: Int { prefix.length }

    init(prefix: KVPrefix, promptPasses: Int, embedding: [Float]? = nil) {
        self.prefix = prefix
        self.promptPasses = promptPasses
        self.embedding = embedding
    }

    /// Loads a voice file: a KV state, or an embedding that `model` is prompted with now (which takes compute).
    /// - Throws: ``PocketTTSError/invalidVoice(path:reason:)`` for a file that is malformed or made for another model.
    public convenience init(contentsOf url: URL, for model: SpeechModel) throws(PocketTTSError) {
        try self.init(VoiceFile.load(contentsOf: url, for: model.config), for: model)
    }

    /// A voice from the contents of a voice file for `model`.
    /// - Parameter promptPasses: passes by which this engine computed a KV state; 0 for a state from elsewhere.
    /// - Throws: ``PocketTTSError/invalidVoice(path:reason:)`` for latents that the model has no projection for.
    package convenience init(
        _ contents: VoiceContents, for model: SpeechModel, promptPasses: Int = 0
    ) throws(PocketTTSError) {
        switch contents {
        case .keyValueState(let layers, let length):
            let prefix = KVPrefix(
                length: length, kvDim: model.flowLM.transformer.shape.kvDim,
                layers: layers.map { ($0.keys, $0.values) })
            self.init(prefix: prefix, promptPasses: promptPasses)
        case .embedding(_, _, let rows):
            self.init(embedding: rows, model: model)
        case .speakerLatents(let frames, _, let latents):
            guard let projection = model.speakerProjection else {
                throw .invalidVoice(
                    path: "voice",
                    reason: "it is 'speaker_wavs', and the model has no flow_lm.speaker_proj_weight to project it with")
            }
            let rows = AlignedBuffer<Float>(count: frames * projection.outputs)
            projection.apply(latents, rows: .independent(frames), to: rows.pointer, in: .init())
            self.init(embedding: Array(rows.elements), model: model)
        }
        try model.requireIntact()
    }

    /// Prompts the model with `embedding[frames, dModel]`, between its own rows if it has some.
    convenience init(embedding: [Float], model: SpeechModel) {
        self.init(prefix: model.flowLM.prompt(embedding), promptPasses: 1, embedding: embedding)
    }

    /// The model's own rows alone, with which every voice of a model begins.
    package static func beginning(of model: SpeechModel) -> Voice { Voice(embedding: [], model: model) }

    /// Writes the voice's state, as the reference's `export_model_state` does: both load it, for `model`.
    /// - Throws: ``PocketTTSError/invalidVoice(path:reason:)`` when the voice was made for another model,
    ///   ``PocketTTSError/fileUnusable(path:reason:)`` when the file cannot be written.
    public func save(to url: URL, for model: SpeechModel) throws(PocketTTSError) {
        try check(fits: model)
        let layers = (0..<prefix.layers).map { layer in
            let contents = prefix.contents(layer: layer)
            return LayerKV(keys: contents.keys, values: contents.values)
        }
        try VoiceFile.write(layers: layers, length: prefix.length, to: url, for: model.config)
    }

    /// A voice loaded for one model cannot speak with one of another shape.
    func check(fits model: SpeechModel) throws(PocketTTSError) {
        let shape = model.flowLM.transformer.shape
        guard prefix.layers == model.flowLM.transformer.layerCount, prefix.kvDim == shape.kvDim else {
            throw .invalidVoice(
                path: "voice",
                reason:
                    "it was made for \(prefix.layers) layers of width \(prefix.kvDim), the model has "
                    + "\(model.flowLM.transformer.layerCount) of \(shape.kvDim): load it again for this model."
            )
        }
    }
}
