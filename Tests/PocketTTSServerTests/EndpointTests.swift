import Foundation
import Hummingbird
import NIOEmbedded
@testable import PocketTTSServer
import PocketTTS
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct EndpointTests {
    @Test func speechInEveryFormat() async throws {
        let endpoints = try await Endpoints()
        for (format, type, magic) in [
            ("mp3", "audio/mpeg", [0xFF]), ("opus", "audio/ogg; codecs=opus", Array("OggS".utf8)),
            ("flac", "audio/flac", Array("fLaC".utf8)), ("wav", "audio/wav", Array("RIFF".utf8)),
            ("pcm", "audio/pcm", []),
        ] as [(String, String, [UInt8])] {
            let answer = try await endpoints.speak(#"{"input": "Hello.", "response_format": "\#(format)", "seed": 1}"#)
            #expect(answer.status == 200 && answer.headers[.contentType] == type)
            #expect(answer.body.count > 1000 && answer.body.starts(with: magic), "\(format)")
        }
        #expect(try await endpoints.speak(#"{"input": "Hello."}"#).headers[.contentType] == "audio/mpeg")
        #expect(endpoints.service.admission.load.active == 0)
    }

    @Test func sameSeedSameBytesAtEveryEndpoint() async throws {
        let endpoints = try await Endpoints()
        let json = #"{"input": "Hello there.", "response_format": "pcm", "seed": 7, "voice": "someone"}"#
        let alone = try await endpoints.speak(json).body
        let form = Data("text=Hello+there.&seed=7&response_format=pcm".utf8)
        #expect(
            try await endpoints.send(.post, "/tts", body: form, type: "application/x-www-form-urlencoded").body == alone
        )
        try await withThrowingTaskGroup(of: Data.self) { group in
            for _ in 0..<4 { group.addTask { try await endpoints.speak(json).body } }
            for try await bytes in group { #expect(bytes == alone) }
        }
    }

    @Test func requestsChooseHowTheirTextIsRead() async throws {
        let endpoints = try await Endpoints()
        func speak(_ text: String, _ more: String = "") async throws -> Data {
            let json = #"{"input": "\#(text)", "response_format": "pcm", "seed": 7\#(more)}"#
            return try await endpoints.speak(json).body
        }
        let list = #"One\nTwo"#
        let off = try await speak(list, #", "normalize": "off""#)
        #expect(try await off == speak("One Two", #", "normalize": "off""#))
        #expect(try await off != speak(list))
        #expect(try await speak("3.", #", "language": "de""#) != speak("3.", #", "language": "en""#))
        for (field, value) in [("normalize", "maybe"), ("language", "xx"), ("input_format", "pdf")] {
            let answer = try await endpoints.speak(#"{"input": "Hi.", "\#(field)": "\#(value)"}"#)
            #expect(answer.status == 400, "\(field)")
            #expect(String(decoding: answer.body, as: UTF8.self).contains(field), "\(field)")
        }
    }

    @Test func textsHavePausesVoicesAndLexicons() async throws {
        let endpoints = try await Endpoints()
        func speak(_ fields: String) async throws -> (status: Int, body: Data) {
            let answer = try await endpoints.speak(#"{"response_format": "pcm", "seed": 7, \#(fields)}"#)
            return (answer.status, answer.body)
        }
        let pause = try await speak(#""input": "[pause:250ms]""#)
        #expect(pause.status == 200 && pause.body == Data(count: 12000))
        let ssml = #""input": "<speak>Hi <break time='1s'/> there.</speak>", "input_format": "ssml", "speed": 2"#
        let spoken = try await speak(ssml).body
        #expect(spoken.range(of: Data(count: 48000)) != nil && spoken.range(of: Data(count: 48100)) == nil)
        #expect(try await speak(#""input": "[voice:someone] Hello.""#).status == 200)
        #expect(try await speak(#""input": "[voice:alloy] Hello.""#).status == 200)

        let plain = try await speak(#""input": "cube control""#).body
        for lexicon in [#"{"kubectl": "cube control"}"#, #""kubectl\tcube control\n""#] {
            #expect(try await speak(#""input": "kubectl", "lexicon": \#(lexicon)"#).body == plain)
        }
        let form = Data("text=kubectl&seed=7&response_format=pcm&lexicon=kubectl%09cube+control".utf8)
        let type = "application/x-www-form-urlencoded"
        #expect(try await endpoints.send(.post, "/tts", body: form, type: type).body == plain)

        for (fields, reason) in [
            (#""input": "[voice:nobody] Hi.""#, "someone"), (#""input": "a [pause:x] b""#, "column 3"),
            (#""input": "<speak>", "input_format": "ssml""#, "line 1, column 1"),
            (#""input": "Hi.", "lexicon": "a""#, "line 1"), (#""input": "Hi.", "lexicon": {"a\n": "b"}"#, "line end"),
            (#""input": "Hi.", "lexicon": "\#(String(repeating: "x", count: 70_000))""#, "65536"),
            (#""input": "Hi.", "lexicon": {"a": "/x/"}"#, "phonemes"),
        ] {
            let answer = try await speak(fields)
            #expect(answer.status == 400, "\(reason)")
            let body = String(decoding: answer.body, as: UTF8.self)
            #expect(body.contains(reason), "\(body)")
        }
    }

    @Test func speedShortensAndLengthens() async throws {
        let endpoints = try await Endpoints()
        func count(_ speed: Double) async throws -> Double {
            let json =
                #"{"input": "Hello there, how are you?", "response_format": "pcm", "seed": 3, "speed": \#(speed)}"#
            return Double(try await endpoints.speak(json).body.count)
        }
        let usual = try await count(1)
        #expect(abs(try await count(2) / usual - 0.5) < 0.1)
        #expect(abs(try await count(0.5) / usual - 2) < 0.2)
    }

    @Test func eventsCarryTheAudioAndTheUsage() async throws {
        let endpoints = try await Endpoints()
        let json = #"{"input": "Hello.", "response_format": "pcm", "seed": 7, "stream_format": "sse"}"#
        let answer = try await endpoints.speak(json)
        #expect(answer.headers[.contentType] == "text/event-stream")
        var audio = Data()
        var done: [String: Any]?
        for event in String(decoding: answer.body, as: UTF8.self).components(separatedBy: "\n\n") where !event.isEmpty {
            #expect(event.hasPrefix("data: "))
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(event.dropFirst(6).utf8)) as? [String: Any])
            switch object["type"] as? String {
            case "speech.audio.delta":
                let text = try #require(object["audio"] as? String)
                audio += try #require(Data(base64Encoded: text))
            case "speech.audio.done": done = object["usage"] as? [String: Any]
            case let other: Issue.record("\(other ?? "nothing")")
            }
        }
        #expect(audio == (try await endpoints.speak(json.replacing("sse", with: "audio")).body))
        let usage = try #require(done)
        let frames = try #require(usage["output_tokens"] as? Int)
        #expect(frames > 0 && audio.count == frames * endpoints.service.models[0].synthesizer.model.frameSize * 2)
        let tokens = try #require(usage["input_tokens"] as? Int)
        #expect(usage["total_tokens"] as? Int == frames + tokens)
    }

    @Test func errorsHaveOpenAIsForm() async throws {
        let endpoints = try await Endpoints { $0.textCharacters = 100 }
        for (json, parameter) in [
            ("", nil), ("{", nil), ("[]", nil), ("\u{0}", nil), (#"{"model": "lsd"}"#, "input"),
            (#"{"input": 5}"#, "input"), (#"{"input": null}"#, "input"), (#"{"input": ""}"#, "input"),
            (#"{"input": " \n "}"#, "input"), (#"{"input": "\#(String(repeating: "a", count: 101))"}"#, "input"),
            (#"{"input": "Hi.", "voice": "nobody"}"#, "voice"), (#"{"input": "Hi.", "voice": 3}"#, "voice"),
            (#"{"input": "Hi.", "voice": {"name": "x"}}"#, "voice.id"),
            (#"{"input": "Hi.", "response_format": "aac"}"#, "response_format"),
            (#"{"input": "Hi.", "response_format": "midi"}"#, "response_format"),
            (#"{"input": "Hi.", "speed": 5}"#, "speed"), (#"{"input": "Hi.", "speed": 0.2}"#, "speed"),
            (#"{"input": "Hi.", "speed": "fast"}"#, "speed"),
            (#"{"input": "Hi.", "stream_format": "morse"}"#, "stream_format"),
            (#"{"input": "Hi.", "temperature": -1}"#, "temperature"), (#"{"input": "Hi.", "seed": "one"}"#, "seed"),
            (#"{"input": "Hi.", "seed": 1.5}"#, nil),
        ] as [(String, String?)] {
            let answer = try await endpoints.speak(json)
            let error = try #require(answer.error, "\(json)")
            #expect(answer.status == 400 && error.parameter == parameter, "\(json): \(error.message)")
            #expect(answer.headers[.contentType] == "application/json")
        }
        #expect(try await endpoints.speak(#"{"input": "Hi.", "unknown": {"field": 1}}"#).status == 200)
        let invalid = try await endpoints.send(
            .post, "/v1/audio/speech", body: Data(#"{"input": "\#("")"#.utf8) + [0xFF, 0x22, 0x7D])
        #expect(invalid.status == 400)
        #expect(endpoints.service.admission.load.active == 0)
    }

    @Test func openAIsNamesAndEmptyOnesMeanTheDefaults() async throws {
        let endpoints = try await Endpoints()
        let answer = try await endpoints.speak(
            #"{"input": "Hi.", "model": "tts-1", "voice": "alloy", "instructions": "Whisper."}"#)
        #expect(answer.status == 200)
        #expect(answer.headers[.spokenModel] == "lsd" && answer.headers[.spokenVoice] == "someone")
        #expect(answer.headers[.ignored] == "instructions")
        let empty = try await endpoints.speak(#"{"input": "Hi.", "model": "", "voice": "", "response_format": ""}"#)
        #expect(empty.headers[.contentType] == "audio/mpeg")
        #expect(empty.status == 200 && empty.headers[.spokenModel] == nil && empty.headers[.spokenVoice] == nil)
        let exact = try await endpoints.speak(#"{"input": "Hi.", "model": "lsd", "voice": {"id": "someone"}}"#)
        #expect(exact.status == 200 && exact.headers[.spokenModel] == nil && exact.headers[.spokenVoice] == nil)
    }

    @Test func listings() async throws {
        let endpoints = try await Endpoints()
        func object(_ path: String) async throws -> [String: Any] {
            let answer = try await endpoints.send(.get, path)
            #expect(answer.status == 200)
            return try #require(try JSONSerialization.jsonObject(with: answer.body) as? [String: Any])
        }
        #expect((try await object("/v1/models")["data"] as? [[String: Any]])?.map { $0["id"] as? String } == ["lsd"])
        #expect(try await object("/v1/models/lsd")["object"] as? String == "model")
        #expect(try await endpoints.send(.get, "/v1/models/other").status == 404)
        // A name that the speech endpoint takes.
        #expect(try await object("/v1/models/tts-1")["id"] as? String == "tts-1")
        let unknown = try await endpoints.speak(#"{"input": "Hi.", "model": "gpt-9"}"#)
        #expect(unknown.status == 404 && unknown.error?.parameter == "model")
        let voices = try #require(try await object("/v1/audio/voices")["voices"] as? [[String: Any]])
        #expect(voices.map { $0["id"] as? String } == ["someone"] && voices[0]["is_default"] as? Bool == true)
        #expect(try await object("/health")["status"] as? String == "healthy")
        #expect(try await object("/ready")["status"] as? String == "ready")
        endpoints.service.beginShutdown()
        #expect(try await endpoints.send(.get, "/ready").status == 503)
    }

    @Test func aClientThatLeftBeforeTheFirstAudioGetsNothing() async throws {
        let endpoints = try await Endpoints()
        let request = SpeechRequest(model: endpoints.service.models[0], text: "Hello.", voice: .named(nil))
        let session = try await endpoints.service.begin(request, client: "a", logger: .silent)
        session.stop(.disconnected)
        #expect(endpoints.service.admission.load.active == 0)
        await #expect(throws: ServedSession.Stop.disconnected) { try await session.deliver(abort: {}) { _, _ in } }
    }

    @Test func otherMethodsGetTheListOfMethods() async throws {
        let endpoints = try await Endpoints()
        for (path, allowed) in [
            ("/v1/audio/speech", "POST"), ("/tts", "POST"), ("/health", "GET, HEAD"), ("/", "GET, HEAD"),
        ] {
            let answer = try await endpoints.send(.delete, path)
            #expect(answer.status == 405 && answer.headers[.allow] == allowed && answer.error != nil, "\(path)")
        }
        let head = try await endpoints.send(.head, "/health")
        #expect(head.status == 200 && head.body.isEmpty && head.headers[.contentLength] == "20")
        let nowhere = try await endpoints.send(.head, "/nowhere")
        #expect(nowhere.status == 404 && nowhere.body.isEmpty)
    }

    @Test func optionsAreNamedAsTheFieldsThatTheyAre() async throws {
        let endpoints = try await Endpoints()
        for (field, value) in [
            ("max_tokens", "0"), ("sampler_decode_steps", "-1"), ("frames_after_eos", "-1"), ("noise_clamp", "0"),
        ] {
            let error = try #require(try await endpoints.speak(#"{"input": "Hi.", "\#(field)": \#(value)}"#).error)
            #expect(error.parameter == field && error.message.hasPrefix(field))
        }
    }

    @Test func keysAreAskedForWhereSpeechIs() async throws {
        let endpoints = try await Endpoints(keys: ["secret"])
        for path in ["/v1/models", "/v1/audio/voices", "/metrics"] {
            #expect(try await endpoints.send(.get, path).status == 401)
            #expect(try await endpoints.send(.get, path, headers: [.authorization: "Bearer wrong"]).status == 401)
            #expect(try await endpoints.send(.get, path, headers: [.authorization: "bearer secret"]).status == 200)
        }
        #expect(try await endpoints.speak(#"{"input": "Hi."}"#).status == 401)
        #expect(try await endpoints.send(.post, "/tts").status == 401)
        for path in ["/", "/health", "/ready"] { #expect(try await endpoints.send(.get, path).status == 200) }
    }

    @Test func aRecordingIsCloned() async throws {
        let endpoints = try await Endpoints()
        let wav = recording()
        let answer = try await endpoints.send(.post, "/tts", body: form(wav), type: formType)
        #expect(answer.status == 200 && answer.body.starts(with: Data("RIFF".utf8)))
        for broken in [Data(), Data("no audio".utf8), wav.prefix(44)] {
            let answer = try await endpoints.send(.post, "/tts", body: form(broken), type: formType)
            #expect(answer.status == 400 && answer.error?.parameter == "voice_wav", "\(answer.error?.message ?? "")")
        }
        for (fields, parameter) in [
            ("text=Hi.&voice_url=http://127.0.0.1/x", "voice_url"), ("text=Hi.&voice_url=hf://a/b", "voice_url"),
            ("text=Hi.&voice_url=nobody", "voice"), ("voice_url=someone", "text"), ("text=+", "text"),
            ("text=Hi.&seed=x", "seed"),
        ] {
            let answer = try await endpoints.send(
                .post, "/tts", body: Data(fields.utf8), type: "application/x-www-form-urlencoded")
            #expect(answer.status == 400 && answer.error?.parameter == parameter, "\(fields)")
        }
        #expect(endpoints.service.admission.load.active == 0)
    }

    @Test func aRecordingIsEncodedOnce() async throws {
        let kept = Mutex<[Data: Voice]>([:])
        let made = Mutex(0)
        func endpoints(seconds: Double) async throws -> Endpoints {
            try await Endpoints {
                $0.uploadSeconds = seconds
            } keeper: { (recording, make) throws(PocketTTSError) in
                if let voice = kept.withLock({ $0[recording] }) { return voice }
                let voice = try make()
                made.withLock { $0 += 1 }
                kept.withLock { $0[recording] = voice }
                return voice
            }
        }
        let whole = try await endpoints(seconds: AudioClip.longestPrompt)
        let first = try await whole.send(.post, "/tts", body: form(recording()), type: formType).body
        #expect(try await whole.send(.post, "/tts", body: form(recording()), type: formType).body == first)
        #expect(made.withLock { $0 } == 1)
        _ = try await whole.send(.post, "/tts", body: form(recording(pitch: 0.06)), type: formType)
        #expect(made.withLock { $0 } == 2)
        // A broken recording is reported again.
        for _ in 0..<2 {
            #expect(
                try await whole.send(.post, "/tts", body: form(Data("no audio".utf8)), type: formType).status == 400)
        }
        // A part of a recording is another voice.
        let part = try await endpoints(seconds: 0.5)
        #expect(try await part.send(.post, "/tts", body: form(recording()), type: formType).body != first)
        #expect(made.withLock { $0 } == 3)
    }

    private let formType = "multipart/form-data; boundary=b"

    private func form(_ recording: Data) -> Data {
        let fields = """
            --b\r\nContent-Disposition: form-data; name="text"\r\n\r\nHello.\r\n\
            --b\r\nContent-Disposition: form-data; name="seed"\r\n\r\n1\r\n\
            --b\r\nContent-Disposition: form-data; name="voice_wav"; filename="x"\r\n\r\n
            """
        return Data(fields.utf8) + recording + Data("\r\n--b--\r\n".utf8)
    }

    private func recording(pitch: Double = 0.05) -> Data {
        let samples = (0..<24_000).map { Float(sin(Double($0) * pitch)) * 0.5 }
        return waveFile(samples)
    }

    @Test func aBodyThatDoesNotArriveIsCutOff() async throws {
        let endpoints = try await Endpoints { $0.bodyTime = .milliseconds(100) }
        let (body, source) = RequestBody.makeStream()
        await source.yield(ByteBuffer(string: "{"))
        let answer = try await endpoints.send(.post, "/v1/audio/speech", stream: body)
        #expect(answer.status == 408 && answer.headers[.connection] == "close")
    }

    @Test func bodiesOverTheLimitAreRefusedBeforeTheyAreRead() async throws {
        let endpoints = try await Endpoints {
            $0.uploadBytes = 1000; $0.bodyBytes = 1000
        }
        for path in ["/tts", "/v1/audio/speech"] {
            let announced = try await endpoints.send(.post, path, headers: [.contentLength: "1000000000"])
            #expect(announced.status == 413 && announced.headers[.connection] == "close")
            #expect(try await endpoints.send(.post, path, body: Data(count: 1001)).status == 413)
        }
    }

    @Test func metricsCountWhatHappened() async throws {
        let endpoints = try await Endpoints(capacity: 1) { $0.queueLength = 0 }
        _ = try await endpoints.speak(#"{"input": "Hi."}"#)
        let ticket = try await endpoints.service.admit(endpoints.service.models[0], client: "other")
        let refused = try await endpoints.speak(#"{"input": "Hi."}"#)
        #expect(refused.status == 503 && refused.headers[.retryAfter].flatMap { Int($0) } ?? 0 >= 1)
        let text = String(decoding: try await endpoints.send(.get, "/metrics").body, as: UTF8.self)
        for line in [
            "pocket_tts_active_streams 1.0", "pocket_tts_queue_length 0.0",
            "pocket_tts_requests_total{outcome=\"completed\"} 1",
            "pocket_tts_requests_total{outcome=\"rejected\"} 1", "pocket_tts_time_to_first_audio_seconds_count 1",
            "pocket_tts_times_real_time_count 1",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        ticket.giveBack()
    }

    @Test func aClientThatLeavesStopsItsSession() async throws {
        let endpoints = try await Endpoints()
        let long = String(repeating: "This goes on and on. ", count: 100)
        let synthesizer = endpoints.service.models[0].synthesizer
        // By a write that fails.
        let response = try await endpoints.start(
            .post, "/v1/audio/speech", body: Data(#"{"input": "\#(long)", "response_format": "pcm"}"#.utf8))
        await #expect(throws: (any Error).self) { try await response.body.write(Leaver()) }
        try await silence(of: synthesizer, endpoints)
        // By the connection, while nothing is written.
        let channel = NIOAsyncTestingChannel()
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(ConnectionGuard())
        }
        try await channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).get()
        let second = try await endpoints.start(
            .post, "/v1/audio/speech", body: Data(#"{"input": "\#(long)", "response_format": "pcm"}"#.utf8),
            channel: channel)
        let reader = Task { try await second.body.write(Sleeper()) }
        try await Task.sleep(for: .milliseconds(50))
        try await channel.close()
        try await silence(of: synthesizer, endpoints)
        reader.cancel()
        _ = await reader.result
        // By never reading the response at all.
        _ = try await endpoints.start(.post, "/v1/audio/speech", body: Data(#"{"input": "\#(long)"}"#.utf8))
        try await silence(of: synthesizer, endpoints)
    }

    @Test func aClientThatReadsNothingIsStopped() async throws {
        let endpoints = try await Endpoints { $0.stallTime = .milliseconds(200) }
        let long = String(repeating: "This goes on and on. ", count: 100)
        let response = try await endpoints.start(.post, "/v1/audio/speech", body: Data(#"{"input": "\#(long)"}"#.utf8))
        let reader = Task { try await response.body.write(Sleeper()) }
        try await silence(of: endpoints.service.models[0].synthesizer, endpoints)
        reader.cancel()
        _ = await reader.result
    }

    /// Waits until no session runs any more.
    private func silence(of synthesizer: Synthesizer, _ endpoints: Endpoints) async throws {
        while endpoints.service.admission.load.active > 0 || synthesizer.activeStreams > 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// Goes after the first bytes.
private struct Leaver: ResponseBodyWriter {
    struct Gone: Error {}

    func write(_ buffer: ByteBuffer) async throws { throw Gone() }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// Takes the first bytes and then nothing.
private struct Sleeper: ResponseBodyWriter {
    func write(_ buffer: ByteBuffer) async throws { try await Task.sleep(for: .seconds(3600)) }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
