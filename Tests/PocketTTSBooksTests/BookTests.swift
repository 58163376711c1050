import Foundation
import Testing

@testable import PocketTTSBooks

@Suite struct BookTests {
    private static func with<Result>(_ text: String, _ name: String, _ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "book-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appending(path: name)
        try Data(text.utf8).write(to: url)
        return try body(url)
    }

    /// Titles and texts of the chapters.
    private static func chapters(_ text: String, _ name: String) throws -> [[String]] {
        try with(text, name) { url in
            let book = try Book(contentsOf: url)
            return try book.chapters.map { [$0.title, try book.text(of: $0)] }
        }
    }

    private static func titles(_ text: String, _ name: String = "b.txt") throws -> [String] {
        try chapters(text, name).map { $0[0] }
    }

    @Test func plainTextHasTheChaptersOfItsHeadings() throws {
        let text = """
            The Boat

            CONTENTS

            CHAPTER I. The Sea
            CHAPTER II. The Storm

            CHAPTER I. The Sea

            The sea was calm. In chapter two it is not.

            CHAPTER II
            The Storm

            Then it rose.
            Chapter and verse were quoted.

            Epilogue

            All slept.
            """
        let found = try Self.chapters(text, "b.txt")
        #expect(found.map { $0[0] } == ["b", "CHAPTER I. The Sea", "CHAPTER II: The Storm", "Epilogue"])
        #expect(found[1][1] == "CHAPTER I. The Sea\n\nThe sea was calm. In chapter two it is not.\n\n")
        #expect(found.map { $0[1] }.joined() == text)
    }

    @Test(arguments: [
        "Chapitre 3", "Kapitel Eins", "CAPÍTULO IV.", "Hoofdstuk 2: De zee", "Capitolo 1", "Prologue", "Teil II",
    ])
    func headingsAreKnownInEveryLanguage(heading: String) throws {
        #expect(try Self.titles("Un.\n\n\(heading)\n\nDeux.\n\n\(heading)\n\nTrois.").count == 3)
    }

    @Test(arguments: [
        "Part of it was lost", "Chapter", "Book a table", "the chapter 3", "Introduction to the theory of it",
    ])
    func proseIsNoHeading(line: String) throws {
        #expect(try Self.titles("Un.\n\n\(line)\n\nDeux.\n\n\(line)\n\nTrois.") == ["b"])
    }

    @Test func markdownHasTheChaptersOfItsHighestRepeatedHeading() throws {
        let text = """
            # Title

            Before.

            ## One

            ```
            # not a heading
            ```

            ### Part of one

            Text.

            Two
            ---

            Text.
            """
        #expect(try Self.titles(text, "b.md") == ["Title", "One", "Two"])
        let whole = try Self.chapters("Just text.\n", "b.markdown")
        #expect(whole == [["b", "Just text.\n"]])
    }

    @Test func aLongChapterIsDividedBetweenParagraphs() throws {
        let paragraph = String(repeating: "word ", count: 200) + "\n\n"
        let text = "Chapter 1\n\n" + String(repeating: paragraph, count: 250) + "Chapter 2\n\nEnd.\n"
        let found = try Self.chapters(text, "b.txt")
        #expect(found.map { $0[0] } == ["Chapter 1, part 1", "Chapter 1, part 2", "Chapter 1, part 3", "Chapter 2"])
        #expect(found.allSatisfy { $0[1].utf8.count <= ChapterBuilder.longest })
        #expect(found.map { $0[1] }.joined() == text)
        #expect(found.dropLast().allSatisfy { $0[1].hasSuffix("\n\n") })
    }

    @Test func byteOrderMarksAndCarriageReturnsAreNoPartOfAHeading() throws {
        let found = try Self.chapters("\u{FEFF}Chapter 1\r\n\r\nText.\r\n\r\nChapter 2\r\n\r\nMore.", "b.txt")
        #expect(found.map { $0[0] } == ["Chapter 1", "Chapter 2"])
        #expect(found[0][1] == "Chapter 1\r\n\r\nText.\r\n\r\n")
    }

    @Test func htmlBecomesProse() throws {
        let html = """
            <!DOCTYPE html><html><head><title>The &amp; Boat</title><style>p { color: red }</style>
            <script>let a = "<p>spoken?</p>";</script></head><body><nav><a href="#1">One</a></nav>
            <h1>Chapter&nbsp;1</h1><p>Caf&eacute; &mdash; it&#8217;s
            <b>open</b><sup epub:type="noteref">1</sup>.<br/>Now.</p>
            <ul><li>tea<li>milk</ul><div hidden>secret</div><table><tr><td>a</td><td>b</td></tr></table>
            <h1>Chapter 2</h1><p>End</body></html>
            """
        let found = try Self.chapters(html, "b.html")
        #expect(found.map { $0[0] } == ["Chapter 1", "Chapter 2"])
        #expect(found[0][1] == "# Chapter 1\n\nCafé — it’s open.\nNow.\n\n- tea\n\n- milk\n\na, b\n\n")
        #expect(try Self.with(html, "b.htm") { try Book(contentsOf: $0).title } == "The & Boat")
        let latin = Data("<meta charset=\"iso-8859-1\"><p>Caf".utf8) + [0xE9] + Data("</p>".utf8)
        let text = try Self.with("", "b.html") { url in
            try latin.write(to: url)
            let book = try Book(contentsOf: url)
            return try book.text(of: book.chapters[0])
        }
        #expect(text == "Café\n\n")
    }

    @Test(arguments: [("", "b.txt"), (" \n\n", "b.txt"), ("<p></p>", "b.html"), ("# \n", "b.md")])
    func aBookWithoutTextIsRefused(text: String, name: String) throws {
        #expect(throws: BookError.self) { try Self.chapters(text, name) }
    }

    @Test(arguments: [
        ("%PDF-1.4\n1 0 obj\n", "b.pdf", "a PDF", "pdftotext"),
        (String(repeating: "x", count: 60) + "BOOKMOBI", "b.azw3", "a Kindle book", "ebook-convert"),
        ("{\\rtf1\\ansi Hello.}", "b.txt", "RTF", "pandoc"), ("PK\u{3}\u{4}...", "b.docx", "Word", "pandoc"),
    ])
    func anotherFormatIsNamed(text: String, name: String, format: String, converter: String) throws {
        let error = try #require(#expect(throws: BookError.self) { try Self.chapters(text, name) })
        #expect(error.reason.contains("it is \(format)") || error.reason.contains("of \(format)"), "\(error)")
        #expect(error.reason.contains(converter), "\(error)")
    }

    @Test func unreadableBooksAreNamed() throws {
        let missing = #expect(throws: BookError.self) { try Book(contentsOf: URL(fileURLWithPath: "/none/b.txt")) }
        #expect("\(try #require(missing))" == "cannot read the book /none/b.txt: No such file or directory.")
        #expect(throws: BookError.self) { try Book(contentsOf: URL(fileURLWithPath: "/tmp")) }
        let utf16 = try Self.with("", "b.html") { url in
            try Data([0xFF, 0xFE, 0x3C, 0]).write(to: url)
            return #expect(throws: BookError.self) { try Book(contentsOf: url) }
        }
        #expect("\(try #require(utf16))".contains("UTF-16"))
        let latin = try Self.with("", "b.txt") { url in
            try Data([0x61, 0xE9, 0x62]).write(to: url)
            let book = try Book(contentsOf: url)
            return #expect(throws: BookError.self) { try book.text(of: book.chapters[0]) }
        }
        #expect("\(try #require(latin))".contains("not UTF-8"))
    }
}
