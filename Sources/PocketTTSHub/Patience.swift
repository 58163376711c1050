import CCurl
import Foundation

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
        case let error as TransferFailure: self.init(reason: error.text(peer))
        default: self.init(reason: "\(peer): \(error)")
        }
    }
}

extension TransferFailure {
    /// - Parameter peer: what was asked: the server, or the proxy before it.
    fileprivate func text(_ peer: String) -> String {
        if isStalled { return "\(peer) sent nothing for too long" }
        if proxyStatus == 407 { return "\(peer) wants a login: http://user:password@host:port" }
        // 200: the proxy is not what failed.
        if proxyStatus >= 300 { return "\(peer) opened no connection (CONNECT)" }
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return "\(peer) could not be reached in time"
        case CURLE_COULDNT_CONNECT where systemError != 0:
            return "\(peer): \(String(cString: strerror(systemError)).lowercased())"
        case CURLE_COULDNT_CONNECT: return "\(peer) could not be reached"
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return "\(peer) has no known address"
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
            return "\(peer) closed the connection"
        default: return "\(peer): \(String(cString: curl_easy_strerror(code)))"
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
