/// Format 3: one tensor `audio_prompt` (or `emb`), `[1, frames, width]` or `[frames, width]`.
enum VoiceEmbedding {
    private static let tensorNames = ["audio_prompt", "emb"]

    /// - Returns: `nil` when the file is of another kind.
    static func read(_ file: SafetensorsFile, _ config: ModelConfig) throws(VoiceProblem) -> VoiceContents? {
        var names = tensorNames
        // Phonon's voices may call their only tensor anything.
        if config.family == .phonon, file.names.count == 1 { names += file.names }
        guard let tensor = names.lazy.compactMap({ file.tensor(named: $0) }).first else { return nil }
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

    /// A Phonon voice that serves all models with the same codec: one tensor `speaker_wavs`, `[1, width, frames]` or
    /// `[width, frames]`.
    /// - Returns: `nil` when the file is of another kind.
    static func readLatents(_ file: SafetensorsFile, _ config: ModelConfig) throws(VoiceProblem) -> VoiceContents? {
        guard config.family == .phonon, let tensor = file.tensor(named: "speaker_wavs") else { return nil }
        let shape = tensor.shape
        guard shape.count == 2 || (shape.count == 3 && shape[0] == 1) else {
            throw VoiceProblem(
                "'speaker_wavs' has shape \(shapeText(shape)), expected [1, width, frames] or [width, frames]")
        }
        let (width, frames) = (shape[shape.count - 2], shape[shape.count - 1])
        guard width == config.mimi.speakerDim else {
            throw VoiceProblem(
                """
                its latents are \(width) wide, the model's codec is \(config.mimi.speakerDim) wide: it was made for \
                another model
                """
            )
        }
        guard frames > 0 else { throw VoiceProblem("it has 0 frames") }
        let values = try tensor.voiceValues()
        var rows = [Float](repeating: 0, count: values.count)
        for channel in 0..<width {
            for frame in 0..<frames { rows[frame * width + channel] = values[channel * frames + frame] }
        }
        return .speakerLatents(frames: frames, width: width, data: rows)
    }
}
