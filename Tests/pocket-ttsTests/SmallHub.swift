import Foundation
import LocalHub
import NIOHTTP1

/// A machine without a model, and a hub whose `english` is a small random model: its weights that clone are for those
/// with the right token, the open ones have an encoder of zeros.
struct SmallHub {
    static let token = "hf_right"
    let server: LocalServer
    /// The machine's home, and the folder that commands run in.
    let home: URL

    private static let source = Command.fixtures.appending(path: "models/lsd")
    private static let gated = "hf://kyutai/pocket-tts/languages/english"
    private static let open = "hf://kyutai/pocket-tts-without-voice-cloning/languages/english"

    /// - Parameter change: what an answer is changed to; gets the number of equal requests before.
    init(change: @escaping @Sendable (inout LocalServer.Reply, LocalServer.Request, Int) -> Void = { _, _, _ in })
        async throws
    {
        let files = try Self.files()
        server = try await LocalServer.start { request, earlier in
            let place = request.uri.replacing("/resolve/\(Stored.commit)/", with: "/")
            let isAllowed =
                !place.hasPrefix("/kyutai/pocket-tts/")
                || request.headers.first(name: "Authorization") == "Bearer \(Self.token)"
            var reply: LocalServer.Reply =
                !isAllowed
                ? .init(status: .unauthorized)
                : files[place].map { $0.reply(request) } ?? .init(status: .notFound)
            change(&reply, request, earlier)
            return reply
        }
        home = FileManager.default.temporaryDirectory.appending(path: "pocket-tts-home-\(UUID().uuidString)")
        try Self.writeCatalogue(to: home.appending(path: "catalogue"))
    }

    func end() async {
        await server.stop()
        try? FileManager.default.removeItem(at: home)
    }

    func environment(_ more: [String: String]) -> [String: String] {
        let own = [
            "HOME": home.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HF_ENDPOINT": server.address,
            "POCKET_TTS_MODELS": home.appending(path: "catalogue").path,
        ]
        return own.merging(more) { _, new in new }
    }

    func run(_ arguments: [String], _ more: [String: String] = [:]) throws -> CommandResult {
        try Command.run(arguments, in: home, environment: environment(more))
    }

    /// Runs `body` against a hub.
    static func with(
        change: @escaping @Sendable (inout LocalServer.Reply, LocalServer.Request, Int) -> Void = { _, _, _ in },
        _ body: (SmallHub) async throws -> Void
    ) async throws {
        let hub = try await SmallHub(change: change)
        do {
            try await body(hub)
        } catch {
            await hub.end()
            throw error
        }
        await hub.end()
    }

    private static func files() throws -> [String: Stored] {
        func stored(_ name: String) throws -> Stored {
            Stored(bytes: [UInt8](try Data(contentsOf: source.appending(path: name))))
        }
        let weights = try Data(contentsOf: source.appending(path: "model.safetensors"))
        func place(_ address: String, _ name: String) -> String { "\(address.dropFirst("hf:/".count))/\(name)" }
        return [
            place(gated, "model.safetensors"): Stored(bytes: [UInt8](weights)),
            place(open, "model.safetensors"): Stored(bytes: [UInt8](try withoutEncoder(weights))),
            place(open, "tokenizer.json"): try stored("tokenizer.json"),
            place(open, "embeddings/alba.safetensors"): try stored("voice.safetensors"),
        ]
    }

    /// The same weights with an encoder of zeros.
    private static func withoutEncoder(_ weights: Data) throws -> Data {
        var weights = weights
        let size = weights.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try JSONSerialization.jsonObject(with: weights[8..<8 + size]) as? [String: [String: Any]] ?? [:]
        for (name, entry) in header where name.hasPrefix("mimi.encoder") {
            guard let range = entry["data_offsets"] as? [Int] else { continue }
            weights.resetBytes(in: 8 + size + range[0]..<8 + size + range[1])
        }
        return weights
    }

    /// The package's catalogue with a single model, and that model's config.
    private static func writeCatalogue(to folder: URL) throws {
        let configs = folder.appending(path: "configs")
        try FileManager.default.createDirectory(at: configs, withIntermediateDirectories: true)
        let bundled = try Data(contentsOf: Command.repository.appending(path: "Models/catalogue.json"))
        var catalogue = try JSONSerialization.jsonObject(with: bundled) as? [String: Any] ?? [:]
        catalogue["models"] = [
            [
                "name": "english", "language": "english", "config": "configs/english.yaml",
                "weights": "\(gated)/model.safetensors@\(Stored.commit)",
                "openWeights": "\(open)/model.safetensors@\(Stored.commit)",
                "tokenizer": "\(open)/tokenizer.json@\(Stored.commit)",
                "voices": "\(open)/embeddings/{voice}.safetensors@\(Stored.commit)",
                "licence": "CC-BY-4.0", "defaultVoice": "alba", "layers": 2, "width": 64,
            ] as [String: Any]
        ]
        try JSONSerialization.data(withJSONObject: catalogue).write(to: folder.appending(path: "catalogue.json"))
        let yaml = try String(contentsOf: source.appending(path: "config.yaml"), encoding: .utf8)
            .replacing(
                "weights_path: model.safetensors",
                with: """
                    weights_path: \(gated)/model.safetensors@\(Stored.commit)
                    weights_path_without_voice_cloning: \(open)/model.safetensors@\(Stored.commit)
                    """
            )
            .replacing(
                "tokenizer_path: tokenizer.json", with: "tokenizer_path: \(open)/tokenizer.json@\(Stored.commit)")
        try Data(yaml.utf8).write(to: configs.appending(path: "english.yaml"))
    }
}
