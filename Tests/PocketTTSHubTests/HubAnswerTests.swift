import Foundation
import LocalHub
import NIOHTTP1
import Testing

@testable import PocketTTSHub

@Suite struct HubAnswerTests {
    @Test(arguments: [401, 403])
    func aGatedRepositoryIsDistinguished(status: Int) async throws {
        let reply = LocalServer.Reply(status: .init(statusCode: status), headers: ["X-Error-Code": "GatedRepo"])
        try await Sandbox.with(answer: { _, _ in reply }) { sandbox in
            await #expect(throws: HubError.gated(repository: "kyutai/pocket-tts", hasToken: true)) {
                try await sandbox.client.file(sandbox.file())
            }
            #expect(sandbox.server.requests.count == 1, "a refusal is final")
        }
    }

    @Test func whatDoesNotExistIsReportedAtOnce() async throws {
        try await Sandbox.with(answer: { _, _ in .init(status: .notFound) }) { sandbox in
            let file = try sandbox.file()
            await #expect(throws: HubError.notFound(file: "\(file)")) { try await sandbox.client.file(file) }
            #expect(sandbox.server.requests.count == 1)
        }
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504])
    func aBusyServerIsAskedAgain(status: Int) async throws {
        let stored = Stored(count: 1000)
        try await Sandbox.with(
            answer: { request, earlier in
                earlier < 2
                    ? .init(status: .init(statusCode: status), headers: ["Retry-After": "0"]) : stored.reply(request)
            },
            { sandbox in
                let url = try await sandbox.client.file(sandbox.file())
                #expect([UInt8](try Data(contentsOf: url)) == stored.bytes)
                #expect(sandbox.server.requests.count == 6)
            })
    }

    @Test func whatAServerAsksForIsWaited() async throws {
        let stored = Stored(count: 1000)
        try await Sandbox.with(
            answer: { request, earlier in
                earlier == 0 ? .init(status: .tooManyRequests, headers: ["Retry-After": "1"]) : stored.reply(request)
            },
            { sandbox in
                let observed = Observed()
                _ = try await sandbox.client.file(sandbox.file(), observer: observed.observe)
                let waits = observed.all.compactMap {
                    if case .retrying(_, _, let seconds) = $0 { seconds } else { nil }
                }
                #expect(waits == [1, 1])
            })
    }

    @Test func anHourIsNotWaited() async throws {
        try await Sandbox.with(answer: { _, _ in .init(status: .tooManyRequests, headers: ["Retry-After": "3600"]) }) {
            sandbox in
            await #expect(throws: HubError.busy(file: "model.safetensors", seconds: 3600)) {
                try await sandbox.client.file(sandbox.file())
            }
        }
    }

    @Test func aServerThatStaysBrokenIsGivenUp() async throws {
        try await Sandbox.with(answer: { _, _ in .init(status: .internalServerError) }) { sandbox in
            await #expect(
                throws: HubError.network(file: "model.safetensors", reason: "the server answered 500", attempts: 5)
            ) {
                try await sandbox.client.file(sandbox.file())
            }
            #expect(sandbox.server.requests.count == 5)
        }
    }

    @Test func theReasonForNoConnectionIsReported() async throws {
        let nobody = "http://127.0.0.1:1"
        try await Sandbox.with(answer: { _, _ in .init(status: .forbidden) }) { sandbox in
            let host = sandbox.server.address.dropFirst("http://".count)
            for (variables, reason) in [
                (["HF_ENDPOINT": nobody], "the server: connection refused"),
                (
                    ["HF_ENDPOINT": nobody, "http_proxy": sandbox.server.address],
                    "the proxy \(host) (http_proxy) opened no connection (CONNECT)"
                ),
                (
                    ["HF_ENDPOINT": nobody, "ALL_PROXY": "127.0.0.1:1"],
                    "the proxy 127.0.0.1:1 (ALL_PROXY): connection refused"
                ),
                (
                    ["HF_ENDPOINT": "https://hub.invalid", "https_proxy": "http://u:secret@127.0.0.1:1"],
                    "the proxy 127.0.0.1:1 (https_proxy): connection refused"
                ),
            ] {
                var environment = try HubEnvironment(["HOME": sandbox.folder.path].merging(variables) { _, new in new })
                environment.retries.attempts = 1
                let expected = HubError.network(file: "model.safetensors", reason: reason, attempts: 1)
                await #expect(throws: expected) { try await HubClient(environment).file(sandbox.file()) }
            }
        }
    }

    @Test func anotherServerIsNotTakenForAHub() async throws {
        try await Sandbox.with(answer: { _, _ in .init(body: [1, 2, 3]) }) { sandbox in
            let error = await #expect(throws: HubError.self) { try await sandbox.client.file(sandbox.file()) }
            guard case .notAHub = error else { return #expect(Bool(false), "\(String(describing: error))") }
        }
    }

    @Test(arguments: ["../../../etc/passwd", "a/b", ".hidden", ""])
    func aHostileEtagLeavesTheCacheAlone(etag: String) async throws {
        let reply = LocalServer.Reply(headers: ["X-Repo-Commit": Sandbox.commit, "ETag": "\"\(etag)\""], body: [1])
        try await Sandbox.with(answer: { _, _ in reply }) { sandbox in
            let error = await #expect(throws: HubError.self) { try await sandbox.client.file(sandbox.file()) }
            guard case .notAHub = error else { return #expect(Bool(false), "\(String(describing: error))") }
        }
    }

    @Test(arguments: [
        "hf://a/b/../c", "hf://a/b/./c", "hf://../b/c", "hf://a/b/c@..", "hf://a--b/c/d", "hf://a/b", "x",
    ])
    func aHostileAddressIsRefused(address: String) {
        #expect(throws: HubError.self) { try HubFile(address) }
    }

    /// No lock can be taken, since `.locks` is a file: no permission of a test that runs as root would do.
    @Test func aCompleteCacheThatCannotBeWrittenIsUsed() async throws {
        let stored = Stored(count: 1000)
        let newer = Stored(count: 1000, seed: 2)
        let newCommit = String(Stored.commit.reversed())
        let isNew = Counter()
        try await Sandbox.with(
            answer: { request, _ in
                guard isNew.value > 0 else { return stored.reply(request) }
                var reply = newer.reply(request)
                reply.headers.replaceOrAdd(name: "X-Repo-Commit", value: newCommit)
                return reply
            },
            { sandbox in
                let file = try HubFile("hf://kyutai/pocket-tts/config.yaml")
                let url = try await sandbox.client.file(file)
                let locks = sandbox.environment.hubCache.appending(path: ".locks")
                try FileManager.default.removeItem(at: locks)
                try Data().write(to: locks)
                let count = sandbox.server.requests.count
                #expect(try await sandbox.client.file(file) == url)
                #expect(sandbox.server.requests.count == count + 1, "the hub is asked, nothing is fetched")
                isNew.increase()
                #expect(
                    try await sandbox.client.file(file) == url, "a newer file that cannot be stored changes nothing")
            })
    }

    @Test func aBranchIsAskedForAnewAndKeptForOfflineUse() async throws {
        let stored = Stored(count: 1000)
        try await Sandbox.with(answer: { request, _ in stored.reply(request) }) { sandbox in
            let file = try HubFile("hf://kyutai/pocket-tts/voices/a b.wav")
            let url = try await sandbox.client.file(file)
            #expect(sandbox.server.requests.map(\.uri).contains("/kyutai/pocket-tts/resolve/main/voices/a%20b.wav"))
            #expect(
                sandbox.server.requests.last?.uri == "/kyutai/pocket-tts/resolve/\(Sandbox.commit)/voices/a%20b.wav")
            let ref = sandbox.environment.hubCache.appending(path: "models--kyutai--pocket-tts/refs/main")
            #expect(try String(contentsOf: ref, encoding: .utf8) == Sandbox.commit)

            let count = sandbox.server.requests.count
            #expect(try await sandbox.client.file(file) == url)
            #expect(sandbox.server.requests.count == count + 1, "one question, no contents")

            await sandbox.server.stop()
            #expect(try await sandbox.client.file(file) == url, "without a connection the last known contents serve")
        }
    }

    @Test func offlineNeverTouchesTheNetwork() async throws {
        let stored = Stored(count: 1000)
        try await Sandbox.with(["HF_HUB_OFFLINE": "1"], answer: { request, _ in stored.reply(request) }) { sandbox in
            let file = try sandbox.file()
            await #expect(throws: HubError.offline(file: "\(file)")) { try await sandbox.client.file(file) }
            let web = try #require(URL(string: "\(sandbox.server.address)/x.wav"))
            await #expect(throws: HubError.offline(file: web.absoluteString)) { try await sandbox.client.file(at: web) }
            #expect(sandbox.server.requests.isEmpty)
        }
    }

    @Test func webFilesAreKeptWhereTheReferenceKeepsThem() async throws {
        let stored = Stored(count: 50_000)
        try await Sandbox.with(
            answer: { request, earlier in
                var reply = stored.contents(request)
                if earlier == 0 { reply.cutAfter = 10_000 }
                return reply
            },
            { sandbox in
                let address = try #require(URL(string: "\(sandbox.server.address)/voice.wav"))
                let url = try await sandbox.client.file(at: address)
                #expect([UInt8](try Data(contentsOf: url)) == stored.bytes)
                #expect(
                    url.deletingLastPathComponent().path == sandbox.folder.appending(path: ".cache/pocket_tts").path)
                #expect(url.lastPathComponent.count == 68 && url.pathExtension == "wav")
                #expect(sandbox.server.requests.allSatisfy { !$0.headers.contains(name: "Authorization") })
                let count = sandbox.server.requests.count
                _ = try await sandbox.client.file(at: address)
                #expect(sandbox.server.requests.count == count)
            })
    }
}
