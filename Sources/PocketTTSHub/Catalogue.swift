import Foundation
import PocketTTS
import PocketTTSModels

/// What is published: models with their files, voices with their licences, as the reference names them.
public struct Catalogue: Sendable, Codable, Equatable {
    public struct Model: Sendable, Codable, Equatable {
        /// What `--language` takes, such as `english` or `french_24l`.
        public let name: String
        public let language: String
        /// Relative to the catalogue.
        public let config: String
        /// `hf://` addresses; the first is gated.
        public let weights: String
        public let openWeights: String?
        public let tokenizer: String
        /// Address of a ready-made voice, with `{voice}` for its name.
        public let voices: String
        public let licence: String
        public let defaultVoice: String
        public let layers, width: Int

        /// Where a ready-made voice of this model is.
        public func voiceAddress(_ name: String) -> String { voices.replacingOccurrences(of: "{voice}", with: name) }
    }

    public struct Voice: Sendable, Codable, Equatable {
        public let name: String
        public let language: String
        /// `nil`: its publisher states none.
        public let licence: String?
        /// The recording, which any model that can clone may take.
        public let origin: String

        public var isNonCommercial: Bool { licence?.contains("-NC") == true }
        /// The licence as people should see it.
        public var terms: String {
            licence.map { isNonCommercial ? "\($0), non-commercial" : $0 } ?? "unstated, ask the publisher"
        }
    }

    public let source: String
    public let defaultModel: String
    /// The recording that speaks for a model of one's own.
    public let customModelVoice: String
    /// Default texts by language.
    public let texts: [String: String]
    public let models: [Model]
    public let voices: [Voice]

    /// The catalogue that comes with the package.
    /// - Throws: ``PocketTTSError/fileNotFound(path:purpose:)`` if it was not installed with the program.
    public static func bundled() throws(PocketTTSError) -> Catalogue {
        guard let url = ModelFiles.catalogue else {
            throw .fileNotFound(path: "catalogue.json", purpose: "the package's catalogue (set POCKET_TTS_MODELS to its folder)")
        }
        do {
            return try JSONDecoder().decode(Catalogue.self, from: Data(contentsOf: url))
        } catch {
            throw .fileUnusable(path: url.path, reason: "it is no catalogue: \(error)")
        }
    }

    public func model(named name: String) -> Model? { models.first { $0.name == name } }
    public func voice(named name: String) -> Voice? { voices.first { $0.name == name } }

    /// The text that a language's models introduce themselves with.
    public func defaultText(language: String) -> String { texts[language] ?? texts["english"] ?? "Hello world." }
}
