import FlowLMKernels
import Foundation
import PocketTTS
import Testing

/// The attention of frames to text tokens, against recordings of the reference.
@Suite struct TextAttentionTests {
    private struct Recording: Decodable {
        let model: String
        let tokens: [Int]
        /// `[frames][latentDim]`
        let inputs: [[Float]]
        /// `[frames][heads of all layers][tokens]`
        let weights: [[[Float]]]
    }

    private static func recordings() throws -> [Recording] {
        try JSONDecoder().decode(
            [Recording].self, from: Data(contentsOf: Fixtures.folder.appending(path: "alignment/attention.json")))
    }

    /// The rows of weights of each frame, as `attention` records them.
    private func rows(
        _ recording: Recording, precision: Precision, firstFrameWithText: Bool, attention: TextAttention
    ) throws -> [[Float]] {
        let (model, voice) = try Fixtures.load(recording.model, precision: precision)
        let flowLM = model.flowLM
        let count = recording.tokens.count
        let cache = flowLM.makeCache(after: voice.prefix, positions: count + recording.inputs.count)
        let workspace = FlowLM.Workspace(for: flowLM, rows: 1)
        let row = FlowLM.StepRow(cache: cache, times: FlowTimes(steps: 1, head: flowLM.head), attention: attention)
        attention.begin(text: cache.position..<cache.position + count)
        var rows: [[Float]] = []
        for frame in recording.inputs.indices {
            if frame == 0, firstFrameWithText {
                flowLM.prefill(recording.tokens[...], thenStep: row, workspace: workspace)
            } else {
                if frame == 0 { flowLM.prefill(recording.tokens[...], cache: cache, workspace: workspace) }
                let previous = frame == 0 ? flowLM.bosLatent : recording.inputs[frame - 1]
                workspace.previous.pointer.update(from: previous, count: previous.count)
                flowLM.step([row], workspace: workspace)
            }
            rows.append(Array(attention.weights))
        }
        return rows
    }

    private func allHeads(of model: String) throws -> [AttentionHead] {
        let transformer = try Fixtures.load(model).model.flowLM.transformer
        return (0..<transformer.layerCount).flatMap { layer in
            (0..<transformer.shape.heads).map { AttentionHead(layer: layer, head: $0) }
        }
    }

    @Test(arguments: [Precision.f32, .bf16, .int8], [false, true])
    func equalsTheReference(precision: Precision, firstFrameWithText: Bool) throws {
        let recordings = try Self.recordings()
        #expect(recordings.count == Fixtures.models.count)
        for recording in recordings {
            let attention = TextAttention(heads: try allHeads(of: recording.model), rows: .perHead)
            let rows = try rows(
                recording, precision: precision, firstFrameWithText: firstFrameWithText, attention: attention)
            let expected = recording.weights.map { $0.flatMap(\.self) }
            let difference = zip(rows.flatMap(\.self), expected.flatMap(\.self)).reduce(Float(0)) {
                max($0, abs($1.0 - $1.1))
            }
            #expect(rows.map(\.count) == expected.map(\.count))
            #expect(difference < (precision == .int8 ? 0.03 : 2e-5), "\(recording.model)")
        }
    }

    @Test func theMeanIsThatOfItsHeads() throws {
        let recording = try #require(try Self.recordings().first)
        let chosen = [AttentionHead(layer: 1, head: 1), AttentionHead(layer: 0, head: 0)]
        let mean = try rows(
            recording, precision: .f32, firstFrameWithText: true, attention: TextAttention(heads: chosen))
        let heads = try allHeads(of: recording.model)
        for (frame, row) in mean.enumerated() {
            #expect(abs(row.reduce(0, +) - 1) < 1e-5)
            for token in recording.tokens.indices {
                let parts = chosen.map { recording.weights[frame][heads.firstIndex(of: $0) ?? 0][token] }
                #expect(abs(row[token] - parts.reduce(0, +) / 2) < 2e-5)
            }
        }
    }
}
