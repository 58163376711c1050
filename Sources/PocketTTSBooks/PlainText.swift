import Foundation

/// Books in plain text and in Markdown: chapters begin at headings.
enum PlainText {
    static func read(_ url: URL, title: String, isMarkdown: Bool) throws(BookError) -> Book {
        let text = try BookText(url)
        let isMarked = try text.read(0..<3, orLess: true) == [0xEF, 0xBB, 0xBF]
        var chapters = ChapterBuilder(title: title, start: isMarked ? 3 : 0)
        var lines = LineWindow()
        try text.forEachLine { (line, start, end) throws(BookError) in
            lines.append(LineWindow.Line(Self.string(line), start: isMarked && start == 0 ? 3 : start, end: end))
            Self.step(&lines, &chapters, isMarkdown)
        }
        // The last lines have no others after them.
        for _ in 0..<LineWindow.after {
            lines.append(LineWindow.Line("", start: text.size, end: text.size))
            step(&lines, &chapters, isMarkdown)
        }
        return Book(
            title: title, author: nil, chapters: chapters.chapters(end: text.size), isMarkdown: isMarkdown, text: text)
    }

    /// A line without its end; `\r` and a byte order mark are no part of it.
    private static func string(_ line: ArraySlice<UInt8>) -> String {
        var line = line
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        // A heading is short; of others only whether there are words counts.
        return String(decoding: line.prefix(400), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Looks at the line in the middle of the window.
    private static func step(_ lines: inout LineWindow, _ chapters: inout ChapterBuilder, _ isMarkdown: Bool) {
        guard let line = lines.current else { return }
        if line.text.isEmpty {
            chapters.paragraph(endingAt: line.end)
            lines.noteHeading(false)
            return
        }
        let heading = isMarkdown ? markdownHeading(&lines) : ChapterHeading(lines).map { ($0.title, 1) }
        if let (title, level) = heading {
            chapters.heading(title, level: level, at: line.start)
        } else if !lines.isPartOfHeading, line.text.contains(where: { $0.isLetter || $0.isNumber }) {
            chapters.text()
        }
        lines.noteHeading(heading != nil)
    }

    /// `# Title`, or `Title` with a line of `===` or `---` below; not within a block of code.
    private static func markdownHeading(_ lines: inout LineWindow) -> (String, Int)? {
        guard let line = lines.current?.text else { return nil }
        if line.hasPrefix("```") || line.hasPrefix("~~~") {
            lines.isCode.toggle()
            return nil
        }
        guard !lines.isCode else { return nil }
        let marks = line.prefix { $0 == "#" }.count
        if (1...6).contains(marks), line.dropFirst(marks).first == " " {
            let title = line.dropFirst(marks).trimmingCharacters(in: CharacterSet(charactersIn: "# \t"))
            return title.isEmpty ? nil : (title, marks)
        }
        let below = lines.next(1)?.text ?? ""
        guard lines.next(-1)?.text.isEmpty ?? true, below.count >= 3, !line.isEmpty else { return nil }
        if below.allSatisfy({ $0 == "=" }) { return (line, 1) }
        if below.allSatisfy({ $0 == "-" }) { return (line, 2) }
        return nil
    }
}

/// A few lines of a text: one that is looked at, and its neighbours.
struct LineWindow {
    struct Line {
        let text: String
        /// Where it begins, and where the next one does.
        let start, end: Int

        init(_ text: String, start: Int, end: Int) {
            self.text = text
            self.start = start
            self.end = end
        }
    }

    static let after = 2
    private var lines: [Line] = []
    /// Whether the line is within a block of code.
    var isCode = false
    /// Whether the line before is a heading.
    private(set) var isPartOfHeading = false

    mutating func append(_ line: Line) {
        lines.append(line)
        if lines.count > 2 + Self.after { lines.removeFirst() }
    }

    /// The line that is looked at; `nil` while too few are known.
    var current: Line? { next(0) }

    /// The line `offset` lines after the current one.
    func next(_ offset: Int) -> Line? {
        let index = lines.count - 1 - Self.after + offset
        return lines.indices.contains(index) ? lines[index] : nil
    }

    /// Notes what the current line is: the next one may be a heading's underline, or the second line of a title.
    mutating func noteHeading(_ isHeading: Bool) { isPartOfHeading = isHeading }
}
