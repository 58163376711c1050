import Foundation
import Testing

@testable import PocketTTS

@Suite struct CheckpointTests {
    private func tinyConfig(_ edit: (inout [String: Any]) -> Void = { _ in }) throws -> ModelConfig {
        var object = BrokenConfigs.object
        edit(&object)
        let json = try JSONSerialization.data(withJSONObject: object)
        return try ModelConfig.parse(yaml: String(decoding: json, as: UTF8.self), path: "tiny.json")
    }

    private func checkpoint(_ tensors: [SafetensorsBytes.Tensor], _ body: (Checkpoint) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("model.safetensors")
            try SafetensorsBytes.file(tensors).write(to: url)
            try body(Checkpoint(bundle: SafetensorsFile(contentsOf: url)))
        }
    }

    private func reason(_ body: () throws -> Void) -> (tensor: String, reason: String) {
        guard case .invalidCheckpoint(_, let tensor, let reason)? = pocketError(nil, body) else { return ("", "") }
        return (tensor ?? "", reason)
    }

    @Test func expectedTensorsAreThoseOfTheReference() throws {
        let text = try String(
            contentsOf: Repository.fixtures.appendingPathComponent("checkpoint/state-dicts.txt"), encoding: .utf8)
        let families = text.split(separator: "# ").map { $0.split(separator: "\n") }
        #expect(families.count == 7)
        for lines in families {
            let wanted = lines.dropFirst().reduce(into: [String: [Int]]()) { result, line in
                let fields = line.split(separator: " ")
                result[String(fields[0])] = fields.dropFirst().compactMap { Int($0) }
            }
            let ours = try Repository.config(String(lines[0])).tensorShapes
            #expect(wanted.count > 150)
            #expect(ours == wanted, "\(lines[0])")
        }
    }

    @Test func everyTensorIsLoadedOrReported() throws {
        let config = try tinyConfig()
        try checkpoint(SafetensorsBytes.model(config)) { checkpoint in
            #expect(checkpoint.names == config.tensorShapes.keys.sorted())
            for (name, shape) in config.tensorShapes where name.hasPrefix("flow_lm.") {
                let parts = name.split(separator: ".").map(String.init)
                let scope = parts.dropLast().reduce(checkpoint) { $0[$1] }
                let tensor = try scope.tensor(parts.last ?? "", shape: shape)
                #expect(tensor.name == name && tensor.elementCount == shape.reduce(1, *))
            }
            try checkpoint["flow_lm"].finish()
            let left = reason { try checkpoint.finish() }
            #expect(left.tensor == "mimi.decoder.model.0.conv.bias")
            #expect(left.reason.contains("more (mimi.decoder.model.0.conv.weight,"))
            checkpoint["mimi"].skip()
            try checkpoint.finish()
        }
    }

    @Test func aMissingTensorIsNamedWithItsNeighbours() throws {
        try checkpoint([
            SafetensorsBytes.floats("flow_lm.out_norm.weights", [4]), SafetensorsBytes.floats("other", [1]),
        ]) {
            let missing = $0["flow_lm"]["out_norm"]
            #expect(missing.scope == "flow_lm.out_norm")
            let found = reason { _ = try missing.tensor("weight", shape: [4]) }
            #expect(found.tensor == "flow_lm.out_norm.weight")
            #expect(found.reason.contains("flow_lm.out_norm.weights") && !found.reason.contains("other"))
        }
    }

    @Test func aMisshapenTensorIsReportedWithBothShapes() throws {
        try checkpoint([
            SafetensorsBytes.floats("a.w", [4, 2]), .init(name: "a.i", dtype: "I32", shape: [1], data: Data(count: 4)),
        ]) {
            let found = reason { [a = $0["a"]] in _ = try a.tensor("w", shape: [2, 4]) }
            #expect(found.tensor == "a.w" && found.reason.contains("[4, 2]") && found.reason.contains("[2, 4]"))
            #expect(reason { [a = $0["a"]] in _ = try a.tensor("i", shape: [1]) }.reason.contains("I32"))
            // A refused tensor was not taken.
            #expect(reason { [root = $0] in try root.finish() }.reason.contains("1 more"))
        }
    }

    @Test func scopesEndAtADot() throws {
        try checkpoint([
            SafetensorsBytes.floats("mimi.encoder.w", [1]), SafetensorsBytes.floats("mimi.encoder_transformer.w", [1]),
        ]) {
            $0["mimi"]["encoder"].skip()
            #expect($0["mimi"]["encoder"].names == ["mimi.encoder.w"])
            #expect($0["mimi"].contains("encoder.w") && !$0.contains("encoder.w"))
            #expect(reason { [root = $0] in try root.finish() }.tensor == "mimi.encoder_transformer.w")
        }
    }

    @Test func aZeroedEncoderIsSeen() throws {
        let tensors = [
            SafetensorsBytes.floats("mimi.encoder.a", [3000]) { _ in 0 },
            SafetensorsBytes.floats("mimi.encoder.b", [2]) { _ in 0 },
            SafetensorsBytes.floats("mimi.decoder.a", [2]) { _ in 0 },
            SafetensorsBytes.floats("mimi.decoder.b", [2]) { Float($0) },
        ]
        try checkpoint(tensors) {
            #expect($0["mimi"]["encoder"].isZeroed)
            #expect(!$0["mimi"]["decoder"].isZeroed)
            #expect(!$0["mimi"]["nothing"].isZeroed)
        }
    }

    // MARK: Opening

    /// Old spellings of a few tensors, with what they must become.
    private static let oldFlow = [
        "condition_provider.conditioners.transcript_in_segment.embed.weight": "conditioner.embed.weight",
        "condition_provider.conditioners.speaker_wavs.output_proj.weight": "speaker_proj_weight",
        "fuser.padding_value": "bos_before_voice",
        "transformer.layers.0.self_attn.in_proj_weight": "transformer.layers.0.self_attn.in_proj.weight",
        "out_eos.weight": "out_eos.weight",
        "in_proj_weight": "in_proj_weight",
    ]
    private static let oldFlowSkipped = [
        "flow.w_s_t.0.weight", "num_ema_updates", "condition_provider.conditioners.speaker_wavs.learnt_padding",
        "condition_provider.conditioners.transcript_in_segment.learnt_padding",
    ]
    private static let oldMimi = [
        "model.decoder.model.0.conv.conv.bias": "mimi.decoder.model.0.conv.bias",
        "decoder.model.2.convtr.convtr.weight": "mimi.decoder.model.2.convtr.weight",
        "model.downsample.conv.conv.conv.weight": "mimi.downsample.conv.conv.weight",
        "model.upsample.convtr.convtr.convtr.weight": "mimi.upsample.convtr.convtr.weight",
        "model.encoder_transformer.transformer.layers.1.self_attn.in_proj_weight":
            "mimi.encoder_transformer.transformer.layers.1.self_attn.in_proj.weight",
        "quantizer.output_proj.weight": "mimi.quantizer.output_proj.weight",
    ]
    private static let oldMimiSkipped = [
        "model.quantizer.vq.layers.0.x", "model.quantizer.logvar_proj.weight", "quantizer.logvar_proj.weight",
        "a_codebook.b",
        "quantizer.logvar_param", "wavlm_proj.weight", "wavlm_input_resample.kernel",
        "wavlm_emb_downsample.conv.conv.weight",
        "x.wavlm_emb_downsample.y", "lonely.weight_v",
    ]

    private func write(_ names: [String], to url: URL, _ more: [SafetensorsBytes.Tensor] = []) throws {
        let tensors = names.enumerated().map { index, name in SafetensorsBytes.floats(name, [2]) { _ in Float(index) } }
        try SafetensorsBytes.file(tensors + more).write(to: url)
    }

    @Test func separateFilesInOldSpellingsAreRead() throws {
        try withTemporaryFolder { folder in
            try write(
                Array(Self.oldFlow.keys) + Self.oldFlowSkipped, to: folder.appendingPathComponent("f.safetensors"))
            let direction: [Float] = [1, 2, 3, -4, 0.5, 0.25, 0, -1]
            try write(
                Array(Self.oldMimi.keys) + Self.oldMimiSkipped, to: folder.appendingPathComponent("m.safetensors"),
                [
                    SafetensorsBytes.floats("decoder.model.0.conv.conv.weight_g", [2, 1, 1]) { [2, -3][$0] },
                    SafetensorsBytes.floats("decoder.model.0.conv.conv.weight_v", [2, 2, 2]) { direction[$0] },
                ])
            let config = try tinyConfig { object in
                var (flow, mimi) = (object["flow_lm"] as? [String: Any] ?? [:], object["mimi"] as? [String: Any] ?? [:])
                flow["weights_path"] = "f.safetensors"
                mimi["weights_path"] = "m.safetensors"
                (object["flow_lm"], object["mimi"]) = (flow, mimi)
            }
            let checkpoint = try Checkpoint.open(config: config, configURL: folder.appendingPathComponent("c.yaml"))
            let folded = "mimi.decoder.model.0.conv.weight"
            #expect(
                Set(checkpoint.names)
                    == Set(Self.oldFlow.values.map { "flow_lm.\($0)" } + Self.oldMimi.values + [folded]))
            // torch._weight_norm(v, g, dim=0)
            let torch: [Float] = [
                0.365148365, 0.73029673, 1.0954451, -1.4605935, -1.3093072, -0.6546536, -0.0, 2.6186144,
            ]
            let ours = try checkpoint.tensor(folded, shape: [2, 2, 2]).floats()
            #expect(zip(ours, torch).allSatisfy { abs($0 - $1) < 1e-6 })
            let error = reason { _ = try checkpoint["mimi"].tensor("quantizer.output_proj.weight", shape: [3]) }
            #expect(error.tensor == "mimi.quantizer.output_proj.weight")
        }
    }

    @Test func halfAWeightNormIsAnError() throws {
        for (g, v, mention) in [([2, 1, 1], nil, "missing"), ([3], [2, 2], "scale")] as [([Int], [Int]?, String)] {
            try withTemporaryFolder { folder in
                let url = folder.appendingPathComponent("m.safetensors")
                var tensors = [SafetensorsBytes.floats("a.weight_g", g)]
                if let v { tensors.append(SafetensorsBytes.floats("a.weight_v", v)) }
                try SafetensorsBytes.file(tensors).write(to: url)
                let file = try SafetensorsFile(contentsOf: url)
                #expect(reason { _ = try CheckpointNames.mimi(file) }.reason.contains(mention))
            }
        }
    }

    @Test func twoSpellingsOfOneTensorAreAnError() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("m.safetensors")
            try write(["a.conv.conv.bias", "model.a.conv.bias"], to: url)
            let file = try SafetensorsFile(contentsOf: url)
            #expect(reason { _ = try CheckpointNames.mimi(file) }.tensor == "mimi.a.conv.bias")
        }
    }

    @Test func aSeparateMimiReplacesThatOfTheBundle() throws {
        try withTemporaryFolder { folder in
            try write(["flow_lm.a", "mimi.a", "mimi.b"], to: folder.appendingPathComponent("b.safetensors"))
            try write(["flow_lm.c", "mimi.c"], to: folder.appendingPathComponent("m.safetensors"))
            let config = try tinyConfig { object in
                object["weights_path"] = "b.safetensors"
                var mimi = object["mimi"] as? [String: Any] ?? [:]
                mimi["weights_path"] = "m.safetensors"
                object["mimi"] = mimi
            }
            let checkpoint = try Checkpoint.open(config: config, configURL: folder.appendingPathComponent("c.yaml"))
            #expect(checkpoint.names == ["flow_lm.a", "mimi.c"])
        }
    }

    @Test func weightsThatAreNotOnDiskAreReported() throws {
        let url = URL(fileURLWithPath: "/nowhere/c.yaml")
        let hub = try Repository.config("english")
        let address = try #require(hub.weightsPath)
        let error = pocketError { _ = try Checkpoint.open(config: hub, configURL: url) }
        #expect(error == .fileNotFound(path: address, purpose: "a copy of the weights on this disk"))
        let none = try tinyConfig()
        let unnamed = pocketError { _ = try Checkpoint.open(config: none, configURL: url) }
        guard case .invalidConfig(_, "weights_path", _) = unnamed
        else {
            Issue.record("no error")
            return
        }
        let local = try tinyConfig { $0["weights_path"] = "m.safetensors" }
        #expect(
            pocketError { _ = try Checkpoint.open(config: local, configURL: url) }
                == .fileNotFound(path: "/nowhere/m.safetensors", purpose: "weights"))
    }

    @Test func theOpenWeightsStandInForMissingOnes() throws {
        try withTemporaryFolder { folder in
            try write(["flow_lm.a"], to: folder.appendingPathComponent("open.safetensors"))
            let config = try tinyConfig {
                $0["weights_path"] = "gated.safetensors"
                $0["weights_path_without_voice_cloning"] = "open.safetensors"
            }
            let checkpoint = try Checkpoint.open(config: config, configURL: folder.appendingPathComponent("c.yaml"))
            #expect(checkpoint.names == ["flow_lm.a"])
        }
    }
}
