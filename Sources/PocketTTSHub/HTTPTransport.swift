import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Requests over HTTP. Redirects are followed here, so that the token reaches the hub and no other host.
final class HTTPTransport: Sendable {
    private let environment: HubEnvironment
    /// One client per proxy, since that is where a proxy is set.
    private let clients = Mutex<[URL?: HTTPClient]>([:])

    init(_ environment: HubEnvironment) { self.environment = environment }

    deinit {
        for client in clients.withLock({ $0.values }) { client.shutdown { _ in } }
    }

    struct Response: Sendable {
        let url: URL
        let status: Int
        let headers: HTTPHeaders
        let body: HTTPClientResponse.Body

        func header(_ name: String) -> String? { headers.first(name: name) }
        func number(_ name: String) -> Int? { header(name).flatMap { Int($0) } }
    }

    /// - Parameters:
    ///   - sendsToken: whether the hub's token goes with it, to the hub's own hosts.
    ///   - followsAbroad: whether redirects to other hosts are followed, or handed back.
    /// - Throws: ``Interruption`` when no answer came, ``HubError`` for a redirect that is refused.
    func request(
        _ method: HTTPMethod, _ url: URL, headers: HTTPHeaders = [:], sendsToken: Bool, followsAbroad: Bool = true
    ) async throws -> Response {
        guard !environment.isOffline else { throw HubError.offline(file: url.absoluteString) }
        var url = url
        for _ in 0..<10 {
            var request = HTTPClientRequest(url: url.absoluteString)
            request.method = method
            request.headers = headers
            // Bytes must arrive as they are stored: lengths and ranges count them.
            request.headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
            request.headers.replaceOrAdd(name: "User-Agent", value: "pocket-tts-swift")
            if sendsToken, isHub(url), let token = environment.token {
                request.headers.replaceOrAdd(name: "Authorization", value: "Bearer \(token)")
            }
            let proxy = environment.proxies.proxy(for: url)
            let response: HTTPClientResponse
            do {
                response = try await client(proxy?.url).execute(request, deadline: .distantFuture)
            } catch {
                throw try Interruption(error, proxy: proxy)
            }
            let answer = Response(
                url: url, status: Int(response.status.code), headers: response.headers, body: response.body)
            guard [301, 302, 303, 307, 308].contains(answer.status), let location = answer.header("Location") else {
                return answer
            }
            guard let next = URL(string: location, relativeTo: url)?.absoluteURL, let scheme = next.scheme,
                scheme == "https" || (scheme == "http" && url.scheme == "http"), next.host != nil
            else {
                throw HubError.notAHub(file: url.absoluteString, reason: "it redirects to '\(location)'")
            }
            if !followsAbroad, Self.origin(next) != Self.origin(url), !isHub(next) { return answer }
            url = next
        }
        throw HubError.notAHub(file: url.absoluteString, reason: "it redirects more than ten times")
    }

    /// Scheme, host and port.
    private static func origin(_ url: URL) -> String {
        let scheme = url.scheme?.lowercased() ?? ""
        return "\(scheme)://\(url.host?.lowercased() ?? ""):\(url.port ?? (scheme == "https" ? 443 : 80))"
    }

    private func isHub(_ url: URL) -> Bool {
        let hubs = [Self.origin(environment.endpoint), "https://huggingface.co:443", "https://hf.co:443"]
        return hubs.contains(Self.origin(url))
    }

    private func client(_ proxy: URL?) -> HTTPClient {
        clients.withLock { clients in
            if let client = clients[proxy] { return client }
            var configuration = HTTPClient.Configuration(
                redirectConfiguration: .disallow,
                timeout: .init(
                    connect: .init(environment.retries.connect), read: .init(environment.retries.stall)),
                proxy: proxy.map { .init($0) })
            configuration.httpVersion = .http1Only
            configuration.connectionPool.retryConnectionEstablishment = false
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            clients[proxy] = client
            return client
        }
    }
}
