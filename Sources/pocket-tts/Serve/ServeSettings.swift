import Foundation
import Logging
import PocketTTS
import PocketTTSServer

/// What `pocket-tts serve` does, once flags, environment and file have been put together and checked.
struct ServeSettings {
    var models: [ServedModels.Specification]
    /// `nil` is the weights' own.
    var precision: Precision?
    var keepsVoices: Bool
    var threads: Int
    var keys: [String]
    /// Streams at once, per model; `nil` measures them.
    var maxStreams: Int?
    var limits = ServiceLimits()
    var server = SpeechServer.Configuration()
    /// `nil` for no such door.
    var wyoming: WyomingServer.Configuration?
    var drainTime: Duration
    var logLevel: Logger.Level
    var logsTexts: Bool

    private static let names: Set = [
        "language", "config", "model", "noVoiceCache", "precision", "threads", "host", "port", "apiKey", "withoutApiKey", "maxStreams", "queue", "queueSeconds",
        "maxCharacters", "maxUploadBytes", "maxUploadSeconds", "requestSeconds", "stallSeconds", "idleSeconds",
        "maxConnections", "drainSeconds", "corsOrigin", "logLevel", "logText",
    ]

    init(_ flags: ServeFlags, _ wyomingFlags: WyomingFlags) async throws {
        let reader = try await SettingsReader(file: flags.settings, names: Self.names.union(WyomingFlags.names))
        wyoming = try wyomingFlags.configuration(reader)
        models = reader.texts(flags.language, "language").map { .init($0, ModelSource.language) }
            + reader.texts(flags.config, "config").map { .init($0, ModelSource.config) }
            + reader.texts(flags.model, "model").map { .init($0, ModelSource.path) }
        keepsVoices = !reader.isOn(flags.noVoiceCache, "noVoiceCache")
        precision = try flags.precision ?? Self.choice(reader.text(nil, "precision"), "precision")
        threads = try reader.number(flags.threads, "threads", in: 1...1024) ?? 2
        keys = reader.texts(flags.apiKey, "apiKey").filter { !$0.isEmpty }
        maxStreams = try reader.number(flags.maxStreams, "maxStreams", in: 1...4096)
        let level = try Self.choice(reader.text(flags.logLevel, "logLevel"), "logLevel") ?? Logger.Level.info
        logLevel = level
        logsTexts = reader.isOn(flags.logText, "logText")
        drainTime = .seconds(try reader.number(flags.drainSeconds, "drainSeconds", in: 0...3600) ?? 30)
        try readLimits(flags, reader)
        try readServer(flags, reader)
        guard !keys.isEmpty || isLoopback(server.host) || reader.isOn(flags.withoutApiKey, "withoutApiKey") else {
            throw UsageError(
                "\(server.host) can be reached from other machines: give an --api-key, or --without-api-key to let anybody speak.")
        }
    }

    private mutating func readLimits(_ flags: ServeFlags, _ reader: SettingsReader) throws {
        let seconds = 0.1...86_400.0
        if let value = try reader.number(flags.queue, "queue", in: 0...100_000) { limits.queueLength = value }
        if let value = try reader.number(flags.queueSeconds, "queueSeconds", in: seconds) { limits.queueTime = .seconds(value) }
        if let value = try reader.number(flags.maxCharacters, "maxCharacters", in: 1...1_000_000) {
            limits.textCharacters = value
            // As JSON can escape every character.
            limits.bodyBytes = max(limits.bodyBytes, value * 12 + 16_384)
        }
        if let value = try reader.number(flags.maxUploadBytes, "maxUploadBytes", in: 1...(1 << 30)) {
            limits.uploadBytes = value
        }
        if let value = try reader.number(flags.maxUploadSeconds, "maxUploadSeconds", in: 0.1...AudioClip.longestPrompt) {
            limits.uploadSeconds = value
        }
        if let value = try reader.number(flags.requestSeconds, "requestSeconds", in: seconds) {
            limits.requestTime = .seconds(value)
        }
        if let value = try reader.number(flags.stallSeconds, "stallSeconds", in: seconds) { limits.stallTime = .seconds(value) }
    }

    private mutating func readServer(_ flags: ServeFlags, _ reader: SettingsReader) throws {
        server.host = reader.text(flags.host, "host") ?? server.host
        server.port = try reader.number(flags.port, "port", in: 0...65_535) ?? server.port
        if let value = try reader.number(flags.idleSeconds, "idleSeconds", in: 0.1...86_400) { server.idleTime = .seconds(value) }
        server.maxConnections =
            try reader.number(flags.maxConnections, "maxConnections", in: 1...1_000_000) ?? server.maxConnections
        server.corsOrigin = reader.text(flags.corsOrigin, "corsOrigin")
    }

    private static func choice<Value: RawRepresentable & CaseIterable>(
        _ text: String?, _ name: String
    ) throws -> Value? where Value.RawValue == String {
        guard let text else { return nil }
        guard let value = Value(rawValue: text) else {
            throw UsageError("\(name) is \(text), allowed: \(Value.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return value
    }
}
