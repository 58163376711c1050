import CommandSupport
import PocketTTS

/// One who listens to a stream, and notes when audio came.
struct Listener {
    private let synthesizer: Synthesizer
    private let isPaced: Bool
    /// Seconds since the request.
    private(set) var firstAudio = 0.0
    private(set) var lastAudio = 0.0
    private(set) var worstGap = 0.0
    private(set) var audioSeconds = 0.0
    private(set) var frames = 0
    private(set) var earlySteps = StepWindow(frames: 5..<25)
    private(set) var lateSteps = StepWindow(frames: 490..<510)
    private var allocations: (first: Int, last: Int, frames: Int)?

    init(synthesizer: Synthesizer, isPaced: Bool) {
        self.synthesizer = synthesizer
        self.isPaced = isPaced
    }

    /// Frames after which everything that a stream needs is there.
    private static let framesUntilSteady = 10

    var allocationsPerFrame: Double? {
        allocations.flatMap { $0.frames > 0 ? Double($0.last - $0.first) / Double($0.frames) : nil }
    }

    /// Listens to the end, or until `limit` frames have come.
    /// - Parameter running: the streams that others join, this one among them. Gaps count once all have settled.
    mutating func listen(
        to stream: AsyncThrowingStream<AudioChunk, any Error>, since start: ContinuousClock.Instant, frames limit: Int,
        running: JoiningStreams.RunningStreams? = nil
    ) async throws {
        let frameSize = synthesizer.model.frameSize
        for try await chunk in stream where !chunk.isFinal {
            lastAudio = (ContinuousClock.now - start) / .seconds(1)
            if frames == 0 { firstAudio = lastAudio }
            if running?.isSettled ?? true { worstGap = max(worstGap, lastAudio - (firstAudio + audioSeconds)) }
            audioSeconds += chunk.duration
            let framesBefore = frames
            frames += chunk.samples.count / frameSize
            let settled = JoiningStreams.RunningStreams.framesUntilSettled
            if framesBefore < settled, frames >= settled { running?.settle() }
            note()
            if frames >= limit { return }
            if isPaced {
                // A player fetches the next piece when it begins to play this one.
                let playbackOfThis = firstAudio + audioSeconds - chunk.duration
                try await Task.sleep(until: start + .seconds(playbackOfThis), tolerance: .zero)
            }
        }
    }

    private mutating func note() {
        let usage = synthesizer.usage
        earlySteps.note(frame: frames, usage)
        lateSteps.note(frame: frames, usage)
        if frames >= Self.framesUntilSteady, let count = ProcessUsage.allocations {
            let first = allocations ?? (count, count, -1)
            allocations = (first.first, count, first.frames + 1)
        }
    }
}

/// The cost of steps while certain frames were computed.
struct StepWindow {
    let frames: Range<Int>
    private var first: ComputeUsage?
    private var last: ComputeUsage?

    init(frames: Range<Int>) { self.frames = frames }

    mutating func note(frame: Int, _ usage: ComputeUsage) {
        if frame == frames.lowerBound { first = usage }
        if frame == frames.upperBound { last = usage }
    }

    /// Seconds per step; `nil` if speech was shorter.
    var average: Double? {
        guard let first, let last, last.steps > first.steps else { return nil }
        let difference = last - first
        return difference.stepSeconds / Double(difference.steps)
    }
}
