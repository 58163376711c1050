import Foundation
import Testing

@testable import PocketTTS

@Suite struct ModelFolderTests {
    private func config(_ name: String, in folder: URL, _ edit: (inout [String: Any]) -> Void = { _ in }) throws
        -> ModelConfig
    {
        var object = BrokenConfigs.object
        edit(&object)
        let url = folder.appendingPathComponent(name)
        try JSONSerialization.data(withJSONObject: object).write(to: url)
        return try ModelConfig.load(contentsOf: url)
    }

    private func touch(_ name: String, in folder: URL) throws {
        try Data("x".utf8).write(to: folder.appendingPathComponent(name))
    }

    private func writeModel(_ config: ModelConfig, in folder: URL, as name: String = "model.safetensors") throws {
        try SafetensorsBytes.file(SafetensorsBytes.model(config)).write(to: folder.appendingPathComponent(name))
    }

    @Test func aFolderWithAConfigOpens() throws {
        try withTemporaryFolder { folder in
            let config = try config("config.json", in: folder) {
                $0["weights_path"] = "hf://o/n/elsewhere.safetensors@1"
            }
            try writeModel(config, in: folder)
            try touch("tokenizer.model", in: folder)
            let voices = folder.appendingPathComponent("voices")
            try FileManager.default.createDirectory(at: voices, withIntermediateDirectories: true)
            try touch("alba.safetensors", in: voices)
            try touch("LICENSE", in: voices)
            let model = try ModelFolder.open(directory: folder)
            #expect(model.config == config && !model.isConfigGuessed)
            #expect(model.tokenizer.lastPathComponent == "tokenizer.model")
            #expect(Array(model.voices.keys) == ["alba"])
            #expect(model.checkpoint.names.count == config.tensorShapes.count)
        }
    }

    @Test func theWeightsThatTheConfigNamesComeFirst() throws {
        try withTemporaryFolder { folder in
            let config = try config("any.yaml", in: folder) { $0["weights_path"] = "w.safetensors" }
            try writeModel(config, in: folder, as: "w.safetensors")
            try touch("model.safetensors", in: folder)
            try touch("tokenizer.model", in: folder)
            #expect(try ModelFolder.open(directory: folder).checkpoint.contains("flow_lm.out_eos.bias"))
        }
    }

    @Test func aFolderWithoutAConfigIsRecognised() throws {
        try withTemporaryFolder { folder in
            let catalogue = folder.appendingPathComponent("catalogue")
            try FileManager.default.createDirectory(at: catalogue, withIntermediateDirectories: true)
            let plain = try config("english.yaml", in: catalogue)
            // Same tensors as english: the English one is taken.
            _ = try config("dutch.yaml", in: catalogue) { $0["remove_semicolons"] = true }
            let older = try config("english_2026-01.yaml", in: catalogue) { object in
                var flow = object["flow_lm"] as? [String: Any] ?? [:]
                flow["insert_bos_before_voice"] = false
                object["flow_lm"] = flow
            }
            try touch("tokenizer.json", in: folder)
            for (config, name) in [(plain, "english.yaml"), (older, "english_2026-01.yaml")] {
                try writeModel(config, in: folder)
                let model = try ModelFolder.open(directory: folder, catalogue: catalogue)
                #expect(model.config == config && model.isConfigGuessed)
                #expect(model.configURL.lastPathComponent == name)
                #expect(model.voices.isEmpty)
            }
            try SafetensorsBytes.file(SafetensorsBytes.model(older) + [SafetensorsBytes.floats("odd", [1])])
                .write(to: folder.appendingPathComponent("model.safetensors"))
            let error = pocketError { _ = try ModelFolder.open(directory: folder, catalogue: catalogue) }
            guard case .invalidCheckpoint(_, "odd", let reason) = error else {
                Issue.record("\(String(describing: error))"); return
            }
            #expect(reason.contains("english_2026-01") && reason.contains("config.yaml"))
        }
    }

    /// Each architecture of the real catalogue differs from the others.
    @Test func theCataloguesArchitecturesDiffer() throws {
        let names = [
            "english", "english_2026-01", "french_24l", "english_drifting_26-09", "english_18m_2026-10",
            "english_7m_2026-10",
            "english_2m_2026-10",
        ]
        let shapes = try Set(names.map { try Repository.config($0).tensorShapes })
        #expect(shapes.count == names.count)
    }

    @Test func whatAnIncompleteFolderLacksIsReported() throws {
        try withTemporaryFolder { folder in
            func error() -> PocketTTSError? { pocketError { _ = try ModelFolder.open(directory: folder) } }
            let missing = folder.appendingPathComponent("no")
            #expect(
                pocketError { _ = try ModelFolder.open(directory: missing) }
                    == .fileNotFound(path: missing.path, purpose: "model folder"))
            #expect(
                error()
                    == .fileNotFound(
                        path: folder.appendingPathComponent("model.safetensors").path,
                        purpose: "weights of the model folder"))
            let config = try config("a.yaml", in: folder)
            try writeModel(config, in: folder)
            #expect(
                error()
                    == .fileNotFound(
                        path: folder.appendingPathComponent("tokenizer.json").path,
                        purpose: "tokenizer of the model folder"))
            try touch("b.yaml", in: folder)
            guard case .fileUnusable(_, let reason)? = error() else { Issue.record("two configs"); return }
            #expect(reason.contains("a.yaml, b.yaml"))
            #expect(
                pocketError { _ = try ModelFolder.open(directory: folder.appendingPathComponent("b.yaml")) }
                    == .fileUnusable(path: folder.appendingPathComponent("b.yaml").path, reason: "it is not a folder."))
        }
    }
}
