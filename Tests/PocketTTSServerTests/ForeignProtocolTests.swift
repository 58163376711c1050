import Foundation
import Hummingbird
@testable import PocketTTSServer
import PocketTTS
import PocketTTSAudio
import Testing

/// Cartesia's and ElevenLabs' endpoints; scripts/test agents has their own clients.
@Suite(.timeLimit(.minutes(15))) struct ForeignProtocolTests {
    private func object(_ data: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func keysComeInEveryPlace() async throws {
        let endpoints = try await Endpoints(keys: ["secret"])
        for (headers, status) in [
            ([.cartesiaKey: "secret"], 200), ([.elevenLabsKey: "secret"], 200), ([.cartesiaKey: "wrong"], 401),
            ([.elevenLabsKey: "wrong"], 401), ([:], 401),
        ] as [(HTTPFields, Int)] {
            #expect(try await endpoints.send(.get, "/voices", headers: headers).status == status)
        }
        #expect(try await endpoints.send(.get, "/voices?api_key=secret").status == 200)
        #expect(try await endpoints.send(.get, "/voices?api_key=wrong").status == 401)
    }

    @Test func errorsHaveTheFormOfTheirProtocol() async throws {
        let endpoints = try await Endpoints()
        let cartesia = try await endpoints.send(.post, "/tts/bytes", body: Data(#"{"transcript": ""}"#.utf8))
        #expect(cartesia.status == 400)
        #expect((try object(cartesia.body)["message"] as? String)?.contains("transcript") == true)
        #expect(try object(cartesia.body)["error_code"] as? String == "invalid_request")
        let elevenLabs = try await endpoints.send(
            .post, "/v1/text-to-speech/nobody", body: Data(#"{"text": "Hi."}"#.utf8))
        let detail = try #require(try object(elevenLabs.body)["detail"] as? [String: Any])
        #expect(elevenLabs.status == 400 && detail["status"] as? String == "voice_not_found")
    }

    @Test func namesOfOtherServicesMeanTheUsualOnes() async throws {
        let endpoints = try await Endpoints()
        var headers = HTTPFields()
        for (model, voice) in [
            ("sonic-3", "f786b574-daa5-4673-aa0c-cbe3e8534c02"), ("eleven_flash_v2_5", "21m00Tcm4TlvDq8ikWAM"),
            ("kokoro", "alloy"), ("kokoro", "af_heart"), ("kokoro", "af_bella(2)+bm_george(1)"), ("", ""),
        ] {
            #expect(try endpoints.service.resolve(model: model, voice: voice, headers: &headers).voice == nil)
        }
        #expect(headers[.spokenVoice] == "someone")
        for voice in ["somebody", "af_", "xf_heart", "af_heart+somebody", "someone+somebody"] {
            #expect(throws: APIError.self, "\(voice)") {
                try endpoints.service.resolve(model: "sonic-3", voice: voice, headers: &headers)
            }
        }
        #expect(throws: APIError.self) {
            try endpoints.service.resolve(model: "gpt-9", voice: nil, headers: &headers)
        }
    }

    @Test func wordsHaveThePunctuationAroundThem() {
        func spelled(_ word: String, _ text: String) -> String? {
            let start = text.utf8.count - (text.range(of: word).map { text[$0.lowerBound...].utf8.count } ?? 0)
            let range = ServedSession.spelledRange(of: start..<start + word.utf8.count, in: text)
            return String(Substring(text.utf8.dropFirst(range.lowerBound).prefix(range.count)))
        }
        #expect(spelled("Hello", "\"Hello,\" he said.") == "\"Hello,\"")
        #expect(spelled("said", "\"Hello,\" he said.") == "said.")
        #expect(spelled("caf\u{e9}", "The caf\u{e9}\u{2014}really.") == "caf\u{e9}\u{2014}")
        #expect(spelled("really", "The caf\u{e9}\u{2014}really.") == "really.")
    }

    @Test func charactersShareTheTimeOfTheirWords() {
        let text = " Hi, you."
        var alignment = CharacterAlignment()
        let first = alignment.add(WordTime(textRange: 1..<3, start: 0.2, end: 0.4), of: text)
        let second = alignment.add(WordTime(textRange: 5..<8, start: 0.6, end: 0.9), of: text)
        let rest = alignment.finish(text, seconds: 1)
        #expect((first.characters + second.characters + (rest?.characters ?? [])).joined() == text)
        #expect(first.starts == [0, 0.2, 0.30000000000000004] && first.ends.last == 0.4)
        #expect(second.starts.first == 0.4 && second.ends.last == 0.9 && rest?.ends == [1])
        #expect(alignment.finish(text, seconds: 1) == nil)
    }

    @Test func outputFormats() throws {
        #expect(try AudioEncoding(elevenLabs: nil) == AudioEncoding(.mp3, sampleRate: 44_100, kilobitsPerSecond: 128))
        #expect(try AudioEncoding(elevenLabs: "ulaw_8000") == AudioEncoding(.mulaw, sampleRate: 8000))
        for name in ["mp3", "pcm_1", "pcm_16000_32", "mp3_44100_9999", "aac_44100", "_", "mp3__"] {
            #expect(throws: APIError.self, "\(name)") { try AudioEncoding(elevenLabs: name) }
        }
    }
}
