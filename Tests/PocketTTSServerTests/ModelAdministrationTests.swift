import Foundation
import Hummingbird
@testable import PocketTTSServer
import PocketTTS
import Testing

/// Models that an administrator loads and unloads while the service runs.
@Suite(.timeLimit(.minutes(15))) struct ModelAdministrationTests {
    private static let admin: HTTPFields = [.authorization: "Bearer admin"]

    private static func model(_ name: String) async throws -> ServedModel {
        let folder = Endpoints.folder.appending(path: "models/lsd")
        return try await ServedModel(
            name: name, language: "english",
            synthesizer: try Synthesizer(model: SpeechModel(folder: .open(directory: folder))),
            voices: ["someone": folder.appending(path: "voice.safetensors")], capacity: 2, warmUpStreams: 1)
    }

    private static func endpoints(mostBytes: Int = 1 << 40) async throws -> Endpoints {
        let administration = ModelAdministration(keys: ["admin"], mostBytes: mostBytes) { name, mostBytes in
            guard name != "missing" else { throw ModelLoadingError.unknown(name: name) }
            let loaded = try await model(name)
            guard loaded.weightBytes <= mostBytes else {
                throw ModelLoadingError.tooLarge(name: name, bytes: loaded.weightBytes, available: mostBytes)
            }
            return loaded
        }
        return try await Endpoints(keys: ["k"], administration: administration)
    }

    private static func load(_ name: String, _ endpoints: Endpoints, _ headers: HTTPFields) async throws
        -> Endpoints.Answer
    {
        let body = Data(#"{"model": "\#(name)"}"#.utf8)
        return try await endpoints.send(.post, "/v1/models", body: body, headers: headers)
    }

    private static func speak(_ name: String, _ endpoints: Endpoints) async throws -> Endpoints.Answer {
        let body = #"{"model": "\#(name)", "input": "Hello.", "response_format": "pcm", "seed": 1}"#
        return try await endpoints.send(
            .post, "/v1/audio/speech", body: Data(body.utf8), headers: [.authorization: "Bearer k"])
    }

    @Test func aModelComesAndGoes() async throws {
        let endpoints = try await Self.endpoints()
        #expect(try await Self.speak("second", endpoints).status == 404)
        #expect(try await Self.load("second", endpoints, Self.admin).status == 200)
        #expect(try await Self.load("second", endpoints, Self.admin).status == 200)
        #expect(endpoints.service.models.map(\.name) == ["lsd", "second"])
        let first = try await Self.speak("lsd", endpoints)
        let second = try await Self.speak("second", endpoints)
        #expect(second.status == 200 && second.body == first.body)
        // The first one goes; the other one is the usual one now, and the last.
        #expect(try await endpoints.send(.delete, "/v1/models/lsd", headers: Self.admin).status == 200)
        #expect(try await Self.speak("lsd", endpoints).status == 404)
        let missing = try await endpoints.send(.delete, "/v1/models/lsd", headers: Self.admin)
        #expect(missing.status == 404 && missing.error?.message == "there is no model lsd.")
        #expect(try await endpoints.send(.delete, "/v1/models/second", headers: Self.admin).status == 409)
        #expect(try await Self.speak("second", endpoints).body == first.body)
    }

    @Test func onlyAdministratorsChangeModels() async throws {
        let endpoints = try await Self.endpoints()
        for headers: HTTPFields in [[:], [.authorization: "Bearer k"]] {
            #expect(try await Self.load("second", endpoints, headers).status == 401)
            #expect(try await endpoints.send(.delete, "/v1/models/lsd", headers: headers).status == 401)
        }
        // Without an administrator's key there is no such endpoint, and listeners' keys are as before.
        let closed = try await Endpoints()
        #expect(try await Self.load("second", closed, Self.admin).status == 405)
        #expect(try await closed.send(.delete, "/v1/models/lsd").status == 405)
    }

    @Test func whatCannotBeLoadedIsAnError() async throws {
        let endpoints = try await Self.endpoints(mostBytes: 1000)
        #expect(try await Self.load("missing", endpoints, Self.admin).status == 404)
        #expect(try await Self.load("", endpoints, Self.admin).status == 400)
        let large = try await Self.load("second", endpoints, Self.admin)
        #expect(large.status == 507 && large.error?.message.contains("unload") == true)
        #expect(endpoints.service.models.map(\.name) == ["lsd"])
    }

    /// Speech that runs goes on when its model is unloaded, with the same bytes.
    @Test func unloadingDisturbsNoSpeech() async throws {
        let endpoints = try await Self.endpoints()
        #expect(try await Self.load("second", endpoints, Self.admin).status == 200)
        let model = try #require(endpoints.service.model(named: "second"))
        let voice = try await model.voice(named: "someone")
        let options = SpeechOptions(seed: 3)
        let text = "One two three four five six seven eight nine ten."
        let alone = try await model.synthesizer.synthesize(text, voice: voice, options: options)
        var samples: [Float] = []
        for try await chunk in try await model.synthesizer.speak(text, voice: voice, options: options) {
            if samples.isEmpty {
                #expect(try await endpoints.send(.delete, "/v1/models/second", headers: Self.admin).status == 200)
            }
            samples += chunk.samples
        }
        #expect(samples == alone)
    }
}
