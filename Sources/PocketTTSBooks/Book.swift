public import Foundation

/// A text with chapters that is read from disk chapter by chapter, so that memory does not grow with its length.
public struct Book: Sendable {
    /// A stretch of the book's text.
    public struct Chapter: Sendable, Equatable {
        public let title: String
        /// Where its text is in the book's text, in bytes.
        let range: Range<Int>
        /// Bytes of its text.
        public var size: Int { range.count }
    }

    public let title: String
    public let author: String?
    public let chapters: [Chapter]
    /// Whether the text is written in Markdown.
    public let isMarkdown: Bool
    /// Parts that the book lists and does not have.
    public let missing: [String]
    private let text: BookText

    init(
        title: String, author: String?, chapters: [Chapter], isMarkdown: Bool, missing: [String] = [], text: BookText
    ) {
        self.title = title
        self.author = author
        self.chapters = chapters
        self.isMarkdown = isMarkdown
        self.missing = missing
        self.text = text
    }

    /// Opens a book: `.epub`, `.html`, `.md`, or plain text.
    /// - Throws: ``BookError`` for a file that is missing, damaged, encrypted, in another format, or has no text.
    public init(contentsOf url: URL) throws(BookError) {
        let name = url.deletingPathExtension().lastPathComponent
        switch try BookFormat(of: url) {
        case .text: self = try PlainText.read(url, title: name, isMarkdown: false)
        case .markdown: self = try PlainText.read(url, title: name, isMarkdown: true)
        case .html: self = try HTMLBook.read(url, title: name)
        case .epub: self = try EPUB.read(url, title: name)
        }
        guard !chapters.isEmpty else { throw BookError(path: url.path, reason: "there is no text in it.") }
    }

    /// The text of a chapter.
    /// - Throws: ``BookError`` when it cannot be read, or is not UTF-8.
    public func text(of chapter: Chapter) throws(BookError) -> String {
        let bytes = try text.read(chapter.range)
        guard let string = String(validating: bytes, as: UTF8.self) else {
            throw BookError(path: text.path, reason: "it is not UTF-8: convert it, for example with iconv.")
        }
        return string
    }
}

/// A book cannot be read.
public struct BookError: Error, Equatable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public var description: String { "cannot read the book \(path): \(reason)" }
}
