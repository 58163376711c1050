import FlowLMKernels

/// The layers of a model that is being packed.
final class PackedLayers {
    private(set) var matrices: [(name: String, matrix: PackedMatrix)] = []
    /// Full names of the tensors that are in the layers.
    private(set) var sources: Set<String> = []

    func note(_ linear: Linear, _ name: String, from sources: [String]) {
        matrices.append((name, linear.packed))
        self.sources.formUnion(sources)
        self.sources.formUnion(sources.map { $0 + FileRounding.scalesSuffix })
    }
}
