import FlowLMKernels

/// Builds layers from a checkpoint, all in one precision.
struct LayerLoader {
    let precision: Precision

    /// For layers whose errors are heard, the codec's, and for the language model's ends.
    var exact: LayerLoader { LayerLoader(precision: precision == .f32 ? .f32 : .bf16) }
    /// For the layers that condition the flow head: a latent takes their errors as they are, and they are few.
    var finer: LayerLoader { LayerLoader(precision: precision.finer) }

    /// A bias-free or biased linear layer, `weight` `[outputs, inputs]`.
    func linear(_ scope: Checkpoint, outputs: Int, inputs: Int, bias: Bool) throws(PocketTTSError) -> Linear {
        Linear(
            weight: try scope.values("weight", shape: [outputs, inputs]),
            bias: bias ? try scope.vector("bias", count: outputs) : nil, outputs: outputs, inputs: inputs,
            format: precision.format)
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
                feedForward: config.dimFeedforward, maxPeriod: config.maxPeriod),
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

    /// A convolution (`StreamingConv1d`) whose tensors are below `conv`.
    func conv(
        _ scope: Checkpoint, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, dilation: Int = 1,
        padding: SEANetConfig.PadMode, bias: Bool = true
    ) throws(PocketTTSError) -> StreamingConv1d {
        StreamingConv1d(
            weight: try scope["conv"].values("weight", shape: [outputs, inputs, kernel]),
            bias: bias ? try scope["conv"].vector("bias", count: outputs) : nil, inputs: inputs, outputs: outputs,
            kernel: kernel, stride: stride, dilation: dilation, padding: padding == .replicate ? .replicate : .zero,
            format: precision.exactFormat)
    }
}
