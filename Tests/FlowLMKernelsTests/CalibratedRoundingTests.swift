import FlowLMKernels
import Foundation
import Testing

/// Rounding with the inputs' statistics, against plain rounding, on inputs that go together.
@Suite struct CalibratedRoundingTests {
    /// `count` rows of `width` values that a few hidden causes make, and a little noise.
    static func inputs(_ count: Int, width: Int, random: inout SplitMix) -> [Float] {
        let causes = 6
        let mix = SplitMix.same(42, causes * width)
        return (0..<count).flatMap { _ -> [Float] in
            let strengths = random.floats(causes)
            return (0..<width).map { i in
                (0..<causes).reduce(Float(0.05) * random.floats(1)[0]) { $0 + strengths[$1] * mix[$1 * width + i] }
            }
        }
    }

    private func outputError(_ exact: [Float], _ rounded: [Float], _ x: [Float], outputs: Int, inputs: Int) -> Double {
        var (difference, total) = (0.0, 0.0)
        for row in 0..<x.count / inputs {
            for output in 0..<outputs {
                var (a, b) = (0.0, 0.0)
                for i in 0..<inputs {
                    a += Double(x[row * inputs + i]) * Double(exact[output * inputs + i])
                    b += Double(x[row * inputs + i]) * Double(rounded[output * inputs + i])
                }
                difference += (a - b) * (a - b)
                total += a * a
            }
        }
        return (difference / total).squareRoot()
    }

    @Test(arguments: [(QuantizedMatrix.Bits.four, 96, 64), (.four, 45, 131), (.eight, 33, 70)])
    func errorsOfOutputsShrink(bits: QuantizedMatrix.Bits, outputs: Int, inputs: Int) throws {
        var random = SplitMix(seed: 8)
        let weight = random.floats(outputs * inputs)
        let seen = Self.inputs(400, width: inputs, random: &random)
        let fresh = Self.inputs(50, width: inputs, random: &random)
        let statistics = InputStatistics(inputs: inputs)
        seen.withUnsafeBufferPointer { x in
            guard let x = x.baseAddress else { return }
            statistics.add(x, ldx: inputs, rows: 250)
            statistics.add(x + 250 * inputs, ldx: inputs, rows: 150)
        }
        #expect(statistics.rows == 400)
        let rounding = try #require(CalibratedRounding(statistics))
        let calibrated = rounding.round(weight, outputs: outputs, bits: bits)
        let plain = QuantizedMatrix(rounding: .f32(weight), outputs: outputs, inputs: inputs, bits: bits).floats
        let (a, b) = (
            outputError(weight, QuantizedMatrix(calibrated).floats, fresh, outputs: outputs, inputs: inputs),
            outputError(weight, plain, fresh, outputs: outputs, inputs: inputs)
        )
        #expect(a < 0.5 * b, "calibrated \(a), plain \(b)")
        // What it is refined by are the inputs that were seen.
        let first = rounding.round(weight, outputs: outputs, bits: bits, sweeps: 0)
        let errors = [first, calibrated].map {
            outputError(weight, QuantizedMatrix($0).floats, seen, outputs: outputs, inputs: inputs)
        }
        #expect(errors[1] < errors[0], "\(errors)")
    }

    /// Inputs that never occurred, or nothing at all: the result is at least as good as a rounding can be.
    @Test func silentInputs() throws {
        var random = SplitMix(seed: 9)
        let (outputs, inputs) = (5, 40)
        let weight = random.floats(outputs * inputs)
        for silent in [[7, 8, 39], Array(0..<inputs)] {
            var x = random.floats(60 * inputs)
            for row in 0..<60 { for i in silent { x[row * inputs + i] = 0 } }
            let statistics = InputStatistics(inputs: inputs)
            x.withUnsafeBufferPointer { x in x.baseAddress.map { statistics.add($0, ldx: inputs, rows: 60) } }
            let rounding = try #require(CalibratedRounding(statistics))
            let rounded = QuantizedMatrix(rounding.round(weight, outputs: outputs, bits: .four)).floats
            #expect(zip(weight, rounded).allSatisfy { abs($0 - $1) < 0.4 })
        }
        let broken = InputStatistics(inputs: 2)
        [Float.nan, 1].withUnsafeBufferPointer { x in x.baseAddress.map { broken.add($0, ldx: 2, rows: 1) } }
        #expect(CalibratedRounding(broken) == nil)
    }
}

extension SplitMix {
    static func same(_ seed: UInt64, _ count: Int) -> [Float] {
        var random = SplitMix(seed: seed)
        return random.floats(count)
    }
}
