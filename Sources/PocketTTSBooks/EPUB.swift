import Foundation

/// Books in EPUB 2 or 3: a chapter is a document of the reading order, named by the table of contents.
enum EPUB {
    /// Bytes of one document at most.
    private static let documentLimit = 256 << 20

    static func read(_ url: URL, title name: String) throws(BookError) -> Book {
        let archive = try ZIPArchive(path: url.path)
        let package = try EPUBPackage(archive, path: url.path)
        try checkReadable(package, archive, path: url.path)
        var chapters: [Book.Chapter] = []
        let text = try BookText(extractedFrom: url.path) { (sink) throws(BookError) in
            for document in package.documents where archive.contains(document) {
                let prose = ProseDocument(isUTF8: true)
                var builder = ChapterBuilder(title: "", start: sink.position)
                try archive.read(document, limit: documentLimit) { (block) throws(BookError) in
                    prose.parse(block)
                    try prose.write(to: sink, &builder, lowestHeading: 1)
                }
                prose.finish()
                try prose.write(to: sink, &builder, lowestHeading: 1)
                let label = package.labels[document]
                builder.setTitle(label ?? prose.firstHeading ?? "Chapter \(chapters.count + 1)")
                let found = builder.chapters(end: sink.position)
                if label == nil, !package.labels.isEmpty, let last = chapters.last,
                    let end = found.last?.range.upperBound
                {
                    // A document that the table of contents does not name goes on with the chapter before.
                    let range = last.range.lowerBound..<end
                    chapters[chapters.count - 1] = Book.Chapter(title: last.title, range: range)
                } else {
                    chapters += found
                }
            }
        }
        return Book(
            title: package.title ?? name, author: package.author, chapters: chapters, isMarkdown: false,
            missing: package.documents.filter { !archive.contains($0) }, text: text)
    }

    /// - Throws: ``BookError`` if a document of the book is encrypted.
    private static func checkReadable(
        _ package: EPUBPackage, _ archive: ZIPArchive, path: String
    ) throws(BookError) {
        let list = "META-INF/encryption.xml"
        guard archive.contains(list) else { return }
        var encrypted: Set<String> = []
        let parser = MarkupParser(isUTF8: true) { event in
            guard case .start(let name, let attributes) = event, name.hasSuffix("cipherreference") else { return }
            if let uri = attributes["uri"] { encrypted.insert(uri.removingPercentEncoding ?? uri) }
        }
        parser.parse(try archive.read(list))
        parser.finish()
        // Fonts alone may be encrypted; they are not needed.
        if package.documents.contains(where: encrypted.contains) {
            throw BookError(
                path: path, reason: "it is encrypted (DRM): only books without copy protection can be read.")
        }
    }
}

/// What the package document and the table of contents of an EPUB say.
struct EPUBPackage {
    private(set) var title: String?
    private(set) var author: String?
    /// Documents of the reading order, as paths in the archive.
    private(set) var documents: [String] = []
    /// Names of documents in the table of contents.
    private(set) var labels: [String: String] = [:]

    init(_ archive: ZIPArchive, path: String) throws(BookError) {
        let container = "META-INF/container.xml"
        guard archive.contains(container) else {
            throw BookError(path: path, reason: "it is a ZIP archive, but no EPUB: \(container) is missing.")
        }
        var root: String?
        try Self.parse(container, archive) { event in
            if case .start("rootfile", let attributes) = event, root == nil { root = attributes["full-path"] }
        }
        guard let root else { throw BookError(path: path, reason: "\(container) names no package document.") }
        var package = PackageDocument(folder: Self.folder(of: root))
        try Self.parse(root, archive) { package.handle($0) }
        title = package.title
        author = package.author
        documents = package.documents
        guard !documents.isEmpty else { throw BookError(path: path, reason: "\(root) has no reading order (spine).") }
        if let contents = package.contents, archive.contains(contents) {
            var table = TableOfContents(folder: Self.folder(of: contents))
            try Self.parse(contents, archive) { table.handle($0) }
            labels = table.labels
        }
    }

    private static func parse(
        _ name: String, _ archive: ZIPArchive, _ handler: @escaping (MarkupParser.Event) -> Void
    ) throws(BookError) {
        let bytes = try archive.read(name)
        let parser = MarkupParser(isUTF8: true, handler: handler)
        parser.parse(bytes)
        parser.finish()
    }

    private static func folder(of path: String) -> [Substring] { Array(path.split(separator: "/").dropLast()) }

    /// The path in the archive that an address in a document of `folder` means, without its fragment.
    static func path(_ address: String, in folder: [Substring]) -> String {
        let file = address.prefix { $0 != "#" }
        var parts = folder.map(String.init)
        for part in (file.removingPercentEncoding ?? String(file)).split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}

/// Reads the package document (`.opf`).
private struct PackageDocument {
    let folder: [Substring]
    private(set) var title: String?
    private(set) var author: String?
    private var items: [String: (path: String, isContents: Bool)] = [:]
    private var order: [String] = []
    private var contentsID: String?
    private var text: String?

    init(folder: [Substring]) { self.folder = folder }

    var documents: [String] { order.compactMap { items[$0]?.path } }
    /// The table of contents: EPUB 3's navigation document, or EPUB 2's NCX.
    var contents: String? {
        items.values.first(where: \.isContents)?.path ?? contentsID.flatMap { items[$0]?.path }
            ?? items.values.map(\.path).filter { $0.hasSuffix(".ncx") }.min()
    }

    mutating func handle(_ event: MarkupParser.Event) {
        switch event {
        case .start("item", let attributes):
            guard let id = attributes["id"], let address = attributes["href"] else { return }
            let properties = (attributes["properties"] ?? "").split(separator: " ")
            items[id] = (EPUBPackage.path(address, in: folder), properties.contains("nav"))
        case .start("itemref", let attributes):
            if let id = attributes["idref"], attributes["linear"] != "no" { order.append(id) }
        case .start("spine", let attributes): contentsID = attributes["toc"]
        case .start("dc:title", _), .start("dc:creator", _): text = ""
        case .text(let string): text?.append(string)
        case .end("dc:title"): title = title ?? takeText()
        case .end("dc:creator"): author = author ?? takeText()
        default: break
        }
    }

    /// The first title and the first author are the book's.
    private mutating func takeText() -> String? {
        let found = (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        text = nil
        return found.isEmpty ? nil : found
    }
}

/// Reads the table of contents: links in the navigation document, points in an NCX.
private struct TableOfContents {
    let folder: [Substring]
    private(set) var labels: [String: String] = [:]
    private var address: String?
    private var text = ""
    private var isLabel = false

    init(folder: [Substring]) { self.folder = folder }

    mutating func handle(_ event: MarkupParser.Event) {
        switch event {
        case .start("a", let attributes):
            address = attributes["href"]
            text = ""
        case .end("a"): note(address)
        case .start("navlabel", _):
            text = ""
            isLabel = true
        case .end("navlabel"): isLabel = false
        case .start("content", let attributes): note(attributes["src"])
        case .text(let string): if address != nil || isLabel { text += string }
        default: break
        }
    }

    private mutating func note(_ target: String?) {
        let label = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let target, !label.isEmpty {
            let path = EPUBPackage.path(target, in: folder)
            if labels[path] == nil { labels[path] = label }
        }
        address = nil
    }
}
