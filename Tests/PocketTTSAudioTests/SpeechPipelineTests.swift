import Foundation
import PocketTTS
@testable import PocketTTSAudio
import Testing

struct SpeechPipelineTests {
    private func encode(_ samples: [Float], _ format: AudioFormat, block: Int = 1920) throws -> [UInt8] {
        let pipeline = try SpeechPipeline(format: format, sampleRate: 24000)
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: samples.count, by: block) {
            bytes += try pipeline.encode(Array(samples[start..<min(start + block, samples.count)]))
        }
        return bytes + (try pipeline.finish())
    }

    @Test func speechThatDoesNotClipIsUntouched() throws {
        let samples = noise(9600).map { $0 * 2 }
        #expect(try encode(samples, .s16le) == samples.int16.littleEndianBytes)
    }

    @Test(arguments: [0, 960, 1919])
    func peaksAreTurnedDownAndNotCutOff(position: Int) throws {
        let tone = (0..<9600).map { Float(sin(Double($0) * 0.05)) * 0.5 }
        var samples = tone
        // A burst beyond full scale, whose top a clamp would flatten.
        for i in 0..<40 { samples[1920 + position + i] = 1 + 0.4 * sin(Float(i) * 0.08) }
        let limited = try self.limited(samples)
        #expect(limited.allSatisfy { abs($0) <= 1.000001 })
        let burst = Array(limited[(1920 + position)..<(1960 + position)])
        #expect(Set(burst).count > 35)
        // Before the block nothing changes; 200 ms after the peak nothing changes any more.
        #expect(limited[..<1920] == samples[..<1920])
        #expect(limited[(1920 + position + 40 + 4800)...] == samples[(1920 + position + 40 + 4800)...])
        // The gain never jumps inside a block, but at its first sample.
        let gains = zip(limited, samples).map { $1 == 0 ? 1 : $0 / $1 }
        for i in 1921..<3840 where i % 1920 != 0 { #expect(abs(gains[i] - gains[i - 1]) < 0.01, "\(i)") }
    }

    private func limited(_ samples: [Float]) throws -> [Float] {
        var limiter = PeakLimiter(sampleRate: 24000)
        return stride(from: 0, to: samples.count, by: 1920).flatMap { limiter.process(Array(samples[$0..<$0 + 1920])) }
    }

    private func chunk(_ samples: [Float], at start: Int = 0, rate: Double = 1, isSilence: Bool = false) -> AudioChunk {
        var chunk = AudioChunk(
            samples: samples, sampleRate: 24000, startTime: Double(start) / 24000, textRange: 0..<0, isFinal: false)
        chunk.rate = rate
        chunk.isSilence = isSilence
        return chunk
    }

    /// A pause keeps its length at every speed, and parts of the speech have a speed of their own.
    @Test(arguments: [1, 2, 0.5], [1, 1.5])
    func pausesAreExact(speed: Double, rate: Double) throws {
        let speech = noise(12000)
        func stretched(_ speed: Double) throws -> [UInt8] {
            let pipeline = try SpeechPipeline(format: .s16le, sampleRate: 24000, speed: speed)
            return try pipeline.encode(speech) + pipeline.finish()
        }
        let pipeline = try SpeechPipeline(format: .s16le, sampleRate: 24000, speed: speed)
        var bytes = try pipeline.encode(chunk(speech))
        bytes += try pipeline.encode(chunk([Float](repeating: 0, count: 1001), at: 12000, isSilence: true))
        bytes += try pipeline.encode(chunk(speech, at: 13001, rate: rate))
        let (before, after) = (try stretched(speed), try stretched(speed * rate))
        bytes += try pipeline.finish()
        #expect(bytes == before + [UInt8](repeating: 0, count: 2002) + after)
    }

    /// Times are those of the sound.
    @Test func timesFollowTheRates() throws {
        let pipeline = try SpeechPipeline(format: .s16le, sampleRate: 24000, speed: 2)
        let parts = [
            (24000, 1.0, false), (12000, 1, true), (24000, 0.5, false), (24000, 1, false),
        ]
        var start = 0
        for (count, rate, isSilence) in parts {
            let samples = [Float](repeating: 0, count: count)
            _ = try pipeline.encode(chunk(samples, at: start, rate: rate, isSilence: isSilence))
            start += count
        }
        for (model, played) in [
            (0.0, 0.0), (0.5, 0.25), (1, 0.5), (1.25, 0.75), (1.5, 1), (2, 1.5), (2.5, 2), (3, 2.25),
        ] {
            let event = pipeline.timed(.mark(MarkTime(name: "m", textOffset: 0, time: model)))
            guard case .mark(let mark) = event else { return }
            #expect(abs(mark.time - played) < 1e-9, "\(model)")
        }
    }

    @Test func floatsAreNotLimited() throws {
        let samples: [Float] = [0.5, 1.5, -3, 0.25]
        #expect(try encode(samples, .f32le) == samples.map(\.bitPattern).littleEndianBytes)
    }

    @Test func filesHaveTheirLengthInTheHeader() throws {
        for format in AudioFormat.allCases {
            let pipeline = try SpeechPipeline(format: format, sampleRate: 24000)
            var bytes = try pipeline.encode(noise(24000)) + pipeline.finish()
            #expect(try pipeline.finish().isEmpty)
            let header = pipeline.completeHeader
            #expect(header.isEmpty != format.isHeaderPatched, "\(format)")
            guard format.isHeaderPatched else { continue }
            bytes.replaceSubrange(..<header.count, with: header)
            let clip = try AudioFile.read(data: Data(bytes))
            #expect(clip.samples.count == 24000 && clip.warnings.isEmpty, "\(format)")
            // The count, where each format has it.
            let count = format == .wav ? Array(bytes[40..<44]) : Array(bytes[22..<26].reversed())
            #expect(count == [UInt32(format == .wav ? 48000 : 24000)].littleEndianBytes, "\(format)")
        }
    }

    @Test func namesAndSuffixes() {
        #expect(AudioFormat(name: "PCM") == .s16le && AudioFormat(name: "pcm_f32le") == .f32le)
        #expect(AudioFormat(name: "aac") == nil && AudioFormat(name: "") == nil)
        for (path, format) in [
            ("a.MP3", .mp3), ("/x.y/a.opus", .opus), ("a.ogg", .opus), ("a.b.flac", .flac), ("a.pcm", .s16le),
            ("-", nil),
            ("x.wav/a", nil), (".wav", nil), ("a.", nil), ("a.m4a", nil),
        ] as [(String, AudioFormat?)] { #expect(AudioFormat(path: path) == format, "\(path)") }
        // Every name and every suffix means one format.
        for names in [
            AudioFormat.allCases.flatMap { [$0.rawValue] + $0.aliases }, AudioFormat.allCases.flatMap(\.suffixes),
        ] {
            #expect(Set(names).count == names.count)
        }
    }

    @Test func anOddSpeedIsAnError() {
        #expect(throws: PocketTTSError.self) { try SpeechPipeline(format: .wav, sampleRate: 24000, speed: 9) }
    }
}
