/// How audio becomes bytes: a format, and what it leaves open. What is `nil` is as the format and the model have it.
public struct AudioEncoding: Sendable, Equatable {
    public var format: AudioFormat
    /// Samples per second.
    public var sampleRate: Int?
    /// Of MP3 and Opus.
    public var kilobitsPerSecond: Int?
    /// The samples in a WAV file: ``AudioFormat/s16le``, ``AudioFormat/f32le``, ``AudioFormat/mulaw`` or
    /// ``AudioFormat/alaw``.
    public var waveSamples: AudioFormat

    public init(
        _ format: AudioFormat, sampleRate: Int? = nil, kilobitsPerSecond: Int? = nil,
        waveSamples: AudioFormat = .s16le
    ) {
        self.format = format
        self.sampleRate = sampleRate
        self.kilobitsPerSecond = kilobitsPerSecond
        self.waveSamples = waveSamples
    }

    /// A new encoder of mono audio.
    /// - Parameter sampleRate: of the samples that it gets.
    /// - Throws: ``AudioEncodingError`` if the format has no place for `sampleRate`.
    func makeEncoder(sampleRate: Int) throws(AudioEncodingError) -> any StreamingEncoder {
        switch format {
        case .wav: try WAVEncoder(sampleRate: sampleRate, samples: waveSamples)
        case .mp3: try MP3Encoder(sampleRate: sampleRate, kilobitsPerSecond: kilobitsPerSecond)
        case .opus: try OpusEncoder(sampleRate: sampleRate, kilobitsPerSecond: kilobitsPerSecond)
        case .flac: try FLACEncoder(sampleRate: sampleRate)
        case .s16le: PCMEncoder { $0.int16.littleEndianBytes }
        case .f32le: PCMEncoder { $0.map(\.bitPattern).littleEndianBytes }
        case .mulaw: try G711Encoder(.mulaw, sampleRate: sampleRate)
        case .alaw: try G711Encoder(.alaw, sampleRate: sampleRate)
        }
    }
}
