import Foundation
import PocketTTS
@testable import PocketTTSAudio
import Testing

@Suite struct EncodingTests {
    /// Two seconds of a tone that comes and goes.
    private static let samples = (0..<48_000).map { i in
        Float(sin(Double(i) * 0.05) * sin(Double(i) * 0.0003)) * 0.6
    }

    private func encode(_ format: AudioFormat, block: Int) throws -> (first: Int, bytes: Data) {
        let encoder = try format.makeEncoder(sampleRate: 24_000)
        var bytes = Data()
        var first = 0
        for start in stride(from: 0, to: Self.samples.count, by: block) {
            let end = min(start + block, Self.samples.count)
            bytes += try encoder.encode(Array(Self.samples[start..<end]))
            if start == block { first = bytes.count }
        }
        return (first, bytes + (try encoder.finish()))
    }

    @Test func whatIsEncodedCanBeReadAgain() throws {
        for format in AudioFormat.allCases where ![.s16le, .f32le, .mulaw, .alaw].contains(format) {
            let (_, bytes) = try encode(format, block: 1920)
            let clip = try AudioFile.read(data: bytes)
            #expect(abs(clip.duration - 2) < 0.1, "\(format)")
            // Not the mean: MP3 and Opus begin and end with some silence.
            let energy = clip.samples.reduce(0) { $0 + $1 * $1 }
            let original = Self.samples.reduce(0) { $0 + $1 * $1 }
            #expect(abs(energy / original - 1) < 0.1, "\(format)")
        }
    }

    @Test func losslessIsLossless() throws {
        let flac = try AudioFile.read(data: encode(.flac, block: 1920).bytes)
        let wav = try AudioFile.read(data: encode(.wav, block: 1920).bytes)
        #expect(flac.samples == wav.samples && flac.samples.count == Self.samples.count)
        #expect(try encode(.s16le, block: 1920).bytes == encode(.wav, block: 1920).bytes.dropFirst(44))
    }

    /// Every rate, encoding and bit rate that clients of other services ask for.
    @Test func otherRatesAndSamples() throws {
        for rate in [8000, 16_000, 22_050, 24_000, 44_100, 48_000] {
            for encoding in [
                AudioEncoding(.wav, sampleRate: rate), AudioEncoding(.wav, sampleRate: rate, waveSamples: .f32le),
                AudioEncoding(.wav, sampleRate: rate, waveSamples: .mulaw),
                AudioEncoding(.wav, sampleRate: rate, waveSamples: .alaw),
                AudioEncoding(.mp3, sampleRate: rate, kilobitsPerSecond: rate < 32_000 ? 32 : 128),
            ] {
                let pipeline = try SpeechPipeline(encoding: encoding, sampleRate: 24_000)
                var bytes = Data()
                for start in stride(from: 0, to: Self.samples.count, by: 1920) {
                    bytes += try pipeline.encode(Array(Self.samples[start..<start + 1920]))
                }
                bytes += try pipeline.finish()
                bytes.replaceSubrange(..<pipeline.completeHeader.count, with: pipeline.completeHeader)
                let clip = try AudioFile.read(data: bytes)
                // MP3 pads both ends with parts of its frames, which last 72 ms at 8 kHz.
                #expect(clip.sampleRate == rate && abs(clip.duration - 2) < 0.25, "\(encoding)")
                if encoding.format == .wav {
                    #expect(abs(clip.samples.count - 2 * rate) <= 1, "\(encoding)")
                    let power = clip.samples.reduce(0) { $0 + $1 * $1 } / Float(clip.samples.count)
                    let original = Self.samples.reduce(0) { $0 + $1 * $1 } / Float(Self.samples.count)
                    #expect(abs(power / original - 1) < 0.02, "\(encoding)")
                }
            }
        }
        #expect(throws: PocketTTSError.self) {
            try SpeechPipeline(encoding: .init(.wav, sampleRate: 7999), sampleRate: 24_000)
        }
    }

    @Test func telephoneSamplesAreThoseOfTheFile() throws {
        for format in [AudioFormat.mulaw, .alaw] {
            let encoder = try WAVEncoder(sampleRate: 24_000, samples: format)
            let file = Data(try encoder.encode(Self.samples) + encoder.finish())
            #expect(try encode(format, block: 1920).bytes == file.dropFirst(44))
            let read = try AudioFile.read(data: file).samples
            #expect(zip(read, Self.samples).allSatisfy { abs($0 - $1) < 0.02 })
        }
    }

    @Test func bytesLeaveWithTheSecondFrameAndDoNotDependOnTheBlocks() throws {
        for format in AudioFormat.allCases {
            let (first, bytes) = try encode(format, block: 1920)
            // 160 ms of audio have been given: some of it must be out.
            #expect(first > bytes.count / 40, "\(format)")
            // Ogg streams have a random serial number.
            if format != .opus { #expect(try encode(format, block: 777).bytes == bytes, "\(format)") }
        }
    }

    @Test func nothingBecomesAValidStreamToo() throws {
        for format in AudioFormat.allCases { _ = try format.makeEncoder(sampleRate: 24_000).finish() }
    }

    @Test func valuesOutOfRangeAreLimited() throws {
        for format in AudioFormat.allCases {
            let encoder = try format.makeEncoder(sampleRate: 24_000)
            _ = try encoder.encode([.nan, .infinity, -.infinity, 5, -5] + [Float](repeating: 0, count: 4000))
            _ = try encoder.finish()
        }
    }

    @Test func aSampleRateWithoutPlaceIsAnError() {
        #expect(throws: AudioEncodingError.self) { try AudioFormat.flac.makeEncoder(sampleRate: 10_000_000) }
    }

    @Test func stretchingKeepsThePitch() throws {
        let tone = (0..<48_000).map { Float(sin(2 * Double.pi * 200 * Double($0) / 24_000)) * 0.5 }
        for speed in [0.25, 0.5, 0.8, 1.5, 2, 4] {
            let stretcher = try TimeStretcher(sampleRate: 24_000, speed: speed)
            var result: [Float] = []
            for start in stride(from: 0, to: tone.count, by: 1920) {
                result += stretcher.process(Array(tone[start..<start + 1920]))
            }
            result += stretcher.finish()
            #expect(abs(Double(result.count) / (48_000 / speed) - 1) < 0.05, "\(speed)")
            // Crossings of zero per second: twice the frequency.
            let crossings = zip(result, result.dropFirst()).count { ($0 < 0) != ($1 < 0) }
            #expect(abs(Double(crossings) / (Double(result.count) / 24_000) / 400 - 1) < 0.05, "\(speed)")
        }
        for speed in [0, 0.2, 4.1, .nan, -1] {
            #expect(throws: PocketTTSError.self) { try TimeStretcher(sampleRate: 24_000, speed: speed) }
        }
    }
}
