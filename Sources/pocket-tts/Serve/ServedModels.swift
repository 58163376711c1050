import Foundation
import Logging
import PocketTTS
import PocketTTSModels
import PocketTTSServer

/// Loads the models that a server was given.
enum ServedModels {
    static func load(_ settings: ServeSettings, _ logger: Logger) async throws -> [ServedModel] {
        var models: [ServedModel] = []
        if settings.models.isEmpty {
            logger.notice("speaking with the small embedded voice; give --model DIR for a published one")
            models.append(try await load(try SpeechModel.embeddedFolder(), name: "embedded", settings))
        }
        for specification in settings.models {
            let (name, path) = split(specification)
            models.append(try await load(try folder(path), name: name, settings))
        }
        for model in models {
            logger.info(
                "model loaded",
                metadata: [
                    "model": "\(model.name)", "precision": "\(settings.precision.rawValue)",
                    "streams": "\(model.capacity)", "voices": "\(model.voiceNames.joined(separator: " "))",
                ])
        }
        return models
    }

    private static func load(_ folder: ModelFolder, name: String, _ settings: ServeSettings) async throws -> ServedModel {
        let synthesizer = try Synthesizer(
            model: try SpeechModel(folder: folder, precision: settings.precision),
            configuration: .init(maxConcurrentStreams: settings.maxStreams ?? mostStreams, threads: settings.threads))
        return try await ServedModel(
            name: name, synthesizer: synthesizer, voices: folder.voices, capacity: settings.maxStreams)
    }

    private static func folder(_ path: String) throws(PocketTTSError) -> ModelFolder {
        let url = URL(fileURLWithPath: path)
        if ["yaml", "yml"].contains(url.pathExtension) { return try ModelFolder.open(configURL: url) }
        return try ModelFolder.open(directory: url, catalogue: ModelFiles.configs)
    }

    /// `name=path`, or a path whose last component is the name.
    private static func split(_ specification: String) -> (name: String, path: String) {
        if let sign = specification.firstIndex(of: "="), !specification[..<sign].contains("/"), sign > specification.startIndex {
            return (String(specification[..<sign]), String(specification[specification.index(after: sign)...]))
        }
        let url = URL(fileURLWithPath: specification)
        let isConfig = ["yaml", "yml"].contains(url.pathExtension)
        return ((isConfig ? url.deletingPathExtension() : url).lastPathComponent, specification)
    }

    /// Streams that a synthesizer has room for when nobody says how many.
    private static let mostStreams = 64
}
