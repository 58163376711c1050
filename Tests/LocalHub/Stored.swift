import NIOHTTP1
import PocketTTSHub

/// Contents that a hub keeps, as a large file.
package struct Stored: Sendable {
    /// What every revision of every repository is.
    package static let commit = "0123456789abcdef0123456789abcdef01234567"

    package let bytes: [UInt8]
    package var etag: String {
        ContentHash.sha256(bytes)
    }

    package init(bytes: [UInt8]) { self.bytes = bytes }

    package init(count: Int = 300_000, seed: Int = 1) {
        bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ seed) }
    }

    /// What the hub says of the file.
    package var announcement: LocalServer.Reply {
        .init(headers: [
            "X-Repo-Commit": Self.commit, "X-Linked-Etag": "\"\(etag)\"", "X-Linked-Size": "\(bytes.count)",
        ])
    }

    /// The contents, from where the request wants them.
    package func contents(_ request: LocalServer.Request) -> LocalServer.Reply {
        guard let start = request.rangeStart else { return .init(body: bytes) }
        return .init(
            status: .partialContent,
            headers: ["Content-Range": "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"], body: Array(bytes[start...])
        )
    }

    /// Announcement or contents.
    package func reply(_ request: LocalServer.Request) -> LocalServer.Reply {
        request.method == .HEAD ? announcement : contents(request)
    }
}
