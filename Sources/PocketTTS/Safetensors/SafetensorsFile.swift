import Foundation

/// A safetensors file, memory-mapped read-only: pages are read from disk when they are first touched, and
/// tensors are views into the file.
///
/// The header is checked completely before anything is believed.
public final class SafetensorsFile: Sendable {
    /// The largest header that the format allows, in bytes.
    public static let headerLimit = 100_000_000

    public var path: String { file.path }
    /// The texts of `__metadata__`.
    public let metadata: [String: String]
    private let entries: [String: SafetensorsHeader.Entry]
    private let file: MappedFile
    private let bodyStart: Int

    /// - Parameters:
    ///   - url: a file on disk.
    ///   - purpose: what the file is, for error messages.
    /// - Throws: `.fileNotFound`, `.fileUnusable`, or `.invalidCheckpoint` for anything malformed.
    public init(contentsOf url: URL, purpose: String = "weights") throws(PocketTTSError) {
        file = try MappedFile(url, purpose: purpose, leastSize: 8, format: "safetensors")
        let bytes = file.bytes
        do throws(HeaderProblem) {
            bodyStart = 8 + (try Self.headerSize(bytes))
            let header = try SafetensorsHeader(
                json: UnsafeRawBufferPointer(rebasing: bytes[8..<bodyStart]), bodySize: bytes.count - bodyStart)
            entries = header.entries
            metadata = header.metadata
        } catch {
            throw .invalidCheckpoint(path: file.path, tensor: nil, reason: error.reason)
        }
        try file.requireIntact()
    }

    /// - Throws: `.fileUnusable` if parts of the file could not be read when they were needed, because it was shortened
    ///   since it was opened.
    func requireIntact() throws(PocketTTSError) { try file.requireIntact() }

    /// All tensors' names, sorted.
    public var names: [String] { entries.keys.sorted() }

    /// A view of a tensor's bytes; `nil` for an unknown name.
    public func tensor(named name: String) -> TensorView? {
        guard let entry = entries[name] else { return nil }
        let range = (bodyStart + entry.range.lowerBound)..<(bodyStart + entry.range.upperBound)
        return TensorView(
            name: name, dtype: entry.dtype, shape: entry.shape,
            bytes: UnsafeRawBufferPointer(rebasing: file.bytes[range]), owner: file)
    }

    private static func headerSize(_ file: UnsafeRawBufferPointer) throws(HeaderProblem) -> Int {
        let size = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
        guard size <= UInt64(headerLimit) else {
            throw HeaderProblem(
                "it states a header of \(size) bytes, the limit is \(headerLimit): not a safetensors file?")
        }
        guard Int(size) <= file.count - 8 else {
            throw HeaderProblem(
                "it states a header of \(size) bytes, only \(file.count - 8) follow: truncated, fetch it again")
        }
        return Int(size)
    }
}
