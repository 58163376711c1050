/// What a voice file holds.
public enum VoiceContents: Sendable, Equatable {
    /// The FlowLM's attention state after it heard the voice: one entry per layer, `length` positions each.
    case keyValueState(layers: [LayerKV], length: Int)
    /// What the FlowLM must still be run on: `[frames, width]` row-major, `width` = `d_model`.
    case embedding(frames: Int, width: Int, data: [Float])
}

/// Keys (after the rotary embedding) and values of one layer, each `[length, kvHeads, headDim]` row-major.
public struct LayerKV: Sendable, Equatable {
    public var keys: [Float]
    public var values: [Float]

    public init(keys: [Float], values: [Float]) {
        self.keys = keys
        self.values = values
    }
}
