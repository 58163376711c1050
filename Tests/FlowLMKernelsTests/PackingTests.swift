import CFlowKernels
import FlowLMKernels
import Testing

/// Weights are packed by several threads, each some panels, from a file in which they may lie at any address.
@Suite struct PackingTests {
    private static let shapes = [(n: 100, k: 70), (64, 64), (33, 1), (31, 129), (128, 40)]

    /// Calls `pack` with the bytes at an odd address, for all panels at once and one by one, and compares.
    private func isSameInParts<Source, Panel: Equatable>(
        _ source: [Source], panels: Int, count: Int, zero: Panel,
        _ pack: (UnsafeRawPointer, UnsafeMutablePointer<Panel>, Int, Int) -> Void
    ) -> Bool {
        let bytes = source.withUnsafeBytes { [UInt8]($0) }
        let whole = [Panel](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.initialize(repeating: zero)
            initialized = count
            bytes.withUnsafeBytes { from in
                guard let from = from.baseAddress, let to = buffer.baseAddress else { return }
                pack(from, to, 0, panels)
            }
        }
        let parts = [Panel](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.initialize(repeating: zero)
            initialized = count
            ([0] + bytes).withUnsafeBytes { from in
                guard let from = from.baseAddress, let to = buffer.baseAddress else { return }
                for panel in (0..<panels).reversed() { pack(from + 1, to, panel, panel + 1) }
            }
        }
        return whole == parts
    }

    @Test func exactPanels() {
        var random = SplitMix(seed: 12)
        for (n, k) in Self.shapes {
            let w = random.floats(n * k)
            let count = fk_packed_count(n, k), panels = (n + 31) / 32
            #expect(
                isSameInParts(w, panels: panels, count: count, zero: Float(0)) { fk_pack_f32($0, n, k, $1, $2, $3) })
            let halves = w.map { UInt16($0.bitPattern >> 16) }
            #expect(
                isSameInParts(halves, panels: panels, count: count, zero: UInt16(0)) {
                    fk_pack_bf16($0, n, k, $1, $2, $3)
                })
        }
    }

    @Test func compactPanels() {
        var random = SplitMix(seed: 14)
        for (n, k) in Self.shapes {
            let w = random.floats(n * k).map { UInt16($0.bitPattern >> 16) }
            #expect(
                isSameInParts(w, panels: (n + 31) / 32, count: fk_compact_bytes(n, k), zero: UInt8(0)) {
                    _ = fk_pack_compact($0, n, k, $1, $2, $3)
                })
        }
    }

    /// Weights that are zero in large part have no common exponents: they are kept as they are.
    @Test func exponentsThatAreTooDiverse() {
        var random = SplitMix(seed: 15)
        let (n, k) = (40, 200)
        let w = random.floats(n * k).enumerated().map { $0.offset % 3 == 0 ? 0 : UInt16($0.element.bitPattern >> 16) }
        var panels = [UInt8](repeating: 0, count: fk_compact_bytes(n, k))
        #expect(fk_pack_compact(w, n, k, &panels, 0, 2) == 0)
        let x = random.floats(3 * k)
        func product(_ format: MatrixFormat) -> [Float] {
            var y = [Float](repeating: .nan, count: 3 * n)
            Linear(weight: .bf16(w), outputs: n, inputs: k, format: format).apply(
                x, rows: .together(3), to: &y, in: .init())
            return y
        }
        #expect(product(.compact) == product(.panels))
    }

    @Test(arguments: [8, 4]) func roundedPanels(bits: Int) {
        var random = SplitMix(seed: 13)
        for (n, k) in Self.shapes {
            let w = random.floats(n * k)
            let group = bits == 8 ? 64 : 32
            let bytes = fk_quantized_bytes(n, k, Int32(bits)), count = fk_quantized_scale_count(n, k, group)
            let halves = w.map { UInt16($0.bitPattern >> 16) }
            let wide = halves.map { Float(bitPattern: UInt32($0) << 16) }
            var scales = [[UInt16]](repeating: [UInt16](repeating: 0, count: count), count: 2)
            #expect(
                isSameInParts(halves, panels: (n + 31) / 32, count: bytes, zero: UInt8(0)) {
                    fk_round_panels($0, 1, n, k, group, Int32(bits), $1, &scales[0], $2, $3)
                })
            #expect(
                isSameInParts(wide, panels: (n + 31) / 32, count: bytes, zero: UInt8(0)) {
                    fk_round_panels($0, 0, n, k, group, Int32(bits), $1, &scales[1], $2, $3)
                })
            #expect(scales[0] == scales[1], "the type of the file does not change what is rounded")
        }
    }
}
