import Foundation
import PocketTTS
@testable import PocketTTSAudio
import Testing

struct PCMEncoderTests {
    @Test func truncatesTowardZeroAsTheReferenceDoes() {
        let samples: [Float] = [0, 1, -1, 2, -.infinity, .nan, 0.5, -0.5, 0.99999]
        #expect(samples.int16 == [0, 32767, -32767, 32767, -32767, 0, 16383, -16383, 32766])
    }

    @Test func floatsKeepTheirBits() throws {
        let pipeline = try SpeechPipeline(format: .f32le, sampleRate: 24000)
        #expect(try pipeline.encode([1, -2.5]) == [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0])
        #expect(try pipeline.finish().isEmpty && pipeline.completeHeader.isEmpty)
    }

    /// With the count in the header, as a file has it, or without, as a pipe.
    @Test(arguments: [true, false])
    func whatIsWrittenCanBeRead(counted: Bool) throws {
        let samples = noise(30001)
        let pipeline = try SpeechPipeline(format: .wav, sampleRate: 16000)
        var data = Data(try pipeline.encode(samples) + pipeline.finish())
        if counted { data.replaceSubrange(..<44, with: pipeline.completeHeader) }
        let clip = try AudioFile.read(data: data)
        #expect(clip.sampleRate == 16000)
        #expect(clip.warnings.isEmpty)
        #expect(clip.samples == samples.map { Float(Int16($0 * 32767)) / 32768 })
    }

    @Test func headersHoldAnyCount() {
        for count in [0, -1, Int.max, 3_000_000_000] {
            #expect(WAVEncoder.header(sampleRate: 24000, samples: count).count == 44)
        }
        #expect(
            WAVEncoder.header(sampleRate: 24000, samples: .max) == WAVEncoder.header(sampleRate: 24000, samples: nil))
    }
}
