import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio
import PocketTTSBooks

/// Speaks a book chapter by chapter. Finished chapters are kept: the same command goes on after them, and speaks again
/// only what has changed.
struct BookSpeech {
    let book: Book
    /// The book's file.
    let source: URL
    let target: BookTarget
    let maker: SpeechMaker
    let voice: Voice?
    /// Of the files: of the chapters', or of the one file.
    let sound: Sound
    let isQuiet: Bool
    /// A name for a chapter's text with the voice and all options.
    let key: (String) -> String

    func speak() async throws {
        let folder = target.workFolder
        try OutputError.makeFolder(folder)
        var record = try BookRecord(in: folder, source: source.lastPathComponent)
        let files = book.chapters.indices.map(fileName)
        BookRecord.removeParts(of: files, in: folder)
        let progress = BookProgress(
            chapters: book.chapters.count, total: book.chapters.reduce(0) { $0 + $1.size }, isQuiet: isQuiet)
        var spoken: [(chapter: Book.Chapter, record: BookRecord.Chapter)] = []
        for (index, chapter) in book.chapters.enumerated() {
            let text = try book.text(of: chapter)
            let key = key(text)
            if let known = record.finished(key, file: files[index], in: folder) {
                progress.skip(bytes: chapter.size)
                spoken.append((chapter, known))
                continue
            }
            guard let seconds = try await speak(text, index, to: folder.appending(path: files[index]), progress) else {
                progress.skip(bytes: chapter.size)
                continue
            }
            let entry = BookRecord.Chapter(
                key: key, file: files[index], bytes: BookRecord.size(folder.appending(path: files[index])) ?? 0,
                seconds: seconds)
            try record.add(entry, in: folder)
            spoken.append((chapter, entry))
            progress.finish(index, chapter.title, bytes: chapter.size, seconds: seconds)
        }
        guard !spoken.isEmpty else { throw PocketTTSError.emptyText }
        record.removeOthers(than: Set(files), in: folder)
        try finish(spoken)
    }

    /// - Returns: seconds of sound; `nil` for a chapter without a word that can be spoken.
    private func speak(_ text: String, _ index: Int, to url: URL, _ progress: BookProgress) async throws -> Double? {
        let title = book.chapters[index].title
        let output = try AudioOutput(path: url.path, sound: chapterSound)
        defer { output.abandon() }
        let line = ProgressLine(isQuiet: isQuiet, item: title)
        line.observer = { seconds, bytes in progress.show(index, title, bytes: bytes, seconds: seconds / sound.speed) }
        do {
            try await maker.speak(text, voice: voice, to: output, progress: line)
        } catch PocketTTSError.emptyText {
            line.warning("there is nothing to speak in it.")
            return nil
        }
        try output.finish()
        return line.seconds / sound.speed
    }

    /// Chapters of one file are kept as samples until it is written.
    private var chapterSound: Sound {
        if case .folder = target { return sound }
        var sound = sound
        sound.format = .s16le
        return sound
    }

    /// The number, and the title where there is a file per chapter.
    private func fileName(_ index: Int) -> String {
        let digits = max(2, "\(book.chapters.count)".count)
        let number = String(format: "%0\(digits)d", index + 1)
        let suffix = chapterSound.format.suffixes.first ?? chapterSound.format.rawValue
        guard case .folder = target else { return "\(number).\(suffix)" }
        let title = String(book.chapters[index].title.oneLine.map { "/\\:*?\"<>|".contains($0) ? "-" : $0 })
        return "\(number) \(title.prefix(60).trimmingCharacters(in: .whitespaces)).\(suffix)"
    }

    /// Writes what belongs to the whole book.
    private func finish(_ spoken: [(chapter: Book.Chapter, record: BookRecord.Chapter)]) throws {
        let folder = target.workFolder
        let bytesPerSecond = Double(2 * maker.model.sampleRate)
        let marks = ChapterMarks(
            title: book.title, author: book.author,
            chapters: spoken.map { ($0.chapter.title, Double($0.record.bytes) / bytesPerSecond) })
        let audiobook = Audiobook(
            chapters: spoken.map { folder.appending(path: $0.record.file) }, marks: marks,
            sampleRate: maker.model.sampleRate)
        switch target {
        case .folder:
            let lines = spoken.flatMap { chapter, record in
                ["#EXTINF:\(Int(record.seconds.rounded())),\(chapter.title.oneLine)", record.file]
            }
            let playlist = (["#EXTM3U"] + lines).map { "\($0)\n" }.joined()
            let url = folder.appending(path: "\(source.deletingPathExtension().lastPathComponent).m3u8")
            try? playlist.write(to: url, atomically: true, encoding: .utf8)
            if !isQuiet { note("\(spoken.count) chapters in \(folder.path)") }
        case .file(let url):
            try audiobook.write(to: url, format: sound.format)
            try? FileManager.default.removeItem(at: folder)
            if !isQuiet { note("\(spoken.count) chapters in \(url.path)") }
        case .m4b(let url):
            try audiobook.writeM4B(to: url)
            try? FileManager.default.removeItem(at: folder)
            if !isQuiet { note("\(spoken.count) chapters in \(url.path)") }
        }
    }
}

extension BookError: CommandError {
    package var exitCode: Int32 { 66 }
}
