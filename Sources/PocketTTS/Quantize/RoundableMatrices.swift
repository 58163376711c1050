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
    /// Names in the order of the model.
    private(set) var names: [String] = []

    func note(_ linear: Linear, _ parts: [(name: String, outputs: Int)], inputs: Int, bits: QuantizedMatrix.Bits) {
        matrices[ObjectIdentifier(linear)] = parts.map {
            Matrix(name: $0.name, outputs: $0.outputs, inputs: inputs, bits: bits)
        }
        names += parts.map(\.name)
    }
}
