import ArgumentParser
import Foundation
import PocketTTS
import PocketTTSModels

/// Which model to use, and how: shared by all commands that load one.
struct ModelOptions: ParsableArguments {
    @Option(help: "A published model by name, such as english or french_24l.")
    var language: String?
    @Option(help: "A model's YAML config.")
    var config: String?
    @Option(help: ArgumentHelp("A folder with a model: config, weights, tokenizer, voices; or a weights file in one.", valueName: "path"))
    var model: String?
    @Option(help: "\(Precision.allCases.map(\.rawValue).joined(separator: ", ")) (default: bf16, or that of a rounded file).")
    var precision: Precision?
    @Option(parsing: .unconditional, help: "Compute threads.")
    var threads = 2

    func validate() throws {
        if [language, config, model].compactMap({ $0 }).count > 1 {
            throw ValidationError("--language, --config and --model exclude each other: give one.")
        }
    }

    /// A loaded model and the voices that lie beside it.
    struct Loaded {
        let model: SpeechModel
        let voices: [String: URL]
        let isEmbedded: Bool
    }

    /// - Parameter precision: instead of the one asked for.
    func load(precision: Precision? = nil) throws(PocketTTSError) -> Loaded {
        let folder = try folder()
        return Loaded(
            model: try SpeechModel(folder: folder, precision: precision ?? self.precision), voices: folder.voices,
            isEmbedded: isEmbedded)
    }

    /// The same model with the weights of another file.
    func load(weights path: String) throws(PocketTTSError) -> Loaded {
        let folder = try folder().with(weights: URL(fileURLWithPath: path))
        return Loaded(model: try SpeechModel(folder: folder), voices: folder.voices, isEmbedded: false)
    }

    /// What is needed to tokenize, without the weights.
    func textParts() throws(PocketTTSError) -> (config: ModelConfig, tokenizer: Tokenizer) {
        let folder = try folder()
        return (folder.config, try Tokenizer.load(contentsOf: folder.tokenizer))
    }

    private var isEmbedded: Bool { language == nil && config == nil && model == nil }

    func folder() throws(PocketTTSError) -> ModelFolder {
        if let language {
            throw .fileNotFound(path: language, purpose: "published model on this disk (give its folder by --model)")
        }
        if let config { return try ModelFolder.open(configURL: URL(fileURLWithPath: config)) }
        guard let model else { return try SpeechModel.embeddedFolder() }
        return try ModelFolder.open(directory: URL(fileURLWithPath: model), catalogue: ModelFiles.configs)
    }

}

extension Precision: ExpressibleByArgument {}
