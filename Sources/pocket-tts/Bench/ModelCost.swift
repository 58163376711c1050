import FlowLMKernels
import PocketTTS

/// What a frame of a model costs by its config: the products that it consists of.
struct ModelCost {
    /// `y[rows, outputs] = x[rows, inputs] W`.
    struct Product: Hashable {
        let rows, outputs, inputs: Int
        var multiplyAdds: Int { rows * outputs * inputs }
        var weights: Int { outputs * inputs }
    }

    /// The language model with one sampler step.
    let step: [Product]
    /// The codec's decoder.
    let decode: [Product]
    /// Multiply-adds of the codec's attention once its window is full.
    let decodeAttention: Int
    /// Bytes of keys and values that a step reads per position.
    let cacheBytesPerPosition: Int

    init(_ config: ModelConfig) {
        let lm = config.flowLM
        let transformer = lm.transformer
        let condition = lm.zDim ?? transformer.dModel
        var step = Self.layers(transformer, rows: 1)
        step.append(Product(rows: 1, outputs: transformer.dModel, inputs: config.mimi.latentDim))
        if let zDim = lm.zDim { step.append(Product(rows: 1, outputs: zDim, inputs: transformer.dModel)) }
        step.append(Product(rows: 1, outputs: lm.flowDim, inputs: condition))
        step.append(Product(rows: 1, outputs: lm.flowDim, inputs: config.mimi.latentDim))
        for _ in 0..<lm.flowDepth * 2 { step.append(Product(rows: 1, outputs: lm.flowDim, inputs: lm.flowDim)) }
        step.append(Product(rows: 1, outputs: (3 * lm.flowDepth + 2) * lm.flowDim, inputs: lm.flowDim))
        step.append(Product(rows: 1, outputs: config.mimi.latentDim, inputs: lm.flowDim))
        self.step = step
        cacheBytesPerPosition = transformer.numLayers * 2 * transformer.kvDim * MemoryLayout<Float>.size
        decode = Self.codec(config.mimi)
        let codec = config.mimi.decoderTransformer.transformer
        let steps = config.mimi.frameSize / config.mimi.decoderSEANet.hopLength
        decodeAttention = codec.numLayers * 2 * steps * (codec.context ?? steps) * codec.attnDim
    }

    /// Bytes of weights that one step reads.
    func weightBytes(_ precision: Precision) -> Double {
        step.reduce(0) { $0 + Double($1.weights) * precision.bytesPerWeight(of: $1.weights) }
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
            products.append(Product(rows: rows, outputs: transformer.transformer.dModel, inputs: transformer.inputDimension))
            products.append(Product(rows: rows, outputs: transformer.outputDimension, inputs: transformer.transformer.dModel))
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

extension Precision {
    /// Bytes per element, scales included, of a matrix with `count` elements that was published as bfloat16.
    fileprivate func bytesPerWeight(of count: Int) -> Double {
        func quantized(_ bits: QuantizedMatrix.Bits) -> Double {
            count < 1 << 16 ? 2 : Double(bits.rawValue) / 8 + 2 / Double(bits.group)
        }
        return switch self {
        case .f32: 4
        case .bf16: 2
        case .int8: quantized(.eight)
        case .int4: quantized(.four)
        }
    }
}
