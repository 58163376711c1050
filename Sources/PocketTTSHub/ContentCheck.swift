import Foundation

/// The hash that an etag of the hub announces.
package enum ContentCheck: Sendable, Equatable {
    /// Large files: the SHA-256 of the contents.
    case sha256(String)
    /// Small files: git's SHA-1 of the contents behind a short header.
    case gitSHA1(String)
    /// Some other server's etag: only the length can be checked.
    case none

    init(etag: String) {
        let isHash = etag.utf8.allSatisfy(HubFile.isHex)
        switch etag.utf8.count {
        case 64 where isHash: self = .sha256(etag)
        case 40 where isHash: self = .gitSHA1(etag)
        default: self = .none
        }
    }

    /// Whether the contents of `url` have the hash. Reads on a thread that may block.
    func holds(for url: URL) async throws -> Bool {
        guard self != .none else { return true }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async {
                continuation.resume(with: Result { try matches(url) })
            }
        }
    }

    private func matches(_ url: URL) throws -> Bool {
        switch self {
        case .sha256(let expected): return try Self.hash(url, ContentHash(.sha256)) == expected
        case .gitSHA1(let expected):
            let hash = ContentHash(.sha1)
            hash.update(Data("blob \(Disk.size(url))\0".utf8))
            return try Self.hash(url, hash) == expected
        case .none: return true
        }
    }

    /// The SHA-256 of a file's contents, in hexadecimal digits. Reads it through: not for a thread that must not wait.
    package static func sha256(of url: URL) throws -> String { try hash(url, ContentHash(.sha256)) }

    /// - Parameter hash: holds what comes before the contents.
    private static func hash(_ url: URL, _ hash: ContentHash) throws -> String {
        try hash.update(contentsOf: url)
        return hash.hexadecimal()
    }
}
