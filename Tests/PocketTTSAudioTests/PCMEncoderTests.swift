import Foundation
import PocketTTS
import PocketTTSAudio
import Testing

struct PCMEncoderTests {
    @Test func truncatesTowardZeroAsTheReferenceDoes() {
        let samples: [Float] = [0, 1, -1, 2, -.infinity, .nan, 0.5, -0.5, 0.99999]
        let bytes = PCMEncoder(format: .s16le, sampleRate: 24000).encode(samples)
        let values = stride(from: 0, to: bytes.count, by: 2).map { Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8) }
        #expect(values == [0, 32767, -32767, 32767, -32767, 0, 16383, -16383, 32766])
    }

    @Test func floatsKeepTheirBits() {
        #expect(PCMEncoder(format: .f32le, sampleRate: 24000).encode([1, -2.5]) == [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0])
        #expect(PCMEncoder(format: .f32le, sampleRate: 24000).header(sampleCount: 5).isEmpty)
    }

    /// With the count in the header, as a file has it, or without, as a pipe.
    @Test(arguments: [true, false])
    func whatIsWrittenCanBeRead(counted: Bool) throws {
        let samples = noise(30001)
        let encoder = PCMEncoder(format: .wav, sampleRate: 16000)
        let data = Data(encoder.header(sampleCount: counted ? samples.count : nil) + encoder.encode(samples))
        let clip = try AudioFile.read(data: data)
        #expect(clip.sampleRate == 16000)
        #expect(clip.warnings.isEmpty)
        #expect(clip.samples == samples.map { Float(Int16($0 * 32767)) / 32768 })
    }

    @Test func headersHoldAnyCount() {
        let encoder = PCMEncoder(format: .wav, sampleRate: 24000)
        for count in [0, -1, Int.max, 3_000_000_000] { #expect(encoder.header(sampleCount: count).count == 44) }
        #expect(encoder.header(sampleCount: .max) == encoder.header(sampleCount: nil))
        #expect(encoder.silence() == [UInt8](repeating: 0, count: 9600))
    }
}
