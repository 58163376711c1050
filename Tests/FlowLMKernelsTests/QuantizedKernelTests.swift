import CFlowKernels
import FlowLMKernels
import Testing

/// Products with rounded weights: every variant that this CPU can run against portable C and against the definition.
@Suite struct QuantizedKernelTests {
    static let variants = KernelVariantTests.variants
    static let formats = [(bits: 8, group: 64), (bits: 8, group: 12), (bits: 4, group: 32), (bits: 4, group: 8)]

    /// A random matrix of rounded weights, as values and as panels.
    struct Matrix {
        let n, k, group: Int
        let q: [Int8]
        let scales: [UInt16]
        var panels: [UInt8]
        var panelScales: [UInt16]
        /// `[n, k]`
        var weights: [Double] {
            let groups = scales.count / n
            return (0..<n * k).map { i in
                Double(q[i]) * Double(Float(bitPattern: UInt32(scales[i / k * groups + i % k / group]) << 16))
            }
        }

        init(n: Int, k: Int, bits: Int, group: Int, random: inout SplitMix) {
            let groups = (k + group - 1) / group
            (self.n, self.k, self.group) = (n, k, group)
            q = (0..<n * k).map { _ in Int8(bits == 8 ? random.int(-127...127) : random.int(-8...7)) }
            scales = random.floats(n * groups).map { UInt16(($0 / Float(1 << (bits - 1))).bitPattern >> 16) }
            panels = [UInt8](repeating: 0, count: fk_quantized_bytes(n, k, Int32(bits)))
            panelScales = [UInt16](repeating: 0, count: fk_quantized_scale_count(n, k, group))
            fk_pack_quantized(
                QuantizedKernelTests.fileOrder(q, n: n, k: k, bits: bits), scales, n, k, group, Int32(bits), &panels,
                &panelScales, 0, (n + 31) / 32)
        }
    }

    /// Values as a file has them: bytes, or two in a byte.
    static func fileOrder(_ q: [Int8], n: Int, k: Int, bits: Int) -> [UInt8] {
        guard bits == 4 else { return q.map { UInt8(bitPattern: $0) } }
        return (0..<n).flatMap { row in
            stride(from: 0, to: k, by: 2).map { i in
                let high = i + 1 < k ? UInt8(bitPattern: q[row * k + i + 1]) : 0
                return UInt8(bitPattern: q[row * k + i]) & 15 | high << 4
            }
        }
    }

    @Test(arguments: variants) func matrixProducts(variant: String) throws {
        let tested = try #require(fk_variant(variant)).pointee
        let portable = try #require(fk_variant("portable")).pointee
        var random = SplitMix(seed: 4)
        for turn in 0..<80 {
            let (bits, group) = Self.formats[turn % Self.formats.count]
            let (rows, n, k) = (random.int(1...70), random.int(1...100), random.int(1...200))
            let matrix = Matrix(n: n, k: k, bits: bits, group: group, random: &random)
            let ldx = k + random.int(0...5), ldy = n + random.int(0...5), ldq = (k + 3) / 4 * 4 + 4 * random.int(0...2)
            let x = random.floats(rows * ldx)
            let bias = random.floats(n)
            let start = random.floats(rows * ldy)
            let activation = [FK_IDENTITY, FK_GELU_TANH, FK_SILU, FK_ELU, FK_GELU_ERF][random.int(0...4)]
            let accumulates = random.int(0...1) == 1

            func run(_ kernels: fk_kernels) -> (q: [Int16], scales: [Float], y: [Float]) {
                var q = [Int16](repeating: -1, count: rows * ldq)
                var rowScales = [Float](repeating: .nan, count: rows)
                var y = start
                kernels.quantize_rows(x, ldx, rows, k, &q, ldq, &rowScales)
                bias.withUnsafeBufferPointer { bias in
                    var epilogue = fk_epilogue(
                        bias: bias.baseAddress, activation: activation, accumulate: accumulates ? 1 : 0)
                    let product = bits == 8 ? kernels.gemm_int8 : kernels.gemm_int4
                    product?(
                        q, ldq, rowScales, rows, matrix.panels, matrix.panelScales, group, n, k, &epilogue, &y, ldy, 0,
                        (n + 31) / 32)
                }
                return (q, rowScales, y)
            }
            let (expected, actual) = (run(portable), run(tested))
            #expect(actual.q == expected.q)
            #expect(actual.scales == expected.scales)
            #expect(largestDifference(expected.y, actual.y) < 2e-5)

            // And portable against the definition.
            guard activation == FK_IDENTITY else { continue }
            let weights = matrix.weights
            for row in 0..<rows {
                for column in 0..<n {
                    var sum = Double(bias[column]) + (accumulates ? Double(start[row * ldy + column]) : 0)
                    for i in 0..<k {
                        sum +=
                            Double(expected.q[row * ldq + i]) * Double(expected.scales[row]) * weights[column * k + i]
                    }
                    #expect(abs(sum - Double(expected.y[row * ldy + column])) < 2e-5)
                }
                #expect(expected.y[row * ldy + n..<(row + 1) * ldy] == start[row * ldy + n..<(row + 1) * ldy])
            }
        }
    }

    /// The largest values of all: no sum may leave 32 bits, no half of a pair 16.
    @Test(arguments: variants + ["portable"]) func extremes(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        let (n, k) = (33, 512)
        for (bits, group, weight) in [(8, 512, Int8(-127)), (8, 64, 127), (4, 512, -8), (4, 32, 7)] {
            for value in [Float(3), -3] {
                let groups = k / group
                var panels = [UInt8](repeating: 0, count: fk_quantized_bytes(n, k, Int32(bits)))
                var panelScales = [UInt16](repeating: 0, count: fk_quantized_scale_count(n, k, group))
                let scales = [UInt16](repeating: UInt16(Float(0.5).bitPattern >> 16), count: n * groups)
                let weights = Self.fileOrder([Int8](repeating: weight, count: n * k), n: n, k: k, bits: bits)
                fk_pack_quantized(weights, scales, n, k, group, Int32(bits), &panels, &panelScales, 0, 2)
                var q = [Int16](repeating: 0, count: 9 * k)
                var rowScales = [Float](repeating: 0, count: 9)
                kernels.quantize_rows([Float](repeating: value, count: 9 * k), k, 9, k, &q, k, &rowScales)
                #expect(q.allSatisfy { $0 == (value > 0 ? 32767 : -32767) })
                var epilogue = fk_epilogue(bias: nil, activation: FK_IDENTITY, accumulate: 0)
                var y = [Float](repeating: 0, count: 9 * n)
                let product = bits == 8 ? kernels.gemm_int8 : kernels.gemm_int4
                product?(q, k, rowScales, 9, panels, panelScales, group, n, k, &epilogue, &y, n, 0, 2)
                let expected = Float(k) * Float(weight) * 0.5 * value
                #expect(y.allSatisfy { abs($0 - expected) < 1e-5 * abs(expected) })
            }
        }
    }

    /// A row's result must not depend on how many rows are computed together, nor on how panels are divided.
    @Test(arguments: variants + ["portable"]) func rowsAreIndependent(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        var random = SplitMix(seed: 5)
        for (bits, group) in Self.formats {
            let (n, k, most) = (75, 134, 69)
            let matrix = Matrix(n: n, k: k, bits: bits, group: group, random: &random)
            let ldq = (k + 3) / 4 * 4
            var q = [Int16](repeating: 0, count: most * ldq)
            var rowScales = [Float](repeating: 0, count: most)
            kernels.quantize_rows(random.floats(most * k), k, most, k, &q, ldq, &rowScales)
            func product(_ first: Int, _ rows: Int, panels: [Range<Int>]) -> [Float] {
                var y = [Float](repeating: .nan, count: rows * n)
                var epilogue = fk_epilogue(bias: nil, activation: FK_GELU_TANH, accumulate: 0)
                for range in panels {
                    (bits == 8 ? kernels.gemm_int8 : kernels.gemm_int4)?(
                        Array(q[(first * ldq)...]), ldq, Array(rowScales[first...]), rows, matrix.panels,
                        matrix.panelScales,
                        group, n, k, &epilogue, &y, n, range.lowerBound, range.upperBound)
                }
                return y
            }
            let alone = (0..<most).flatMap { product($0, 1, panels: [0..<1, 1..<3]) }
            for rows in 1...most {
                #expect(product(0, rows, panels: [0..<3]) == Array(alone[..<(rows * n)]), "\(bits) bits, \(rows) rows")
            }
        }
    }

    /// Zeros, values too small to have an inverse, and huge ones.
    @Test(arguments: variants + ["portable"]) func activationsAtTheEdge(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        let k = 37, ldq = 40
        for (top, expected) in [(Float(0), Int16(0)), (1e-38, 0), (1e-20, 32767), (1e38, 32767)] {
            var x = [Float](repeating: 0, count: k)
            x[k - 1] = top
            x[3] = -top / 2
            var q = [Int16](repeating: 9, count: ldq)
            var scale: Float = .nan
            kernels.quantize_rows(x, k, 1, k, &q, ldq, &scale)
            #expect(q[k - 1] == expected)
            #expect(abs(Int(q[3]) + Int(expected) / 2) <= 1)
            #expect(scale.isFinite && q[k...].allSatisfy { $0 == 0 })
            #expect(abs(Float(q[k - 1]) * scale - top) <= max(top * 1e-4, 2e-30))
        }
    }

    /// Rounding to the nearest keeps every weight within half a step of its group's scale.
    @Test(arguments: [QuantizedMatrix.Bits.eight, .four]) func rounding(bits: QuantizedMatrix.Bits) {
        var random = SplitMix(seed: 6)
        let (n, k) = (37, 131)
        var weights = random.floats(n * k)
        for i in 0..<k { weights[5 * k + i] = 0 }
        let matrix = QuantizedMatrix(rounding: .f32(weights), outputs: n, inputs: k, bits: bits)
        let rounded = matrix.floats
        for row in 0..<n {
            for first in stride(from: 0, to: k, by: bits.group) {
                let group = row * k + first..<row * k + min(k, first + bits.group)
                let largest = weights[group].map(abs).max() ?? 0
                // Half a step, and for 4 bits the one step that the positive side lacks.
                let bound = bits == .eight ? largest / 127 / 2 * 1.02 : largest / 8 * 1.02
                #expect(group.allSatisfy { abs(weights[$0] - rounded[$0]) <= bound + 1e-12 })
            }
        }
        #expect(rounded[5 * k..<6 * k].allSatisfy { $0 == 0 })
    }
}
