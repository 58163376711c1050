import ArgumentParser
import Foundation
import PocketTTS

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
    @Option(help: "Compute threads.")
    var threads = 2

    func validate() throws {
        if [language, config, model].compactMap({ $0 }).count > 1 {
            throw ValidationError("--language, --config and --model exclude each other: give one.")
        }
    }

    /// A loaded model and the voices that lie beside it.
    struct Loaded {
        let model: SpeechModel
        let voices: VoiceFolder
        let isEmbedded: Bool

        /// The voice that `name` means; the folder's default without a name.
        func voice(_ name: String?) throws -> Voice? {
            guard let url = try voices.locate(name) else { return nil }
            return try Voice(contentsOf: url, for: model)
        }
    }

    func load() throws(PocketTTSError) -> Loaded {
        if let language {
            throw .fileNotFound(
                path: language, purpose: "model (published models are fetched by hand for now: give --model DIR)")
        }
        if let config {
            let url = URL(fileURLWithPath: config)
            return Loaded(
                model: try SpeechModel(contentsOf: url, precision: precision),
                voices: VoiceFolder(beside: url.deletingLastPathComponent()), isEmbedded: false)
        }
        if let model {
            let folder = URL(fileURLWithPath: model)
            return Loaded(
                model: try SpeechModel(folder: folder, precision: precision), voices: VoiceFolder(beside: folder),
                isEmbedded: false)
        }
        let folder = try EmbeddedModel.folder()
        return Loaded(
            model: try SpeechModel(folder: folder, precision: precision), voices: VoiceFolder(beside: folder),
            isEmbedded: true)
    }

    func synthesizerConfiguration() throws(PocketTTSError) -> Synthesizer.Configuration {
        Synthesizer.Configuration(threads: threads)
    }
}

extension Precision: ExpressibleByArgument {}
