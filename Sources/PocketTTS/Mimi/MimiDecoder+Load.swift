import FlowLMKernels

extension MimiDecoder {
    /// The width from which on the decoder's wide layers are rounded when a precision asks for it; the published ones have 512.
    static let narrowest = 256

    /// Builds the codec's decoder from the `mimi` scope.
    /// - Parameters:
    ///   - loader: for the residual units, whose errors stay, and the last convolution.
    ///   - wide: for the layers with many weights: the transformer, the first convolution, upsampling. In a codec narrower than
    ///     ``narrowest`` they are not many, and its thresholds may be finer than 8 bits: there `loader` serves them, too.
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
            upsample = DepthwiseUpsample(weight: weight, inputs: outer, outputs: seanet.dimension, stride: stride)
        }

        // The reference numbers all layers in one list, activations included: conv, (elu, upsample, blocks...)..., elu, conv.
        let model = scope["decoder"]["model"]
        var channels = seanet.nFilters << seanet.ratios.count
        let firstConv = try wide.conv(
            model["0"], inputs: seanet.dimension, outputs: channels, kernel: seanet.kernelSize,
            padding: seanet.padMode)
        var index = 2
        var stages: [SEANetDecoderStage] = []
        for ratio in seanet.ratios {
            let convtr = model["\(index)"]["convtr"]
            let upsample = StreamingConv1d(
                transposed: try convtr.values("weight", shape: [channels, channels / 2, 2 * ratio]),
                bias: try convtr.vector("bias", count: channels / 2), inputs: channels, outputs: channels / 2,
                kernel: 2 * ratio, stride: ratio, format: wide.precision.convolutionFormat)
            channels /= 2
            index += 1
            var blocks: [SEANetResBlock] = []
            for j in 0..<seanet.nResidualLayers {
                blocks.append(try loader.resBlock(model["\(index)"], channels: channels, layer: j, config: seanet))
                index += 1
            }
            stages.append(SEANetDecoderStage(upsample: upsample, ratio: ratio, blocks: blocks))
            index += 1
        }
        self.init(
            frameSize: config.frameSize, stepsPerFrame: stride,
            outputProj: Linear(
                weight: try scope["quantizer"]["output_proj"].values("weight", shape: [outer, config.latentDim, 1]),
                outputs: outer, inputs: config.latentDim, format: loader.precision.exactFormat),
            upsample: upsample,
            transformer: try wide.projected(scope["decoder_transformer"], config: config.decoderTransformer),
            firstConv: firstConv, stages: stages,
            lastConv: try loader.conv(
                model["\(index)"], inputs: channels, outputs: config.channels, kernel: seanet.lastKernelSize,
                padding: seanet.padMode))
    }
}

extension LayerLoader {
    /// A residual unit; `layer` is its place in the stage, which sets its dilation.
    func resBlock(
        _ scope: Checkpoint, channels: Int, layer: Int, config: SEANetConfig
    ) throws(PocketTTSError) -> SEANetResBlock {
        let hidden = channels / config.compress
        var dilation = 1
        for _ in 0..<layer { dilation *= config.dilationBase }
        return SEANetResBlock(
            conv: try conv(
                scope["block"]["1"], inputs: channels, outputs: hidden, kernel: config.residualKernelSize,
                dilation: dilation, padding: config.padMode),
            pointwise: try conv(
                scope["block"]["3"], inputs: hidden, outputs: channels, kernel: 1, padding: config.padMode))
    }
}
