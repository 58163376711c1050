import CommandSupport
import Foundation

/// Which chapters of a book are spoken, kept beside them: the same command goes on where it was interrupted.
struct BookRecord: Codable {
    struct Chapter: Codable {
        /// Of the text, the voice and all options.
        let key: String
        let file: String
        let bytes: Int
        /// Of the sound.
        let seconds: Double
    }

    /// The book's file.
    let source: String
    var chapters: [Chapter] = []

    private static let fileName = ".pocket-tts-book.json"

    /// The record in a folder; a new one if there is none, or none that can be read.
    /// - Throws: ``UsageError`` if the folder has another book's chapters.
    init(in folder: URL, source: String) throws {
        let known = try? JSONDecoder().decode(Self.self, from: Data(contentsOf: folder.appending(path: Self.fileName)))
        if let known, known.source != source {
            throw UsageError("\(folder.path) has the chapters of \(known.source): choose another --output-path.")
        }
        self = known ?? BookRecord(source: source)
    }

    private init(source: String) { self.source = source }

    /// The chapter of `key` in `folder`, if it is there as it was written.
    func finished(_ key: String, file: String, in folder: URL) -> Chapter? {
        guard let chapter = chapters.first(where: { $0.key == key && $0.file == file }),
            Self.size(folder.appending(path: file)) == chapter.bytes
        else { return nil }
        return chapter
    }

    /// Notes a finished chapter, and keeps the record in one step.
    mutating func add(_ chapter: Chapter, in folder: URL) throws {
        chapters.removeAll { $0.file == chapter.file }
        chapters.append(chapter)
        let url = folder.appending(path: Self.fileName)
        do {
            try JSONEncoder().encode(self).write(to: url, options: .atomic)
        } catch {
            throw OutputError(
                message: "writing \(url.path) failed: \(error.localizedDescription)",
                exitCode: OutputError.writingFailed)
        }
    }

    /// Removes chapters that the book no longer has, and what a killed process left.
    func removeOthers(than files: Set<String>, in folder: URL) {
        for chapter in chapters where !files.contains(chapter.file) {
            try? FileManager.default.removeItem(at: folder.appending(path: chapter.file))
        }
    }

    /// Removes parts of the record's and of `files`' that a killed process left.
    static func removeParts(of files: [String], in folder: URL) {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in found where name.hasSuffix(".part") && files.contains(where: { name.hasPrefix("\($0).") }) {
            unlink(folder.appending(path: name).path)
        }
    }

    static func size(_ url: URL) -> Int? {
        var status = stat()
        return stat(url.path, &status) == 0 ? Int(status.st_size) : nil
    }
}
