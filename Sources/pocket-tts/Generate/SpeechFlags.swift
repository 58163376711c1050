import ArgumentParser
import CommandSupport
import PocketTTS
import PocketTTSAudio

/// The voice, the sampler and the sound of the speech.
struct SpeechFlags: ParsableArguments {
    @Option(
        help:
            """
            A voice of the model by name, the path or address of a recording to clone or of a .safetensors voice, or \
            "none".
            """
    )
    var voice: String?
    @Option(parsing: .unconditional, help: "Variance of the sampler's noise (default: the model's).")
    var temperature: Double?
    @Option(parsing: .unconditional, help: "Steps of the sampler (default: 1, or 16 for flow-matching models).")
    var samplerDecodeSteps: Int?
    @Option(parsing: .unconditional, help: "Limit of the sampler's noise; noise beyond it is drawn again.")
    var noiseClamp: Float?
    @Option(parsing: .unconditional, help: "EOS logit above which speech ends (default: the model's).")
    var eosThreshold: Float?
    @Option(
        parsing: .unconditional,
        help: "Frames spoken after the end of speech (default: the model's, or a guess from the text).")
    var framesAfterEos: Int?
    @Option(parsing: .unconditional, help: "Tokens per chunk of the text.")
    var maxTokens = 50
    @Option(
        parsing: .unconditional,
        help: "Seed of the random numbers, as for torch.manual_seed (default: a new one each time).")
    var seed: Int64?
    @Option(help: "\(AudioFormat.names) (default: the one that the output's suffix names, else wav).")
    var format: AudioFormat?
    @Option(parsing: .unconditional, help: "Speed of the speech at its own pitch, 0.25 to 4.")
    var speed = 1.0
    @Option(parsing: .unconditional, help: "Factor of the samples, 0 to 10; beyond full scale the sound is limited.")
    var volume = 1.0
    @Option(
        parsing: .unconditional,
        help: """
            Loudness of the speech in LUFS (EBU R128), such as -16: measured in each file, or once per voice for \
            streams and books (default: as the model speaks).
            """)
    var loudness: Double?
    @Flag(help: "Encode the recording without the voice cache.")
    var noVoiceCache = false
    @Flag(
        help:
            """
            Fail with exit code 65 where speech is probably wrong: characters that the model does not know, speech \
            without an end.
            """
    )
    var strict = false
    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    func validate() throws {
        guard SpeechPipeline.speeds.contains(speed) else {
            throw ValidationError(
                """
                --speed is \(speed), allowed: \(SpeechPipeline.speeds.lowerBound) to \
                \(SpeechPipeline.speeds.upperBound).
                """
            )
        }
        if let loudness, !(-40 ... -5).contains(loudness) {
            throw ValidationError("--loudness is \(loudness), allowed: -40 to -5.")
        }
        guard (0...10).contains(volume) else { throw ValidationError("--volume is \(volume), allowed: 0 to 10.") }
    }

    /// - Throws: ``PocketTTSError/invalidOption(name:value:allowed:)`` for an option that is out of range.
    func options(reading: ReadingOptions) throws -> SpeechOptions {
        var options = SpeechOptions(
            temperature: temperature, seed: seed, samplerSteps: samplerDecodeSteps, noiseClamp: noiseClamp,
            eosThreshold: eosThreshold, framesAfterEOS: framesAfterEos, maxTokensPerChunk: maxTokens)
        try reading.apply(to: &options)
        try options.validate()
        return options
    }

    /// The sound of a file: `--format`, else the format that the suffix of `path` names, else WAV.
    /// - Throws: ``UsageError`` for an unknown suffix.
    func sound(path: String) throws(UsageError) -> Sound {
        if let format = format ?? AudioFormat(path: path) {
            return Sound(format: format, speed: speed, volume: Float(volume), loudness: loudness)
        }
        let file = path.split(separator: "/").last ?? ""
        guard !file.dropFirst().contains(".") else {
            throw UsageError(
                "the suffix of \(path) names no audio format: use one of \(AudioFormat.suffixList), or --format.")
        }
        return Sound(format: .wav, speed: speed, volume: Float(volume), loudness: loudness)
    }
}

/// How samples become bytes.
struct Sound: Sendable {
    var format: AudioFormat
    var speed: Double
    /// Factor of the samples.
    var volume: Float
    /// In LUFS, before ``volume``; files only. `nil`: as the model speaks.
    var loudness: Double?
}

extension AudioFormat: ExpressibleByArgument {
    public init?(argument: String) { self.init(name: argument) }
    public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}
