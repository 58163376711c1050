import Foundation

/// File operations with errors that name the path.
enum Disk {
    static var lastError: String { String(cString: strerror(errno)) }

    /// - Parameter isPrivate: whether nobody but this user may look into it.
    static func makeFolder(_ url: URL, isPrivate: Bool = false) throws(HubError) {
        let attributes: [FileAttributeKey: Any]? = isPrivate ? [.posixPermissions: 0o700] : nil
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: attributes)
        } catch {
            throw .disk(path: url.path, reason: "the folder cannot be made: \(error.localizedDescription)")
        }
    }

    /// Follows symbolic links, as `os.path.exists` does: a link to nothing does not exist.
    static func exists(_ url: URL) -> Bool { access(url.path, F_OK) == 0 }

    /// Bytes of a file, 0 if there is none.
    static func size(_ url: URL) -> Int {
        var status = stat()
        return stat(url.path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Puts a finished file in its place, in one step.
    static func move(_ source: URL, to target: URL) throws(HubError) {
        guard rename(source.path, target.path) == 0 else { throw .disk(path: target.path, reason: lastError) }
    }

    static func remove(_ url: URL) { unlink(url.path) }

    /// Writes a small file in one step: readers see all of it or nothing.
    static func write(_ data: Data, to url: URL) throws(HubError) {
        try makeFolder(url.deletingLastPathComponent())
        let part = url.appendingPathExtension("\(UUID().uuidString.prefix(8)).tmp")
        do {
            try data.write(to: part)
        } catch {
            remove(part)
            throw .disk(path: url.path, reason: "writing failed: \(error.localizedDescription)")
        }
        do throws(HubError) {
            try move(part, to: url)
        } catch {
            remove(part)
            throw error
        }
    }

    /// - Throws: ``HubError/diskFull(path:needed:free:)`` when `bytes` more do not fit.
    static func requireRoom(for bytes: Int, at folder: URL) throws(HubError) {
        var status = statvfs()
        guard statvfs(folder.path, &status) == 0 else { return }
        let (free, overflow) = Int(status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
        guard overflow || free > bytes else { throw .diskFull(path: folder.path, needed: bytes, free: free) }
    }
}
