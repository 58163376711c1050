import Dispatch
import FlowLMKernels
import SpeechText

/// Speaks texts with one model: admits requests, owns the compute threads and streams the audio.
///
/// Compute never runs on Swift's cooperative pool. Streams share the model's weights, and the same request gives the
/// same samples whether it is alone or not.
public actor Synthesizer {
    public struct Configuration: Sendable {
        /// Streams that speak at the same time; further ones wait for their turn. A request that costs a multiple of an
        /// ordinary one counts as that many, see ``SpeechModel/cost(of:)``.
        public var maxConcurrentStreams: Int
        /// UTF-8 bytes of text that one request may have.
        public var maxTextBytes: Int
        /// Threads that compute. Two let the language model and the codec work side by side; more share the work of
        /// both. Use at most as many as the machine has cores.
        public var threads: Int
        /// Steps of nice(1) by which these threads are behind the program's other ones, on Linux. A server that is full
        /// answers others at once if its compute threads make way.
        public var niceness: Int

        public init(
            maxConcurrentStreams: Int = 16, maxTextBytes: Int = 500_000, threads: Int = 2, niceness: Int = 0
        ) {
            self.maxConcurrentStreams = maxConcurrentStreams
            self.threads = threads
            self.maxTextBytes = maxTextBytes
            self.niceness = niceness
        }
    }

    public nonisolated let model: SpeechModel
    public nonisolated let configuration: Configuration
    private let lease: SpeechEngine.Lease
    private var times = FlowTimesCache()

    /// - Throws: ``PocketTTSError/invalidOption(name:value:allowed:)`` for a number out of range.
    public init(model: SpeechModel, configuration: Configuration = .init()) throws(PocketTTSError) {
        guard (1...4096).contains(configuration.maxConcurrentStreams) else {
            throw .invalidOption(
                name: "max-streams", value: "\(configuration.maxConcurrentStreams)", allowed: "1 to 4096")
        }
        guard (1...1024).contains(configuration.threads) else {
            throw .invalidOption(name: "threads", value: "\(configuration.threads)", allowed: "1 to 1024")
        }
        guard (0...19).contains(configuration.niceness) else {
            throw .invalidOption(name: "niceness", value: "\(configuration.niceness)", allowed: "0 to 19")
        }
        self.model = model
        self.configuration = configuration
        lease = SpeechEngine.Lease(model: model, configuration: configuration)
    }

    /// Speaks `text`: a stream of audio, computed as it is read.
    ///
    /// Eight frames (640 ms) are computed ahead of the reader, then the stream waits. It stops within a frame when its
    /// task is cancelled, when the loop over it is left, or when it is dropped. If several tasks read one stream, each
    /// chunk goes to one of them.
    /// - Throws: ``PocketTTSError`` at once, for a text or options that cannot be spoken. The stream itself throws
    ///   `CancellationError` or, as asynchronous streams do, ends early when its task is cancelled; it throws
    ///   ``PocketTTSError/notFinite(stage:frame:text:)`` if the model's output is not finite, and
    ///   ``PocketTTSError/shutDown`` after ``shutDown()``.
    public func speak(
        _ text: String, voice: Voice? = nil, options: SpeechOptions = .init()
    ) async throws(PocketTTSError) -> AsyncThrowingStream<AudioChunk, any Error> {
        let next = try source(try await plan(text, options: options), voice, [:], options)
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
    ) async throws(PocketTTSError) -> AsyncThrowingStream<SpeechEvent, any Error> {
        try await events(plan(text, options: options), voice: voice, options: options)
    }

    /// The same for a text that ``plan(_:options:)`` has read.
    /// - Parameters:
    ///   - plan: what is spoken.
    ///   - voice: speaks where the text names no voice; `nil` is the model without a voice.
    ///   - voices: those that the plan's `voices` names.
    ///   - options: those that the plan was made with.
    public func events(
        _ plan: TextPlan, voice: Voice? = nil, voices: [String: Voice] = [:], options: SpeechOptions = .init()
    ) async throws(PocketTTSError) -> AsyncThrowingStream<SpeechEvent, any Error> {
        let next = try source(plan, voice, voices, options)
        return AsyncThrowingStream { try await next() }
    }

    /// Reads a text: what is spoken of it, which voices it names, and what of it cannot be spoken.
    /// - Throws: ``PocketTTSError`` for a text or options that cannot be spoken.
    public nonisolated func plan(
        _ text: String, options: SpeechOptions = .init()
    ) async throws(PocketTTSError) -> TextPlan {
        try options.validate()
        guard text.utf8.count <= configuration.maxTextBytes else {
            throw .textTooLong(bytes: text.utf8.count, limit: configuration.maxTextBytes)
        }
        guard text.utf8.count > Self.shortText else { return try model.plan(text, options: options) }
        let model = model
        let result = await withCheckedContinuation { continuation in
            Self.planning.async {
                continuation.resume(
                    returning: Result { () throws(PocketTTSError) in try model.plan(text, options: options) })
            }
        }
        return try result.get()
    }

    /// A session that speaks a text while it arrives in fragments. While it has nothing to say, its place is free for
    /// others.
    /// - Parameters:
    ///   - voice: speaks where the text names no voice; `nil` is the model without a voice.
    ///   - options: how to speak.
    ///   - voices: finds the voices that the text names; it is called where text is sent.
    /// - Throws: ``PocketTTSError`` for a voice or options that cannot be used.
    public func session(
        voice: Voice? = nil, options: SpeechOptions = .init(), voices: @escaping VoiceSource = noVoices
    ) throws(PocketTTSError) -> SpeechSession {
        try options.validate()
        guard options.onFailure == .keep else {
            throw .invalidOption(name: "on-failure", value: options.onFailure.rawValue, allowed: "keep in a session")
        }
        let feed: TextFeed
        do throws(TextError) {
            feed = try TextFeed(planner: model.planner, settings: model.textSettings(for: options))
        } catch {
            throw PocketTTSError(error)
        }
        let listener = try start([], isTextComplete: false, voice: voice, options: options)
        return SpeechSession(
            listener, feed: feed, maxTextBytes: configuration.maxTextBytes, model: model, voices: voices)
    }

    /// Knows no voice: for requests whose text cannot change it.
    public static let noVoices: VoiceSource = { name throws(PocketTTSError) in
        throw .invalidOption(name: "voice", value: name, allowed: "the voice of the request")
    }

    /// Speaks `text` and returns all its samples (mono, ``SpeechModel/sampleRate``).
    /// - Throws: ``PocketTTSError`` for a text or options that cannot be spoken, `CancellationError`.
    public func synthesize(
        _ text: String, voice: Voice? = nil, options: SpeechOptions = .init()
    ) async throws -> [Float] {
        var samples: [Float] = []
        for try await chunk in try await speak(text, voice: voice, options: options) { samples += chunk.samples }
        // A cancelled stream may just end; half an utterance must not pass for a whole one.
        try Task.checkCancellation()
        return samples
    }

    /// Decodes latents as the language model makes them (normalised), from a fresh codec state and without fade-in.
    /// - Parameter latents: `[frames, latentDim]`, row-major.
    /// - Returns: `frames * frameSize` samples.
    /// - Throws: ``PocketTTSError/invalidOption(name:value:allowed:)`` if `latents` is no whole number of frames,
    ///   ``PocketTTSError/shutDown``.
    public func decode(latents: [Float]) async throws -> [Float] {
        let width = model.latentDim
        guard latents.count.isMultiple(of: width) else {
            throw PocketTTSError.invalidOption(
                name: "latents", value: "\(latents.count) values", allowed: "a multiple of \(width)")
        }
        let model = model
        return try await lease.engine.onComputeThread { model.decode(latents: latents, framesPerCall: 1) }
    }

    /// Streams that speak now, without those that wait for their turn.
    public nonisolated var activeStreams: Int { lease.engine.load.streams }

    /// Frames (80 ms) that the language model has made since the synthesizer exists.
    public nonisolated var framesMade: Int { lease.engine.load.frames }

    /// What has been computed since the synthesizer exists.
    public nonisolated var usage: ComputeUsage { lease.engine.usageSoFar }

    /// Ends all streams with ``PocketTTSError/shutDown`` and stops the compute threads. What is asked for later is
    /// refused with the same error. A synthesizer that is dropped shuts down by itself once its streams are dropped,
    /// too.
    public nonisolated func shutDown() { lease.engine.stop() }

    /// The events of a text, one after the other.
    private func source(
        _ plan: TextPlan, _ voice: Voice?, _ voices: [String: Voice], _ options: SpeechOptions
    ) throws(PocketTTSError) -> @Sendable () async throws -> SpeechEvent? {
        try options.validate()
        for name in plan.voices {
            let voice = if let known = voices[name] { known } else { try Self.noVoices(name) }
            try voice.check(fits: model)
        }
        guard options.onFailure != .keep else {
            let listener = try start(
                plan.segments, isTextComplete: true, voice: voice, voices: voices, options: options)
            return { try await listener.next() }
        }
        try check(voice, options)
        let speech = CheckedSpeech(self, plan: plan, voice: voice, voices: voices, options: options)
        return { try await speech.next() }
    }

    private func check(_ voice: Voice?, _ options: SpeechOptions) throws(PocketTTSError) {
        if let voice { try voice.check(fits: model) }
        guard model.alignmentHeads.isEmpty else { return }
        for (name, isWanted) in [("word times", options.reportsWords), ("steer-end", options.steersEnd)] where isWanted
        {
            throw .invalidOption(
                name: name, value: "on",
                allowed: "models with known attention heads: pocket-tts align --find-heads finds them")
        }
    }

    /// UTF-8 bytes of a text that is planned at once. Longer ones take so long that others would wait for it.
    private static let shortText = 4096
    /// Where long texts are planned, one after another: neither on the actor nor on Swift's cooperative pool.
    static let planning = DispatchQueue(label: "pocket-tts.planning", qos: .userInitiated)

    /// Starts a stream.
    /// - Parameter generator: random numbers that go on where another stream of the same request ended.
    func start(
        _ segments: [SpeechSegment], isTextComplete: Bool, voice: Voice?, voices: [String: Voice] = [:],
        options: SpeechOptions, continuing generator: TorchGenerator? = nil
    ) throws(PocketTTSError) -> SpeechListener {
        try check(voice, options)
        let steps = options.samplerSteps ?? model.config.flowLM.defaultSteps
        let plan = SpeechPlan(
            segments: segments, voice: voice ?? model.voiceWithoutPrompt, voices: voices, options: options,
            config: model.config,
            times: times.get(steps: steps, head: model.flowLM.head), alignment: model.alignment)
        let engine = lease.engine
        let stream = try SpeechStream(
            plan: plan, positions: plan.positions(tokens: isTextComplete ? 0 : options.maxTokensPerChunk),
            flowLM: model.flowLM, decoder: model.decoder, sampleRate: model.sampleRate, memory: engine.memory,
            continuing: generator)
        try engine.start(stream, slots: Int(model.cost(of: options).rounded(.up)), isTextComplete: isTextComplete)
        return SpeechListener(stream: stream, lease: lease)
    }
}

extension FlowType {
    /// Sampler steps when the request names none.
    package var defaultSteps: Int { self == .flowMatching ? 16 : 1 }
}
