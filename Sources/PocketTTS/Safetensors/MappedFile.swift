import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file of tensors, memory-mapped read-only: pages are read from disk when they are first touched.
///
/// What cannot be guarded against is a file that is shortened by someone else *while* it is mapped: touching the lost
/// pages ends the process (SIGBUS).
final class MappedFile: Sendable {
    let path: String
    /// When it was modified before it was mapped, in nanoseconds since 1970.
    let modified: Int
    /// The whole file. Never written and never moved until `deinit`, hence safe to share.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    /// - Parameters:
    ///   - url: a file on disk.
    ///   - purpose: what the file is, for error messages.
    ///   - leastSize: bytes that every file of its format has.
    ///   - format: the format's name.
    /// - Throws: `.fileNotFound`, `.fileUnusable`, or `.invalidCheckpoint` for a file that is too short.
    init(_ url: URL, purpose: String, leastSize: Int, format: String) throws(PocketTTSError) {
        let file = try InputFile(url, purpose: purpose)
        path = file.path
        modified = file.modified
        guard file.size >= leastSize else {
            throw .invalidCheckpoint(
                path: file.path, tensor: nil,
                reason: "the file is \(file.size) bytes long, too short for a \(format) file")
        }
        guard let address = mmap(nil, file.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0), address != MAP_FAILED
        else {
            throw .fileUnusable(
                path: file.path, reason: "it cannot be mapped into memory: \(String(cString: strerror(errno)))")
        }
        bytes = UnsafeRawBufferPointer(start: address, count: file.size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
