import Foundation
import LocalHub
import NIOHTTP1
import Testing

@testable import PocketTTSHub

@Suite struct DownloadTests {
    private func read(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    @Test func fetchesOnceIntoTheHubsLayout() async throws {
        let stored = Stored()
        try await Sandbox.with(answer: { request, _ in stored.reply(request) }) { sandbox in
            let observed = Observed()
            let url = try await sandbox.client.file(sandbox.file(), observer: observed.observe)
            #expect(try read(url) == stored.bytes)
            let repository = sandbox.folder.appending(path: ".cache/huggingface/hub/models--kyutai--pocket-tts")
            #expect(url.path == "\(repository.path)/snapshots/\(Sandbox.commit)/languages/english/model.safetensors")
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: url.path)
                    == "../../../../blobs/\(stored.etag)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: repository.appending(path: "blobs").path) == [
                    stored.etag
                ])
            #expect(observed.all.last == .finished(file: "model.safetensors", bytes: stored.bytes.count))

            let count = sandbox.server.requests.count
            #expect(try await sandbox.client.file(sandbox.file()) == url)
            #expect(sandbox.server.requests.count == count, "what is on disk needs no network")
        }
    }

    /// Where links are refused, the contents lie in the snapshot, and are found, used and removed there.
    @Test func fetchesWithoutSymbolicLinks() async throws {
        let stored = Stored()
        try await Sandbox.with(answer: { request, _ in stored.reply(request) }) { sandbox in
            var cache = HubCache(folder: sandbox.environment.hubCache)
            cache.makeLink = { _, _ in
                errno = EPERM
                return -1
            }
            let client = HubClient(sandbox.environment, cache: cache)
            let url = try await client.file(sandbox.file())
            #expect(try read(url) == stored.bytes)
            #expect(throws: (any Error).self) { try FileManager.default.destinationOfSymbolicLink(atPath: url.path) }
            // A branch asks the hub, which names the commit whose file is here: nothing is fetched again.
            let branch = try HubFile(repository: "kyutai/pocket-tts", path: sandbox.file().path, revision: nil)
            #expect(try await client.file(branch) == url)
            #expect(sandbox.server.requests.count { $0.method == .GET } == 1)
            #expect(try cache.remove(sandbox.file()) == stored.bytes.count)
            #expect(try client.localCopy(of: sandbox.file()) == nil)
        }
    }

    @Test func theReasonOfALinksFailureIsNamed() async throws {
        try await Sandbox.with(answer: { request, _ in Stored().reply(request) }) { sandbox in
            var cache = HubCache(folder: sandbox.environment.hubCache)
            cache.makeLink = { _, _ in
                errno = EPERM
                return -1
            }
            // No blob to move either.
            let error = #expect(throws: HubError.self) {
                try cache.link(sandbox.file(), commit: Stored.commit, etag: "x")
            }
            guard case .disk(_, let reason) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(reason.contains("Operation not permitted"), "\(reason)")
        }
    }

    @Test func smallFilesAreCheckedAsGitDoes() async throws {
        let text = Array("n_bins: 4000\n".utf8)
        let hash = ContentHash(.sha1)
        hash.update(Array("blob \(text.count)\0".utf8) + text)
        let etag = hash.hexadecimal()
        let reply = LocalServer.Reply(
            headers: ["X-Repo-Commit": Sandbox.commit, "ETag": "W/\"\(etag)\""], body: text)
        try await Sandbox.with(answer: { _, _ in reply }) { sandbox in
            let url = try await sandbox.client.file(sandbox.file("config.yaml"))
            #expect(try read(url) == text)
        }
    }

    @Test func redirectsAreFollowedWithoutTheToken() async throws {
        let stored = Stored()
        let store = try await LocalServer.start { request, _ in stored.contents(request) }
        let away = "\(store.address)/blob?signature=1"
        try await Sandbox.with(
            answer: { request, _ in
                guard request.uri.hasPrefix("/moved/") else {
                    return .init(status: .temporaryRedirect, headers: ["Location": "/moved\(request.uri)"])
                }
                var reply = stored.announcement
                reply.status = .found
                reply.headers.add(name: "Location", value: away)
                return reply
            },
            { sandbox in
                let url = try await sandbox.client.file(sandbox.file())
                #expect(try read(url) == stored.bytes)
                #expect(
                    sandbox.server.requests.allSatisfy { $0.headers.first(name: "Authorization") == "Bearer secret" })
                #expect(store.requests.map(\.method) == [.GET])
                #expect(store.requests.allSatisfy { !$0.headers.contains(name: "Authorization") })
            })
        await store.stop()
    }

    @Test func aRedirectLoopEnds() async throws {
        try await Sandbox.with(
            answer: { request, _ in .init(status: .found, headers: ["Location": "\(request.uri)x"]) },
            { sandbox in
                let error = await #expect(throws: HubError.self) { try await sandbox.client.file(sandbox.file()) }
                guard case .notAHub = error else { return #expect(Bool(false), "\(String(describing: error))") }
            })
    }

    @Test(arguments: [1, 100_000, 299_999])
    func aBrokenConnectionIsContinued(at position: Int) async throws {
        let stored = Stored()
        try await Sandbox.with(
            answer: { request, earlier in
                var reply = stored.reply(request)
                if request.method == .GET, earlier == 0 { reply.cutAfter = position }
                return reply
            },
            { sandbox in
                let url = try await sandbox.client.file(sandbox.file())
                #expect(try read(url) == stored.bytes)
                let gets = sandbox.server.requests.filter { $0.method == .GET }
                #expect(gets.count == 2)
                // What the system still held when the connection broke may be lost.
                #expect((1...position).contains(gets.last?.rangeStart ?? 0))
            })
    }

    @Test func whatAnEarlierProcessLeftIsContinued() async throws {
        let stored = Stored()
        try await Sandbox.with(answer: { request, _ in stored.reply(request) }) { sandbox in
            let file = try sandbox.file()
            try sandbox.leave(Data(stored.bytes[..<1234]), of: file, etag: stored.etag)
            let url = try await sandbox.client.file(file)
            #expect(try read(url) == stored.bytes)
            #expect(sandbox.server.requests.contains { $0.rangeStart == 1234 })
        }
    }

    @Test func aDamagedRestIsFetchedAnew() async throws {
        let stored = Stored()
        try await Sandbox.with(answer: { request, _ in stored.reply(request) }) { sandbox in
            let file = try sandbox.file()
            try sandbox.leave(Data(repeating: 9, count: 5000), of: file, etag: stored.etag)
            let url = try await sandbox.client.file(file)
            #expect(try read(url) == stored.bytes)
        }
    }

    @Test func aServerWithoutRangesSendsAllAgain() async throws {
        let stored = Stored()
        try await Sandbox.with(
            answer: { request, earlier in
                var reply = request.method == .HEAD ? stored.announcement : .init(body: stored.bytes)
                if request.method == .GET, earlier == 0 { reply.cutAfter = 1000 }
                return reply
            },
            { sandbox in
                let url = try await sandbox.client.file(sandbox.file())
                #expect(try read(url) == stored.bytes)
            })
    }

    @Test func aStallCountsAsBroken() async throws {
        let stored = Stored()
        try await Sandbox.with(
            answer: { request, earlier in
                var reply = stored.reply(request)
                if request.method == .GET, earlier == 0 { reply.stallAfter = 5000 }
                return reply
            },
            { sandbox in
                let observed = Observed()
                var sandbox = sandbox
                sandbox.environment.retries.stall = .milliseconds(300)
                let url = try await sandbox.client.file(sandbox.file(), observer: observed.observe)
                #expect(try read(url) == stored.bytes)
                #expect(
                    observed.all.contains {
                        if case .retrying(_, "the server sent nothing for too long", _) = $0 { true } else { false }
                    })
            })
    }

    @Test func aWrongHashIsRefusedAndNothingKept() async throws {
        let (announced, sent) = (Stored(seed: 1), Stored(seed: 2))
        try await Sandbox.with(
            answer: { request, _ in request.method == .HEAD ? announced.announcement : sent.contents(request) },
            { sandbox in
                let error = await #expect(throws: HubError.self) { try await sandbox.client.file(sandbox.file()) }
                guard case .damaged = error else { return #expect(Bool(false), "\(String(describing: error))") }
                let blobs = HubCache(folder: sandbox.environment.hubCache)
                    .blob(try sandbox.file(), etag: "x").deletingLastPathComponent()
                #expect(try FileManager.default.contentsOfDirectory(atPath: blobs.path).isEmpty)
                #expect(try sandbox.client.localCopy(of: sandbox.file()) == nil)
            })
    }

    @Test func aLongerFileIsRefused() async throws {
        let stored = Stored()
        try await Sandbox.with(
            answer: { request, _ in
                request.method == .HEAD ? stored.announcement : .init(body: stored.bytes + [1, 2, 3])
            },
            { sandbox in
                let error = await #expect(throws: HubError.self) { try await sandbox.client.file(sandbox.file()) }
                guard case .damaged = error else { return #expect(Bool(false), "\(String(describing: error))") }
            })
    }

    @Test func aShorterFileIsRefusedInTheEnd() async throws {
        let stored = Stored()
        try await Sandbox.with(
            answer: { request, _ in
                if request.method == .HEAD { return stored.announcement }
                if request.rangeStart != nil { return .init(status: .rangeNotSatisfiable) }
                return .init(body: Array(stored.bytes.dropLast(7)))
            },
            { sandbox in
                let error = await #expect(throws: HubError.self) { try await sandbox.client.file(sandbox.file()) }
                guard case .network = error else { return #expect(Bool(false), "\(String(describing: error))") }
            })
    }
}
