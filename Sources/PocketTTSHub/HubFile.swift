import Foundation
import PocketTTS

/// A file of a model repository on the hub: `hf://owner/name/path@revision`.
public struct HubFile: Sendable, Hashable, CustomStringConvertible {
    /// `owner/name`
    public let repository: String
    public let path: String
    /// A commit, a branch or a tag.
    public let revision: String

    /// - Throws: ``HubError/invalid(what:value:allowed:)`` for names that could leave the cache's folder.
    public init(repository: String, path: String, revision: String?) throws(HubError) {
        let owner = repository.split(separator: "/", omittingEmptySubsequences: false)
        guard owner.count == 2, owner.allSatisfy({ Self.isName($0) && !$0.contains("--") }) else {
            throw .invalid(what: "the repository", value: repository, allowed: "owner/name")
        }
        guard path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(Self.isName) else {
            throw .invalid(what: "the path", value: path, allowed: "a path inside the repository, without . and ..")
        }
        let revision = revision ?? "main"
        guard revision.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(Self.isName) else {
            throw .invalid(what: "the revision", value: revision, allowed: "a commit, a branch or a tag")
        }
        self.repository = repository
        self.path = path
        self.revision = revision
    }

    /// Reads `hf://owner/name/path@revision`.
    public init(_ address: String) throws(HubError) {
        guard
            case .hub(let repository, let path, let revision) = ResourceLocation(
                address, relativeTo: URL(fileURLWithPath: "/"))
        else { throw .invalid(what: "the address", value: address, allowed: "hf://owner/name/path@revision") }
        try self.init(repository: repository, path: path, revision: revision)
    }

    public var description: String { "hf://\(repository)/\(path)\(revision == "main" ? "" : "@\(revision)")" }

    /// The last component of the path.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Whether the revision is a whole commit, whose files never change.
    var isPinned: Bool { revision.utf8.count == 40 && revision.utf8.allSatisfy(Self.isHex) }

    static func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isName(_ part: Substring) -> Bool {
        !part.isEmpty && part != "." && part != ".."
            && part.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\\" }
    }
}
