import FlowLMKernels

extension MimiDecoder {
    /// The smallest width of a decoder whose wide layers are rounded when a precision asks for it: that of the
    /// published models, their small ones apart. The embedded voice's decoder has 320.
    static let narrowest = 512

    /// Builds the codec's decoder from the `mimi` scope.
    /// - Parameters:
    ///   - loader: for the projection of latents, and for the layers near the samples that have few weights.
    ///   - wide: for all others. A codec narrower than ``narrowest`` has few weights, and its values may need more
    ///     than 8 bits: there `loader` builds these layers, too.
    convenience init(
        _ scope: Checkpoint, config: MimiConfig, loader: LayerLoader, wide: LayerLoader
    ) throws(PocketTTSError) {
        let wide = config.decoderTransformer.transformer.dModel < Self.narrowest ? loader : wide
        let seanet = config.decoderSEANet
        let outer = config.quantizerOutputDim
        let stride = config.stepsPerFrame
        var upsample: DepthwiseUpsample?
        if stride > 1 {
            let weight = try scope["upsample"]["convtr"]["convtr"].values("weight", shape: [outer, 1, 2 * stride])
            upsample = DepthwiseUpsample(
                weight: weight, inputs: outer, outputs: config.decoderTransformer.inputDimension, stride: stride)
        }

        let layout = SEANetLayout.decoder(seanet)
        let model = scope["decoder"]
        var stages: [SEANetDecoderStage] = []
        for stage in layout.stages {
            stages.append(
                SEANetDecoderStage(
                    upsample: try wide.conv(model, stage.resampling, padding: seanet.padMode),
                    ratio: stage.resampling.stride,
                    blocks: try wide.blocks(model, stage.blocks, exact: loader, padding: seanet.padMode)))
        }
        let projection = scope["quantizer"]["output_proj"]
        self.init(
            frameSize: config.frameSize, stepsPerFrame: stride,
            outputProj: try loader.layer(
                projection, outputs: outer, inputs: config.latentDim, bias: nil,
                from: [projection.fullName("weight")]
            ) { () throws(PocketTTSError) in
                Linear(
                    weight: try projection.values("weight", shape: [outer, config.latentDim, 1]), outputs: outer,
                    inputs: config.latentDim, format: loader.precision.exactFormat)
            },
            upsample: upsample,
            transformer: try wide.projected(scope["decoder_transformer"], config: config.decoderTransformer),
            kvType: wide.precision.kvType,
            firstConv: try wide.conv(model, layout.first, padding: seanet.padMode), stages: stages,
            lastConv: try loader.conv(model, layout.last, padding: seanet.padMode))
    }
}

extension LayerLoader {
    /// A convolution of SEANet's layout, in the scope of the encoder or the decoder.
    func conv(
        _ scope: Checkpoint, _ layer: SEANetLayout.Convolution, padding: SEANetConfig.PadMode
    ) throws(PocketTTSError) -> StreamingConv1d {
        let scope = scope[layer.path]
        let format = self.format(precision.convolutionFormat, channels: layer.inputs)
        return try StreamingConv1d(
            .init(
                inputs: layer.inputs, outputs: layer.outputs, kernel: layer.kernel, stride: layer.stride,
                dilation: layer.dilation, isTransposed: layer.isTransposed),
            bias: scope.vector("bias", count: layer.outputs), padding: padding == .replicate ? .replicate : .zero,
            format: format
        ) { (index, part, bias) throws(PocketTTSError) in
            let name = index == 0 ? "weight" : "weight/\(index)"
            return try self.layer(
                scope, name, outputs: part.outputs, inputs: part.inputs, bias: bias, from: [scope.fullName("weight")]
            ) { () throws(PocketTTSError) in
                Linear(
                    weight: part.matrix(of: try scope.values("weight", shape: layer.weightShape)), bias: bias,
                    outputs: part.outputs, inputs: part.inputs,
                    format: format)
            }
        }
    }

    /// The residual units of one rate.
    /// - Parameter exact: for convolutions over few channels, if any.
    func blocks(
        _ scope: Checkpoint, _ blocks: [SEANetLayout.Block], exact: LayerLoader? = nil, padding: SEANetConfig.PadMode
    ) throws(PocketTTSError) -> [SEANetResBlock] {
        func conv(_ layer: SEANetLayout.Convolution) throws(PocketTTSError) -> StreamingConv1d {
            let loader = ByteMatrix.fits(channels: layer.inputs) ? self : exact ?? self
            return try loader.conv(scope, layer, padding: padding)
        }
        var result: [SEANetResBlock] = []
        for block in blocks {
            result.append(
                SEANetResBlock(
                    conv: try conv(block.conv), pointwise: try conv(block.pointwise)))
        }
        return result
    }
}
