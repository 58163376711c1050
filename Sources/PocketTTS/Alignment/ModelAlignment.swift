import FlowLMKernels

/// What shows where in its text a model's speech is, and whether it is noise; see ``AlignmentFile``.
public struct ModelAlignment: Sendable, Equatable {
    /// Attention heads that follow the text; empty if they are not known.
    public let heads: [AttentionHead]
    /// The largest mean square of successive latents in good speech; `nil` = not known.
    public let latentEnergy: Float?

    public init(heads: [AttentionHead], latentEnergy: Float? = nil) {
        self.heads = heads
        self.latentEnergy = latentEnergy
    }

    /// Of a model that nobody has examined.
    public static let unknown = ModelAlignment(heads: [])
}
