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
                : StreamingConv1d(
                    weight: try scope["downsample.conv.conv"].values(
                        "weight", shape: [config.speakerDim, config.seanet.dimension, 2 * stride]),
                    .init(
                        inputs: config.seanet.dimension, outputs: config.speakerDim, kernel: 2 * stride,
                        stride: stride),
                    bias: nil, padding: .replicate, format: loader.precision.convolutionFormat))
    }
}

extension SEANetEncoder {
    /// Builds the convolutions from the `mimi.encoder` scope.
    convenience init(_ scope: Checkpoint, config: SEANetConfig, loader: LayerLoader) throws(PocketTTSError) {
        let layout = SEANetLayout.encoder(config)
        var stages: [SEANetEncoderStage] = []
        for stage in layout.stages {
            stages.append(
                SEANetEncoderStage(
                    blocks: try loader.blocks(scope, stage.blocks, padding: config.padMode),
                    downsample: try loader.conv(scope, stage.resampling, padding: config.padMode)))
        }
        self.init(
            firstConv: try loader.conv(scope, layout.first, padding: config.padMode), stages: stages,
            lastConv: try loader.conv(scope, layout.last, padding: config.padMode))
    }
}
