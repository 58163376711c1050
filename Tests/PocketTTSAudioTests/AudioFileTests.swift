import CSndFile
import Foundation
import PocketTTS
@testable import PocketTTSAudio
import Testing

struct AudioFileTests {
    struct Format: Sendable, CustomTestStringConvertible {
        let name: String
        let format: Int
        /// Largest error of a sample.
        let tolerance: Float
        /// Formats that a build of libsndfile may lack.
        var optional = false

        var testDescription: String { name }

        static let all: [Format] = [
            .init(name: "u8.wav", format: SF_FORMAT_WAV | SF_FORMAT_PCM_U8, tolerance: 0.008),
            .init(name: "s16.wav", format: SF_FORMAT_WAV | SF_FORMAT_PCM_16, tolerance: 4e-5),
            .init(name: "s24.wav", format: SF_FORMAT_WAV | SF_FORMAT_PCM_24, tolerance: 2e-7),
            .init(name: "s32.wav", format: SF_FORMAT_WAV | SF_FORMAT_PCM_32, tolerance: 1e-7),
            .init(name: "f32.wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, tolerance: 0),
            .init(name: "f64.wav", format: SF_FORMAT_WAV | SF_FORMAT_DOUBLE, tolerance: 0),
            .init(name: "extensible.wav", format: SF_FORMAT_WAVEX | SF_FORMAT_PCM_16, tolerance: 4e-5),
            .init(name: "ulaw.wav", format: SF_FORMAT_WAV | SF_FORMAT_ULAW, tolerance: 0.02),
            .init(name: "ima.wav", format: SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, tolerance: 0.3),
            .init(name: "big.rf64", format: SF_FORMAT_RF64 | SF_FORMAT_PCM_16, tolerance: 4e-5),
            .init(name: "a.aiff", format: SF_FORMAT_AIFF | SF_FORMAT_PCM_16, tolerance: 4e-5),
            .init(name: "a.au", format: SF_FORMAT_AU | SF_FORMAT_PCM_16, tolerance: 4e-5),
            .init(name: "a.flac", format: SF_FORMAT_FLAC | SF_FORMAT_PCM_16, tolerance: 4e-5, optional: true),
            .init(name: "a.ogg", format: SF_FORMAT_OGG | SF_FORMAT_VORBIS, tolerance: 0.3, optional: true),
            .init(name: "a.opus", format: SF_FORMAT_OGG | SF_FORMAT_OPUS, tolerance: 0.5, optional: true),
            .init(name: "a.mp3", format: SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, tolerance: 0.5, optional: true),
        ]
    }

    private func tone(_ count: Int, rate: Int = 24000) -> [Float] {
        (0..<count).map { 0.4 * sin(2 * .pi * 440 * Float($0) / Float(rate)) }
    }

    @Test(arguments: Format.all)
    func readsFormat(_ format: Format) throws {
        let folder = try TemporaryFolder()
        let samples = tone(24000)
        guard let file = try folder.audio(format.name, format: format.format, samples) else {
            #expect(format.optional, "libsndfile cannot write \(format.name)")
            return
        }
        let clip = try AudioFile.read(contentsOf: file)
        #expect(clip.sampleRate == 24000)
        #expect(clip.warnings.isEmpty)
        #expect(abs(clip.samples.count - samples.count) <= (format.tolerance > 0.1 ? 2500 : 0))
        // What a lossy codec shifts in time is not compared sample by sample.
        if format.tolerance < 0.4 {
            let error = zip(clip.samples, samples).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(error <= format.tolerance)
        }
        let power = clip.samples.reduce(0) { $0 + $1 * $1 } / Float(clip.samples.count)
        #expect(abs(power - 0.08) < 0.01)
        // From memory the same.
        let upload = try AudioFile.read(data: Data(contentsOf: file), name: "upload")
        let isEqual = upload.samples == clip.samples
        #expect(isEqual)
        #expect(upload.warnings == clip.warnings)
    }

    @Test func sixteenBitsAreExact() throws {
        let values: [Int16] = [0, 1, -1, 32767, -32768, 12345]
        var data = Data(WAVEncoder.header(sampleRate: 24000, samples: values.count))
        for value in values { withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) } }
        #expect(try AudioFile.read(data: data).samples == values.map { Float($0) / 32768 })
    }

    @Test(arguments: [1, 2, 6, 24])
    func averagesChannels(_ channels: Int) throws {
        let folder = try TemporaryFolder()
        let frames = 70000
        let samples = noise(frames * channels)
        let file = try folder.audio(
            "a.wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, rate: 192_000, channels: channels, samples)
        let clip = try AudioFile.read(contentsOf: #require(file))
        #expect(clip.sampleRate == 192_000)
        #expect(clip.samples.count == frames)
        #expect(clip.warnings == (channels > 2 ? [.mixedDown(channels: channels)] : []))
        for frame in [0, 1, 65535, frames - 1] {
            let sum = samples[frame * channels..<(frame + 1) * channels].reduce(0, +)
            #expect(clip.samples[frame] == sum / Float(channels))
        }
    }

    @Test func readsNoMoreThanAskedFor() throws {
        let folder = try TemporaryFolder()
        let file = try #require(
            try folder.audio("a.wav", format: SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate: 8000, tone(8000 * 31)))
        let clip = try AudioFile.read(contentsOf: file)
        #expect(clip.samples.count == 8000 * 30)
        #expect(clip.warnings == [.cut(seconds: 30)])
        #expect(try AudioFile.read(contentsOf: file, upTo: 31).warnings.isEmpty)
        #expect(try AudioFile.read(contentsOf: file, upTo: .infinity).samples.count == 8000 * 31)
        #expect(try AudioFile.read(contentsOf: file, upTo: .nan).samples.isEmpty)
    }
}
