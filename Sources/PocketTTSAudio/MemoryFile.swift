import CSndFile
import Foundation

/// Bytes in memory that libsndfile reads as a file. Valid while the bytes are.
final class MemoryFile {
    private let bytes: UnsafeRawBufferPointer
    /// Replaces the first bytes.
    private let header: [UInt8]
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer, header: [UInt8] = []) {
        self.bytes = bytes
        self.header = header
    }

    private func seek(_ offset: Int, from whence: Int32) -> Int {
        let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : bytes.count
        let (target, overflow) = base.addingReportingOverflow(offset)
        guard !overflow, target >= 0 else { return -1 }
        position = target
        return target
    }

    private func read(into target: UnsafeMutableRawPointer, count: Int) -> Int {
        let available = max(0, min(count, bytes.count - position))
        guard available > 0, let base = bytes.baseAddress else { return 0 }
        target.copyMemory(from: base + position, byteCount: available)
        if position < header.count {
            header[position...].withUnsafeBytes { replaced in
                guard let start = replaced.baseAddress else { return }
                target.copyMemory(from: start, byteCount: min(replaced.count, available))
            }
        }
        position += available
        return available
    }

    /// libsndfile's table of file functions; their `user` is a `MemoryFile`.
    static var calls: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { user in sf_count_t(MemoryFile.of(user)?.bytes.count ?? 0) },
            seek: { offset, whence, user in sf_count_t(MemoryFile.of(user)?.seek(Int(offset), from: whence) ?? -1) },
            read: { target, count, user in
                guard let target else { return 0 }
                return sf_count_t(MemoryFile.of(user)?.read(into: target, count: Int(count)) ?? 0)
            },
            write: { _, _, _ in 0 },
            tell: { user in sf_count_t(MemoryFile.of(user)?.position ?? 0) })
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> MemoryFile? {
        user.map { Unmanaged<MemoryFile>.fromOpaque($0).takeUnretainedValue() }
    }
}
