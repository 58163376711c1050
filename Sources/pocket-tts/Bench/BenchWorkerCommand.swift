import ArgumentParser
import Foundation
import PocketTTS

/// Speaks the texts that a benchmark sends, one at a time (scripts/compare-peers).
struct BenchWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-worker", abstract: "Measure each request that comes on stdin.", shouldDisplay: false)

    @OptionGroup var model: ModelOptions
    @Option var voice: String?
    @Option(help: "Never end before the frame cap.")
    var eosThreshold: Float?

    private struct Ready: Encodable {
        let ready = true
        let loadSeconds: Double
    }

    private struct Request: Decodable {
        let text: String
        let seed: Int64?
    }

    func run() async throws {
        await runReportingErrors {
            let start = ContinuousClock.now
            let loaded = try await model.load()
            let voice = try await loaded.voice(voice, onWarning: { _ in })
            let synthesizer = try Synthesizer(model: loaded.model, configuration: .init(threads: model.threads))
            try send(Ready(loadSeconds: (ContinuousClock.now - start) / .seconds(1)))
            while let line = readLine() {
                let request = try JSONDecoder().decode(Request.self, from: Data(line.utf8))
                let options = SpeechOptions(seed: request.seed, eosThreshold: eosThreshold)
                try send(try await .speaking(request.text, voice: voice, options: options, with: synthesizer) as Measurement)
            }
        }
    }

    private func send(_ reply: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try FileHandle.standardOutput.write(contentsOf: encoder.encode(reply) + Data("\n".utf8))
    }
}
