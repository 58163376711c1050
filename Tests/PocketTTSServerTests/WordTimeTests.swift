import Foundation
import Hummingbird
@testable import PocketTTSServer
import PocketTTS
@testable import PocketTTSAudio
import Testing

/// Word times at every endpoint, with the embedded voice, whose attention follows the text.
@Suite(.timeLimit(.minutes(15))) struct WordTimeTests {
    private static let text = "It costs $5, really."
    private static let words = ["It", "costs", "$5", "really"]

    private func objects(_ data: Data, separator: String, prefix: String = "") throws -> [[String: Any]] {
        try String(decoding: data, as: UTF8.self).components(separatedBy: separator).filter { !$0.isEmpty }.map {
            try #require(
                try JSONSerialization.jsonObject(with: Data($0.dropFirst(prefix.count).utf8)) as? [String: Any])
        }
    }

    @Test func eventsCarryWords() async throws {
        let endpoints = try await Endpoints(embedded: true)
        func words(_ more: String = "") async throws -> (words: [[String: Any]], seconds: Double) {
            let json = #"{"input": "\#(Self.text)", "response_format": "pcm", "stream_format": "sse"\#(more)}"#
            let events = try objects(try await endpoints.speak(json).body, separator: "\n\n", prefix: "data: ")
            let audio = events.compactMap { $0["audio"] as? String }.compactMap { Data(base64Encoded: $0) }
            // Words come beside the audio, not in one piece at the end.
            #expect(events.dropLast().contains { $0["words"] != nil })
            let bytes = audio.reduce(0) { $0 + $1.count }
            return (events.flatMap { $0["words"] as? [[String: Any]] ?? [] }, Double(bytes) / 48_000)
        }
        let (usual, seconds) = try await words()
        #expect(usual.map { $0["text"] as? String } == Self.words)
        let utf8 = Array(Self.text.utf8)
        for word in usual {
            let (start, end) = (word["text_start"] as? Int ?? 0, word["text_end"] as? Int ?? 0)
            #expect(String(decoding: utf8[start..<end], as: UTF8.self) == word["text"] as? String)
        }
        #expect(try #require(usual.last?["end"] as? Double) <= seconds)
        // Times are those of the audio that is delivered.
        let (fast, fastSeconds) = try await words(#", "speed": 2"#)
        for (word, other) in zip(usual, fast) {
            let (start, half) = (word["start"] as? Double ?? 0, other["start"] as? Double ?? 0)
            #expect(abs(start / 2 - half) < 0.002)
        }
        #expect(try #require(fast.last?["end"] as? Double) <= fastSeconds + 0.05)
    }

    @Test func captionedSpeechAsKokoroHasIt() async throws {
        let endpoints = try await Endpoints(embedded: true)
        func caption(_ more: String) async throws -> Endpoints.Answer {
            let json = #"{"model": "", "input": "\#(Self.text)", "response_format": "wav", "seed": 1\#(more)}"#
            return try await endpoints.send(.post, "/dev/captioned_speech", body: Data(json.utf8))
        }
        func words(_ objects: [[String: Any]]) -> [String?] {
            objects.flatMap { $0["timestamps"] as? [[String: Any]] ?? [] }.map { $0["word"] as? String }
        }
        func audio(_ objects: [[String: Any]]) -> Data {
            objects.reduce(into: Data()) { $0 += Data(base64Encoded: $1["audio"] as? String ?? "") ?? Data() }
        }
        let lines = try objects(try await caption("").body, separator: "\n")
        #expect(lines.count > 3 && words(lines) == Self.words)
        #expect(lines.allSatisfy { $0["audio_format"] as? String == "audio/wav" })
        let answer = try await caption(#", "stream": false"#)
        let whole = try objects(answer.body, separator: "\n")
        #expect(whole.count == 1 && words(whole) == Self.words)
        #expect(answer.headers[.contentLength].flatMap { Int($0) } == answer.body.count)
        // But for the length in the header.
        #expect(audio(whole).dropFirst(44) == audio(lines).dropFirst(44))
        #expect(try AudioFile.read(data: audio(whole), name: "x").samples.count == (audio(whole).count - 44) / 2)
        let none = try objects(
            try await caption(#", "stream": false, "return_timestamps": false"#).body, separator: "\n")
        #expect(none[0]["timestamps"] is NSNull)
        #expect(try await caption(#", "voice": "nobody""#).error?.parameter == "voice")
        // A model whose heads are not known.
        let random = try await Endpoints()
        let refused = try await random.send(.post, "/dev/captioned_speech", body: Data(#"{"input": "Hi."}"#.utf8))
        #expect(refused.status == 400 && refused.error?.parameter == "return_timestamps")
    }

    @Test func aCompleteResponseHasItsLength() async throws {
        let endpoints = try await Endpoints()
        for format in ["wav", "flac", "mp3", "pcm"] {
            let json = #"{"input": "Hello.", "response_format": "\#(format)", "seed": 1, "stream": false}"#
            let answer = try await endpoints.speak(json)
            #expect(answer.status == 200)
            #expect(answer.headers[.contentLength].flatMap { Int($0) } == answer.body.count, "\(format)")
            if format == "wav" {
                let clip = try AudioFile.read(data: answer.body, name: "x")
                #expect(clip.samples.count == (answer.body.count - 44) / 2)
                #expect(answer.body[40..<44].elementsEqual([UInt32(answer.body.count - 44)].littleEndianBytes))
            }
        }
        for (more, status) in [
            (#""on_failure": "retry""#, 400), (#""on_failure": "maybe""#, 400),
            (#""on_failure": "keep""#, 200), (#""on_failure": "retry", "stream": false"#, 200),
        ] {
            #expect(try await endpoints.speak(#"{"input": "Hello.", \#(more)}"#).status == status, "\(more)")
        }
    }

    /// With this threshold the speech ends at the pause.
    @Test func failuresAndRetriesAreCounted() async throws {
        let endpoints = try await Endpoints(embedded: true)
        func speak(_ more: String) async throws -> Int {
            let text = #""input": "Wait... what did you say?", "normalize": "off", "eos_threshold": -7.5"#
            return try await endpoints.speak(
                #"{\#(text), "voice": "woman", "response_format": "pcm"\#(more)}"#
            ).status
        }
        func metric(_ line: String) throws -> Bool {
            try #require(endpoints.service.registry).render().contains(line + "\n")
        }
        #expect(try metric(#"pocket_tts_failures_total{kind="early-end"} 0"#))
        #expect(try await speak("") == 200)
        #expect(try metric(#"pocket_tts_failures_total{kind="early-end"} 1"#))
        #expect(try metric(#"pocket_tts_retries_total{change="end"} 0"#))
        // Nobody listens before it is complete: there is time to speak again.
        #expect(try await speak(#", "stream": false"#) == 200)
        #expect(try metric(#"pocket_tts_retries_total{change="end"} 1"#))
        #expect(try await speak(#", "stream": false, "on_failure": "error""#) == 500)
    }

    @Test func theLastWordThatWasHeard() async throws {
        let endpoints = try await Endpoints(embedded: true)
        let request = SpeechRequest(
            model: endpoints.service.models[0], text: nil, voice: .named(nil), options: .init(seed: 1), format: .s16le,
            speed: 2)
        let session = try await endpoints.service.begin(request, client: "a", logger: .silent)
        for fragment in ["It cos", "ts $", "5, really", "."] { try await session.send(fragment) }
        try session.finish()
        var words: [TimedText] = []
        let usage = try await session.deliver(abort: {}) { event, _ in
            if case .word(let word) = event { words.append(session.timedText(word)) }
        }
        #expect(words.map(\.text) == Self.words)
        #expect(session.lastWord(played: nil) == words.last)
        #expect(session.lastWord(played: 0) == nil)
        #expect(session.lastWord(played: words[2].end) == words[2])
        #expect(session.lastWord(played: words[2].end - 0.01) == words[1])
        #expect(try #require(words.last).end <= usage.seconds)
    }
}
