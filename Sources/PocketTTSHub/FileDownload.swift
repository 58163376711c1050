import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

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
        let headers: HTTPHeaders = start > 0 ? ["Range": "bytes=\(start)-"] : [:]
        let response = try await transport.request(.GET, url, headers: headers, sendsToken: sendsToken)
        let offset: Int
        switch response.status {
        case 200: offset = 0
        case 206:
            guard Self.rangeStart(response.header("Content-Range")) == start else {
                Disk.remove(part)
                throw Interruption(reason: "the server sent another range than was asked for")
            }
            offset = start
        case 416:
            Disk.remove(part)
            throw Interruption(reason: "the server refused to continue the file")
        case let status where RetryPolicy.isTemporary(status):
            throw Interruption(response)
        default: throw refusal(response)
        }
        let total = size ?? response.number("Content-Length").map { $0 + offset }
        try await store(response.body, at: offset, total: total, resumed: resumed)
    }

    private func store(
        _ body: HTTPClientResponse.Body, at offset: Int, total: Int?, resumed: Int
    ) async throws {
        let descriptor = open(part.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw HubError.disk(path: part.path, reason: Disk.lastError) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, off_t(offset)) == 0, lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw HubError.disk(path: part.path, reason: Disk.lastError)
        }
        var received = offset
        observer(.received(file: label, bytes: received, total: total, resumed: resumed))
        for try await block in body {
            received += block.readableBytes
            if let total, received > total {
                Disk.remove(part)
                throw HubError.damaged(file: label, reason: "it is longer than the announced \(total) bytes")
            }
            try write(block, to: descriptor)
            observer(.received(file: label, bytes: received, total: total, resumed: resumed))
        }
        if let total, received < total {
            throw Interruption(reason: "the connection ended after \(received) of \(total) bytes")
        }
    }

    private func write(_ block: ByteBuffer, to descriptor: CInt) throws {
        var rest = block.readableBytesView[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else {
                throw HubError.disk(path: part.path, reason: Disk.lastError)
            }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// The first byte of `bytes 100-199/200`.
    private static func rangeStart(_ header: String?) -> Int? {
        guard let header, header.hasPrefix("bytes ") else { return nil }
        return header.dropFirst("bytes ".count).split(separator: "-").first.flatMap { Int($0) }
    }
}
