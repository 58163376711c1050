/// A document of HTML whose prose is taken in parts while it is parsed.
final class ProseDocument {
    private let parser: MarkupParser
    private let parts: Parts

    private final class Parts {
        var waiting: [ProseExtractor.Part] = []
        var firstHeading: String?
        private(set) lazy var extractor = ProseExtractor { [unowned self] part in
            if case .heading(_, let text) = part, firstHeading == nil { firstHeading = text }
            waiting.append(part)
        }
    }

    /// - Parameter isUTF8: whether the document is in UTF-8; otherwise it names its encoding itself.
    init(isUTF8: Bool) {
        let parts = Parts()
        self.parts = parts
        parser = MarkupParser(isUTF8: isUTF8) { parts.extractor.handle($0) }
    }

    func parse(_ bytes: [UInt8]) { parser.parse(bytes) }

    func finish() {
        parser.finish()
        parts.extractor.finish()
    }

    /// The document's title.
    var title: String { parts.extractor.title.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    var firstHeading: String? { parts.firstHeading }

    /// Writes the prose that has been parsed. Headings stand alone, as Markdown marks them.
    /// - Parameters:
    ///   - sink: where the text goes.
    ///   - chapters: what notes headings and paragraphs.
    ///   - lowestHeading: the lowest level of headings that may begin a chapter.
    func write(to sink: TextSink, _ chapters: inout ChapterBuilder, lowestHeading: Int) throws(BookError) {
        for part in parts.waiting {
            switch part {
            case .heading(let level, let title):
                if level <= lowestHeading {
                    chapters.heading(title, level: level, at: sink.position)
                } else {
                    chapters.text()
                }
                try sink.write("\(String(repeating: "#", count: level)) \(title)\n\n")
            case .paragraph(let text):
                chapters.text()
                try sink.write("\(text)\n\n")
                chapters.paragraph(endingAt: sink.position)
            }
        }
        parts.waiting.removeAll()
    }
}
