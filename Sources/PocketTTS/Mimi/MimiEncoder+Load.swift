import FlowLMKernels

extension MimiEncoder {
    /// Builds the codec's encoder from the `mimi` scope.
    convenience init(_ scope: Checkpoint, config: MimiConfig, loader: LayerLoader) throws(PocketTTSError) {
        let stride = config.stepsPerFrame
        let convolutions = try SEANetEncoder(scope["encoder"], config: config.seanet, loader: loader)
        self.init(
            stepsPerFrame: stride, convolutions: convolutions,
            transformer: try loader.projected(scope["encoder_transformer"], config: config.transformer),
            downsample: stride == 1
                ? nil
                : try loader.conv(
                    scope["downsample"]["conv"], inputs: config.seanet.dimension, outputs: config.speakerDim,
                    kernel: 2 * stride, stride: stride, padding: .replicate, bias: false))
    }
}

extension SEANetEncoder {
    /// Builds the convolutions from the `mimi.encoder` scope.
    convenience init(_ scope: Checkpoint, config: SEANetConfig, loader: LayerLoader) throws(PocketTTSError) {
        // The reference numbers all layers in one list, activations included: conv, (blocks..., elu, conv)..., elu, conv.
        let model = scope["model"]
        var channels = config.nFilters
        let firstConv = try loader.conv(
            model["0"], inputs: config.channels, outputs: channels, kernel: config.kernelSize,
            padding: config.padMode)
        var index = 1
        var stages: [SEANetEncoderStage] = []
        // The ratios are the decoder's, in its order.
        for ratio in config.ratios.reversed() {
            var blocks: [SEANetResBlock] = []
            for j in 0..<config.nResidualLayers {
                blocks.append(try loader.resBlock(model["\(index)"], channels: channels, layer: j, config: config))
                index += 1
            }
            index += 1
            let downsample = try loader.conv(
                model["\(index)"], inputs: channels, outputs: 2 * channels, kernel: 2 * ratio, stride: ratio,
                padding: config.padMode)
            stages.append(SEANetEncoderStage(blocks: blocks, downsample: downsample))
            channels *= 2
            index += 1
        }
        let lastConv = try loader.conv(
            model["\(index + 1)"], inputs: channels, outputs: config.dimension, kernel: config.lastKernelSize,
            padding: config.padMode)
        self.init(firstConv: firstConv, stages: stages, lastConv: lastConv)
    }
}
