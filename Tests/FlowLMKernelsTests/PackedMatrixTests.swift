import FlowLMKernels
import Testing

/// Matrices that are used where they lie.
@Suite struct PackedMatrixTests {
    @Test(arguments: [MatrixFormat.blas, .panels, .compact, .quantized(.eight), .quantized(.four), .bytes], [1, 70])
    func multipliesAsTheLayerThatPackedIt(format: MatrixFormat, outputs: Int) throws {
        let inputs = format == .bytes ? 128 : 130
        var random = SplitMix(seed: 5)
        let weights = random.floats(outputs * inputs).map { UInt16($0.bitPattern >> 16) }
        let bias = random.floats(outputs), x = random.floats(2 * inputs)
        let layer = Linear(weight: .bf16(weights), bias: bias, outputs: outputs, inputs: inputs, format: format)
        let packed = layer.packed
        let sizes = packed.layout.byteCounts(outputs: outputs, inputs: inputs)
        #expect(packed.values.count == sizes.values && packed.scales?.count ?? 0 == sizes.scales)
        let shared = try #require(
            PackedMatrix(
                layout: packed.layout, outputs: outputs, inputs: inputs, values: packed.values, scales: packed.scales))
        let results = [layer, Linear(shared, bias: bias)].map { layer in
            var y = [Float](repeating: .nan, count: 2 * outputs)
            layer.apply(x, rows: .independent(2), to: &y, in: ComputeContext())
            return y.map(\.bitPattern)
        }
        #expect(results[0] == results[1])
        #expect(results[0].allSatisfy { Float(bitPattern: $0).isFinite })
    }

    @Test func otherSizesAreRefused() {
        let layer = Linear(
            weight: .f32([Float](repeating: 1, count: 64 * 32)), outputs: 64, inputs: 32, format: .quantized(.eight))
        let packed = layer.packed
        func matrix(_ inputs: Int, scales: SharedBytes?) -> PackedMatrix? {
            PackedMatrix(layout: .int8, outputs: 64, inputs: inputs, values: packed.values, scales: scales)
        }
        #expect(matrix(32, scales: packed.scales) != nil)
        #expect(matrix(36, scales: packed.scales) == nil)
        #expect(matrix(32, scales: nil) == nil)
    }

    @Test func everyByteChangesTheChecksum() {
        for count in [1, 31, 32, 77, (1 << 20) + 5] {
            let bytes = AlignedBuffer<UInt8>(count: count)
            for i in 0..<count { bytes.pointer[i] = UInt8(truncatingIfNeeded: i &* 31) }
            func sum() -> UInt64 { SharedBytes(bytes.pointer, count: count, owner: bytes).checksum }
            let whole = sum()
            for place in [0, count / 2, count - 1] {
                for bit in 0..<8 {
                    bytes.pointer[place] ^= 1 << bit
                    #expect(sum() != whole)
                    bytes.pointer[place] ^= 1 << bit
                }
            }
            #expect(sum() == whole)
            #expect(SharedBytes(bytes.pointer, count: count - 1, owner: bytes).checksum != whole)
        }
    }
}
