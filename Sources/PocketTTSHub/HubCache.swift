import Foundation

/// The hub's folder on disk, laid out as `huggingface_hub` does:
///
///     models--owner--name/refs/main              a commit
///     models--owner--name/blobs/ETAG             contents by hash
///     models--owner--name/snapshots/COMMIT/path  symbolic links to blobs
///     .locks/models--owner--name/ETAG.lock
///
/// On file systems without symbolic links the contents themselves lie in `snapshots`, as `huggingface_hub` does there.
struct HubCache: Sendable {
    let folder: URL
    /// Makes a symbolic link at the second path to the first; returns 0, or sets `errno`.
    var makeLink: @Sendable (String, String) -> CInt = { symlink($0, $1) }

    private static func name(_ repository: String) -> String {
        "models--" + repository.replacingOccurrences(of: "/", with: "--")
    }

    private func repository(_ file: HubFile) -> URL { folder.appending(path: Self.name(file.repository)) }

    private func snapshot(_ file: HubFile, commit: String) -> URL {
        repository(file).appending(path: "snapshots/\(commit)").appending(path: file.path)
    }

    func blob(_ file: HubFile, etag: String) -> URL { repository(file).appending(path: "blobs/\(etag)") }

    func lock(_ file: HubFile, etag: String) -> URL {
        folder.appending(path: ".locks/\(Self.name(file.repository))/\(etag).lock")
    }

    private func reference(_ file: HubFile) -> URL { repository(file).appending(path: "refs/\(file.revision)") }

    /// The file, if it is on disk; a branch or a tag is taken as it was last seen.
    func find(_ file: HubFile) -> URL? {
        guard !file.isPinned else { return find(file, commit: file.revision) }
        guard let seen = try? String(contentsOf: reference(file), encoding: .utf8), HubCache.isCommit(seen) else {
            return nil
        }
        return find(file, commit: seen)
    }

    /// The file as it is in one commit, if that is on disk.
    func find(_ file: HubFile, commit: String) -> URL? {
        let url = snapshot(file, commit: commit)
        return Disk.exists(url) ? url : nil
    }

    /// A name that can be a folder, whatever a server says.
    static func isCommit(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(HubFile.isHex)
    }

    /// Notes which commit a branch or a tag stands for now.
    func remember(_ file: HubFile, commit: String) throws(HubError) {
        guard file.revision != commit else { return }
        let url = reference(file)
        if let seen = try? String(contentsOf: url, encoding: .utf8), seen == commit { return }
        try Disk.write(Data(commit.utf8), to: url)
    }

    /// Lets the commit's path point to the blob, or moves the blob there where links are impossible.
    func link(_ file: HubFile, commit: String, etag: String) throws(HubError) -> URL {
        let url = snapshot(file, commit: commit)
        guard !Disk.exists(url) else { return url }
        try Disk.makeFolder(url.deletingLastPathComponent())
        // From the link's folder up to the repository's.
        let up = String(repeating: "../", count: file.path.split(separator: "/").count + 1)
        Disk.remove(url)
        guard makeLink("\(up)blobs/\(etag)", url.path) != 0 else { return url }
        let refusal = Disk.lastError
        // Another process may have made the link meanwhile.
        guard !Disk.exists(url), rename(blob(file, etag: etag).path, url.path) != 0 else { return url }
        throw .disk(path: url.path, reason: "no symbolic link can be made (\(refusal)), nor a file (\(Disk.lastError))")
    }

    /// Marks the folder for backup programs: its contents can be fetched again.
    func tag() throws(HubError) {
        let url = folder.appending(path: "CACHEDIR.TAG")
        guard !Disk.exists(url) else { return }
        try Disk.write(
            Data("Signature: 8a477f597d28d172789f06886806bc55\n# https://bford.info/cachedir/\n".utf8), to: url)
    }

    /// Removes one commit's file, and its contents unless another commit or path has the same.
    /// - Returns: bytes freed.
    func remove(_ file: HubFile) -> Int {
        guard let url = find(file) else { return 0 }
        let blob = url.resolvingSymlinksInPath()
        let size = Disk.size(blob)
        Disk.remove(url)
        guard blob.deletingLastPathComponent().lastPathComponent == "blobs" else { return size }
        let snapshots = repository(file).appending(path: "snapshots")
        let others = FileManager.default.enumerator(at: snapshots, includingPropertiesForKeys: nil)
        while let other = others?.nextObject() as? URL {
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: other.path)
            if target?.hasSuffix("/" + blob.lastPathComponent) == true { return 0 }
        }
        Disk.remove(blob)
        return size
    }
}
