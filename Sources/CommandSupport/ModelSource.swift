import Foundation
import PocketTTS
import PocketTTSHub
import PocketTTSModels

/// The origin of a model.
package enum ModelSource {
    /// A published model, by name.
    case language(String)
    /// A YAML config: a path, `https://…` or `hf://…`.
    case config(String)
    /// A folder, or a weights file in one.
    case path(String)
    /// The published English model if it is on disk, else the embedded one.
    case usual

    /// A model's files.
    package struct Files {
        package var folder: ModelFolder
        /// Its entry, for a published model.
        package let entry: Catalogue.Model?
        package let isEmbedded: Bool
        package let store: ModelStore
        /// Why the open weights were fetched instead of the gated ones.
        package var refusal: HubError?
    }

    /// The files, after fetching those that are not on disk.
    package func files(observer: @escaping DownloadObserver) async throws -> Files {
        let store = try ModelStore()
        func published(_ name: String) async throws -> Files {
            let entry = try store.model(named: name)
            let found = try await store.open(entry, observer: observer)
            return Files(folder: found.folder, entry: entry, isEmbedded: false, store: store, refusal: found.refusal)
        }
        switch self {
        case .path(let path):
            return Files(folder: try ModelFolder.open(path: path), entry: nil, isEmbedded: false, store: store)
        case .config(let address):
            let found = try await store.open(config: address, observer: observer)
            return Files(folder: found.folder, entry: nil, isEmbedded: false, store: store, refusal: found.refusal)
        case .language(let name): return try await published(name)
        case .usual:
            let name = store.catalogue.defaultModel
            if let entry = store.catalogue.model(named: name), store.status(of: entry).isComplete {
                return try await published(name)
            }
            return Files(folder: try SpeechModel.embeddedFolder(), entry: nil, isEmbedded: true, store: store)
        }
    }
}

extension ModelFolder {
    /// Opens a folder, or a weights file in one. Published models are recognised without a config.
    package static func open(path: String) throws(PocketTTSError) -> ModelFolder {
        try open(directory: URL(fileURLWithPath: path), catalogue: ModelFiles.configs)
    }
}
