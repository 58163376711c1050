import FlowLMKernels
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The sampler's network: an MLP with adaptive LayerNorm that turns noise into a latent, given the backbone's output
/// (`SimpleMLPAdaLN`, after Li et al. 2024, https://arxiv.org/abs/2406.11838).
package final class FlowHead: Sendable {
    struct Block: Sendable {
        let norm: LayerNorm
        let linear1: Linear
        let linear2: Linear
    }

    let type: FlowType
    let latentDim: Int
    let width: Int
    private let timeEmbedders: [TimestepEmbedder]
    private let condition: Linear
    private let inputProj: Linear
    private let blocks: [Block]
    /// The modulations of all blocks and of the final layer, stacked: they share one input.
    /// Per block shift, scale, gate; then shift, scale.
    private let modulation: Linear
    private let output: Linear

    init(
        type: FlowType, latentDim: Int, width: Int, timeEmbedders: [TimestepEmbedder], condition: Linear,
        inputProj: Linear, blocks: [Block], modulation: Linear, output: Linear
    ) {
        self.type = type
        self.latentDim = latentDim
        self.width = width
        self.timeEmbedders = timeEmbedders
        self.condition = condition
        self.inputProj = inputProj
        self.blocks = blocks
        self.modulation = modulation
        self.output = output
    }

    /// Whether the network is conditioned on a time; without, it samples in one step whatever is asked for.
    var hasTime: Bool { !timeEmbedders.isEmpty }

    /// Bytes of weights that one sampler step reads, and those that a frame reads once.
    var passBytes: Int {
        blocks.reduce(modulation.byteCount + inputProj.byteCount + output.byteCount) {
            $0 + $1.linear1.byteCount + $1.linear2.byteCount
        }
    }
    var conditionBytes: Int { condition.byteCount }

    /// Scratch memory of one thread for up to `rows` rows.
    final class Workspace {
        fileprivate let rows: Int
        fileprivate let context: ComputeContext
        fileprivate let condition, activated, modulation, x, h, hidden, flow: AlignedBuffer<Float>

        init(for head: FlowHead, rows: Int, in context: ComputeContext) {
            self.rows = rows
            self.context = context
            condition = AlignedBuffer(count: rows * head.width)
            activated = AlignedBuffer(count: rows * head.width)
            modulation = AlignedBuffer(count: rows * head.modulation.outputs)
            x = AlignedBuffer(count: rows * head.width)
            h = AlignedBuffer(count: rows * head.width)
            hidden = AlignedBuffer(count: rows * head.width)
            flow = AlignedBuffer(count: rows * head.latentDim)
        }
    }

    /// Time conditions of a sampler with `steps` steps, `[steps][width]`: constants of a request.
    func timeConditions(steps: Int) -> [[Float]] {
        guard !timeEmbedders.isEmpty else { return [] }
        return (0..<steps).map { i in
            let times = [Float(Double(i) / Double(steps)), Float(Double(i + 1) / Double(steps))]
            var sum = [Float](repeating: 0, count: width)
            for (embedder, time) in zip(timeEmbedders, times) {
                for (j, value) in embedder.embed(time).enumerated() { sum[j] += value }
            }
            return sum.map { $0 / Float(timeEmbedders.count) }
        }
    }

    /// Turns noise into latents, in place: `latents[rows, latentDim]`, given `conditions[rows, z]`.
    /// - Parameter times: ``timeConditions(steps:)`` of the number of steps wanted.
    func sample(_ latents: MutableRows, given conditions: Rows, rows: Int, times: [[Float]], workspace w: Workspace) {
        condition.apply(conditions, rows: .independent(rows), to: w.condition.pointer, in: w.context)
        switch type {
        case .drifting:
            run(latents, rows: rows, time: nil, w)
            latents.update(from: w.flow.pointer, count: rows * latentDim)
        case .pointwise:
            run(latents, rows: rows, time: nil, w)
            for i in 0..<rows * latentDim { latents[i] += w.flow.pointer[i] }
        case .lsd, .flowMatching:
            let count = Float(times.count)
            for time in times {
                run(latents, rows: rows, time: time, w)
                for i in 0..<rows * latentDim { latents[i] += w.flow.pointer[i] / count }
            }
        }
    }

    /// One pass of the network: `w.flow = head(x)`.
    private func run(_ input: Rows, rows: Int, time: [Float]?, _ w: Workspace) {
        let c = w.activated.pointer
        for row in 0..<rows {
            for j in 0..<width { c[row * width + j] = w.condition.pointer[row * width + j] + (time?[j] ?? 0) }
        }
        silu(c, count: rows * width)
        modulation.apply(c, rows: .independent(rows), to: w.modulation.pointer, in: w.context)
        inputProj.apply(input, rows: .independent(rows), to: w.x.pointer, in: w.context)

        for (index, block) in blocks.enumerated() {
            block.norm.apply(w.x.pointer, rows: rows, to: w.h.pointer, in: w.context)
            for row in 0..<rows {
                let m = w.modulation.pointer + row * modulation.outputs + index * 3 * width
                modulate(w.h.pointer + row * width, count: width, shift: m, scale: m + width)
            }
            block.linear1.apply(
                w.h.pointer, rows: .independent(rows), to: w.hidden.pointer, activation: .silu, in: w.context)
            block.linear2.apply(w.hidden.pointer, rows: .independent(rows), to: w.h.pointer, in: w.context)
            for row in 0..<rows {
                let gate = w.modulation.pointer + row * modulation.outputs + index * 3 * width + 2 * width
                addScaled(w.x.pointer + row * width, w.h.pointer + row * width, scale: gate, count: width)
            }
        }

        for row in 0..<rows {
            let m = w.modulation.pointer + row * modulation.outputs + blocks.count * 3 * width
            let h = w.h.pointer + row * width
            layerNorm(w.x.pointer + row * width, count: width, epsilon: 1e-6, to: h)
            modulate(h, count: width, shift: m, scale: m + width)
        }
        output.apply(w.h.pointer, rows: .independent(rows), to: w.flow.pointer, in: w.context)
    }
}

/// Embeds a time in [0, 1] (`TimestepEmbedder`).
struct TimestepEmbedder: Sendable {
    /// `[frequencyDim / 2]`, as the file has them: rounded to its precision.
    let frequencies: [Float]
    let linear1: Linear
    let linear2: Linear
    /// Scale of the final normalisation.
    let alpha: [Float]
    let norm: TimeNorm

    func embed(_ time: Float) -> [Float] {
        let context = ComputeContext()
        let angles = frequencies.map { time * $0 }
        let waves = angles.map(cosf) + angles.map(sinf)
        var hidden = [Float](repeating: 0, count: linear1.outputs)
        var y = [Float](repeating: 0, count: linear2.outputs)
        hidden.withUnsafeMutableBufferPointer { hidden in
            y.withUnsafeMutableBufferPointer { y in
                guard let hidden = hidden.baseAddress, let y = y.baseAddress else { return }
                linear1.apply(waves, rows: .independent(1), to: hidden, activation: .silu, in: context)
                linear2.apply(hidden, rows: .independent(1), to: y, in: context)
            }
        }
        let n = Float(y.count)
        let square: Float
        switch norm {
        case .deviation:
            // The reference calls this an RMSNorm, but divides by the unbiased variance about the mean.
            let mean = y.reduce(0, +) / n
            square = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) + 1e-5
        case .rootMeanSquare:
            square = y.reduce(0) { $0 + $1 * $1 } / n + 1e-5
        }
        return zip(y, alpha).map { $0 * ($1 * (1 / square.squareRoot())) }
    }
}
