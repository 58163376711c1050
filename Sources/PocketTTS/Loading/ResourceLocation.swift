import Foundation

/// Where a config says that a file is (`download_if_necessary` in `pocket_tts/utils/utils.py`).
public enum ResourceLocation: Sendable, Equatable {
    case file(URL)
    /// `hf://owner/name/path@revision`
    case hub(repository: String, path: String, revision: String?)
    case web(URL)

    /// Reads an address; a relative path is relative to the folder of `configURL`.
    ///
    /// - Returns: `nil` for a malformed `hf://` or web address.
    public init?(_ address: String, relativeTo configURL: URL) {
        if address.hasPrefix("http://") || address.hasPrefix("https://") {
            guard let url = URL(string: address), url.host != nil else { return nil }
            self = .web(url)
        } else if address.hasPrefix("hf://") {
            let parts = address.dropFirst("hf://".count).split(
                separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
            let file = parts[2].split(separator: "@", omittingEmptySubsequences: false)
            guard file.count <= 2, file.allSatisfy({ !$0.isEmpty }) else { return nil }
            self = .hub(
                repository: "\(parts[0])/\(parts[1])", path: String(file[0]),
                revision: file.count == 2 ? String(file[1]) : nil)
        } else {
            guard !address.isEmpty, !address.contains("\0") else { return nil }
            let folder = configURL.deletingLastPathComponent()
            self = .file(
                address.hasPrefix("/")
                    ? URL(fileURLWithPath: address)
                    : folder.appendingPathComponent(address).standardizedFileURL)
        }
    }

    /// The last component of the path or address.
    public var fileName: String {
        switch self {
        case .file(let url), .web(let url): url.lastPathComponent
        case .hub(_, let path, _): String(path.split(separator: "/").last ?? "")
        }
    }
}

extension ModelConfig {
    /// Where `address`, a value of this config such as `weightsPath`, points to.
    ///
    /// A malformed address cannot come from a loaded config; one made in code is taken for a file name.
    ///
    /// - Parameters:
    ///   - address: a path, or an `https://` or `hf://` address.
    ///   - configURL: the config file, whose folder relative paths start from.
    public func resolve(_ address: String, relativeTo configURL: URL) -> ResourceLocation {
        ResourceLocation(address, relativeTo: configURL)
            ?? .file(configURL.deletingLastPathComponent().appendingPathComponent(address))
    }
}
