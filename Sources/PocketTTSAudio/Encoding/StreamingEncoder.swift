import PocketTTS

/// Turns mono samples into the bytes of an audio format, as they come. One encoder makes one file or stream.
public protocol StreamingEncoder: AnyObject {
    /// The bytes that `samples` complete; some formats keep a few samples back until more come.
    /// - Throws: ``AudioEncodingError`` if the library fails.
    func encode(_ samples: [Float]) throws(AudioEncodingError) -> [UInt8]

    /// The bytes that are left; nothing may be encoded afterwards.
    func finish() throws(AudioEncodingError) -> [UInt8]
}

/// What an encoder's library answered instead of bytes.
public struct AudioEncodingError: Error, CustomStringConvertible {
    public let format: AudioFormat
    public let reason: String

    public var description: String { "encoding as \(format.rawValue) failed: \(reason)" }
}

/// Formats that speech can be streamed in.
public enum AudioFormat: String, Sendable, CaseIterable {
    /// MP3, 96 kbit/s.
    case mp3
    /// Opus in Ogg, 32 kbit/s.
    case opus
    /// Lossless, 16 bits.
    case flac
    /// RIFF WAVE, 16 bits; its header claims the largest length there is.
    case wav
    /// Headerless signed 16-bit samples, little-endian.
    case pcm

    /// What HTTP calls it.
    public var mediaType: String {
        switch self {
        case .mp3: "audio/mpeg"
        case .opus: "audio/ogg; codecs=opus"
        case .flac: "audio/flac"
        case .wav: "audio/wav"
        case .pcm: "audio/pcm"
        }
    }

    /// A new encoder of mono audio.
    /// - Throws: ``AudioEncodingError`` if the format has no place for `sampleRate`.
    public func makeEncoder(sampleRate: Int) throws(AudioEncodingError) -> any StreamingEncoder {
        switch self {
        case .mp3: try MP3Encoder(sampleRate: sampleRate)
        case .opus: try OpusEncoder(sampleRate: sampleRate)
        case .flac: try FLACEncoder(sampleRate: sampleRate)
        case .wav: PCMStream(PCMEncoder(format: .wav, sampleRate: sampleRate))
        case .pcm: PCMStream(PCMEncoder(format: .s16le, sampleRate: sampleRate))
        }
    }
}

/// Samples as they are, after a header if the format has one.
private final class PCMStream: StreamingEncoder {
    private let encoder: PCMEncoder
    private var header: [UInt8]

    init(_ encoder: PCMEncoder) {
        self.encoder = encoder
        header = encoder.header(sampleCount: nil)
    }

    func encode(_ samples: [Float]) -> [UInt8] {
        defer { header = [] }
        return header + encoder.encode(samples)
    }

    func finish() -> [UInt8] { header }
}

extension [Float] {
    /// What encoders can be given: within -1...1, silence for what is not a number. Some libraries end the process else.
    var limited: [Float] { map { $0.isNaN ? 0 : Swift.min(Swift.max($0, -1), 1) } }
}
