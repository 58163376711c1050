import Foundation
@testable import PocketTTS
import Testing

struct EndOnPauseTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let rate, loud, quiet: Int
        let level: Float
        let count: Int
        let tail: [Float]
        let sum: Double

        var testDescription: String { name }
    }

    @Test(arguments: try golden("end-on-pause.json", as: [Case].self))
    func equalsTheReference(_ expected: Case) {
        var samples = noise(expected.loud + expected.quiet)
        for i in expected.loud..<samples.count { samples[i] *= expected.level }
        let clip = AudioClip(samples: samples, sampleRate: expected.rate).endingOnPause()
        #expect(clip.samples.count == expected.count)
        let tail = clip.samples.suffix(2600)
        let isEqual = stride(from: tail.startIndex, to: tail.endIndex, by: 7).map { tail[$0] } == expected.tail
        #expect(isEqual)
        #expect(abs(clip.samples.reduce(0) { $0 + Double(abs($1)) } - expected.sum) < 1e-6)
    }

    @Test func leavesAnEmptyClipEmpty() {
        #expect(AudioClip(samples: [], sampleRate: 24000).endingOnPause().samples.isEmpty)
    }
}
