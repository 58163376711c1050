public import Foundation
public import PocketTTS
import PocketTTSModels

/// Published models and the user's own, by name or address: found on disk, or fetched.
public struct ModelStore: Sendable {
    public let hub: HubClient
    public let catalogue: Catalogue

    /// - Throws: ``HubError`` or `PocketTTSError` for settings or a catalogue that cannot be used.
    public init(_ environment: HubEnvironment? = nil) throws {
        try self.init(hub: HubClient(environment ?? HubEnvironment()), catalogue: .bundled())
    }

    public init(hub: HubClient, catalogue: Catalogue) {
        self.hub = hub
        self.catalogue = catalogue
    }

    /// A model whose files are all on disk.
    public struct Found: Sendable {
        public let folder: ModelFolder
        /// Its entry, for a published model.
        public let entry: Catalogue.Model?
        /// Why the open weights were taken instead of the gated ones, `nil` if they were not.
        public let refusal: HubError?
    }

    /// The published model of this name.
    /// - Throws: ``HubError/invalid(what:value:allowed:)`` with the names there are.
    public func model(named name: String) throws(HubError) -> Catalogue.Model {
        guard let model = catalogue.model(named: name) else {
            throw .invalid(
                what: "the model", value: name, allowed: catalogue.models.map(\.name).joined(separator: ", "))
        }
        return model
    }

    /// Opens a published model, after fetching what is not on disk.
    ///
    /// - Parameters:
    ///   - model: an entry of the catalogue.
    ///   - refresh: whether the gated weights are asked for even if the open ones are on disk.
    ///   - observer: receives the progress of downloads.
    /// - Throws: ``HubError``, `PocketTTSError` or `CancellationError`.
    public func open(
        _ model: Catalogue.Model, refresh: Bool = false, observer: @escaping DownloadObserver = { _ in }
    ) async throws -> Found {
        let (config, configURL) = try await config(of: model, observer)
        let resolved = try await resolve(config, configURL, refresh: refresh, observer)
        return Found(
            folder: try .open(config: resolved.config, configURL: configURL, voices: localVoices(of: model)),
            entry: model, refusal: resolved.refusal)
    }

    /// Opens the model that a config describes: a file's path, an `https://` or an `hf://` address.
    public func open(config address: String, observer: @escaping DownloadObserver = { _ in }) async throws -> Found {
        let location = try Self.location(ofConfig: address)
        let configURL = try await hub.file(location, observer: observer)
        let config = Self.completed(try ModelConfig.load(contentsOf: configURL), at: location)
        // A folder's own files come before those that the config names.
        if Self.isLocal(location, config) {
            return Found(folder: try .open(configURL: configURL), entry: nil, refusal: nil)
        }
        let resolved = try await resolve(config, configURL, refresh: false, observer)
        let folder = try ModelFolder.open(config: resolved.config, configURL: configURL, voices: [:])
        return Found(folder: folder, entry: nil, refusal: resolved.refusal)
    }

    /// A published model's config and tokenizer file. The weights are not fetched.
    public func tokenizer(
        of model: Catalogue.Model, observer: @escaping DownloadObserver = { _ in }
    ) async throws -> (config: ModelConfig, file: URL) {
        let (config, configURL) = try await config(of: model, observer)
        return (config, try await tokenizer(config, configURL, observer))
    }

    /// The config at an address and its tokenizer file. The weights are not fetched.
    public func tokenizer(
        config address: String, observer: @escaping DownloadObserver = { _ in }
    ) async throws -> (config: ModelConfig, file: URL) {
        let location = try Self.location(ofConfig: address)
        let configURL = try await hub.file(location, observer: observer)
        let config = Self.completed(try ModelConfig.load(contentsOf: configURL), at: location)
        if Self.isLocal(location, config) { return (config, try ModelFolder.open(configURL: configURL).tokenizer) }
        return (config, try await tokenizer(config, configURL, observer))
    }

    /// The voice files beside the config at an address, by name; none for a config whose files are elsewhere.
    public func voices(config address: String) throws -> [String: URL] {
        let location = try Self.location(ofConfig: address)
        guard case .file(let url) = location, Self.isLocal(location, try ModelConfig.load(contentsOf: url)) else {
            return [:]
        }
        return try ModelFolder.open(configURL: url).voices
    }

    /// A ready-made voice of a published model, after fetching it if it is not on disk.
    public func voice(
        _ name: String, of model: Catalogue.Model, observer: @escaping DownloadObserver = { _ in }
    ) async throws -> URL {
        try await hub.file(HubFile(model.voiceAddress(name)), observer: observer)
    }

    private func tokenizer(_ config: ModelConfig, _ url: URL, _ observer: @escaping DownloadObserver) async throws
        -> URL
    {
        try await hub.file(config.resolve(config.flowLM.lookupTable.tokenizerPath, relativeTo: url), observer: observer)
    }

    private func config(
        of model: Catalogue.Model, _ observer: @escaping DownloadObserver
    ) async throws -> (ModelConfig, URL) {
        if Self.isRemote(model.config) {
            let url = try await hub.file(HubFile(model.config), observer: observer)
            var config = try ModelConfig.load(contentsOf: url)
            config.weightsPath = model.weights
            config.flowLM.lookupTable.tokenizerPath = model.tokenizer
            if config.languages.isEmpty { config.languages = [model.language] }
            return (config, url)
        }
        guard let base = ModelFiles.catalogue?.deletingLastPathComponent() else {
            throw PocketTTSError.fileNotFound(path: model.config, purpose: "the package's config")
        }
        let url = base.appending(path: model.config)
        return (try ModelConfig.load(contentsOf: url), url)
    }

    /// A Phonon config names no files: on the hub they lie beside it.
    private static func completed(_ config: ModelConfig, at location: ResourceLocation) -> ModelConfig {
        guard config.family == .phonon, case .hub(let repository, let path, let revision) = location else {
            return config
        }
        let folder = path.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        func beside(_ name: String) -> String {
            "hf://\(repository)/\(folder)\(name)\(revision.map { "@\($0)" } ?? "")"
        }
        var config = config
        config.weightsPath = beside("model.q8.gguf")
        config.flowLM.lookupTable.tokenizerPath = beside("tokenizer.json")
        return config
    }

    private static func location(ofConfig address: String) throws(HubError) -> ResourceLocation {
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appending(path: "config.yaml")
        guard let location = ResourceLocation(address, relativeTo: here) else {
            throw .invalid(
                what: "the config", value: address, allowed: "a path, https://…, or hf://owner/name/path@revision")
        }
        return location
    }

    /// Whether a config and all that it names are on this disk.
    private static func isLocal(_ location: ResourceLocation, _ config: ModelConfig) -> Bool {
        guard case .file = location else { return false }
        return !addresses(of: config).contains(where: isRemote)
    }

    /// The config with every address replaced by a file's path.
    private func resolve(
        _ config: ModelConfig, _ configURL: URL, refresh: Bool, _ observer: @escaping DownloadObserver
    ) async throws -> (config: ModelConfig, refusal: HubError?) {
        func local(_ address: String) async throws -> String {
            try await hub.file(config.resolve(address, relativeTo: configURL), observer: observer).path
        }
        var resolved = config
        var refusal: HubError?
        if let address = config.weightsPath {
            (resolved.weightsPath, refusal) = try await weights(
                address, open: config.weightsPathWithoutVoiceCloning, refresh: refresh, local)
            resolved.weightsPathWithoutVoiceCloning = nil
        }
        if let address = config.flowLM.weightsPath { resolved.flowLM.weightsPath = try await local(address) }
        if let address = config.mimi.weightsPath { resolved.mimi.weightsPath = try await local(address) }
        resolved.flowLM.lookupTable.tokenizerPath = try await local(config.flowLM.lookupTable.tokenizerPath)
        return (resolved, refusal)
    }

    /// The gated weights; the open ones where the gated ones are refused, or where only the open ones are on disk.
    private func weights(
        _ address: String, open: String?, refresh: Bool, _ local: (String) async throws -> String
    ) async throws -> (String, HubError?) {
        if let open, !refresh, !isOnDisk(address), isOnDisk(open) { return (try await local(open), nil) }
        do {
            return (try await local(address), nil)
        } catch let error as HubError {
            guard let open, error.isRefusal else { throw error }
            return (try await local(open), error)
        }
    }

    /// Whether a hub address's file is on disk.
    func isOnDisk(_ address: String) -> Bool {
        (try? HubFile(address)).flatMap(hub.localCopy) != nil
    }

    private static func isRemote(_ address: String) -> Bool {
        ["hf://", "http://", "https://"].contains { address.hasPrefix($0) }
    }

    private static func addresses(of config: ModelConfig) -> [String] {
        [
            config.weightsPath, config.flowLM.weightsPath, config.mimi.weightsPath,
            config.flowLM.lookupTable.tokenizerPath,
        ].compactMap { $0 }
    }
}

extension HubError {
    /// Whether the open weights may be available where these are not.
    fileprivate var isRefusal: Bool {
        switch self {
        case .gated, .notFound, .status, .offline: true
        default: false
        }
    }
}
