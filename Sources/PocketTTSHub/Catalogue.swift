import Foundation
import PocketTTS
import PocketTTSModels

/// The published models with their files and voices with their licences, under the reference's names.
public struct Catalogue: Sendable, Codable, Equatable {
    public struct Model: Sendable, Codable, Equatable {
        /// The value of `--language`, such as `english` or `french_24l`.
        public let name: String
        public let language: String
        /// Relative to the catalogue, or an `hf://` address.
        public let config: String
        /// `hf://` addresses; the first is gated where there are others, or where ``isGated`` says so.
        public let weights: String
        public let openWeights: String?
        public let tokenizer: String
        /// Address of a ready-made voice, with `{voice}` for its name.
        public let voices: String
        public let licence: String
        public let defaultVoice: String
        /// The voices that the model has in place of the catalogue's; `nil` = the catalogue's.
        public let ownVoices: [String]?
        /// Whether its terms must be accepted on its page before it can be fetched with a token, and nothing open is
        /// in its place.
        public let isGated: Bool?
        /// `nil`: in the config on the hub.
        public let layers, width: Int?

        /// Whether it may not be used commercially.
        public var isNonCommercial: Bool { licence.contains("-NC") }
        /// The licence for display.
        public var terms: String {
            licence + (isNonCommercial ? ", non-commercial" : "")
                + (isGated == true ? ", needs accepted terms and a token" : "")
        }

        /// Where a ready-made voice of this model is.
        public func voiceAddress(_ name: String) -> String { voices.replacingOccurrences(of: "{voice}", with: name) }
    }

    public struct Voice: Sendable, Codable, Equatable {
        public let name: String
        public let language: String
        /// `nil`: its publisher states none.
        public let licence: String?
        /// The recording, which any model that can clone accepts.
        public let origin: String

        public var isNonCommercial: Bool { licence?.contains("-NC") == true }
        /// The licence for display.
        public var terms: String {
            licence.map { isNonCommercial ? "\($0), non-commercial" : $0 } ?? "unstated, ask the publisher"
        }
    }

    public let source: String
    public let defaultModel: String
    /// The recording of the voice that the user's own models speak with.
    public let customModelVoice: String
    /// Default texts by language.
    public let texts: [String: String]
    public let models: [Model]
    public let voices: [Voice]

    /// The catalogue that comes with the package.
    /// - Throws: `PocketTTSError.fileNotFound(path:purpose:)` if it was not installed with the program.
    public static func bundled() throws(PocketTTSError) -> Catalogue {
        guard let url = ModelFiles.catalogue else {
            throw .fileNotFound(
                path: "catalogue.json", purpose: "the package's catalogue (set POCKET_TTS_MODELS to its folder)")
        }
        do {
            return try JSONDecoder().decode(Catalogue.self, from: Data(contentsOf: url))
        } catch {
            throw .fileUnusable(path: url.path, reason: "it is no catalogue: \(error)")
        }
    }

    public func model(named name: String) -> Model? { models.first { $0.name == name } }
    /// The names of the voices of a model.
    public func voiceNames(of model: Model) -> [String] { model.ownVoices ?? voices.map(\.name) }
    public func voice(named name: String) -> Voice? { voices.first { $0.name == name } }

    /// The sample text of a language.
    public func defaultText(language: String) -> String { texts[language] ?? texts["english"] ?? "Hello world." }
}
