import Foundation
import Hummingbird
@testable import PocketTTSServer
import PocketTTS
import Testing

/// Voices by further names, mixes of them, and those that clients add.
@Suite(.timeLimit(.minutes(15))) struct NamedVoiceTests {
    private static let formType = "multipart/form-data; boundary=b"

    private static func form(_ name: String, _ recording: Data) -> Data {
        Data("--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n\(name)\r\n".utf8)
            + Data("--b\r\nContent-Disposition: form-data; name=\"audio_sample\"; filename=\"x\"\r\n\r\n".utf8)
            + recording + Data("\r\n--b--\r\n".utf8)
    }

    private static func recording(pitch: Double) -> Data {
        waveFile((0..<24_000).map { Float(sin(Double($0) * pitch)) * 0.5 })
    }

    private func speech(_ endpoints: Endpoints, voice: String) async throws -> Endpoints.Answer {
        try await endpoints.speak(#"{"input": "Hello.", "response_format": "pcm", "seed": 1, "voice": "\#(voice)"}"#)
    }

    @Test func mixesAreRead() throws {
        let mix = try #require(VoiceMix("a*0.7 + b*0.3"))
        #expect(mix.parts.map(\.name) == ["a", "b"] && mix.parts.map(\.weight) == [0.7, 0.3])
        #expect(VoiceMix("a(2)+b")?.name == "a*2.0+b")
        #expect(VoiceMix("a*2+b")?.name == VoiceMix("a(2)+b")?.name)
        for text in ["a", "", "a+", "+a", "a*0+b", "a*-1+b", "a*x+b", "a*1*2+b", "a(+b", "a+b+c+d+e", "a*inf+b"] {
            #expect(VoiceMix(text) == nil, "\(text)")
        }
    }

    @Test func aliasesAreNamesOfVoices() async throws {
        let endpoints = try await Endpoints(aliases: ["alloy": "someone", "mine": "someone"])
        let named = try await speech(endpoints, voice: "someone").body
        for alias in ["alloy", "mine"] {
            let answer = try await speech(endpoints, voice: alias)
            #expect(answer.status == 200 && answer.body == named && answer.headers[.spokenVoice] == nil)
        }
        #expect(try await speech(endpoints, voice: "theirs").status == 400)
    }

    @Test func aFolderThatTakesNothingRefusesTheVoice() async throws {
        let uploads = VoiceUploads(folder: URL(fileURLWithPath: "/dev/null/voices"))
        let endpoints = try await Endpoints(uploads: uploads)
        let answer = try await endpoints.send(
            .post, "/v1/audio/voices", body: Self.form("low", Self.recording(pitch: 0.03)), type: Self.formType)
        #expect(answer.status == 507 && answer.error?.message.contains("no room") == true)
        #expect(try await speech(endpoints, voice: "low").status == 400)
    }

    @Test func clientsAddVoicesWhereTheyMay() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "voices-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let uploads = VoiceUploads(folder: folder, most: 2)
        let endpoints = try await Endpoints(keys: ["k"], uploads: uploads)
        let key: HTTPFields = [.authorization: "Bearer k"]
        func add(_ name: String, _ recording: Data, _ headers: HTTPFields) async throws -> Endpoints.Answer {
            try await endpoints.send(
                .post, "/v1/audio/voices", body: Self.form(name, recording), type: Self.formType, headers: headers)
        }
        #expect(try await add("low", Self.recording(pitch: 0.03), [:]).status == 401)
        #expect(try await add("low", Self.recording(pitch: 0.03), key).status == 200)
        let kept = folder.appending(path: "lsd").path
        let permissions = try FileManager.default.attributesOfItem(atPath: kept)[.posixPermissions] as? Int
        #expect(permissions == 0o700)
        for (name, recording, status) in [
            ("low", Self.recording(pitch: 0.03), 409), ("someone", Self.recording(pitch: 0.03), 409),
            ("../x", Self.recording(pitch: 0.03), 400), ("", Self.recording(pitch: 0.03), 400),
            ("broken", Data("no audio".utf8), 400), ("high", Self.recording(pitch: 0.06), 200),
            ("more", Self.recording(pitch: 0.05), 429),
        ] {
            let answer = try await add(name, recording, key)
            #expect(answer.status == status, "\(name): \(answer.error?.message ?? "")")
        }
        func speak(_ voice: String) async throws -> Endpoints.Answer {
            let json = #"{"input": "Hello.", "response_format": "pcm", "seed": 1, "voice": "\#(voice)"}"#
            return try await endpoints.send(.post, "/v1/audio/speech", body: Data(json.utf8), headers: key)
        }
        let (low, high) = (try await speak("low").body, try await speak("high").body)
        #expect(!low.isEmpty && low != high)
        // Mixes of prompts lie between them; the saved state beside the model cannot be mixed.
        let mixed = try await speak("low*0.5+high*0.5")
        #expect(mixed.status == 200 && mixed.body != low && mixed.body != high)
        #expect(try await speak("low+nobody").error?.parameter == "voice")
        // The same voices after a start.
        let next = try await Endpoints(uploads: VoiceUploads(folder: folder))
        try next.service.uploads?.restore(next.service.models)
        #expect(try await speech(next, voice: "low").body == low)
        // Gone.
        #expect(try await endpoints.send(.delete, "/v1/audio/voices/low", headers: key).status == 200)
        #expect(try await endpoints.send(.delete, "/v1/audio/voices/someone", headers: key).status == 404)
        #expect(try await speak("low").status == 400)
        #expect(try await endpoints.send(.get, "/v1/audio/voices/high", headers: key).status == 200)
        // Where clients may add none.
        let closed = try await Endpoints()
        #expect(try await closed.send(.post, "/v1/audio/voices").status == 405)
    }

    /// The states of the embedded voices have their recordings beside them.
    @Test func statesAreMixedByTheirRecordings() async throws {
        let endpoints = try await Endpoints(embedded: true)
        let woman = try await speech(endpoints, voice: "woman").body
        let man = try await speech(endpoints, voice: "man").body
        let mixed = try await speech(endpoints, voice: "woman*0.7+man*0.3")
        #expect(mixed.status == 200 && !mixed.body.isEmpty && mixed.body != woman && mixed.body != man)
    }

    @Test func aMixThatCannotBeMadeIsAnErrorAtTheStart() async throws {
        let folder = Endpoints.folder.appending(path: "models/lsd")
        let synthesizer = try Synthesizer(model: SpeechModel(folder: .open(directory: folder)))
        let state = folder.appending(path: "voice.safetensors")
        let states = ["a": state, "b": state]
        for mix in ["a+b", "a+nobody"] {
            await #expect(throws: PocketTTSError.self, "\(mix)") {
                try await ServedModel(
                    name: "lsd", synthesizer: synthesizer, voices: states, mixes: ["mix": #require(VoiceMix(mix))],
                    capacity: 1)
            }
        }
    }

    @Test func voicesMayBeListedForEverybody() async throws {
        let endpoints = try await Endpoints(keys: ["k"], listsVoicesOpenly: true)
        for path in ["/v1/audio/voices", "/v1/audio/models", "/v1/models"] {
            #expect(try await endpoints.send(.get, path).status == 200, "\(path)")
        }
        let models = try await endpoints.send(.get, "/v1/audio/models").body
        let object = try #require(try JSONSerialization.jsonObject(with: models) as? [String: Any])
        #expect((object["models"] as? [[String: Any]])?.first?["id"] as? String == "lsd")
        #expect(try await endpoints.speak(#"{"input": "Hi."}"#).status == 401)
    }
}
