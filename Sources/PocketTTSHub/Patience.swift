import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// A failure that another attempt may get around.
struct Interruption: Error {
    var reason: String
    /// What the server asked for.
    var wait: Duration?

    init(reason: String) { self.reason = reason }

    /// A server that is busy, or out of order for now.
    init(_ response: HTTPTransport.Response) {
        reason = "the server answered \(response.status)"
        wait = response.header("Retry-After").flatMap { RetryPolicy.seconds(retryAfter: $0) }.map { .seconds($0) }
    }

    /// What of `error` is worth another attempt; all else is thrown again.
    init(_ error: any Error) throws {
        try Task.checkCancellation()
        switch error {
        case is HubError, is CancellationError: throw error
        case let error as Interruption: self = error
        case let error as HTTPClientError: self.init(reason: Self.text(error))
        case let error as IOError: self.init(reason: String(cString: strerror(error.errnoCode)).lowercased())
        case is NIOConnectionError: self.init(reason: "the server could not be reached")
        case is HTTPParserError: self.init(reason: "the connection broke off")
        default: self.init(reason: "\(error)")
        }
    }

    private static func text(_ error: HTTPClientError) -> String {
        switch error {
        case .readTimeout: "nothing came any more"
        case .connectTimeout: "the server could not be reached in time"
        case .invalidProxyResponse, .httpProxyHandshakeTimeout: "the proxy opened no connection (CONNECT)"
        case .proxyAuthenticationRequired: "the proxy wants http://user:password@host:port"
        case .remoteConnectionClosed, .uncleanShutdown: "the server closed the connection"
        default: error.shortDescription
        }
    }
}

/// Waits between attempts, and gives up in the end.
struct Patience: Sendable {
    let label: String
    let retries: RetryPolicy
    let observer: DownloadObserver

    /// - Parameter failures: attempts in a row that brought nothing, this one included.
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
