import Foundation
import PocketTTS
import PocketTTSAudio
import Testing

struct ResamplerTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let rate, count: Int
        let samples: [Float]

        var testDescription: String { "\(rate) Hz" }
    }

    /// Five sines, as scripts/reference/make-audio-goldens.py makes them.
    private func sines(_ rate: Int) -> [Float] {
        (0..<rate / 2).map { i in
            let t = Double(i) / Double(rate)
            return Float([110.0, 440, 1200, 2500, 3400].reduce(0) { $0 + 0.15 * sin(2 * .pi * $1 * t + $1) })
        }
    }

    @Test(arguments: try golden("resampled.json", as: [Case].self))
    func isCloseToTheReference(_ expected: Case) throws {
        let clip = try AudioClip(samples: sines(expected.rate), sampleRate: expected.rate).resampled(to: 24000)
        #expect(clip.sampleRate == 24000)
        #expect(clip.samples.count == expected.count)
        let actual = stride(from: 0, to: clip.samples.count, by: 97).map { clip.samples[$0] }
        // The first and the last samples differ: the signal starts and ends abruptly, in the middle of a wave.
        let error = zip(actual, expected.samples).dropFirst().dropLast().reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(error < 0.004, "largest difference \(error)")
    }

    @Test func refusesImpossibleRates() {
        let clip = AudioClip(samples: [0, 1], sampleRate: 24000)
        #expect(throws: PocketTTSError.self) { try clip.resampled(to: 0) }
        #expect(throws: PocketTTSError.self) { try AudioClip(samples: [0], sampleRate: -1).resampled(to: 24000) }
    }

    @Test func emptyStaysEmpty() throws {
        #expect(try AudioClip(samples: [], sampleRate: 44100).resampled(to: 24000).samples.isEmpty)
    }
}
