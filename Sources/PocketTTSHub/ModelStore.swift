public import Foundation
public import PocketTTS
import PocketTTSModels

/// Published models and models of one's own, by name or address: found on disk, or fetched.
public struct ModelStore: Sendable {
    public let hub: HubClient
    public let catalogue: Catalogue

    /// - Throws: ``HubError`` or ``PocketTTSError`` for settings or a catalogue that cannot be used.
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
        /// Why the gated weights were not taken, where the open ones came in their place.
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
    /// - Parameter refresh: ask for the gated weights even if the open ones are on disk.
    /// - Throws: ``HubError``, ``PocketTTSError`` or `CancellationError`.
    public func open(
        _ model: Catalogue.Model, refresh: Bool = false, observer: @escaping DownloadObserver = { _ in }
    ) async throws -> Found {
        guard let base = ModelFiles.catalogue?.deletingLastPathComponent() else {
            throw PocketTTSError.fileNotFound(path: model.config, purpose: "the package's config")
        }
        let configURL = base.appending(path: model.config)
        let config = try ModelConfig.load(contentsOf: configURL)
        let resolved = try await resolve(config, configURL, refresh: refresh, observer)
        return Found(
            folder: try .open(config: resolved.config, configURL: configURL, voices: localVoices(of: model)),
            entry: model, refusal: resolved.refusal)
    }

    /// Opens the model that a config describes: a file's path, an `https://` or an `hf://` address.
    public func open(config address: String, observer: @escaping DownloadObserver = { _ in }) async throws -> Found {
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appending(path: "config.yaml")
        guard let location = ResourceLocation(address, relativeTo: here) else {
            throw HubError.invalid(
                what: "the config", value: address, allowed: "a path, https://…, or hf://owner/name/path@revision")
        }
        let configURL = try await hub.file(location, observer: observer)
        let config = try ModelConfig.load(contentsOf: configURL)
        // A folder with all its files is opened as such: its own files come before those that the config names.
        if case .file = location, !Self.addresses(of: config).contains(where: Self.isRemote) {
            return Found(folder: try .open(configURL: configURL), entry: nil, refusal: nil)
        }
        let resolved = try await resolve(config, configURL, refresh: false, observer)
        let folder = try ModelFolder.open(config: resolved.config, configURL: configURL, voices: [:])
        return Found(folder: folder, entry: nil, refusal: resolved.refusal)
    }

    /// A ready-made voice of a published model, after fetching it if it is not on disk.
    public func voice(
        _ name: String, of model: Catalogue.Model, observer: @escaping DownloadObserver = { _ in }
    ) async throws -> URL {
        try await hub.file(HubFile(model.voiceAddress(name)), observer: observer)
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

    /// The gated weights, or the open ones where those are refused, or where only the open ones are on disk.
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
    /// Whether other weights may be had where these may not.
    fileprivate var isRefusal: Bool {
        switch self {
        case .gated, .notFound, .status, .offline: true
        default: false
        }
    }
}
