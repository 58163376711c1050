import ArgumentParser
import CommandSupport
import PocketTTS
import PocketTTSParity

/// Loads a model and runs its stages on one thread (scripts/bench instructions).
struct BenchStages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-stages", abstract: "Run the stages of speech on one thread.", shouldDisplay: false)

    @OptionGroup var model: ModelOptions
    @Option var voice: String?
    @Option var prefills = 0
    @Option var steps = 0
    @Option var frames = 0

    func validate() throws {
        guard [prefills, steps, frames].allSatisfy((0...1000).contains) else {
            throw ValidationError("--prefills, --steps and --frames are 0 to 1000.")
        }
    }

    func run() async throws {
        await runReportingErrors {
            let loaded = try await model.load(quiet: true)
            let voice = try await loaded.voice(voice) { _ in }
            StageRun(prefills: prefills, steps: steps, frames: frames).run(loaded.model, voice: voice)
        }
    }
}
