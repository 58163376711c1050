/// Format 3: one tensor `audio_prompt` (or `emb`), `[1, frames, width]` or `[frames, width]`.
enum VoiceEmbedding {
    private static let tensorNames = ["audio_prompt", "emb"]

    /// - Returns: `nil` when the file is of another kind.
    static func read(_ file: SafetensorsFile, _ config: ModelConfig) throws(VoiceProblem) -> VoiceContents? {
        guard let tensor = tensorNames.lazy.compactMap({ file.tensor(named: $0) }).first else { return nil }
        if let other = file.names.first(where: { $0 != tensor.name }) {
            throw VoiceProblem("it holds '\(other.excerpt)' beside '\(tensor.name)', an embedding is one tensor")
        }
        let shape = tensor.shape
        let isBatch = shape.count == 3 && shape[0] == 1
        guard isBatch || shape.count == 2 else {
            throw VoiceProblem(
                "'\(tensor.name)' has shape \(shapeText(shape)), expected [1, frames, width] or [frames, width]")
        }
        let (frames, width) = (shape[shape.count - 2], shape[shape.count - 1])
        let wanted = config.flowLM.transformer.dModel
        guard width == wanted else {
            throw VoiceProblem(
                "its embedding is \(width) wide, the model is \(wanted) wide: it was made for another model")
        }
        guard frames > 0 else { throw VoiceProblem("its embedding has 0 frames") }
        return .embedding(frames: frames, width: width, data: try tensor.voiceValues())
    }
}
