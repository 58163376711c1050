import Foundation
import Synchronization

/// The download of one file: resumed where it broke off, retried after failures, checked before it counts.
struct FileDownload: Sendable {
    let transport: HTTPTransport
    let url: URL
    /// The file's name in messages.
    let label: String
    let sendsToken: Bool
    /// In bytes; `nil`: the server states it with the contents.
    let size: Int?
    let check: ContentCheck
    /// The file that receives the bytes. It stays after a failure.
    let part: URL
    let retries: RetryPolicy
    let observer: DownloadObserver
    /// The error that a refusal stands for.
    let refusal: @Sendable (HTTPTransport.Response) -> HubError

    /// Leaves the whole, checked file in ``part``.
    func run() async throws {
        try Disk.makeFolder(part.deletingLastPathComponent())
        let resumed = Disk.size(part)
        if let size { try Disk.requireRoom(for: max(0, size - resumed), at: part.deletingLastPathComponent()) }
        try await gather(resumed: resumed)
        guard try await !check.holds(for: part) else { return }
        Disk.remove(part)
        // The part that was resumed may have been the damaged one.
        guard resumed > 0 else { throw HubError.damaged(file: label, reason: "its hash is not the announced one") }
        try await gather(resumed: 0)
        guard try await check.holds(for: part) else {
            Disk.remove(part)
            throw HubError.damaged(file: label, reason: "its hash is not the announced one")
        }
    }

    private func gather(resumed: Int) async throws {
        let pause = Patience(label: label, retries: retries, observer: observer)
        var failures = 0
        var furthest = Disk.size(part)
        while true {
            do {
                return try await attempt(resumed: resumed)
            } catch {
                // Only bytes beyond the furthest count as progress: a server may send the same ones forever.
                let reached = Disk.size(part)
                failures = reached > furthest ? 1 : failures + 1
                furthest = max(furthest, reached)
                try await pause.afterFailure(failures, error)
            }
        }
    }

    private func attempt(resumed: Int) async throws {
        if let size {
            if Disk.size(part) == size, Disk.exists(part) { return }
            // A part that is too long is of another file.
            if Disk.size(part) > size { Disk.remove(part) }
        }
        let start = Disk.size(part)
        let range = start > 0 ? [("Range", "bytes=\(start)-")] : []
        let expected = Mutex<Int?>(nil)
        _ = try await transport.request(.get, url, headers: range, sendsToken: sendsToken) { response in
            let offset = try offset(response, after: start)
            let total = size ?? response.number("Content-Length").map { $0 + offset }
            expected.withLock { $0 = total }
            return try receiver(at: offset, total: total, resumed: resumed)
        }
        let received = Disk.size(part)
        if let total = expected.withLock({ $0 }), received < total {
            throw Interruption(reason: "the connection ended after \(received) of \(total) bytes")
        }
    }

    /// Where the response's bytes belong in the file.
    private func offset(_ response: HTTPTransport.Response, after start: Int) throws -> Int {
        switch response.status {
        case 200: return 0
        case 206:
            guard Self.rangeStart(response.header("Content-Range")) == start else {
                Disk.remove(part)
                throw Interruption(reason: "the server sent another range than was asked for")
            }
            return start
        case 416:
            Disk.remove(part)
            throw Interruption(reason: "the server refused to continue the file")
        case let status where RetryPolicy.isTemporary(status): throw Interruption(response)
        default: throw refusal(response)
        }
    }

    /// Writes what arrives to ``part``, from `offset` on.
    private func receiver(at offset: Int, total: Int?, resumed: Int) throws -> Transfer.Sink {
        let file = try PartFile(part, offset: offset)
        var received = offset
        observer(.received(file: label, bytes: received, total: total, resumed: resumed))
        return { block in
            received += block.count
            if let total, received > total {
                Disk.remove(part)
                throw HubError.damaged(file: label, reason: "it is longer than the announced \(total) bytes")
            }
            try file.write(block)
            observer(.received(file: label, bytes: received, total: total, resumed: resumed))
        }
    }

    /// The first byte of `bytes 100-199/200`.
    private static func rangeStart(_ header: String?) -> Int? {
        guard let header, header.hasPrefix("bytes ") else { return nil }
        return header.dropFirst("bytes ".count).split(separator: "-").first.flatMap { Int($0) }
    }
}
