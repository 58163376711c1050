import ArgumentParser
import Foundation
import PocketTTS
import PocketTTSAudio

/// Speaks a text into a file or to stdout.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Speak a text into a file, or to stdout as it is made.",
        discussion: examples(
            "pocket-tts generate \"Hello world.\" -o hello.wav",
            "echo \"Hello world.\" | pocket-tts generate -o - | aplay",
            """
            The text is the argument, or --text, or stdin (also with "-" as the text).
            Exit codes: 0 done, 64 usage, 65 bad data, 66 input missing, 70 internal, 73 output cannot be created, \
            74 writing failed, 130 interrupted.
            """))

    @Argument(help: "The text to speak; \"-\" or nothing reads it from a pipe.")
    var words: String?
    @Option(parsing: .unconditional, help: "The text to speak, instead of the argument.")
    var text: String?
    @OptionGroup var model: ModelOptions
    @OptionGroup var reading: ReadingOptions
    @Option(help: "A voice of the model by name, the path or address of a recording to clone or of a .safetensors voice, or \"none\".")
    var voice: String?
    @Option(parsing: .unconditional, help: "Variance of the sampler's noise (default: the model's).")
    var temperature: Double?
    @Option(parsing: .unconditional, help: "Steps of the sampler (default: 1, or 16 for flow-matching models).")
    var samplerDecodeSteps: Int?
    @Option(parsing: .unconditional, help: "Limit of the sampler's noise; noise beyond it is drawn again.")
    var noiseClamp: Float?
    @Option(parsing: .unconditional, help: "EOS logit above which speech ends (default: the model's).")
    var eosThreshold: Float?
    @Option(parsing: .unconditional, help: "Frames spoken after the end of speech (default: the model's, or a guess from the text).")
    var framesAfterEos: Int?
    @Option(parsing: .unconditional, help: "Tokens per chunk of the text.")
    var maxTokens = 50
    @Option(parsing: .unconditional, help: "Seed of the random numbers, as for torch.manual_seed (default: a new one each time).")
    var seed: Int64?
    @Option(name: [.long, .customShort("o")], help: "The file to write; \"-\" is stdout.")
    var outputPath = "./tts_output.wav"
    @Option(help: "\(AudioFormat.names).")
    var format: AudioFormat = .wav
    @Flag(help: "Encode the recording without the voice cache.")
    var noVoiceCache = false
    @OptionGroup var alignment: AlignmentFlags
    @Flag(help: "Fail with exit code 65 where speech is probably wrong: characters that the model does not know, speech without an end.")
    var strict = false
    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    func run() async throws {
        await runReportingErrors {
            var options = SpeechOptions(
                temperature: temperature, seed: seed, samplerSteps: samplerDecodeSteps, noiseClamp: noiseClamp,
                eosThreshold: eosThreshold, framesAfterEOS: framesAfterEos, maxTokensPerChunk: maxTokens)
            try reading.apply(to: &options)
            try options.validate()
            let text = try TextInput.read(argument: words, option: text)
            let output = try AudioOutput(path: outputPath, format: format)
            defer { output.abandon() }
            let progress = ProgressLine(isQuiet: quiet)

            let loaded = try await model.load(quiet: quiet)
            if loaded.isEmbedded { progress.hint(Self.embeddedNotice) }
            try checkCharacters(of: text, loaded.model, options, progress)
            let voice = try await loaded.voice(voice, usesCache: !noVoiceCache) { progress.warning("\($0)") }
            let synthesizer = try Synthesizer(model: loaded.model, configuration: .init(threads: model.threads))
            alignment.apply(to: &options, isFile: outputPath != "-", model: loaded.model)
            let wordOutput = WordOutput(alignment, text: text, audioOnStdout: outputPath == "-")
            progress.start()
            for try await event in try await synthesizer.events(text, voice: voice, options: options) {
                switch event {
                case .chunkStarted(let chunk): progress.chunk(chunk)
                case .audio(let chunk):
                    try output.write(event, sampleRate: chunk.sampleRate)
                    progress.audio(chunk)
                case .chunkFinished(let chunk): try checkEnd(of: chunk, progress)
                case .word(let word): try wordOutput.word(word)
                case .failure(let failure): try wordOutput.failure(failure)
                case .retry(let retry): try wordOutput.retry(retry)
                }
            }
            // A cancelled stream may end without an error; half an utterance must not become a file.
            try Task.checkCancellation()
            try output.finish()
            try wordOutput.finish()
            progress.end(path: outputPath)
        }
    }

    private func checkCharacters(
        of text: String, _ model: SpeechModel, _ options: SpeechOptions, _ progress: ProgressLine
    ) throws {
        let unknown = try model.plan(text, options: options).unspeakable
        guard !unknown.isEmpty else { return }
        let shown = unknown.prefix(10).map(String.init).joined(separator: " ")
        try problem(
            "the model does not know \(shown)\(unknown.count > 10 ? " … (\(unknown.count) characters)" : ""): they are not spoken. Write them in its language's letters, or choose another model by --language.",
            progress)
    }

    private func checkEnd(of chunk: ChunkProgress, _ progress: ProgressLine) throws {
        guard chunk.reachedFrameCap else { return }
        try problem(
            "the speech of \"\(chunk.text.trimmingCharacters(in: .whitespaces).prefix(40))\" did not end and was cut after \(chunk.frames) frames: try another --seed, or shorter sentences.",
            progress)
    }

    /// Reports that the speech is probably wrong.
    private func problem(_ text: String, _ progress: ProgressLine) throws {
        if strict { throw StrictFailure(message: text) }
        progress.warning(text)
    }

    private static let embeddedNotice = """
        speaking with the small embedded voice; "pocket-tts models fetch english" fetches a published one, \
        --language NAME speaks with one (see pocket-tts models).
        """
}

extension AudioFormat: ExpressibleByArgument {
    public init?(argument: String) { self.init(name: argument) }
}
