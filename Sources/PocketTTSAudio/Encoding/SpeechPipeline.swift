public import PocketTTS

/// The way of speech from the engine to its bytes: events -> gain, speed and sample rate -> encoder. Whoever runs it writes the bytes
/// to their sink: a file, a pipe, a response, a socket.
///
///     let pipeline = try SpeechPipeline(format: .mp3, sampleRate: model.sampleRate)
///     for try await event in try await synthesizer.events(text, voice: voice) {
///         try sink.write(pipeline.process(event))
///     }
///
/// The final event flushes the encoder. A sink that can seek then writes ``completeHeader`` over its first bytes.
public final class SpeechPipeline {
    /// Speeds that a pipeline takes, as OpenAI has them.
    public static let speeds = TimeStretcher.speeds

    public let format: AudioFormat
    private let encoder: any StreamingEncoder
    private let stretcher: TimeStretcher?
    private let resampler: StreamingResampler?
    private var limiter: PeakLimiter?
    private var isFinished = false

    /// - Parameters:
    ///   - format: of the bytes.
    ///   - sampleRate: samples per second of the model.
    ///   - speed: 1 leaves speech as the model makes it, 2 halves its time.
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` for a speed out of range, ``AudioEncodingError``
    ///   if the format has no place for the sample rate.
    public convenience init(format: AudioFormat, sampleRate: Int, speed: Double = 1) throws {
        try self.init(encoding: AudioEncoding(format), sampleRate: sampleRate, speed: speed)
    }

    /// - Parameters:
    ///   - encoding: of the bytes; its sample rate may be another than the model's.
    ///   - sampleRate: samples per second of the model.
    ///   - speed: 1 leaves speech as the model makes it, 2 halves its time.
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` for a speed or a rate out of range,
    ///   ``AudioEncodingError`` if the format has no place for the sample rate.
    public init(encoding: AudioEncoding, sampleRate: Int, speed: Double = 1) throws {
        format = encoding.format
        let rate = encoding.sampleRate ?? sampleRate
        resampler = rate == sampleRate ? nil : try StreamingResampler(from: sampleRate, to: rate)
        stretcher = speed == 1 ? nil : try TimeStretcher(sampleRate: sampleRate, speed: speed)
        encoder = try encoding.makeEncoder(sampleRate: rate)
        // Floats hold any value: they leave as the model makes them. The stretcher works on 16 bits.
        limiter = format == .f32le && stretcher == nil ? nil : PeakLimiter(sampleRate: sampleRate)
    }

    /// The bytes that an event completes.
    /// - Throws: ``AudioEncodingError`` if the encoder's library fails.
    public func process(_ event: SpeechEvent) throws -> [UInt8] {
        guard case .audio(let chunk) = event else { return [] }
        return chunk.isFinal ? try finish() : try encode(chunk.samples)
    }

    /// The bytes that `samples` complete; some may be kept back until more come.
    /// - Throws: ``AudioEncodingError`` if the encoder's library fails.
    public func encode(_ samples: [Float]) throws -> [UInt8] {
        var samples = limiter?.process(samples) ?? samples
        if let stretcher { samples = stretcher.process(samples) }
        if let resampler { samples = resampler.process(samples) }
        return samples.isEmpty ? [] : try encoder.encode(samples)
    }

    /// The bytes that are left, once: for speech that ends without its final event.
    /// - Throws: ``AudioEncodingError`` if the encoder's library fails.
    public func finish() throws -> [UInt8] {
        guard !isFinished else { return [] }
        isFinished = true
        var rest = stretcher?.finish() ?? []
        if let resampler { rest = resampler.process(rest) + resampler.finish() }
        return (rest.isEmpty ? [] : try encoder.encode(rest)) + (try encoder.finish())
    }

    /// After the last bytes: what a file's first bytes become now that its length is known; empty if nothing changes.
    public var completeHeader: [UInt8] { encoder.completeHeader }
}
