import Foundation

/// A mono recording.
public struct AudioClip: Sendable {
    /// Nominally within -1...1.
    public var samples: [Float]
    /// Samples per second.
    public var sampleRate: Int
    /// Findings of the reader.
    public var warnings: [AudioWarning]
    /// The clip's name in messages: a path or a description.
    public var name: String

    public init(samples: [Float], sampleRate: Int, warnings: [AudioWarning] = [], name: String = "the recording") {
        self.samples = samples
        self.sampleRate = sampleRate
        self.warnings = warnings
        self.name = name
    }

    /// In seconds.
    public var duration: Double { Double(samples.count) / Double(sampleRate) }

    /// Seconds of a recording that make a voice; the rest is left out, as with `truncate` in the reference.
    public static let longestPrompt = 30.0
    /// Seconds beyond which a recording makes a poor voice (measured: words change from 25 s on, 30 s is babble).
    public static let recommendedPrompt = 20.0

    /// The recording as a voice prompt: at most ``longestPrompt`` seconds, with a warning for each property that makes
    /// a poor voice.
    /// - Throws: ``PocketTTSError/invalidVoice(path:reason:)`` when the recording is empty, silent or constant, or
    ///   when a sample is not a number.
    public func checkedPrompt() throws(PocketTTSError) -> AudioClip {
        func refusal(_ reason: String) -> PocketTTSError { .invalidVoice(path: name, reason: reason) }
        guard sampleRate > 0 else { throw refusal("its sample rate is \(sampleRate)") }
        var clip = self
        let limit = Int(Self.longestPrompt * Double(sampleRate))
        if samples.count > limit {
            clip.samples.removeLast(samples.count - limit)
            clip.warnings.append(.cut(seconds: Self.longestPrompt))
        } else if duration > Self.recommendedPrompt, !warnings.contains(.cut(seconds: Self.longestPrompt)) {
            clip.warnings.append(.long(seconds: duration))
        }
        guard !samples.isEmpty else { throw refusal("it has no samples: give 5 to 20 s of speech") }
        if let index = clip.samples.firstIndex(where: { !$0.isFinite }) {
            throw refusal("sample \(index) is \(clip.samples[index]): export the recording again")
        }
        let peak = clip.samples.reduce(0) { max($0, abs($1)) }
        // -80 dB: three steps of a 16-bit file.
        guard peak >= 1e-4 else { throw refusal("it is silent: give 5 to 20 s of speech") }
        if let low = clip.samples.min(), let high = clip.samples.max(), high - low < 1e-4 {
            throw refusal("all samples are \(low), which is no sound: give 5 to 20 s of speech")
        }
        if duration < 1 { clip.warnings.append(.short(seconds: duration)) }
        if peak < 0.01 { clip.warnings.append(.quiet(peak: 20 * log10(peak))) }
        // Twice full scale: no overshoot of a resampler or an mp3, and what 16-bit samples as floats always pass.
        if peak > 2 { clip.warnings.append(.loud(peak: peak)) }
        let clipped = clip.clippedPart(peak: peak)
        if clipped > 0.001 { clip.warnings.append(.clipped(part: clipped)) }
        if sampleRate < 16000 { clip.warnings.append(.lowSampleRate(sampleRate)) }
        return clip
    }

    /// The part of the samples that repeat the sample before them at the loudest value: a wave seldom rests there
    /// for long unless it was cut off.
    private func clippedPart(peak: Float) -> Float {
        guard peak > 0.5 else { return 0 }
        let threshold = 0.999 * peak
        var stuck = 0
        for i in 1..<max(samples.count, 1) where abs(samples[i]) >= threshold && samples[i] == samples[i - 1] {
            stuck += 1
        }
        return Float(stuck) / Float(samples.count)
    }
}
