import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import PocketTTSParity

/// Measures the effect of quantized weights on a model's output.
struct ComparePrecision: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare-precision",
        abstract: "Compare the latents of rounded weights with those of f32, teacher forced.", shouldDisplay: false)

    @OptionGroup var model: ModelOptions
    @Option var voice: String?
    @Option(help: "The text whose first chunk is spoken.")
    var text = "The old ferry crosses the wide river twice a day, even when winter storms come."
    @Option var frames = 100
    @Option(help: "Variance of the noise: 0 leaves the network's own part of a latent.")
    var temperature = 0.0
    @Option var seed: Int64 = 1
    @Option(parsing: .upToNextOption, help: "What to compare.")
    var precisions: [Precision] = [.bf16, .int8, .int4]
    @Option(parsing: .upToNextOption, help: "Files that quantize wrote from the model.")
    var files: [String] = []
    @Flag(help: "Print JSON instead of a Markdown table.")
    var json = false

    func validate() throws {
        guard (1...2000).contains(frames) else { throw ValidationError("--frames is 1 to 2000.") }
        guard temperature >= 0, temperature.isFinite else { throw ValidationError("--temperature is 0 or more.") }
    }

    private struct Line: Encodable {
        let weights: String
        let figures: PrecisionComparison.Figures
        let exactEOSStep: Int?
    }

    func run() async throws {
        await runReportingErrors {
            let loaded = try await model.load(precision: .f32)
            let comparison = try PrecisionComparison(
                model: loaded.model, voice: try await loaded.voice(voice) { _ in }, text: text, frames: frames,
                temperature: temperature, seed: seed)
            var lines: [Line] = []
            func compare(_ weights: String, _ other: ModelOptions.Loaded) async throws {
                let voice = try await other.voice(voice) { _ in }
                let figures = comparison.compare(other.model, voice: voice)
                lines.append(Line(weights: weights, figures: figures, exactEOSStep: comparison.exactEOSStep))
            }
            for precision in precisions { try await compare(precision.rawValue, model.load(precision: precision)) }
            for file in files {
                try await compare(URL(fileURLWithPath: file).lastPathComponent, model.load(weights: file))
            }
            try show(lines)
        }
    }

    private func show(_ lines: [Line]) throws {
        guard !json else {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return print(String(decoding: try encoder.encode(lines), as: UTF8.self))
        }
        print(
            """
            | weights | relative error of latents | of hidden states | of samples from the same latents \
            | EOS logits, at most | EOS frame (f32) |
            """
        )
        print("|---|---|---|---|---|---|")
        for line in lines {
            let figures = line.figures
            let errors = [figures.latentError, figures.hiddenError, figures.sampleError].map {
                String(format: "%.4f %%", $0 * 100)
            }
            let frames = [figures.eosStep, line.exactEOSStep].map { $0.map(String.init) ?? "none" }
            let logits = String(format: "%.1e", figures.eosLogitDifference)
            let cells = [line.weights] + errors + [logits, "\(frames[0]) (\(frames[1]))"]
            print("| \(cells.joined(separator: " | ")) |")
        }
    }
}
