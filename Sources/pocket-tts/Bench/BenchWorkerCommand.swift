import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS

/// Speaks the texts that a benchmark sends, one request at a time (`pocket-tts bench`, scripts/bench peers).
struct BenchWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-worker", abstract: "Measure each request that comes on stdin.", shouldDisplay: false)

    @OptionGroup var model: ModelOptions
    @Option var voice: String?
    @Option(parsing: .unconditional, help: "EOS logit above which speech ends, unless a request says otherwise.")
    var eosThreshold: Float?

    /// The first line that a worker writes.
    struct Ready: Codable {
        var loadSeconds: Double
        var isEmbedded: Bool
        var voiceLength: Int
        /// See ``PocketTTS/SpeechModel/stepWeightBytes``.
        var stepWeightBytes: Int
    }

    func run() async throws {
        await runReportingErrors {
            let start = ContinuousClock.now
            let loaded = try await model.load()
            let voice = try await loaded.voice(voice, onWarning: { _ in })
            let synthesizer = try Synthesizer(
                model: loaded.model, configuration: .init(maxConcurrentStreams: 64, threads: model.threads))
            let loadSeconds = (ContinuousClock.now - start) / .seconds(1)
            try send(
                Ready(
                    loadSeconds: loadSeconds, isEmbedded: loaded.isEmbedded, voiceLength: voice?.length ?? 0,
                    stepWeightBytes: loaded.model.stepWeightBytes))
            while let line = readLine() {
                var request = try JSONDecoder().decode(Measurement.Request.self, from: Data(line.utf8))
                request.eosThreshold = request.eosThreshold ?? eosThreshold
                try send(try await Measurement.of(request, voice: voice, with: synthesizer))
            }
        }
    }

    private func send(_ reply: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try FileHandle.standardOutput.write(contentsOf: encoder.encode(reply) + Data("\n".utf8))
    }
}
