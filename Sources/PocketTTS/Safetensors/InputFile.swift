import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file opened for reading, closed on release. It reports everything that can be wrong with a path.
final class InputFile {
    let path: String
    let descriptor: CInt
    /// Size in bytes when opened.
    let size: Int
    /// When it was modified last, in nanoseconds since 1970.
    let modified: Int

    /// - Parameter purpose: what the file is needed for, "config" or "voice".
    /// - Throws: `.fileNotFound` or `.fileUnusable` (a folder, a device, no permission).
    init(_ url: URL, purpose: String) throws(PocketTTSError) {
        path = url.path
        guard url.isFileURL else { throw .fileNotFound(path: url.absoluteString, purpose: purpose) }
        // Non-blocking: opening a named pipe must not wait for a writer.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { throw .fileNotFound(path: path, purpose: purpose) }
            throw .fileUnusable(path: path, reason: String(cString: strerror(code)))
        }
        self.descriptor = descriptor
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            size = 0
            modified = 0
            throw .fileUnusable(path: path, reason: String(cString: strerror(errno)))
        }
        size = Int(status.st_size)
        #if os(macOS)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        modified = Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .fileUnusable(path: path, reason: "it is a folder, the \(purpose) must be a file.")
        default: throw .fileUnusable(path: path, reason: "it is not a regular file.")
        }
    }

    deinit { close(descriptor) }

    /// The whole contents, refused above `limit` bytes.
    func read(limit: Int) throws(PocketTTSError) -> Data {
        guard size <= limit else {
            throw .fileUnusable(path: path, reason: "it is \(size) bytes long, the limit is \(limit).")
        }
        do {
            return try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).read(upToCount: limit) ?? Data()
        } catch {
            throw .fileUnusable(path: path, reason: "reading failed: \(error.localizedDescription)")
        }
    }
}
