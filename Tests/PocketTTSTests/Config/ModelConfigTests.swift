import Foundation
import Testing

@testable import PocketTTS

@Suite struct ModelConfigTests {
    /// One config's values as the reference resolves them, see scripts/reference/check-configs.py.
    private struct Expected: Decodable {
        struct Flow: Decodable, Equatable {
            var type: String, dim: Int, depth: Int
            init(type: String, dim: Int, depth: Int) { (self.type, self.dim, self.depth) = (type, dim, depth) }
            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                type = try list.decode(String.self)
                dim = try list.decode(Int.self)
                depth = try list.decode(Int.self)
            }
        }
        var flow: Flow
        var transformer: [Int]
        var table: [Int?]
        var codec: [Int?]
        var switches: [Bool]
        var replace: [String: String]
        var frames_after_eos: Int?
        var sampling: [Float]
        var paths: [String?]
    }

    @Test func everyPublishedConfigLoadsAsTheReferenceReadsIt() throws {
        let fixture = Repository.fixtures.appendingPathComponent("checkpoint/configs.json")
        let expected = try JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: fixture))
        #expect(expected.count == 27)
        for (name, want) in expected {
            let config = try Repository.config(name)
            let (flow, mimi) = (config.flowLM, config.mimi)
            #expect(Expected.Flow(type: flow.flowType.rawValue, dim: flow.flowDim, depth: flow.flowDepth) == want.flow)
            let t = flow.transformer
            #expect(
                [t.dModel, t.numLayers, t.numHeads, t.attnDim, t.numKVHeads, t.dimFeedforward] == want.transformer,
                "\(name)")
            #expect(
                [flow.lookupTable.dim, flow.lookupTable.nBins, flow.lookupTable.rank, flow.zDim] == want.table,
                "\(name)")
            let decoder = mimi.decoderTransformer.transformer
            #expect(
                [
                    mimi.latentDim, mimi.quantizerOutputDim, mimi.innerDim, mimi.outerDim, mimi.frameSize,
                    mimi.decoderSEANet.dimension, mimi.decoderSEANet.nFilters, mimi.decoderSEANet.kernelSize,
                    decoder.dModel, decoder.numLayers, decoder.context,
                ] == want.codec, "\(name)")
            let text = config.text
            #expect(
                [
                    flow.insertBOSBeforeVoice, text.padWithSpacesForShortInputs, text.removeSemicolons,
                    text.appendTerminalPunctuation, text.capitalizeFirstLetter,
                ] == want.switches, "\(name)")
            let replaced = Dictionary(uniqueKeysWithValues: text.replaceCharacters.map { (String($0), $1) })
            #expect(replaced == want.replace, "\(name)")
            #expect(config.recommendedFramesAfterEOS == want.frames_after_eos, "\(name)")
            #expect([Float(config.defaultTemperature), config.defaultEOSThreshold] == want.sampling, "\(name)")
            #expect(
                [config.weightsPath, config.weightsPathWithoutVoiceCloning, flow.lookupTable.tokenizerPath]
                    == want.paths, "\(name)")
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: Repository.configs.path)
        #expect(Set(files) == Set(expected.keys.map { "\($0).yaml" }))
    }

    private func small() throws -> String {
        try String(contentsOf: Repository.configURL("english_2m_2026-10"), encoding: .utf8)
    }

    private func parse(_ yaml: String) throws -> ModelConfig { try ModelConfig.parse(yaml: yaml, path: "c.yaml") }

    @Test func valuesAreReadAsPydanticReadsThem() throws {
        let base = try small()
        func with(_ from: String, _ to: String) throws -> ModelConfig {
            #expect(base.contains(from))
            return try parse(base.replacingOccurrences(of: from, with: to))
        }
        let plain = try parse(base)
        #expect(try with("num_heads: 3", "num_heads: \"3\"") == plain)
        #expect(try with("num_heads: 3", "num_heads: 3.0") == plain)
        #expect(try with("n_bins: 4000", "n_bins: 4_000") == plain)
        #expect(try with("sample_rate: 24000", "sample_rate: 2.4e4") == plain)
        #expect(try with("insert_bos_before_voice: true", "insert_bos_before_voice: yes") == plain)
        #expect(try with("insert_bos_before_voice: true", "insert_bos_before_voice: 1") == plain)
        #expect(try with("layer_scale: 0.01", "layer_scale: 1") == plain)
        #expect(
            try with(
                "num_heads: 3\n    num_layers: 8\n    attn_dim: 192",
                "num_heads: 4\n    num_layers: 8\n    attn_dim: null"
            ).flowLM.transformer.attnDim == 112)
        #expect(try with("rank: 32", "rank: null").flowLM.lookupTable.rank == nil)
        #expect(try with("type: pointwise", "type: drifting").flowLM.flowType == .drifting)
        #expect(try with("    type: pointwise\n", "").flowLM.flowType == .lsd)
        #expect(try with("default_temperature: 0.3", "default_temperature: 0").defaultTemperature == 0)
        #expect(try with("\"–\": \",\"", "\"😀\": \"\"").text.replaceCharacters["😀"] == "")
        #expect(
            try with("    dim_feedforward: 96\n  lookup_table", "  lookup_table").flowLM.transformer.dimFeedforward
                == 112)
    }

    @Test func jsonIsReadToo() throws {
        let config = try parse(
            String(decoding: JSONSerialization.data(withJSONObject: BrokenConfigs.object, options: []), as: UTF8.self))
        #expect(config.flowLM.transformer.dModel == 64)
        #expect(config.mimi.stepsPerFrame == 16)
    }

    @Test(arguments: BrokenConfigs.mutations)
    func aBrokenConfigIsRefusedByKey(_ mutation: BrokenConfigs.Mutation) throws {
        let base = try small()
        #expect(base.contains(mutation.find), "the mutation does not apply: \(mutation.find)")
        let range = try #require(base.range(of: mutation.find, options: mutation.last ? .backwards : []))
        let error = pocketError("\(mutation)") {
            _ = try parse(base.replacingCharacters(in: range, with: mutation.with))
        }
        guard case .invalidConfig(let path, let key, let reason) = error else {
            Issue.record("\(mutation): \(String(describing: error))")
            return
        }
        #expect(path == "c.yaml")
        #expect(key == mutation.key, "\(mutation): \(reason)")
        #expect(!reason.isEmpty && !reason.contains("\n"))
    }

    @Test func hostileTextIsRefused() throws {
        let texts = [
            "", "# only a comment\n", "[]", "just words", "a: b: c", "\t- x", "{", "---\na: 1\n---\nb: 2\n",
            "*undefined",
            String(repeating: "[", count: 100_000), String(repeating: "a:\n ", count: 2), "? {a: 1}\n: 2\n", "1: 2\n",
            "flow_lm: &a [*a]\n", "\u{0}", "!!binary \"x\"", String(repeating: "{a: ", count: 5_000),
        ]
        for text in texts {
            let error = pocketError("\(text.prefix(20))") { _ = try parse(text) }
            guard case .invalidConfig = error else {
                Issue.record("\(text.prefix(20)): \(String(describing: error))")
                continue
            }
        }
    }

    @Test func aConfigFileThatCannotBeReadIsAnError() throws {
        try withTemporaryFolder { folder in
            let missing = folder.appendingPathComponent("no.yaml")
            #expect(
                pocketError { _ = try ModelConfig.load(contentsOf: missing) }
                    == .fileNotFound(path: missing.path, purpose: "config"))
            let error = pocketError { _ = try ModelConfig.load(contentsOf: folder) }
            guard case .fileUnusable(_, let reason) = error else {
                Issue.record("\(String(describing: error))"); return
            }
            #expect(reason.contains("folder"))
            let latin = folder.appendingPathComponent("latin.yaml")
            try Data([0x61, 0x3A, 0x20, 0xE9]).write(to: latin)
            let notText = pocketError { _ = try ModelConfig.load(contentsOf: latin) }
            guard case .fileUnusable = notText else {
                Issue.record("not refused")
                return
            }
        }
    }

    @Test func addressesResolve() throws {
        let config = try Repository.config("english")
        let url = URL(fileURLWithPath: "/a/b/c.yaml")
        #expect(
            config.resolve("m/x.safetensors", relativeTo: url) == .file(URL(fileURLWithPath: "/a/b/m/x.safetensors")))
        #expect(config.resolve("../x", relativeTo: url) == .file(URL(fileURLWithPath: "/a/x")))
        #expect(config.resolve("/x", relativeTo: url) == .file(URL(fileURLWithPath: "/x")))
        #expect(
            config.resolve("hf://o/n/p/q.json@rev", relativeTo: url)
                == .hub(repository: "o/n", path: "p/q.json", revision: "rev"))
        #expect(config.resolve("hf://o/n/q", relativeTo: url) == .hub(repository: "o/n", path: "q", revision: nil))
        #expect(config.resolve("https://h/x", relativeTo: url) == .web(URL(string: "https://h/x")!))
        for bad in [
            "hf://", "hf://o", "hf://o/n", "hf://o/n/", "hf://o//p", "hf://o/n/p@a@b", "hf://o/n/p@", "https://",
        ] {
            #expect(ResourceLocation(bad, relativeTo: url) == nil, "\(bad)")
        }
    }
}
