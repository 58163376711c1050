import ArgumentParser
import CommandSupport
import Foundation
import PocketTTSHub

/// Lists, fetches and removes published models.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List the published models, fetch one, remove one.",
        discussion: examples("pocket-tts models", "pocket-tts models fetch english"),
        subcommands: [List.self, Fetch.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the published models and which are on disk.",
            discussion: examples("pocket-tts models list", "pocket-tts models list --json"))
        @Flag(help: "Print JSON.") var json = false

        private struct Row: Encodable {
            let name, language, licence, defaultVoice: String
            let needsToken: Bool
            let weights: ModelStore.Status.Weights?
            let voices: [String]
            let bytes: Int
        }

        func run() async throws {
            await runReportingErrors {
                let store = try ModelStore()
                let rows = store.catalogue.models.map { model in
                    let status = store.status(of: model)
                    return Row(
                        name: model.name, language: model.language, licence: model.licence,
                        defaultVoice: model.defaultVoice, needsToken: model.isGated == true, weights: status.weights,
                        voices: status.voices,
                        bytes: status.weights == nil ? 0 : status.bytes)
                }
                if json { return try printJSON(rows) }
                printTable(
                    ["model", "language", "on disk", "size", "voices", "licence"],
                    zip(store.catalogue.models, rows).map { model, row in
                        [
                            row.name, row.language,
                            row.weights.map { $0 == .full ? "yes" : "yes, cannot clone" } ?? "no",
                            row.bytes > 0 ? DownloadDisplay.size(row.bytes) : "", "\(row.voices.count)", model.terms,
                        ]
                    })
            }
        }
    }

    struct Fetch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch a model, its tokenizer and its usual voice.",
            discussion: examples(
                "pocket-tts models fetch english", "pocket-tts models fetch french_24l --all-voices",
                """
                The weights that can clone are gated: accept the terms on their page and log in with `hf auth login`, \
                or set HF_TOKEN.
                """))
        @Argument(help: "A model's name.") var name: String
        @Flag(help: "Fetch all of its voices.") var allVoices = false
        @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false

        func run() async throws {
            await runReportingErrors {
                let store = try ModelStore()
                let model = try store.model(named: name)
                let display = DownloadDisplay(isQuiet: quiet)
                let found = try await store.open(model, refresh: true, observer: display.observe)
                display.report(found.refusal)
                for voice in allVoices ? store.catalogue.voiceNames(of: model) : [model.defaultVoice] {
                    do {
                        _ = try await store.voice(voice, of: model, observer: display.observe)
                    } catch let error as HubError where allVoices {
                        guard case .notFound = error else { throw error }
                        note("\(voice): not published for \(model.name)")
                    }
                }
                if !quiet { note("\(model.name) is on disk: \(DownloadDisplay.size(store.status(of: model).bytes))") }
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm", abstract: "Remove a model's files from the cache, except those that other models share.",
            discussion: examples("pocket-tts models rm english", "pocket-tts models rm french_24l"),
            aliases: ["remove"])
        @Argument(help: "A model's name.") var name: String

        func run() async throws {
            await runReportingErrors {
                let store = try ModelStore()
                let bytes = store.remove(try store.model(named: name))
                note(bytes > 0 ? "\(name): \(DownloadDisplay.size(bytes)) freed" : "\(name) is not on disk")
            }
        }
    }
}

func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

/// Columns as wide as their widest entry.
func printTable(_ head: [String], _ rows: [[String]]) {
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    for row in all {
        let cells = zip(row, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
        var line = cells.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        print(line)
    }
}
