import Foundation

/// A file that is being fetched. Closed with its last reference.
final class PartFile {
    private let url: URL
    private let descriptor: CInt

    /// Opens or creates the file, without what it has behind `offset`.
    init(_ url: URL, offset: Int) throws(HubError) {
        self.url = url
        descriptor = open(url.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .disk(path: url.path, reason: Disk.lastError) }
        guard ftruncate(descriptor, off_t(offset)) == 0, lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw .disk(path: url.path, reason: Disk.lastError)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ block: UnsafeRawBufferPointer) throws(HubError) {
        var rest = block[...]
        while !rest.isEmpty {
            let bytes = UnsafeRawBufferPointer(rebasing: rest)
            let count = Foundation.write(descriptor, bytes.baseAddress, bytes.count)
            guard count >= 0 || errno == EINTR else { throw .disk(path: url.path, reason: Disk.lastError) }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
