@testable import PocketTTS
import SpeechText
import Testing

/// Pauses, marks, voices and volumes that a text asks for.
@Suite struct DirectiveTests {
    private struct Heard {
        var samples: [Float] = []
        /// Where each pause begins and ends.
        var silences: [Range<Int>] = []
        var marks: [MarkTime] = []
        var rates: Set<Double> = []
        var starts: [Double] = []
    }

    private static func listen(_ events: AsyncThrowingStream<SpeechEvent, any Error>) async throws -> Heard {
        var heard = Heard()
        for try await event in events {
            switch event {
            case .audio(let chunk):
                #expect(abs(chunk.startTime * 24000 - Double(heard.samples.count)) < 0.01)
                let range = heard.samples.count..<heard.samples.count + chunk.samples.count
                heard.samples += chunk.samples
                if chunk.isSilence {
                    if let last = heard.silences.last, last.upperBound == range.lowerBound {
                        heard.silences[heard.silences.count - 1] = last.lowerBound..<range.upperBound
                    } else {
                        heard.silences.append(range)
                    }
                } else if !chunk.isFinal {
                    heard.rates.insert(chunk.rate)
                }
            case .mark(let mark): heard.marks.append(mark)
            case .chunkStarted: heard.starts.append(Double(heard.samples.count) / 24000)
            case .chunkFinished, .word, .failure, .retry: break
            }
        }
        return heard
    }

    private static func options(_ format: TextFormat = .text, frames: Int? = nil) -> SpeechOptions {
        var options = SpeechOptions(temperature: 0.5, seed: 3, framesAfterEOS: frames)
        options.textFormat = format
        options.language = .english
        return options
    }

    /// Silence of the length that was asked for, to the sample, between speech that has faded.
    @Test(arguments: [nil, 0, 2])
    func aPauseIsExact(framesAfterEOS: Int?) async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let text = "Hello there. [pause:1.2345s] And [pause:10ms] on [pause:0s] it goes."
        let heard = try await Self.listen(
            synthesizer.events(text, voice: voice, options: Self.options(frames: framesAfterEOS)))
        #expect(heard.silences.map(\.count) == [29628, 240])
        for silence in heard.silences {
            #expect(heard.samples[silence].allSatisfy { $0 == 0 })
            // Speech ends and begins at zero.
            #expect(heard.samples[silence.lowerBound - 1] == 0)
            #expect(heard.samples[silence.upperBound] == 0)
            #expect(heard.samples[silence.lowerBound - 200] != 0)
        }
        #expect(heard.starts.count == 4)
        #expect(heard.starts[1] == Double(heard.silences[0].upperBound) / 24000)
    }

    @Test func pausesAloneAreSilence() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        for text in ["[pause:60s]", "[pause:100ms] [pause:200ms]"] {
            let heard = try await Self.listen(synthesizer.events(text, voice: voice, options: Self.options()))
            #expect(heard.samples.count == (text.hasPrefix("[pause:60s]") ? 60 * 24000 : 7200))
            #expect(heard.samples.allSatisfy { $0 == 0 })
        }
    }

    /// A session gives the same samples, whatever the fragments, and so does speech that is checked.
    @Test func everyWayGivesTheSameSamples() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let other = Voice.beginning(of: model)
        let text = """
            <speak>One two <mark name="a"/>three.<break time="100ms"/><voice name="x">Four five.</voice>\
            <prosody volume="-6dB" rate="50%">Six seven.</prosody><mark name="b"/></speak>
            """
        let options = Self.options(.ssml)
        let plan = try await synthesizer.plan(text, options: options)
        #expect(plan.voices == ["x"])
        let whole = try await Self.listen(
            synthesizer.events(plan, voice: voice, voices: ["x": other], options: options))
        #expect(whole.silences.map(\.count) == [2400])
        #expect(whole.marks.map(\.name) == ["a", "b"])
        #expect(whole.marks[0].time > 0 && whole.marks[0].time < Double(whole.silences[0].lowerBound) / 24000)
        #expect(whole.marks[1].time == Double(whole.samples.count) / 24000)
        #expect(whole.rates == [1, 0.5])

        for length in [1, 7, 400] {
            let session = try await synthesizer.session(voice: voice, options: options) { name throws(PocketTTSError) in
                guard name == "x" else { throw .emptyText }
                return other
            }
            var rest = Substring(text)
            while !rest.isEmpty {
                try session.send(String(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            try session.finish()
            let heard = try await Self.listen(session.events)
            let isSame = heard.samples == whole.samples
            #expect(isSame)
            #expect(heard.marks == whole.marks)
        }

        var checked = options
        checked.onFailure = .retry
        let heard = try await Self.listen(
            synthesizer.events(plan, voice: voice, voices: ["x": other], options: checked))
        #expect(heard.silences.map(\.count) == [2400])
        #expect(heard.marks.map(\.name) == ["a", "b"])
    }

    @Test func theVoiceAndTheGainChangeTheSamples() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        let other = Voice.beginning(of: model)
        func samples(_ text: String, _ format: TextFormat = .text) async throws -> [Float] {
            let options = Self.options(format)
            let plan = try await synthesizer.plan(text, options: options)
            return try await Self.listen(
                synthesizer.events(plan, voice: voice, voices: ["x": other], options: options)
            ).samples
        }
        let plain = try await samples("[pause:0s]Hello there.")
        let (changed, back) = (
            try await samples("[voice:x]Hello there."), try await samples("[voice:x][voice:default]Hello there.")
        )
        let (isOther, isSame) = (changed != plain, back == plain)
        #expect(isOther && isSame)
        let soft = try await samples("<speak><prosody volume='soft'>Hello there.</prosody></speak>", .ssml)
        #expect(soft.count == plain.count)
        // The last 5 ms fade out, for the volume changes back.
        #expect(zip(soft, plain).dropLast(120).allSatisfy { $0 == $1 * 0.5 })
    }

    @Test func unknownVoicesAndMalformedMarkupAreErrors() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let synthesizer = try Synthesizer(model: model)
        await #expect(throws: PocketTTSError.self) {
            try await synthesizer.events("[voice:x] Hello.", voice: voice, options: Self.options())
        }
        await #expect(
            throws: PocketTTSError.invalidText(reason: "line 1, column 3: \"[pause:\" has no closing bracket")
        ) { try await synthesizer.events("a [pause:1", voice: voice, options: Self.options()) }
        let session = try await synthesizer.session(voice: voice, options: Self.options(.ssml))
        try session.send("<speak>a")
        #expect(throws: PocketTTSError.self) { try session.send("<b>") }
        #expect(throws: PocketTTSError.self) { try session.finish() }
        #expect(throws: PocketTTSError.sessionOver) { try session.send("a") }
        // Without reading, brackets are text.
        var off = Self.options()
        off.normalization = .off
        #expect(try await synthesizer.plan("a [pause:1s]", options: off).chunks.count == 1)
    }

    @Test func aSessionReportsWhatItCannotSpeak() async throws {
        let (model, voice) = try Fixtures.load("lsd")
        let session = try await Synthesizer(model: model).session(voice: voice, options: Self.options())
        try session.send("a 漢 b. ")
        try session.flush()
        let missing = session.unspeakable
        try session.finish()
        #expect(session.unspeakable == missing)
        #expect(try missing == model.plan("a 漢 b.", options: Self.options()).unspeakable)
    }
}
