import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A safetensors file, memory-mapped read-only: pages are read from disk when they are first touched, and
/// tensors are views into the mapping.
///
/// The header is checked completely before anything is believed. What cannot be guarded against is a file
/// that is shortened by someone else *while* it is mapped: touching the lost pages ends the process (SIGBUS).
public final class SafetensorsFile: Sendable {
    /// The largest header that the format allows, in bytes.
    public static let headerLimit = 100_000_000

    public let path: String
    /// The texts of `__metadata__`.
    public let metadata: [String: String]
    private let entries: [String: SafetensorsHeader.Entry]
    /// The whole file. Never written and never moved until `deinit`, hence safe to share.
    private nonisolated(unsafe) let mapping: UnsafeRawBufferPointer
    private let bodyStart: Int

    /// - Parameters:
    ///   - url: a file on disk.
    ///   - purpose: what the file is, for error messages.
    /// - Throws: `.fileNotFound`, `.fileUnusable`, or `.invalidCheckpoint` for anything malformed.
    public init(contentsOf url: URL, purpose: String = "weights") throws(PocketTTSError) {
        let file = try InputFile(url, purpose: purpose)
        path = file.path
        let mapping = try Self.map(file)
        do {
            let headerSize = try Self.headerSize(mapping)
            bodyStart = 8 + headerSize
            let header = try SafetensorsHeader(
                json: UnsafeRawBufferPointer(rebasing: mapping[8..<bodyStart]), bodySize: mapping.count - bodyStart)
            entries = header.entries
            metadata = header.metadata
        } catch {
            munmap(UnsafeMutableRawPointer(mutating: mapping.baseAddress), mapping.count)
            throw .invalidCheckpoint(path: file.path, tensor: nil, reason: error.reason)
        }
        self.mapping = mapping
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: mapping.baseAddress), mapping.count) }

    /// All tensors' names, sorted.
    public var names: [String] { entries.keys.sorted() }

    /// A view of a tensor's bytes; `nil` for an unknown name.
    public func tensor(named name: String) -> TensorView? {
        guard let entry = entries[name] else { return nil }
        let range = (bodyStart + entry.range.lowerBound)..<(bodyStart + entry.range.upperBound)
        return TensorView(
            name: name, dtype: entry.dtype, shape: entry.shape,
            bytes: UnsafeRawBufferPointer(rebasing: mapping[range]), owner: self)
    }

    private static func map(_ file: InputFile) throws(PocketTTSError) -> UnsafeRawBufferPointer {
        guard file.size >= 8 else {
            throw .invalidCheckpoint(
                path: file.path, tensor: nil,
                reason: "the file is \(file.size) bytes long, too short for a safetensors file")
        }
        guard let address = mmap(nil, file.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0), address != MAP_FAILED
        else {
            throw .fileUnusable(
                path: file.path, reason: "it cannot be mapped into memory: \(String(cString: strerror(errno)))")
        }
        return UnsafeRawBufferPointer(start: address, count: file.size)
    }

    private static func headerSize(_ mapping: UnsafeRawBufferPointer) throws(HeaderProblem) -> Int {
        let size = UInt64(littleEndian: mapping.loadUnaligned(as: UInt64.self))
        guard size <= UInt64(headerLimit) else {
            throw HeaderProblem(
                "it states a header of \(size) bytes, the limit is \(headerLimit): not a safetensors file?")
        }
        guard Int(size) <= mapping.count - 8 else {
            throw HeaderProblem(
                "it states a header of \(size) bytes, only \(mapping.count - 8) follow: truncated, fetch it again")
        }
        return Int(size)
    }
}
