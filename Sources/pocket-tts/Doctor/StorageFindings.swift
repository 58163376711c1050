import CommandSupport
import Foundation
import PocketTTS
import PocketTTSHub

/// Settings, caches, models on disk, the player and the network.
struct StorageFindings {
    private let store: Result<ModelStore, any Error>

    init() { store = Result { try ModelStore() } }

    /// The environment variables that change what happens, without secrets.
    func settings() -> [Finding] {
        let prefixes = ["POCKET_TTS_", "HF_", "HUGGING", "TRANSFORMERS_OFFLINE", "XDG_CACHE_HOME"]
        let variables = ProcessInfo.processInfo.environment
            .filter { name, value in
                !value.isEmpty && (prefixes.contains { name.hasPrefix($0) } || name.lowercased().hasSuffix("_proxy"))
            }
            .map { name, value in "\(name)=\(Self.withoutSecrets(name, value))" }
            .sorted()
        var findings = [
            Finding(
                topic: "settings",
                text: variables.isEmpty ? "none in the environment" : variables.joined(separator: " "))
        ]
        if case .failure(let error) = store {
            findings.append(
                Finding(topic: "settings", text: "\(error)", remedy: "correct or unset the variable", isFatal: true))
        }
        return findings
    }

    static func withoutSecrets(_ name: String, _ value: String) -> String {
        let isSecret =
            ["TOKEN", "KEY", "SECRET", "PASSWORD"].contains { name.uppercased().contains($0) }
            && !name.hasSuffix("_PATH")
        if isSecret { return "(set)" }
        guard let url = URL(string: value), url.user != nil, let host = url.host else { return value }
        return "\(url.scheme ?? "http")://(login)@\(host)\(url.port.map { ":\($0)" } ?? "")"
    }

    func caches() -> [Finding] {
        guard let environment = try? store.get().hub.environment else { return [] }
        return [
            ("models", environment.hubCache), ("addresses", environment.webCache), ("voices", environment.ownCache),
        ].map { name, folder in
            let isThere = FileManager.default.fileExists(atPath: folder.path)
            let text =
                "\(name): \(folder.path), " + (isThere ? DownloadDisplay.size(Self.bytes(in: folder)) : "not made yet")
            guard !Self.isWritable(folder) else { return Finding(topic: "cache", text: text) }
            return Finding(
                topic: "cache", text: "\(text), not writable",
                remedy:
                    """
                    files on disk are used; to store new ones, set \
                    \(name == "models" ? "HF_HOME" : name == "voices" ? "XDG_CACHE_HOME" : "HOME") to a writable folder
                    """
            )
        }
    }

    func models() -> [Finding] {
        guard let store = try? store.get() else { return [] }
        let found = store.catalogue.models.compactMap { model -> Finding? in
            let status = store.status(of: model)
            guard let weights = status.weights else { return nil }
            let text =
                "\(model.name): \(DownloadDisplay.size(status.bytes)), \(status.voices.count) voices, "
                + (weights == .full ? "can clone" : "cannot clone")
            let remedy =
                !status.isComplete
                ? "the tokenizer is missing: pocket-tts models fetch \(model.name)"
                : weights == .open
                    ? "to clone: hf auth login, accept the terms, pocket-tts models fetch \(model.name)" : nil
            return Finding(topic: "model", text: text, remedy: remedy)
        }
        let none = Finding(
            topic: "model", text: "no published model on disk, the small embedded voice speaks",
            remedy: "pocket-tts models fetch \(store.catalogue.defaultModel)")
        return found.isEmpty ? [none] : found
    }

    func player() -> [Finding] {
        do throws(UsageError) {
            return [Finding(topic: "player", text: try Player.find().command)]
        } catch {
            return [Finding(topic: "player", text: "none", remedy: error.message)]
        }
    }

    func network() async -> [Finding] {
        guard let hub = try? store.get().hub else { return [] }
        let endpoint = hub.environment.endpoint.absoluteString
        do {
            let time = try await hub.reach()
            return [Finding(topic: "network", text: "\(endpoint) answers after \(Int(time / .milliseconds(1))) ms")]
        } catch HubError.offline {
            return [
                Finding(
                    topic: "network", text: "HF_HUB_OFFLINE forbids it", remedy: "unset HF_HUB_OFFLINE to fetch models")
            ]
        } catch {
            let reason = if case HubError.network(_, let reason, _) = error { reason } else { "\(error)" }
            return [
                Finding(
                    topic: "network", text: "\(endpoint) does not answer: \(reason)",
                    remedy: "models on disk are used; to fetch others check the connection, https_proxy and HF_ENDPOINT"
                )
            ]
        }
    }

    /// Whether the folder, or the nearest one above that exists, can be written.
    private static func isWritable(_ folder: URL) -> Bool {
        var folder = folder
        while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        return ModelFolder.isFolder(folder) && access(folder.path, W_OK) == 0
    }

    private static func bytes(in folder: URL) -> Int {
        let files = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: [.fileSizeKey, .isRegularFileKey])
        var total = 0
        while let file = files?.nextObject() as? URL {
            let values = try? file.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
            if values?.isRegularFile == true { total += values?.fileSize ?? 0 }
        }
        return total
    }
}
