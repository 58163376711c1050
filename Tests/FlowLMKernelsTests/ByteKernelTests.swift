import CFlowKernels
import FlowLMKernels
import Testing

/// Products of 8-bit weights and activations: every variant that this CPU can run against portable C and against the
/// definition.
@Suite struct ByteKernelTests {
    static let variants = KernelVariantTests.variants

    /// A matrix of rounded weights, as panels and as what these hold.
    struct Matrix {
        let n, k, group: Int
        var panels: [UInt8]
        var scales: [UInt16]

        init(_ weights: [Float], n: Int, k: Int, group: Int) {
            (self.n, self.k, self.group) = (n, k, group)
            panels = [UInt8](repeating: 0xaa, count: fk_byte_panel_bytes(n, k))
            scales = [UInt16](repeating: 0xaaaa, count: fk_byte_scale_count(n, k, group))
            fk_round_byte_panels(weights, 0, n, k, group, &panels, &scales, 0, (n + 31) / 32)
        }

        /// Place of a row's scale for an input; the sum of the group's weights lies 32 further.
        func scalePlace(_ row: Int, _ input: Int) -> Int {
            (row / 32 * (k / group) + input / group) * 64 + row % 32
        }
        func q(_ row: Int, _ input: Int) -> Int {
            Int(Int8(bitPattern: panels[row / 32 * 32 * k + input / 4 * 128 + row % 32 * 4 + input % 4]))
        }
        func scale(_ row: Int, _ input: Int) -> Float {
            Float(bitPattern: UInt32(scales[scalePlace(row, input)]) << 16)
        }
    }

    struct Quantized {
        var q: [UInt8]
        var ranges: [Float]

        init(_ x: [Float], group: Int, _ kernels: fk_kernels) {
            q = [UInt8](repeating: 0xff, count: x.count)
            ranges = [Float](repeating: .nan, count: x.count / group * 2)
            kernels.quantize_bytes(x, x.count / group, group, &q, &ranges)
        }

        func value(_ i: Int, group: Int) -> Double {
            Double(q[i]) * Double(ranges[i / group * 2]) + Double(ranges[i / group * 2 + 1])
        }
    }

    @Test(arguments: variants) func matrixProducts(variant: String) throws {
        let tested = try #require(fk_variant(variant)).pointee
        let portable = try #require(fk_variant("portable")).pointee
        var random = SplitMix(seed: 4)
        for turn in 0..<60 {
            let group = turn % 2 == 0 ? 64 : 32
            let (rows, n, k) = (random.int(1...70), random.int(1...100), group * random.int(1...20))
            let ldx = group * random.int(1...20), ldy = n + random.int(0...5)
            let matrix = Matrix(random.floats(n * k), n: n, k: k, group: group)
            let x = random.floats((rows - 1) * ldx + k).map { $0 + 0.25 }
            let bias = random.floats(n), start = random.floats(rows * ldy)
            let activation = [FK_IDENTITY, FK_GELU_TANH, FK_SILU, FK_ELU, FK_GELU_ERF][random.int(0...4)]
            let accumulates = random.int(0...1) == 1

            func run(_ kernels: fk_kernels) -> (x: Quantized, y: [Float]) {
                let quantized = Quantized(x, group: group, kernels)
                var y = start
                bias.withUnsafeBufferPointer { bias in
                    var epilogue = fk_epilogue(
                        bias: bias.baseAddress, activation: activation, accumulate: accumulates ? 1 : 0)
                    kernels.gemm_bytes(
                        quantized.q, ldx, quantized.ranges, rows, matrix.panels, matrix.scales, group, n, k, &epilogue,
                        &y, ldy, 0, (n + 31) / 32)
                }
                return (quantized, y)
            }
            let (expected, actual) = (run(portable), run(tested))
            #expect(actual.x.q == expected.x.q)
            #expect(actual.x.ranges == expected.x.ranges)
            #expect(largestDifference(expected.y, actual.y) < 1e-4)

            // And portable against the definition.
            guard activation == FK_IDENTITY else { continue }
            for row in 0..<rows {
                for column in 0..<n {
                    var sum = Double(bias[column]) + (accumulates ? Double(start[row * ldy + column]) : 0)
                    for i in 0..<k {
                        let weight = Double(matrix.q(column, i)) * Double(matrix.scale(column, i))
                        sum += expected.x.value(row * ldx + i, group: group) * weight
                    }
                    #expect(abs(sum - Double(expected.y[row * ldy + column])) < 1e-4)
                }
                #expect(expected.y[row * ldy + n..<(row + 1) * ldy] == start[row * ldy + n..<(row + 1) * ldy])
            }
        }
    }

    /// The largest sums of all: no two vectors of products may leave 16 bits together.
    @Test(arguments: variants + ["portable"]) func extremes(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        let (n, k, rows) = (33, 128, 9)
        for weight in [Float(1), -1] {
            for largest in [0...7, 0...1, 2...3, 5...6] {
                // Of every eight inputs some have weights; the others have none, or small ones of the other sign.
                for rest in [Float(0), -0.01] {
                    let weights = (0..<n * k).map { largest.contains($0 % 8) ? weight : rest * weight }
                    let matrix = Matrix(weights, n: n, k: k, group: 64)
                    let x = (0..<rows * k).map { largest.contains($0 % 8) ? Float(1) : 0 }
                    var quantized = Quantized(x, group: 64, kernels)
                    if largest.count < 8 { #expect(quantized.q.contains(127)) }
                    // Even where the signal is constant.
                    quantized.q = x.map { $0 > 0 ? 127 : 0 }
                    quantized.ranges = (0..<rows * k / 64).flatMap { _ in [1 / Float(127), 0] }
                    var epilogue = fk_epilogue(bias: nil, activation: FK_IDENTITY, accumulate: 0)
                    var y = [Float](repeating: 0, count: rows * n)
                    kernels.gemm_bytes(
                        quantized.q, k, quantized.ranges, rows, matrix.panels, matrix.scales, 64, n, k, &epilogue, &y,
                        n, 0, 2)
                    let sum = (0..<k).reduce(Float(0)) { $0 + x[$1] * Float(matrix.q(0, $1)) * matrix.scale(0, $1) }
                    #expect(abs(sum - weight * Float(largest.count * k / 8)) < 0.02 * abs(sum))
                    #expect(y.allSatisfy { abs($0 - sum) < 1e-5 * abs(sum) })
                }
            }
        }
    }

    /// A row's result must not depend on how many rows are computed together, nor on how panels are divided.
    @Test(arguments: variants + ["portable"]) func rowsAreIndependent(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        var random = SplitMix(seed: 5)
        let (n, k, ldx, most) = (75, 640, 128, 69)
        let matrix = Matrix(random.floats(n * k), n: n, k: k, group: 64)
        let x = Quantized(random.floats((most - 1) * ldx + k), group: 64, kernels)
        func product(_ first: Int, _ rows: Int, panels: [Range<Int>]) -> [Float] {
            var y = [Float](repeating: .nan, count: rows * n)
            var epilogue = fk_epilogue(bias: nil, activation: FK_GELU_TANH, accumulate: 0)
            for range in panels {
                kernels.gemm_bytes(
                    Array(x.q[(first * ldx)...]), ldx, Array(x.ranges[(first * ldx / 32)...]), rows, matrix.panels,
                    matrix.scales, 64, n, k, &epilogue, &y, n, range.lowerBound, range.upperBound)
            }
            return y
        }
        let alone = (0..<most).flatMap { product($0, 1, panels: [0..<1, 1..<3]) }
        for rows in 1...most {
            #expect(product(0, rows, panels: [0..<3]) == Array(alone[..<(rows * n)]), "\(rows) rows")
        }
    }

    /// Constants, values too small to have an inverse, huge ones, and those that are no numbers.
    @Test(arguments: variants + ["portable"]) func activationsAtTheEdge(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        for (low, high) in [(Float(0), Float(0)), (-3, -3), (0, 1e-38), (-1e38, 1e38), (5, 6)] {
            let x = (0..<64).map { $0 % 3 == 0 ? low : $0 % 3 == 1 ? high : low / 2 + high / 2 }
            let quantized = Quantized(x, group: 64, kernels)
            let step = (Double(high) - Double(low)) / 127
            for i in 0..<64 {
                #expect(quantized.q[i] <= 127)
                #expect(abs(quantized.value(i, group: 64) - Double(x[i])) <= step * 0.51 + 2e-30)
            }
        }
        for value in [Float.infinity, -.infinity, .nan] {
            var x = [Float](repeating: 1, count: 128)
            x[100] = value
            let ranges = Quantized(x, group: 64, kernels).ranges
            #expect(ranges[0].isFinite && ranges[2].isNaN)
        }
    }

    /// Weights lie within half a step of what they were, and the step is no larger than the sums demand.
    @Test func rounding() {
        var random = SplitMix(seed: 6)
        let (n, k) = (37, 192)
        var weights = random.floats(n * k)
        for i in 0..<k { weights[5 * k + i] = 0 }
        for i in 0..<k { weights[6 * k + i] = i % 64 == 0 ? 1 : weights[6 * k + i] / 4 }
        weights[7 * k] = .nan
        let matrix = Matrix(weights, n: n, k: k, group: 64)
        for row in 0..<n where row != 7 {
            for first in stride(from: 0, to: k, by: 64) {
                let group = first..<first + 64, scale = matrix.scale(row, first)
                let largest = group.reduce(0) { max($0, abs(weights[row * k + $1])) }
                #expect(
                    group.allSatisfy { abs(weights[row * k + $0] - Float(matrix.q(row, $0)) * scale) <= scale * 0.51 })
                #expect(scale <= largest / 64 * 1.02)
                if row == 6 { #expect(scale <= largest / 127 * 1.01, "nothing demands a larger step") }
                let sum = group.reduce(0) { $0 + matrix.q(row, $1) }
                #expect(Int(Int16(bitPattern: matrix.scales[matrix.scalePlace(row, first) + 32])) == sum)
                for block in stride(from: first, to: first + 64, by: 8) {
                    for pair in [block, block + 2] {
                        let chain = [pair, pair + 1, pair + 4, pair + 5].reduce(0) { $0 + abs(matrix.q(row, $1)) }
                        #expect(chain * 127 <= Int(Int16.max))
                    }
                }
            }
        }
        #expect(matrix.scale(7, 0).isNaN && matrix.scale(7, 64).isFinite)
        #expect((0..<k).allSatisfy { matrix.q(5, $0) == 0 })
    }
}
