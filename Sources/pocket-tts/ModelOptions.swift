import ArgumentParser
import Foundation
import PocketTTS
import PocketTTSHub
import PocketTTSModels

/// Which model to use, and how: shared by all commands that load one.
struct ModelOptions: ParsableArguments {
    @Option(help: "A published model by name, such as english or french_24l; it is fetched if it is not on disk.")
    var language: String?
    @Option(help: "A model's YAML config: a file, https://…, or hf://owner/name/path@revision.")
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

    /// A model's files.
    struct Files {
        var folder: ModelFolder
        /// Its entry, for a published model.
        let entry: Catalogue.Model?
        let isEmbedded: Bool
        let store: ModelStore
    }

    /// A loaded model and its files.
    struct Loaded {
        let model: SpeechModel
        let files: Files
        let display: DownloadDisplay
        var isEmbedded: Bool { files.isEmbedded }
        var voices: [String: URL] { files.folder.voices }
    }

    /// - Parameter precision: instead of the one asked for.
    func load(precision: Precision? = nil, quiet: Bool = false) async throws -> Loaded {
        let display = DownloadDisplay(isQuiet: quiet)
        let files = try await files(observer: display.observe)
        return Loaded(model: try SpeechModel(folder: files.folder, precision: precision ?? self.precision), files: files, display: display)
    }

    /// The same model with the weights of another file.
    func load(weights path: String) async throws -> Loaded {
        let display = DownloadDisplay(isQuiet: true)
        var files = try await files(observer: display.observe)
        files.folder = try files.folder.with(weights: URL(fileURLWithPath: path))
        return Loaded(model: try SpeechModel(folder: files.folder), files: files, display: display)
    }

    /// What is needed to tokenize, without the weights.
    func textParts() async throws -> (config: ModelConfig, tokenizer: Tokenizer) {
        let folder = try await files(observer: { _ in }).folder
        return (folder.config, try Tokenizer.load(contentsOf: folder.tokenizer))
    }

    /// The voices of a folder, `nil` for a published model.
    func folderVoices() throws(PocketTTSError) -> [String: URL]? {
        if let config { return try ModelFolder.open(configURL: URL(fileURLWithPath: config)).voices }
        return try model.map { (path: String) throws(PocketTTSError) in
            try ModelFolder.open(directory: URL(fileURLWithPath: path), catalogue: ModelFiles.configs).voices
        }
    }

    /// The model that was named; else the published English one if it is on disk; else the embedded one.
    func files(observer: @escaping DownloadObserver) async throws -> Files {
        let store = try ModelStore()
        if let model {
            let folder = try ModelFolder.open(directory: URL(fileURLWithPath: model), catalogue: ModelFiles.configs)
            return Files(folder: folder, entry: nil, isEmbedded: false, store: store)
        }
        if let config {
            let found = try await store.open(config: config, observer: observer)
            return Files(folder: found.folder, entry: nil, isEmbedded: false, store: store)
        }
        let usual = store.catalogue.model(named: store.catalogue.defaultModel)
        let isUsualHere = usual.map { store.status(of: $0).isComplete } ?? false
        if language == nil, !isUsualHere {
            return Files(folder: try SpeechModel.embeddedFolder(), entry: nil, isEmbedded: true, store: store)
        }
        let entry = try store.model(named: language ?? store.catalogue.defaultModel)
        let found = try await store.open(entry, observer: observer)
        return Files(folder: found.folder, entry: entry, isEmbedded: false, store: store)
    }
}

extension Precision: ExpressibleByArgument {}
