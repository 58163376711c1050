import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import PocketTTSHub
import SpeechText

/// The model to use and its settings, shared by all commands that load one.
struct ModelOptions: ParsableArguments {
    @Option(
        help:
            "A published model by name, such as english or french_24l (see pocket-tts models); fetched if not on disk."
    )
    var language: String?
    @Option(help: "A model's YAML config: a file, https://…, or hf://owner/name/path@revision.")
    var config: String?
    @Option(
        help: ArgumentHelp(
            "A folder with a model: config, weights, tokenizer, voices; or a weights file in one.", valueName: "path"))
    var model: String?
    @Option(
        help:
            """
            \(Precision.allCases.map(\.rawValue).joined(separator: ", ")) (default: bf16, or the precision of a \
            quantized file).
            """
    )
    var precision: Precision?
    @Option(
        help: ArgumentHelp(
            "A condition of a Phonon model, such as duration_delta=-0.5 (several times).",
            valueName: "name=value"))
    var condition: [String] = []
    @Option(parsing: .unconditional, help: "Compute threads.")
    var threads = 2

    func validate() throws {
        if [language, config, model].compactMap({ $0 }).count > 1 {
            throw ValidationError("--language, --config and --model exclude each other: give one.")
        }
        for pair in condition where !pair.dropFirst().dropLast().contains("=") {
            throw ValidationError("--condition \(pair): write a name, an equals sign and a value.")
        }
    }

    /// The conditions by name; of several values the last counts.
    private var conditions: [String: String] {
        let pairs = condition.map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        return Dictionary(pairs) { _, last in last }
    }

    var source: ModelSource {
        if let model { return .path(model) }
        if let config { return .config(config) }
        return language.map { .language($0) } ?? .usual
    }

    /// A loaded model and its files.
    struct Loaded {
        let model: SpeechModel
        let files: ModelSource.Files
        let display: DownloadDisplay
        var isEmbedded: Bool { files.isEmbedded }
        var voices: [String: URL] { files.folder.voices }
    }

    /// - Parameter precision: replaces the option's.
    func load(precision: Precision? = nil, quiet: Bool = false) async throws -> Loaded {
        let display = DownloadDisplay(isQuiet: quiet)
        let files = try await files(observer: display.observe)
        display.report(files.refusal)
        if let entry = files.entry, entry.isNonCommercial, !quiet {
            note("\(entry.name): \(entry.licence), for non-commercial use only.")
        }
        return Loaded(
            model: try SpeechModel(folder: files.folder, precision: precision ?? self.precision), files: files,
            display: display)
    }

    /// The same model with the weights of another file.
    func load(weights path: String) async throws -> Loaded {
        let display = DownloadDisplay(isQuiet: true)
        var files = try await files(observer: display.observe)
        files.folder = try files.folder.with(weights: URL(fileURLWithPath: path))
        return Loaded(model: try SpeechModel(folder: files.folder), files: files, display: display)
    }

    /// The planner of the model's texts and its language. The weights are not fetched.
    func textParts(observer: @escaping DownloadObserver) async throws -> (
        tokenizer: Tokenizer, planner: TextPlanner, language: Language?
    ) {
        let store = try ModelStore()
        let parts: (config: ModelConfig, file: URL)
        var language: Language?
        switch source {
        case .language(let name): parts = try await store.tokenizer(of: store.model(named: name), observer: observer)
        case .config(let address): parts = try await store.tokenizer(config: address, observer: observer)
        case .path, .usual:
            let folder = try await files(observer: observer).folder
            parts = (folder.config, folder.tokenizer)
            language = folder.language
        }
        let tokenizer = try Tokenizer.load(contentsOf: parts.file)
        return (
            tokenizer, TextPlanner(tokenizer: tokenizer, config: parts.config.text), language ?? parts.config.language
        )
    }

    /// The model that the options name; else the published English one if it is on disk; else the embedded one.
    func files(observer: @escaping DownloadObserver) async throws -> ModelSource.Files {
        var files = try await source.files(observer: observer)
        files.folder = try files.folder.with(conditions: conditions)
        return files
    }
}
