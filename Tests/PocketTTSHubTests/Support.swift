import Foundation
import LocalHub
import Synchronization

@testable import PocketTTSHub

/// A hub in this process, and an empty cache to fetch into.
struct Sandbox {
    static let commit = Stored.commit
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
        // A busy machine must not look like a stalled server.
        environment.retries.stall = .seconds(30)
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

    /// Leaves `bytes` where a download that was broken off leaves what it has.
    func leave(_ bytes: Data, of file: HubFile, etag: String) throws {
        let part = HubCache(folder: environment.hubCache).blob(file, etag: etag).appendingPathExtension("incomplete")
        try FileManager.default.createDirectory(at: part.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: part)
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

/// What a download reported.
final class Observed: Sendable {
    private let entries = Mutex<[DownloadProgress]>([])
    var all: [DownloadProgress] { entries.withLock { $0 } }
    @Sendable func observe(_ progress: DownloadProgress) { entries.withLock { $0.append(progress) } }
}
