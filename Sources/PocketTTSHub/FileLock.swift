import Foundation

/// A lock between processes on a file (`flock`), the same that `huggingface_hub` takes. Freed when the process ends.
final class FileLock: Sendable {
    private let descriptor: CInt

    private init(descriptor: CInt) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Waits, without holding a thread, until the lock is free.
    /// - Parameter onWait: called once if it is not free at first.
    static func acquire(_ url: URL, onWait: () -> Void = {}) async throws -> FileLock {
        try Disk.makeFolder(url.deletingLastPathComponent())
        let descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o664)
        guard descriptor >= 0 else { throw HubError.disk(path: url.path, reason: Disk.lastError) }
        let lock = FileLock(descriptor: descriptor)
        var waited = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw HubError.disk(path: url.path, reason: Disk.lastError)
            }
            if !waited { onWait() }
            waited = true
            try await Task.sleep(for: .milliseconds(100))
        }
        return lock
    }
}
