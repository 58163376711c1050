import Foundation

/// Books in one file of HTML: chapters begin at headings.
enum HTMLBook {
    private static let blockSize = 1 << 16

    static func read(_ url: URL, title name: String) throws(BookError) -> Book {
        let source = try BookText(url)
        let start = try source.read(0..<4096, orLess: true)
        if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
            throw BookError(path: url.path, reason: "it is UTF-16: convert it to UTF-8, for example with iconv.")
        }
        let tellsEncoding = String(decoding: start, as: UTF8.self).lowercased().contains("charset")
        let document = ProseDocument(isUTF8: !tellsEncoding)
        var chapters = ChapterBuilder(title: name)
        let text = try BookText(extractedFrom: url.path) { (sink) throws(BookError) in
            for position in stride(from: 0, to: source.size, by: blockSize) {
                document.parse(try source.read(position..<position + blockSize, orLess: true))
                try document.write(to: sink, &chapters, lowestHeading: 6)
            }
            document.finish()
            try document.write(to: sink, &chapters, lowestHeading: 6)
        }
        let title = document.title.isEmpty ? name : document.title
        chapters.setTitle(title)
        return Book(
            title: title, author: nil, chapters: chapters.chapters(end: text.size), isMarkdown: false, text: text)
    }
}
