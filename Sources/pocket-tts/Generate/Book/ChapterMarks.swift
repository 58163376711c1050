import CommandSupport
import Foundation

/// The marks of the chapters in one file of audio.
struct ChapterMarks {
    struct Mark: Equatable {
        let title: String
        /// In seconds.
        let start, end: Double
    }

    let title: String
    let author: String?
    let marks: [Mark]

    /// - Parameter chapters: titles and lengths in seconds, in order.
    init(title: String, author: String?, chapters: [(title: String, seconds: Double)]) {
        self.title = title
        self.author = author
        var start = 0.0
        marks = chapters.map { chapter in
            defer { start += chapter.seconds }
            return Mark(title: chapter.title, start: start, end: start + chapter.seconds)
        }
    }

    /// A cue sheet; its time is in minutes, seconds and frames, of which a second has 75.
    func cue(file: String) -> String {
        func quoted(_ text: String) -> String { "\"\(text.oneLine.replacing("\"", with: "'"))\"" }
        let type = file.lowercased().hasSuffix(".mp3") ? "MP3" : "WAVE"
        var lines = author.map { ["PERFORMER \(quoted($0))"] } ?? []
        lines += ["TITLE \(quoted(title))", "FILE \(quoted(file)) \(type)"]
        for (index, mark) in marks.enumerated() {
            let frames = Int((mark.start * 75).rounded())
            lines.append(String(format: "  TRACK %02d AUDIO", index + 1))
            lines.append("    TITLE \(quoted(mark.title))")
            lines.append(
                String(format: "    INDEX 01 %02d:%02d:%02d", frames / 75 / 60, frames / 75 % 60, frames % 75))
        }
        return lines.map { "\($0)\n" }.joined()
    }

    /// What ffmpeg reads as metadata.
    var ffmetadata: String {
        var lines = [";FFMETADATA1", "title=\(Self.escaped(title))"]
        if let author { lines.append("artist=\(Self.escaped(author))") }
        for mark in marks {
            lines += [
                "[CHAPTER]", "TIMEBASE=1/1000", "START=\(Int((mark.start * 1000).rounded()))",
                "END=\(Int((mark.end * 1000).rounded()))", "title=\(Self.escaped(mark.title))",
            ]
        }
        return lines.map { "\($0)\n" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.oneLine.map { "=;#\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}
