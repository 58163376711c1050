import PocketTTS

/// What a frame of a model costs by its config.
struct ModelCost {
    /// `y[rows, outputs] = x[rows, inputs] W`.
    struct Product: Hashable {
        let rows, outputs, inputs: Int
        var multiplyAdds: Int { rows * outputs * inputs }
        var weights: Int { outputs * inputs }
    }

    /// The codec's decoder.
    let decode: [Product]
    /// Multiply-adds of the codec's attention once its window is full.
    let decodeAttention: Int
    /// Bytes of keys and values that a step reads per position.
    let cacheBytesPerPosition: Int

    init(_ config: ModelConfig) {
        let transformer = config.flowLM.transformer
        cacheBytesPerPosition = transformer.numLayers * 2 * transformer.kvDim * MemoryLayout<Float>.size
        decode = Self.codec(config.mimi)
        let codec = config.mimi.decoderTransformer.transformer
        let steps = config.mimi.frameSize / config.mimi.decoderSEANet.hopLength
        decodeAttention = codec.numLayers * 2 * steps * (codec.context ?? steps) * codec.attnDim
    }

    var decodeMultiplyAdds: Int { decode.reduce(decodeAttention) { $0 + $1.multiplyAdds } }

    private static func layers(_ transformer: TransformerConfig, rows: Int) -> [Product] {
        let (model, attention, hidden) = (transformer.dModel, transformer.attnDim, transformer.dimFeedforward)
        let layer = [
            Product(rows: rows, outputs: attention + 2 * transformer.kvDim, inputs: model),
            Product(rows: rows, outputs: model, inputs: attention),
            Product(rows: rows, outputs: hidden, inputs: model),
            Product(rows: rows, outputs: model, inputs: hidden),
        ]
        return (0..<transformer.numLayers).flatMap { _ in layer }
    }

    /// Convolutions are products over windows; a transposed one reads two steps per group of outputs.
    private static func codec(_ mimi: MimiConfig) -> [Product] {
        let seanet = mimi.decoderSEANet
        let transformer = mimi.decoderTransformer
        var rows = mimi.frameSize / seanet.hopLength
        var products = layers(transformer.transformer, rows: rows)
        products.append(Product(rows: 1, outputs: mimi.quantizerOutputDim, inputs: mimi.latentDim))
        if transformer.inputDimension != transformer.transformer.dModel {
            products.append(
                Product(rows: rows, outputs: transformer.transformer.dModel, inputs: transformer.inputDimension))
            products.append(
                Product(rows: rows, outputs: transformer.outputDimension, inputs: transformer.transformer.dModel))
        }
        var channels = seanet.nFilters << seanet.ratios.count
        products.append(Product(rows: rows, outputs: channels, inputs: seanet.kernelSize * seanet.dimension))
        for ratio in seanet.ratios {
            products.append(Product(rows: rows, outputs: ratio * channels / 2, inputs: 2 * channels))
            channels /= 2
            rows *= ratio
            for _ in 0..<seanet.nResidualLayers {
                let hidden = channels / seanet.compress
                products.append(Product(rows: rows, outputs: hidden, inputs: seanet.residualKernelSize * channels))
                products.append(Product(rows: rows, outputs: channels, inputs: hidden))
            }
        }
        products.append(Product(rows: rows, outputs: seanet.channels, inputs: seanet.lastKernelSize * channels))
        return products
    }
}
