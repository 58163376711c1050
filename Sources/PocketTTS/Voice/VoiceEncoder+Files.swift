public import Foundation

extension Voice {
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

    /// A voice between two others, of their prompts' weighted means, frame by frame; the shorter prompt repeats.
    ///
    /// Only voices whose prompt is known can be mixed: cloned from a recording or loaded from an embedding. A saved
    /// state holds keys and values, whose means are no prompt's.
    /// - Parameters:
    ///   - first: a voice of `model` whose prompt is known.
    ///   - second: another one.
    ///   - weight: the second voice's part, 0...1.
    ///   - model: the model that both belong to.
    /// - Throws: ``PocketTTSError/invalidVoice(path:reason:)`` or ``PocketTTSError/invalidOption(name:value:allowed:)``.
    public convenience init(
        mixing first: Voice, with second: Voice, weight: Float = 0.5, for model: SpeechModel
    ) throws(PocketTTSError) {
        guard (0...1).contains(weight) else {
            throw .invalidOption(name: "weight", value: "\(weight)", allowed: "0 to 1")
        }
        try first.check(fits: model)
        try second.check(fits: model)
        guard let a = first.embedding, let b = second.embedding, !a.isEmpty, !b.isEmpty else {
            throw .invalidVoice(
                path: "voice",
                reason: "a saved state cannot be mixed: give voices from recordings or from embedding files.")
        }
        let count = max(a.count, b.count)
        let mixed = (0..<count).map { (1 - weight) * a[$0 % a.count] + weight * b[$0 % b.count] }
        self.init(
            embedding: mixed, frames: count / model.flowLM.transformer.shape.dModel, model: model)
    }
}
