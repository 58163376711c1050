import Foundation
import Testing

@testable import SpeechText

/// The tables of docs/TEXT.md: each example is read as it says there.
@Suite struct DocumentedReadingsTests {
    @Test(arguments: Language.allCases) func areReadAsDocumented(language: Language) throws {
        let examples = try Self.examples(language)
        #expect(examples.count >= 10)
        for (written, spoken) in examples {
            #expect(try TextReader.read(written, language: language, format: .text).text == spoken, "\(written)")
        }
    }

    /// The rows of "`written` | spoken" of a language's section, without those of several examples.
    private static func examples(_ language: Language) throws -> [(String, String)] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/TEXT.md")
        var heading = ""
        var isOthers = false
        var found: [(String, String)] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("## ") {
                isOthers = line == "## The other languages"
                heading = isOthers ? "" : String(line.dropFirst(3))
            } else if line.hasPrefix("### "), isOthers {
                heading = String(line.dropFirst(4))
            }
            let columns = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard heading == "\(language)".capitalized, columns.count == 2, columns[0].hasPrefix("`") else { continue }
            let written = columns[0].split(separator: "`")
            if written.count == 1 { found.append((String(written[0]), columns[1])) }
        }
        return found
    }
}
