import Foundation
import Testing

/// The command as users run it: exit codes, what stands on stdout and stderr, what is left on disk.
@Suite struct CommandLineTests {
    private let scratch: TemporaryFolder
    private var folder: URL { scratch.url }

    init() throws { scratch = try TemporaryFolder() }

    private func run(_ arguments: [String], input: Data = Data()) throws -> CommandResult {
        try Command.run(arguments, input: input, in: folder)
    }

    private var leftovers: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test func speaksIntoAFile() throws {
        let result = try run(["generate", "Hello world.", "--output-path", "hello.wav"])
        #expect(result == CommandResult(code: 0, output: Data(), errors: ""))
        let wav = try Data(contentsOf: folder.appending(path: "hello.wav"))
        #expect(wav.prefix(4) == Data("RIFF".utf8))
        #expect(wav.littleEndian(at: 4) == wav.count - 8)
        #expect(wav.littleEndian(at: 40) == wav.count - 44)
        #expect(wav.count > 44 + 10 * 1920 * 2)
        #expect(try leftovers == ["hello.wav"])
    }

    @Test func exitsCleanlyWhileAFrameIsComputed() throws {
        // The reader goes after the first samples, when both threads are busy.
        let script = """
            for i in 1 2 3 4 5 6; do
                "$0" generate "The quick brown fox jumps over the lazy dog." -o - --precision f32 |
                    head -c 100 >/dev/null
                echo "${PIPESTATUS[0]}"
            done
            """
        let result = try Command.shell(script, in: folder)
        #expect(result.errors.isEmpty)
        #expect(String(decoding: result.output, as: UTF8.self) == String(repeating: "0\n", count: 6))
    }

    @Test func speaksIntoAPipe() throws {
        let piped = try run(["generate", "-o", "-"], input: Data("Hello world.\n".utf8))
        #expect(piped.code == 0 && piped.errors.isEmpty)
        #expect(piped.output.littleEndian(at: 40) > 0xffff_ff00, "a stream's length is not known")
        let raw = try run(
            ["generate", "--text", "-", "-o", "-", "--format", "s16le"], input: Data("Hello world.\n".utf8))
        #expect(raw.output == piped.output.dropFirst(44))
        let floats = try run(["generate", "Hello world.", "-o", "-", "--format", "f32le"])
        #expect(floats.output.count == 2 * raw.output.count)
        #expect(try leftovers.isEmpty)
    }

    @Test func theSeedDecides() throws {
        let model = Command.fixtures.appending(path: "models/lsd").path
        func speak(_ seed: String) throws -> Data {
            try run([
                "generate", "Hello.", "--model", model, "--voice", "\(model)/voice.safetensors", "--temperature", "0.7",
                "--seed", seed, "-o", "-",
            ]).output
        }
        let one = try speak("1")
        #expect(one.count > 44)
        #expect(try speak("1") == one)
        #expect(try speak("2") != one)
        #expect(try speak("-1").count > 44)
    }

    @Test func speaksInEveryPrecision() throws {
        var spoken: [String: Data] = [:]
        for precision in ["f32", "bf16", "int8", "int4"] {
            let result = try run(["generate", "Hello world.", "--precision", precision, "-o", "-"])
            #expect(result.code == 0 && result.errors.isEmpty)
            spoken[precision] = result.output
        }
        #expect(spoken["int8"]?.count == spoken["f32"]?.count, "the same number of frames")
        #expect(Set(spoken.values).count == 4, "rounding must change samples")
        let refused = try run(["generate", "Hello.", "--precision", "int3", "-o", "-"])
        #expect(refused.code == 64 && refused.errors.contains("int3"))
    }

    /// A recording speaks as a voice, and a voice exported from it speaks the same.
    @Test func clonesARecording() throws {
        let recording = Command.fixtures.appending(path: "../../Models/embedded/voices/woman.wav").standardizedFileURL
            .path
        let exported = try run(["export-voice", recording, "woman.safetensors"])
        #expect(exported.code == 0, "\(exported.errors)")
        let direct = try run(["generate", "Hello.", "--voice", recording, "-o", "-"])
        let saved = try run(["generate", "Hello.", "--voice", "./woman.safetensors", "-o", "-"])
        #expect(direct.output.count > 44 && direct.output == saved.output)
        #expect(try run(["export-voice", "missing.wav", "out.safetensors"]).code == 66)
        for unwritable in ["nowhere/out.safetensors", folder.path] {
            let result = try run(["export-voice", recording, unwritable])
            #expect(result.code == 73 && result.errors.contains(unwritable))
        }
        #expect(try leftovers == ["woman.safetensors"])
    }

    private static let recording = Command.repository.appending(path: "Models/embedded/voices/woman.wav")

    @Test func aRecordingWithoutASuffixIsAVoice() throws {
        try FileManager.default.copyItem(at: Self.recording, to: folder.appending(path: "mine"))
        let result = try run(["generate", "Hi.", "--voice", "mine", "-o", "-"])
        #expect(result.code == 0 && result.output.count > 44, "\(result.errors)")
    }

    @Test(arguments: ["voice.wav", "voice", "voice.mp3"])
    func aVoiceFileIsNotWrittenUnderAnotherSuffix(name: String) throws {
        let result = try run(["export-voice", Self.recording.path, name])
        #expect(result.code == 64 && result.errors.contains(".safetensors"), "\(result.errors)")
        #expect(try leftovers.isEmpty)
    }

    /// A folder with two good recordings, two of one name, one that is broken and two of unknown formats.
    @Test func exportsWhatAFolderHolds() throws {
        let recordings = folder.appending(path: "in")
        try FileManager.default.createDirectory(at: recordings, withIntermediateDirectories: true)
        for name in ["a.wav", "b.opus", "b.wav", "d.WAV"] {
            try FileManager.default.copyItem(at: Self.recording, to: recordings.appending(path: name))
        }
        for name in ["c.wav", "e.m4a", "f.webm", "notes.txt"] {
            try Data("nothing".utf8).write(to: recordings.appending(path: name))
        }
        let result = try run(["export-voice", "in", "out"])
        #expect(result.code == 65)
        let made = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "out").path).sorted()
        #expect(made == ["a.safetensors", "b.safetensors", "d.safetensors"])
        for text in ["b.wav", "already made of b.opus", "c.wav", "2 of 5", "e.m4a", "f.webm", "ffmpeg"] {
            #expect(result.errors.contains(text), "\(text): \(result.errors)")
        }
        #expect(!result.errors.contains("notes.txt"))
        let quiet = try run(["export-voice", "in", "out", "-q"])
        #expect(quiet.code == 65 && quiet.errors.split(separator: "\n").count == 3, "\(quiet.errors)")
    }

    @Test(arguments: ["-5 degrees.", "- One.\n- Two.", "-5", "--- and so on"])
    func aTextMayStartWithADash(text: String) throws {
        let plain = try run(["tokenize", "--json"], input: Data(text.utf8))
        #expect(plain.code == 0)
        #expect(try run(["tokenize", "--json", text]).output == plain.output)
        #expect(try run(["tokenize", text, "--max-tokens", "50", "--json"]).output == plain.output)
    }

    @Test func aNegativeSeedIsNoText() throws {
        let result = try run(["generate", "-q", "-5 degrees.", "--seed", "-1", "-o", "-"])
        #expect(result.code == 0 && result.output.count > 44 && result.errors.isEmpty, "\(result.errors)")
        let option = try run(["generate", "-q", "--text", "-5 degrees.", "--seed", "-1", "-o", "-"])
        #expect(option.output == result.output)
        #expect(try run(["generate", "Hi.", "--temperature", "-1"]).code == 64)
    }

    @Test func speechWithoutAnEndIsReported() throws {
        let endless = ["generate", "Hi.", "--eos-threshold", "1e9", "--on-failure", "keep", "-o", "out.wav"]
        let warned = try run(endless)
        #expect(warned.code == 0 && warned.errors.contains("did not end"), "\(warned.errors)")
        #expect(warned.errors.split(separator: "\n").count == 1)
        #expect(try leftovers == ["out.wav"])
        #expect(try run(endless + ["-q"]).errors.isEmpty)
        try FileManager.default.removeItem(at: folder.appending(path: "out.wav"))
        let strict = try run(endless + ["--strict", "-q"])
        #expect(strict.code == 65 && strict.errors.contains("--strict"), "\(strict.errors)")
        #expect(try leftovers.isEmpty)
    }

    @Test func failedSpeechIsAnErrorWhereThatIsAsked() throws {
        let noisy = ["generate", "He painted the front door bright red.", "--temperature", "1.1", "--seed", "3"]
        let result = try run(noisy + ["--on-failure", "error", "-o", "out.wav"])
        #expect(
            result.code == 65 && result.errors.hasPrefix("pocket-tts: the speech failed (clipping)"),
            "\(result.errors)")
        #expect(try leftovers.isEmpty)
    }

    @Test func unknownCharactersAreReported() throws {
        let foreign = ["generate", "The word \u{5E9}\u{5DC}\u{5D5} means hello.", "-o", "-"]
        let warned = try run(foreign)
        #expect(warned.code == 0 && warned.errors.contains("\u{5E9} \u{5DC} \u{5D5}"), "\(warned.errors)")
        let strict = try run(foreign + ["--strict"])
        #expect(strict.code == 65 && strict.output.isEmpty && strict.errors.contains("\u{5E9}"), "\(strict.errors)")
        #expect(try run(["generate", "Hello, world!", "--strict", "-o", "-"]).errors.isEmpty)
    }

    /// Every command's help begins with two examples of itself.
    @Test func helpStartsWithExamples() throws {
        var commands: [[String]] = [[]]
        var count = 0
        while let command = commands.popLast() {
            count += 1
            let help = String(decoding: try run(command + ["--help"]).output, as: UTF8.self)
            if let list = help.range(of: "SUBCOMMANDS:\n") {
                for line in help[list.upperBound...].split(separator: "\n") where line.hasPrefix("  ") {
                    let name = line.dropFirst(2).prefix { $0 != " " && $0 != "," }
                    if !name.isEmpty, name != "See" { commands.append(command + [String(name)]) }
                }
            }
            let lines = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            let start = lines.firstIndex(of: "Examples:") ?? 99
            #expect(start <= 3, "\(command): \(help)")
            let name = (["pocket-tts"] + command).joined(separator: " ")
            for line in lines.dropFirst(start + 1).prefix(2) { #expect(line.contains(name), "\(line)") }
        }
        #expect(count > 15, "\(count) commands")
    }

    @Test func tokenizes() throws {
        let result = try run(["tokenize", "Hello.", "--json"])
        let chunks = try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]]
        #expect(chunks?.count == 1)
        #expect((chunks?.first?["text"] as? String)?.hasSuffix(" .") == true)
        #expect((chunks?.first?["tokens"] as? [Int])?.isEmpty == false)
    }

    @Test func printsItsVersion() throws {
        let result = try run(["--version"])
        #expect(result.code == 0 && String(decoding: result.output, as: UTF8.self).first?.isNumber == true)
    }

    /// Bad input gets one line that names the culprit, the documented exit code, and leaves nothing behind.
    @Test(arguments: [
        (["generate", ""], 65, "empty"), (["generate", " \n\t "], 65, "empty"),
        (["generate", "Hi.", "--temperature", "-1"], 64, "temperature"),
        (["generate", "Hi.", "--temperature", "nan"], 64, "temperature"),
        (["generate", "Hi.", "--temperature", "warm"], 64, "warm"),
        (["generate", "Hi.", "--no-such"], 64, "see pocket-tts generate --help"),
        (["serve", "--no-such"], 64, "see pocket-tts serve --help"),
        (["models", "fetch"], 64, "see pocket-tts models fetch --help"), (["generate", "-x"], 64, "-x"),
        (["export-voice", "a.wav", "b.wav", "c"], 64, "see pocket-tts export-voice --help"),
        (["generate", "Hi.", "--format", "mp5"], 64, "wav, mp3"), (["tokenize", " "], 65, "empty"),
        (["generate", "Hi.", "-o", "hi.txt"], 64, ".mp3, .opus, .ogg, .flac"),
        (["generate", "Hi.", "-o", "a/b.c/hi.wave2"], 64, ".wave2"),
        (["generate", "Hi.", "--speed", "9"], 64, "0.25 to 4"), (["generate", "Hi.", "--volume", "-1"], 64, "volume"),
        (["generate", "Hi.", "--lines"], 64, "--lines"), (["generate", "--batch", "rows.tsv"], 64, "--output-path"),
        (["generate", "--batch", "rows.tsv", "-o", "out"], 66, "rows.tsv"),
        (["generate", "Hi.", "--play", "-o", "a.wav"], 64, "--play"),
        (["generate", "Hi.", "Ho."], 64, "Ho."),
        (["generate", "Hi.", "--model", "a", "--config", "b"], 64, "--config"),
        (["generate", "Hi.", "--sampler-decode-steps", "0"], 64, "sampler-decode-steps"),
        (
            ["generate", "Hi.", "--max-tokens", "0"], 64,
            "max-tokens is 0, allowed: 1 to 1000 (see pocket-tts generate --help)"
        ),
        (["generate", "Hi.", "--threads", "0"], 64, "threads"),
        (["generate", "Hi.", "--threads", "10000"], 64, "threads"),
        (["generate", "Hi.", "--voice", "nobody"], 66, "nobody"),
        (["generate", "Hi.", "--voice", "missing/voice.safetensors"], 66, "missing/voice.safetensors"),
        (["generate", "Hi.", "--voice", "."], 66, "folder"),
        (["generate", "Hi.", "--model", "missing"], 66, "missing"),
        (["generate", "Hi.", "--model", "/dev/null"], 66, "/dev/null"),
        (["generate", "Hi.", "--config", "missing.yaml"], 66, "missing.yaml"),
        (["generate", "Hi.", "-o", "."], 73, "folder"),
        (["generate", "Hi.", "-o", "missing/out.wav"], 73, "missing/out.wav"),
        (["generate", "Hi.", "-o", "/dev/full"], 74, "/dev/full"),
        (["generate", "Hi.", "--text", "Ho."], 64, "twice"),
        (["generate", String(repeating: "pneumono", count: 625), "--normalize", "off"], 65, "tokens"),
    ])
    func badInput(arguments: [String], code: Int32, culprit: String) throws {
        let result = try run(arguments)
        #expect(result.code == code, "\(result.errors)")
        #expect(result.errors.contains(culprit), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(try leftovers.isEmpty)
    }

    @Test func badTextOnStdin() throws {
        let invalid = try run(["generate"], input: Data([0x48, 0xff, 0xfe]))
        #expect(invalid.code == 65 && invalid.errors.contains("UTF-8"))
        let huge = try run(["generate"], input: Data(repeating: 0x61, count: 1 << 20))
        #expect(huge.code == 65 && huge.errors.contains("1048576"))
        #expect(try leftovers.isEmpty)
    }

    @Test func brokenModels() throws {
        let source = Command.fixtures.appending(path: "models/lsd")
        let model = folder.appending(path: "model")
        try FileManager.default.copyItem(at: source, to: model)
        let config = model.appending(path: "config.yaml")
        let yaml = try String(contentsOf: config, encoding: .utf8)
        func speak() throws -> CommandResult {
            try run(["generate", "Hi.", "--model", model.path, "--voice", "none", "-o", "-"])
        }
        #expect(try speak().code == 0)

        try yaml.replacing(try Regex("n_bins: [0-9]+"), with: "n_bins: 4000").write(
            to: config, atomically: true, encoding: .utf8)
        let size = try speak()
        #expect(size.code == 65 && size.errors.contains("4000") && size.errors.contains("tokens"))

        try (yaml + "\nflow_lmm: 1\n").write(to: config, atomically: true, encoding: .utf8)
        let key = try speak()
        #expect(key.code == 65 && key.errors.contains("flow_lmm"))

        try yaml.write(to: config, atomically: true, encoding: .utf8)
        let weights = model.appending(path: "model.safetensors")
        try Data(contentsOf: weights).dropLast(100).write(to: weights)
        let truncated = try speak()
        #expect(truncated.code == 65 && truncated.errors.contains("model.safetensors"))
        #expect(truncated.errors.split(separator: "\n").count == 1)
    }

    @Test func aReaderThatLeavesIsNoError() throws {
        let result = try Command.shell(
            """
            "$0" generate "A longer sentence, so that there is something to cut off." -o - | head -c 1000 | wc -c; \
            echo ${PIPESTATUS[0]}
            """,
            in: folder)
        #expect(result.output == Data("1000\n0\n".utf8))
        #expect(result.errors.isEmpty)
    }

    @Test func aReaderOfWordTimesThatLeavesIsNoError() throws {
        let result = try Command.shell(
            """
            "$0" generate "One two three four five six." -o words.wav --word-times | head -n 1; echo ${PIPESTATUS[0]}
            """,
            in: folder)
        #expect(String(decoding: result.output, as: UTF8.self).hasSuffix("}\n0\n"))
        #expect(result.errors.isEmpty)
        #expect(try leftovers == ["words.wav"])
    }

    /// Signals at several moments after the start, each sent once, twice at once (as `timeout` does), or again later.
    @Test(arguments: [
        "kill -INT $!", "kill -INT $!; sleep 0.002; kill -INT $! 2>&-", "kill -INT $!; sleep 0.5; kill -INT $! 2>&-",
    ])
    func interruptionLeavesNothingBehind(signals: String) throws {
        let model = Command.fixtures.appending(path: "models/lsd").path
        let text = String(repeating: "This goes on and on. ", count: 5000)
        try Data(text.utf8).write(to: folder.appending(path: "text"))
        // A shell without job control ignores SIGINT in its background jobs, so the command is started by env.
        let script = """
            for delay in 0.3 1 2; do
                env --default-signal=INT "$0" generate --model \(model) --voice none -o out.wav < text &
                sleep $delay; \(signals); wait $!; echo $?
            done
            rm text
            """
        let result = try Command.shell(script, in: folder)
        #expect(result.output == Data("130\n130\n130\n".utf8))
        #expect(result.errors.isEmpty)
        #expect(try leftovers.isEmpty)
    }
}
