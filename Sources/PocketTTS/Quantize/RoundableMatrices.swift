import FlowLMKernels

/// The matrices of a model that a precision would round, by the layer that multiplies with them.
final class RoundableMatrices {
    struct Matrix {
        /// Full name in the checkpoint.
        let name: String
        let outputs: Int
        let inputs: Int
        let bits: QuantizedMatrix.Bits
    }

    private(set) var matrices: [ObjectIdentifier: [Matrix]] = [:]
    /// Layers that are rounded together, in the order of the model: those of one transformer layer, those of the head.
    private(set) var parts: [[ObjectIdentifier]] = []
    private var lastPart: String?
    /// Keeps identities unique.
    private var linears: [Linear] = []

    func note(_ linear: Linear, _ names: [(name: String, outputs: Int)], inputs: Int, bits: QuantizedMatrix.Bits) {
        let id = ObjectIdentifier(linear)
        linears.append(linear)
        matrices[id] = names.map { Matrix(name: $0.name, outputs: $0.outputs, inputs: inputs, bits: bits) }
        let part = Self.part(of: names.first?.name ?? "")
        if part == lastPart { parts[parts.count - 1].append(id) } else { parts.append([id]) }
        lastPart = part
    }

    /// `flow_lm.transformer.layers.3` of `flow_lm.transformer.layers.3.linear1.weight`, `flow_lm.flow_net` of the
    /// head's.
    private static func part(of name: String) -> String {
        let path = name.split(separator: ".")
        return path.prefix(path.dropFirst().first == "transformer" ? 4 : 2).joined(separator: ".")
    }
}
