extension Voice {
    /// A voice between two others: the weighted mean of their prompts, frame by frame; the shorter prompt repeats.
    ///
    /// Only voices whose prompt is known can be mixed: those cloned from a recording or loaded from an embedding. A
    /// saved state holds keys and values, and their mean is not that of any prompt.
    /// - Parameters:
    ///   - first: a voice of `model` whose prompt is known.
    ///   - second: another one.
    ///   - weight: the second voice's part, 0...1.
    ///   - model: the model that both belong to.
    /// - Throws: ``PocketTTSError/invalidVoice(path:reason:)`` or
    ///   ``PocketTTSError/invalidOption(name:value:allowed:)``.
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
        self.init(embedding: mixed, model: model)
    }
}
