import Foundation
import PocketTTSModels
import SpeechText

extension SpeechModel {
    /// Loads the model that a YAML config describes; weights and tokenizer are where it says, relative to its folder.
    /// - Throws: ``PocketTTSError`` naming the file, the key or the tensor that does not fit.
    public convenience init(contentsOf configURL: URL, precision: Precision? = nil) throws(PocketTTSError) {
        let config = try ModelConfig.load(contentsOf: configURL)
        guard
            case .file(let tokenizer) = config.resolve(config.flowLM.lookupTable.tokenizerPath, relativeTo: configURL)
        else {
            throw .fileNotFound(
                path: config.flowLM.lookupTable.tokenizerPath, purpose: "a copy of the tokenizer on this disk")
        }
        try self.init(
            config: config, checkpoint: try Checkpoint.open(config: config, configURL: configURL),
            tokenizer: try Tokenizer.load(contentsOf: tokenizer), precision: precision,
            alignment: try AlignmentFile.find(
                folder: configURL.deletingLastPathComponent(), configURL: configURL))
    }

    /// Loads a folder with a model; see ``ModelFolder`` for what it may hold.
    /// - Throws: ``PocketTTSError`` naming the file, the key or the tensor that does not fit.
    public convenience init(folder: ModelFolder, precision: Precision? = nil) throws(PocketTTSError) {
        try self.init(
            config: folder.config, checkpoint: folder.checkpoint,
            tokenizer: try Tokenizer.load(contentsOf: folder.tokenizer), language: folder.language,
            precision: precision,
            alignment: try AlignmentFile.find(folder: folder.directory, configURL: folder.configURL))
    }

    /// The small model that is part of this package, and its voices.
    /// - Throws: ``PocketTTSError/fileNotFound(path:purpose:)`` if its files were not installed with the program.
    public static func embeddedFolder() throws(PocketTTSError) -> ModelFolder {
        guard let folder = ModelFiles.embedded else {
            throw .fileNotFound(path: "embedded", purpose: "the package's model folder (set POCKET_TTS_MODELS to it)")
        }
        return try ModelFolder.open(directory: folder)
    }
}
