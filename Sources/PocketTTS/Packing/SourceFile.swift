import FlowLMKernels
import Foundation

/// A weights file as it was when another file was made from it.
struct SourceFile: Sendable, Equatable {
    private static let nameKey = "pocket_tts.source"
    private static let bytesKey = "pocket_tts.source_bytes"
    private static let modifiedKey = "pocket_tts.source_modified"
    private static let checksumKey = "pocket_tts.source_checksum"

    let name: String
    private let bytes: Int
    /// Nanoseconds since 1970.
    private let modified: Int
    private let checksum: String

    /// - Throws: `.fileNotFound` or `.fileUnusable`.
    init(_ url: URL) throws(PocketTTSError) {
        let file = try Self.map(url)
        name = url.lastPathComponent
        bytes = file.bytes.count
        modified = file.modified
        checksum = file.checksum
    }

    /// `nil` if the metadata of a file do not describe one.
    init?(_ metadata: [String: String]) {
        guard let name = metadata[Self.nameKey], let bytes = metadata[Self.bytesKey].flatMap({ Int($0) }),
            let modified = metadata[Self.modifiedKey].flatMap({ Int($0) }), let checksum = metadata[Self.checksumKey]
        else { return nil }
        self.name = name
        self.bytes = bytes
        self.modified = modified
        self.checksum = checksum
    }

    var metadata: [String: String] {
        [
            Self.nameKey: name, Self.bytesKey: String(bytes), Self.modifiedKey: String(modified),
            Self.checksumKey: checksum,
        ]
    }

    /// Whether a file of this name in `folder` still has the same contents, or there is none. It is read only if its
    /// size is the same and its time of modification is not.
    /// - Parameter path: a file that has taken the place of its source.
    func isUnchanged(in folder: URL, besides path: String) throws(PocketTTSError) -> Bool {
        let url = folder.appendingPathComponent(name)
        guard url.path != path, access(url.path, F_OK) == 0 else { return true }
        let file = try Self.map(url)
        return file.bytes.count == bytes && (file.modified == modified || file.checksum == checksum)
    }

    private static func map(_ url: URL) throws(PocketTTSError) -> MappedFile {
        try MappedFile(url, purpose: "weights", leastSize: 8, format: "weights")
    }
}

extension MappedFile {
    fileprivate var checksum: String {
        guard let start = bytes.baseAddress else { return "" }
        return String(SharedBytes(start, count: bytes.count, owner: self).checksum, radix: 16)
    }
}
