public import Foundation

extension ModelFolder {
    /// Opens a model whose files lie in several places, such as a cache, all of them named by its config.
    ///
    /// - Parameters:
    ///   - config: with addresses of files on this disk.
    ///   - configURL: where relative addresses start, and what messages name.
    ///   - voices: voice files by name.
    /// - Throws: ``PocketTTSError`` naming the file that is missing or malformed.
    public static func open(
        config: ModelConfig, configURL: URL, voices: [String: URL]
    ) throws(PocketTTSError) -> ModelFolder {
        let tokenizer = try Checkpoint.localFile(
            config.flowLM.lookupTable.tokenizerPath, config, configURL, purpose: "tokenizer")
        return ModelFolder(
            directory: configURL.deletingLastPathComponent(), config: config, configURL: configURL,
            isConfigGuessed: false, checkpoint: try Checkpoint.open(config: config, configURL: configURL),
            tokenizer: tokenizer, voices: voices)
    }

    /// Whether these weights have an encoder to clone voices with; the openly published ones have zeros in its place.
    public var canClone: Bool { !checkpoint["mimi"]["encoder"].isZeroed }
}
