import FlowLMKernels

extension MimiDecoder {
    /// The smallest width of a decoder whose wide layers are rounded when a precision asks for it; published ones have
    /// 512.
    static let narrowest = 256

    /// Builds the codec's decoder from the `mimi` scope.
    /// - Parameters:
    ///   - loader: for the residual units, whose errors add up, and for the last convolution.
    ///   - wide: for the layers with many weights: the transformer, the first convolution and upsampling. A codec
    ///     narrower than
    ///     ``narrowest`` has few weights, and its values may need more than 8 bits: there `loader` builds these layers,
    ///     too.
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
                    blocks: try loader.blocks(model, stage.blocks, padding: seanet.padMode)))
        }
        self.init(
            frameSize: config.frameSize, stepsPerFrame: stride,
            outputProj: Linear(
                weight: try scope["quantizer"]["output_proj"].values("weight", shape: [outer, config.latentDim, 1]),
                outputs: outer, inputs: config.latentDim, format: loader.precision.exactFormat),
            upsample: upsample,
            transformer: try wide.projected(scope["decoder_transformer"], config: config.decoderTransformer),
            firstConv: try wide.conv(model, layout.first, padding: seanet.padMode), stages: stages,
            lastConv: try loader.conv(model, layout.last, padding: seanet.padMode))
    }
}

extension LayerLoader {
    /// A convolution of SEANet's layout, in the scope of the encoder or the decoder.
    func conv(
        _ scope: Checkpoint, _ layer: SEANetLayout.Convolution, padding: SEANetConfig.PadMode
    ) throws(PocketTTSError) -> StreamingConv1d {
        let layerScope = scope[layer.path]
        let weight = try layerScope.values("weight", shape: layer.weightShape)
        let bias = try layerScope.vector("bias", count: layer.outputs)
        if layer.isTransposed {
            return StreamingConv1d(
                transposed: weight, bias: bias, inputs: layer.inputs, outputs: layer.outputs, kernel: layer.kernel,
                stride: layer.stride, format: precision.convolutionFormat)
        }
        return StreamingConv1d(
            weight: weight, bias: bias, inputs: layer.inputs, outputs: layer.outputs, kernel: layer.kernel,
            stride: layer.stride, dilation: layer.dilation, padding: padding == .replicate ? .replicate : .zero,
            format: precision.convolutionFormat)
    }

    /// The residual units of one rate.
    func blocks(
        _ scope: Checkpoint, _ blocks: [SEANetLayout.Block], padding: SEANetConfig.PadMode
    ) throws(PocketTTSError) -> [SEANetResBlock] {
        var result: [SEANetResBlock] = []
        for block in blocks {
            result.append(
                SEANetResBlock(
                    conv: try conv(scope, block.conv, padding: padding),
                    pointwise: try conv(scope, block.pointwise, padding: padding)))
        }
        return result
    }
}
