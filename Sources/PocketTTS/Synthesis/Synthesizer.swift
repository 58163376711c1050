import FlowLMKernels
import SpeechText

/// Speaks texts with one model: admits requests, owns the compute threads, streams audio as it is made.
///
/// Compute never runs on Swift's cooperative pool. Streams share the model's weights, and the same request gives the
/// same samples whether it is alone or not.
public actor Synthesizer {
    public struct Configuration: Sendable {
        /// Streams that speak at the same time; further ones wait for their turn.
        public var maxConcurrentStreams: Int
        /// UTF-8 bytes of text that one request may have.
        public var maxTextBytes: Int
        /// Threads that compute. Two let the language model and the codec work side by side; more share the work of
        /// both. More than the machine has cores are of no use.
        public var threads: Int

        public init(maxConcurrentStreams: Int = 16, maxTextBytes: Int = 500_000, threads: Int = 2) {
            self.maxConcurrentStreams = maxConcurrentStreams
            self.threads = threads
            self.maxTextBytes = maxTextBytes
        }
    }

    public nonisolated let model: SpeechModel
    public nonisolated let configuration: Configuration
    private let lease: SpeechEngine.Lease
    private var times: [Int: FlowTimes] = [:]

    /// - Throws: ``PocketTTSError/invalidOption(name:value:allowed:)`` if the configuration makes no sense.
    public init(model: SpeechModel, configuration: Configuration = .init()) throws(PocketTTSError) {
        guard (1...4096).contains(configuration.maxConcurrentStreams) else {
            throw .invalidOption(
                name: "max-streams", value: "\(configuration.maxConcurrentStreams)", allowed: "1 to 4096")
        }
        guard (1...1024).contains(configuration.threads) else {
            throw .invalidOption(name: "threads", value: "\(configuration.threads)", allowed: "1 to 1024")
        }
        self.model = model
        self.configuration = configuration
        lease = SpeechEngine.Lease(model: model, configuration: configuration)
    }

    /// Speaks `text`: a stream of audio, made as it is read.
    ///
    /// Two frames (160 ms) are computed ahead of the reader, then the stream waits. It stops within a frame when its task
    /// is cancelled, when the loop over it is left, or when it is dropped.
    /// - Throws: ``PocketTTSError`` at once, for a text or options that cannot be spoken; the stream itself throws
    ///   `CancellationError` or, as asynchronous streams do, ends early when its task is cancelled.
    public func speak(
        _ text: String, voice: Voice? = nil, options: SpeechOptions = .init()
    ) throws(PocketTTSError) -> AsyncThrowingStream<AudioChunk, any Error> {
        let next = try source(text, voice: voice, options: options)
        return AsyncThrowingStream {
            while let event = try await next() {
                if case .audio(let chunk) = event { return chunk }
            }
            return nil
        }
    }

    /// Like ``speak(_:voice:options:)``, with the progress of each chunk of the text between the audio.
    public func events(
        _ text: String, voice: Voice? = nil, options: SpeechOptions = .init()
    ) throws(PocketTTSError) -> AsyncThrowingStream<SpeechEvent, any Error> {
        let next = try source(text, voice: voice, options: options)
        return AsyncThrowingStream { try await next() }
    }

    /// A session that speaks a text while it arrives in fragments.
    /// - Throws: ``PocketTTSError`` for a voice or options that cannot be used.
    public func session(
        voice: Voice? = nil, options: SpeechOptions = .init()
    ) throws(PocketTTSError) -> SpeechSession {
        try options.validate()
        guard options.onFailure == .keep else {
            throw .invalidOption(name: "on-failure", value: options.onFailure.rawValue, allowed: "keep in a session")
        }
        let listener = try start([], isTextComplete: false, voice: voice, options: options)
        let feed = TextFeed(planner: model.planner, settings: model.textSettings(for: options))
        return SpeechSession(listener, feed: feed, maxTextBytes: configuration.maxTextBytes)
    }

    /// Speaks `text` and returns all its samples (mono, ``SpeechModel/sampleRate``).
    /// - Throws: ``PocketTTSError`` for a text or options that cannot be spoken, `CancellationError`.
    public func synthesize(
        _ text: String, voice: Voice? = nil, options: SpeechOptions = .init()
    ) async throws -> [Float] {
        var samples: [Float] = []
        for try await chunk in try speak(text, voice: voice, options: options) { samples += chunk.samples }
        // A cancelled stream may just end; half an utterance must not pass for a whole one.
        try Task.checkCancellation()
        return samples
    }

    /// Decodes latents as the language model makes them (normalised), from a fresh codec state and without fade-in.
    /// - Parameter latents: `[frames, latentDim]`, row-major.
    /// - Returns: `frames * frameSize` samples.
    /// - Throws: ``PocketTTSError/invalidOption(name:value:allowed:)`` if `latents` is no whole number of frames.
    public func decode(latents: [Float]) async throws -> [Float] {
        let width = model.latentDim
        guard latents.count.isMultiple(of: width) else {
            throw PocketTTSError.invalidOption(
                name: "latents", value: "\(latents.count) values", allowed: "a multiple of \(width)")
        }
        let model = model
        return await lease.engine.onComputeThread { model.decode(latents: latents, framesPerCall: 1) }
    }

    /// Streams that speak now; those that wait for their turn are not counted.
    public nonisolated var activeStreams: Int { lease.engine.load.streams }

    /// Frames (80 ms) that the language model has made since the synthesizer exists.
    public nonisolated var framesMade: Int { lease.engine.load.frames }

    /// What has been computed since the synthesizer exists.
    public nonisolated var usage: ComputeUsage { lease.engine.usageSoFar }

    /// The events of `text`, one after the other.
    private func source(
        _ text: String, voice: Voice?, options: SpeechOptions
    ) throws(PocketTTSError) -> @Sendable () async throws -> SpeechEvent? {
        try options.validate()
        guard text.utf8.count <= configuration.maxTextBytes else {
            throw .textTooLong(bytes: text.utf8.count, limit: configuration.maxTextBytes)
        }
        let chunks = try model.plan(text, options: options).chunks
        guard options.onFailure != .keep else {
            let listener = try start(chunks, isTextComplete: true, voice: voice, options: options)
            return { try await listener.next() }
        }
        try check(voice, options)
        let speech = CheckedSpeech(self, text: text, chunks: chunks, voice: voice, options: options)
        return { try await speech.next() }
    }

    private func check(_ voice: Voice?, _ options: SpeechOptions) throws(PocketTTSError) {
        if let voice { try voice.check(fits: model) }
        guard !options.reportsWords || !model.alignmentHeads.isEmpty else {
            throw .invalidOption(
                name: "word times", value: "on",
                allowed: "models with known attention heads: pocket-tts align --find-heads finds them")
        }
    }

    /// Starts a stream.
    /// - Parameter generator: random numbers that go on where another stream of the same request ended.
    func start(
        _ chunks: [TextChunk], isTextComplete: Bool, voice: Voice?, options: SpeechOptions,
        continuing generator: TorchGenerator? = nil
    ) throws(PocketTTSError) -> SpeechListener {
        try check(voice, options)
        let steps = options.samplerSteps ?? model.config.flowLM.flowType.defaultSteps
        let plan = SpeechPlan(
            chunks: chunks, voice: voice, options: options, config: model.config, times: times(steps: steps),
            alignmentHeads: model.alignmentHeads)
        let stream = SpeechStream(
            plan: plan, isTextComplete: isTextComplete,
            positions: plan.positions(tokens: isTextComplete ? 0 : options.maxTokensPerChunk), flowLM: model.flowLM,
            decoder: model.decoder, sampleRate: model.sampleRate, memory: lease.engine.memory, continuing: generator)
        lease.engine.start(stream)
        return SpeechListener(stream: stream, lease: lease)
    }

    private func times(steps: Int) -> FlowTimes {
        if let known = times[steps] { return known }
        let new = FlowTimes(steps: steps, head: model.flowLM.head)
        times[steps] = new
        return new
    }
}

extension FlowType {
    /// Sampler steps when the request names none.
    package var defaultSteps: Int { self == .flowMatching ? 16 : 1 }
}
