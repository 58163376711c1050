import CCurl
import Foundation
import Synchronization

/// One HTTP request and its response, through libcurl. It lives on the thread that runs it.
final class Transfer {
    struct Request: Sendable {
        enum Method: Sendable { case get, head }

        let method: Method
        let url: URL
        let headers: [(name: String, value: String)]
        /// `http://[user:password@]host:port`.
        let proxy: URL?
        /// The longest time until a connection.
        let connect: Duration
        /// The longest time without a byte on a connection.
        let stall: Duration
    }

    /// The start of a response.
    struct Head: Sendable {
        var status = 0
        /// By lower-case name; the first of several.
        var headers: [String: String] = [:]
    }

    /// Receives the blocks of a body.
    typealias Sink = (UnsafeRawBufferPointer) throws -> Void

    private let request: Request
    private let open: (Head) throws -> Sink?
    private var head = Head()
    private var sink: Sink?
    private var isOpen = false
    private var failure: (any Error)?
    private var lastByte: ContinuousClock.Instant?

    /// - Parameter open: receives the response's head, and returns what receives the body; `nil` ignores the body.
    init(_ request: Request, open: @escaping (Head) throws -> Sink?) {
        self.request = request
        self.open = open
    }

    /// Blocks the thread until the response is complete.
    /// - Parameter stop: ends the transfer early.
    /// - Throws: what `open` or the sink throws, ``TransferFailure``, or `CancellationError`.
    func run(on connections: Connections, stop: TransferStop) throws -> Head {
        guard let handle = curl_easy_init() else { throw TransferFailure(code: CURLE_OUT_OF_MEMORY) }
        defer { curl_easy_cleanup(handle) }
        let list = headerList()
        defer { curl_slist_free_all(list) }
        try set(handle, list)
        return try connections.with { multi in
            guard curl_multi_add_handle(multi, handle) == CURLM_OK else {
                throw TransferFailure(code: CURLE_OUT_OF_MEMORY)
            }
            defer { curl_multi_remove_handle(multi, handle) }
            try stop.watch(multi)
            defer { stop.unwatch() }
            try drive(multi, handle, stop)
            try finish(pocket_curl_result(multi), handle)
            return head
        }
    }

    private func drive(_ multi: UnsafeMutableRawPointer, _ handle: UnsafeMutableRawPointer, _ stop: TransferStop) throws
    {
        var running: CInt = 1
        while true {
            guard curl_multi_perform(multi, &running) == CURLM_OK else { throw TransferFailure(code: CURLE_RECV_ERROR) }
            try stop.check()
            guard running > 0 else { return }
            // From when the request is sent on, each byte restarts the clock.
            if lastByte == nil, pocket_curl_time(handle, CURLINFO_PRETRANSFER_TIME_T) > 0 { lastByte = .now }
            let left = lastByte.map { request.stall - (.now - $0) } ?? .seconds(1)
            guard left > .zero else { throw TransferFailure(isStalled: true) }
            curl_multi_poll(multi, nil, 0, CInt(clamping: min(left.milliseconds + 1, 1000)), nil)
        }
    }

    private func finish(_ code: CURLcode, _ handle: UnsafeMutableRawPointer) throws {
        if let failure { throw failure }
        guard code == CURLE_OK else {
            throw TransferFailure(
                code: code, systemError: Int32(clamping: pocket_curl_number(handle, CURLINFO_OS_ERRNO)),
                proxyStatus: pocket_curl_number(handle, CURLINFO_HTTP_CONNECTCODE))
        }
        // A response without a body has called no receiver.
        if !isOpen { sink = try open(head) }
    }

    private func set(_ handle: UnsafeMutableRawPointer, _ list: UnsafeMutablePointer<curl_slist>?) throws {
        let proxy = request.proxy
        func text(_ option: CURLoption, _ value: String) -> CURLcode { pocket_curl_set_text(handle, option, value) }
        func number(_ option: CURLoption, _ value: Int) -> CURLcode { pocket_curl_set_number(handle, option, value) }
        let me = Unmanaged.passUnretained(self).toOpaque()
        var codes = [
            text(CURLOPT_URL, request.url.absoluteString),
            number(CURLOPT_NOBODY, request.method == .head ? 1 : 0),
            pocket_curl_set_list(handle, CURLOPT_HTTPHEADER, list),
            number(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1),
            text(CURLOPT_PROTOCOLS_STR, "http,https"),
            // No signal for timeouts: this is one thread of several.
            number(CURLOPT_NOSIGNAL, 1),
            number(CURLOPT_CONNECTTIMEOUT_MS, request.connect.milliseconds),
            // Not from the environment, which libcurl would read by rules of its own.
            text(CURLOPT_PROXY, proxy.map { "http://\($0.host ?? ""):\($0.port ?? 80)" } ?? ""),
            text(CURLOPT_NOPROXY, ""),
            number(CURLOPT_HTTPPROXYTUNNEL, proxy == nil ? 0 : 1),
            number(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
            pocket_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                Transfer.receive(bytes, size * count, context) { try $0.takeHeader($1) }
            },
            pocket_curl_set_pointer(handle, CURLOPT_HEADERDATA, me),
            pocket_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                Transfer.receive(bytes, size * count, context) { try $0.takeBody($1) }
            },
            pocket_curl_set_pointer(handle, CURLOPT_WRITEDATA, me),
        ]
        if let user = proxy?.user {
            codes.append(text(CURLOPT_PROXYUSERNAME, user.removingPercentEncoding ?? user))
            let password = proxy?.password ?? ""
            codes.append(text(CURLOPT_PROXYPASSWORD, password.removingPercentEncoding ?? password))
        }
        if let code = codes.first(where: { $0 != CURLE_OK }) { throw TransferFailure(code: code) }
    }

    private func headerList() -> UnsafeMutablePointer<curl_slist>? {
        request.headers.reduce(nil) { list, header in
            // A line break would start another header.
            curl_slist_append(list, "\(header.name): \(header.value)".filter { !$0.isNewline }) ?? list
        }
    }

    /// Passes bytes on; any other result than their number ends the transfer.
    private static func receive(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ take: (Transfer, UnsafeRawBufferPointer) throws -> Void
    ) -> Int {
        guard let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        do {
            transfer.lastByte = .now
            try take(transfer, UnsafeRawBufferPointer(start: bytes, count: count))
            return count
        } catch {
            transfer.failure = error
            return -1
        }
    }

    private func takeHeader(_ bytes: UnsafeRawBufferPointer) throws {
        let line = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if line.hasPrefix("HTTP/") {
            // The answer that counts is the last one: before it there may be 100 Continue.
            head = Head(status: line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
        } else if let colon = line.firstIndex(of: ":") {
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            head.headers[name] = head.headers[name] ?? value
        }
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) throws {
        if !isOpen {
            isOpen = true
            sink = try open(head)
        }
        try sink?(bytes)
    }
}

/// Why a transfer brought no response.
struct TransferFailure: Error {
    var code = CURLE_OK
    /// `errno` of the system call that failed, 0 if none did.
    var systemError: Int32 = 0
    /// The proxy's answer to CONNECT, 0 if there was none.
    var proxyStatus = 0
    /// No byte came for too long.
    var isStalled = false
}

/// Ends a transfer from another thread.
final class TransferStop: Sendable {
    private struct State: ~Copyable {
        var isStopped = false
        nonisolated(unsafe) var multi: UnsafeMutableRawPointer?
    }

    private let state = Mutex(State())

    func stop() {
        state.withLock { state in
            state.isStopped = true
            if let multi = state.multi { curl_multi_wakeup(multi) }
        }
    }

    /// - Throws: `CancellationError` after ``stop()``.
    func check() throws {
        if state.withLock({ $0.isStopped }) { throw CancellationError() }
    }

    fileprivate func watch(_ multi: UnsafeMutableRawPointer) throws {
        nonisolated(unsafe) let multi = multi
        state.withLock { $0.multi = multi }
        try check()
    }

    fileprivate func unwatch() { state.withLock { $0.multi = nil } }
}

/// Connections that stay open for the next transfer. Each set serves one transfer at a time.
final class Connections: Sendable {
    private struct Idle: ~Copyable {
        nonisolated(unsafe) var sets: [UnsafeMutableRawPointer] = []
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    private let idle = Mutex(Idle())

    deinit {
        idle.withLock { for set in $0.sets { curl_multi_cleanup(set) } }
    }

    fileprivate func with<Result>(_ body: (UnsafeMutableRawPointer) throws -> Result) throws -> Result {
        nonisolated(unsafe) let kept = idle.withLock { $0.sets.popLast() }
        guard Self.isReady, let set = kept ?? curl_multi_init() else {
            throw TransferFailure(code: CURLE_FAILED_INIT)
        }
        nonisolated(unsafe) let returned = set
        defer { idle.withLock { $0.sets.append(returned) } }
        return try body(set)
    }
}

extension Duration {
    fileprivate var milliseconds: Int { Int(self / .milliseconds(1)) }
}
