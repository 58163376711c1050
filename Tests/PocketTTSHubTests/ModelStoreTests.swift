import Foundation
import LocalHub
import NIOHTTP1
import PocketTTS
import Testing

@testable import PocketTTSHub

/// A hub that has one small model, as the catalogue of these tests names it.
@Suite struct ModelStoreTests {
    private static let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/models/lsd")

    /// Answers for files of the fixture by name; the gated repository refuses.
    @Sendable private static func answer(_ request: LocalServer.Request, _: Int) -> LocalServer.Reply {
        if request.uri.hasPrefix("/kyutai/gated/") { return .init(status: .forbidden) }
        let name = request.uri.split(separator: "/").last.map(String.init) ?? ""
        guard let data = try? Data(contentsOf: fixture.appending(path: name)) else { return .init(status: .notFound) }
        return Stored(bytes: [UInt8](data)).reply(request)
    }

    /// A config that names the fixture's files on the hub, its weights behind a gate.
    private func config(in sandbox: Sandbox) throws -> URL {
        let url = sandbox.folder.appending(path: "small.yaml")
        let own = try String(contentsOf: Self.fixture.appending(path: "config.yaml"), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("weights_path") }
            .map { $0.contains("tokenizer_path:") ? Self.tokenizerLine(String($0)) : String($0) }
        let lines =
            [
                "weights_path: hf://kyutai/gated/model.safetensors@\(Sandbox.commit)",
                "weights_path_without_voice_cloning: hf://kyutai/open/model.safetensors@\(Sandbox.commit)",
            ] + own
        try lines.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
        return url
    }

    private static func tokenizerLine(_ line: String) -> String {
        let name = line.split(separator: "/").last ?? line.split(separator: " ").last ?? ""
        let file = name.split(separator: " ").last ?? name
        return line.prefix { $0 == " " } + "tokenizer_path: hf://kyutai/open/\(file)@\(Sandbox.commit)"
    }

    @Test func theOpenWeightsComeWhereTheGatedAreRefused() async throws {
        try await Sandbox.with(answer: Self.answer) { sandbox in
            let store = try ModelStore(sandbox.environment)
            let found = try await store.open(config: config(in: sandbox).path)
            #expect(found.refusal == .gated(repository: "kyutai/gated", hasToken: true))
            let model = try SpeechModel(folder: found.folder)
            #expect(model.sampleRate == 24000)

            let count = sandbox.server.requests.count
            _ = try await store.open(config: config(in: sandbox).path)
            #expect(sandbox.server.requests.count == count, "a second start needs no network")
        }
    }

    @Test func theCatalogueHasEveryModelAndVoice() throws {
        let catalogue = try Catalogue.bundled()
        #expect(catalogue.models.count == 34)
        #expect(catalogue.voices.count == 27)
        #expect(catalogue.voices.filter(\.isNonCommercial).map(\.name) == ["cosette", "jean"])
        for model in catalogue.models {
            for address in [
                model.weights, model.openWeights ?? "", model.tokenizer, model.voiceAddress(model.defaultVoice),
            ] {
                guard !address.isEmpty || !model.name.hasPrefix("phonon") else { continue }
                // The commits of gated models are not known without an account.
                #expect(try HubFile(address).isPinned != (model.isGated ?? false), "\(model.name): \(address)")
            }
            #expect(catalogue.voiceNames(of: model).contains(model.defaultVoice))
            #expect(model.isNonCommercial == model.name.hasPrefix("phonon-40m"))
        }
    }

    /// A Phonon model as the catalogue names it: everything is on the hub, the config too.
    @Test func aPhononModelIsFetchedWithItsConfig() async throws {
        let folder = Self.fixture.deletingLastPathComponent().appending(path: "phonon-gguf")
        try await Sandbox.with(answer: { request, _ in
            if request.uri.hasPrefix("/gradium/phonon-40m-fr/") { return .init(status: .unauthorized) }
            var name = request.uri.split(separator: "/").last.map(String.init) ?? ""
            if name == "default-voice.safetensors" { name = "voices/one.safetensors" }
            guard let data = try? Data(contentsOf: folder.appending(path: name)) else {
                return .init(status: .notFound)
            }
            return Stored(bytes: [UInt8](data)).reply(request)
        }) { sandbox in
            let store = try ModelStore(sandbox.environment)
            let entry = try store.model(named: "phonon-31m-en")
            let found = try await store.open(entry)
            let model = try SpeechModel(folder: found.folder)
            #expect(model.language == .english)
            _ = try Voice(contentsOf: try await store.voice("default", of: entry), for: model)
            #expect(store.status(of: entry).isComplete && store.status(of: entry).voices == ["default"])
            let other = try await store.open(config: "hf://gradium/phonon-other/config.json@\(Sandbox.commit)")
            #expect(other.folder.config.family == .phonon)
            await #expect(throws: HubError.gated(repository: "gradium/phonon-40m-fr", hasToken: true)) {
                try await store.open(store.model(named: "phonon-40m-fr"))
            }
        }
    }

    @Test func nothingIsOnDiskAtFirstAndRemovingFreesIt() async throws {
        try await Sandbox.with(answer: { request, _ in Stored(count: 100).reply(request) }) { sandbox in
            let store = try ModelStore(sandbox.environment)
            let model = try store.model(named: "english")
            #expect(store.status(of: model) == .init(weights: nil, hasTokenizer: false, voices: [], bytes: 0))
            _ = try await store.voice("alba", of: model)
            #expect(store.status(of: model).voices == ["alba"])
            #expect(store.remove(model) == 100)
            #expect(store.status(of: model).bytes == 0)
            #expect(throws: HubError.self) { try store.model(named: "klingon") }
        }
    }

    @Test func twoClientsFetchAFileOnce() async throws {
        let stored = Stored()
        try await Sandbox.with(answer: { request, _ in stored.reply(request) }) { sandbox in
            // Locks of two open files exclude each other within a process as they do between processes.
            let file = try sandbox.file()
            let (one, two) = (sandbox.client, sandbox.client)
            async let first = one.file(file)
            async let second = two.file(file)
            #expect(try await first == second)
            #expect(sandbox.server.requests.count { $0.method == .GET } == 1)
        }
    }

    @Test func aVoiceIsMadeOnceAndTheOldestGo() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pocket-tts-voices-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try ModelFolder.open(directory: Self.fixture)
        let model = try SpeechModel(folder: files)
        let voice = try Voice(contentsOf: Self.fixture.appending(path: "voice.safetensors"), for: model)
        let cache = VoiceCache(folder: folder)
        let key = cache.key(contents: Data([1, 2, 3]), model: files, precision: .bf16)
        #expect(key == cache.key(contents: Data([1, 2, 3]), model: files, precision: .bf16))
        #expect(key != cache.key(contents: Data([1, 2, 4]), model: files, precision: .bf16))
        #expect(key != cache.key(contents: Data([1, 2, 3]), model: files, precision: .f32))
        var made = 0
        for _ in 0..<3 {
            let got = try cache.voice(key, for: model) { () throws(PocketTTSError) in
                made += 1
                return voice
            }
            #expect(got.length == voice.length)
        }
        #expect(made == 1)

        let small = VoiceCache(folder: folder, limit: 1)
        let other = small.key(contents: Data([9]), model: files, precision: .bf16)
        _ = try small.voice(other, for: model) { () throws(PocketTTSError) in voice }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1, "the newest stays")
    }

    @Test func theEnvironmentIsReadAsThePythonPackageReadsIt() throws {
        let all = try HubEnvironment([
            "HOME": "/h", "HF_HOME": "~/hf", "HF_TOKEN": " abc\n", "HF_ENDPOINT": "https://mirror.example/",
            "HF_HUB_OFFLINE": "yes",
        ])
        #expect(all.hubCache.path == "/h/hf/hub")
        #expect(all.token == "abc" && all.isOffline && all.endpoint.absoluteString == "https://mirror.example")
        #expect(try HubEnvironment(["HOME": "/h", "XDG_CACHE_HOME": "/c"]).hubCache.path == "/c/huggingface/hub")
        #expect(try HubEnvironment(["HOME": "/h", "HF_HUB_CACHE": "/x"]).hubCache.path == "/x")
        #expect(throws: HubError.self) { try HubEnvironment(["HF_ENDPOINT": "ftp://x"]) }
        let proxies = try HubEnvironment(["https_proxy": "http://p:3128", "no_proxy": "example.org,.local"]).proxies
        func proxy(_ address: String) -> String? { URL(string: address).flatMap(proxies.proxy)?.url.absoluteString }
        #expect(proxy("https://huggingface.co/x") == "http://p:3128")
        #expect(
            proxy("https://www.example.org/x") == nil && proxy("https://a.local/") == nil && proxy("http://a.b/") == nil
        )
    }
}
