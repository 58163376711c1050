import Foundation

/// The hub's folder on disk, laid out as `huggingface_hub` does:
///
///     models--owner--name/refs/main              a commit
///     models--owner--name/blobs/ETAG             contents by hash
///     models--owner--name/snapshots/COMMIT/path  symbolic links to blobs
///     .locks/models--owner--name/ETAG.lock
struct HubCache: Sendable {
    let folder: URL

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
        var commit = file.revision
        if !file.isPinned {
            guard let seen = try? String(contentsOf: reference(file), encoding: .utf8), HubCache.isCommit(seen) else {
                return nil
            }
            commit = seen
        }
        let url = snapshot(file, commit: commit)
        return Disk.exists(url) ? url : nil
    }

    /// A name that can be a folder, whatever a server says.
    static func isCommit(_ text: String) -> Bool { (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(HubFile.isHex) }

    /// Notes which commit a branch or a tag stands for now.
    func remember(_ file: HubFile, commit: String) throws(HubError) {
        guard file.revision != commit else { return }
        let url = reference(file)
        if let seen = try? String(contentsOf: url, encoding: .utf8), seen == commit { return }
        try Disk.write(Data(commit.utf8), to: url)
    }

    /// Lets the commit's path point to the blob.
    func link(_ file: HubFile, commit: String, etag: String) throws(HubError) -> URL {
        let url = snapshot(file, commit: commit)
        guard !Disk.exists(url) else { return url }
        try Disk.makeFolder(url.deletingLastPathComponent())
        // From the link's folder up to the repository's.
        let up = String(repeating: "../", count: file.path.split(separator: "/").count + 1)
        Disk.remove(url)
        guard symlink("\(up)blobs/\(etag)", url.path) == 0 || Disk.exists(url) else {
            throw .disk(path: url.path, reason: Disk.lastError)
        }
        return url
    }

    /// Tells backup programs that this folder can be fetched again.
    func tag() throws(HubError) {
        let url = folder.appending(path: "CACHEDIR.TAG")
        guard !Disk.exists(url) else { return }
        try Disk.write(Data("Signature: 8a477f597d28d172789f06886806bc55\n# https://bford.info/cachedir/\n".utf8), to: url)
    }

    /// Removes one commit's file, and its contents unless another commit or path has the same.
    /// - Returns: bytes freed.
    func remove(_ file: HubFile) -> Int {
        guard let url = find(file) else { return 0 }
        let blob = url.resolvingSymlinksInPath()
        Disk.remove(url)
        guard blob.deletingLastPathComponent().lastPathComponent == "blobs" else { return 0 }
        let snapshots = repository(file).appending(path: "snapshots")
        let others = FileManager.default.enumerator(at: snapshots, includingPropertiesForKeys: nil)
        while let other = others?.nextObject() as? URL {
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: other.path)
            if target?.hasSuffix("/" + blob.lastPathComponent) == true { return 0 }
        }
        let size = Disk.size(blob)
        Disk.remove(blob)
        return size
    }
}
