import Foundation

/// A folder that holds a model: weights, tokenizer, often a config, and voices.
///
///     config.yaml              or config.yml, config.json, or one other *.yaml
///     model.safetensors        or what the config names
///     tokenizer.json           or tokenizer.model, or what the config names
///     voices/NAME.safetensors
///
/// A Phonon folder has a `config.json` of its own kind, `model.q8.gguf` (or another `.gguf`, or `model.safetensors`),
/// and may have `default-voice.safetensors` and `embeddings/NAME.safetensors`.
///
/// Without a config the model is recognised by its tensors' names and shapes.
public struct ModelFolder: Sendable {
    public let directory: URL
    public private(set) var config: ModelConfig
    /// The config file: the folder's, or the catalogue's that fits.
    public let configURL: URL
    /// Whether the folder has no config. Models of one shape differ in how they treat text: such a folder is
    /// then read as English.
    public let isConfigGuessed: Bool
    public let checkpoint: Checkpoint
    public let tokenizer: URL
    /// Voice files by name.
    public let voices: [String: URL]

    /// Opens a folder. Weights and tokenizer that its config names and that are on this disk come first, then
    /// `model.safetensors`, `tokenizer.json` and `tokenizer.model` of the folder.
    ///
    /// - Parameters:
    ///   - path: the folder, or a `.safetensors` or `.gguf` file in it that holds the weights in place of those that
    ///     its config names.
    ///   - catalogue: a folder of known configs, to recognise a model that has none with it.
    public static func open(directory path: URL, catalogue: URL? = nil) throws(PocketTTSError) -> ModelFolder {
        guard !["safetensors", "gguf"].contains(path.pathExtension) || isFolder(path) else {
            return try open(weights: path, catalogue: catalogue)
        }
        let directory = path
        let contents = try files(in: directory, purpose: "model folder")
        let bundle = directory.appendingPathComponent("model.safetensors")
        let hasBundle = contents.contains { $0.lastPathComponent == bundle.lastPathComponent }
        if let configURL = try configFile(contents, directory) {
            let config = try ModelConfig.load(contentsOf: configURL)
            let weights = config.family == .phonon ? phononWeights(contents) : hasBundle ? bundle : nil
            return try open(config, at: configURL, contents, bundle: weights)
        }
        guard hasBundle else { throw .fileNotFound(path: bundle.path, purpose: "weights of the model folder") }
        return try open(recognising: SafetensorsFile(contentsOf: bundle), contents, directory, catalogue)
    }

    /// Opens the model whose weights are one file, whatever its config says about them.
    private static func open(weights url: URL, catalogue: URL?) throws(PocketTTSError) -> ModelFolder {
        let directory = url.deletingLastPathComponent()
        // The weights come first: if they are missing, that is the error to report, and not their folder.
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw .fileNotFound(path: url.path, purpose: "weights")
        }
        let contents = try files(in: directory, purpose: "folder of the weights")
        guard let configURL = try configFile(contents, directory) else {
            return try open(recognising: SafetensorsFile(contentsOf: url), contents, directory, catalogue)
        }
        let config = try ModelConfig.load(contentsOf: configURL)
        return ModelFolder(
            directory: directory, config: config, configURL: configURL, isConfigGuessed: false,
            checkpoint: try Checkpoint(weights: url, of: config),
            tokenizer: try tokenizerFile(contents, directory, config, configURL), voices: voiceFiles(directory))
    }

    /// The same folder with the weights of one file, which may lie elsewhere.
    public func with(weights url: URL) throws(PocketTTSError) -> ModelFolder {
        ModelFolder(
            directory: directory, config: config, configURL: configURL, isConfigGuessed: isConfigGuessed,
            checkpoint: try Checkpoint(weights: url, of: config), tokenizer: tokenizer, voices: voices)
    }

    /// The same folder with values of what the model's frames are conditioned on.
    /// - Throws: ``PocketTTSError/invalidOption(name:value:allowed:)``, see ``ModelConfig/setConditions(_:)``.
    public func with(conditions: [String: String]) throws(PocketTTSError) -> ModelFolder {
        var folder = self
        try folder.config.setConditions(conditions)
        return folder
    }

    private static func open(
        recognising file: SafetensorsFile, _ contents: [URL], _ directory: URL, _ catalogue: URL?
    ) throws(PocketTTSError) -> ModelFolder {
        let (config, configURL) = try recognise(file, catalogue)
        return ModelFolder(
            directory: directory, config: config, configURL: configURL, isConfigGuessed: true,
            checkpoint: try Checkpoint(bundle: file),
            tokenizer: try tokenizerFile(contents, directory, config, configURL), voices: voiceFiles(directory))
    }

    /// Opens the model that one config file describes; what the config does not name is looked for in its folder.
    public static func open(configURL: URL) throws(PocketTTSError) -> ModelFolder {
        // The config comes first: if it is missing, that is the error to report, and not its folder.
        let config = try ModelConfig.load(contentsOf: configURL)
        let directory = configURL.deletingLastPathComponent()
        let contents = try files(in: directory, purpose: "folder of the config")
        let bundle =
            config.family == .phonon
            ? phononWeights(contents) : contents.first { $0.lastPathComponent == "model.safetensors" }
        return try open(config, at: configURL, contents, bundle: bundle)
    }

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

    /// The voice that speaks when nobody names one: `default`, `alba`, or the first by name; `nil` without voices.
    public static func usualVoice(of voices: [String: URL]) -> String? {
        ["default", "alba"].first { voices[$0] != nil } ?? voices.keys.min()
    }

    /// Whether these weights have an encoder to clone voices with: the openly published ones have zeros in its place,
    /// or nothing.
    public var canClone: Bool {
        let encoder = checkpoint["mimi"]["encoder"]
        return !encoder.names.isEmpty && !encoder.isZeroed
    }

    /// The weights of a Phonon folder: those in 8 bits, which are published, then others.
    private static func phononWeights(_ contents: [URL]) -> URL? {
        ["model.q8.gguf", "model.safetensors"].lazy.compactMap { name in
            contents.first { $0.lastPathComponent == name }
        }.first ?? contents.first { $0.pathExtension == "gguf" }
    }

    private static func open(
        _ config: ModelConfig, at configURL: URL, _ contents: [URL], bundle: URL?
    ) throws(PocketTTSError) -> ModelFolder {
        let directory = configURL.deletingLastPathComponent()
        let checkpoint: Checkpoint
        if let bundle, !namesLocalWeights(config, configURL) {
            checkpoint = try Checkpoint(weights: bundle, of: config)
        } else if config.family == .phonon {
            throw .fileNotFound(
                path: directory.appendingPathComponent("model.q8.gguf").path, purpose: "weights of the model folder")
        } else {
            checkpoint = try Checkpoint.open(config: config, configURL: configURL)
        }
        return ModelFolder(
            directory: directory, config: config, configURL: configURL, isConfigGuessed: false, checkpoint: checkpoint,
            tokenizer: try tokenizerFile(contents, directory, config, configURL), voices: voiceFiles(directory))
    }

    private static func files(in directory: URL, purpose: String) throws(PocketTTSError) -> [URL] {
        guard FileManager.default.fileExists(atPath: directory.path) else {
            throw .fileNotFound(path: directory.path, purpose: purpose)
        }
        guard isFolder(directory) else { throw .fileUnusable(path: directory.path, reason: "it is not a folder.") }
        do {
            return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
                .sorted { $0.lastPathComponent < $1.lastPathComponent }
        } catch {
            throw .fileUnusable(path: directory.path, reason: "it cannot be listed: \(error.localizedDescription)")
        }
    }

    /// Whether a folder is there.
    package static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func configFile(_ contents: [URL], _ directory: URL) throws(PocketTTSError) -> URL? {
        for name in ["config.yaml", "config.yml", "config.json"] {
            if let url = contents.first(where: { $0.lastPathComponent == name }) { return url }
        }
        let others = contents.filter { ["yaml", "yml"].contains($0.pathExtension) }
        guard others.count <= 1 else {
            let names = others.prefix(4).map(\.lastPathComponent).joined(separator: ", ")
            throw .fileUnusable(
                path: directory.path, reason: "it has several configs (\(names)): name the right one config.yaml.")
        }
        return others.first
    }

    private static func namesLocalWeights(_ config: ModelConfig, _ url: URL) -> Bool {
        [config.weightsPath, config.weightsPathWithoutVoiceCloning, config.flowLM.weightsPath].contains { address in
            address.map { Checkpoint.isOnDisk($0, config, url) } ?? false
        }
    }

    private static func tokenizerFile(
        _ contents: [URL], _ directory: URL, _ config: ModelConfig, _ configURL: URL
    ) throws(PocketTTSError) -> URL {
        let address = config.flowLM.lookupTable.tokenizerPath
        let location = config.resolve(address, relativeTo: configURL)
        if case .file(let url) = location, FileManager.default.fileExists(atPath: url.path) { return url }
        for name in [location.fileName, "tokenizer.json", "tokenizer.model"] {
            if let url = contents.first(where: { $0.lastPathComponent == name }) { return url }
        }
        throw .fileNotFound(
            path: directory.appendingPathComponent("tokenizer.json").path, purpose: "tokenizer of the model folder")
    }

    private static func voiceFiles(_ directory: URL) -> [String: URL] {
        var voices: [String: URL] = [:]
        for folder in ["voices", "embeddings"] {
            let files = try? FileManager.default.contentsOfDirectory(
                at: directory.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            for file in files ?? [] where file.pathExtension == "safetensors" {
                let name = file.deletingPathExtension().lastPathComponent
                if voices[name] == nil { voices[name] = file }
            }
        }
        let usual = directory.appendingPathComponent("default-voice.safetensors")
        if voices["default"] == nil, FileManager.default.fileExists(atPath: usual.path) { voices["default"] = usual }
        return voices
    }

    /// The catalogue's config whose tensors are exactly those of `file`; of several, English ones first.
    private static func recognise(_ file: SafetensorsFile, _ catalogue: URL?) throws(PocketTTSError) -> (
        ModelConfig, URL
    ) {
        let found = FileRounding.shapesBefore(file)
        let known =
            try catalogue.map { (url: URL) throws(PocketTTSError) in try files(in: url, purpose: "catalogue of configs")
            } ?? []
        let preferred = ["english.yaml", "english_2026-01.yaml"]
        let candidates = known.filter { $0.pathExtension == "yaml" }.sorted {
            let (a, b) = ($0.lastPathComponent, $1.lastPathComponent)
            return (preferred.firstIndex(of: a) ?? preferred.count, a) < (
                preferred.firstIndex(of: b) ?? preferred.count, b
            )
        }
        var nearest: (name: String, tensor: String, count: Int)?
        for url in candidates {
            let config = try ModelConfig.load(contentsOf: url)
            let wanted = config.tensorShapes
            let differing = Set(found.keys).union(wanted.keys).filter { found[$0] != wanted[$0] }
            guard let tensor = differing.min() else { return (config, url) }
            if differing.count < nearest?.count ?? .max {
                nearest = (url.deletingPathExtension().lastPathComponent, tensor, differing.count)
            }
        }
        let hint =
            nearest.map { "the nearest known model, \($0.name), differs in \($0.count) tensors" }
            ?? "no known models were given"
        throw .invalidCheckpoint(
            path: file.path, tensor: nearest?.tensor.excerpt,
            reason: "the folder has no config and \(hint): put its config.yaml beside it")
    }
}
