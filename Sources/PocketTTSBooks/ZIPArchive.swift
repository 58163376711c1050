import CZip

/// A ZIP archive that is read with libzip.
final class ZIPArchive {
    private let path: String
    private let archive: OpaquePointer
    private static let blockSize = 1 << 16

    /// - Throws: ``BookError`` for a file that is no archive, or a damaged one.
    init(path: String) throws(BookError) {
        self.path = path
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            let cause = String(cString: zip_error_strerror(&error))
            let isOther = code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS
            throw BookError(
                path: path, reason: isOther ? "it is damaged, or no EPUB (\(cause.lowercased()))." : "\(cause).")
        }
        self.archive = archive
    }

    deinit { zip_discard(archive) }

    func contains(_ name: String) -> Bool { zip_name_locate(archive, name, 0) >= 0 }

    /// A small file of the archive.
    /// - Throws: ``BookError`` for one that is missing, damaged, or larger than `limit` bytes.
    func read(_ name: String, limit: Int = 32 << 20) throws(BookError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(name, limit: limit) { bytes += $0 }
        return bytes
    }

    /// A file of the archive, block by block.
    func read(_ name: String, limit: Int, _ body: ([UInt8]) throws(BookError) -> Void) throws(BookError) {
        let index = zip_name_locate(archive, name, 0)
        guard index >= 0, let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else { throw failure(name) }
        defer { zip_fclose(file) }
        var total = 0
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        while true {
            let count = Int(zip_fread(file, &block, zip_uint64_t(block.count)))
            guard count >= 0 else { throw BookError(path: path, reason: "\(name) is damaged.") }
            guard count > 0 else { return }
            total += count
            guard total <= limit else {
                throw BookError(path: path, reason: "\(name) is larger than \(limit) bytes, more than any chapter.")
            }
            try body(Array(block[..<count]))
        }
    }

    private func failure(_ name: String) -> BookError {
        BookError(path: path, reason: "\(name): \(String(cString: zip_strerror(archive))).")
    }
}
