import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS

/// Finds the attention heads of a model that follow the text, for word times and failures.
struct Align: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the attention heads of a model that follow the text, for word times and failures.",
        discussion: examples(
            "pocket-tts align --find-heads --model ./my-model",
            "pocket-tts align --find-heads --language german --json > heads.json",
            """
            Speaks a text, scores every head, and writes the best ones as alignment.json beside the model's config, \
            or to --output, with how large the latents of good speech are, by which noise is noticed. The text should \
            have several sentences with pauses.
            """))

    @Flag(help: "Score all heads and write the best.")
    var findHeads = false
    @OptionGroup var model: ModelOptions
    @Option(
        help: """
            A voice of the model by name, or the path of a recording or a .safetensors voice; may be given several \
            times (default: all voices of the model that are on disk).
            """)
    var voice: [String] = []
    @Option(help: "A file with the text to speak (default: a few sentences).")
    var text: String?
    @Option(parsing: .unconditional, help: "Seed of the random numbers.")
    var seed: Int64 = 0
    @Option(help: "The folder to write alignment.json to (default: that of the model).")
    var output: String?
    @Flag(help: "Print the scores of all heads as JSON instead of a table of the best.")
    var json = false

    func validate() throws {
        guard findHeads else { throw ValidationError("nothing to do: give --find-heads.") }
    }

    func run() async throws {
        await runReportingErrors {
            let text = try text.map { try TextInput.read(file: $0) } ?? Self.sample
            guard text.split(whereSeparator: \.isWhitespace).count >= Self.leastWords else {
                throw PocketTTSError.invalidText(
                    reason: "it is too short to compare heads: give \(Self.leastWords) words in several sentences.")
            }
            if let output { try Self.checkFolder(output) }
            let loaded = try await model.load()
            let folder = output.map { URL(fileURLWithPath: $0) } ?? loaded.files.folder.directory
            try Self.checkFolder(folder.path)
            var voices: [Voice?] = []
            for name in voice.isEmpty ? loaded.voices.keys.sorted() : voice {
                voices.append(try await loaded.voice(name) { warn("\($0)") })
            }
            if voices.isEmpty { voices = [try await loaded.voice(nil) { warn("\($0)") }] }
            let finder = HeadFinder(model: loaded.model, voices: voices, options: SpeechOptions(seed: seed))
            let (scores, latentEnergy) = try finder.examine(text)
            let chosen = HeadFinder.choose(from: scores)
            try show(scores)
            guard !chosen.isEmpty else {
                throw PocketTTSError.fileUnusable(
                    path: loaded.files.folder.directory.path,
                    reason: "none of its \(scores.count) attention heads follows the text: try another voice or --text."
                )
            }
            try AlignmentFile(heads: chosen, latentEnergy: latentEnergy).write(to: folder)
            let names = chosen.map { "L\($0.layer)H\($0.head)" }.joined(separator: " ")
            note("chosen: \(names); written to \(folder.appendingPathComponent(AlignmentFile.fileName).path)")
        }
    }

    /// Words of the text below which the scores say little.
    private static let leastWords = 20

    /// Checked first, as the scores take a while.
    private static func checkFolder(_ path: String) throws(PocketTTSError) {
        guard ModelFolder.isFolder(URL(fileURLWithPath: path)) else {
            throw .fileNotFound(path: path, purpose: "folder for \(AlignmentFile.fileName)")
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw .fileUnusable(path: path, reason: "it is read-only: name another folder by --output.")
        }
    }

    private struct Line: Encodable {
        let layer, head: Int
        let entropy, monotonicity, visited, energy: Double
    }

    private func show(_ scores: [HeadFinder.Score]) throws {
        if json {
            let lines = scores.map {
                Line(
                    layer: $0.head.layer, head: $0.head.head, entropy: $0.entropy, monotonicity: $0.monotonicity,
                    visited: $0.visited, energy: $0.energy)
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            return print(String(decoding: try encoder.encode(lines), as: UTF8.self))
        }
        print("head     entropy  monotone  visited  energy")
        for score in scores.prefix(12) {
            let name = "L\(score.head.layer)H\(score.head.head)".padding(toLength: 8, withPad: " ", startingAt: 0)
            print(
                name
                    + String(
                        format: "%8.3f %9.3f %8.3f %7.3f", score.entropy, score.monotonicity, score.visited,
                        score.energy))
        }
    }

    private static let sample = """
        The old man sat down on the bench, and looked at the river. Nobody came that day. She opened the window, \
        took a deep breath, and smiled. We have no bread, no milk, and no time! Is there a bank close to the hotel? \
        In the morning, he went to the market. It was cold, but the sun was bright.
        """
}
