import Foundation

/// Writes small safetensors files, such as voices.
enum SafetensorsWriter {
    struct Tensor {
        var name: String
        var dtype: TensorDType
        var shape: [Int]
        /// Little-endian elements.
        var data: Data
    }

    private struct Entry: Encodable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]
    }

    /// The bytes of a file that holds `tensors` in this order.
    static func bytes(_ tensors: [Tensor]) throws -> Data {
        var entries: [String: Entry] = [:]
        var end = 0
        for tensor in tensors {
            entries[tensor.name] = Entry(
                dtype: tensor.dtype.rawValue, shape: tensor.shape, data_offsets: [end, end + tensor.data.count])
            end += tensor.data.count
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var header = try encoder.encode(entries)
        // The body starts at a multiple of 8, so that readers may use it in place.
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
        var file = Data(capacity: 8 + header.count + end)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
        file.append(header)
        for tensor in tensors { file.append(tensor.data) }
        return file
    }

    /// Writes the whole file or nothing: no half-written file is left behind.
    static func write(_ tensors: [Tensor], to url: URL) throws(PocketTTSError) {
        do {
            try bytes(tensors).write(to: url, options: .atomic)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
            throw .fileUnusable(path: url.path, reason: "writing failed: \(cause.localizedDescription)")
        }
    }
}
