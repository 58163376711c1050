import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// A failure after which another attempt may succeed.
struct Interruption: Error {
    var reason: String
    /// The time that the server asked for.
    var wait: Duration?

    init(reason: String) { self.reason = reason }

    /// A temporary failure that a server reports.
    init(_ response: HTTPTransport.Response) {
        reason = "the server answered \(response.status)"
        wait = response.header("Retry-After").flatMap { RetryPolicy.seconds(retryAfter: $0) }.map { .seconds($0) }
    }

    /// Describes an error after which another attempt may succeed; any other is thrown again.
    /// - Parameter proxy: the proxy that the request goes through.
    init(_ error: any Error, proxy: ProxySettings.Proxy? = nil) throws {
        try Task.checkCancellation()
        let peer = proxy.map { "the proxy \($0)" } ?? "the server"
        switch error {
        case is HubError, is CancellationError: throw error
        case let error as Interruption: self = error
        case let error as HTTPClientError: self.init(reason: Self.text(error, peer))
        case let error as IOError:
            self.init(reason: "\(peer): \(String(cString: strerror(error.errnoCode)).lowercased())")
        case is NIOConnectionError: self.init(reason: "\(peer) could not be reached")
        case is HTTPParserError: self.init(reason: "\(peer) broke off the connection")
        default: self.init(reason: "\(peer): \(error)")
        }
    }

    private static func text(_ error: HTTPClientError, _ peer: String) -> String {
        switch error {
        case .readTimeout: "\(peer) sent nothing for too long"
        case .connectTimeout: "\(peer) could not be reached in time"
        case .invalidProxyResponse, .httpProxyHandshakeTimeout: "\(peer) opened no connection (CONNECT)"
        case .proxyAuthenticationRequired: "\(peer) wants a login: http://user:password@host:port"
        case .remoteConnectionClosed, .uncleanShutdown: "\(peer) closed the connection"
        default: "\(peer): \(error.shortDescription)"
        }
    }
}

/// Waits between attempts, and gives up after too many.
struct Patience: Sendable {
    let label: String
    let retries: RetryPolicy
    let observer: DownloadObserver

    /// - Parameter failures: consecutive attempts without progress, this one included.
    func afterFailure(_ failures: Int, _ error: any Error) async throws {
        let interruption = try Interruption(error)
        guard failures < retries.attempts else {
            throw HubError.network(file: label, reason: interruption.reason, attempts: failures)
        }
        let wait = interruption.wait ?? retries.wait(afterFailures: failures)
        guard wait <= retries.longestRequestedWait else {
            throw HubError.busy(file: label, seconds: Int(wait / .seconds(1)))
        }
        observer(.retrying(file: label, reason: interruption.reason, seconds: wait / .seconds(1)))
        try await Task.sleep(for: wait)
    }

    /// Repeats a request that stores nothing.
    func repeating(_ request: () async throws -> HTTPTransport.Response) async throws -> HTTPTransport.Response {
        var failures = 0
        while true {
            do {
                let response = try await request()
                if RetryPolicy.isTemporary(response.status) { throw Interruption(response) }
                return response
            } catch {
                failures += 1
                try await afterFailure(failures, error)
            }
        }
    }
}
