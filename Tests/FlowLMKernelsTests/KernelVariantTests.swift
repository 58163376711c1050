import CFlowKernels
import FlowLMKernels
import Testing

/// Every variant that this CPU can run, against portable C, on shapes that are no multiple of anything.
@Suite struct KernelVariantTests {
    static let variants = KernelVariant.available.filter { $0 != "portable" }

    @Test(arguments: variants) func matrixProducts(variant: String) throws {
        let tested = try #require(fk_variant(variant)).pointee
        let portable = try #require(fk_variant("portable")).pointee
        var random = SplitMix(seed: 1)
        // The last two are divided into chunks of rows.
        for rows in (0..<60).map({ _ in random.int(1...19) }) + [65, 130] {
            let (n, k) = (random.int(1...100), random.int(1...70))
            let ldx = max(1, k - random.int(0...3)), ldy = n + random.int(0...5)
            let x = random.floats(rows * ldx + k)
            let w = random.floats(n * k)
            let halves = w.map { UInt16($0.bitPattern >> 16) }
            let bias = random.floats(n)
            let start = random.floats(rows * ldy)
            let activation = [FK_IDENTITY, FK_GELU_TANH, FK_SILU, FK_ELU, FK_GELU_ERF][random.int(0...4)]
            let accumulates = random.int(0...1) == 1
            let panels = (n + 31) / 32
            var packed = [Float](repeating: .nan, count: fk_packed_count(n, k))
            var packedHalves = [UInt16](repeating: 0xffff, count: fk_packed_count(n, k))
            fk_pack_f32(w, n, k, &packed, 0, (n + 31) / 32)
            fk_pack_bf16(halves, n, k, &packedHalves, 0, (n + 31) / 32)

            func run(_ kernels: fk_kernels) -> (f32: [Float], bf16: [Float]) {
                bias.withUnsafeBufferPointer { bias in
                    var epilogue = fk_epilogue(
                        bias: bias.baseAddress, activation: activation, accumulate: accumulates ? 1 : 0)
                    var a = start, b = start
                    kernels.gemm_f32(x, ldx, rows, packed, n, k, &epilogue, &a, ldy, 0, panels)
                    kernels.gemm_bf16(x, ldx, rows, packedHalves, n, k, &epilogue, &b, ldy, 0, panels)
                    return (a, b)
                }
            }
            let (expected, actual) = (run(portable), run(tested))
            #expect(largestDifference(expected.f32, actual.f32) < 2e-5)
            #expect(largestDifference(expected.bf16, actual.bf16) < 2e-5)

            // And portable against the definition.
            for row in 0..<rows {
                for column in 0..<n where activation == FK_IDENTITY {
                    var sum = Double(bias[column]) + (accumulates ? Double(start[row * ldy + column]) : 0)
                    for i in 0..<k { sum += Double(x[row * ldx + i]) * Double(w[column * k + i]) }
                    #expect(abs(sum - Double(expected.f32[row * ldy + column])) < 2e-5)
                }
            }
        }
    }

    /// A row's result must not depend on how many rows are computed together.
    @Test(arguments: variants + ["portable"]) func rowsAreIndependent(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        var random = SplitMix(seed: 2)
        let (n, k) = (75, 130)
        let x = random.floats(21 * k)
        var packed = [UInt16](repeating: 0, count: fk_packed_count(n, k))
        fk_pack_bf16(random.floats(n * k).map { UInt16($0.bitPattern >> 16) }, n, k, &packed, 0, (n + 31) / 32)
        var epilogue = fk_epilogue(bias: nil, activation: FK_GELU_TANH, accumulate: 0)
        var alone = [Float](repeating: 0, count: 21 * n)
        for row in 0..<21 {
            alone.withUnsafeMutableBufferPointer { y in
                kernels.gemm_bf16(
                    Array(x[(row * k)...]), k, 1, packed, n, k, &epilogue, y.baseAddress! + row * n, n, 0, 3)
            }
        }
        for rows in 1...21 {
            var together = [Float](repeating: 0, count: rows * n)
            kernels.gemm_bf16(x, k, rows, packed, n, k, &epilogue, &together, n, 0, 3)
            #expect(together == Array(alone[..<(rows * n)]))
        }
    }

    /// Compact panels hold the same values, and give the same bits.
    @Test(arguments: variants + ["portable"]) func compactProductsAreExact(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        var random = SplitMix(seed: 4)
        for turn in 0..<40 {
            // One row takes a way of its own.
            let rows = turn % 4 < 2 ? 1 : random.int(2...19)
            let (n, k) = (random.int(1...100), random.int(1...300))
            let x = random.floats(rows * k)
            var w = random.floats(n * k).map { UInt16(($0 == 0 ? 0.5 : $0).bitPattern >> 16) }
            // Exponents that are far from the others: at the edges, in the middle, several in a group of inputs.
            if turn % 2 == 0 {
                for (place, value) in zip([0, n * k / 2, n * k - 1], [0x0000, 0x7f00, 0x8001] as [UInt16]) {
                    w[place] = value
                }
            }
            let panels = (n + 31) / 32
            var plain = [UInt16](repeating: 0, count: fk_packed_count(n, k))
            var compact = [UInt8](repeating: 0xaa, count: fk_compact_bytes(n, k))
            fk_pack_bf16(w, n, k, &plain, 0, panels)
            #expect(fk_pack_compact(w, n, k, &compact, 0, panels) == 1)
            var epilogue = fk_epilogue(bias: nil, activation: FK_IDENTITY, accumulate: 0)
            var expected = [Float](repeating: .nan, count: rows * n), actual = expected
            kernels.gemm_bf16(x, k, rows, plain, n, k, &epilogue, &expected, n, 0, panels)
            kernels.gemm_compact(x, k, rows, compact, n, k, &epilogue, &actual, n, 0, panels)
            #expect(expected.map(\.bitPattern) == actual.map(\.bitPattern))
        }
    }

    @Test(arguments: variants + ["portable"]) func keyWeights(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        var random = SplitMix(seed: 4)
        for _ in 0..<30 {
            let d = 2 * random.int(1...20), length = random.int(0...40), stride = d + random.int(0...4)
            let q = random.floats(d), keys = random.floats(length * stride + 1), before = random.floats(length)
            let scores = (0..<length).map { t in
                (0..<d).reduce(0) { $0 + Double(q[$1]) * Double(keys[t * stride + $1]) } / Double(d).squareRoot()
            }
            let total = scores.reduce(0) { $0 + exponential($1) }
            let expected = zip(before, scores).map { $0 + Float(0.5 * exponential($1) / total) }
            var halves = [UInt16](repeating: 0, count: keys.count)
            fk_to_f16(keys, keys.count, &halves)
            for half in [false, true] {
                var scratch = [Float](repeating: 0, count: length), weights = before
                let kernel = half ? kernels.key_weights_f16 : kernels.key_weights_f32
                if half {
                    kernel?(q, d, halves, stride, length, 0.5, &scratch, &weights)
                } else {
                    kernel?(q, d, keys, stride, length, 0.5, &scratch, &weights)
                }
                #expect(largestDifference(weights, expected) < 1e-5)
            }
        }
    }

    @Test(arguments: variants + ["portable"]) func attention(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        var random = SplitMix(seed: 3)
        for _ in 0..<30 {
            let kvHeads = random.int(1...3), heads = kvHeads * random.int(1...3), d = 2 * random.int(1...20)
            let lengths = [random.int(0...40), random.int(1...9)]
            let stride = kvHeads * d + random.int(0...4)
            let q = random.floats(heads * d)
            let keys = lengths.map { random.floats($0 * stride + 1) }
            let values = lengths.map { random.floats($0 * stride + 1) }
            let total = lengths[0] + lengths[1]

            func attend<Number>(_ type: KVType, _ keys: [[Number]], _ values: [[Number]]) -> [Float] {
                var scores = [Float](repeating: 0, count: heads * total)
                var out = [Float](repeating: .nan, count: heads * d)
                keys[0].withUnsafeBytes { k0 in
                    keys[1].withUnsafeBytes { k1 in
                        values[0].withUnsafeBytes { v0 in
                            values[1].withUnsafeBytes { v1 in
                                let segments = [
                                    fk_kv_segment(
                                        k: k0.baseAddress, v: v0.baseAddress, length: lengths[0], stride: stride),
                                    fk_kv_segment(
                                        k: k1.baseAddress, v: v1.baseAddress, length: lengths[1], stride: stride),
                                ]
                                // The heads in two parts, as two threads would share them.
                                for part in [0..<kvHeads / 2, kvHeads / 2..<kvHeads] {
                                    let group = heads / kvHeads
                                    let attention = type == .f32 ? kernels.attention_f32 : kernels.attention_f16
                                    attention?(
                                        q, heads, kvHeads, d, part.lowerBound * group, part.upperBound * group,
                                        segments, 2,
                                        &scores, &out)
                                }
                            }
                        }
                    }
                }
                return out
            }
            let out = attend(.f32, keys, values)
            func halved(_ parts: [[Float]]) -> [[UInt16]] {
                parts.map { part in
                    [UInt16](unsafeUninitializedCapacity: part.count) { buffer, count in
                        fk_to_f16(part, part.count, buffer.baseAddress)
                        count = part.count
                    }
                }
            }
            let (halfKeys, halfValues) = (halved(keys), halved(values))
            func widened(_ parts: [[UInt16]]) -> [[Float]] {
                parts.map { part in
                    [Float](unsafeUninitializedCapacity: part.count) { buffer, count in
                        fk_from_f16(part, part.count, buffer.baseAddress)
                        count = part.count
                    }
                }
            }
            #expect(
                largestDifference(
                    attend(.f16, halfKeys, halfValues), attend(.f32, widened(halfKeys), widened(halfValues))) < 1e-6)
            for h in 0..<heads {
                let g = h / (heads / kvHeads)
                func element(_ parts: [[Float]], _ t: Int, _ i: Int) -> Double {
                    t < lengths[0]
                        ? Double(parts[0][t * stride + g * d + i])
                        : Double(parts[1][(t - lengths[0]) * stride + g * d + i])
                }
                let logits = (0..<total).map { t in
                    (0..<d).reduce(0) { $0 + Double(q[h * d + $1]) * element(keys, t, $1) } / Double(d).squareRoot()
                }
                let weights = logits.map { exponential($0 - logits.max()!) }
                for i in 0..<d {
                    let expected =
                        (0..<total).reduce(0) { $0 + weights[$1] * element(values, $1, i) } / weights.reduce(0, +)
                    #expect(abs(expected - Double(out[h * d + i])) < 1e-5)
                }
            }
        }
    }

    #if !(os(macOS) && arch(x86_64))  // which has no Float16
    /// Every half float and what lies around it, against Swift's own conversion.
    @Test func halfFloats() {
        var values: [Float] = [
            .nan, -.nan, 1e6, -1e6, 65504, 65519, 65520, .infinity, -.infinity, 1e-9, -1e-9, 0, -0.0,
        ]
        for bits in stride(from: UInt16(0), to: 0x7c00, by: 1) {
            let value = Float(Float16(bitPattern: bits))
            let middle = (value + Float(Float16(bitPattern: bits + 1))) / 2
            values += [value, -value]
            if middle.isFinite { values += [middle, middle.nextUp, middle.nextDown] }
        }
        var halves = [UInt16](repeating: 0, count: values.count)
        var back = [Float](repeating: .nan, count: values.count)
        fk_to_f16(values, values.count, &halves)
        fk_from_f16(halves, values.count, &back)
        for (i, value) in values.enumerated() {
            let nearest = Float16(value)
            if value.isNaN {
                #expect(Float16(bitPattern: halves[i]).isNaN && back[i].isNaN)
                continue
            }
            let expected = nearest.isFinite ? nearest : value < 0 ? -65504 : 65504
            #expect(halves[i] == expected.bitPattern, "\(value)")
            #expect(back[i].bitPattern == Float(expected).bitPattern)
        }
    }
    #endif

    @Test(arguments: variants + ["portable"]) func elementwise(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        let x: [Float] =
            stride(from: -100, through: 100, by: 0.37).map { Float($0) } + [0, -0.0, 1e-8, -1e-8, 1e6, -1e6]
        for (activation, f) in [
            (FK_ELU, { $0 > 0 ? $0 : exponential($0) - 1 }), (FK_SILU, { $0 / (1 + exponential(-$0)) }),
        ] as [(fk_activation, (Double) -> Double)] {
            var y = [Float](repeating: .nan, count: x.count)
            kernels.activate(x, x.count, activation, &y)
            for (a, b) in zip(x, y) {
                let expected = f(Double(a))
                #expect(abs(expected - Double(b)) <= 3e-7 * max(1, abs(expected)), "\(activation) of \(a)")
            }
        }
        for n in [1, 7, 16, 33, 100] {
            let row = (0..<n).map { Float($0 * $0 % 17) - 3 }
            var y = [Float](repeating: .nan, count: n)
            kernels.layer_norm(row, n, nil, nil, 1e-5, &y)
            let mean = row.map(Double.init).reduce(0, +) / Double(n)
            let variance = row.map { (Double($0) - mean) * (Double($0) - mean) }.reduce(0, +) / Double(n)
            for (a, b) in zip(row, y) {
                #expect(abs((Double(a) - mean) / (variance + 1e-5).squareRoot() - Double(b)) < 2e-6)
            }
        }
    }

    /// What is not a number stays so, in every kernel and lane: a broken model must not pass for one that speaks.
    @Test(arguments: variants + ["portable"]) func nothingTurnsNaNIntoANumber(variant: String) throws {
        let kernels = try #require(fk_variant(variant)).pointee
        // The second has a payload.
        for nan in [Float.nan, Float(bitPattern: 0x7fc0_0001), Float(bitPattern: 0xffc1_2345)] {
            for place in 0..<37 {
                var x = [Float](repeating: 0.5, count: 37)
                x[place] = nan
                for activation in [FK_GELU_TANH, FK_SILU, FK_ELU] {
                    var y = [Float](repeating: 0, count: 37)
                    kernels.activate(x, 37, activation, &y)
                    #expect(y.indices.allSatisfy { y[$0].isNaN == ($0 == place) }, "\(activation) \(place)")
                }
                var y = [Float](repeating: 0, count: 37)
                kernels.layer_norm(x, 37, nil, nil, 1e-5, &y)
                #expect(y.allSatisfy { $0.isNaN })

                var q = [Int16](repeating: 0, count: 40)
                var scale: Float = 0
                kernels.quantize_rows(x, 37, 1, 37, &q, 40, &scale)
                #expect(scale.isNaN)
                x[place] = .infinity
                kernels.quantize_rows(x, 37, 1, 37, &q, 40, &scale)
                #expect(scale.isNaN)
            }
            // One key of many positions.
            for (place, positions) in [(0, 1), (3, 9), (16, 17), (20, 40)] {
                let d = 6
                let q = [Float](repeating: 1, count: d), values = [Float](repeating: 1, count: positions * d)
                var keys = [Float](repeating: 0.25, count: positions * d)
                keys[place * d + 2] = nan
                let halves = { (floats: [Float]) in
                    [UInt16](unsafeUninitializedCapacity: floats.count) { buffer, count in
                        fk_to_f16(floats, floats.count, buffer.baseAddress)
                        count = floats.count
                    }
                }
                for isHalf in [false, true] {
                    var scores = [Float](repeating: 0, count: positions), out = [Float](repeating: 0, count: d)
                    func attend<Number>(_ keys: [Number], _ values: [Number]) {
                        keys.withUnsafeBytes { keys in
                            values.withUnsafeBytes { values in
                                var segment = fk_kv_segment(
                                    k: keys.baseAddress, v: values.baseAddress, length: positions, stride: d)
                                let attention = isHalf ? kernels.attention_f16 : kernels.attention_f32
                                attention?(q, 1, 1, d, 0, 1, &segment, 1, &scores, &out)
                            }
                        }
                    }
                    if isHalf { attend(halves(keys), halves(values)) } else { attend(keys, values) }
                    #expect(out.allSatisfy { $0.isNaN }, "\(place) of \(positions)")
                }
            }
        }
    }

    /// A variant that is not there is reported, and the best one takes its place.
    @Test func aMisspeltVariantIsReported() throws {
        var isKnown: Int32 = 1
        let best = try #require(fk_choose(nil, &isKnown))
        #expect(isKnown == 1)
        for wanted in ["avx1024", "AVX2", "x"] {
            #expect(fk_choose(wanted, &isKnown) == best)
            #expect(isKnown == 0)
        }
        #expect(fk_choose("portable", &isKnown) == fk_variant("portable"))
        #expect(isKnown == 1)
    }
}
