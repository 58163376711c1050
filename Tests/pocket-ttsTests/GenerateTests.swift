import Foundation
import PocketTTSAudio
import Testing

/// The inputs and outputs of `generate`.
@Suite struct GenerateTests {
    private let scratch: TemporaryFolder
    private var folder: URL { scratch.url }

    init() throws { scratch = try TemporaryFolder() }

    private func run(_ arguments: [String], input: String = "", _ more: [String: String] = [:]) throws -> CommandResult
    {
        let environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin"].merging(more) { _, new in new }
        return try Command.run(
            ["generate", "--seed", "3"] + arguments, input: Data(input.utf8), in: folder, environment: environment)
    }

    private func file(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    private func files(_ name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path).sorted()
    }

    @Test func theSuffixSelectsTheFormat() throws {
        for (name, start) in [
            ("a.wav", "RIFF"), ("a.flac", "fLaC"), ("a.opus", "OggS"), ("a.OGG", "OggS"), ("plain", "RIFF"),
        ] {
            let result = try run(["Hello.", "-o", name])
            #expect(result == CommandResult(code: 0, output: Data(), errors: ""), "\(name): \(result.errors)")
            #expect(try file(name).prefix(4) == Data(start.utf8), "\(name)")
        }
        #expect(try run(["Hello.", "-o", "a.pcm"]).code == 0)
        #expect(try file("a.pcm") == file("a.wav").dropFirst(44))
        #expect(try run(["Hello.", "-o", "a.mp3"]).code == 0)
        let mp3 = try file("a.mp3")
        #expect(mp3.count > 1000 && (mp3.prefix(3) == Data("ID3".utf8) || mp3[0] == 0xFF && mp3[1] & 0xE0 == 0xE0))
        #expect(try run(["Hello.", "-o", "b.pcm", "--format", "wav"]).code == 0)
        #expect(try file("b.pcm") == file("a.wav"))
        #expect(try run(["Hello.", "-o", "b.txt", "--format", "pcm"]).code == 0)
        #expect(try file("b.txt") == file("a.pcm"))
        let piped = try run(["Hello.", "-o", "-", "--format", "mp3"])
        #expect(piped.output == mp3 && piped.errors.isEmpty)
        #expect(try files().allSatisfy { !$0.hasSuffix(".part") })
    }

    /// Both ways: the loudness of a file, and that of a voice for streams.
    @Test func loudness() throws {
        func measured(_ data: Data) throws -> Double {
            let meter = LoudnessMeter(sampleRate: 24000)
            meter.add(data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) })
            return try #require(meter.loudness)
        }
        let text = "The small boat left the harbour at dawn, and nobody saw it again."
        for voice in ["man", "woman"] {
            #expect(try run([text, "--voice", voice, "-o", "a.f32", "--loudness", "-20"]).code == 0)
            #expect(abs(try measured(file("a.f32")) + 20) < 0.3, "\(voice)")
            let stream = ["-o", "-", "--format", "f32le", "--loudness", "-20"]
            let first = try run([text, "--voice", voice] + stream)
            #expect(abs(try measured(first.output) + 20) < 3, "\(voice)")
            #expect(try run([text, "--voice", voice] + stream) == first, "the measure is kept")
        }
        #expect(try files(".cache/pocket-tts/loudness").count == 2)
        #expect(try run(["Hello.", "--loudness", "3"]).code == 64)
    }

    @Test func speedAndVolume() throws {
        func samples(_ flags: [String]) throws -> [Int16] {
            let output = try run(["Hello world.", "-o", "-", "--format", "s16le"] + flags).output
            return stride(from: 0, to: output.count - 1, by: 2).map {
                Int16(bitPattern: UInt16(output[$0]) | UInt16(output[$0 + 1]) << 8)
            }
        }
        let plain = try samples([])
        let fast = try samples(["--speed", "2"])
        #expect(abs(Double(fast.count) / Double(plain.count) - 0.5) < 0.1)
        let quiet = try samples(["--volume", "0.5"])
        #expect(quiet.count == plain.count && zip(quiet, plain).allSatisfy { abs(Int($0) - Int($1) / 2) <= 1 })
        #expect(try samples(["--volume", "0"]).allSatisfy { $0 == 0 })
        #expect(try samples(["--volume", "1", "--speed", "1"]) == plain)
    }

    @Test func eachLineIsAnUtterance() throws {
        let one = try run(["Hello.", "-o", "-", "--format", "s16le"]).output
        let two = try run(["How are you?", "-o", "-", "--format", "s16le"]).output
        let both = try run(["--lines", "-o", "-", "--format", "s16le"], input: "Hello.\n\n  \nHow are you?")
        #expect(both.code == 0 && both.errors.isEmpty, "\(both.errors)")
        #expect(both.output == one + two)
        #expect(try run(["--lines", "-o", "all.wav"], input: "Hello.\nHow are you?\n").code == 0)
        let wav = try file("all.wav")
        #expect(wav.dropFirst(44) == one + two && wav.littleEndian(at: 40) == one.count + two.count)
    }

    /// A line's file is complete before the next line is written.
    @Test func aLineIsSpokenWhenItArrives() throws {
        let result = try Command.shell(
            """
            coproc pocket { "$0" generate --lines -q -o out/; }
            in=${pocket[1]}; out=${pocket[0]}
            echo "Hello." >&$in; read -r -u $out first; test -s "$first" && echo "${first##*/}"
            echo "How are you?" >&$in; read -r -u $out second; test -s "$second" && echo "${second##*/}"
            eval "exec $in>&-"; wait
            """, in: folder)
        #expect(String(decoding: result.output, as: UTF8.self) == "0001.wav\n0002.wav\n", "\(result.errors)")
        #expect(try files("out") == ["0001.wav", "0002.wav"])
    }

    @Test func aLineThatCannotBeSpokenIsReported() throws {
        let result = try run(
            ["--lines", "--strict", "-o", "out/", "--format", "mp3"],
            input: "Hello.\nThe word \u{5E9} means hello.\nGood bye.\n")
        #expect(
            result.code == 65 && result.errors.contains("1 of 3 lines") && result.errors.contains("\u{5E9}"),
            "\(result.errors)")
        #expect(try files("out") == ["0001.mp3", "0003.mp3"])
        #expect(String(decoding: result.output, as: UTF8.self).split(separator: "\n").count == 2)
    }

    @Test func inputWithoutALineIsReported() throws {
        for output in ["out/", "out.wav"] {
            let result = try run(["--lines", "-o", output], input: "\n  \n")
            #expect(result.code == 65 && result.errors.contains("stdin has no line"), "\(result.errors)")
        }
        #expect(try files("out") == [] && !files().contains("out.wav"))
    }

    @Test func aFolderThatCannotBeMadeIsReported() throws {
        try Data().write(to: folder.appending(path: "taken"))
        let book = folder.appending(path: "book.txt")
        try Data("Hello.".utf8).write(to: book)
        for arguments in [["--batch", "-"], ["--lines"], ["--file", book.path]] {
            let result = try run(arguments + ["-o", "taken/below/"], input: "one\tHello.\n")
            #expect(result.code == 73 && result.errors.contains("taken/below: Not a directory"), "\(result.errors)")
        }
    }

    @Test func aPlayerGetsTheAudio() throws {
        let played = try run(["Hello.", "--play"], ["POCKET_TTS_PLAYER": "cat > played.wav"])
        #expect(played == CommandResult(code: 0, output: Data(), errors: ""))
        let wav = try file("played.wav")
        #expect(try wav.dropFirst(44) == run(["Hello.", "-o", "-", "--format", "s16le"]).output)
        for command in ["false", "no-such-player"] {
            let failed = try run(["Hello.", "--play"], ["POCKET_TTS_PLAYER": command])
            #expect(failed.code == 74 && failed.errors.contains("POCKET_TTS_PLAYER"), "\(failed.errors)")
        }
        let none = try run(["Hello.", "--play"], ["PATH": "/nowhere"])
        #expect(none.code == 64 && none.errors.contains("aplay"))
        #expect(try files().filter { !$0.hasPrefix(".") } == ["played.wav"])
    }

    /// Rows that are spoken together sound like rows that are spoken alone.
    @Test func aBatchIsSpokenTogether() throws {
        let rows = [
            "one\tHello.", "two.mp3\tHow are you?\twoman", "", "three\tGood bye, my friend.\tman", "four\tHi.\tnobody",
        ]
        try Data(rows.joined(separator: "\r\n").utf8).write(to: folder.appending(path: "rows.tsv"))
        let result = try run(["--batch", "rows.tsv", "-o", "out"])
        #expect(result.code == 65, "\(result.errors)")
        #expect(
            result.errors.contains("four: ") && result.errors.contains("nobody")
                && result.errors.contains("1 of 4 rows"))
        #expect(result.errors.contains("3 files"))
        #expect(try files("out") == ["one.wav", "three.wav", "two.mp3"])
        for (name, arguments) in [
            ("one.wav", ["Hello."]), ("two.mp3", ["How are you?", "--voice", "woman"]),
            ("three.wav", ["Good bye, my friend.", "--voice", "man"]),
        ] {
            #expect(try run(arguments + ["-o", name]).code == 0)
            #expect(try file(name) == file("out/\(name)"), "\(name)")
        }
        let quiet = try run(["--batch", "-", "-o", "out2", "-q", "--format", "pcm"], input: "\u{FEFF}one\tHello.\n")
        #expect(quiet.code == 0 && quiet.errors.isEmpty && quiet.output.isEmpty)
        #expect(try files("out2") == ["one.pcm"])
    }

    @Test(arguments: [
        ("one", "stdin line 1: there is no tab"),
        ("one\tHi.\ntwo\t", "line 2: there is no text after the name \"two\""),
        ("\tHi.", "no name"), ("a\tHi.\tslt\tmore", "4 columns"), ("a\tHi.\na\tHo.", "line 2"),
        ("a\tHi.\na.wav\tHo.", "the same file, a.wav"), ("../a\tHi.", "without a folder"), ("", "stdin has no rows"),
    ])
    func aMalformedBatchIsRefused(rows: String, culprit: String) throws {
        let result = try run(["--batch", "-", "-o", "out"], input: rows)
        #expect(result.code == 65 && result.errors.contains(culprit), "\(result.errors)")
        #expect(try files() == [])
    }
}
