import CMappedFile
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file, memory-mapped read-only: pages are read from disk when they are first touched.
///
/// A file that is shortened by someone else *while* it is mapped loses pages. They read as zeros: whoever has used the
/// bytes asks ``requireIntact()`` before the result counts.
package final class MappedFile: Sendable {
    let path: String
    /// When it was modified before it was mapped, in nanoseconds since 1970.
    let modified: Int
    /// The whole file. Never written and never moved until `deinit`, hence safe to share.
    package nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let guardNumber: CInt

    /// - Parameters:
    ///   - url: a file on disk; it may be empty.
    ///   - purpose: what the file is, for error messages.
    /// - Throws: `.fileNotFound` or `.fileUnusable`.
    package convenience init(_ url: URL, purpose: String) throws(PocketTTSError) {
        try self.init(url, purpose: purpose, leastSize: 0, format: "")
    }

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
        var number: CInt = -1
        let address = pocket_map_file(file.descriptor, file.size, &number)
        guard address != MAP_FAILED else {
            throw .fileUnusable(
                path: file.path, reason: "it cannot be mapped into memory: \(String(cString: strerror(errno)))")
        }
        bytes = UnsafeRawBufferPointer(start: address, count: address == nil ? 0 : file.size)
        guardNumber = number
    }

    deinit { pocket_unmap_file(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, guardNumber) }

    /// What is wrong with the file if pages of it could not be read when they were needed.
    var damage: PocketTTSError? {
        guard pocket_mapping_lost_pages(guardNumber) else { return nil }
        return .fileUnusable(
            path: path,
            reason: "it was shortened while it was in use, or its disk fails: restore it, and load it again.")
    }

    /// - Throws: `.fileUnusable` if pages could not be read.
    package func requireIntact() throws(PocketTTSError) {
        if let damage { throw damage }
    }
}
