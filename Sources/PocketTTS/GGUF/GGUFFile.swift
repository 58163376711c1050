import Foundation

/// A GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), version 2 or 3, memory-mapped read-only.
///
/// Tensors may have the types F32, F16, BF16 and Q8_0. The whole table of contents is checked against the file's size
/// before anything is believed.
final class GGUFFile: Sendable {
    private let file: MappedFile
    private let entries: [String: GGUFHeader.Entry]
    private let bodyStart: Int

    var path: String { file.path }

    /// - Throws: `.fileNotFound`, `.fileUnusable`, or `.invalidCheckpoint` for anything malformed.
    init(contentsOf url: URL) throws(PocketTTSError) {
        file = try MappedFile(url, purpose: "weights", leastSize: 24, format: "GGUF")
        do throws(HeaderProblem) {
            let header = try GGUFHeader(file.bytes)
            entries = header.entries
            bodyStart = header.bodyStart
        } catch {
            throw .invalidCheckpoint(path: file.path, tensor: nil, reason: error.reason)
        }
        try file.requireIntact()
    }

    /// All tensors' names, sorted.
    var names: [String] { entries.keys.sorted() }

    /// A view of a tensor's bytes; `nil` for an unknown name.
    func tensor(named name: String) -> TensorView? {
        guard let entry = entries[name] else { return nil }
        let range = (bodyStart + entry.range.lowerBound)..<(bodyStart + entry.range.upperBound)
        return TensorView(
            name: name, dtype: entry.dtype, shape: entry.shape,
            bytes: UnsafeRawBufferPointer(rebasing: file.bytes[range]), owner: file)
    }
}
