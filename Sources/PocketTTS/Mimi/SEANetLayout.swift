/// The layers of SEANet's encoder or decoder: where they are in the reference's list of modules, and their sizes.
/// Loading and the list of expected tensors both follow it.
///
/// The reference numbers all layers in one list, activations included. The encoder's are conv, (blocks…, elu, conv)…,
/// elu, conv; the decoder's are conv, (elu, transposed conv, blocks…)…, elu, conv.
struct SEANetLayout {
    struct Convolution {
        /// Below the scope of the encoder or the decoder, such as `model.3.block.1.conv`.
        let path: String
        let inputs, outputs, kernel: Int
        var stride = 1
        var dilation = 1
        var isTransposed = false

        /// As PyTorch stores it: `[out, in, taps]`, transposed `[in, out, taps]`.
        var weightShape: [Int] { isTransposed ? [inputs, outputs, kernel] : [outputs, inputs, kernel] }
    }

    /// A residual unit.
    struct Block {
        let conv, pointwise: Convolution
    }

    /// The layers of one rate.
    struct Stage {
        /// The encoder's downsampling after the blocks, the decoder's upsampling before them.
        let resampling: Convolution
        let blocks: [Block]
    }

    let first: Convolution
    let stages: [Stage]
    let last: Convolution

    var convolutions: [Convolution] {
        [first, last]
            + stages.flatMap { stage in [stage.resampling] + stage.blocks.flatMap { [$0.conv, $0.pointwise] } }
    }

    static func encoder(_ config: SEANetConfig) -> SEANetLayout {
        var (channels, index) = (config.nFilters, 1)
        let first = Convolution(
            path: "model.0.conv", inputs: config.channels, outputs: channels, kernel: config.kernelSize)
        var stages: [Stage] = []
        // The ratios are the decoder's, in its order.
        for ratio in config.ratios.reversed() {
            let blocks = blocks(config, channels: channels, &index)
            let downsample = Convolution(
                path: "model.\(index + 1).conv", inputs: channels, outputs: 2 * channels, kernel: 2 * ratio,
                stride: ratio)
            stages.append(Stage(resampling: downsample, blocks: blocks))
            channels *= 2
            index += 2
        }
        let last = Convolution(
            path: "model.\(index + 1).conv", inputs: channels, outputs: config.dimension, kernel: config.lastKernelSize)
        return SEANetLayout(first: first, stages: stages, last: last)
    }

    static func decoder(_ config: SEANetConfig) -> SEANetLayout {
        var (channels, index) = (config.nFilters << config.ratios.count, 1)
        let first = Convolution(
            path: "model.0.conv", inputs: config.dimension, outputs: channels, kernel: config.kernelSize)
        var stages: [Stage] = []
        for ratio in config.ratios {
            let upsample = Convolution(
                path: "model.\(index + 1).convtr", inputs: channels, outputs: channels / 2, kernel: 2 * ratio,
                stride: ratio,
                isTransposed: true)
            channels /= 2
            index += 2
            stages.append(Stage(resampling: upsample, blocks: blocks(config, channels: channels, &index)))
        }
        let last = Convolution(
            path: "model.\(index + 1).conv", inputs: channels, outputs: config.channels, kernel: config.lastKernelSize)
        return SEANetLayout(first: first, stages: stages, last: last)
    }

    /// The residual units of one rate; `index` is the place of the first and moves past the last.
    private static func blocks(_ config: SEANetConfig, channels: Int, _ index: inout Int) -> [Block] {
        var dilation = 1
        return (0..<config.nResidualLayers).map { _ in
            defer {
                dilation *= config.dilationBase
                index += 1
            }
            let hidden = channels / config.compress
            let block = "model.\(index).block"
            return Block(
                conv: Convolution(
                    path: "\(block).1.conv", inputs: channels, outputs: hidden, kernel: config.residualKernelSize,
                    dilation: dilation),
                pointwise: Convolution(path: "\(block).3.conv", inputs: hidden, outputs: channels, kernel: 1))
        }
    }
}
