public import Foundation

/// Where files come from and go to, as the variables of `huggingface_hub` say, so that both use one cache.
public struct HubEnvironment: Sendable {
    /// `HF_ENDPOINT`, without a slash at the end.
    public var endpoint: URL
    /// `HF_HUB_CACHE`, or `hub` in `HF_HOME`.
    public var hubCache: URL
    /// Files of plain web addresses, in the reference's folder.
    public var webCache: URL
    /// This package's own cache: voices that were encoded once.
    public var ownCache: URL
    /// `HF_TOKEN`, or the file that `hf auth login` writes.
    public var token: String?
    /// `HF_HUB_OFFLINE`: nothing may touch the network.
    public var isOffline: Bool
    public var proxies: ProxySettings
    /// How often requests are repeated.
    public var retries = RetryPolicy()

    /// - Throws: ``HubError/invalid(what:value:allowed:)`` for an endpoint or a proxy that is no address.
    public init(_ variables: [String: String] = ProcessInfo.processInfo.environment) throws(HubError) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
        }
        func isTrue(_ name: String) -> Bool {
            ["1", "ON", "YES", "TRUE"].contains((variables[name] ?? "").uppercased())
        }
        let home = value("HOME").map { URL(fileURLWithPath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser
        func folder(_ path: String) -> URL {
            let whole = path == "~" || path.hasPrefix("~/") ? home.path + path.dropFirst() : path
            return URL(fileURLWithPath: whole).standardizedFileURL
        }
        let caches = value("XDG_CACHE_HOME").map(folder) ?? home.appending(path: ".cache")
        let hubHome = value("HF_HOME").map(folder) ?? caches.appending(path: "huggingface")
        hubCache = value("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE").map(folder) ?? hubHome.appending(path: "hub")
        webCache = home.appending(path: ".cache/pocket_tts")
        ownCache = caches.appending(path: "pocket-tts")

        var address = value("HF_ENDPOINT") ?? "https://huggingface.co"
        while address.hasSuffix("/") { address.removeLast() }
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false else {
            throw .invalid(what: "HF_ENDPOINT", value: address, allowed: "an http or https address")
        }
        endpoint = url
        isOffline = isTrue("HF_HUB_OFFLINE") || isTrue("TRANSFORMERS_OFFLINE")
        proxies = try ProxySettings(variables)

        let tokenFile = value("HF_TOKEN_PATH").map(folder) ?? hubHome.appending(path: "token")
        let stored = isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN") ? nil : try? String(contentsOf: tokenFile, encoding: .utf8)
        let found = value("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN") ?? stored
        token = found.map { $0.filter { !$0.isNewline }.trimmingCharacters(in: .whitespaces) }.flatMap {
            $0.isEmpty ? nil : $0
        }
    }
}
