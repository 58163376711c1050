import Crypto
import Foundation
import NIOHTTP1
import Synchronization

@testable import PocketTTSHub

/// A hub in this process, and an empty cache to fetch into.
struct Sandbox {
    static let commit = "0123456789abcdef0123456789abcdef01234567"
    let server: LocalServer
    let folder: URL
    var environment: HubEnvironment

    init(_ variables: [String: String] = [:], answer: @escaping LocalServer.Answer) async throws {
        server = try await LocalServer.start(answer)
        folder = FileManager.default.temporaryDirectory.appending(path: "pocket-tts-hub-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let own = ["HOME": folder.path, "HF_ENDPOINT": server.address, "HF_TOKEN": "secret"]
        environment = try HubEnvironment(own.merging(variables) { _, new in new })
        environment.retries.firstWait = .milliseconds(5)
        environment.retries.stall = .milliseconds(300)
    }

    func end() async {
        await server.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    var client: HubClient { HubClient(environment) }

    /// A file whose contents never change.
    func file(_ path: String = "languages/english/model.safetensors") throws -> HubFile {
        try HubFile(repository: "kyutai/pocket-tts", path: path, revision: Self.commit)
    }

    /// Runs `body` against a hub that answers with `answer`.
    static func with(
        _ variables: [String: String] = [:], answer: @escaping LocalServer.Answer,
        _ body: (Sandbox) async throws -> Void
    ) async throws {
        let sandbox = try await Sandbox(variables, answer: answer)
        do {
            try await body(sandbox)
        } catch {
            await sandbox.end()
            throw error
        }
        await sandbox.end()
    }
}

/// Contents that a hub keeps, as a large file.
struct Stored: Sendable {
    let bytes: [UInt8]
    var etag: String { SHA256.hash(data: bytes).hex }

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(count: Int = 300_000, seed: Int = 1) { bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ seed) } }

    /// What the hub says of the file.
    var announcement: LocalServer.Reply {
        .init(headers: [
            "X-Repo-Commit": Sandbox.commit, "X-Linked-Etag": "\"\(etag)\"", "X-Linked-Size": "\(bytes.count)",
        ])
    }

    /// The contents, from where the request wants them.
    func contents(_ request: LocalServer.Request) -> LocalServer.Reply {
        guard let start = request.rangeStart else { return .init(body: bytes) }
        return .init(
            status: .partialContent,
            headers: ["Content-Range": "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"], body: Array(bytes[start...]))
    }

    /// Announcement or contents.
    func reply(_ request: LocalServer.Request) -> LocalServer.Reply {
        request.method == .HEAD ? announcement : contents(request)
    }
}

/// What a download told of itself.
final class Observed: Sendable {
    private let entries = Mutex<[DownloadProgress]>([])
    var all: [DownloadProgress] { entries.withLock { $0 } }
    @Sendable func observe(_ progress: DownloadProgress) { entries.withLock { $0.append(progress) } }
}
