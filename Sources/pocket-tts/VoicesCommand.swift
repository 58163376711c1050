import ArgumentParser
import Foundation
import PocketTTSHub

/// The voices there are, with their terms.
struct VoicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voices", abstract: "List the voices of a model: language, licence, origin, what is on disk.")

    @OptionGroup var model: ModelOptions
    @Flag(help: "Print JSON.") var json = false

    private struct Row: Encodable {
        let name: String
        let language, licence, origin: String?
        let isOnDisk: Bool
        let isDefault: Bool
    }

    func run() async throws {
        await runReportingErrors {
            let rows = try rows()
            if json { return try printJSON(rows) }
            printTable(
                ["voice", "language", "on disk", "licence", "from"],
                rows.map { row in
                    [
                        row.name + (row.isDefault ? " *" : ""), row.language ?? "", row.isOnDisk ? "yes" : "no",
                        row.licence ?? "", row.origin ?? "",
                    ]
                })
        }
    }

    private func rows() throws -> [Row] {
        let store = try ModelStore()
        if let voices = try model.folderVoices() {
            return voices.keys.sorted().map {
                Row(name: $0, language: nil, licence: nil, origin: voices[$0]?.path, isOnDisk: true, isDefault: false)
            }
        }
        let published = try store.model(named: model.language ?? store.catalogue.defaultModel)
        let local = store.localVoices(of: published)
        return store.catalogue.voices.map { voice in
            Row(
                name: voice.name, language: voice.language, licence: voice.terms, origin: voice.origin,
                isOnDisk: local[voice.name] != nil, isDefault: voice.name == published.defaultVoice)
        }
    }
}
