import ArgumentParser
import Foundation
import PocketTTS

/// Speaks a text into a file or to stdout.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Speak a text into a file, or to stdout as it is made.",
        discussion: """
            The text is the argument, or --text, or what is piped in (also with "-" as the text).
            Exit codes: 0 done, 64 usage, 65 bad data, 66 input missing, 70 internal, 73 output cannot be created, \
            74 writing failed, 130 interrupted.
            """)

    @Argument(help: "The text to speak; \"-\" or nothing reads it from a pipe.")
    var words: String?
    @Option(help: "The text to speak, instead of the argument.")
    var text: String?
    @OptionGroup var model: ModelOptions
    @Option(help: "A voice of the model by name, the path or address of a recording to clone or of a .safetensors voice, or \"none\".")
    var voice: String?
    @Option(parsing: .unconditional, help: "Variance of the sampler's noise (default: the model's).")
    var temperature: Double?
    @Option(parsing: .unconditional, help: "Steps of the sampler (default: 1, or 16 for flow-matching models).")
    var samplerDecodeSteps: Int?
    @Option(parsing: .unconditional, help: "Redraw noise beyond this value.")
    var noiseClamp: Float?
    @Option(parsing: .unconditional, help: "EOS logit above which speech ends (default: the model's).")
    var eosThreshold: Float?
    @Option(parsing: .unconditional, help: "Frames spoken after the end was decided (default: the model's, or a guess from the text).")
    var framesAfterEos: Int?
    @Option(parsing: .unconditional, help: "Tokens per chunk of the text.")
    var maxTokens = 50
    @Option(parsing: .unconditional, help: "Seed of the random numbers, as torch.manual_seed takes it (default: a fresh one).")
    var seed: Int64?
    @Option(name: [.long, .customShort("o")], help: "The file to write; \"-\" is stdout.")
    var outputPath = "./tts_output.wav"
    @Option(help: "\(PCMEncoder.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: PCMEncoder.Format = .wav
    @Flag(help: "Encode the recording anew instead of looking in the voice cache.")
    var noVoiceCache = false
    @OptionGroup var alignment: AlignmentFlags
    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func run() async throws {
        await runReportingErrors {
            var options = SpeechOptions(
                temperature: temperature, seed: seed, samplerSteps: samplerDecodeSteps, noiseClamp: noiseClamp,
                eosThreshold: eosThreshold, framesAfterEOS: framesAfterEos, maxTokensPerChunk: maxTokens)
            try options.validate()
            let text = try TextInput.read(argument: words, option: text)
            let output = try AudioOutput(path: outputPath, format: format)
            defer { output.abandon() }
            let progress = ProgressLine(isEnabled: !quiet && isatty(STDERR_FILENO) != 0)

            let loaded = try await model.load(quiet: quiet)
            if loaded.isEmbedded { progress.note(Self.embeddedNotice) }
            let voice = try await loaded.voice(voice, usesCache: !noVoiceCache) { [quiet] in if !quiet { warn($0) } }
            let synthesizer = try Synthesizer(model: loaded.model, configuration: .init(threads: model.threads))
            alignment.apply(to: &options, isFile: outputPath != "-", model: loaded.model)
            let wordOutput = WordOutput(alignment, text: text, audioOnStdout: outputPath == "-")
            progress.start()
            for try await event in try await synthesizer.events(text, voice: voice, options: options) {
                switch event {
                case .chunkStarted(let chunk): progress.chunk(chunk)
                case .audio(let chunk):
                    try output.write(chunk)
                    progress.audio(chunk)
                case .chunkFinished(let chunk): progress.finished(chunk)
                case .word(let word): try wordOutput.word(word)
                case .failure(let failure): try wordOutput.failure(failure)
                case .retry(let retry): try wordOutput.retry(retry)
                }
            }
            // A cancelled stream may just end; half an utterance must not become a file.
            try Task.checkCancellation()
            try output.finish()
            try wordOutput.finish()
            progress.end(path: outputPath)
        }
    }

    private static let embeddedNotice = """
        speaking with the small embedded voice; "pocket-tts models fetch english" fetches a published one, \
        --language NAME speaks with one (see pocket-tts models).
        """
}

extension PCMEncoder.Format: ExpressibleByArgument {}
