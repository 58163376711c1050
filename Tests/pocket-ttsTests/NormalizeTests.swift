import Foundation
import Testing

/// How texts are read: `normalize`, and the options of `tokenize` and `generate`.
@Suite struct NormalizeTests {
    private let scratch: TemporaryFolder
    private var folder: URL { scratch.url }

    init() throws { scratch = try TemporaryFolder() }

    private func run(_ arguments: [String], input: String = "") throws -> CommandResult {
        let environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
        return try Command.run(arguments, input: Data(input.utf8), in: folder, environment: environment)
    }

    @Test func aLineForALine() throws {
        let result = try run(["normalize"], input: "5000 people\n\nDr. Brown paid $3.50.\n")
        #expect(result.code == 0)
        let expected = "five thousand people\n\nDoctor Brown paid three dollars fifty cents.\n"
        #expect(String(decoding: result.output, as: UTF8.self) == expected)
        let german = try run(["normalize", "--language", "de", "Am 3. Mai"])
        #expect(String(decoding: german.output, as: UTF8.self) == "Am dritten Mai\n")
        #expect(try run(["normalize", "--language", "xx", "a"]).code == 64)
    }

    @Test func aLexiconChangesWords() throws {
        try Data("Nguyen\twin\n".utf8).write(to: folder.appending(path: "words.tsv"))
        let read = try run(["tokenize", "Hello Nguyen", "--lexicon", "words.tsv", "--json"])
        #expect(read.code == 0, "\(read.errors)")
        #expect(try read.output == run(["tokenize", "Hello win", "--json"]).output.replacing(end: 9, with: 12))
        try Data("Nguyen\n".utf8).write(to: folder.appending(path: "bad.tsv"))
        let bad = try run(["generate", "Hello", "--lexicon", "bad.tsv"])
        #expect(bad.code == 65 && bad.errors.contains("bad.tsv, line 1"), "\(bad.errors)")
    }

    @Test func offIsWhatTheReferenceDoes() throws {
        let off = try run(["tokenize", "Apples\nPears", "--normalize", "off"])
        let auto = try run(["tokenize", "Apples\nPears"])
        #expect(off.code == 0 && auto.code == 0 && off.output != auto.output)
        #expect(try run(["tokenize", "Apples Pears", "--normalize", "off"]).output == off.output)
    }
}

extension Data {
    /// JSON whose `"end"` is another number.
    fileprivate func replacing(end old: Int, with new: Int) -> Data {
        let text = String(decoding: self, as: UTF8.self)
        return Data(text.replacingOccurrences(of: "\"end\":\(old)", with: "\"end\":\(new)").utf8)
    }
}
