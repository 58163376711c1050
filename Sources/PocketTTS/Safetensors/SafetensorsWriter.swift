import Foundation

/// Writes safetensors files.
enum SafetensorsWriter {
    struct Tensor {
        var name: String
        var dtype: TensorDType
        var shape: [Int]
        /// Little-endian elements.
        var data: Data
    }

    private enum Entry: Encodable {
        case tensor(TensorDType, shape: [Int], range: [Int])
        case metadata([String: String])

        private enum Key: String, CodingKey {
            case dtype, shape
            case range = "data_offsets"
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .tensor(let dtype, let shape, let range):
                var fields = encoder.container(keyedBy: Key.self)
                try fields.encode(dtype.rawValue, forKey: .dtype)
                try fields.encode(shape, forKey: .shape)
                try fields.encode(range, forKey: .range)
            case .metadata(let texts): try texts.encode(to: encoder)
            }
        }
    }

    /// Everything before the tensors' bytes.
    private static func header(
        _ tensors: some Collection<(name: String, dtype: TensorDType, shape: [Int], bytes: Int)>,
        metadata: [String: String]
    ) throws -> Data {
        var entries: [String: Entry] = metadata.isEmpty ? [:] : ["__metadata__": .metadata(metadata)]
        var end = 0
        for tensor in tensors {
            entries[tensor.name] = .tensor(tensor.dtype, shape: tensor.shape, range: [end, end + tensor.bytes])
            end += tensor.bytes
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var header = try encoder.encode(entries)
        // The body starts at a multiple of 64, so that products may use it in place.
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (120 - header.count % 64) % 64))
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
    }

    /// The bytes of a file that holds `tensors` in this order.
    static func bytes(_ tensors: [Tensor]) throws -> Data {
        tensors.reduce(
            into: try header(tensors.map { ($0.name, $0.dtype, $0.shape, $0.data.count) }, metadata: [:])
        ) { $0.append($1.data) }
    }

    /// Writes the whole file or nothing: no half-written file is left behind.
    static func write(_ tensors: [Tensor], to url: URL) throws(PocketTTSError) {
        do {
            try bytes(tensors).write(to: url, options: .atomic)
        } catch {
            throw .fileUnusable(path: url.path, reason: "writing failed: \(cause(error))")
        }
    }

    /// Checks before long work that a file can be written.
    /// - Throws: `.fileUnusable`.
    static func checkWritable(_ url: URL) throws(PocketTTSError) {
        let folder = url.deletingLastPathComponent().path
        guard access(folder, W_OK | X_OK) == 0 else {
            throw .fileUnusable(
                path: url.path, reason: "its folder cannot be written to: \(String(cString: strerror(errno))).")
        }
    }

    /// Writes tensors of any size one after another, and gives the file its name when it is complete.
    static func write(
        _ tensors: [TensorView], metadata: [String: String], to url: URL
    ) throws(PocketTTSError) {
        let temporary = url.path + ".\(ProcessInfo.processInfo.processIdentifier).part"
        do {
            guard FileManager.default.createFile(atPath: temporary, contents: nil) else {
                throw CocoaError(.fileWriteNoPermission)
            }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
            try file.write(
                contentsOf: header(tensors.map { ($0.name, $0.dtype, $0.shape, $0.bytes.count) }, metadata: metadata))
            for tensor in tensors where !tensor.bytes.isEmpty {
                try file.write(contentsOf: tensor.bytes)
                try tensor.mappedFile?.requireIntact()
                tensor.releasePages()
            }
            try file.synchronize()
            try file.close()
        } catch {
            unlink(temporary)
            throw error as? PocketTTSError ?? .fileUnusable(path: url.path, reason: "writing failed: \(cause(error))")
        }
        guard rename(temporary, url.path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw .fileUnusable(path: url.path, reason: "writing failed: \(reason)")
        }
    }

    private static func cause(_ error: any Error) -> String {
        ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError).localizedDescription
    }
}
