import PocketTTS

/// Where what the model says at a time is heard, when parts of the speech are faster or slower than the model speaks.
public struct PlaybackTime: Sendable {
    public init() {}

    /// From `model` seconds of the model on, `played` seconds of the sound, speech is `speed` times as fast.
    private struct Stretch: Sendable {
        var model, played, speed: Double
    }

    /// The stretches that words may still be reported of.
    private var stretches: [Stretch] = []
    private static let kept = 64

    /// Notes audio that comes next.
    mutating func note(_ chunk: AudioChunk, speed: Double) {
        guard stretches.last?.speed != speed else { return }
        stretches.append(Stretch(model: chunk.startTime, played: played(at: chunk.startTime), speed: speed))
        if stretches.count > Self.kept { stretches.removeFirst() }
    }

    /// - Parameter time: in seconds of what the model has made.
    public func played(at time: Double) -> Double {
        guard let stretch = stretches.last(where: { $0.model <= time }) ?? stretches.first else { return time }
        return stretch.played + (time - stretch.model) / stretch.speed
    }
}
