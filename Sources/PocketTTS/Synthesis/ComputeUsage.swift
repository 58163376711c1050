/// What a synthesizer's threads have computed so far. Seconds are those of the thread that submitted the loops.
public struct ComputeUsage: Sendable, Equatable {
    /// Passes of the language model over text.
    public var prefillSeconds = 0.0
    /// Rows of those passes, the first frame's included.
    public var prefillRows = 0
    /// Steps: passes of the language model that made one frame for each stream of a batch.
    public var stepSeconds = 0.0
    public var steps = 0
    /// The codec.
    public var decodeSeconds = 0.0
    public var decodedFrames = 0

    public init() {}

    /// What was computed since `earlier`.
    public static func - (later: ComputeUsage, earlier: ComputeUsage) -> ComputeUsage {
        var difference = later
        difference.prefillSeconds -= earlier.prefillSeconds
        difference.prefillRows -= earlier.prefillRows
        difference.stepSeconds -= earlier.stepSeconds
        difference.steps -= earlier.steps
        difference.decodeSeconds -= earlier.decodeSeconds
        difference.decodedFrames -= earlier.decodedFrames
        return difference
    }
}
