public import Foundation
public import PocketTTS

/// A cache of voice files, so that no recording is encoded twice and no prompt's KV is computed twice.
///
/// A key is a hash of the contents that the voice comes from and of the model. The files that were used least recently
/// are removed beyond the limit. Safe between processes: a file appears whole or not at all.
public struct VoiceCache: Sendable {
    public let folder: URL
    /// Bytes that all files together may have.
    public let limit: Int

    /// Identifies the contents and the model that a voice is made of.
    public struct Key: Sendable, Equatable {
        package let name: String
    }

    /// Raise it when the same contents make another voice than before.
    private static let version = 1

    public init(_ environment: HubEnvironment, limit: Int = 512 << 20) {
        self.init(folder: environment.ownCache.appending(path: "voices"), limit: limit)
    }

    public init(folder: URL, limit: Int = 512 << 20) {
        self.folder = folder
        self.limit = limit
    }

    /// The key of a file's contents.
    /// - Throws: `PocketTTSError.fileUnusable(path:reason:)` when it cannot be read.
    public func key(file: URL, model: ModelFolder, precision: Precision) throws(PocketTTSError) -> Key {
        let hash = ContentHash(.sha256)
        do {
            try hash.update(contentsOf: file)
        } catch {
            throw .fileUnusable(path: file.path, reason: "it cannot be read: \(error.localizedDescription)")
        }
        return key(hash, model: model, precision: precision)
    }

    /// The key of a recording or a prompt in memory.
    public func key(contents: Data, model: ModelFolder, precision: Precision) -> Key {
        let hash = ContentHash(.sha256)
        hash.update(contents)
        return key(hash, model: model, precision: precision)
    }

    /// - Parameter hash: of the contents so far.
    private func key(_ hash: ContentHash, model: ModelFolder, precision: Precision) -> Key {
        hash.update(
            Data("\(Self.version) \(precision.rawValue) \(model.config.flowLM) \(model.config.mimi)".utf8))
        model.checkpoint.sample { hash.update($0) }
        return Key(name: hash.hexadecimal())
    }

    /// The voice of `key`, made by `make` if the cache does not have it; with the same seed both speak the same. A
    /// failure to store it is ignored. A voice from the cache cannot be mixed, since its prompt is not stored.
    /// - Parameters:
    ///   - key: of the prompt, the model and the precision.
    ///   - model: the model that the voice belongs to.
    ///   - make: makes the voice of a prompt: of a recording, or of an embedding.
    public func voice(
        _ key: Key, for model: SpeechModel, make: () throws(PocketTTSError) -> Voice
    ) throws(PocketTTSError) -> Voice {
        let file = folder.appending(path: "\(key.name).safetensors")
        if Disk.exists(file), let contents = try? VoiceFile.load(contentsOf: file, for: model.config) {
            // The time of use; a failure only makes the file look older.
            try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.path)
            return try Voice(contents, for: model, promptPasses: 1)
        }
        let voice = try make()
        let part = folder.appending(path: "\(key.name).\(UUID().uuidString.prefix(8)).part")
        do {
            // What it holds sounds like people.
            try Disk.makeFolder(folder, isPrivate: true)
            try voice.save(to: part, for: model)
            try Disk.move(part, to: file)
        } catch {
            Disk.remove(part)
        }
        trim(keeping: file)
        return voice
    }

    /// Removes the least recently used files beyond the limit, and parts that crashes left.
    private func trim(keeping newest: URL) {
        let keys: Set<URLResourceKey> = [.contentModificationDateKey, .fileSizeKey]
        guard
            let files = try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: Array(keys))
        else { return }
        var entries = files.compactMap { url -> (url: URL, date: Date, size: Int)? in
            guard let values = try? url.resourceValues(forKeys: keys), let date = values.contentModificationDate,
                let size = values.fileSize
            else { return nil }
            return (url, date, size)
        }
        for entry in entries where entry.url.pathExtension == "part" && entry.date.timeIntervalSinceNow < -3600 {
            Disk.remove(entry.url)
        }
        entries.removeAll { $0.url.pathExtension != "safetensors" }
        var total = entries.reduce(0) { $0 + $1.size }
        for entry in entries.sorted(by: { $0.date < $1.date }) where total > limit {
            guard entry.url.lastPathComponent != newest.lastPathComponent else { continue }
            Disk.remove(entry.url)
            total -= entry.size
        }
    }
}
