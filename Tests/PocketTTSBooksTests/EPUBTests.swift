import CZip
import Foundation
import Testing

@testable import PocketTTSBooks

@Suite struct EPUBTests {
    /// Writes an archive, and opens it as a book.
    private static func open<Result>(_ files: [String: String], _ body: (Book) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).epub")
        defer { try? FileManager.default.removeItem(at: url) }
        var code: Int32 = 0
        let archive = try #require(zip_open(url.path, ZIP_CREATE, &code))
        // libzip reads them when it closes the archive.
        var buffers: [UnsafeMutablePointer<UInt8>] = []
        defer { for buffer in buffers { buffer.deallocate() } }
        for (name, text) in files {
            let bytes = Array(text.utf8)
            let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
            buffer.update(from: bytes, count: bytes.count)
            buffers.append(buffer)
            let source = zip_source_buffer(archive, buffer, zip_uint64_t(bytes.count), 0)
            #expect(zip_file_add(archive, name, source, 0) >= 0)
        }
        #expect(zip_close(archive) == 0)
        return try body(Book(contentsOf: url))
    }

    private static let container = """
        <?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
        </container>
        """

    private static func package(_ manifest: String, _ spine: String, toc: String = "") -> String {
        """
        <?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Boat</dc:title>
        <dc:creator>A. Writer</dc:creator><dc:creator>B. Other</dc:creator></metadata>
        <manifest>\(manifest)</manifest><spine\(toc)>\(spine)</spine></package>
        """
    }

    private static let manifest = """
        <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
        <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
        <item id="c1" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>
        <item id="c1b" href="text/one-b.xhtml" media-type="application/xhtml+xml"/>
        <item id="c2" href="text/two.xhtml" media-type="application/xhtml+xml"/>
        """
    private static let spine = """
        <itemref idref="cover"/><itemref idref="nav" linear="no"/><itemref idref="c1"/><itemref idref="c1b"/>
        <itemref idref="c2"/>
        """

    private static func files(_ more: [String: String] = [:]) -> [String: String] {
        [
            "mimetype": "application/epub+zip", "META-INF/container.xml": container,
            "OEBPS/book.opf": package(manifest, spine),
            "OEBPS/nav.xhtml": """
            <html><body><nav epub:type="toc"><ol><li><a href="text/one%20a.xhtml#top">The
            Sea</a></li><li><a href="text/two.xhtml">The Storm</a></li></ol></nav></body></html>
            """,
            "OEBPS/cover.xhtml": "<html><body><img src='c.png' alt='cover'/></body></html>",
            "OEBPS/text/one a.xhtml":
                "<html><head><title>x</title></head><body><h2>I</h2><p>Calm&#160;sea.</p></body></html>",
            "OEBPS/text/one-b.xhtml": "<html><body><p>Still calm.</p></body></html>",
            "OEBPS/text/two.xhtml": "<html><body><p>It rose.</p><script>x()</script></body></html>",
        ].merging(more) { _, new in new }
    }

    private static func chapters(_ files: [String: String]) throws -> [[String]] {
        try open(files) { book in try book.chapters.map { [$0.title, try book.text(of: $0)] } }
    }

    private static let expected = [
        ["The Sea", "## I\n\nCalm sea.\n\nStill calm.\n\n"], ["The Storm", "It rose.\n\n"],
    ]

    @Test func chaptersAreInReadingOrderWithTheirNames() throws {
        #expect(try Self.chapters(Self.files()) == Self.expected)
        try Self.open(Self.files()) { book in
            #expect(book.title == "The Boat")
            #expect(book.author == "A. Writer")
        }
    }

    @Test func theOlderTableOfContentsIsRead() throws {
        let ncx = """
            <ncx><navMap><navPoint id="a" playOrder="1"><navLabel><text>The Sea</text></navLabel>
            <content src="text/one%20a.xhtml"/></navPoint><navPoint id="b"><navLabel><text>The Storm</text></navLabel>
            <content src="text/two.xhtml#x"/></navPoint></navMap></ncx>
            """
        let opf = Self.package(
            Self.manifest.replacing(" properties=\"nav\"", with: ""), Self.spine, toc: " toc=\"ncx\"")
        #expect(try Self.chapters(Self.files(["OEBPS/toc.ncx": ncx, "OEBPS/book.opf": opf])) == Self.expected)
    }

    @Test func withoutATableOfContentsHeadingsNameTheChapters() throws {
        let opf = Self.package(
            "<item id='a' href='a.html'/><item id='b' href='b.html'/><item id='c' href='c.html'/>",
            "<itemref idref='a'/><itemref idref='b'/><itemref idref='c'/>")
        let found = try Self.chapters([
            "META-INF/container.xml": Self.container, "OEBPS/book.opf": opf, "OEBPS/a.html": "<h3>Dawn</h3><p>Light.",
            "OEBPS/b.html": "<p>No heading.", "OEBPS/c.html": "<h1>Noon</h1><p>Sun.<h1>Dusk</h1><p>Moon.",
        ])
        #expect(found.map { $0[0] } == ["Dawn", "Chapter 2", "Noon", "Dusk"])
    }

    @Test func faultsAreNamed() throws {
        func message(_ files: [String: String]) throws -> String {
            "\(try #require(#expect(throws: BookError.self) { try Self.chapters(files) }))"
        }
        #expect(try message(["mimetype": "x"]).contains("no EPUB: META-INF/container.xml is missing"))
        #expect(try message(["META-INF/container.xml": "<container/>"]).contains("names no package document"))
        #expect(try message(["META-INF/container.xml": Self.container]).contains("OEBPS/book.opf"))
        #expect(try message(Self.files(["OEBPS/book.opf": "<package/>"])).contains("no reading order"))
        let encryption = """
            <encryption><enc:EncryptedData><enc:CipherData><enc:CipherReference URI="OEBPS/text/two.xhtml"/>
            </enc:CipherData></enc:EncryptedData></encryption>
            """
        #expect(try message(Self.files(["META-INF/encryption.xml": encryption])).contains("encrypted (DRM)"))
        let fonts = encryption.replacing("text/two.xhtml", with: "font.otf")
        #expect(try Self.chapters(Self.files(["META-INF/encryption.xml": fonts])) == Self.expected)
        let damaged = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).epub")
        try Data("PK\u{3}\u{4} and nothing more".utf8).write(to: damaged)
        defer { try? FileManager.default.removeItem(at: damaged) }
        let error = try #require(#expect(throws: BookError.self) { try Book(contentsOf: damaged) })
        #expect(error.reason.contains("it is damaged, or no EPUB"), "\(error)")
    }

    @Test func addressesStayInTheArchive() {
        #expect(EPUBPackage.path("../../../etc/passwd", in: ["OEBPS"]) == "etc/passwd")
        #expect(EPUBPackage.path("a/./b/../c.xhtml#x", in: ["O", "P"]) == "O/P/a/c.xhtml")
    }
}
