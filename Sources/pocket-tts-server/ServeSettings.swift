import CommandSupport
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
    var trustedProxies = TrustedProxies.loopback
    var server = SpeechServer.Configuration()
    /// `nil` to serve no Wyoming.
    var wyoming: WyomingServer.Configuration?
    var drainTime: Duration
    var logLevel: Logger.Level
    var logsTexts: Bool
    /// Voices for every model, by name: files and mixes.
    var voices: [String: URL] = [:]
    var mixes: [String: VoiceMix] = [:]
    var aliases: [String: String] = [:]
    var listsVoicesOpenly = false
    /// `nil` lets clients add no voices.
    var uploads: VoiceUploads?
    /// Keys of those who may load and unload models, and the memory for the weights of all.
    var adminKeys: [String] = []
    var modelBytes = 0

    private static let kinds: [String: SettingsReader.Kind] = [
        "language": .texts, "config": .texts, "model": .texts, "noVoiceCache": .flag, "precision": .text,
        "threads": .integer, "host": .text, "port": .integer, "apiKey": .texts, "withoutApiKey": .flag,
        "maxStreams": .integer, "queue": .integer, "queueSeconds": .number, "maxCharacters": .integer,
        "maxUploadBytes": .integer, "maxUploadSeconds": .number, "maxBodyBytes": .integer, "requestSeconds": .number,
        "stallSeconds": .number, "textSeconds": .number, "idleSeconds": .number, "maxConnections": .integer,
        "drainSeconds": .number, "corsOrigin": .text, "allowedHosts": .texts, "trustedProxies": .texts,
        "logLevel": .text, "logText": .flag, "voice": .texts, "voiceAlias": .texts, "allowVoiceUpload": .flag,
        "voiceFolder": .text, "maxVoices": .integer, "listVoicesWithoutKey": .flag,
        "adminKey": .texts, "maxModelMemory": .integer,
    ]

    init(_ flags: ServeFlags, _ wyomingFlags: WyomingFlags) async throws {
        let reader = try await SettingsReader(
            file: flags.settings, kinds: Self.kinds.merging(WyomingFlags.kinds) { _, new in new })
        wyoming = try wyomingFlags.configuration(reader)
        models =
            reader.texts(flags.language, "language").map { .init($0, ModelSource.language) }
            + reader.texts(flags.config, "config").map { .init($0, ModelSource.config) }
            + reader.texts(flags.model, "model").map { .init($0, ModelSource.path) }
        keepsVoices = !(try reader.isOn(flags.noVoiceCache, "noVoiceCache"))
        precision = try flags.precision ?? Self.choice(reader.text(nil, "precision"), "precision")
        threads = try reader.number(flags.threads, "threads", in: 1...1024) ?? 2
        guard !flags.apiKey.contains("") else { throw UsageError("--api-key is empty.") }
        // An environment variable that is set to nothing counts as not set.
        keys = reader.texts(flags.apiKey, "apiKey").filter { !$0.isEmpty }
        do {
            let proxies = reader.texts(flags.trustedProxies, "trustedProxies").filter { !$0.isEmpty }
            if !proxies.isEmpty { trustedProxies = try TrustedProxies(proxies) }
        } catch {
            throw UsageError("trustedProxies has \(error.text), allowed: addresses such as 10.0.0.7 or 10.0.0.0/8.")
        }
        guard !flags.adminKey.contains("") else { throw UsageError("--admin-key is empty.") }
        adminKeys = reader.texts(flags.adminKey, "adminKey").filter { !$0.isEmpty }
        guard Set(adminKeys).isDisjoint(with: keys) else {
            throw UsageError("--admin-key is one of --api-key: listeners could unload models. Give another one.")
        }
        modelBytes = (try reader.number(flags.maxModelMemory, "maxModelMemory", in: 1...1_048_576) ?? 2048) << 20
        maxStreams = try reader.number(flags.maxStreams, "maxStreams", in: 1...4096)
        let level = try Self.choice(reader.text(flags.logLevel, "logLevel"), "logLevel") ?? Logger.Level.info
        logLevel = level
        logsTexts = try reader.isOn(flags.logText, "logText")
        drainTime = .seconds(try reader.number(flags.drainSeconds, "drainSeconds", in: 0...3600) ?? 30)
        try readVoices(flags, reader)
        try readLimits(flags, reader)
        try readServer(flags, reader)
        let needsNoKey = try reader.isOn(flags.withoutApiKey, "withoutApiKey")
        guard !keys.isEmpty || isLoopback(server.host) || needsNoKey else {
            throw UsageError(
                """
                \(server.host) can be reached from other machines: give an --api-key, or --without-api-key to allow \
                every client.
                """
            )
        }
    }

    private mutating func readVoices(_ flags: ServeFlags, _ reader: SettingsReader) throws {
        for (name, value) in try Self.pairs(reader.texts(flags.voice, "voice"), "voice", "NAME=FILE") {
            guard !name.contains(where: "+*()/".contains) else {
                throw UsageError("the voice \(name) has a name with one of + * ( ) /, which mean mixes and models.")
            }
            let isFile = FileManager.default.fileExists(atPath: value)
            if !isFile, let mix = VoiceMix(value) {
                mixes[name] = mix
            } else {
                guard isFile else {
                    throw PocketTTSError.fileNotFound(path: value, purpose: "voice \(name)")
                }
                voices[name] = URL(fileURLWithPath: value)
            }
        }
        aliases = try Self.pairs(reader.texts(flags.voiceAlias, "voiceAlias"), "voiceAlias", "NAME=VOICE")
        listsVoicesOpenly = try reader.isOn(flags.listVoicesWithoutKey, "listVoicesWithoutKey")
        let most = try reader.number(flags.maxVoices, "maxVoices", in: 1...10_000) ?? 32
        let folder = reader.text(flags.voiceFolder, "voiceFolder").map { URL(fileURLWithPath: $0) }
        if try reader.isOn(flags.allowVoiceUpload, "allowVoiceUpload") {
            uploads = VoiceUploads(folder: folder, most: most)
        }
    }

    private static func pairs(_ texts: [String], _ name: String, _ form: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for text in texts where !text.isEmpty {
            guard let sign = text.firstIndex(of: "="), sign > text.startIndex, text.index(after: sign) < text.endIndex
            else {
                throw UsageError("\(name) is \(text), allowed: \(form).")
            }
            pairs[String(text[..<sign])] = String(text[text.index(after: sign)...])
        }
        return pairs
    }

    private mutating func readLimits(_ flags: ServeFlags, _ reader: SettingsReader) throws {
        let seconds = 0.1...86_400.0
        if let value = try reader.number(flags.queue, "queue", in: 0...100_000) { limits.queueLength = value }
        if let value = try reader.number(flags.queueSeconds, "queueSeconds", in: seconds) {
            limits.queueTime = .seconds(value)
        }
        if let value = try reader.number(flags.maxCharacters, "maxCharacters", in: 1...1_000_000) {
            limits.textCharacters = value
            // As JSON can escape every character.
            limits.bodyBytes = max(limits.bodyBytes, value * 12 + 16_384)
        }
        if let value = try reader.number(flags.maxUploadBytes, "maxUploadBytes", in: 1...(1 << 30)) {
            limits.uploadBytes = value
        }
        limits.bufferedBytes = max(
            try reader.number(flags.maxBodyBytes, "maxBodyBytes", in: 1...(1 << 40)) ?? limits.bufferedBytes,
            limits.uploadBytes, limits.bodyBytes)
        if let value = try reader.number(flags.textSeconds, "textSeconds", in: seconds) {
            limits.textTime = .seconds(value)
        }
        if let value = try reader.number(flags.maxUploadSeconds, "maxUploadSeconds", in: 0.1...AudioClip.longestPrompt)
        {
            limits.uploadSeconds = value
        }
        if let value = try reader.number(flags.requestSeconds, "requestSeconds", in: seconds) {
            limits.requestTime = .seconds(value)
        }
        if let value = try reader.number(flags.stallSeconds, "stallSeconds", in: seconds) {
            limits.stallTime = .seconds(value)
        }
    }

    private mutating func readServer(_ flags: ServeFlags, _ reader: SettingsReader) throws {
        server.host = reader.text(flags.host, "host") ?? server.host
        server.port = try reader.number(flags.port, "port", in: 0...65_535) ?? server.port
        if let value = try reader.number(flags.idleSeconds, "idleSeconds", in: 0.1...86_400) {
            server.idleTime = .seconds(value)
        }
        server.maxConnections =
            try reader.number(flags.maxConnections, "maxConnections", in: 1...1_000_000) ?? server.maxConnections
        server.corsOrigin = reader.text(flags.corsOrigin, "corsOrigin")
        server.allowedHosts = reader.texts(flags.allowedHosts, "allowedHosts").filter { !$0.isEmpty }
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
