import Foundation
import Hummingbird
@testable import PocketTTSServer
import Testing

@Suite(.timeLimit(.minutes(15))) struct RequestErrorTests {
    @Test(arguments: ["...", "\u{1F600}\u{1F600}", "?!", "\u{2014}", "\u{1F1E9}\u{1F1EA}"])
    func textsWithNothingToSayAreRefused(text: String) async throws {
        let endpoints = try await Endpoints()
        let answer = try await endpoints.speak(#"{"input": "\#(text)"}"#)
        #expect(answer.status == 400 && answer.error?.parameter == "input")
        #expect(answer.error?.message.contains("no letter and no digit") == true)
    }

    @Test(arguments: ["5", "a", "\u{20AC}", "\u{4F60}\u{597D}", "1\u{FE0F}\u{20E3}"])
    func textsWithSomethingToSayAreNot(text: String) throws {
        let limits = ServiceLimits()
        #expect(limits.textCharacters > 0 && text.unicodeScalars.contains { $0.isSpoken })
    }

    @Test func halfACharacterIsNamed() async throws {
        let endpoints = try await Endpoints()
        for (json, escape) in [
            (#"{"input": "Hello \ud83d there."}"#, #"\uD83D"#), (#"{"input": "\\n\uDE00"}"#, #"\uDE00"#),
            (#"{"input": "\ud83d\ud83d\ude00"}"#, #"\uD83D"#),
        ] {
            let answer = try await endpoints.speak(json)
            #expect(
                answer.status == 400 && answer.error?.message.contains(escape) == true, "\(answer.error?.message ?? "")"
            )
        }
        // A pair, and a backslash before a u, are none.
        #expect(try await endpoints.speak(#"{"input": "Hi \ud83d\ude00", "seed": 1}"#).status == 200)
        let other = try await endpoints.speak(#"{"input": "\\ud83d", "speed": "x"}"#)
        #expect(other.error?.parameter == "speed")
        #expect(throws: APIError.self) { try SocketRequest(json: #"{"type": "text", "text": "\ud83d"}"#) }
    }

    @Test func compressedBodiesAreRefused() async throws {
        let endpoints = try await Endpoints()
        for path in ["/v1/audio/speech", "/tts"] {
            let answer = try await endpoints.send(
                .post, path, body: Data([0x1F, 0x8B]), headers: [.contentEncoding: "gzip"])
            #expect(answer.status == 415 && answer.error?.message.contains("gzip") == true)
        }
        let plain = try await endpoints.send(
            .post, "/v1/audio/speech", body: Data(#"{"input": "Hi."}"#.utf8), headers: [.contentEncoding: "identity"])
        #expect(plain.status == 200)
    }

    @Test func wrongPathsNameTheRightOne() async throws {
        let endpoints = try await Endpoints()
        for (path, right) in [
            ("/audio/speech", "/v1/audio/speech"), ("/v1/v1/audio/speech", "/v1/audio/speech"),
            ("/v1/v1/models", "/v1/models"),
            ("/audio/voices", "/v1/audio/voices"), ("/audio/models", "/v1/models"),
            ("/captioned_speech", "/dev/captioned_speech"), ("/v1/tts/bytes", "/tts/bytes"),
            ("/api/tts", "/tts"), ("/v1/audio/Speech/", "/v1/audio/speech"),
        ] {
            for method: HTTPRequest.Method in [.get, .post] {
                let answer = try await endpoints.send(method, path)
                #expect(answer.status == 404 && answer.error?.message.hasSuffix("use \(right).") == true, "\(path)")
            }
        }
        let nowhere = try await endpoints.send(.get, "/v1/chat/completions")
        #expect(nowhere.error?.message.contains("/v1/audio/speech") == true)
    }

    @Test func aFullServerRefusesBeforeItReadsTheBody() async throws {
        let endpoints = try await Endpoints(capacity: 1) { $0.queueLength = 0 }
        let ticket = try await endpoints.service.admit(endpoints.service.models[0], client: "other")
        for path in [
            "/v1/audio/speech", "/dev/captioned_speech", "/tts", "/tts/bytes", "/tts/sse",
            "/v1/text-to-speech/someone/stream",
        ] {
            // It has no end.
            let (body, source) = RequestBody.makeStream()
            defer { source.finish() }
            await source.yield(ByteBuffer(string: "{"))
            let answer = try await endpoints.send(.post, path, stream: body)
            #expect(answer.status == 503 && answer.headers[.retryAfter] != nil, "\(path)")
        }
        ticket.giveBack()
    }

    @Test func languages() {
        for (text, code) in [
            ("french_24l", "fr"), ("english", "en"), ("de", "de"), ("pt-BR", "pt"), ("my model", "en"),
            ("desk", "en"), ("German", "de"),
        ] { #expect(LanguageNames.code(of: text) == code, "\(text)") }
    }

    @Test func anEmptyFileFieldIsNoFile() async throws {
        let endpoints = try await Endpoints()
        func field(_ name: String, _ value: String, file: String? = nil) -> String {
            let fileName = file.map { "; filename=\"\($0)\"" } ?? ""
            return "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\(fileName)\r\n\r\n\(value)\r\n"
        }
        let empty = field("voice_wav", "", file: "")
        for body in [
            field("text", "Hi.") + empty, field("text", "Hi.") + field("voice_url", "someone") + empty,
            field("text", "Hi.") + field("voice_url", "") + field("model", "") + field("response_format", "") + empty,
        ] {
            let answer = try await endpoints.send(
                .post, "/tts", body: Data((body + "--b--\r\n").utf8), type: "multipart/form-data; boundary=b")
            #expect(answer.status == 200, "\(answer.error?.message ?? "")")
        }
    }
}
