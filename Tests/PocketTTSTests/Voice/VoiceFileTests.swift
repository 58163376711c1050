import Foundation
import Testing

@testable import PocketTTS

@Suite struct VoiceFileTests {
    /// A model of two layers with two key/value heads of width 4, 16 wide.
    private static func config() throws -> ModelConfig {
        var config = try Repository.config("english")
        config.flowLM.transformer.dModel = 16
        config.flowLM.transformer.attnDim = 16
        config.flowLM.transformer.numLayers = 2
        config.flowLM.transformer.numHeads = 4
        config.flowLM.transformer.numKVHeads = 2
        return config
    }

    /// A file of format 1 for that model: three positions, room for `capacity`, NaN where unused.
    private static func state(layers: Int = 2, capacity: Int = 5) -> [SafetensorsBytes.Tensor] {
        (0..<layers).flatMap { layer in
            [cache(layer, [2, 1, capacity, 2, 4]), offset(layer, 3)]
        }
    }

    private static func cache(_ layer: Int, _ shape: [Int], dtype: String = "F32") -> SafetensorsBytes.Tensor {
        let perHalf = shape.dropFirst().reduce(1, *)
        var tensor = SafetensorsBytes.floats("transformer.layers.\(layer).self_attn/cache", shape) {
            $0 % max(1, perHalf) < 24 ? Float(layer * 1000 + $0) : .nan
        }
        tensor.dtype = dtype
        return tensor
    }

    private static func offset(_ layer: Int, _ value: Int64, field: String = "offset") -> SafetensorsBytes.Tensor {
        .init(
            name: "transformer.layers.\(layer).self_attn/\(field)", dtype: "I64", shape: [1],
            data: withUnsafeBytes(of: value) { Data($0) })
    }

    private static func load(_ tensors: [SafetensorsBytes.Tensor]) throws -> VoiceContents {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("v.safetensors")
            try SafetensorsBytes.file(tensors).write(to: url)
            return try VoiceFile.load(contentsOf: url, for: config())
        }
    }

    @Test func aStateOfTheReferenceIsRead() throws {
        let url = Repository.fixtures.appendingPathComponent("voice/state.safetensors")
        guard case .keyValueState(let layers, let length) = try VoiceFile.load(contentsOf: url, for: Self.config())
        else {
            Issue.record("not a state")
            return
        }
        #expect(length == 5 && layers.count == 2)
        for (index, layer) in layers.enumerated() {
            #expect(layer.keys == (0..<40).map { Float(index) + Float($0) / 256 })
            #expect(layer.values == (40..<80).map { Float(index) + Float($0) / 256 })
        }
    }

    @Test func onlyTheFilledPartIsTaken() throws {
        func layer(_ layer: Int) -> LayerKV {
            let cache = (0..<80).map { Float(layer * 1000 + $0) }
            return LayerKV(keys: Array(cache[0..<24]), values: Array(cache[40..<64]))
        }
        let expected = VoiceContents.keyValueState(layers: [layer(0), layer(1)], length: 3)
        #expect(try Self.load(Self.state()) == expected)
        // Older: the first size of an otherwise meaningless tensor.
        let older = (0..<2).flatMap { layer in
            [
                Self.cache(layer, [2, 1, 5, 2, 4]),
                .init(
                    name: "transformer.layers.\(layer).self_attn/current_end", dtype: "F32", shape: [3],
                    data: Data(count: 12)),
            ]
        }
        #expect(try Self.load(older) == expected)
        let padded = Self.state() + [Self.offset(0, 0, field: "pad"), Self.offset(1, 0, field: "pad")]
        #expect(try Self.load(padded) == expected)
    }

    @Test func halfPrecisionStatesAreRead() throws {
        let ones = Data((0..<80).flatMap { _ in [0x80, 0x3F] as [UInt8] })
        let tensors = (0..<2).flatMap { layer in
            [
                SafetensorsBytes.Tensor(
                    name: "transformer.layers.\(layer).self_attn/cache", dtype: "BF16", shape: [2, 1, 5, 2, 4],
                    data: ones),
                Self.offset(layer, 5),
            ]
        }
        let layer = LayerKV(keys: Array(repeating: 1, count: 40), values: Array(repeating: 1, count: 40))
        #expect(try Self.load(tensors) == .keyValueState(layers: [layer, layer], length: 5))
    }

    @Test(arguments: ["audio_prompt", "emb"])
    func anEmbeddingIsRead(_ name: String) throws {
        let data = (0..<48).map { Float($0) * 0.5 - 1 }
        for shape in [[3, 16], [1, 3, 16]] {
            #expect(
                try Self.load([SafetensorsBytes.floats(name, shape)]) == .embedding(frames: 3, width: 16, data: data))
        }
    }

    @Test func whatDoesNotFitTheModelIsReportedWithBothNumbers() throws {
        func edited(_ edit: (inout [SafetensorsBytes.Tensor]) -> Void) -> [SafetensorsBytes.Tensor] {
            var tensors = Self.state()
            edit(&tensors)
            return tensors
        }
        let scalar = SafetensorsBytes.Tensor(
            name: "transformer.layers.0.self_attn/current_end", dtype: "F32", shape: [], data: Data(count: 4))
        let cases: [(tensors: [SafetensorsBytes.Tensor], mentions: [String])] = [
            ([], ["no tensors"]),
            (Self.state(layers: 1), ["1 layers", "has 2"]),
            (Self.state(layers: 6), ["6 layers", "has 2"]),
            (
                edited {
                    $0[2].name = "transformer.layers.7.self_attn/cache";
                    $0[3].name = "transformer.layers.7.self_attn/offset"
                }, ["layer 1 is missing"]
            ),
            (edited { $0.remove(at: 1) }, ["layer 0 has neither"]),
            (edited { $0.remove(at: 2) }, ["layer 1 has no"]),
            (edited { $0[0] = Self.cache(0, [2, 1, 5, 4, 4]) }, ["4 key/value heads", "has 2"]),
            (edited { $0[0] = Self.cache(0, [2, 1, 5, 2, 64]) }, ["64 wide", "model 4"]),
            (edited { $0[0] = Self.cache(0, [2, 2, 5, 2, 4]) }, ["batch of 2"]),
            (edited { $0[0] = Self.cache(0, [1, 1, 5, 2, 4]) }, ["[1, 1, 5, 2, 4]"]),
            (edited { $0[0] = Self.cache(0, [2, 5, 2, 4]) }, ["[2, 5, 2, 4]"]),
            (edited { $0[0] = Self.cache(0, [2, 1, 5, 2, 4], dtype: "I32") }, ["I32"]),
            (edited { $0[0] = Self.cache(0, [2, 1, 0, 2, 4]) }, ["position 3", "room for 0"]),
            (
                edited {
                    $0[1] = Self.offset(0, 6); $0[3] = Self.offset(1, 6)
                }, ["position 6", "room for 5"]
            ),
            (
                edited {
                    $0[1] = Self.offset(0, -1); $0[3] = Self.offset(1, -1)
                }, ["position -1"]
            ),
            (
                edited {
                    $0[1] = Self.offset(0, .max); $0[3] = Self.offset(1, .max)
                }, ["room for 5"]
            ),
            (
                edited {
                    $0[1] = Self.offset(0, .min); $0[3] = Self.offset(1, .min)
                }, ["room for 5"]
            ),
            (edited { $0[3] = Self.offset(1, 2) }, ["layer 1 is 2", "layer 0 is 3"]),
            // Unused positions hold NaN: an offset that reaches them is a damaged voice.
            (
                edited {
                    $0[1] = Self.offset(0, 4); $0[3] = Self.offset(1, 4)
                }, ["not finite"]
            ),
            (edited { $0[1].dtype = "F64" }, ["F64", "I64"]),
            (
                edited {
                    $0[1].shape = [2]; $0[1].data += $0[1].data
                }, ["[2]", "I64 [1]"]
            ),
            (edited { $0.append(Self.offset(0, 1, field: "pad")) }, ["padded"]),
            (edited { $0.append(Self.offset(0, 1, field: "other")) }, ["/other"]),
            (edited { $0.append(scalar) }, ["current_end"]),
            (edited { $0.append(Self.offset(0, 0, field: "current_end")) }, ["offset 3", "current_end 1"]),
            (edited { $0.append(SafetensorsBytes.floats("x", [1])) }, ["'x'"]),
            (edited { $0[0].name = "transformer.layers.00.self_attn/cache" }, ["layers.00"]),
            (edited { $0[0].name = "transformer.layers.-1.self_attn/cache" }, ["layers.-1"]),
            (edited { $0[0].name += "/cache" }, ["neither"]),
            (edited { $0[0].name = "transformer.layers.99999999999999999999.self_attn/cache" }, ["neither"]),
            ([SafetensorsBytes.floats("audio_prompt", [1, 3, 1024])], ["1024", "16"]),
            ([SafetensorsBytes.floats("audio_prompt", [2, 3, 16])], ["[2, 3, 16]"]),
            ([SafetensorsBytes.floats("audio_prompt", [16])], ["[16]"]),
            ([SafetensorsBytes.floats("audio_prompt", [0, 16])], ["0 frames"]),
            ([SafetensorsBytes.floats("audio_prompt", [1, 16]) { _ in .nan }], ["not finite"]),
            ([SafetensorsBytes.floats("emb", [1, 16]) { $0 == 3 ? .infinity : 0 }], ["not finite"]),
            ([SafetensorsBytes.floats("emb", [1, 16]), SafetensorsBytes.floats("y", [1])], ["'y'"]),
            ([.init(name: "emb", dtype: "I64", shape: [1, 16], data: Data(count: 128))], ["I64"]),
            ([.init(name: "emb", dtype: "F4", shape: [1, 16], data: Data(count: 8))], ["F4"]),
        ]
        for (index, test) in cases.enumerated() {
            let error = pocketError("case \(index)") { _ = try Self.load(test.tensors) }
            guard case .invalidVoice(let path, let reason) = error else {
                Issue.record("case \(index): \(String(describing: error))")
                continue
            }
            #expect(path.hasSuffix("v.safetensors"))
            for word in test.mentions { #expect(reason.contains(word), "case \(index): \(reason)") }
        }
    }

    @Test func aBrokenOrMissingFileIsAVoiceError() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("v.safetensors")
            let config = try Self.config()
            #expect(
                pocketError { _ = try VoiceFile.load(contentsOf: url, for: config) }
                    == .fileNotFound(path: url.path, purpose: "voice"))
            try Data("RIFF".utf8).write(to: url)
            guard
                case .invalidVoice(url.path, _)? = pocketError(
                    nil, { _ = try VoiceFile.load(contentsOf: url, for: config) })
            else {
                Issue.record("not refused")
                return
            }
        }
    }

    @Test func aWrittenStateIsReadBack() throws {
        try withTemporaryFolder { folder in
            let config = try Self.config()
            let url = folder.appendingPathComponent("v.safetensors")
            let layers = (0..<2).map { layer in
                LayerKV(keys: (0..<24).map { Float($0 + layer) / 3 }, values: (0..<24).map { Float($0 - layer) / 7 })
            }
            try VoiceFile.write(layers: layers, length: 3, to: url, for: config)
            #expect(try VoiceFile.load(contentsOf: url, for: config) == .keyValueState(layers: layers, length: 3))
            let file = try SafetensorsFile(contentsOf: url)
            #expect(file.tensor(named: "transformer.layers.0.self_attn/cache")?.shape == [2, 1, 3, 2, 4])
            #expect(file.tensor(named: "transformer.layers.1.self_attn/offset")?.int64s() == [3])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["v.safetensors"])

            for (bad, length) in [([layers[0]], 3), (layers, 2), (layers, -1), (layers, Int.max)] {
                guard
                    case .invalidVoice? = pocketError(
                        nil, { try VoiceFile.write(layers: bad, length: length, to: url, for: config) })
                else {
                    Issue.record("\(bad.count) layers of \(length) were written")
                    continue
                }
            }
            let nowhere = folder.appendingPathComponent("no/v.safetensors")
            guard
                case .fileUnusable? = pocketError(
                    nil, { try VoiceFile.write(layers: layers, length: 3, to: nowhere, for: config) })
            else {
                Issue.record("written to a missing folder")
                return
            }
        }
    }
}
