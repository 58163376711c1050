import PocketTTS

/// What listeners and the machine experienced while a text was spoken, by one stream or by several at once.
struct Measurement: Codable {
    /// From the request to the first samples, of the stream that waited longest.
    var firstAudioSeconds = 0.0
    var wallSeconds = 0.0
    /// Of all streams, like `frames`.
    var audioSeconds = 0.0
    var frames = 0
    /// Of all threads of the process.
    var cpuSeconds = 0.0
    /// How long a player that starts with the first samples would have to wait at worst; 0 if never.
    var worstGapSeconds = 0.0
    /// Of the process so far.
    var peakMemoryBytes = 0
    /// As ``ComputeUsage`` has them: wall seconds of the thread that led the work.
    var prefillSeconds = 0.0
    var prefillRows = 0
    var stepSeconds = 0.0
    var steps = 0
    var decodeSeconds = 0.0
    /// Seconds per step around the 10th frame and around the 500th, if speech was that long.
    var earlyStepSeconds: Double?
    var lateStepSeconds: Double?
    /// Heap allocations per frame once speech runs, if they are counted.
    var allocationsPerFrame: Double?
    /// Seconds from the request to the first samples, of each stream that began while the others spoke.
    var joiningFirstAudioSeconds: [Double]?
    /// As `worstGapSeconds`, of those streams; that one is then of the others, once all have spoken for two seconds.
    var joiningGapSeconds: Double?
}

extension Measurement {
    /// What to measure.
    struct Request: Codable {
        var text: String
        var seed: Int64?
        /// Listeners that speak the same text at the same time; `nil` = 1.
        var streams: Int?
        /// Whether listeners take audio as a player does, at its own rate, instead of as fast as it comes.
        var paced: Bool?
        /// Whether the last of the streams is a succession of joining streams, see ``JoiningStreams``.
        var joining: Bool?
        var maxTokens: Int?
        /// Frames after which each listener leaves; `nil` = all.
        var frames: Int?
        var eosThreshold: Float?

        fileprivate var options: SpeechOptions {
            var options = SpeechOptions(seed: seed, eosThreshold: eosThreshold)
            if let maxTokens { options.maxTokensPerChunk = maxTokens }
            return options
        }
    }

    static func of(_ request: Request, voice: Voice?, with synthesizer: Synthesizer) async throws -> Measurement {
        let options = request.options
        let before = synthesizer.usage
        let cpuBefore = ProcessUsage.cpuSeconds
        let start = ContinuousClock.now
        let hasJoining = request.joining ?? false
        let running = JoiningStreams.RunningStreams(of: max(1, (request.streams ?? 1) - (hasJoining ? 1 : 0)))
        async let later = hasJoining ? joining(request, running, voice, synthesizer) : nil
        let listeners = try await withThrowingTaskGroup(of: Listener.self) { group in
            for _ in 0..<running.size {
                let stream = try await synthesizer.speak(request.text, voice: voice, options: options)
                group.addTask {
                    var listener = Listener(synthesizer: synthesizer, isPaced: request.paced ?? false)
                    defer { running.leave() }
                    try await listener.listen(
                        to: stream, since: start, frames: request.frames ?? .max,
                        running: hasJoining ? running : nil)
                    return listener
                }
            }
            return try await group.reduce(into: [Listener]()) { $0.append($1) }
        }
        let joining = try await later
        var result = Measurement()
        result.wallSeconds = listeners.map(\.lastAudio).max() ?? 0
        result.firstAudioSeconds = listeners.map(\.firstAudio).max() ?? 0
        result.worstGapSeconds = listeners.map(\.worstGap).max() ?? 0
        result.audioSeconds = listeners.map(\.audioSeconds).reduce(joining?.audioSeconds ?? 0, +)
        result.frames = listeners.map(\.frames).reduce(joining?.frames ?? 0, +)
        result.joiningFirstAudioSeconds = joining?.waits
        result.joiningGapSeconds = joining?.worstGap
        result.cpuSeconds = ProcessUsage.cpuSeconds - cpuBefore
        result.peakMemoryBytes = ProcessUsage.peakMemoryBytes
        let used = synthesizer.usage - before
        result.prefillSeconds = used.prefillSeconds
        result.prefillRows = used.prefillRows
        result.stepSeconds = used.stepSeconds
        result.steps = used.steps
        result.decodeSeconds = used.decodeSeconds
        if listeners.count == 1, let listener = listeners.first {
            result.earlyStepSeconds = listener.earlySteps.average
            result.lateStepSeconds = listener.lateSteps.average
            result.allocationsPerFrame = listener.allocationsPerFrame
        }
        return result
    }

    private static func joining(
        _ request: Request, _ running: JoiningStreams.RunningStreams, _ voice: Voice?, _ synthesizer: Synthesizer
    ) async throws -> JoiningStreams {
        var joining = JoiningStreams(synthesizer: synthesizer, running: running)
        try await joining.speak(request.text, voice: voice, options: request.options)
        return joining
    }
}
