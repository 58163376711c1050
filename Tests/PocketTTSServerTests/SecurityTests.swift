import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
@testable import PocketTTSServer
import Testing

@Suite(.timeLimit(.minutes(15))) struct SecurityTests {
    private func isAllowed(
        _ policy: SitePolicy, host: String?, _ headers: HTTPFields = [:], changesState: Bool = true
    ) -> Bool {
        (try? policy.check(authority: host, headers: headers, changesState: changesState)) != nil
    }

    private static let site = HTTPField.Name("sec-fetch-site")!

    /// Bytes that count how often one of them is read.
    private struct CountedBytes: RandomAccessCollection {
        final class Reads { var count = 0 }

        let bytes: [UInt8]
        let reads = Reads()
        var startIndex: Int { bytes.startIndex }
        var endIndex: Int { bytes.endIndex }

        subscript(index: Int) -> UInt8 {
            reads.count += 1
            return bytes[index]
        }
    }

    @Test func comparingAKeyReadsAllOfIt() {
        for candidate in ["secret", "Xecret", "secreX", "", "s", "secret and more"] {
            let key = CountedBytes(bytes: Array("secret".utf8))
            #expect(APIKeys.equal(key, Array(candidate.utf8)) == (candidate == "secret"))
            #expect(key.reads.count == 6, "\(candidate)")
        }
    }

    @Test func everyEndpointAsksForAKey() async throws {
        let administration = ModelAdministration(keys: ["admin"], mostBytes: 0) { name, _ in
            throw ModelLoadingError.unknown(name: name)
        }
        let endpoints = try await Endpoints(keys: ["secret"], uploads: VoiceUploads(), administration: administration)
        let voice = "/v1/text-to-speech/someone"
        let paths: [HTTPRequest.Method: [String]] = [
            .get: [
                "/v1/models", "/v1/models/lsd", "/v1/audio/models", "/v1/audio/voices", "/v1/audio/voices/a", "/voices",
                "/voices/someone", "/v1/voices", "/v2/voices", "/v1/voices/someone", "/metrics",
            ],
            .post: [
                "/v1/audio/speech", "/dev/captioned_speech", "/tts", "/tts/bytes", "/tts/sse", voice, voice + "/stream",
                voice + "/with-timestamps", voice + "/stream/with-timestamps", "/v1/audio/voices", "/v1/models",
            ],
            .delete: ["/v1/audio/voices/a", "/v1/models/lsd"],
        ]
        for (method, paths) in paths {
            for path in paths {
                for key in ["", "secre", "secret2", "Secret"] {
                    for headers: HTTPFields in [[.authorization: "Bearer \(key)"], [.elevenLabsKey: key]] {
                        let status = try await endpoints.send(method, path, headers: headers).status
                        #expect(status == 401, "\(method) \(path) \(key)")
                    }
                }
                #expect(try await endpoints.send(method, path + "?api_key=secre").status == 401, "\(method) \(path)")
            }
        }
    }

    @Test func hosts() {
        let policy = SitePolicy(hosts: ["tts.example.org", "Box.local:8000"])
        for host in [
            nil, "localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "192.168.1.5", "box.local",
            "a.localhost",
            "tts.example.org.", "tts.example.org:443",
        ] {
            #expect(isAllowed(policy, host: host), "\(host ?? "none")")
        }
        for host in ["evil.example", "evil.example:8000", "tts.example.org.evil.example", "localhost.evil.example", ""]
        {
            #expect(!isAllowed(policy, host: host), "\(host)")
        }
        #expect(isAllowed(SitePolicy(hosts: ["*"]), host: "evil.example"))
    }

    @Test func origins() {
        let policy = SitePolicy(hosts: [])
        // Clients that are no browsers send neither.
        #expect(isAllowed(policy, host: "localhost:8000"))
        #expect(isAllowed(policy, host: "localhost:8000", [.origin: "http://localhost:8000"]))
        #expect(
            isAllowed(policy, host: "localhost:8000", [Self.site: "same-origin", .origin: "https://proxy.example"]))
        #expect(isAllowed(policy, host: "localhost:8000", [Self.site: "none"]))
        for headers: HTTPFields in [
            [.origin: "https://evil.example"], [.origin: "null"], [.origin: "http://localhost:3000"],
            [Self.site: "cross-site"], [Self.site: "same-site"],
            [.origin: "https://evil.example", Self.site: "cross-site"],
        ] {
            #expect(!isAllowed(policy, host: "localhost:8000", headers))
            // Reading is what CORS is for.
            #expect(isAllowed(policy, host: "localhost:8000", headers, changesState: false))
        }
        let open = SitePolicy(hosts: [], origin: "https://app.example")
        #expect(isAllowed(open, host: "localhost", [.origin: "https://app.example", Self.site: "cross-site"]))
        #expect(!isAllowed(open, host: "localhost", [.origin: "https://evil.example", Self.site: "cross-site"]))
        #expect(isAllowed(SitePolicy(hosts: [], origin: "*"), host: "localhost", [.origin: "https://evil.example"]))
    }

    @Test func everyEndpointButHealthIsChecked() async throws {
        let endpoints = try await Endpoints(sites: SitePolicy(hosts: []))
        for path in ["/", "/v1/models", "/v1/audio/voices", "/metrics"] {
            #expect(try await endpoints.send(.get, path, authority: "evil.example").status == 403, "\(path)")
            #expect(try await endpoints.send(.get, path).status == 200, "\(path)")
        }
        for path in ["/v1/audio/speech", "/tts"] {
            let answer = try await endpoints.send(.post, path, headers: [.origin: "https://evil.example"])
            #expect(answer.status == 403 && answer.error?.message.contains("--cors-origin") == true)
        }
        #expect(try await endpoints.send(.get, "/health", authority: "evil.example").status == 200)
    }

    @Test func proxies() throws {
        let proxies = try TrustedProxies(["127.0.0.0/8", "10.1.0.0/16", "fd00::/8"])
        func client(_ address: String?, _ fields: String...) -> String {
            proxies.client(forwardedFor: fields, address: address)
        }
        #expect(client("127.0.0.1", "203.0.113.9") == "203.0.113.9")
        // Only what a trusted proxy added counts.
        #expect(client("127.0.0.1", "1.1.1.1, 203.0.113.9, 10.1.2.3") == "203.0.113.9")
        #expect(client("127.0.0.1", "1.1.1.1", "203.0.113.9") == "203.0.113.9")
        #expect(client("203.0.113.9", "1.1.1.1") == "203.0.113.9")
        #expect(client("10.2.0.1", "1.1.1.1") == "10.2.0.1")
        #expect(client("fd12::1", "2001:db8::5") == "2001:db8::5")
        #expect(client("::ffff:127.0.0.1", "203.0.113.9") == "203.0.113.9")
        #expect(client("127.0.0.1", "garbage") == "127.0.0.1")
        #expect(client("127.0.0.1") == "127.0.0.1" && client(nil) == "unknown")
        for malformed in ["", "host", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/-1"] {
            #expect(throws: TrustedProxies.Malformed.self, "\(malformed)") { try TrustedProxies([malformed]) }
        }
    }

    @Test func bodiesOfAllClientsShareABudget() async throws {
        let endpoints = try await Endpoints { $0.bufferedBytes = 3000 }
        let held = endpoints.service.bodies.makeReservation()
        try held.grow(to: 2500)
        for headers: HTTPFields in [[.contentLength: "1000"], [:]] {
            let refused = try await endpoints.send(.post, "/v1/audio/speech", body: Data(count: 1000), headers: headers)
            #expect(refused.status == 503 && refused.headers[.retryAfter] == "5")
        }
        // What a refused body held is free again.
        try held.grow(to: 3000)
    }

    @Test func aBodyIsFreedWithItsRequest() async throws {
        let endpoints = try await Endpoints { $0.bufferedBytes = 3000 }
        for _ in 0..<5 { _ = try await endpoints.send(.post, "/tts", body: Data(count: 2000)) }
        try endpoints.service.bodies.makeReservation().grow(to: 3000)
    }

    @Test func aSlowBodyOfAnAnsweredRequestIsCutOff() throws {
        let channel = EmbeddedChannel(handler: ConnectionGuard(bodyTime: .seconds(10)))
        try channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
        let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/nowhere")
        func answer() throws {
            try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .notFound)))
            try channel.writeOutbound(HTTPResponsePart.end(nil))
        }
        // A body that ends in time keeps the connection.
        try channel.writeInbound(HTTPRequestPart.head(head))
        try answer()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(channel.isActive)
        // One that goes on and on does not.
        try channel.writeInbound(HTTPRequestPart.head(head))
        try answer()
        for _ in 0..<9 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "x")))
        }
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test(arguments: [1, 5, 100])
    func http2IsAnsweredInHTTP2(size: Int) throws {
        let channel = EmbeddedChannel(handler: HTTP2Refusal())
        let bytes = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try channel.writeInbound(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        }
        let answer = try #require(try channel.readOutbound(as: ByteBuffer.self))
        #expect(String(buffer: answer).contains("HTTP/1.1 only"))
        #expect(Array(answer.readableBytesView.prefix(13)) == [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 40, 7])
        #expect(try channel.readInbound(as: ByteBuffer.self) == nil)
        _ = try? channel.finish()
    }

    @Test(arguments: ["GET / HTTP/1.1\r\n\r\n", "PRINT /", "P"])
    func otherProtocolsPass(text: String) throws {
        let channel = EmbeddedChannel(handler: HTTP2Refusal())
        for byte in text.utf8 { try channel.writeInbound(ByteBuffer(bytes: [byte])) }
        _ = try? channel.finish()
        var passed = ""
        while let bytes = try channel.readInbound(as: ByteBuffer.self) { passed += String(buffer: bytes) }
        #expect(passed == text)
    }
}
