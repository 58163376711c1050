import ArgumentParser
import PocketTTS

/// The settings of `pocket-tts serve`: by flag, by environment (`POCKET_TTS_…`) or by a JSON file; the first that is
/// given counts.
package struct ServeFlags: ParsableArguments {
    @Option(name: .customLong("settings"), help: ArgumentHelp("A JSON file with these settings.", valueName: "file"))
    package var settings: String?
    @Option(
        help: ArgumentHelp(
            "A published model, fetched if not on disk; several may be given here and below; the first is the default.",
            valueName: "[name=]language"))
    package var language: [String] = []
    @Option(
        help: ArgumentHelp(
            "A model's YAML config: a file, https://…, or hf://owner/name/path@revision.", valueName: "[name=]address"))
    package var config: [String] = []
    @Option(help: ArgumentHelp("A folder with a model, or a weights file in one.", valueName: "[name=]path"))
    package var model: [String] = []
    @Option(
        help: ArgumentHelp(
            "A voice by a name, for every model: a voice file, a recording, or a mix such as a*0.7+b*0.3; repeatable.",
            valueName: "name=file"))
    package var voice: [String] = []
    @Option(
        help: ArgumentHelp(
            "Another name of a voice, such as alloy=alba; several may be given.", valueName: "name=voice"))
    package var voiceAlias: [String] = []
    @Flag(help: "Let clients add voices from recordings, and delete them again: POST and DELETE /v1/audio/voices.")
    package var allowVoiceUpload = false
    @Option(help: "A folder that keeps these voices (default: they last as long as the server).")
    package var voiceFolder: String?
    @Option(parsing: .unconditional, help: "Voices that clients may add in all (default: 32).")
    package var maxVoices: Int?
    @Flag(help: "List models and voices for clients without a key.")
    package var listVoicesWithoutKey = false
    @Flag(help: "Keep no voices of recordings that clients send.")
    package var noVoiceCache = false
    @Option(
        help:
            "\(Precision.allCases.map(\.rawValue).joined(separator: ", ")) (default: bf16, or that of a rounded file).")
    package var precision: Precision?
    @Option(parsing: .unconditional, help: "Compute threads (default: 2).")
    package var threads: Int?
    @Option(help: "The address to listen on (default: 127.0.0.1, this machine only).")
    package var host: String?
    @Option(parsing: .unconditional, help: "The port to listen on; 0 takes a free one (default: 8000).")
    package var port: Int?
    @Option(
        help:
            """
            A key that requests must carry; several may be given. It is visible in the process list: prefer the \
            environment or a file.
            """
    )
    package var apiKey: [String] = []
    @Option(help: "A key for loading and unloading models while the server runs (default: nobody may).")
    package var adminKey: [String] = []
    @Option(parsing: .unconditional, help: "MiB that the weights of all models may take then (default: 2048).")
    package var maxModelMemory: Int?
    @Flag(help: "Listen on other addresses than this machine's without asking for a key.")
    package var withoutApiKey = false
    @Option(
        parsing: .unconditional,
        help: "Sessions at once, per model (default: as many as are measured to stay faster than real time).")
    package var maxStreams: Int?
    @Option(parsing: .unconditional, help: "Sessions that may wait for a slot (default: 16).")
    package var queue: Int?
    @Option(parsing: .unconditional, help: "Seconds that they may wait (default: 10).")
    package var queueSeconds: Double?
    @Option(parsing: .unconditional, help: "Characters of text in a request (default: 4096).")
    package var maxCharacters: Int?
    @Option(parsing: .unconditional, help: "Bytes of an uploaded recording (default: 20 MiB).")
    package var maxUploadBytes: Int?
    @Option(parsing: .unconditional, help: "Seconds of an uploaded recording that are read (default: 30).")
    package var maxUploadSeconds: Double?
    @Option(parsing: .unconditional, help: "Bytes of all bodies in memory at once (default: 128 MiB).")
    package var maxBodyBytes: Int?
    @Option(parsing: .unconditional, help: "Seconds until a request's speech must have been delivered (default: 600).")
    package var requestSeconds: Double?
    @Option(parsing: .unconditional, help: "Seconds that a client may take no audio (default: 30).")
    package var stallSeconds: Double?
    @Option(
        parsing: .unconditional,
        help: "Seconds that a WebSocket or Wyoming session may wait for more text (default: 300).")
    package var textSeconds: Double?
    @Option(parsing: .unconditional, help: "Seconds until a request's head must have arrived (default: 20).")
    package var idleSeconds: Double?
    @Option(parsing: .unconditional, help: "Connections that may be open (default: 1024).")
    package var maxConnections: Int?
    @Option(parsing: .unconditional, help: "Seconds that running sessions get to finish at shutdown (default: 30).")
    package var drainSeconds: Double?
    @Option(help: "An origin whose pages may use the server, \"*\" for all (default: none).")
    package var corsOrigin: String?
    @Option(
        parsing: .upToNextOption,
        help:
            """
            Names that requests may use for the server besides localhost, its address and its host name; "*" allows \
            any (default with a key: any).
            """
    )
    package var allowedHosts: [String] = []
    @Option(
        parsing: .upToNextOption,
        help:
            "Proxies whose X-Forwarded-For is believed: addresses or blocks such as 10.0.0.0/8 (default: this machine)."
    )
    package var trustedProxies: [String] = []
    @Option(help: "trace, debug, info, notice, warning, error (default: info).")
    package var logLevel: String?
    @Flag(help: "Write the texts into the log.")
    package var logText = false

    package init() {}
}

extension Precision: ExpressibleByArgument {}
