import CommandSupport
import Foundation
import PocketTTS
import SpeechText

/// A loaded model that speaks texts into outputs.
struct SpeechMaker: Sendable {
    let model: SpeechModel
    let synthesizer: Synthesizer
    let options: SpeechOptions
    /// Whether speech that is probably wrong is an error.
    let isStrict: Bool
    private let named: @Sendable (String) async throws -> Voice?

    /// - Parameter streams: texts that are spoken at the same time.
    init(_ loaded: ModelOptions.Loaded, _ options: SpeechOptions, isStrict: Bool, threads: Int, streams: Int = 1) throws
    {
        model = loaded.model
        synthesizer = try Synthesizer(
            model: loaded.model, configuration: .init(maxConcurrentStreams: streams, threads: threads))
        self.options = options
        self.isStrict = isStrict
        named = { name in
            // A text is not to reach into the network.
            guard !name.contains("://") else {
                throw PocketTTSError.invalidOption(
                    name: "the voice in the text", value: name, allowed: "a name or a path: addresses are for --voice")
            }
            return try await loaded.voice(name) { warn("\(name): \($0)") }
        }
    }

    /// Speaks a text into an output, which stays open.
    /// - Parameter words: where words, failures and retries go.
    func speak(
        _ text: String, voice: Voice?, to output: AudioOutput, progress: ProgressLine, words: WordOutput? = nil
    ) async throws {
        let plan = try await synthesizer.plan(text, options: options)
        try checkCharacters(of: plan, progress)
        let voices = try await voices(of: plan)
        progress.start()
        for try await event in try await synthesizer.events(plan, voice: voice, voices: voices, options: options) {
            switch output.timed(event) {
            case .chunkStarted(let chunk): progress.chunk(chunk)
            case .audio(let chunk):
                try output.write(chunk)
                progress.audio(chunk)
                if chunk.isFinal { words?.duration = chunk.startTime }
            case .chunkFinished(let chunk): try checkEnd(of: chunk, progress)
            case .word(let word): try words?.word(word)
            case .failure(let failure): try words?.failure(failure)
            case .retry(let retry): try words?.retry(retry)
            case .mark(let mark): try words?.mark(mark)
            }
        }
        // A cancelled stream may end without an error; half an utterance must not pass for a whole one.
        try Task.checkCancellation()
    }

    /// The voices that a text names.
    private func voices(of plan: TextPlan) async throws -> [String: Voice] {
        var voices: [String: Voice] = [:]
        for name in plan.voices { voices[name] = try await named(name) }
        return voices
    }

    private func checkCharacters(of plan: TextPlan, _ progress: ProgressLine) throws {
        let unknown = plan.unspeakable
        guard !unknown.isEmpty else { return }
        let shown = unknown.prefix(10).map { String($0) }.joined(separator: " ")
        let count = unknown.count > 10 ? " … (\(unknown.count) characters)" : ""
        try problem(
            """
            the model does not know \(shown)\(count): they are not spoken. Write them in its language's letters, or \
            choose another model by --language.
            """,
            progress)
    }

    private func checkEnd(of chunk: ChunkProgress, _ progress: ProgressLine) throws {
        guard chunk.reachedFrameCap else { return }
        let start = chunk.text.trimmingCharacters(in: .whitespaces).prefix(40)
        try problem(
            """
            the speech of "\(start)" did not end and was cut after \(chunk.frames) frames: try another --seed, or \
            shorter sentences.
            """,
            progress)
    }

    /// Reports that the speech is probably wrong.
    private func problem(_ text: String, _ progress: ProgressLine) throws {
        if isStrict { throw StrictFailure(message: text) }
        progress.warning(text)
    }
}
