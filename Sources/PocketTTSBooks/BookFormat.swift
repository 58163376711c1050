import Foundation

/// What a book is written in.
enum BookFormat {
    case text, markdown, html, epub

    /// As the suffix says; a ZIP archive of another name is taken for an EPUB.
    /// - Throws: ``BookError`` for a file that is missing, or in a format that its first bytes show and no book has.
    init(of url: URL) throws(BookError) {
        let start = try BookText(url).read(0..<Self.longestSignature, orLess: true)
        let suffix = url.pathExtension.lowercased()
        if let other = Self.others.first(where: { $0.isFormat(of: start, suffix) }) {
            throw BookError(
                path: url.path,
                reason: "it is \(other.name): convert it to text, HTML or EPUB, for example with \(other.converter).")
        }
        switch suffix {
        case "md", "markdown": self = .markdown
        case "html", "htm", "xhtml": self = .html
        case "epub": self = .epub
        default: self = start.starts(with: Self.archive) ? .epub : .text
        }
    }

    private static let archive: [UInt8] = [0x50, 0x4B, 3, 4]

    /// A format that people take for a book's.
    private struct Other {
        let name: String
        let converter: String
        /// Bytes that such files have at `offset`.
        let signature: [UInt8]
        var offset = 0
        /// The file's suffixes, where others have the same signature.
        var suffixes: Set<String> = []

        func isFormat(of start: [UInt8], _ suffix: String) -> Bool {
            start.dropFirst(offset).starts(with: signature) && (suffixes.isEmpty || suffixes.contains(suffix))
        }
    }

    private static let others = [
        Other(name: "a PDF", converter: "pdftotext or ebook-convert", signature: Array("%PDF-".utf8)),
        Other(name: "a Kindle book", converter: "ebook-convert", signature: Array("BOOKMOBI".utf8), offset: 60),
        Other(name: "RTF", converter: "pandoc", signature: Array("{\\rtf".utf8)),
        Other(
            name: "a document of Word or OpenOffice", converter: "pandoc", signature: archive,
            suffixes: ["docx", "odt"]),
        Other(
            name: "a document of an old Word", converter: "soffice --convert-to txt",
            signature: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    ]

    private static let longestSignature = 68
}
