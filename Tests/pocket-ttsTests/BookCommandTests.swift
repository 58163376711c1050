import Foundation
import Testing

/// `generate --file` and `--loudness`.
@Suite struct BookCommandTests {
    private let scratch: TemporaryFolder
    private var folder: URL { scratch.url }
    private static let text = "# One\n\nThe sea.\n\n# Two\n\nThe storm.\n\n# Three\n\nThe end.\n"

    init() throws {
        scratch = try TemporaryFolder()
        try write(Self.text)
    }

    private func write(_ text: String) throws {
        try text.write(to: folder.appending(path: "book.md"), atomically: true, encoding: .utf8)
    }

    private func run(_ arguments: [String]) throws -> CommandResult {
        try Command.run(
            ["generate", "--seed", "3", "--file", "book.md"] + arguments, in: folder,
            environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"])
    }

    private func files(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path).sorted()
    }

    private func dates(_ name: String) throws -> [String: Date?] {
        var dates: [String: Date?] = [:]
        for file in try files(name) where file.hasSuffix(".opus") {
            let url = folder.appending(path: "\(name)/\(file)")
            dates[file] = try url.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
        }
        return dates
    }

    @Test func onlyWhatChangedIsSpokenAgain() throws {
        let arguments = ["-o", "out/", "--format", "opus"]
        let first = try run(arguments)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.errors.contains("3/3 Three: 100 % of the book"))
        let names = ["01 One.opus", "02 Two.opus", "03 Three.opus"]
        #expect(try files("out") == [".pocket-tts-book.json"] + names + ["book.m3u8"])

        // What a killed process leaves: a part of a file, and no entry for it.
        let before = try dates("out")
        try FileManager.default.removeItem(at: folder.appending(path: "out/02 Two.opus"))
        try Data([1]).write(to: folder.appending(path: "out/02 Two.opus.17.part"))
        #expect(try run(arguments).code == 0)
        #expect(try files("out").filter { $0.hasSuffix(".part") }.isEmpty)
        var after = try dates("out")
        for name in [names[0], names[2]] { #expect(after[name] == before[name]) }
        #expect(after["02 Two.opus"] != nil && after["02 Two.opus"] != before["02 Two.opus"])

        let unchanged = after
        try write(Self.text.replacing("The end.", with: "The very end."))
        #expect(try run(arguments).code == 0)
        after = try dates("out")
        #expect(after[names[1]] == unchanged[names[1]] && after[names[2]] != unchanged[names[2]])

        // An option changes every chapter; a title's old file goes.
        try write(Self.text.replacing("# Three", with: "# Last"))
        #expect(try run(arguments + ["--speed", "1.5"]).code == 0)
        #expect(try files("out").filter { $0.hasSuffix(".opus") } == ["01 One.opus", "02 Two.opus", "03 Last.opus"])
        #expect(try dates("out")["01 One.opus"] != after["01 One.opus"])
    }

    @Test func aKilledCommandGoesOnAfterTheChaptersThatAreFinished() throws {
        let long = Self.text.replacing("The end.", with: String(repeating: "It goes on and on. ", count: 400))
        try write(long)
        // Ends the command with SIGKILL while it writes the third chapter.
        let script = """
            "$0" generate --seed 3 --file book.md -o out/ & pid=$!
            until ls out/03*.part > /dev/null 2>&1; do sleep 0.05; done
            kill -9 $pid; wait $pid
            ls out/*.part > /dev/null && echo parts
            """
        let killed = try Command.shell(
            script, in: folder, environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"])
        #expect(killed.output == Data("parts\n".utf8))
        try write(Self.text)
        let again = try run(["-o", "out/"])
        #expect(again.code == 0)
        #expect(!again.errors.contains("2/3") && again.errors.contains("3/3 Three"))
        #expect(try files("out").filter { $0.hasSuffix(".part") }.isEmpty)
    }

    @Test func oneFileHasMarksAndLeavesNoChapters() throws {
        let chapters = try run(["-o", "out/"])
        #expect(chapters.code == 0)
        let result = try run(["-o", "whole.wav"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(try files("").filter { $0.hasPrefix("whole") } == ["whole.cue", "whole.ffmetadata", "whole.wav"])
        var joined = Data()
        for name in ["01 One.wav", "02 Two.wav", "03 Three.wav"] {
            joined += try Data(contentsOf: folder.appending(path: "out/\(name)")).dropFirst(44)
        }
        #expect(try Data(contentsOf: folder.appending(path: "whole.wav")).dropFirst(44) == joined)
        let cue = try String(contentsOf: folder.appending(path: "whole.cue"), encoding: .utf8)
        #expect(cue.contains("FILE \"whole.wav\" WAVE\n  TRACK 01 AUDIO\n    TITLE \"One\"\n    INDEX 01 00:00:00\n"))
        #expect(cue.contains("  TRACK 03 AUDIO\n    TITLE \"Three\"\n"))
    }

    @Test func wrongUsesAreRefused() throws {
        try write("\n")
        #expect(try run([]).code == 66)
        try write(Self.text)
        #expect(try run(["-o", "-"]).code == 64)
        #expect(try run(["--play"]).code == 64)
        #expect(try run(["Hello."]).code == 64)
        #expect(try run(["-o", "book.m4b"]).code == (access("/usr/bin/ffmpeg", X_OK) == 0 ? 0 : 64))
        try FileManager.default.createDirectory(at: folder.appending(path: "other"), withIntermediateDirectories: true)
        try Data("{\"source\":\"another.epub\",\"chapters\":[]}".utf8).write(
            to: folder.appending(path: "other/.pocket-tts-book.json"))
        let other = try run(["-o", "other/"])
        #expect(other.code == 64 && other.errors.contains("another.epub"))
    }
}
