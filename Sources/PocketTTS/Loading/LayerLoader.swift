import FlowLMKernels

/// Builds layers from a checkpoint, all in one precision.
struct LayerLoader {
    let precision: Precision
    /// Records the matrices that ``precision`` would round; they are then kept exact, for calibration.
    var roundable: RoundableMatrices?
    /// Collects the layers' weights as products read them, for a packed file.
    var packed: PackedLayers?
    /// Whether layers that are rounded to 8 bits round their inputs to 8 bits, too.
    private(set) var roundsInputs = false

    /// For layers whose errors are audible, those of the codec near the samples, and for the language model's first and
    /// last.
    var exact: LayerLoader { with(precision == .f32 ? .f32 : .bf16) }
    /// For the layers that condition the flow head: their errors go straight into a latent, and the layers are small.
    var finer: LayerLoader { with(precision.finer) }

    /// At least 8 bits: for the flow head's blocks, whose errors go into a latent after all others.
    var eightBits: LayerLoader { with(precision.eightBits) }
    /// The same, and 8 bits for the inputs of layers that are rounded: for the codec.
    var codec: LayerLoader {
        var loader = eightBits
        loader.roundsInputs = true
        return loader
    }

    private func with(_ precision: Precision) -> LayerLoader {
        LayerLoader(precision: precision, roundable: roundable, packed: packed)
    }

    /// The format of a layer over `channels` channels for which ``precision`` has `format`.
    func format(_ format: MatrixFormat, channels: Int) -> MatrixFormat {
        roundsInputs && format == .quantized(.eight) && ByteMatrix.fits(channels: channels) ? .bytes : format
    }

    /// The layer of the matrix `name`: from a packed file as it lies there, else one that `make` makes.
    /// - Parameter sources: full names of the tensors that `make` reads.
    func layer(
        _ scope: Checkpoint, _ name: String = "weight", outputs: Int, inputs: Int, bias: [Float]?,
        from sources: [String], make: () throws(PocketTTSError) -> Linear
    ) throws(PocketTTSError) -> Linear {
        if let matrix = try scope.packed(name, outputs: outputs, inputs: inputs) { return Linear(matrix, bias: bias) }
        let linear = try make()
        packed?.note(linear, scope.fullName(name), from: sources)
        return linear
    }

    /// A bias-free or biased linear layer, `weight` `[outputs, inputs]`.
    func linear(_ scope: Checkpoint, outputs: Int, inputs: Int, bias: Bool) throws(PocketTTSError) -> Linear {
        try stacked([(scope, outputs)], inputs: inputs, bias: bias)
    }

    /// A linear layer that has no bias in the file, with one that was computed: `[outputs]`, or `nil`.
    func linear(
        _ scope: Checkpoint, outputs: Int, inputs: Int, adding bias: [Float]?
    ) throws(PocketTTSError) -> Linear {
        guard let bias else { return try linear(scope, outputs: outputs, inputs: inputs, bias: false) }
        return try layer(
            scope, outputs: outputs, inputs: inputs, bias: bias, from: [scope.fullName("weight")]
        ) { () throws(PocketTTSError) in
            Linear(
                weight: try scope.values("weight", shape: [outputs, inputs]), bias: bias, outputs: outputs,
                inputs: inputs, format: precision.exactFormat)
        }
    }

    /// Linear layers with the same input, as one: their outputs follow each other.
    func stacked(
        _ parts: [(scope: Checkpoint, outputs: Int)], inputs: Int, bias: Bool
    ) throws(PocketTTSError) -> Linear {
        var biases: [Float] = []
        if bias { for (scope, outputs) in parts { biases += try scope.vector("bias", count: outputs) } }
        return try layer(
            parts[0].scope, outputs: parts.reduce(0) { $0 + $1.outputs }, inputs: inputs, bias: bias ? biases : nil,
            from: parts.map { $0.scope.fullName("weight") }
        ) { () throws(PocketTTSError) in
            try stacked(parts, inputs: inputs, bias: bias ? biases : nil)
        }
    }

    private func stacked(
        _ parts: [(scope: Checkpoint, outputs: Int)], inputs: Int, bias: [Float]?
    ) throws(PocketTTSError) -> Linear {
        var values: [MatrixValues] = []
        var rounded: [RoundedValues] = []
        for (scope, outputs) in parts {
            if let matrix = try scope.rounded("weight", outputs: outputs, inputs: inputs) {
                rounded.append(matrix)
            } else {
                values.append(try scope.values("weight", shape: [outputs, inputs]))
            }
        }
        if !rounded.isEmpty {
            guard values.isEmpty, let matrix = RoundedValues.stacked(rounded) else {
                throw .invalidCheckpoint(
                    path: parts[0].scope.path, tensor: parts[0].scope.fullName("weight"),
                    reason: "is not rounded as the others are that are multiplied with it")
            }
            return Linear(QuantizedMatrix(matrix), bias: bias)
        }
        let keepsExact = roundable != nil
        let linear = Linear(
            weight: values.count == 1 ? values[0] : .stacked(values), bias: bias,
            outputs: parts.reduce(0) { $0 + $1.outputs }, inputs: inputs,
            format: keepsExact ? precision.exactFormat : format(precision.format, channels: inputs))
        if case .quantized(let bits) = precision.format {
            roundable?.note(linear, parts.map { ($0.scope.fullName("weight"), $0.outputs) }, inputs: inputs, bits: bits)
        }
        return linear
    }

    func norm(_ scope: Checkpoint, count: Int, epsilon: Float) throws(PocketTTSError) -> LayerNorm {
        LayerNorm(
            weight: try scope.vector("weight", count: count), bias: try scope.vector("bias", count: count),
            epsilon: epsilon)
    }

    /// A transformer (`StreamingTransformer`) from its `layers.N` scopes.
    func transformer(_ scope: Checkpoint, config: TransformerConfig) throws(PocketTTSError) -> Transformer {
        let d = config.dModel
        var layers: [TransformerLayer] = []
        for index in 0..<config.numLayers {
            let layer = scope["layers"]["\(index)"]
            let attention = layer["self_attn"]
            layers.append(
                TransformerLayer(
                    norm1: try norm(layer["norm1"], count: d, epsilon: 1e-5),
                    inProj: try linear(
                        attention["in_proj"], outputs: config.attnDim + 2 * config.kvDim, inputs: d, bias: false),
                    outProj: try linear(attention["out_proj"], outputs: d, inputs: config.attnDim, bias: false),
                    norm2: try norm(layer["norm2"], count: d, epsilon: 1e-5),
                    linear1: try linear(layer["linear1"], outputs: config.dimFeedforward, inputs: d, bias: false),
                    linear2: try linear(layer["linear2"], outputs: d, inputs: config.dimFeedforward, bias: false),
                    scale1: config.hasLayerScale ? try layer["layer_scale_1"].vector("scale", count: d) : nil,
                    scale2: config.hasLayerScale ? try layer["layer_scale_2"].vector("scale", count: d) : nil))
        }
        return Transformer(
            shape: .init(
                dModel: d, heads: config.numHeads, kvHeads: config.numKVHeads, headDim: config.headDim,
                feedForward: config.dimFeedforward, maxPeriod: config.maxPeriod,
                activation: config.gelu == .erf ? .exactGELU : .gelu),
            layers: layers)
    }

    /// A transformer with its projections (`ProjectedTransformer`).
    func projected(
        _ scope: Checkpoint, config: ProjectedTransformerConfig
    ) throws(PocketTTSError) -> ProjectedTransformer {
        let d = config.transformer.dModel
        return ProjectedTransformer(
            inputProj: config.inputDimension == d
                ? nil : try linear(scope["input_proj"], outputs: d, inputs: config.inputDimension, bias: false),
            transformer: try transformer(scope["transformer"], config: config.transformer),
            outputProj: config.outputDimension == d
                ? nil
                : try linear(scope["output_projs"]["0"], outputs: config.outputDimension, inputs: d, bias: false),
            context: config.transformer.context ?? Int.max)
    }
}
