/// When speech counts as failed. docs/ALIGNMENT.md says how far good speech stays from each bound.
public struct FailureThresholds: Sendable, Equatable {
    /// Share of a frame's attention from which on a word is being spoken.
    public var attended: Float = 0.5
    /// Frames in a row at an earlier word that are a jump back.
    public var framesBack = 4
    /// Frames of attention to words further back than the one before the current one that are a repetition.
    public var repeatedFrames: Float = 5
    /// Frames that the last word may take: so many, and so many more for each of its tokens.
    public var lastWordFrames = 15
    public var lastWordFramesPerToken = 2
    /// Share of a frame's attention below which no word is being spoken, and such frames in a row, not silent, that are
    /// babble.
    public var unattended: Float = 0.3
    public var babbleFrames = 10
    /// Silent frames in a row: 1.5 s.
    public var silentFrames = 19
    /// A frame's root mean square below which it is silent.
    public var silence: Float = 1e-3
    /// Latents in a row, about a second, whose mean square is compared with that of the model's good speech, and how
    /// many times as large it may be.
    public var latentFrames = 12
    public var latentEnergyRatio: Float = 1.2
    /// Samples in a row at full scale that are clipped: 1 ms at 24 kHz.
    public var clippedSamples = 24
    public var fullScale: Float = 0.999

    public init() {}

    /// Frames that a last word of so many tokens may take.
    func longestLastWord(tokens: Int) -> Int { lastWordFrames + lastWordFramesPerToken * tokens }
}
