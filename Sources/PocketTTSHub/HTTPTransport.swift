import Foundation

/// Requests over HTTP. Redirects are followed here, so that the token reaches the hub and no other host.
final class HTTPTransport: Sendable {
    private let environment: HubEnvironment
    private let connections = Connections()

    init(_ environment: HubEnvironment) { self.environment = environment }

    struct Response: Sendable {
        let url: URL
        let status: Int
        fileprivate let headers: [String: String]

        func header(_ name: String) -> String? { headers[name.lowercased()] }
        func number(_ name: String) -> Int? { header(name).flatMap { Int($0) } }
    }

    /// - Parameters:
    ///   - sendsToken: whether the hub's token goes with it, to the hub's own hosts.
    ///   - followsAbroad: whether redirects to other hosts are followed, or handed back.
    ///   - open: receives a response that is no redirect, and returns what receives its body; runs on a thread that may
    ///     block.
    /// - Throws: ``Interruption`` when no answer came, ``HubError`` for a redirect that is refused,
    ///   `CancellationError`, and what `open` and the body's receiver throw.
    func request(
        _ method: Transfer.Request.Method, _ url: URL, headers: [(name: String, value: String)] = [], sendsToken: Bool,
        followsAbroad: Bool = true, open: @escaping @Sendable (Response) throws -> Transfer.Sink? = { _ in nil }
    ) async throws -> Response {
        guard !environment.isOffline else { throw HubError.offline(file: url.absoluteString) }
        var url = url
        for _ in 0..<10 {
            // Bytes must arrive as they are stored: lengths and ranges count them.
            var all = headers + [("Accept-Encoding", "identity"), ("User-Agent", "pocket-tts-swift")]
            if sendsToken, isHub(url), let token = environment.token {
                all.append(("Authorization", "Bearer \(token)"))
            }
            let proxy = environment.proxies.proxy(for: url)
            let request = Transfer.Request(
                method: method, url: url, headers: all, proxy: proxy?.url, connect: environment.retries.connect,
                stall: environment.retries.stall)
            let head: Transfer.Head
            do {
                head = try await perform(request) { [url] head in
                    Self.isRedirect(head)
                        ? nil : try open(Response(url: url, status: head.status, headers: head.headers))
                }
            } catch {
                throw try Interruption(error, proxy: proxy)
            }
            let answer = Response(url: url, status: head.status, headers: head.headers)
            guard Self.isRedirect(head), let location = answer.header("Location") else { return answer }
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

    /// Runs a transfer on a thread of its own. Cancelling the task ends it at once.
    private func perform(
        _ request: Transfer.Request, open: @escaping @Sendable (Transfer.Head) throws -> Transfer.Sink?
    ) async throws -> Transfer.Head {
        let stop = TransferStop()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread { [connections] in
                    continuation.resume(
                        with: Result { try Transfer(request, open: open).run(on: connections, stop: stop) })
                }
            }
        } onCancel: {
            stop.stop()
        }
    }

    private static func isRedirect(_ head: Transfer.Head) -> Bool {
        [301, 302, 303, 307, 308].contains(head.status) && head.headers["location"] != nil
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
}
