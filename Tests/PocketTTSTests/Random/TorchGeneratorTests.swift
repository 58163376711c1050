import Foundation
import Testing

@testable import PocketTTS

@Suite struct TorchGeneratorTests {
    struct Sequence: Decodable, CustomTestStringConvertible {
        struct Call: Decodable {
            let count: Int
            let std: Float
            let clamp: Float?
            let bits: [UInt32]
        }
        let seed: Int64
        let calls: [Call]
        var testDescription: String { "seed \(seed)" }
    }

    static let golden: [Sequence] = {
        let url = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/random/golden.json")
        do {
            return try JSONDecoder().decode([Sequence].self, from: Data(contentsOf: url))
        } catch {
            Issue.record("cannot read \(url.path): \(error)")
            return []
        }
    }()

    private func draw(
        _ count: Int, std: Float = 1, clamp: Float? = nil, from generator: inout TorchGenerator
    ) -> [Float] {
        var values = [Float](repeating: .nan, count: count)
        values.withUnsafeMutableBufferPointer {
            if let clamp {
                generator.fillTruncatedNormal($0, std: std, a: -clamp, b: clamp)
            } else {
                generator.fillNormal($0, std: std)
            }
        }
        return values
    }

    @Test func goldenHasAllSeeds() {
        #expect(Self.golden.map(\.seed) == [0, 1, 42, 1234, 1 << 32 + 5, -1, .max])
    }

    @Test(arguments: golden) func drawsTorchsBits(_ sequence: Sequence) {
        var generator = TorchGenerator(seed: sequence.seed)
        for call in sequence.calls {
            let values = draw(call.count, std: call.std, clamp: call.clamp, from: &generator)
            #expect(
                values.suffix(32).map(\.bitPattern) == call.bits, "\(call.count) values, clamp \(call.clamp as Any)")
        }
    }

    @Test func onlyTheLow32BitsOfASeedCount() {
        var small = TorchGenerator(seed: Int64(5))
        var large = TorchGenerator(seed: 1 << 40 + Int64(5))
        #expect(draw(64, from: &small) == draw(64, from: &large))
    }

    @Test func copiesGoOnAlone() {
        var first = TorchGenerator(seed: Int64(3))
        _ = draw(3, from: &first)
        var second = first
        let values = draw(700, from: &first)
        #expect(draw(700, from: &second) == values)
        #expect(draw(700, from: &second) != values)
    }

    @Test func standardDeviationZeroDrawsAndGivesTheMean() {
        var plain = TorchGenerator(seed: Int64(9))
        var clamped = plain
        #expect(draw(32, std: 0, from: &plain).allSatisfy { $0 == 0 })
        #expect(draw(32, std: 0, clamp: 0.5, from: &clamped).allSatisfy { $0 == 0 })
        #expect(draw(32, from: &plain) == draw(32, from: &clamped))
    }

    @Test(arguments: [0, 0.001, 0.1, 0.4, 1, 10, Float.infinity]) func clampsHold(_ clamp: Float) {
        var generator = TorchGenerator(seed: Int64(77))
        let values = draw(4096, std: 0.8, clamp: clamp, from: &generator)
        #expect(values.allSatisfy { abs($0) <= clamp })
    }

    @Test func impossibleBoundsEndWithTheMean() {
        var generator = TorchGenerator(seed: Int64(1))
        #expect(draw(32, std: 1, clamp: -1, from: &generator).allSatisfy { $0.isFinite })
        #expect(draw(32, std: .nan, clamp: 1, from: &generator).allSatisfy { $0 == 0 })
    }
}
