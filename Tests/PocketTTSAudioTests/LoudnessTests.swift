import Foundation
import PocketTTSAudio
import Testing

@Suite struct LoudnessTests {
    private static func tone(_ amplitude: Float, seconds: Double = 3) -> [Float] {
        (0..<Int(24000 * seconds)).map { amplitude * sin(2 * .pi * 997 * Float($0) / 24000) }
    }

    /// EBU Tech 3341: a sine of 1 kHz at -23 dBFS in both channels has -23 LUFS.
    @Test func aToneHasTheLoudnessOfTheStandard() throws {
        let meter = LoudnessMeter(sampleRate: 24000)
        let tone = Self.tone(Float(pow(10, -23.0 / 20)))
        for start in stride(from: 0, to: tone.count, by: 1000) { meter.add(Array(tone[start..<start + 1000])) }
        let loudness = try #require(meter.loudness)
        #expect(abs(loudness + 23) < 0.1)
        #expect(abs(meter.gain(to: -16) - Float(pow(10, 7.0 / 20))) < 0.03)
    }

    @Test func whatCannotBeMeasuredIsLeftAsItIs() {
        let meter = LoudnessMeter(sampleRate: 24000)
        #expect(meter.loudness == nil && meter.gain(to: -16) == 1)
        meter.add([Float](repeating: 0, count: 48000))
        #expect(meter.loudness == nil && meter.gain(to: -16) == 1)
    }

    @Test func gainsAreBounded() {
        #expect(LoudnessMeter.gain(from: -60, to: -16) == 10)
        #expect(LoudnessMeter.gain(from: -16, to: -16) == 1)
    }
}
