import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS

/// Measures latency, speed and memory.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure speed, memory and smoothness on this machine.",
        discussion: examples(
            "pocket-tts bench --json > before.json", "pocket-tts bench --compare before.json",
            """
            Each precision runs in a process of its own; runs alternate between them. A figure is the median over the \
            runs after a warm-up, with the smallest and the largest. Each text is spoken to its frame cap unless \
            --eos-threshold is lower, so that all runs have the same length.
            """))

    @Option(help: "A published model by name; fetched if not on disk.")
    var language: String?
    @Option(help: "A model's YAML config.")
    var config: String?
    @Option(help: ArgumentHelp("A folder with a model (default: the small embedded one).", valueName: "dir"))
    var model: String?
    @Option(help: "A voice of the model by name, a voice file, or \"none\".")
    var voice: String?
    @Option(help: "\(Precision.allCases.map(\.rawValue).joined(separator: ", ")); several with commas.")
    var precision = "bf16,int8"
    @Option(
        help:
            """
            Texts by their words: \(BenchText.allCases.map(\.rawValue).joined(separator: ", ")) (100 as one chunk); \
            several with commas.
            """
    )
    var texts = BenchText.allCases.map(\.rawValue).joined(separator: ",")
    @Option(parsing: .unconditional, help: "Compute threads.")
    var threads = 2
    @Option(help: "Streams at once; several with commas.")
    var streams = "1"
    @Flag(help: "Measure several streams also with listeners that read at playback speed.")
    var paced = false
    @Flag(help: "Also measure the first audio of a stream that joins others: the last of --streams.")
    var joining = false
    @Option(parsing: .unconditional, help: "Runs of each measurement, after a warm-up.")
    var runs = 5
    @Option(parsing: .unconditional, help: "EOS logit above which speech ends.")
    var eosThreshold: Float = 1e9
    @Flag(help: "Also measure the machine's limits, and each stage's distance from them.")
    var roofline = false
    @Flag(help: "Print JSON.")
    var json = false
    @Option(help: ArgumentHelp("Compare with a run that was saved with --json.", valueName: "file.json"))
    var compare: String?

    func run() async throws {
        await runReportingErrors {
            let before = try compare.map(BenchReport.init(contentsOf:))
            let plan = try BenchPlan(
                precisions: Self.choices(precision, "precision"), texts: Self.choices(texts, "texts"),
                streams: streamCounts(), isPacedToo: paced, hasJoining: joining, threads: threads, runs: runs,
                eosThreshold: eosThreshold, arguments: arguments)
            if modelArguments.isEmpty {
                note("no --model: measuring the small embedded voice, which is not the size of a published model")
            }
            var report = try plan.run(note: note)
            report.model = model ?? config ?? language ?? "embedded"
            if roofline { report.roofline = try await RooflineReport(modelConfig(), report: report) }
            print(json ? try report.json() : report.text)
            if let before { print("\n" + BenchComparison(before, report).text) }
        }
    }

    func validate() throws {
        guard compare == nil || !json else { throw ValidationError("--compare and --json exclude each other.") }
    }

    private func note(_ line: String) {
        FileHandle.standardError.write(Data("pocket-tts: \(line)\n".utf8))
    }

    /// Flags that name the model and the voice.
    private var arguments: [String] { modelArguments + Self.flag("--voice", voice) }

    private var modelArguments: [String] {
        Self.flag("--language", language) + Self.flag("--config", config) + Self.flag("--model", model)
    }

    private static func flag(_ name: String, _ value: String?) -> [String] { value.map { [name, $0] } ?? [] }

    private static func choices<Choice>(_ list: String, _ option: String) throws -> [Choice]
    where Choice: RawRepresentable<String> & CaseIterable {
        try list.split(separator: ",").map { name in
            guard let known = Choice(rawValue: String(name)) else {
                let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw PocketTTSError.invalidOption(name: option, value: String(name), allowed: all)
            }
            return known
        }
    }

    private func streamCounts() throws -> [Int] {
        try streams.split(separator: ",").map { word in
            guard let count = Int(word), (1...64).contains(count) else {
                throw PocketTTSError.invalidOption(name: "streams", value: String(word), allowed: "1 to 64")
            }
            return count
        }
    }

    /// Of the model that the workers choose by the same flags.
    private func modelConfig() async throws -> ModelConfig {
        try await ModelOptions.parse(modelArguments).files(observer: { _ in }).folder.config
    }
}
