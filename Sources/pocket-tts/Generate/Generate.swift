import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio

/// Speaks a text into a file, to stdout or to a player.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Speak a text into a file, to stdout, or through a player.",
        discussion: examples(
            "pocket-tts generate \"Hello world.\" -o hello.mp3",
            "echo \"Hello world.\" | pocket-tts generate --play",
            """
            The text is the argument, or --text, or stdin (also with "-" as the text). The suffix of the output \
            selects the format: \(AudioFormat.suffixList).

            --lines speaks each line of stdin when it arrives. All go to one output; an output that ends with a slash \
            is a folder, which gets a file per line.
            --batch FILE.tsv speaks rows of name, text and perhaps voice, with tabs between them, into a folder.
            --file BOOK speaks a text, Markdown, HTML or EPUB file chapter by chapter: into a folder, or into one file \
            with chapter marks beside it (.cue, .ffmetadata; .m4b with ffmpeg). After Ctrl-C the same command goes on.

            Exit codes: 0 done, 64 usage, 65 bad data, 66 input missing, 70 internal, 73 output cannot be created, \
            74 writing failed, 130 interrupted.
            """))

    @Argument(help: "The text to speak; \"-\" or nothing reads it from a pipe.")
    var words: String?
    @Option(parsing: .unconditional, help: "The text to speak, instead of the argument.")
    var text: String?
    @Flag(help: "Speak each line of stdin as soon as it arrives.")
    var lines = false
    @Option(help: ArgumentHelp("Speak the rows of this file into the folder of -o.", valueName: "file.tsv"))
    var batch: String?
    @Option(parsing: .unconditional, help: "Rows of --batch that are spoken at the same time.")
    var streams = 8
    @Option(help: ArgumentHelp("Speak this book (.txt, .md, .html, .epub) chapter by chapter.", valueName: "book"))
    var file: String?
    @OptionGroup var model: ModelOptions
    @OptionGroup var reading: ReadingOptions
    @Option(name: [.long, .customShort("o")], help: "The file to write; \"-\" is stdout (default: ./tts_output.wav).")
    var outputPath: String?
    @Flag(help: "Play the speech while it is made, with aplay, sox, ffplay, mpv, or the command in POCKET_TTS_PLAYER.")
    var play = false
    @OptionGroup var flags: SpeechFlags
    @OptionGroup var alignment: AlignmentFlags

    func validate() throws {
        let inputs = [words != nil || text != nil, lines, batch != nil, file != nil].count { $0 }
        guard inputs <= 1 else {
            throw ValidationError("a text, --lines, --batch and --file exclude each other: give one.")
        }
        guard !play || (outputPath == nil && batch == nil && file == nil) else {
            throw ValidationError("--play excludes --output-path, --batch and --file.")
        }
        guard file == nil || outputPath != "-" else {
            throw ValidationError("--file writes files: name one, or a folder, by --output-path.")
        }
        guard batch == nil || (outputPath != nil && outputPath != "-") else {
            throw ValidationError("--batch needs --output-path with the folder to write to.")
        }
        guard alignment.subtitles == nil && !alignment.wordTimes || !lines && batch == nil && file == nil else {
            throw ValidationError(
                "--subtitles and --word-times need one text: --lines, --batch and --file exclude them.")
        }
        guard (1...64).contains(streams) else { throw ValidationError("--streams is \(streams), allowed: 1 to 64.") }
    }

    func run() async throws {
        await runReportingErrors {
            let options = try flags.options(reading: reading)
            if let batch { return try await speak(batch: BatchFile(path: batch), options) }
            let progress = ProgressLine(isQuiet: flags.quiet)
            if let file { return try await speak(book: URL(fileURLWithPath: file), options, progress) }
            if lines, let folder { return try await speakLines(into: folder, options, progress) }
            let text = lines ? nil : try TextInput.read(argument: words, option: text)
            let output = try output()
            defer { output.abandon() }
            let (loaded, maker, voice) = try await load(options, progress)
            if output.needsVoiceGain { output.gain = try await gain(loaded, voice) }
            guard let text else {
                return try await LineSpeech(maker: maker, voice: voice, flags: flags).speak(
                    to: output, progress: progress)
            }
            let words = WordOutput(
                alignment, text: text, options: options, audioOnStdout: outputPath == "-")
            try await maker.speak(text, voice: voice, to: output, progress: progress, words: words)
            try output.finish()
            try words.finish()
            progress.end(path: play || outputPath == "-" ? nil : output.name)
        }
    }

    private func output() throws -> AudioOutput {
        guard play else {
            let path = outputPath ?? "./tts_output.wav"
            return try AudioOutput(path: path, sound: flags.sound(path: path))
        }
        let player = try Player.find()
        return try AudioOutput(player: player, sound: flags.sound(path: "-"))
    }

    /// The folder that the output path names, `nil` if it is no folder.
    private var folder: URL? {
        guard let outputPath else { return nil }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: outputPath, isDirectory: &isFolder)
        return outputPath.hasSuffix("/") || (exists && isFolder.boolValue) ? URL(fileURLWithPath: outputPath) : nil
    }

    func load(
        _ options: SpeechOptions, _ progress: ProgressLine
    ) async throws -> (loaded: ModelOptions.Loaded, maker: SpeechMaker, voice: Voice?) {
        let loaded = try await loaded(progress)
        let voice = try await loaded.voice(flags.voice, usesCache: !flags.noVoiceCache) { progress.warning("\($0)") }
        let isFile = !play && outputPath != "-"
        return (
            loaded,
            try SpeechMaker(
                loaded, alignment.applied(to: options, isFile: isFile, model: loaded.model), isStrict: flags.strict,
                threads: model.threads),
            voice
        )
    }

    private func loaded(_ progress: ProgressLine) async throws -> ModelOptions.Loaded {
        let loaded = try await model.load(quiet: flags.quiet)
        if loaded.isEmbedded { progress.hint(Self.embeddedNotice) }
        return loaded
    }

    /// The gain that brings a voice to the loudness that is asked for.
    func gain(_ loaded: ModelOptions.Loaded, _ voice: Voice?) async throws -> Float {
        guard let loudness = flags.loudness else { return 1 }
        return try await VoiceLoudness(loaded: loaded, voice: voice, threads: model.threads).gain(to: loudness)
    }

    private func speakLines(into folder: URL, _ options: SpeechOptions, _ progress: ProgressLine) async throws {
        let (_, maker, voice) = try await load(options, progress)
        try await LineSpeech(maker: maker, voice: voice, flags: flags).speak(into: folder, progress: progress)
    }

    private func speak(batch: BatchFile, _ options: SpeechOptions) async throws {
        let progress = ProgressLine(isQuiet: flags.quiet)
        let loaded = try await loaded(progress)
        var voices: [String?: Result<Voice?, any Error>] = [:]
        for name in Set(batch.rows.map(\.voice)) {
            do {
                let voice = try await loaded.voice(name ?? flags.voice, usesCache: !flags.noVoiceCache) { warning in
                    progress.warning("\(name.map { "\($0): " } ?? "")\(warning)")
                }
                voices[name] = .success(voice)
            } catch {
                voices[name] = .failure(error)
            }
        }
        let maker = try SpeechMaker(
            loaded, alignment.applied(to: options, isFile: true, model: loaded.model), isStrict: flags.strict,
            threads: model.threads, streams: streams)
        let sound = try BatchSpeech.BatchSound(
            format: flags.format, sound: flags.sound(path: "-"), isQuiet: flags.quiet)
        let folder = URL(fileURLWithPath: outputPath ?? ".")
        try await BatchSpeech(maker: maker, folder: folder, flags: sound, streams: streams).speak(
            batch.rows, voices: voices)
    }

    private static let embeddedNotice = """
        speaking with the small embedded voice; "pocket-tts models fetch english" fetches a published one, \
        --language NAME speaks with one (see pocket-tts models).
        """
}
