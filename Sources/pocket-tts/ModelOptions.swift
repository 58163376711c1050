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
    @Option(help: ArgumentHelp("A folder with a model: config, weights, tokenizer, voices.", valueName: "dir"))
    var model: String?
    @Option(help: "\(Precision.allCases.map(\.rawValue).joined(separator: ", ")).")
    var precision: Precision = .bf16
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

        /// The voice that `name` means: `none`, a name, or a file; without a name, the only or the usual one.
        func voice(_ name: String?) throws(PocketTTSError) -> Voice? {
            let url: URL
            if let name {
                if name == "none" { return nil }
                url = voices[name] ?? URL(fileURLWithPath: name)
                if voices[name] == nil, !name.contains("/"), !name.contains(".") {
                    throw .fileNotFound(path: name, purpose: "voice (there are: \(voices.keys.sorted().joined(separator: ", ")))")
                }
            } else {
                guard let usual = voices["alba"] ?? voices.min(by: { $0.key < $1.key })?.value else { return nil }
                url = usual
            }
            return try Voice(contentsOf: url, for: model)
        }
    }

    func load() throws(PocketTTSError) -> Loaded {
        let folder = try folder()
        return Loaded(
            model: try SpeechModel(folder: folder, precision: precision), voices: folder.voices,
            isEmbedded: isEmbedded)
    }

    /// What is needed to tokenize, without the weights.
    func textParts() throws(PocketTTSError) -> (config: ModelConfig, tokenizer: Tokenizer) {
        let folder = try folder()
        return (folder.config, try Tokenizer.load(contentsOf: folder.tokenizer))
    }

    private var isEmbedded: Bool { language == nil && config == nil && model == nil }

    private func folder() throws(PocketTTSError) -> ModelFolder {
        if let language {
            throw .fileNotFound(path: language, purpose: "published model on this disk (give its folder by --model)")
        }
        if let config { return try ModelFolder.open(configURL: URL(fileURLWithPath: config)) }
        guard let model else { return try SpeechModel.embeddedFolder() }
        return try ModelFolder.open(directory: URL(fileURLWithPath: model), catalogue: ModelFiles.configs)
    }

}

extension Precision: ExpressibleByArgument {}
