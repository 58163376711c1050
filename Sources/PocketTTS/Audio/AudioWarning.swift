/// A property of a recording that can make a poor voice, though the recording can be used.
public enum AudioWarning: Sendable, Equatable {
    /// Only the first `seconds` are used.
    case cut(seconds: Double)
    /// The recording is longer than ``AudioClip/recommendedPrompt`` seconds, but not cut.
    case long(seconds: Double)
    /// The recording is shorter than is good for a voice.
    case short(seconds: Double)
    /// The file ends before its header says.
    case endsEarly
    /// The loudest sample, in decibels of full scale.
    case quiet(peak: Float)
    /// Samples reach far beyond -1...1, up to `peak`.
    case loud(peak: Float)
    /// The part of the samples that are stuck at the loudest value, 0...1.
    case clipped(part: Float)
    /// The recording lacks the upper half of the model's frequencies, or more.
    case lowSampleRate(Int)
    /// More than two channels were averaged into one.
    case mixedDown(channels: Int)
}

extension AudioWarning: CustomStringConvertible {
    /// One line: what, and what to do about it.
    public var description: String {
        switch self {
        case .cut(let seconds):
            "only the first \(Self.text(seconds)) s are used, and a voice made of more than 20 s often repeats "
                + "or drops words: give 5 to 20 s of speech."
        case .long(let seconds):
            "the recording is \(Self.text(seconds)) s long: a voice made of more than 20 s often repeats or "
                + "drops words: give 5 to 20 s of speech."
        case .short(let seconds):
            "the recording is \(Self.text(seconds)) s long: 5 to 20 s of speech make a better voice."
        case .endsEarly:
            "the file is shorter than its header says, perhaps a partial copy: the part that is there is used."
        case .quiet(let peak):
            "the recording is very quiet (peak \(Self.text(Double(peak))) dB): record it louder, or normalise it."
        case .loud(let peak):
            "the samples reach \(peak), nominally within -1...1: divide those of 16 bits by 32768."
        case .clipped(let part):
            "the recording is clipped (\(Self.text(Double(part) * 100)) % of the samples): record it at a lower level."
        case .lowSampleRate(let rate):
            "the recording has \(rate) samples per second: the voice will sound muffled; 24000 or more are better."
        case .mixedDown(let channels):
            "\(channels) channels were averaged into one: give a mono recording of the speaker if the voice "
                + "sounds wrong."
        }
    }

    /// One decimal, without a locale.
    private static func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
