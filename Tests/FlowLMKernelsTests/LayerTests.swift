import FlowLMKernels
import Testing

@Suite struct LayerTests {
    @Test(arguments: [MatrixFormat.blas, .panels, .compact]) func linearInEveryFormat(format: MatrixFormat) {
        var random = SplitMix(seed: 4)
        // BLAS takes the last one in parts.
        for (rows, n, k) in [(1, 40, 24), (5, 33, 7), (9, 1, 12), (3, 2, 1), (3, 611, 1000)] {
            let w = random.floats(n * k), bias = random.floats(n), x = random.floats(rows * k)
            let halves = w.map { UInt16($0.bitPattern >> 16) }
            for weight in [MatrixValues.f32(w), .bf16(halves)] {
                let linear = Linear(weight: weight, bias: bias, outputs: n, inputs: k, format: format)
                let y = AlignedBuffer<Float>(count: rows * n)
                linear.apply(x, rows: RowBatch(count: rows, group: 2), to: y.pointer, in: ComputeContext())
                for row in 0..<rows {
                    for o in 0..<n {
                        let expected = (0..<k).reduce(bias[o]) { $0 + x[row * k + $1] * w[o * k + $1] }
                        #expect(abs(expected - y.pointer[row * n + o]) < 1e-4)
                    }
                }
            }
        }
    }

    /// Convolutions in pieces of any size give what the definition gives for the whole signal.
    @Test(arguments: [MatrixFormat.blas, .panels]) func convolutionsStream(format: MatrixFormat) {
        var random = SplitMix(seed: 5)
        for (inputs, outputs, kernel, stride, dilation, padding) in [
            (3, 5, 7, 1, 1, StreamingConv1d.Padding.zero), (4, 2, 3, 1, 2, .zero), (2, 3, 4, 2, 1, .replicate),
            (3, 3, 1, 1, 1, .zero), (1, 4, 3, 1, 4, .replicate), (5, 1, 3, 1, 1, .zero), (5, 1, 3, 1, 2, .zero),
        ] {
            let steps = 24
            let w = random.floats(outputs * inputs * kernel), bias = random.floats(outputs)
            let x = random.floats(steps * inputs)
            let conv = StreamingConv1d(
                weight: .f32(w),
                .init(inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, dilation: dilation),
                bias: bias, padding: padding, format: format)
            let past = (kernel - 1) * dilation + 1 - stride
            func sample(_ t: Int, _ i: Int) -> Float {
                t >= 0 ? x[t * inputs + i] : padding == .zero ? 0 : x[i]
            }
            for piece in [24, 4, 2] {
                let state = StreamingConv1d.State(for: conv)
                let y = AlignedBuffer<Float>(count: steps / stride * outputs)
                let signal = AlignedBuffer<Float>(count: (conv.history + piece) * inputs)
                for first in Swift.stride(from: 0, to: steps, by: piece) {
                    let start = signal.pointer + conv.history * inputs
                    for i in 0..<piece * inputs { start[i] = x[first * inputs + i] }
                    conv.apply(
                        start, steps: RowBatch(count: piece, group: 2), state: state,
                        to: y.pointer + first / stride * outputs,
                        in: ComputeContext())
                }
                for t in 0..<steps / stride {
                    for o in 0..<outputs {
                        var sum = bias[o]
                        for tap in 0..<kernel {
                            for i in 0..<inputs {
                                sum +=
                                    sample(t * stride + tap * dilation - past, i) * w[(o * inputs + i) * kernel + tap]
                            }
                        }
                        #expect(abs(sum - y.pointer[t * outputs + o]) < 1e-4)
                    }
                }
            }
        }
    }

    /// Bytes do not depend on where a piece begins, and come close to the exact convolution.
    @Test func convolutionsOfBytesStream() {
        var random = SplitMix(seed: 8)
        for (kernel, stride, dilation, isTransposed) in [
            (3, 1, 1, false), (4, 2, 1, false), (3, 1, 2, false), (4, 2, 1, true),
        ] {
            let (inputs, outputs, steps) = (64, 48, 24)
            let shape = StreamingConv1d.Shape(
                inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, dilation: dilation,
                isTransposed: isTransposed)
            let w = MatrixValues.f32(random.floats(outputs * inputs * kernel)), x = random.floats(steps * inputs)
            let perStep = isTransposed ? outputs * stride : outputs, divisor = isTransposed ? 1 : stride
            func run(_ format: MatrixFormat, piece: Int) -> [Float] {
                let conv = StreamingConv1d(weight: w, shape, bias: nil, format: format)
                let state = StreamingConv1d.State(for: conv)
                var y = [Float](repeating: .nan, count: steps / divisor * perStep)
                let signal = AlignedBuffer<Float>(count: (conv.history + piece) * inputs)
                y.withUnsafeMutableBufferPointer { y in
                    for first in Swift.stride(from: 0, to: steps, by: piece) {
                        let start = signal.pointer + conv.history * inputs
                        for i in 0..<piece * inputs { start[i] = x[first * inputs + i] }
                        guard let y = y.baseAddress else { return }
                        conv.apply(
                            start, steps: .together(piece), state: state, to: y + first / divisor * perStep,
                            in: ComputeContext())
                    }
                }
                return y
            }
            let exact = run(.panels, piece: 24), whole = run(.bytes, piece: 24)
            for piece in [8, 2] { #expect(run(.bytes, piece: piece) == whole) }
            let error = zip(exact, whole).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            #expect(error < 4e-4 * exact.reduce(0) { $0 + $1 * $1 })
        }
    }

    @Test func transposedConvolutionsStream() {
        var random = SplitMix(seed: 6)
        for (inputs, outputs, kernel, stride) in [(3, 2, 6, 3), (2, 4, 8, 4), (2, 2, 5, 2)] {
            let steps = 6
            let w = random.floats(inputs * outputs * kernel), bias = random.floats(outputs)
            let x = random.floats(steps * inputs)
            var expected = [Float](repeating: 0, count: (steps * stride + kernel) * outputs)
            for t in 0..<steps {
                for i in 0..<inputs {
                    for o in 0..<outputs {
                        for k in 0..<kernel {
                            expected[(t * stride + k) * outputs + o] +=
                                x[t * inputs + i] * w[(i * outputs + o) * kernel + k]
                        }
                    }
                }
            }
            let conv = StreamingConv1d(
                weight: .f32(w),
                .init(inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, isTransposed: true),
                bias: bias, format: .panels)
            let state = StreamingConv1d.State(for: conv)
            let signal = AlignedBuffer<Float>(count: (conv.history + 2) * inputs)
            let y = AlignedBuffer<Float>(count: steps * stride * outputs)
            for first in Swift.stride(from: 0, to: steps, by: 2) {
                let start = signal.pointer + conv.history * inputs
                for i in 0..<2 * inputs { start[i] = x[first * inputs + i] }
                conv.apply(
                    start, steps: .together(2), state: state, to: y.pointer + first * stride * outputs,
                    in: ComputeContext())
            }
            for i in 0..<steps * stride * outputs {
                #expect(abs(expected[i] + bias[i % outputs] - y.pointer[i]) < 1e-4)
            }
        }
    }

    /// The ring forgets what the window no longer reaches, and a prefix is continued without a copy.
    @Test func attentionIsTheSameInPieces() {
        var random = SplitMix(seed: 7)
        let shape = Transformer.Shape(dModel: 12, heads: 2, kvHeads: 1, headDim: 6, feedForward: 20, maxPeriod: 10_000)
        func linear(_ o: Int, _ i: Int) -> Linear {
            Linear(weight: .f32(random.floats(o * i)), outputs: o, inputs: i, format: .panels)
        }
        let norm = LayerNorm(weight: random.floats(12), bias: random.floats(12), epsilon: 1e-5)
        let layers = (0..<2).map { _ in
            TransformerLayer(
                norm1: norm, inProj: linear(24, 12), outProj: linear(12, 12), norm2: norm, linear1: linear(20, 12),
                linear2: linear(12, 20), scale1: random.floats(12), scale2: random.floats(12))
        }
        let transformer = Transformer(shape: shape, layers: layers)
        let x = random.floats(30 * 12)
        func run(_ cache: KVCache, _ range: Range<Int>, piece: Int) -> [Float] {
            let rows = AlignedBuffer(Array(x[range.lowerBound * 12..<range.upperBound * 12]))
            for first in Swift.stride(from: 0, to: range.count, by: piece) {
                transformer.forward(
                    rows.pointer + first * 12,
                    runs: [RowRun(cache: cache, rows: .independent(min(piece, range.count - first)))],
                    workspace: .init())
            }
            return Array(rows.elements)
        }
        let whole = run(KVCache(layers: 2, kvDim: 6, window: 7, block: 30), 0..<30, piece: 30)
        #expect(run(KVCache(layers: 2, kvDim: 6, window: 7, block: 4), 0..<30, piece: 4) == whole)

        let full = KVCache(layers: 2, kvDim: 6, capacity: 30)
        let unlimited = run(full, 0..<30, piece: 30)
        #expect(unlimited != whole)
        let start = KVCache(layers: 2, kvDim: 6, capacity: 10)
        _ = run(start, 0..<10, piece: 10)
        let continued = KVCache(layers: 2, kvDim: 6, capacity: 20, after: KVPrefix(copying: start))
        #expect(run(continued, 10..<30, piece: 3) == Array(unlimited[120...]))
        continued.reset()
        #expect(run(continued, 10..<30, piece: 20) == Array(unlimited[120...]))

        let halves = KVCache(layers: 2, kvDim: 6, capacity: 20, type: .f16, after: KVPrefix(copying: start))
        let rounded = run(halves, 10..<30, piece: 3)
        let difference = largestDifference(rounded, Array(unlimited[120...]))
        #expect(difference > 0 && difference < 1e-2)
        halves.reset()
        #expect(run(halves, 10..<30, piece: 20) == rounded)
        #expect(
            zip(halves.contents(layer: 0).keys[60...], full.contents(layer: 0).keys[60...]).allSatisfy {
                abs($0 - $1) <= abs($1) / 2048
            })
    }
}
