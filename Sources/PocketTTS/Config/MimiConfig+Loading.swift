extension MimiConfig {
    /// The `mimi` section (`MimiConfig` in the reference's `utils/config.py`), checked for what `build_mimi` and a
    /// pass through its modules would reject.
    init(_ root: ConfigSection) throws(PocketTTSError) {
        let section = try root.section(
            "mimi",
            allowed: [
                "dtype", "sample_rate", "channels", "frame_rate", "seanet", "transformer", "quantizer", "weights_path",
                "inner_dim", "outer_dim", "decoder_seanet", "decoder_transformer",
            ])
        dtype = try section.string("dtype")
        sampleRate = try section.int("sample_rate", in: 1...1_000_000)
        channels = try section.int("channels", in: 1...ConfigLimit.width.upperBound)
        guard channels == 1 else { throw section.failure("channels", "is \(channels), the codec is mono: must be 1") }
        frameRate = try section.double("frame_rate")
        seanet = try SEANetConfig(section, "seanet")
        transformer = try ProjectedTransformerConfig(section, "transformer")
        let quantizer = try section.section("quantizer", allowed: ["dimension", "output_dimension"])
        latentDim = try quantizer.int("dimension", in: ConfigLimit.width)
        quantizerOutputDim = try quantizer.int("output_dimension", in: ConfigLimit.width)
        weightsPath = try section.address("weights_path")
        innerDim = try section.optionalInt("inner_dim", in: ConfigLimit.width)
        outerDim = try section.optionalInt("outer_dim", in: ConfigLimit.width)
        let decoderSEANetKey = section.has("decoder_seanet") ? "decoder_seanet." : "seanet."
        let decoderTransformerKey = section.has("decoder_transformer") ? "decoder_transformer." : "transformer."
        decoderSEANet = section.has("decoder_seanet") ? try SEANetConfig(section, "decoder_seanet") : seanet
        decoderTransformer =
            section.has("decoder_transformer")
            ? try ProjectedTransformerConfig(section, "decoder_transformer") : transformer
        try checkRates(section, decoderKey: decoderSEANetKey)
        try checkWidths(section, seanetKey: decoderSEANetKey, transformerKey: decoderTransformerKey)
        try checkReplicatePadding(section, key: decoderSEANetKey)
        try checkSignals(section, key: decoderSEANetKey)
    }

    /// A frame's signal must be of a size to compute with, at every rate.
    /// - Parameter key: what stands before the decoder's keys in `section`.
    func checkSignals(_ section: ConfigSection, key: String) throws(PocketTTSError) {
        for net in [decoderSEANet, seanet] {
            var (steps, channels) = (stepsPerFrame, net.nFilters << net.ratios.count)
            for ratio in [1] + net.ratios {
                steps *= ratio
                guard steps * channels <= ConfigLimit.signal else {
                    throw section.failure(
                        "\(key)n_filters",
                        "makes signals of \(steps) steps of \(channels) channels a frame, the limit is "
                            + "\(ConfigLimit.signal) values"
                    )
                }
                channels /= 2
            }
        }
    }

    /// A latent frame must be a whole number of encoder steps, and those a whole number of samples.
    func checkRates(_ section: ConfigSection, decoderKey: String) throws(PocketTTSError) {
        let hop = seanet.hopLength
        guard decoderSEANet.hopLength == hop else {
            throw section.failure(
                "\(decoderKey)ratios",
                "multiply to \(decoderSEANet.hopLength), those of seanet to \(hop): encoder and decoder steps "
                    + "must be equally long"
            )
        }
        guard frameRate > 0, frameRate.isFinite, frameRate <= Double(sampleRate) else {
            throw section.failure(
                "frame_rate", "is \(frameRate), must be above 0 and at most sample_rate (\(sampleRate))")
        }
        let samples = Double(sampleRate) / frameRate
        guard samples == samples.rounded(), samples <= 1_000_000 else {
            throw section.failure(
                "frame_rate",
                "is \(frameRate): \(sampleRate) / \(frameRate) is not a whole number of samples up to 1000000")
        }
        guard Int(samples) % hop == 0 else {
            throw section.failure(
                "frame_rate",
                "is \(frameRate): a frame of \(Int(samples)) samples is not a whole number of encoder steps "
                    + "(seanet.ratios multiply to \(hop))"
            )
        }
    }

    /// Each module's output must be as wide as the next one's input.
    private func checkWidths(_ section: ConfigSection, seanetKey: String, transformerKey: String) throws(PocketTTSError)
    {
        func expect(_ value: Int, _ key: String, equals other: Int, _ otherKey: String) throws(PocketTTSError) {
            guard value == other else { throw section.failure(key, "is \(value), must equal \(otherKey) (\(other))") }
        }
        let encoderWidth = seanet.dimension
        let decoderWidth = decoderSEANet.dimension
        try expect(transformer.inputDimension, "transformer.input_dimension", equals: encoderWidth, "seanet.dimension")
        try expect(
            transformer.outputDimension, "transformer.output_dimensions", equals: encoderWidth, "seanet.dimension")
        try expect(
            decoderTransformer.inputDimension, "\(transformerKey)input_dimension",
            equals: decoderWidth, "\(seanetKey)dimension")
        try expect(
            decoderTransformer.outputDimension, "\(transformerKey)output_dimensions",
            equals: decoderWidth, "\(seanetKey)dimension")
        if hasResampling, let outerDim {
            try expect(quantizerOutputDim, "quantizer.output_dimension", equals: outerDim, "outer_dim")
            // The upsampling convolution has one group per decoder channel.
            guard outerDim % decoderWidth == 0 else {
                throw section.failure(
                    "outer_dim", "is \(outerDim), must be a multiple of \(seanetKey)dimension (\(decoderWidth))")
            }
        } else {
            try expect(quantizerOutputDim, "quantizer.output_dimension", equals: decoderWidth, "\(seanetKey)dimension")
        }
        if !hasResampling, let innerDim {
            try expect(innerDim, "inner_dim", equals: encoderWidth, "seanet.dimension")
        }
    }

    /// A replicating convolution cannot start on fewer steps than it pads with, and the decoder works frame by frame.
    private func checkReplicatePadding(_ section: ConfigSection, key: String) throws(PocketTTSError) {
        let net = decoderSEANet
        guard net.padMode == .replicate else { return }
        var steps = stepsPerFrame
        func expect(_ padding: Int, _ field: String) throws(PocketTTSError) {
            guard padding <= steps else {
                throw section.failure(
                    "\(key)\(field)",
                    "pads \(padding) steps, pad_mode replicate has only \(steps) steps of a frame to start from")
            }
        }
        try expect(net.kernelSize - 1, "kernel_size")
        for ratio in net.ratios {
            steps *= ratio
            if net.nResidualLayers > 0 { try expect(net.longestResidualPadding, "residual_kernel_size") }
        }
        try expect(net.lastKernelSize - 1, "last_kernel_size")
    }
}

extension SEANetConfig {
    /// Past steps that the most dilated residual convolution looks at.
    fileprivate var longestResidualPadding: Int {
        (1..<max(1, nResidualLayers)).reduce(residualKernelSize - 1) { padding, _ in padding * dilationBase }
    }

    fileprivate init(_ mimi: ConfigSection, _ name: String) throws(PocketTTSError) {
        let section = try mimi.section(
            name,
            allowed: [
                "dimension", "channels", "n_filters", "n_residual_layers", "ratios", "kernel_size",
                "residual_kernel_size", "last_kernel_size", "dilation_base", "pad_mode", "compress",
            ])
        let mode = try section.string("pad_mode")
        guard let padMode = PadMode(rawValue: mode) else {
            throw section.failure("pad_mode", "is '\(mode.excerpt)', allowed: constant, replicate")
        }
        try self.init(fields: section, padMode: padMode)
    }

    /// - Parameter section: a mapping that has the sizes among its fields.
    init(fields section: ConfigSection, padMode: PadMode) throws(PocketTTSError) {
        let kernels = 1...1_024
        dimension = try section.int("dimension", in: ConfigLimit.width)
        channels = try section.int("channels", in: ConfigLimit.width)
        guard channels == 1 else { throw section.failure("channels", "is \(channels), the codec is mono: must be 1") }
        nFilters = try section.int("n_filters", in: ConfigLimit.width)
        nResidualLayers = try section.int("n_residual_layers", in: 0...16)
        ratios = try section.ints("ratios", in: kernels)
        kernelSize = try section.int("kernel_size", in: kernels)
        residualKernelSize = try section.int("residual_kernel_size", in: kernels)
        lastKernelSize = try section.int("last_kernel_size", in: kernels)
        dilationBase = try section.int("dilation_base", in: 1...1_024)
        self.padMode = padMode
        compress = try section.int("compress", in: ConfigLimit.width)
        try checkSizes(section)
    }

    private func checkSizes(_ section: ConfigSection) throws(PocketTTSError) {
        guard (1...12).contains(ratios.count) else {
            throw section.failure("ratios", "has \(ratios.count) entries, allowed: 1 to 12")
        }
        var hop = 1
        for ratio in ratios {
            hop *= ratio
            guard hop <= 1_000_000 else {
                throw section.failure("ratios", "multiply to more than 1000000 samples a step")
            }
        }
        guard nFilters << ratios.count <= ConfigLimit.width.upperBound else {
            throw section.failure(
                "n_filters",
                "is \(nFilters): doubled \(ratios.count) times it exceeds \(ConfigLimit.width.upperBound) channels")
        }
        let widest = nFilters << ratios.count
        guard dimension * kernelSize <= ConfigLimit.signal, widest * lastKernelSize <= ConfigLimit.signal else {
            throw section.failure("kernel_size", "a convolution looks at more than \(ConfigLimit.signal) values")
        }
        guard nResidualLayers > 0 else { return }
        guard nFilters / compress > 0 else {
            throw section.failure("compress", "is \(compress), n_filters (\(nFilters)) divided by it leaves no channel")
        }
        var dilation = 1
        for _ in 1..<max(1, nResidualLayers) {
            dilation *= dilationBase
            guard dilation <= 1_000_000 else {
                throw section.failure("dilation_base", "to the power of \(nResidualLayers - 1) exceeds 1000000 steps")
            }
        }
        guard longestResidualPadding * widest <= ConfigLimit.signal else {
            throw section.failure(
                "dilation_base",
                "the last residual unit looks back at \(longestResidualPadding) steps of up to \(widest) "
                    + "channels, the limit is \(ConfigLimit.signal) values"
            )
        }
    }
}

extension ProjectedTransformerConfig {
    fileprivate init(_ mimi: ConfigSection, _ name: String) throws(PocketTTSError) {
        let section = try mimi.section(
            name,
            allowed: [
                "d_model", "input_dimension", "output_dimensions", "num_heads", "num_layers", "layer_scale", "context",
                "max_period", "dim_feedforward",
            ])
        let width = try section.int("d_model", in: ConfigLimit.width)
        let heads = try section.int("num_heads", in: ConfigLimit.width)
        // Only the initial value of a weight: checked for type.
        _ = try section.double("layer_scale")
        let maxPeriod = try section.double("max_period", default: 10_000)
        guard Float(maxPeriod) > 0, Float(maxPeriod).isFinite else {
            throw section.failure("max_period", "is \(maxPeriod), must be above 0 and finite")
        }
        transformer = TransformerConfig(
            dModel: width, numHeads: heads,
            numLayers: try section.int("num_layers", in: ConfigLimit.layers),
            dimFeedforward: try section.int("dim_feedforward", in: ConfigLimit.width),
            attnDim: width, numKVHeads: heads, maxPeriod: Float(maxPeriod),
            context: try section.int("context", in: 1...10_000_000), hasLayerScale: true)
        try transformer.checkWindow(section, key: "context")
        try transformer.checkHeads(section, widthKey: "d_model")
        inputDimension = try section.int("input_dimension", in: ConfigLimit.width)
        let outputs = try section.ints("output_dimensions", in: ConfigLimit.width)
        guard let output = outputs.first, outputs.count == 1 else {
            throw section.failure("output_dimensions", "has \(outputs.count) entries, must have 1")
        }
        outputDimension = output
    }
}
