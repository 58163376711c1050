import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import PocketTTSHub

/// Lists the voices of a model with their licences.
struct VoicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voices", abstract: "List voices: what generate accepts, language, licence, origin.",
        discussion: examples(
            "pocket-tts voices", "pocket-tts voices --language french_24l --json",
            """
            The column "generate" is "yes" for a voice that pocket-tts generate accepts with the same options, and \
            names the option that is missing for others. A star marks the voice that speaks when no --voice is given. \
            A published voice that is not on disk is fetched when it is first used.
            """))

    @OptionGroup var model: ModelOptions
    @Flag(help: "Print JSON.") var json = false

    private struct Row: Encodable {
        let name: String
        let language, licence, origin: String?
        let isOnDisk: Bool
        /// Whether `generate` takes it when no other is named.
        let isDefault: Bool
        /// Whether `generate` accepts it with the same options.
        let isAccepted: Bool
    }

    func run() async throws {
        await runReportingErrors {
            let store = try ModelStore()
            let rows = try rows(store)
            if json { return try printJSON(rows) }
            printTable(
                ["voice", "generate", "language", "on disk", "licence", "from"],
                rows.map { row in
                    [
                        row.name + (row.isDefault ? " *" : ""),
                        row.isAccepted ? "yes" : "--language \(store.catalogue.defaultModel)", row.language ?? "",
                        row.isOnDisk ? "yes" : "no", row.licence ?? "", row.origin ?? "",
                    ]
                })
        }
    }

    private func rows(_ store: ModelStore) throws -> [Row] {
        switch model.source {
        case .path(let path): return Self.rows(try ModelFolder.open(path: path).voices, usual: nil, language: nil)
        case .config(let address): return Self.rows(try store.voices(config: address), usual: nil, language: nil)
        case .language(let name): return Self.rows(try store.model(named: name), store, isAccepted: true)
        case .usual:
            let published = try store.model(named: store.catalogue.defaultModel)
            if store.status(of: published).isComplete { return Self.rows(published, store, isAccepted: true) }
            let embedded = try SpeechModel.embeddedFolder()
            return Self.rows(embedded.voices, usual: embedded.usualVoice, language: published.language)
                + Self.rows(published, store, isAccepted: false)
        }
    }

    private static func rows(_ voices: [String: URL], usual: URL?, language: String?) -> [Row] {
        voices.sorted { $0.key < $1.key }.map { name, url in
            Row(
                name: name, language: language, licence: nil, origin: url.path, isOnDisk: true, isDefault: url == usual,
                isAccepted: true)
        }
    }

    private static func rows(_ published: Catalogue.Model, _ store: ModelStore, isAccepted: Bool) -> [Row] {
        let local = store.localVoices(of: published)
        if let own = published.ownVoices {
            return own.map { name in
                Row(
                    name: name, language: published.language, licence: published.licence,
                    origin: published.voiceAddress(name), isOnDisk: local[name] != nil,
                    isDefault: isAccepted && name == published.defaultVoice, isAccepted: isAccepted)
            }
        }
        return store.catalogue.voices.map { voice in
            Row(
                name: voice.name, language: voice.language, licence: voice.terms, origin: voice.origin,
                isOnDisk: local[voice.name] != nil, isDefault: isAccepted && voice.name == published.defaultVoice,
                isAccepted: isAccepted)
        }
    }
}
