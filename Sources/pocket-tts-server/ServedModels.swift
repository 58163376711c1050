import CommandSupport
import Foundation
import Logging
import PocketTTS
import PocketTTSHub
import PocketTTSServer

/// Loads the models that a server was given.
enum ServedModels {
    /// A model and what requests call it.
    struct Specification {
        var name: String
        var source: ModelSource

        init(name: String, source: ModelSource) {
            self.name = name
            self.source = source
        }

        /// `name=value`, or a value whose last component, without what ends a config's, is the name.
        init(_ text: String, _ source: (String) -> ModelSource) {
            if let sign = text.firstIndex(of: "="), !text[..<sign].contains("/"), sign > text.startIndex {
                self.init(name: String(text[..<sign]), source: source(String(text[text.index(after: sign)...])))
            } else {
                let last = URL(fileURLWithPath: text).lastPathComponent.prefix { $0 != "@" && $0 != "?" }
                let isConfig = last.hasSuffix(".yaml") || last.hasSuffix(".yml")
                self.init(name: isConfig ? String(last.prefix { $0 != "." }) : String(last), source: source(text))
            }
        }
    }

    static func load(_ settings: ServeSettings, _ logger: Logger) async throws -> [ServedModel] {
        var models: [ServedModel] = []
        for model in settings.models.isEmpty ? [nil] : settings.models.map(Optional.some) {
            models.append(try await load(model, settings, logger))
        }
        return models
    }

    /// Loads models by the names that the server was started with, and published ones; `nil` without a key.
    /// - Parameter first: one that has been measured: how many streams another one keeps up with follows from its size.
    static func administration(
        _ settings: ServeSettings, first: ServedModel, _ logger: Logger
    ) -> ModelAdministration? {
        guard !settings.adminKeys.isEmpty else { return nil }
        let (streams, bytes) = (first.capacity, first.weightBytes)
        return ModelAdministration(keys: settings.adminKeys, mostBytes: settings.modelBytes) { name, mostBytes in
            let known = settings.models.first { $0.name == name }
            let specification = known ?? Specification(name: name, source: .language(name))
            do {
                return try await load(
                    specification, settings, logger,
                    limits: .init(mostBytes: mostBytes) { max(1, min(64, streams * bytes / max($0, 1))) })
            } catch let error as ModelLoadingError {
                throw error
            } catch HubError.invalid where known == nil {
                throw ModelLoadingError.unknown(name: name)
            } catch {
                logger.error("a model cannot be loaded", metadata: ["model": "\(name)", "reason": "\(error)"])
                throw ModelLoadingError.unusable(name: name, reason: "\(error)")
            }
        }
    }

    /// Of a model that is loaded beside others that speak: its memory, and the streams of a model of so many bytes.
    private struct Limits {
        let mostBytes: Int
        let streams: @Sendable (_ bytes: Int) -> Int
    }

    /// - Parameters:
    ///   - specification: `nil` for the usual model, which has the name it was published by.
    ///   - limits: `nil` at the start, when nothing speaks and the streams can be measured.
    private static func load(
        _ specification: Specification?, _ settings: ServeSettings, _ logger: Logger, limits: Limits? = nil
    ) async throws -> ServedModel {
        let display = DownloadDisplay(isQuiet: false)
        let files = try await (specification?.source ?? .usual).files(observer: display.observe)
        display.report(files.refusal)
        if files.isEmbedded {
            logger.notice("serving the small embedded voice; --language NAME serves a published model")
        }
        var voices = files.folder.voices
        if let entry = files.entry {
            voices[entry.defaultVoice] = try await files.store.voice(
                entry.defaultVoice, of: entry, observer: display.observe)
        }
        // A voice that the settings add does not become the usual one, unless it takes that one's place or is the only
        // one.
        let usualVoice = files.entry?.defaultVoice ?? ModelFolder.usualVoice(of: voices)
        let terms = terms(of: voices.filter { settings.voices[$0.key] == nil }, files)
        voices.merge(settings.voices) { _, named in named }
        let bytes = ServedModel.weightBytes(
            parameters: files.folder.checkpoint.parameterCount, settings.precision ?? .bf16)
        if let limits, bytes > limits.mostBytes {
            throw ModelLoadingError.tooLarge(
                name: specification?.name ?? "", bytes: bytes, available: limits.mostBytes)
        }
        let model = try SpeechModel(folder: files.folder, precision: settings.precision)
        let synthesizer = try Synthesizer(
            model: model,
            configuration: .init(
                maxConcurrentStreams: settings.maxStreams ?? mostStreams, threads: settings.threads,
                niceness: computeNiceness))
        let served = try await ServedModel(
            name: specification?.name ?? files.entry?.name ?? "embedded",
            language: files.entry?.language ?? (files.isEmbedded ? "english" : nil), synthesizer: synthesizer,
            voices: voices, mixes: settings.mixes, usualVoice: usualVoice, terms: terms,
            keeper: settings.keepsVoices ? keeper(files, model) : nil,
            capacity: settings.maxStreams ?? limits?.streams(bytes), isCapacityEstimated: settings.maxStreams == nil,
            warmUpStreams: limits == nil ? 8 : 1)
        logger.info(
            "model loaded",
            metadata: [
                "model": "\(served.name)", "precision": "\(model.precision.rawValue)",
                "streams": "\(served.capacity)", "voices": "\(served.voiceNames.joined(separator: " "))",
            ])
        return served
    }

    /// The licences of voices that came with the model or the catalogue; those of the user's own files are not known.
    private static func terms(of voices: [String: URL], _ files: ModelSource.Files) -> [String: String] {
        if files.isEmbedded { return voices.mapValues { _ in "MIT" } }
        guard files.entry != nil else { return [:] }
        return voices.keys.reduce(into: [:]) { $0[$1] = files.store.catalogue.voice(named: $1)?.terms }
    }

    /// The cache that the other commands use too.
    private static func keeper(_ files: ModelSource.Files, _ model: SpeechModel) -> ServedModel.VoiceKeeper {
        let cache = VoiceCache(files.store.hub.environment)
        return { (recording, make) throws(PocketTTSError) in
            let key = cache.key(contents: recording, model: files.folder, precision: model.precision)
            return try cache.voice(key, for: model, make: make)
        }
    }

    /// Steps of nice(1) by which speech is behind connections: those of a full server are answered at once.
    private static let computeNiceness = 5

    /// Streams that a synthesizer has room for when nobody says how many.
    private static let mostStreams = 64
}
