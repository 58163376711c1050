import Crypto
public import Foundation
public import PocketTTS

/// Voices that were made once, kept as voice files, so that no recording is encoded and no prompt heard twice.
///
/// A key is made of the contents that the voice comes from and of the model. The files that were used least recently
/// go when there are too many. Safe between processes: a file appears whole or not at all.
public struct VoiceCache: Sendable {
    public let folder: URL
    /// Bytes that all files together may have.
    public let limit: Int

    /// A voice and where it comes from.
    public struct Key: Sendable, Equatable {
        let name: String
    }

    /// To be raised when the same contents make another voice than before.
    private static let version = 1

    public init(_ environment: HubEnvironment, limit: Int = 512 << 20) {
        self.init(folder: environment.ownCache.appending(path: "voices"), limit: limit)
    }

    public init(folder: URL, limit: Int = 512 << 20) {
        self.folder = folder
        self.limit = limit
    }

    /// The key of what a file holds.
    /// - Throws: ``PocketTTSError/fileUnusable(path:reason:)`` when it cannot be read.
    public func key(file: URL, model: ModelFolder, precision: Precision) throws(PocketTTSError) -> Key {
        do {
            return key(contents: try Data(contentsOf: file, options: .mappedIfSafe), model: model, precision: precision)
        } catch {
            throw .fileUnusable(path: file.path, reason: "it cannot be read: \(error.localizedDescription)")
        }
    }

    /// The key of a recording or a prompt in memory.
    public func key(contents: Data, model: ModelFolder, precision: Precision) -> Key {
        var hash = SHA256()
        hash.update(data: contents)
        hash.update(data: Data("\(Self.version) \(precision.rawValue) \(model.config.flowLM) \(model.config.mimi)".utf8))
        model.checkpoint.sample { hash.update(bufferPointer: $0) }
        return Key(name: hash.finalize().hex)
    }

    /// The voice of `key`, made by `make` if it is not kept; with the same seed both speak the same. What cannot be kept
    /// is made all the same. A voice that was kept cannot be mixed: its prompt is not known any more.
    /// - Parameter make: makes the voice of a prompt: of a recording, or of an embedding.
    public func voice(
        _ key: Key, for model: SpeechModel, make: () throws(PocketTTSError) -> Voice
    ) throws(PocketTTSError) -> Voice {
        let file = folder.appending(path: "\(key.name).safetensors")
        if Disk.exists(file), let contents = try? VoiceFile.load(contentsOf: file, for: model.config) {
            // Its time of use; failing only makes it older than it is.
            try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.path)
            return Voice(contents, for: model, promptPasses: 1)
        }
        let voice = try make()
        let part = folder.appending(path: "\(key.name).\(UUID().uuidString.prefix(8)).part")
        do {
            try Disk.makeFolder(folder)
            try voice.save(to: part, for: model)
            try Disk.move(part, to: file)
        } catch {
            Disk.remove(part)
        }
        trim(keeping: file)
        return voice
    }

    /// Removes the files that were used least recently until the rest is within the limit, and what crashes left.
    private func trim(keeping newest: URL) {
        let keys: Set<URLResourceKey> = [.contentModificationDateKey, .fileSizeKey]
        guard let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys))
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
